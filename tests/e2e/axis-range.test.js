/** What value axes show, by attribute and by configuration, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { hourly, OWN } from './one-day.js';
import { openPage, REGISTER, settle, SIZED, tag } from './pages.js';

const config = (axisRange) => ({ title: 'Errors', displayType: 'line', widgetType: 'error-events', interval: '1h', axisRange, queries: [{ conditions: '', columns: [], aggregates: ['count()'], fields: ['count()'] }] });
const BODY = hourly((hour) => (hour % 2 ? 40_000 : 30));

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    async function open(t, attributes, axisRange) {
      const { page, problems } = await openPage(host.browser, SIZED + REGISTER + tag({ ...OWN, ...attributes }, config(axisRange)), { api: () => ({ json: BODY }) });
      t.after(() => page.close());
      await settle(page);
      /** The labels of the value axis, the lowest first. */
      const labels = () => page.evaluate(async () => {
        const { documentElement: drawn } = new DOMParser().parseFromString(await document.querySelector('events-stats-widget').toSvg(), 'image/svg+xml');
        return [...drawn.querySelectorAll('text')].map(({ textContent }) => textContent.trim()).filter((text) => /^[\d.]+K?$/.test(text) && text !== '2026');
      });
      const set = (value) => page.evaluate((value) => {
        const widget = document.querySelector('events-stats-widget');
        if (value === null) widget.removeAttribute('axis-range');
        else widget.setAttribute('axis-range', value);
      }, value);
      const shows = async (expected) => assert.deepEqual(await until(labels, (now) => `${now}` === `${expected}`), expected);
      return { page, problems, set, shows };
    }

    it('is linear, logarithmic or fixed by attribute, and as the configuration says without it', async (t) => {
      const { problems, set, shows } = await open(t, {}, 'log');
      await shows(['10', '100', '1K', '10K']);
      await set('0,20000');
      await shows(['0', '5K', '10K', '15K', '20K']);
      await set('auto');
      await shows(['0', '10K', '20K', '30K', '40K']);
      await set(null);
      await shows(['10', '100', '1K', '10K']);
      assert.deepEqual(problems, []);
    });

    it('says what it may be where it is none', async (t) => {
      const { page } = await open(t, { 'axis-range': '5,1' });
      const said = () => page.evaluate(() => document.querySelector('events-stats-widget').error?.message ?? '');
      assert.match(await until(said, (text) => text !== ''), /`axis-range`: expected `auto`, `dataMin`, `log`, or two numbers such as `0,100`, found `5,1`/);
    });
  });
}
