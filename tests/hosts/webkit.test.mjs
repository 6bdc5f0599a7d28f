/** One chart in WebKitGTK: drawn, pointed at, zoomed, exported. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { answer, fileOf, REGISTER, SIZED, startSite, tag, WIDGET } from '../e2e/pages.js';
import { openWebKit, whyNoWebKit } from './webdriver.mjs';

suite('WebKitGTK', { skip: whyNoWebKit }, () => {
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof openWebKit>>} */
  let webkit;
  before(async () => {
    const page = SIZED + tag({ org: 'demo', 'base-url': '/' }, WIDGET) + REGISTER;
    site = await startSite(({ pathname }) => (pathname.startsWith('/api/') ? { json: answer() } : fileOf(pathname, page)));
    webkit = await openWebKit();
    await webkit.goto(site.origin);
  });
  after(async () => {
    await webkit?.close();
    site?.stop();
  });

  test('a chart is drawn', async () => {
    const facts = await webkit.evaluate(async () => {
      await customElements.whenDefined('events-stats-widget');
      const widget = /** @type {any} */ (document.querySelector('events-stats-widget'));
      await widget.settled();
      const colors = [...widget.shadowRoot.querySelectorAll('canvas')].map((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      });
      return { error: widget.error, state: widget.state, isDrawn: Math.max(...colors) > 4 };
    });
    assert.deepEqual(facts, { error: null, state: 'ready', isDrawn: true });
  });

  test('a pointer brings the tooltip', async () => {
    await webkit.pointer([{ type: 'pointerMove', x: 200, y: 130 }, { type: 'pointerMove', x: 300, y: 140 }]);
    const text = await webkit.evaluate(async () => {
      const tooltip = () => document.querySelector('events-stats-widget').shadowRoot.querySelector('.tooltip')?.textContent ?? '';
      while (!/\d/.test(tooltip())) await new Promise(requestAnimationFrame);
      return tooltip();
    });
    assert.match(text, /count\(\)/);
  });

  test('pictures and data are exported', async () => {
    const facts = await webkit.evaluate(async () => {
      const widget = /** @type {any} */ (document.querySelector('events-stats-widget'));
      const png = new Uint8Array(await (await widget.toPng()).arrayBuffer());
      return { svg: (await widget.toSvg()).slice(0, 4), png: String.fromCharCode(...png.slice(1, 4)), rows: (await widget.toCsv()).trim().split('\n').length };
    });
    assert.deepEqual(facts, { svg: '<svg', png: 'PNG', rows: 49 });
  });

  test('a stretch that is dragged over is zoomed in on', async () => {
    await webkit.pointer([
      { type: 'pointerMove', x: 200, y: 130 }, { type: 'pointerDown', button: 0 },
      { type: 'pointerMove', x: 300, y: 130, duration: 100 }, { type: 'pointerMove', x: 400, y: 130, duration: 100 }, { type: 'pointerUp', button: 0 },
    ]);
    const range = await webkit.evaluate(async () => {
      const widget = /** @type {any} */ (document.querySelector('events-stats-widget'));
      while (!widget.range) await new Promise(requestAnimationFrame);
      await widget.settled();
      return { ...widget.range, state: widget.state };
    });
    assert.ok(Date.parse(range.end) > Date.parse(range.start), JSON.stringify(range));
    assert.equal(range.state, 'ready');
  });
});
