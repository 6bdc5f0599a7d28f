/** A chart under the pointer and by keys, in both browsers: tooltip, crosshair, and what a screen reader is told. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS, startServer } from './harness.js';
import { BODY, CONFIG, HOUR, openChart, START } from './single-chart.js';
import { openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server?.stop());

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    /** @param {Parameters<typeof openChart>[2]} [given] */
    const open = (given) => openChart(browser, server.url, given);

    it('follows the pointer and the keys', async () => {
      const page = await open({ attributes: { 'widget-id': '7' }, config: CONFIG, response: BODY });
      const box = await page.evaluate(() => {
        const { x, y, width, height } = window.widget.shadowRoot.querySelector('.chart').getBoundingClientRect();
        return { x, y, width, height };
      });
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      const shown = () =>
        page.evaluate(async () => {
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const tooltip = window.widget.shadowRoot.querySelector('.tooltip');
          return tooltip.matches(':popover-open')
            ? { at: tooltip.querySelector('time').dateTime, value: tooltip.querySelector('.value').textContent }
            : null;
        });
      const byPointer = await shown();
      const hour = (Date.parse(byPointer.at) / 1000 - START) / HOUR;
      assert.equal(byPointer.value, String((hour * 7) % 13));
      await page.mouse.move(1, 1);
      assert.equal(await shown(), null);
      await page.evaluate(() => window.widget.shadowRoot.querySelector('.chart').focus());
      await page.keyboard.press('Home');
      assert.equal(Date.parse((await shown()).at) / 1000, START);
      await page.keyboard.press('ArrowRight');
      assert.equal(Date.parse((await shown()).at) / 1000, START + HOUR);
      await page.keyboard.press('Escape');
      assert.equal(await shown(), null);
      await page.close();
    });

    it('the live region speaks for keys, and is silent for the pointer', async () => {
      const { page } = await openPage(browser, REGISTER + tag({ org: 'demo', 'base-url': '/', id: 'a' }, WIDGET));
      await settle(page);
      const said = await page.evaluate(async () => {
        const element = document.getElementById('a');
        const chart = element.shadowRoot.querySelector('.chart');
        const readout = element.shadowRoot.querySelector('.readout');
        const box = chart.getBoundingClientRect();
        const heard = [];
        const observer = new MutationObserver(() => heard.push(readout.textContent));
        observer.observe(readout, { childList: true, characterData: true, subtree: true });
        const point = async (share) => {
          chart.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + box.width * share, clientY: box.top + box.height / 2, bubbles: true }));
          await element.settled();
        };
        const press = async (key) => {
          chart.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
          await element.settled();
        };
        for (const share of [0.3, 0.5, 0.7]) await point(share);
        const isOpen = element.shadowRoot.querySelector('.tooltip').matches(':popover-open');
        const byPointer = heard.filter(Boolean);
        await press('ArrowLeft');
        const byKey = readout.textContent;
        await point(0.4);
        return { isOpen, byPointer, byKey, after: readout.textContent };
      });
      assert.deepEqual([said.isOpen, said.byPointer, said.after], [true, [], '']);
      assert.match(said.byKey, /\d/);
      await page.close();
    });
  });
}
