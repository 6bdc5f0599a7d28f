/** The tooltip, by mouse and finger, in both browsers: what it lists, where it stands, and how it is pinned. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, tag } from './pages.js';

const HOUR = 3600;
const START = 1_767_225_600;
const OWN = { org: 'demo', 'base-url': '/', locale: 'en-US', timezone: 'UTC', start: '2026-01-01T00:00:00', end: '2026-01-02T00:00:00' };
const STYLE = '<style>body { margin: 16px; block-size: 3000px } events-stats-widget { inline-size: 600px; block-size: 300px }</style>';

const widget = (displayType) => ({
  title: 'Errors', displayType, widgetType: 'error-events', interval: '1h', limit: 10,
  queries: [{ conditions: 'a:1', aggregates: ['count()'], columns: ['title'], orderby: '-count()' }],
});
const path = (group) => `GET /api/0/organizations/acme/projects/of-a-long-name/${group}/events-stats/and/more/of/it/`;
/** The value of group `n` is `n + 1`, at any hour. */
const body = (count, name) => Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), {
  data: Array.from({ length: 24 }, (_, hour) => [START + hour * HOUR, [{ count: n + 1 }]]),
  order: n, start: START, end: START + 24 * HOUR, meta: { fields: { 'count()': 'integer' } },
}]));

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    async function open(displayType, count, { name = (n) => `group-${n}`, style = '' } = {}) {
      const { page, problems } = await openPage(browser, `${STYLE}<style>${style}</style>${REGISTER}${tag(OWN, widget(displayType))}`, { api: () => ({ json: body(count, name) }) });
      await settle(page);
      const box = await page.evaluate(() => {
        const { x, y, width, height } = document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart').getBoundingClientRect();
        return { x, y, width, height };
      });
      return { page, problems, at: (/** @type {number} */ part) => /** @type {const} */ ([box.x + box.width * part, box.y + box.height / 3]), box };
    }
    /** What it says and where it is, or null while it is closed. */
    const shown = (page) => page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const tooltip = document.querySelector('events-stats-widget').shadowRoot.querySelector('.tooltip');
      if (!tooltip?.matches(':popover-open')) return null;
      const { left, top, right, bottom } = tooltip.getBoundingClientRect();
      const text = (row, part) => row.querySelector(part)?.textContent ?? '';
      return {
        left, top, right, bottom,
        isFirst: tooltip.firstElementChild.matches('time'),
        at: tooltip.querySelector('time').dateTime,
        rows: [...tooltip.querySelectorAll('.row')].map((row) => `${text(row, '.name')} ${text(row, '.value')} ${text(row, '.share')}`.trim()),
        marked: [...tooltip.querySelectorAll('[data-kind=nearest] .name')].map((name) => name.textContent),
        isScrollable: tooltip.scrollHeight > tooltip.clientHeight,
      };
    });

    it('lists the eight highest of sixty, the one pointed at among them, after the time', async () => {
      const { page, at, problems } = await open('line', 60);
      await page.mouse.move(...at(0.3));
      const { rows, marked, isFirst } = await shown(page);
      assert.equal(isFirst, true);
      assert.equal(rows.length, 9);
      assert.deepEqual(rows.slice(0, 2), ['group-59 60', 'group-58 59']);
      assert.equal(marked.length, 1);
      assert.ok(rows.some((row) => row.startsWith(`${marked[0]} `)));
      assert.match(rows[8], /^\+ 52 more 1,\d{3}$/);
      assert.deepEqual(problems, []);
      await page.close();
    });

    it('says the total of a stack, and the share of each series', async () => {
      const { page, at } = await open('area', 3);
      await page.mouse.move(...at(0.3));
      assert.deepEqual((await shown(page)).rows, ['group-2 3 50%', 'group-1 2 33.3%', 'group-0 1 16.7%', 'Total 6']);
      await page.close();
    });

    it('keeps long names apart', async () => {
      const { page, at } = await open('line', 9, { name: (n) => path(`group-${n}`) });
      await page.mouse.move(...at(0.3));
      const { rows } = await shown(page);
      assert.equal(new Set(rows.map((row) => row.replace(/ \d+$/, ''))).size, 9, rows.join('\n'));
      for (const row of rows) assert.match(row, /^GET .*….* \d+$/);
      await page.close();
    });

    it('stands beside the crosshair and inside of the window', async () => {
      for (const style of ['', 'events-stats-widget { position: fixed; inset-inline-end: 0; inset-block-end: 0; }', 'events-stats-widget { inline-size: 300px; } body { inline-size: 320px; }']) {
        const { page, at } = await open('line', 60, { style });
        const window = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
        for (const part of [0.15, 0.5, 0.9]) {
          const [x, y] = at(part);
          await page.mouse.move(x, y);
          const { left, top, right, bottom } = await shown(page);
          // Half a bucket at most lies between pointer and crosshair.
          assert.ok(right < x + 13 || left > x - 13, `${left} to ${right} beside ${x}`);
          assert.ok(right < x || left > x - 13, `${left} to ${right} beside ${x}`);
          assert.ok(left >= 0 && top >= 0 && right <= window.width && bottom <= window.height, 'inside');
        }
        await page.close();
      }
    });

    it('a click pins it: it stays, says all, scrolls, can be copied, and goes with a press elsewhere', async () => {
      const { page, at } = await open('line', 60);
      const [x, y] = at(0.3);
      await page.mouse.move(x, y);
      const { at: moment } = await shown(page);
      await page.mouse.down();
      await page.mouse.up();
      await page.mouse.move(...at(0.8));
      const pinned = await shown(page);
      assert.equal(pinned.at, moment);
      assert.deepEqual([pinned.rows.length, pinned.isScrollable], [60, true]);
      await page.mouse.move(pinned.left + 40, pinned.top + 60);
      assert.equal((await shown(page)).at, moment);
      const isSelected = await page.evaluate(([x, y]) => {
        const root = document.querySelector('events-stats-widget').shadowRoot;
        return root.elementFromPoint(x, y).closest('.tooltip') !== null && getComputedStyle(root.querySelector('.tooltip')).userSelect === 'text';
      }, [pinned.left + 40, pinned.top + 60]);
      assert.equal(isSelected, true);
      await page.mouse.down();
      await page.mouse.up();
      assert.equal((await shown(page)).at, moment, 'a press in it');
      await page.mouse.move(700, 400);
      await page.mouse.down();
      await page.mouse.up();
      assert.equal(await shown(page), null);
      await page.close();
    });

    it('says of a bucket that the range cuts that it is incomplete', async () => {
      // Half an hour into the first bucket, and into the last.
      const range = { start: '2026-01-01T00:30:00', end: '2026-01-01T23:30:00' };
      const { page } = await openPage(browser, `${STYLE}${REGISTER}${tag({ ...OWN, ...range }, widget('line'))}`, { api: () => ({ json: body(2, (n) => `group-${n}`) }) });
      await settle(page);
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart').focus());
      const said = async (/** @type {string} */ key) => {
        await page.keyboard.press(key);
        await shown(page);
        return page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.tooltip .when').textContent);
      };
      assert.match(await said('Home'), /12:00 AM.*, incomplete$/);
      assert.match(await said('ArrowRight'), /1:00 AM[^,]*$/);
      assert.match(await said('End'), /11:00 PM.*, incomplete$/);
      await page.close();
    });

    it('Escape and a second click let it go', async () => {
      const { page, at } = await open('line', 3);
      const click = async () => {
        await page.mouse.down();
        await page.mouse.up();
      };
      await page.mouse.move(...at(0.3));
      await click();
      await page.mouse.move(1, 1);
      assert.ok(await shown(page));
      await page.keyboard.press('Escape');
      assert.equal(await shown(page), null);
      await page.mouse.move(...at(0.3));
      await click();
      await click();
      await page.mouse.move(1, 1);
      assert.equal(await shown(page), null);
      await page.close();
    });
  });
}
