/** The width of buckets by attribute, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { openPage, REGISTER, settle, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/', 'stats-period': '24h' };

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    async function open(t, attributes = {}) {
      const opened = await openPage(host.browser, SIZED + REGISTER + tag({ ...OWN, ...attributes }, WIDGET));
      t.after(() => opened.page.close());
      await settle(opened.page);
      const set = (value) => opened.page.evaluate((value) => {
        const widget = document.querySelector('events-stats-widget');
        if (value === null) widget.removeAttribute('interval');
        else widget.setAttribute('interval', value);
      }, value);
      const asked = (width) => until(() => opened.requests.at(-1) ?? '', (request) => request.includes(`interval=${width}&`));
      return { ...opened, set, asked };
    }

    it('stands in place of the one that follows from the range, until it goes', async (t) => {
      const { problems, set, asked } = await open(t, { interval: '3h' });
      await asked('3h');
      await set('1h');
      await asked('1h');
      await set(null);
      await asked('5m');
      assert.deepEqual(problems, []);
    });

    it('that the range does not bear gives way to the narrowest that it does', async (t) => {
      const { asked } = await open(t, { interval: '1s' });
      await asked('5m');
    });

    it('that is none is told, as any wrong attribute is', async (t) => {
      const { page, set, asked } = await open(t, { interval: 'often' });
      const { state, error } = await page.evaluate(() => { const { state, error } = document.querySelector('events-stats-widget'); return { state, error }; });
      assert.deepEqual([state, error.code], ['error', 'config']);
      assert.match(error.message, /`interval`: expected a bucket width such as `5m`, `1h` or `1d`, found `often`/);
      await set('1h');
      await asked('1h');
    });
  });
}
