/** The legend as a table, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { GROUPED, hourly, OWN } from './one-day.js';
import { openPage, REGISTER, settle, SIZED, tag } from './pages.js';

const BODY = { low: hourly(() => 1, 0), steep: hourly((hour) => hour, 1), none: hourly(() => null, 2) };

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    async function open(t, attributes = { legend: 'table' }) {
      const { page, problems } = await openPage(host.browser, SIZED + REGISTER + tag({ ...OWN, ...attributes }, GROUPED), { api: () => ({ json: BODY }) });
      t.after(() => page.close());
      await settle(page);
      const rows = () => page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend li')].map((item) => [...item.children].filter((part) => part.checkVisibility()).map(({ textContent }) => textContent)));
      const sort = (place) => page.evaluate((place) => document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend-head .sort')[place].click(), place);
      return { page, problems, rows, sort };
    }

    it('has what stands for each series in columns, and sorts them', async (t) => {
      const { page, problems, rows, sort } = await open(t);
      const ranked = [['low', '1', '1', '1', '1', '24'], ['steep', '23', '0', '23', '11.5', '276'], ['none', '', '', '', '', '']];
      assert.deepEqual(await until(rows, (now) => now.length === 3), ranked);
      const head = await page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend-head .sort')].map(({ textContent }) => textContent));
      assert.deepEqual(head, ['', 'last', 'min', 'max', 'avg', 'sum']);
      const names = async () => (await rows()).map(([name]) => name).join();
      /** @type {Array<[number, string[]]>} By column, what each press makes of them. */
      const presses = [[1, ['steep,low,none', 'low,steep,none', 'low,steep,none']], [2, ['low,steep,none', 'steep,low,none', 'low,steep,none']], [0, ['low,none,steep', 'steep,none,low', 'low,steep,none']]];
      for (const [place, orders] of presses) {
        for (const order of orders) {
          await sort(place);
          assert.equal(await until(names, (now) => now === order), order, `column ${place}`);
        }
      }
      assert.deepEqual(problems, []);
    });

    it('has its numbers below their heads, as many columns as there is room for, and room for names', async (t) => {
      const { page, rows } = await open(t);
      await until(rows, (now) => now.length === 3);
      const columns = (width) => page.evaluate((width) => {
        const element = document.querySelector('events-stats-widget');
        element.style.inlineSize = `${width}px`;
        const edges = (row) => [...row.children].filter((part) => part.matches('[data-column]') && part.checkVisibility()).map((part) => part.getBoundingClientRect()).map(({ left, right }) => [Math.round(left), Math.round(right)]);
        const [head, ...entries] = element.shadowRoot.querySelectorAll('.legend-head, .legend li');
        return { head: edges(head), rows: entries.map(edges), name: entries[1].firstElementChild.getBoundingClientRect().width };
      }, width);
      for (const [width, count] of [[560, 5], [400, 3], [240, 2]]) {
        const { head, rows: below, name } = await columns(width);
        assert.equal(head.length, count, `${width} px`);
        for (const row of below) assert.deepEqual(row.map(([, right]) => right), head.map(([, right]) => right), `${width} px`);
        assert.ok(head.slice(1).every(([left], at) => left > head[at][1]), `${width} px: ${JSON.stringify(head)}`);
        assert.ok(name > 40, `${width} px: ${name}`);
      }
    });

    it('hides a series as the list does, in whatever order', async (t) => {
      const { page, rows, sort } = await open(t);
      await until(rows, (now) => now.length === 3);
      await sort(1);
      await until(rows, ([[name]]) => name === 'steep');
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.legend .entry').click());
      const pressed = () => page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend .entry')].filter((entry) => entry.ariaPressed === 'false').map(({ textContent }) => textContent));
      assert.deepEqual(await until(pressed, (now) => now.length > 0), ['steep']);
    });

    it('is a list again by the menu, and by another attribute an error', async (t) => {
      const { page, rows } = await open(t);
      await until(rows, (now) => now.length === 3);
      const isTable = () => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.legend').matches('[data-columns]'));
      const turn = async () => {
        await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.dots').click());
        await page.waitForFunction(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.item[name="legend"]'));
        return page.evaluate(() => {
          const item = document.querySelector('events-stats-widget').shadowRoot.querySelector('.item[name="legend"]');
          item.click();
          return [item.textContent, document.querySelector('events-stats-widget').getAttribute('legend')];
        });
      };
      assert.deepEqual(await turn(), ['Legend as list', null]);
      await until(isTable, (now) => !now);
      assert.deepEqual((await rows())[0], ['low']);
      assert.deepEqual(await turn(), ['Legend as table', 'table']);
      await until(isTable, (now) => now);
      assert.equal((await rows())[0].length, 6);
      const { page: other } = await open(t, { legend: 'rows' });
      const said = () => other.evaluate(() => document.querySelector('events-stats-widget').error?.message ?? '');
      assert.match(await until(said, (text) => text !== ''), /`legend`: expected `table`, found `rows`/);
    });

    it('leaves the plot its room', async (t) => {
      const { page, rows } = await open(t);
      await until(rows, (now) => now.length === 3);
      const share = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector('events-stats-widget');
        return shadowRoot.querySelector('.chart').clientHeight / shadowRoot.querySelector('.widget').clientHeight;
      });
      assert.ok(share > 0.4, String(share));
    });
  });
}
