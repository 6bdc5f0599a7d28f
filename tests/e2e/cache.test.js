/**
 * Kept answers: what is asked again and what is not, what is shown meanwhile, over a reload, after a
 * refusal. The time is the server's: the answers' `Date` says how old they are.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium, until } from './harness.js';
import { openPage, REGISTER, tag, WIDGET } from './pages.js';

const MINUTE_MS = 60_000;
const OWN = { org: 'demo', 'base-url': '/', 'widget-id': '1', 'stats-period': '24h' };
const ENTRY = '/package/index.js';

describe('kept answers', () => {
  let browser;
  before(async () => { browser = await launchChromium(); });
  after(() => browser?.close());

  /**
   * A page whose API counts up: the first answer holds 1, the second 2. `api` may say more of each.
   * @param {object} [given]
   * @param {object} [given.options] of `configure`
   * @param {(count: number, url: URL) => import('./pages.js').Answer | Promise<import('./pages.js').Answer>} [given.api]
   * @param {Record<string, string>} [given.attributes]
   * @param {object} [given.config]
   * @param {{newPage: () => Promise<import('playwright-core').Page>}} [given.in]
   */
  async function open({ options = {}, api = () => ({}), attributes = OWN, config = WIDGET, in: context = browser } = {}) {
    let count = 0;
    const answers = async (url) => {
      count += 1;
      const given = await api(count, url);
      return { json: body(count), ...given, headers: given.headers };
    };
    const setUp = `<script type="module">import { configure } from '${ENTRY}'; configure(${JSON.stringify(options)});</script>`;
    const html = `${setUp}${REGISTER}<main>${tag(attributes, config)}</main>`;
    const opened = await openPage(context, html, { api: answers });
    return { ...opened, close: () => opened.page.close() };
  }

  it('serve a second widget without a request, and a range that was shown before', async () => {
    const { page, requests, close } = await open();
    await settle(page);
    await add(page);
    assert.deepEqual(await looks(page), [['ready', 1], ['ready', 1]]);
    assert.equal(requests.length, 1);
    await setRange(page, '1h');
    assert.deepEqual((await looks(page))[0], ['ready', 2]);
    await setRange(page, '24h');
    assert.deepEqual((await looks(page))[0], ['ready', 1]);
    await setRange(page, '1h');
    assert.deepEqual((await looks(page))[0], ['ready', 2]);
    assert.equal(requests.length, 2, requests.join('\n'));
    await close();
  });

  it('serve no refresh', async () => {
    const { page, requests, close } = await open();
    await settle(page);
    await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
    assert.deepEqual(await looks(page), [['ready', 2]]);
    assert.equal(requests.length, 2);
    await add(page);
    assert.deepEqual((await looks(page))[1], ['ready', 2], 'the newer answer is the one that is kept');
    assert.equal(requests.length, 2);
    await close();
  });

  it('serve nobody else: another organization, another fetch, another query', async () => {
    const { page, requests, close } = await open();
    await settle(page);
    await add(page, { org: 'other' });
    await add(page, { filter: 'level:warning' });
    await page.evaluate(async () => {
      const other = document.querySelector('events-stats-widget').cloneNode(true);
      other.fetch = (url, init) => fetch(url, init);
      document.querySelector('main').append(other);
      await other.settled();
    });
    assert.deepEqual(await looks(page), [['ready', 1], ['ready', 2], ['ready', 3], ['ready', 4]]);
    assert.equal(requests.length, 4);
    await close();
  });

  it('are shown as stale with their age once they are old, until the newer is there', async () => {
    const gate = gateOf();
    const { page, requests, close } = await open({
      api: async (count) => {
        if (count === 3) await gate.opened;
        return at(count === 1 ? -20.1 * MINUTE_MS : 0);
      },
    });
    await settle(page);
    await add(page, { filter: 'a:b' });
    await page.evaluate(() => { document.querySelector('main').append(document.querySelector('events-stats-widget').cloneNode(true)); });
    await page.waitForFunction(() => document.querySelectorAll('events-stats-widget')[2].state === 'stale');
    await page.waitForFunction(() => document.querySelectorAll('events-stats-widget')[2].shadowRoot.querySelector('.status').textContent !== '');
    const old = await seen(page, 2);
    assert.equal(old.status, 'The data is from 20 minutes ago. Loading newer data.');
    assert.ok(old.picture === (await seen(page, 0)).picture, 'the same chart as that of the first');
    assert.ok(old.box.width > 100);
    gate.open();
    await settle(page);
    const now = await seen(page, 2);
    assert.deepEqual((await looks(page))[2], ['ready', 3]);
    assert.equal(now.status, '');
    assert.deepEqual(now.box, old.box, 'the chart stays where it is');
    assert.ok(now.picture !== old.picture);
    assert.equal(requests.length, 3);
    await close();
  });

  it('stay on screen with their age where the newer cannot be had', async () => {
    const { page, close } = await open({
      options: { retry: false },
      api: (count) => (count === 3 ? { ...at(0), json: undefined, status: 502 } : at(count === 1 ? -20.1 * MINUTE_MS : 0)),
    });
    await settle(page);
    await add(page, { filter: 'a:b' });
    await add(page);
    assert.deepEqual((await looks(page))[2], ['stale', 1]);
    assert.match((await seen(page, 2)).status, /502\. The data is from 20 minutes ago\.$/);
    await close();
  });

  it('outlive a reload where the host names the user: fresh ones serve, old ones are shown at once', async () => {
    for (const [age, state] of [[0, 'ready'], [-30 * MINUTE_MS, 'stale']]) {
      const gate = gateOf();
      const { page, close } = await open({
        options: { cacheKey: 'ann' },
        api: async (count) => {
          if (count > 1) await gate.opened;
          return at(count === 1 ? age : 0);
        },
      });
      await settle(page);
      await untilStored(page, 1);
      const { picture } = await seen(page, 0);
      await page.reload();
      await page.waitForFunction((wanted) => document.querySelector('events-stats-widget').state === wanted, state);
      await page.waitForFunction((wanted) => document.querySelector('events-stats-widget').shadowRoot.querySelector('canvas')?.width > 1 && wanted, true);
      await page.evaluate(() => document.querySelector('events-stats-widget').flush());
      assert.ok((await seen(page, 0)).picture === picture, 'what was there before the reload');
      gate.open();
      await settle(page);
      assert.deepEqual(await looks(page), [['ready', state === 'ready' ? 1 : 2]]);
      await close();
    }
  });

  it('lie in the database as columns under keys that hold the host\'s, and nowhere without one', async () => {
    const { page, close } = await open({ options: { cacheKey: 'ann' } });
    await settle(page);
    const [key] = await untilStored(page, 1);
    assert.match(key, /^3:ann\//);
    const bytes = await page.evaluate(readTable, true);
    assert.ok(bytes.every((text) => !text.includes('"data"') && !text.includes('level')), 'no body, no query');
    await close();
    const plain = await open();
    await settle(plain.page);
    await plain.page.waitForTimeout(300);
    assert.deepEqual(await plain.page.evaluate(readTable), []);
    await plain.close();
  });

  it('are not for another user, nor for one without a name', async () => {
    for (const next of [{ cacheKey: 'bob' }, { cacheKey: 'an' }, {}]) {
      const gate = gateOf();
      const { page, requests, close } = await open({
        options: { cacheKey: 'ann' },
        api: async (count) => {
          if (count > 1) await gate.opened;
          return {};
        },
      });
      await settle(page);
      await untilStored(page, 1);
      // The same page, without a reload: what is on screen goes too.
      await page.evaluate(async ([entry, options]) => (await import(entry)).configure({ cacheKey: undefined, ...options }), [ENTRY, next]);
      await page.waitForFunction(() => document.querySelector('events-stats-widget').state === 'loading');
      gate.open();
      await settle(page);
      assert.deepEqual(await looks(page), [['ready', 2]]);
      assert.equal(requests.length, 2);
      await close();
    }
  });

  it('are hidden and forgotten by a 401 and a 403, in memory and in the database', async () => {
    for (const status of [401, 403]) {
      const { page, requests, close } = await open({
        options: { cacheKey: 'ann' },
        api: (count) => (count === 3 ? { status, json: { detail: 'no' } } : {}),
      });
      await settle(page);
      await setRange(page, '1h');
      await untilStored(page, 2);
      await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
      assert.deepEqual(await looks(page), [['error', null]]);
      assert.deepEqual(await untilStored(page, 0), []);
      await setRange(page, '24h');
      assert.deepEqual(await looks(page), [['ready', 4]], 'the other range was forgotten too');
      assert.equal(requests.length, 4);
      await close();
    }
  });

  it('outlive a refusal where the host says so', async () => {
    const { page, close } = await open({
      options: { cacheKey: 'ann', cache: { keepOnRefusal: true } },
      api: (count) => (count === 2 ? { status: 401, json: { detail: 'no' } } : {}),
    });
    await settle(page);
    await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
    assert.deepEqual(await looks(page), [['stale', 1]]);
    assert.equal((await untilStored(page, 1)).length, 1);
    await close();
  });

  it('are none where the server says no-store, or the host wants none', async () => {
    const noStore = { headers: { 'cache-control': 'private, No-Store' } };
    for (const given of [{ api: () => noStore, options: { cacheKey: 'ann' } }, { options: { cache: false, cacheKey: 'ann' } }]) {
      const { page, requests, close } = await open(given);
      await settle(page);
      await add(page);
      assert.deepEqual((await looks(page))[1], ['ready', 2]);
      assert.equal(requests.length, 2);
      assert.deepEqual(await page.evaluate(readTable), []);
      await close();
    }
  });

  it('go with an answer that may not be stored', async () => {
    const { page, requests, close } = await open({
      options: { cacheKey: 'ann' },
      api: (count) => (count === 2 ? { headers: { 'cache-control': 'no-store' } } : {}),
    });
    await settle(page);
    await untilStored(page, 1);
    await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
    await untilStored(page, 0);
    await add(page);
    assert.deepEqual((await looks(page))[1], ['ready', 3], 'the one before is out of date');
    assert.equal(requests.length, 3);
    await close();
  });

  it('are emptied by clearStore()', async () => {
    const { page, requests, close } = await open({ options: { cacheKey: 'ann' } });
    await settle(page);
    await untilStored(page, 1);
    await page.evaluate(async (entry) => (await import(entry)).clearStore(), ENTRY);
    assert.deepEqual(await page.evaluate(readTable), []);
    await add(page);
    assert.deepEqual(await looks(page), [['ready', 1], ['ready', 2]]);
    assert.equal(requests.length, 2);
    await close();
  });

  it('make table for newer ones, oldest first', async () => {
    const { page, requests, close } = await open({ options: { cacheKey: 'ann', cache: { maxBytes: 1_000 } } });
    await settle(page);
    for (const filter of ['a:1', 'a:2', 'a:3', 'a:4']) await add(page, { filter });
    assert.equal(requests.length, 5);
    await add(page, { filter: 'a:4' });
    assert.equal(requests.length, 5, 'the newest is there');
    await add(page);
    assert.equal(requests.length, 6, 'the oldest is not');
    const stored = await page.evaluate(readTable, true);
    const size = stored.reduce((sum, text) => sum + text.length, 0);
    assert.ok(stored.length >= 1 && size <= 1_000, `${stored.length} of ${size}`);
    await close();
  });

  it('are counted as hits and misses', async () => {
    const { page, close } = await open();
    await settle(page);
    await page.evaluate(async (entry) => {
      window.counted = [];
      const { configure } = await import(entry);
      configure({ metrics: { backend: (metric) => window.counted.push(metric) } });
    }, ENTRY);
    await settle(page);
    await add(page);
    await add(page, { filter: 'a:1' });
    const counted = await page.evaluate(() => window.counted
      .filter(({ name, tags }) => /cache\.(hits|misses)$/.test(name) && tags.cache_name === 'responses')
      .map(({ name, value }) => [name.split('.').at(-1), value]));
    assert.deepEqual(counted.slice(-2), [['hits', 1], ['misses', 1]]);
    await close();
  });

  it('serve nobody who wants it found out again, though the clock stands still', async () => {
    const { page, requests, close } = await open({ config: { ...WIDGET, widgetType: 'discover' } });
    await settle(page);
    const before = requests.length;
    await page.evaluate(async () => {
      const now = Date.now();
      Date.now = () => now;
      // What is kept of this is as old as what is shown.
      await document.querySelector('events-stats-widget').refresh();
    });
    const refreshed = requests.length;
    assert.ok(refreshed > before);
    for (let again = 1; again <= 3; again += 1) {
      await page.evaluate(() => document.querySelector('events-stats-widget').refresh({ split: true }));
      assert.ok(requests.length >= refreshed + again, `${requests.length} requests after ${again} times`);
    }
    await close();
  });

  it('are asked for again and replaced where they are dated in the far future', async () => {
    const { page, requests, close } = await open({ options: { cacheKey: 'ann' } });
    await settle(page);
    await untilStored(page, 1);
    const date = await page.evaluate(dateTable, 253_370_764_800_000);
    assert.equal(date, 253_370_764_800_000);
    await page.reload();
    await settle(page);
    assert.deepEqual(await looks(page), [['ready', 2]]);
    assert.equal(requests.length, 2);
    const now = await until(() => page.evaluate(dateTable), (found) => found !== date);
    assert.ok(Math.abs(now - Date.now()) < 10 * MINUTE_MS, new Date(now).toISOString());
    await close();
  });

  it('and a server whose date jumps does not have a comparison asked for without end', async () => {
    const { page, requests, close } = await open({
      attributes: { ...OWN, compare: '1d' },
      api: (count) => at(count % 2 === 0 ? 0 : 10 * MINUTE_MS),
    });
    await settle(page);
    assert.ok(requests.length <= 4, `${requests.length} requests`);
    assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
    await close();
  });

  it('are of the server\'s time: a page whose clock is wrong asks for the right earlier period', async () => {
    const slow = {
      newPage: async () => {
        const page = await browser.newPage();
        await page.addInitScript(() => {
          const now = Date.now.bind(Date);
          Date.now = () => now() - 600_000;
        });
        return page;
      },
    };
    const began = Date.now();
    const { page, requests, close } = await open({ in: slow, attributes: { ...OWN, compare: '1d' } });
    await settle(page);
    const starts = requests.map((url) => new URL(url, 'http://x').searchParams.get('end')).filter(Boolean);
    const last = Date.parse(`${starts.at(-1).replace(/Z?$/, 'Z')}`);
    const [from, to] = [began - MINUTE_MS, Date.now() + MINUTE_MS].map((time) => time - 86_400_000);
    assert.ok(last > from && last < to, `${new Date(last).toISOString()} for ${new Date(to).toISOString()}`);
    assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
    await close();
  });
});

