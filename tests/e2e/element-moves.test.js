/**
 * An element that is moved to another document keeps its styles and its chart, a canvas that
 * lost its context is painted again, and the live region speaks for keys alone.
 */
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

    test('canvases whose context was lost are painted again', async () => {
      const { page } = await open(browser);
      for (const painter of ['strokes', 'raster']) {
        const [before, lost, after] = await page.evaluate(async (painter) => {
          const { configure } = await import('/package/index.js');
          configure({ painter });
          const element = document.getElementById('a');
          await element.settled();
          element.shadowRoot.querySelector('.chart').dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
          await element.settled();
          const canvases = [...element.shadowRoot.querySelectorAll('canvas')];
          const pixels = () => canvases.map((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.reduce((sum, one) => (sum * 31 + one) % 1_000_003, 7));
          const seen = [pixels()];
          for (const canvas of canvases) {
            // What a browser does to it, in its order.
            canvas.dispatchEvent(new Event('contextlost', { cancelable: true }));
            canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
          }
          seen.push(pixels());
          for (const canvas of canvases) canvas.dispatchEvent(new Event('contextrestored'));
          await element.settled();
          seen.push(pixels());
          return seen;
        }, painter);
        assert.notDeepEqual(lost, before);
        assert.deepEqual(after, before, painter);
      }
      await page.close();
    });

    test('the live region speaks for keys, and is silent for the pointer', async () => {
      const { page } = await open(browser);
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

async function open(browser) {
  const opened = await openPage(browser, PAGE);
  await settle(opened.page);
  return opened;
}
