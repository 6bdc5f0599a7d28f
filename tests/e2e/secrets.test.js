/**
 * What may be a secret goes nowhere: a password in an address, the token that a page's `fetch`
 * adds, the names of series.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, until } from './harness.js';
import { answer, openPage, REGISTER, settle, startSite, tag, WIDGET } from './pages.js';

const GROUPED = { ...WIDGET, displayType: 'top_n', queries: [{ aggregates: ['count()'], columns: ['release'], fields: ['release', 'count()'], orderby: '-count()' }] };
const groups = () => ({ 'shop@1.0': { ...answer(), order: 0 }, 'shop@2.0': { ...answer(), order: 1 } });

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('an address with user and password is refused by name, and not repeated', async () => {
      const { page, requests } = await openPage(browser, REGISTER + tag({ org: 'demo', 'base-url': 'https://ann:geheim@sentry.example/' }, WIDGET));
      await settle(page);
      const seen = await page.evaluate(async () => {
        const { configure } = await import('/package/index.js');
        const [widget] = document.querySelectorAll('events-stats-widget');
        let thrown = '';
        try {
          configure({ baseUrl: 'https://ann:geheim@sentry.example/' });
        } catch (error) {
          thrown = `${error.code} ${error.message}`;
        }
        return { error: widget.error, words: widget.shadowRoot.textContent, thrown };
      });
      assert.equal(seen.error.code, 'config');
      assert.match(seen.error.message, /`base-url`: expected a URL without user name and password/);
      assert.match(seen.thrown, /^config `baseUrl`: expected a URL without user name and password/);
      assert.doesNotMatch(JSON.stringify(seen), /geheim/);
      assert.deepEqual(requests, []);
      await page.close();
    });

    test("the page's `fetch` serves the origins that it named, and no other", async () => {
      const asked = [];
      const others = await Promise.all([0, 1].map((index) => startSite((url) => {
        asked.push([index, url.searchParams.get('token')]);
        return { json: answer(), headers: { 'access-control-allow-origin': '*' } };
      })));
      const html = [tag({ org: 'demo', 'base-url': '/' }, WIDGET), ...others.map(({ origin }) => tag({ org: 'demo', 'base-url': origin }, WIDGET))].join('');
      const { page, requests } = await openPage(browser, `${html}<script type="module">
        import { configure } from '/package/index.js';
        window.seen = [];
        configure({ fetchOrigins: ['${others[1].origin}'], fetch: (url, init) => { window.seen.push(new URL(url).origin); return fetch(url + '&token=geheim', init); } });
      </script>`);
      await settle(page);
      const { seen, own } = await page.evaluate(() => ({ seen: window.seen, own: location.origin }));
      assert.deepEqual(new Set(seen), new Set([own, others[1].origin]));
      assert.ok(requests.every((path) => path.includes('token=geheim')));
      assert.ok(asked.length >= 2 && asked.every(([index, token]) => token === (index === 1 ? 'geheim' : null)), JSON.stringify(asked));
      // With an address of its own, that one is named in place of the page's.
      const count = await page.evaluate(async (origin) => {
        const { configure } = await import('/package/index.js');
        window.seen = [];
        configure({ baseUrl: origin, fetchOrigins: undefined });
        for (const widget of document.querySelectorAll('events-stats-widget')) await widget.refresh();
        return window.seen.filter((it) => it !== origin).length;
      }, others[0].origin);
      assert.equal(count, 0);
      await page.close();
      for (const { stop } of others) stop();
    });

    test('the names of series are not in what is kept', async () => {
      const { page } = await openPage(browser, REGISTER + tag({ org: 'demo', 'base-url': '/', 'widget-id': '7' }, { ...GROUPED, widgetType: 'discover' }), {
        api: ({ searchParams }) => (searchParams.get('dataset') === 'transactions' ? { json: { data: [] } } : { json: groups() }),
      });
      await settle(page);
      const text = await until(() => stored(page), Boolean);
      assert.match(text, /decision/);
      assert.ok(!text.includes('shop@'), text);
      await page.close();
    });

    test('with `cache: false` nothing is kept', async () => {
      const { page } = await openPage(browser, `${tag({ org: 'demo', 'base-url': '/', 'widget-id': '7' }, GROUPED)}
        ${tag({ org: 'demo', 'base-url': '/', 'widget-id': '8' }, { ...WIDGET, widgetType: 'discover' })}
        <script type="module">import { configure } from '/package/index.js'; configure({ cache: false, cacheKey: 'ann' });</script>`, { api: () => ({ json: groups() }) });
      await settle(page);
      await page.evaluate(async () => {
        for (const widget of document.querySelectorAll('events-stats-widget')) await widget.refresh({ split: true });
        await new Promise((resolve) => { setTimeout(resolve, 500); });
      });
      assert.equal(await stored(page), '');
      await page.close();
    });
  });
}

/** The local storage, and all keys in the browser's databases, of this origin. */
function stored(page) {
  return page.evaluate(async () => {
    const keys = Object.entries(localStorage).flat();
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const room of database.objectStoreNames) {
        const request = database.transaction(room).objectStore(room).getAllKeys();
        await new Promise((resolve) => { request.onsuccess = resolve; });
        keys.push(...request.result);
      }
      database.close();
    }
    return keys.join('\n');
  });
}
