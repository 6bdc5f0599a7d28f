/** Tooltip, legend, table and number say what the answer said, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, tag } from './pages.js';

const HOUR = 3600;
const START = 1_767_225_600;
const OWN = { org: 'demo', 'base-url': '/', locale: 'en-US', timezone: 'UTC' };
const RANGE = { start: '2026-01-01T00:00:00', end: '2026-01-02T00:00:00' };

const widget = (displayType, query, more = {}) => ({ title: 'A', displayType, widgetType: 'error-events', queries: [{ conditions: 'a:1', ...query }], ...more });
const GROUPED = { aggregates: ['count()'], columns: ['title'], orderby: '-count()' };

const value = (hour, factor) => ((hour * 7) % 13) * factor + 1;
/** @param {number} factor @param {number} order */
const series = (factor, order) => ({
  data: Array.from({ length: 24 }, (_, hour) => /** @type {[number, Array<{count: number}>]} */ ([START + hour * HOUR, [{ count: value(hour, factor) }]])),
  order, start: START, end: START + 24 * HOUR, meta: { fields: { 'count()': 'integer' }, units: { 'count()': null } },
});
const TOP = { 'TypeError: <b>': series(100, 0), ValueError: series(10, 1), Other: series(1, 5) };
const ROWS = {
  data: [{ title: 'TypeError: <b>', 'count()': 12345 }, { title: 'ValueError', 'count()': 67 }, { title: '', 'count()': null }],
  meta: { fields: { title: 'string', 'count()': 'integer' }, units: { title: null, 'count()': null } },
};
const english = (number) => number.toLocaleString('en-US');

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    const texts = (page, selector) => page.evaluate((selector) =>
      [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll(selector)].map((part) => part.textContent), selector);

    /** The styles show them. */
    const legendValues = (page) => page.evaluate(() =>
      [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend li')].map((entry) => entry.dataset.value));

    async function show(config, body) {
      const { page } = await openPage(browser, REGISTER + tag({ ...OWN, ...RANGE }, config), { api: () => ({ json: body }) });
      await settle(page);
      return page;
    }

    for (const type of ['line', 'area', 'stacked_area', 'bar', 'top_n']) {
      it(`${type}: tooltip and legend say what the answer said`, async () => {
        const page = await show(widget(type, GROUPED, { interval: '1h' }), TOP);
        const names = Object.keys(TOP);
        const sums = Object.values(TOP).map(({ data }) => data.reduce((sum, [, [{ count }]]) => sum + count, 0));
        assert.deepEqual(pairs([await texts(page, '.legend .name'), await legendValues(page)]), pairs([names, sums.map(english)]));
        await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart').focus());
        await page.keyboard.press('Home');
        for (let hour = 0; hour < 24; hour += 1) {
          const time = START + hour * HOUR;
          const at = await page.evaluate(async () => {
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
            return document.querySelector('events-stats-widget').shadowRoot.querySelector('.tooltip').querySelector('time').dateTime;
          });
          assert.equal(Date.parse(at) / 1000, time);
          const rows = await Promise.all(['.tooltip .row:not([data-kind=sum]) .name', '.tooltip .row:not([data-kind=sum]) .value'].map((selector) => texts(page, selector)));
          const values = [100, 10, 1].map((factor) => value(hour, factor));
          assert.deepEqual(pairs(rows), pairs([names, values.map(english)]));
          const [total] = await texts(page, '.tooltip .row[data-kind=sum] .value');
          assert.equal(total, type === 'line' ? undefined : english(values.reduce((sum, one) => sum + one)));
          await page.keyboard.press('ArrowRight');
        }
        await page.close();
      });
    }

    it('table: every cell', async () => {
      const page = await show(widget('table', { fields: ['title', 'count()'] }), ROWS);
      const cells = await texts(page, 'tbody td');
      assert.deepEqual(cells, ['TypeError: <b>', '12,345', 'ValueError', '67', '(empty string)', '—']);
      await page.close();
    });

    it('big number: the number', async () => {
      const page = await show(widget('big_number', { aggregates: ['count()'] }), { ...ROWS, data: [{ 'count()': 987654 }] });
      const [shown] = await texts(page, '.figure');
      assert.equal(shown, '987,654');
      await page.close();
    });
  });
}

/** Names with their values; in which order is the chart's matter. @param {any[][]} columns */
function pairs([names, values]) {
  return names.map((name, index) => `${name}: ${values[index]}`).sort();
}