/** 12 buckets of five minutes; the first holds `count`. */
function body(count) {
  const start = Math.floor(Date.now() / 300_000) * 300 - 12 * 300;
  const rows = Array.from({ length: 12 }, (_, index) => [start + index * 300, [{ count: index === 0 ? count : 10 + index }]]);
  return { data: rows, meta: { fields: { 'count()': 'integer' } }, start, end: start + 12 * 300 };
}

/** An answer of so many milliseconds from now. */
function at(offsetMs) {
  return { headers: { date: new Date(Date.now() + offsetMs).toUTCString() } };
}

function gateOf() {
  let open;
  const opened = new Promise((resolve) => { open = resolve; });
  return { open, opened };
}

/** State and first number of each widget; null where nothing is shown. */
function looks(page) {
  return page.evaluate(() => Promise.all([...document.querySelectorAll('events-stats-widget')].map(async (widget) => {
    const csv = await widget.toCsv().catch(() => '');
    const first = csv.trim().split(/\r?\n/)[1];
    return [widget.state, first === undefined ? null : Number(first.split(',').at(-1))];
  })));
}

function settle(page) {
  return page.evaluate(async () => {
    await customElements.whenDefined('events-stats-widget');
    await Promise.all([...document.querySelectorAll('events-stats-widget')].map((widget) => widget.settled()));
  });
}

