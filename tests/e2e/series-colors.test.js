/** Series keep their colours: two tabs that see the same series first at once, and a reload. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle, until, useServerAndBrowser } from './harness.js';

const GROUPED = 'events-stats-widget[widget-id="1"]';

describe('colours of series', () => {
  const host = useServerAndBrowser();

  /** What the browser's database holds of strings, by key. */
  function stored(page) {
    return page.evaluate(async () => {
      const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const [{ name }] = await indexedDB.databases();
      const database = await done(indexedDB.open(name));
      const room = database.transaction('strings').objectStore('strings');
      const [keys, values] = await Promise.all([done(room.getAllKeys()), done(room.getAll())]);
      database.close();
      return keys.map((key, index) => [key, Number(new DataView(values[index].buffer, values[index].byteOffset).getBigUint64(0, true))]);
    });
  }

  async function show(page, path = '?refresh=0') {
    await page.goto(`${host.url}${path}`);
    await settle(page);
    return colors(page);
  }

  /** Colours by name, as the legend shows them. */
  async function colors(page) {
    const shown = await page.locator(`${GROUPED} .legend button`).evaluateAll((buttons) =>
      buttons.map((button) => [
        button.querySelector('.name').textContent,
        button.style.getPropertyValue('--_series'),
      ]));
    return Object.fromEntries(shown);
  }

  const untilStored = (page, count) => until(() => stored(page), (rows) => rows.filter(([key]) => key.includes(':color/')).length > count);

  it('are created once by two tabs at once, and outlive a reload', async () => {
    const context = await host.browser.newContext({ viewport: { width: 1280, height: 900 } });
    const pages = [await context.newPage(), await context.newPage()];
    await Promise.all(pages.map((page) => show(page)));
    const rows = await untilStored(pages[0], 3);
    const counters = rows.filter(([key]) => key.startsWith('next/'));
    const strings = rows.filter(([key]) => !key.startsWith('next/'));
    assert.equal(counters.length, 1, 'one organization');
    assert.ok(strings.length > 3, JSON.stringify(rows));
    const ids = strings.map(([, id]) => id).sort((a, b) => a - b);
    assert.deepEqual(ids, ids.map((_, index) => index), 'each string has an id of its own, none is left out');
    assert.equal(counters[0][1], ids.length);
    // A tab learns the other's colours from the database after it has drawn in its own.
    const [first, second] = await until(async () => {
      await Promise.all(pages.map((page) => settle(page)));
      return Promise.all(pages.map(colors));
    }, ([one, other]) => JSON.stringify(one) === JSON.stringify(other));
    assert.ok(Object.keys(first).length > 3, JSON.stringify(first));
    assert.ok(new Set(Object.values(first)).size > 3, JSON.stringify(first));
    assert.deepEqual(second, first);
    const before = await stored(pages[0]);
    const again = await show(pages[0]);
    assert.deepEqual(again, first);
    // Widgets are numbered when they are first seen, which may be later.
    const later = await stored(pages[0]);
    const isOf = (kind) => ([key]) => key.includes(`:${kind}/`);
    assert.deepEqual(later.filter(isOf('color')), before.filter(isOf('color')), 'nothing was created a second time');
    const known = new Map(later);
    for (const [key, id] of strings) assert.equal(known.get(key), id, key);
    await context.close();
  });

  it('are the same in a tab whose database opens late', async () => {
    const context = await host.browser.newContext({ viewport: { width: 1280, height: 900 } });
    const [first, late] = [await context.newPage(), await context.newPage()];
    await late.addInitScript(() => {
      // Past the time that answers wait for the database.
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function openLate(...args) {
        const request = open.apply(this, args);
        Object.defineProperty(request, 'onsuccess', {
          set: (listener) => listener && request.addEventListener('success', (event) =>
            setTimeout(() => listener.call(request, event), 700)),
        });
        return request;
      };
    });
    // Slots that no tab chooses by itself: only the database can tell of them.
    await show(first);
    await untilStored(first, 3);
    await first.evaluate(async () => {
      const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const [{ name }] = await indexedDB.databases();
      const database = await done(indexedDB.open(name));
      const room = database.transaction('strings', 'readwrite').objectStore('strings');
      for (const key of await done(room.getAllKeys())) {
        if (!key.includes(':color/')) continue;
        const value = await done(room.get(key));
        value[8] = (value[8] + 1) % 10;
        await done(room.put(value, key));
      }
      database.close();
    });
    const expected = await show(first);
    await show(late);
    assert.deepEqual(await until(() => colors(late), (shown) => JSON.stringify(shown) === JSON.stringify(expected)), expected);
    await context.close();
  });

  it('are numbered once, however many tabs race for the same strings', async () => {
    const context = await host.browser.newContext();
    const pages = await Promise.all([1, 2, 3, 4].map(() => context.newPage()));
    // All four are under way at once, several times over, on an empty database each time.
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(pages.map((page) => show(page, `?refresh=0&round=${round}`)));
      const rows = await untilStored(pages[0], 3);
      const ids = rows.filter(([key]) => !key.startsWith('next/')).map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length, JSON.stringify(rows));
      await pages[0].evaluate(async () => (await import('/package/index.js')).clearStore());
    }
    await context.close();
  });
});
