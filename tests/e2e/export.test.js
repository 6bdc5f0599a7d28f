/** What is shown as SVG, PNG and CSV, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('documents are made of a widget that is nowhere to be seen', async () => {
      const { page } = await openPage(browser, `${SIZED}${REGISTER}<div style="position: absolute; inset-inline-start: -9000px; inline-size: 0; block-size: 0; overflow: hidden">${tag(OWN, WIDGET)}</div>`);
      await page.evaluate(() => customElements.whenDefined('events-stats-widget'));
      const made = await page.evaluate(async () => {
        const widget = document.querySelector('events-stats-widget');
        const picture = await createImageBitmap(await widget.toPng({ width: 320, height: 180, scale: 1 }));
        return { svg: await widget.toSvg({ width: 320, height: 180 }), size: [picture.width, picture.height], rows: (await widget.toCsv()).trim().split('\n').length };
      });
      assert.match(made.svg, /^<svg [^>]*width="320" height="180"/);
      assert.match(made.svg, /<path /);
      assert.deepEqual([made.size, made.rows], [[320, 180], 49]);
      const failed = await page.evaluate(() => document.createElement('events-stats-widget').toSvg().catch(({ name, code }) => [name, code]));
      assert.deepEqual(failed, ['EventsStatsError', 'not_connected']);
      await page.close();
    });

    test('documents of what is shown', async () => {
      const { page } = await openPage(browser, REGISTER + tag(OWN, WIDGET));
      await settle(page);
      const made = await page.evaluate(async () => {
        const widget = document.querySelector('events-stats-widget');
        const png = await widget.toPng({ width: 300, height: 200, scale: 2 });
        const picture = await createImageBitmap(png);
        return { svg: await widget.toSvg({ width: 400, height: 200 }), csv: await widget.toCsv(), type: png.type, size: [picture.width, picture.height] };
      });
      assert.match(made.svg, /^<svg [^>]*width="400" height="200"/);
      assert.equal(made.csv.trim().split(/\r?\n/).length, 49);
      assert.deepEqual([made.type, made.size], ['image/png', [600, 400]]);
      await page.close();
    });
  });
}
