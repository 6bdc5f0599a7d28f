/** The menu behind the dots, in both browsers: by pointer and keys, what it saves, and what a page makes of it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS, until } from './harness.js';
import { configure, openPage, REGISTER, settle, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/', 'stats-period': '24h' };
/** What the page is given to save or to copy. */
const TAKE = `<script>
  globalThis.taken = [];
  const { createObjectURL } = URL;
  const blobs = new Map();
  URL.createObjectURL = (blob) => {
    const url = createObjectURL.call(URL, blob);
    blobs.set(url, blob);
    return url;
  };
  HTMLAnchorElement.prototype.click = function () {
    taken.push({ name: this.download, blob: blobs.get(this.href) });
  };
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { taken.push({ text }); } } });
</script>`;

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    /** @param {any} t @param {object} [attributes] @param {string} [title] */
    async function open(t, attributes = {}, title = 'Errors / all: "today"', prepare = TAKE) {
      const opened = await openPage(browser, SIZED + prepare + REGISTER + tag({ ...OWN, ...attributes }, { ...WIDGET, title }));
      t.after(() => opened.page.close());
      await settle(opened.page);
      return opened;
    }

    /** Opens the menu; what it has. */
    async function items(page) {
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.dots').click());
      await page.waitForFunction(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.item'));
      return page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.item')].map(({ textContent }) => textContent));
    }

    const choose = (page, name) => page.evaluate((name) => document.querySelector('events-stats-widget').shadowRoot.querySelector(`.item[name="${name}"]`).click(), name);
    const isOpen = (page) => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.menu-panel').matches(':popover-open'));
    const said = (page) => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.menu-panel .copy-status').textContent);

    it('offers no picture of a table or a number', async (t) => {
      for (const displayType of ['table', 'big_number']) {
        const config = { ...WIDGET, displayType, queries: [{ aggregates: ['count()'], columns: [], fields: ['count()'], conditions: '' }] };
        const { page } = await openPage(browser, SIZED + REGISTER + tag(OWN, config), { api: () => ({ json: { data: [{ 'count()': 3 }], meta: { fields: { 'count()': 'integer' } } } }) });
        t.after(() => page.close());
        await settle(page);
        assert.deepEqual(await items(page), ['Refresh', 'Copy data', 'Download CSV', 'Full screen', 'Inspect'], displayType);
      }
    });

    it('saves and copies what the methods give', async (t) => {
      const { page, problems } = await open(t);
      assert.deepEqual(await items(page), ['Refresh', 'View as table', 'Interval', 'Copy data', 'Download CSV', 'Download PNG', 'Download SVG', 'Full screen', 'Inspect']);
      const csv = await page.evaluate(() => document.querySelector('events-stats-widget').toCsv());
      for (const [name, file, type, start] of [
        ['csv', 'Errors-all-today.csv', 'text/csv', csv], ['svg', 'Errors-all-today.svg', 'image/svg+xml', '<svg'], ['png', 'Errors-all-today.png', 'image/png', '\ufffdPNG'],
      ]) {
        if (!await isOpen(page)) await items(page);
        await choose(page, name);
        await page.waitForFunction(() => taken.length > 0);
        const saved = await page.evaluate(async () => {
          const { name, blob } = taken.pop();
          return { name, type: blob.type, text: (await blob.text()) };
        });
        assert.deepEqual([saved.name, saved.type], [file, type]);
        assert.ok(saved.text.startsWith(start), saved.text.slice(0, 80));
        await page.waitForFunction(() => !document.querySelector('events-stats-widget').shadowRoot.querySelector('.menu-panel').matches(':popover-open'));
      }
      await items(page);
      await choose(page, 'copy');
      await page.waitForFunction(() => taken.length > 0);
      assert.equal(await page.evaluate(() => taken.pop().text), csv);
      assert.deepEqual(problems, []);
    });

    it('saves values with a byte order mark where the page wants one, and copies them without', async (t) => {
      const { page } = await open(t);
      assert.equal(await configure(page, { csvByteOrderMark: true }), null);
      const csv = await page.evaluate(() => document.querySelector('events-stats-widget').toCsv());
      await items(page);
      await choose(page, 'csv');
      await page.waitForFunction(() => taken.length > 0);
      const bytes = await page.evaluate(async () => [...new Uint8Array(await taken.pop().blob.arrayBuffer())]);
      assert.deepEqual(bytes, [0xef, 0xbb, 0xbf, ...Buffer.from(csv)]);
      await page.waitForFunction(() => !document.querySelector('events-stats-widget').shadowRoot.querySelector('.menu-panel').matches(':popover-open'));
      await items(page);
      await choose(page, 'copy');
      await page.waitForFunction(() => taken.length > 0);
      assert.equal(await page.evaluate(() => taken.pop().text), csv);
    });

    it('is walked by keys, and closed by Escape', async (t) => {
      const { page } = await open(t);
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.dots').focus());
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector('events-stats-widget').shadowRoot.activeElement?.matches('.item'));
      const at = () => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.activeElement.getAttribute('name'));
      const seen = [await at()];
      for (const key of ['ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'End', 'Home']) {
        await page.keyboard.press(key);
        seen.push(await at());
      }
      assert.deepEqual(seen, ['refresh', 'table', 'refresh', 'inspect', 'refresh', 'inspect', 'refresh']);
      await page.keyboard.press('Escape');
      assert.equal(await isOpen(page), false);
    });

    it('shows the data as a table, by the menu and by keys, and the chart again', async (t) => {
      const { page, problems } = await open(t);
      const shown = () => page.evaluate(() => {
        const { shadowRoot } = document.querySelector('events-stats-widget');
        const table = shadowRoot.querySelector('.rows-and-columns:not([hidden]) table');
        return {
          head: [...table?.querySelectorAll('th') ?? []].map(({ textContent }) => textContent),
          rows: [...table?.querySelectorAll('tbody tr') ?? []].map((row) => [...row.children].map(({ textContent }) => textContent)),
          isChart: shadowRoot.querySelector('.chart').checkVisibility(), at: shadowRoot.activeElement?.className, label: table?.parentElement.ariaLabel,
        };
      });
      const turned = (isTable) => until(shown, ({ rows, isChart }) => (rows.length > 0) === isTable && isChart !== isTable);
      await items(page);
      await choose(page, 'table');
      await turned(true);
      const table = await shown();
      const csv = (await page.evaluate(() => document.querySelector('events-stats-widget').toCsv())).trim().split('\r\n').map((line) => line.split(','));
      assert.deepEqual(table.head, ['Time', ...csv[0].slice(1)]);
      assert.deepEqual(table.rows.map((row) => row.slice(1).map((value) => value.replaceAll(',', '').replace('\u2014', ''))), csv.slice(1).map((row) => row.slice(1)));
      assert.match(table.rows[0][0], /^\w{3} \d+, \d{4} \d+:\d{2}:\d{2}/);
      assert.deepEqual([table.isChart, table.label], [false, 'Errors / all: "today"']);
      const values = async () => (await shown()).rows.map(([, value]) => value);
      const inOrder = [...await values()].sort((a, b) => Number(b) - Number(a));
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.rows-and-columns th button')[1].click());
      assert.deepEqual(await until(values, (now) => now.join() === inOrder.join()), inOrder);
      await page.evaluate(() => document.querySelector('events-stats-widget').setAttribute('locale', 'de'));
      assert.match((await until(shown, ({ rows: [[time]] }) => /^\d/.test(time))).rows[0][0], /^\d/);
      await page.evaluate(() => document.querySelector('events-stats-widget').removeAttribute('locale'));
      await until(shown, ({ rows: [[time]] }) => /^\w{3} /.test(time));
      assert.ok((await items(page)).includes('View as chart'));
      await choose(page, 'table');
      await turned(false);
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart').focus());
      for (const [there, back] of [['t', 'Escape'], ['T', 't']]) {
        await page.keyboard.press(there);
        await turned(true);
        assert.equal((await shown()).at, 'rows-and-columns');
        await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
        await turned(true);
        await page.keyboard.press(back);
        await turned(false);
        assert.equal((await shown()).at, 'chart');
      }
      assert.deepEqual(problems, []);
    });

    it('chooses the width of buckets among those that the range bears, seen as an attribute', async (t) => {
      const { page, requests, problems } = await open(t);
      const attribute = () => page.evaluate(() => document.querySelector('events-stats-widget').getAttribute('interval'));
      const offered = async () => {
        await items(page);
        await choose(page, 'interval');
        await page.waitForFunction(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.item[role="menuitemradio"]'));
        return page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.item')].map((item) => `${item.textContent}${item.ariaChecked === 'true' ? '*' : ''}`));
      };
      const press = (text) => page.evaluate((text) => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.item')].find(({ textContent }) => textContent === text).click(), text);
      assert.deepEqual(await offered(), ['Automatic*', '5 minutes', '15 minutes', '30 minutes', '1 hour', '3 hours', '12 hours']);
      const at = () => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.activeElement.textContent);
      assert.equal(await at(), 'Automatic');
      await page.keyboard.press('ArrowUp');
      assert.equal(await at(), '12 hours');
      await press('3 hours');
      await until(() => requests.at(-1), (request) => request.includes('interval=3h'));
      assert.deepEqual([await attribute(), await isOpen(page)], ['3h', false]);
      assert.deepEqual((await offered()).filter((text) => text.endsWith('*')), ['3 hours*']);
      // What was there before is still known, and not asked for again.
      await press('Automatic');
      assert.equal(await attribute(), null);
      assert.deepEqual((await offered()).filter((text) => text.endsWith('*')), ['Automatic*']);
      await page.evaluate(() => document.querySelector('events-stats-widget').setAttribute('interval', 'often'));
      const told = () => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.widget').textContent);
      assert.match(await until(told, (text) => text.includes('often')), /interval.*a bucket width such as `5m`, `1h` or `1d`/);
      assert.deepEqual(problems, []);
    });

    it('asks anew', async (t) => {
      const { page, requests } = await open(t);
      await items(page);
      const before = requests.length;
      await choose(page, 'refresh');
      await page.evaluate(() => document.querySelector('events-stats-widget').settled());
      assert.ok(requests.length > before);
      assert.equal(await isOpen(page), false);
    });

    it('has what the page allows, in its order, and says what it does not know', async (t) => {
      const { page } = await open(t, { menu: 'png, csv paint' });
      assert.deepEqual(await items(page), ['Download PNG', 'Download CSV']);
      assert.equal(await said(page), 'menu: expected refresh, table, interval, legend, copy, csv, png, svg, full-screen, sentry, inspect, found "paint"');
      await page.evaluate(() => document.querySelector('events-stats-widget').setAttribute('menu', 'none'));
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.dots').checkVisibility()), false);
    });

    it('says why something cannot be done', async (t) => {
      const { page, problems } = await open(t, {}, 'Errors', '<script>Object.defineProperty(navigator, "clipboard", { value: undefined });</script>');
      await items(page);
      await choose(page, 'copy');
      await page.waitForFunction(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.menu-panel .copy-status').textContent !== '');
      assert.match(await said(page), /may not write to the clipboard/);
      assert.equal(await isOpen(page), true);
      assert.deepEqual(problems, []);
    });
  });
}
