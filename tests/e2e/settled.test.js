/** When a widget is at rest, and what whoever waits for it is told, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };

const facts = (page) => page.evaluate(() => {
  const { state, error } = document.querySelector('events-stats-widget');
  return { state, error };
});

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('whoever waits for rest is told what was drawn', async () => {
      const { page } = await openPage(browser, SIZED + REGISTER + tag(OWN, WIDGET));
      await settle(page);
      const found = await page.evaluate(async () => {
        const widget = document.querySelector('events-stats-widget');
        // The size of a box is told in the frame after the change.
        const laidOut = () => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
        const found = { shown: await widget.settled() };
        widget.style.display = 'none';
        await laidOut();
        found.unsized = await widget.refresh();
        widget.style.display = '';
        await laidOut();
        found.sized = await widget.settled();
        const shownNow = Object.getOwnPropertyDescriptor(Document.prototype, 'hidden');
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
        document.dispatchEvent(new Event('visibilitychange'));
        globalThis.requestAnimationFrame = () => 0;
        widget.setAttribute('timezone', 'Asia/Tokyo');
        found.background = await widget.settled();
        widget.flush();
        found.flushed = await widget.settled();
        Object.defineProperty(document, 'hidden', shownNow);
        widget.remove();
        found.removed = await widget.settled();
        found.never = await document.createElement('events-stats-widget').settled();
        return found;
      });
      assert.deepEqual(found, {
        shown: { drawn: true }, unsized: { drawn: false }, sized: { drawn: true }, background: { drawn: false },
        flushed: { drawn: true }, removed: { drawn: false }, never: { drawn: false },
      });
      await page.close();
    });

    test('what was set a moment ago counts: rest and flush come after it', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag({ ...OWN, 'stats-period': '24h' }, WIDGET));
      await settle(page);
      await page.evaluate(() => {
        const widget = document.querySelector('events-stats-widget');
        widget.setAttribute('environment', 'production');
        return widget.settled();
      });
      assert.match(requests.at(-1), /environment=production/);
      assert.equal((await facts(page)).state, 'ready');
      await page.close();
    });
  });
}
