/** An element that is moved to another document, in both browsers: it keeps its styles and its chart. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const PAGE = `${REGISTER}${tag({ org: 'demo', 'base-url': '/', id: 'a' }, WIDGET)}<iframe></iframe>`;

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    for (const [where, target] of Object.entries({
      'a frame': "document.querySelector('iframe').contentDocument",
      'a window of its own': "window.open('', '', 'width=800,height=600').document",
    })) {
      test(`moved to ${where} and back, it keeps styles and chart`, async () => {
        const { page, problems } = await open(browser);
        for (const place of [target, 'document']) {
          const seen = await page.evaluate(async (place) => {
            window.moved ??= document.getElementById('a');
            const element = window.moved;
            const target = (0, eval)(place);
            target.body.append(element);
            await element.settled();
            await new Promise((resolve) => { setTimeout(resolve, 200); });
            const { drawn } = await element.settled();
            const style = target.defaultView.getComputedStyle(element);
            const inner = target.defaultView.getComputedStyle(element.shadowRoot.querySelector('.readout, .canvas'));
            const [canvas] = element.shadowRoot.querySelectorAll('canvas');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return {
              drawn, state: element.state, isThere: element.ownerDocument === target, display: style.display, height: style.height,
              position: inner.position, widgets: element.shadowRoot.querySelectorAll('.widget').length,
              colours: new Set(new Uint32Array(data.buffer)).size,
            };
          }, place);
          const { colours, ...rest } = seen;
          assert.deepEqual(rest, { drawn: true, state: 'ready', isThere: true, display: 'block', height: '300px', position: 'absolute', widgets: 1 });
          assert.ok(colours > 4, `${colours} colours`);
        }
        assert.deepEqual(problems, []);
        await page.close();
      });
    }

    test('adopted by a document that is shown nowhere, it throws nothing', async () => {
      const { page, problems } = await open(browser);
      const states = await page.evaluate(async () => {
        const element = document.getElementById('a');
        const nowhere = document.implementation.createHTMLDocument();
        nowhere.body.append(element);
        await new Promise((resolve) => { setTimeout(resolve, 100); });
        document.adoptNode(element);
        await new Promise((resolve) => { setTimeout(resolve, 100); });
        const between = element.state;
        document.body.append(element);
        await element.settled();
        return [between, element.state];
      });
      assert.deepEqual(states, ['idle', 'ready']);
      assert.deepEqual(problems, []);
      await page.close();
    });
  });
}

async function open(browser) {
  const opened = await openPage(browser, PAGE);
  await settle(opened.page);
  return opened;
}
