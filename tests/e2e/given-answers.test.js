/** Answers that a page gives: what the head says of their earlier numbers, and of units that have no axis. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { hourly, OWN } from './one-day.js';
import { openPage, REGISTER, settle, SIZED } from './pages.js';

const config = (...aggregates) => ({ title: 'Errors', displayType: 'line', widgetType: 'error-events', interval: '1h', queries: [{ conditions: '', columns: [], aggregates, fields: aggregates }] });
const GROWING = hourly((hour) => 20 + hour);
const COMPARED = { ...GROWING, data: GROWING.data.map(([time, [bucket]]) => [time, [{ ...bucket, comparisonCount: 30 }]]) };
const axis = (name, type, order) => ({ ...hourly(() => order + 0.5, order), meta: { fields: { [name]: type }, units: { [name]: null } } });
const THREE_UNITS = { 'count()': axis('count()', 'integer', 0), 'p95()': axis('p95()', 'duration', 1), 'failure_rate()': axis('failure_rate()', 'percentage', 2) };

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    async function open(t, { attributes = {}, config: own, response }) {
      const { page, requests, problems } = await openPage(host.browser, SIZED + REGISTER);
      t.after(() => page.close());
      await page.evaluate(([attributes, properties]) => {
        const element = Object.assign(document.createElement('events-stats-widget'), properties);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        document.body.append(element);
      }, [{ 'widget-id': '1', ...OWN, ...attributes }, { config: own, response }]);
      await settle(page);
      assert.deepEqual([requests, problems], [[], []]);
      return (selector) => page.evaluate((part) => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll(part)].filter((one) => !one.hidden).map(({ textContent }) => textContent), selector);
    }

    it('says what is compared with, where an answer has the earlier numbers beside its own', async (t) => {
      const texts = await open(t, { attributes: { compare: '1w' }, config: config('count()'), response: COMPARED });
      assert.deepEqual(await until(() => texts('.opener.compared .label'), ({ length }) => length > 0), ['vs 1 week earlier']);
      assert.deepEqual(await texts('.compared-panel .reason'), ['Compared to Dec 25, 2025 12:00 AM — Dec 26, 2025 12:00 AM (UTC).']);
    });

    it('says nothing of a comparison where there is none', async (t) => {
      const texts = await open(t, { attributes: { compare: '1w' }, config: config('count()'), response: GROWING });
      assert.deepEqual(await texts('.opener.compared'), []);
    });

    it('names the series whose unit has no axis', async (t) => {
      const texts = await open(t, { config: config('count()', 'p95()', 'failure_rate()'), response: THREE_UNITS });
      assert.deepEqual(await until(() => texts('.notes-panel li'), ({ length }) => length > 0), ['Drawn as plain numbers, beside another unit: p95(), failure_rate().']);
    });
  });
}
