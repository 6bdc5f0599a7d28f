/**
 * The public interface as a page meets it: properties, methods and options, in both browsers.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, until } from './harness.js';
import { answer, openPage, fileOf, REGISTER, settle, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const SIZED = '<style>events-stats-widget { display: block; block-size: 260px }</style>';
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
const shownText = (page, selector) => page.evaluate(
  (selector) => document.querySelector('events-stats-widget').shadowRoot.querySelector(selector)?.textContent ?? null, selector,
);
const facts = (page) => page.evaluate(() => {
  const { state, error } = document.querySelector('events-stats-widget');
  return { state, error };
});
/** Calls `configure` in the page; what it threw, if anything. */
const configure = (page, options) => page.evaluate(async (options) => {
  const { configure } = await import('/package/element.js');
  try {
    configure(options);
    return null;
  } catch ({ name, code, message }) {
    return { name, code, message };
  }
}, options);

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('words of the page stand in place of the widget\'s own, and unknown ones are named', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag(OWN, GROUPED), { api: () => ({ json: groups() }) });
      await settle(page);
      const before = requests.length;
      assert.equal(await configure(page, { words: { other: 'Übrige', sum: 'Summe', retry: 'Noch einmal' } }), null);
      await settle(page);
      const names = await page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend .name')].map((part) => part.textContent));
      assert.deepEqual(names, ['first', 'second', 'Übrige']);
      const title = await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.legend button').title);
      assert.match(title, /^first: Summe [\d,]+/);
      const documents = await page.evaluate(async () => {
        const widget = document.querySelector('events-stats-widget');
        return { svg: await widget.toSvg(), csv: await widget.toCsv() };
      });
      assert.match(documents.svg, /Übrige/);
      assert.match(documents.csv, /Übrige/);
      assert.equal(requests.length, before, 'words ask nothing');

      const refused = await configure(page, { words: { others: 'Rest' } });
      assert.equal(refused.code, 'config');
      assert.match(refused.message, /`words\.others`: expected one of `loading`.*found an unknown key/);
      assert.equal(await configure(page, { words: { noData: 'Keine Daten' } }), null);
      await page.evaluate(() => { document.querySelector('events-stats-widget').response = { data: [] }; });
      await settle(page);
      assert.equal(await shownText(page, '.message .what'), 'Keine Daten');
      await page.close();
    });

    test('the page\'s palette colours chart, legend and documents, in any form that CSS has', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag(OWN, GROUPED), { api: () => ({ json: groups() }) });
      await settle(page);
      const before = requests.length;
      const swatches = () => page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend .swatch')].map((swatch) => swatch.style.getPropertyValue('--_series')));
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
            const own = CanvasRenderingContext2D.prototype[`own_${name}`] ??= CanvasRenderingContext2D.prototype[name];
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

    test('a refresh comes every second in test mode alone, and says so', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag({ ...OWN, refresh: 1 }, WIDGET));
      await settle(page);
      const notes = () => page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('#notes li')].map((note) => note.textContent).join());
      assert.match(await notes(), /`refresh`: 1 s was changed to 5 s/);
      assert.equal((await configure(page, { testMode: 'yes' })).code, 'config');
      assert.equal(await configure(page, { testMode: true }), null);
      await settle(page);
      assert.match(await notes(), /Test mode: new data every 1 s/);
      const before = requests.length;
      const began = performance.now();
      await until(() => requests.length, (count) => count >= before + 2);
      assert.ok(requests.length >= before + 2, `${requests.length - before} in ${performance.now() - began} ms`);
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

    test('answers of the page are taken as a buffer, a part of one, and an object', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag(OWN, WIDGET));
      await page.evaluate(() => customElements.whenDefined('events-stats-widget'));
      await settle(page);
      const before = requests.length;
      const shown = await page.evaluate(async (body) => {
        const widget = document.querySelector('events-stats-widget');
        const bytes = new TextEncoder().encode(JSON.stringify(body));
        const around = new Uint8Array(bytes.length + 20).fill(120);
        around.set(bytes, 10);
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const foreign = new frame.contentWindow.ArrayBuffer(bytes.length);
        new Uint8Array(foreign).set(bytes);
        const forms = { buffer: bytes.buffer, part: around.subarray(10, 10 + bytes.length), view: new DataView(bytes.buffer), object: body, foreign };
        const shown = {};
        for (const [name, response] of Object.entries(forms)) {
          widget.response = { data: [] };
          await widget.settled();
          const between = widget.state;
          widget.response = response;
          await widget.settled();
          shown[name] = [between, widget.state, (await widget.toCsv()).trim().split('\n').length];
        }
        return shown;
      }, answer());
      for (const [form, found] of Object.entries(shown)) assert.deepEqual(found, ['empty', 'ready', 49], form);
      assert.equal(requests.length, before);
      await page.evaluate(() => { document.querySelector('events-stats-widget').response = 7; });
      await settle(page);
      assert.match((await facts(page)).error.message, /`response`: expected an ArrayBuffer.*found 7/);
      await page.evaluate(() => { document.querySelector('events-stats-widget').response = null; });
      await settle(page);
      assert.deepEqual(await facts(page), { state: 'ready', error: null });
      assert.equal(requests.length, before, 'its own question was answered a moment ago');
      await page.close();
    });

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

    test('properties set before the element is known are kept', async () => {
      const { page, requests } = await openPage(browser, `${SIZED}${tag({ ...OWN, 'widget-id': '1' })}`);
      const urls = await page.evaluate(async ({ config, body }) => {
        const urls = [];
        const widget = document.querySelector('events-stats-widget');
        Object.assign(widget, { config, range: { statsPeriod: '2h' }, fetch: async (url) => { urls.push(url); return Response.json(body); } });
        await import('/package/index.js');
        await widget.settled();
        return [...urls, widget.range.statsPeriod, widget.state, Object.keys(widget).length];
      }, { config: WIDGET, body: answer() });
      assert.match(urls[0], /statsPeriod=2h/);
      assert.deepEqual(urls.slice(1), ['2h', 'ready', 0]);
      assert.deepEqual(requests, []);
      await page.close();
    });

    const WRONG = [
      ['range', { range: 'yesterday' }, {}, /`range`: expected \{statsPeriod\} or \{start, end\}, found `yesterday`/],
      ['an empty range', { range: {} }, {}, /`range`: expected/],
      ['half a range', { range: { start: '2026-01-01T00:00:00Z' } }, {}, /`end`: expected `start` and `end` together, found nothing/],
      ['a moment that is none', { range: { start: 'noon', end: '2026-01-01' } }, {}, /`start`.*`noon`/],
      ['a Date that is none', { range: { statsPeriod: 'long' } }, {}, /`stats-period`.*`long`/],
      ['config', { config: [1] }, {}, /`config`: expected an object/],
      ['fetch', { fetch: 'mine' }, {}, /`fetch`: expected a function/],
      ['timezone', {}, { timezone: 'Mars/Phobos' }, /`timezone`: expected an IANA zone.*`Mars\/Phobos`/],
      ['locale', {}, { locale: 'no language' }, /`locale`: expected a language tag.*`no language`/],
      ['a locale of another system', {}, { locale: 'en_US' }, /`locale`: expected a language tag.*`en_US`/],
      ['compare', {}, { compare: 'then' }, /`compare`.*`then`/],
      ['theme', {}, { theme: 'pink' }, /`theme`.*`pink`/],
      ['project', {}, { project: '1,web' }, /`project`.*`web`/],
    ];
    test('wrong properties and attributes are sentences in the widget that name them, and can be mended', async () => {
      const { page, problems } = await openPage(browser, SIZED + REGISTER + tag(OWN, WIDGET));
      await settle(page);
      for (const [what, properties, attributes, words] of WRONG) {
        const said = await page.evaluate(async ({ properties, attributes }) => {
          const widget = document.querySelector('events-stats-widget');
          const before = Object.fromEntries(Object.keys(properties).map((key) => [key, widget[key]]));
          const codes = [];
          const listen = ({ detail }) => codes.push(detail.code);
          widget.addEventListener('events-stats-error', listen);
          Object.assign(widget, properties);
          for (const [key, value] of Object.entries(attributes)) widget.setAttribute(key, value);
          await widget.settled();
          widget.removeEventListener('events-stats-error', listen);
          const said = { message: widget.error?.message, codes, text: widget.shadowRoot.textContent };
          Object.assign(widget, before);
          for (const key of Object.keys(attributes)) widget.removeAttribute(key);
          await widget.settled();
          return { ...said, after: widget.state };
        }, { properties, attributes });
        assert.match(said.message ?? '', words, what);
        assert.equal(said.codes.length, 1, what);
        assert.ok(said.text.includes(said.message), what);
        assert.equal(said.after, 'ready', what);
      }
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('a child script that arrives late, in pieces, is waited for', async (t) => {
      const html = SIZED + '<script type="module" async src="/package/index.js"></script>'
        + tag({ ...OWN, 'widget-id': '1', 'dashboard-id': '1' }, { ...WIDGET, title: 'Late' });
      const cut = html.indexOf('displayType');
      const asked = [];
      const server = createServer(async (request, response) => {
        const { pathname } = new URL(request.url, 'http://localhost');
        if (pathname.startsWith('/api/')) {
          asked.push(pathname);
          response.writeHead(200, { 'content-type': 'application/json' });
          return response.end(JSON.stringify(pathname.includes('/dashboards/') ? { id: '1', title: 'D', widgets: [{ ...WIDGET, id: '1', title: 'Dashboard' }] } : answer()));
        }
        if (pathname !== '/') {
          const { body, contentType, status = 200 } = fileOf(pathname);
          response.writeHead(status, { 'content-type': contentType ?? 'text/plain' });
          return response.end(body);
        }
        response.writeHead(200, { 'content-type': 'text/html' });
        // Browsers wait for some bytes before they parse any.
        response.write(`<!doctype html><!-- ${'-'.repeat(2000)} -->${html.slice(0, cut - 40)}`);
        await new Promise((resolve) => { setTimeout(resolve, 700); });
        response.write(html.slice(cut - 40, cut + 15));
        await new Promise((resolve) => { setTimeout(resolve, 700); });
        return response.end(`${html.slice(cut + 15)}<p>after</p>`);
      });
      t.after(() => {
        server.closeAllConnections();
        server.close();
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await settle(page);
      assert.equal(await shownText(page, '.title'), 'Late');
      assert.ok(!asked.some((path) => path.includes('/dashboards/')), asked.join());
      await page.close();
    });
  });
}