/** Mounts one more widget like the first, with these attributes, and waits for it. */
function add(page, attributes = {}) {
  return page.evaluate(async (given) => {
    const added = document.querySelector('events-stats-widget').cloneNode(true);
    for (const [name, value] of Object.entries(given)) added.setAttribute(name, value);
    document.querySelector('main').append(added);
    await added.settled();
  }, attributes);
}

function setRange(page, period) {
  return page.evaluate(async (statsPeriod) => {
    const widget = document.querySelector('events-stats-widget');
    widget.setAttribute('stats-period', statsPeriod);
    await widget.settled();
  }, period);
}

/** What the viewer sees of a widget besides its numbers. */
function seen(page, index) {
  return page.evaluate((at) => {
    const { shadowRoot } = document.querySelectorAll('events-stats-widget')[at];
    const layers = [...shadowRoot.querySelectorAll('canvas')];
    const { x, y, width, height } = layers[0].getBoundingClientRect();
    const picture = layers.map((layer) => layer.toDataURL()).join();
    return { status: shadowRoot.querySelector('.status').textContent, box: { x, y, width, height }, picture };
  }, index);
}

/** Keys of the answers in the browser's database, or their bytes as text. */
async function readTable(asText = false) {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const [known] = await indexedDB.databases();
  if (!known) return [];
  const database = await done(indexedDB.open(known.name));
  const table = database.transaction('answers').objectStore('answers');
  const [keys, values] = await Promise.all([done(table.getAllKeys()), done(table.getAll())]);
  database.close();
  const rows = keys.map((key, index) => [key, values[index]]).filter(([key]) => key !== 'eviction_index');
  return rows.map(([key, bytes]) => (asText ? String.fromCharCode(...bytes) : key));
}

/** When the one answer in the browser's database came; with `date`, puts another date on it and its index first. */
async function dateTable(date) {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const [known] = await indexedDB.databases();
  const database = await done(indexedDB.open(known.name));
  const table = database.transaction('answers', 'readwrite').objectStore('answers');
  const key = (await done(table.getAllKeys())).find((key) => key !== 'eviction_index');
  const bytes = await done(table.get(key));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (date !== undefined) {
    view.setBigInt64(0, BigInt(date) / 1000n, true);
    view.setBigInt64(8, BigInt(date), true);
    await done(table.put(bytes, key));
    const index = await done(table.get('eviction_index'));
    new DataView(index.buffer, index.byteOffset).setBigInt64(index.length - 8, BigInt(date), true);
    await done(table.put(index, 'eviction_index'));
  }
  database.close();
  return Number(view.getBigInt64(8, true));
}

const untilStored = (page, count) => until(() => page.evaluate(readTable), (keys) => keys.length === count);
