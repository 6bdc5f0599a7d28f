/** Colours of series: the same in every browser and in Node, whatever is answered first, with nothing kept for them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageDir } from '../../scripts/lib/paths.mjs';
import { BROWSERS, until } from './harness.js';
import { answer, openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const COLUMN = { aggregates: ['count()'], columns: ['error.type'], fields: ['error.type', 'count()'], orderby: '-count()' };
const GROUPED = { ...WIDGET, displayType: 'area', limit: 5, queries: [COLUMN] };
/** The last has the colour of the first, and the later key gives way; the others stand alone. */
const NAMES = ['TypeError', 'RangeError', 'OSError', 'SyntaxError', 'ValueError'];
/** @param {string[]} names by rank */
const answerOf = (names) => Object.fromEntries(names.map((name, order) => [name, { ...answer(), order }]));

/** Colours by name, as each widget's legend shows them. @returns {Promise<Array<Record<string, string>>>} */
const colors = (page) => page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map((widget) => {
  const entries = [...widget.shadowRoot.querySelectorAll('.legend button')];
  return Object.fromEntries(entries.map((entry) => [entry.textContent, /** @type {HTMLElement} */ (entry).style.getPropertyValue('--_series')]));
}));

/** Colours by name, as the legend of a document shows them. */
async function colorsInNode() {
  const { renderSvg } = await import(join(packageDir, 'node.js'));
  const svg = await renderSvg(GROUPED, answerOf(NAMES), { width: 800, org: 'demo' });
  const entries = [...svg.matchAll(/fill="(#[0-9a-f]{6})"\/><text[^>]*>([^<]+)</g)].map(([, color, name]) => [name, color]);
  return Object.fromEntries(entries.filter(([name]) => NAMES.includes(name)));
}

describe('colours of series', () => {
  for (const [name, launch] of Object.entries(BROWSERS)) {
    it(`are those of Node in ${name}, in any rank and in whichever widget comes first`, async (t) => {
      const browser = await launch();
      t.after(() => browser.close());
      const expected = await colorsInNode();
      assert.deepEqual(Object.keys(expected), NAMES);
      assert.equal(new Set(Object.values(expected)).size, NAMES.length, JSON.stringify(expected));
      const widget = (limit) => tag({ org: 'demo', 'base-url': '/', theme: 'light' }, { ...GROUPED, limit });
      for (const isReversed of [false, true]) {
        const ranked = isReversed ? [...NAMES.slice(0, 4).reverse(), NAMES[4]] : NAMES;
        let asked = 0;
        const { page, problems } = await openPage(browser, REGISTER + widget(5) + widget(4), {
          api: async (url) => {
            asked += 1;
            // The widget that asks first is answered last.
            if (asked === 1) await new Promise((resolve) => { setTimeout(resolve, 300); });
            return { json: answerOf(ranked.slice(0, Number(url.searchParams.get('topEvents')))) };
          },
        });
        await settle(page);
        const shown = await colors(page);
        assert.deepEqual(shown, [ranked, ranked.slice(0, 4)].map((names) => Object.fromEntries(names.map((one) => [one, expected[one]]))));
        assert.deepEqual(problems, []);
        await page.close();
      }
    });

    it(`leave no names in the database of ${name}, those of an earlier version included`, async (t) => {
      const browser = await launch();
      t.after(() => browser.close());
      const { page } = await openPage(browser, '', { api: () => ({ json: answerOf(NAMES) }) });
      // Names as an earlier version kept them, with an answer beside them.
      const before = await page.evaluate(() => new Promise((resolve, reject) => {
        const opening = indexedDB.open('events-stats-widget', 1);
        opening.onupgradeneeded = () => {
          for (const table of ['answers', 'decisions', 'strings']) opening.result.createObjectStore(table);
          opening.transaction.objectStore('strings').put(new Uint8Array(12), '1:color/TypeError');
          opening.transaction.objectStore('answers').put(new Uint8Array(1), 'kept');
        };
        opening.onerror = reject;
        opening.onsuccess = () => { opening.result.close(); resolve([...opening.result.objectStoreNames]); };
      }));
      assert.deepEqual(before, ['answers', 'decisions', 'strings']);
      await page.evaluate(async (html) => {
        document.body.innerHTML = html;
        const { configure } = await import('/package/index.js');
        configure({ cacheKey: 'ann' });
      }, tag({ org: 'demo', 'base-url': '/', 'widget-id': '7' }, { ...GROUPED, widgetType: 'discover' }));
      await settle(page);
      const isOurs = ({ tables }) => !tables.includes('strings');
      const { tables, keys } = await until(() => database(page), isOurs);
      assert.deepEqual(tables, ['answers']);
      assert.ok(!/Error/.test(keys.join()), keys.join());
      await page.close();
    });
  }
});

/** What the browser's database holds, in its newest version. */
function database(page) {
  return page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const opened = await done(indexedDB.open('events-stats-widget'));
    const tables = [...opened.objectStoreNames];
    const keys = await Promise.all(tables.map((table) => done(opened.transaction(table).objectStore(table).getAllKeys())));
    opened.close();
    return { tables, keys: keys.flat() };
  });
}
