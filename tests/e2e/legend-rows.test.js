/** The legend by rows, which Sentry calls a breakdown, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { GROUPED, hourly, OWN } from './one-day.js';
import { openPage, REGISTER, settle, SIZED, tag } from './pages.js';

const BODY = { few: hourly(() => 1, 0), [`many ${'of a long name '.repeat(8)}`]: hourly(() => 20, 1) };

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    /** Left, right and top of each entry of the legend, and the legend's own. */
    async function entries(t, config) {
      const { page, problems } = await openPage(host.browser, SIZED + REGISTER + tag(OWN, { ...GROUPED, ...config }), { api: () => ({ json: BODY }) });
      t.after(() => page.close());
      await settle(page);
      const boxes = () => page.evaluate(() => {
        const legend = document.querySelector('events-stats-widget').shadowRoot.querySelector('.legend');
        return [legend, ...legend.children].map((part) => {
          const { left, right, top } = part.getBoundingClientRect();
          return { left: Math.round(left), right: Math.round(right), top: Math.round(top) };
        });
      });
      const found = await until(boxes, ({ length }) => length === 3);
      assert.deepEqual(problems, []);
      return found;
    }

    it('gives each series a row as wide as the legend', async (t) => {
      const [legend, few, many] = await entries(t, { legendType: 'breakdown' });
      assert.ok(many.top > few.top);
      for (const row of [few, many]) assert.deepEqual([row.left, row.right], [legend.left, legend.right]);
    });

    it('is the usual one without, or by a name that is not known', async (t) => {
      for (const legendType of [undefined, null, 'default', 'pie']) {
        const [legend, few] = await entries(t, { legendType });
        assert.ok(few.right < legend.right - 100, JSON.stringify([legendType, legend, few]));
      }
    });
  });
}
