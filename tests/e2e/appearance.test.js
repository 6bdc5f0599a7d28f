/** How a chart looks: palette, painters, print, and canvases that lost their context, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from './harness.js';
import { answer, configure, openPage, REGISTER, settle, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const GROUPED = {
  ...WIDGET, displayType: 'area', limit: 2,
  queries: [{ aggregates: ['count()'], columns: ['release'], fields: ['release', 'count()'], conditions: '', orderby: '-count()' }],
};
const groups = () => {
  const one = answer();
  return { first: { ...one, order: 0 }, second: { ...one, order: 1 }, Other: { ...one, order: 2 } };
};

/** Whether a canvas of the widget has pixels of this very colour, `[r, g, b]`. */
const hasColor = (page, color) => page.evaluate((wanted) => {
  const { shadowRoot } = document.querySelector('events-stats-widget');
  return [...shadowRoot.querySelectorAll('canvas')].some((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] === 255 && wanted.every((value, channel) => data[at + channel] === value)) return true;
    }
    return false;
  });
}, color);

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('the page\'s palette colours chart, legend and documents, in any form that CSS has', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag(OWN, GROUPED), { api: () => ({ json: groups() }) });
      await settle(page);
      const before = requests.length;
      const swatches = () => page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend .entry')].map((entry) => entry.style.getPropertyValue('--_series')));
      const ours = await swatches();
      assert.equal(await configure(page, { palette: ['rebeccapurple', 'oklch(0.7 0.2 140)'] }), null);
      await settle(page);
      const slots = await swatches();
      assert.ok(slots.includes('#663399'), slots.join());
      assert.equal(slots[2], ours[2], 'Other stays grey');
      assert.equal(await configure(page, { palette: { first: 'rgb(1, 200, 3)', Other: '#f0f' } }), null);
      await settle(page);
      const named = await swatches();
      assert.deepEqual([named[0], named[2]], ['#01c803', '#ff00ff']);
      const svg = await page.evaluate(() => document.querySelector('events-stats-widget').toSvg());
      assert.match(svg, /#01c803/i);
      assert.match(svg, /#ff00ff/i);
      assert.equal(await hasColor(page, [1, 200, 3]) || await hasColor(page, [255, 0, 255]), true);
      assert.equal(requests.length, before, 'colours ask nothing');
      for (const [palette, key] of [[['red', 'blurple'], 'palette\\[1\\]'], [{ first: '12' }, 'palette\\.first'], [7, 'palette']]) {
        const refused = await configure(page, { palette });
        assert.equal(refused?.code, 'config', JSON.stringify(palette));
        assert.match(refused.message, new RegExp(`^\`${key}\`: expected`));
      }
      assert.deepEqual(await swatches(), named, 'what was set stays');
      await page.close();
    });

    test('every painter that the page may choose draws, each in its own way', async () => {
      const { page } = await openPage(browser, SIZED + REGISTER + tag(OWN, WIDGET));
      await settle(page);
      const calls = {};
      for (const painter of ['strokes', 'raster']) {
        await page.evaluate(() => {
          globalThis.calls = new Set();
          for (const name of ['stroke', 'putImageData']) {
            CanvasRenderingContext2D.prototype[`own_${name}`] ??= CanvasRenderingContext2D.prototype[name];
            const own = CanvasRenderingContext2D.prototype[`own_${name}`];
            CanvasRenderingContext2D.prototype[name] = function counted(...given) {
              globalThis.calls.add(name);
              return own.apply(this, given);
            };
          }
        });
        assert.equal(await configure(page, { painter }), null);
        await settle(page);
        calls[painter] = await page.evaluate(() => [...globalThis.calls]);
      }
      assert.deepEqual(calls.strokes, ['stroke']);
      assert.deepEqual(calls.raster, ['putImageData']);
      assert.match((await configure(page, { painter: 'brush' })).message, /`painter`.*`brush`/);
      await page.close();
    });

    test('before printing everything is drawn, light, whatever the page looks like', async () => {
      const html = `${SIZED}<style>html { color-scheme: dark }</style>${REGISTER}${tag({ ...OWN, theme: 'dark' }, WIDGET)}<div style="block-size: 9000px"></div>${tag({ ...OWN, theme: 'dark' }, WIDGET)}`;
      const { page } = await openPage(browser, html);
      await settle(page);
      const looks = () => page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ shadowRoot }) => {
        const canvas = shadowRoot.querySelector('canvas');
        // A grid line, or the plain back, at the upper edge.
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, 4);
        const back = getComputedStyle(shadowRoot.querySelector('.widget')).backgroundColor;
        return { back, width: canvas.width, light: Math.max(...data.filter((_, at) => at % 4 < 3)), top: [...data.slice(0, 4)] };
      }));
      const screen = await looks();
      const printed = await page.evaluate(() => {
        // Something is out of date in each, and no frame comes before the paper.
        for (const widget of document.querySelectorAll('events-stats-widget')) widget.setAttribute('timezone', 'Asia/Tokyo');
        globalThis.dispatchEvent(new Event('beforeprint'));
      }).then(looks);
      for (const [at, { back, width }] of printed.entries()) {
        assert.equal(back, 'rgb(255, 255, 255)', `${at}`);
        assert.notEqual(screen[at].back, back);
        assert.ok(width >= screen[at].width);
      }
      await page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
      await settle(page);
      assert.deepEqual((await looks()).map(({ back, width }) => [back, width]), screen.map(({ back, width }) => [back, width]));
      await page.close();
    });

    test('on paper a chart has the size of its box there, and on the screen its own again', async () => {
      const narrow = '<style>@media print { events-stats-widget { inline-size: 260px; block-size: 420px !important } }</style>';
      const { page } = await openPage(browser, SIZED + narrow + REGISTER + tag({ ...OWN, theme: 'dark' }, WIDGET));
      await settle(page);
      await page.evaluate(() => {
        globalThis.sizes = () => {
          const { shadowRoot } = document.querySelector('events-stats-widget');
          const canvas = shadowRoot.querySelector('canvas');
          const box = shadowRoot.querySelector('.chart').getBoundingClientRect();
          return [canvas.width / box.width, canvas.height / box.height, box.width, box.height];
        };
        // Heard after the package has: what is on the canvas now is what is printed.
        matchMedia('print').addEventListener('change', ({ matches }) => { if (matches) globalThis.printed = globalThis.sizes(); });
      });
      const screen = await page.evaluate(() => globalThis.sizes());
      await page.pdf({ format: 'A4' });
      const [across, down, width, height] = await page.evaluate(() => globalThis.printed);
      assert.ok(width < 260 && height > 300, `${width} x ${height}`);
      assert.ok(across >= 1.98 && Math.abs(across - down) < 0.03, `${across} and ${down} pixels a unit`);
      await settle(page);
      assert.deepEqual(await page.evaluate(() => globalThis.sizes()), screen);
      await page.close();
    });

    test('canvases whose context was lost are painted again', async () => {
      const { page } = await openPage(browser, REGISTER + tag({ org: 'demo', 'base-url': '/', id: 'a' }, WIDGET));
      await settle(page);
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
  });
}
