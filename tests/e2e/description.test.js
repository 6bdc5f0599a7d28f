/** What an author wrote about a widget, in both browsers: behind a sign in the head, as text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { openPage, REGISTER, settle, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/', 'stats-period': '24h' };

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    async function open(t, config) {
      const { page, problems } = await openPage(host.browser, SIZED + REGISTER + tag(OWN, { ...WIDGET, ...config }));
      t.after(() => page.close());
      await settle(page);
      const sign = () => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.about')?.getAttribute('aria-label') ?? '');
      return { page, problems, sign };
    }

    it('opens beside the title', async (t) => {
      const { page, problems, sign } = await open(t, { description: 'Of the <b>shop</b>.' });
      assert.equal(await until(sign, (text) => text !== ''), 'Description');
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.about').click());
      const panel = await page.evaluate(() => {
        const panel = document.querySelector('events-stats-widget').shadowRoot.querySelector('.about-panel');
        return [panel.matches(':popover-open'), panel.textContent, panel.querySelectorAll('b').length];
      });
      assert.deepEqual(panel, [true, 'Of the <b>shop</b>.', 0]);
      assert.deepEqual(problems, []);
    });

    it('has no sign where nothing was written', async (t) => {
      const { sign } = await open(t, { description: ' ' });
      assert.equal(await sign(), '');
    });
  });
}
