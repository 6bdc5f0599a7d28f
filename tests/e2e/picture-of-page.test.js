/**
 * The server's picture of a widget beside the page's own chart: the plots are the same but for how edges are smoothed.
 *
 * They cannot be the same to the last bit. The page has its coverage raster or strokes of the canvas, in layers that the browser puts
 * together; the picture is an SVG document, whose lines Chromium's own rasteriser smooths by other rules, and whose areas have
 * no smoothing at all so that no seam shows between two. Texts are measured by the page's canvas there and by a fixed table
 * here, so the room beside the plot differs by some pixels; the plots are made equally large, and they alone are compared.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openPage, settle, useServerAndBrowser } from './harness.js';

const SIZE = { width: 720, height: 360 };
/** Of a channel's 255 steps: as much as an edge's smoothing changes where a line is a pixel and a half wide. */
const FAR = 64;
/** Pixels that may be that far off, of all in the plot; and by how much a pixel may differ on average, of 255. */
const TOLERANCE = { far: 0.015, mean: 2.5 };
/** Beside and below a chart in a picture, in `src/scene/heading.rs`. */
const MARGIN = { side: 12, below: 6 };
const MINUTE = 60_000;
/** The narrowest bucket of what is drawn: with a new one everything moves. */
const bucket = () => Math.floor(Date.now() / (5 * MINUTE));

/** Two days that are the same whenever this runs: errors of four types, transactions of three names. */
function events() {
  const now = Math.floor(Date.now() / (30 * MINUTE)) * 30 * MINUTE;
  return Array.from({ length: 2 * 24 * 12 }, (_, place) => {
    const timestamp = new Date(now - place * 5 * MINUTE - MINUTE).toISOString();
    // Slowly, since most of an area whose every bucket is another is edges.
    const errors = ['TypeError', 'ValueError', 'Timeout', 'KeyError'].flatMap((type, index) => Array.from({ length: Math.round(4 + 3 * Math.sin(place / (19 + 6 * index) + index)) }, () => type));
    return [
      ...errors.map((type) => ({ timestamp, 'event.type': 'error', level: 'error', 'error.type': type, 'error.value': 'x' })),
      ...['/a', '/b', '/c'].map((transaction, index) => ({ timestamp, 'event.type': 'transaction', transaction, 'transaction.duration': 100 + 50 * index + (place % 29) * 7 })),
    ];
  }).flat();
}

/** The plot in a picture: where it is, how large, and what is beside it. @param {string} svg */
function plotOf(svg) {
  const number = (/** @type {RegExp} */ pattern) => (pattern.exec(svg) ?? []).slice(1).map(Number);
  const [width, height] = number(/^<svg [^>]*width="(\d+)" height="(\d+)"/);
  const [x, y, plotWidth, plotHeight, left, top] = number(/<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" viewBox="([\d.]+) ([\d.]+) /);
  const chart = { width: width - 2 * MARGIN.side, height: height - (y - top) - MARGIN.below };
  return { box: { x, y, width: plotWidth, height: plotHeight }, width, height, left, top, beside: chart.width - plotWidth, below: chart.height - plotHeight };
}

describe('the server\'s picture', () => {
  /** @type {string} */
  let folder;
  const host = useServerAndBrowser(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pictures-'));
    await writeFile(join(folder, 'events.ndjson'), events().map((event) => `${JSON.stringify(event)}\n`).join(''));
    return { EVENTS_FILE: join(folder, 'events.ndjson'), DATA_DIR: folder };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What the page shows. @param {string} id */
  async function ofPage(id) {
    const { page, complaints, close } = await openPage(host.browser, { viewport: SIZE });
    await page.goto(`${host.url}embed/demo/1/${id}?theme=light&range=24h&refresh=0&locale=en&timezone=UTC`);
    await settle(page);
    const widget = page.locator('events-stats-widget');
    const svg = await widget.evaluate((/** @type {Widget} */ element, size) => element.toSvg(size), SIZE);
    const canvas = await widget.locator('canvas').first().boundingBox();
    const { left, top, beside, below } = plotOf(svg);
    const box = { x: canvas.x + left, y: canvas.y + top, width: canvas.width - beside, height: canvas.height - below };
    const picture = await page.screenshot({ clip: box });
    assert.deepEqual(complaints, []);
    await close();
    return { picture, box };
  }

  /** The server's picture, as large as makes its plot that large. @param {string} id @param {{width: number, height: number}} size of the plot @param {string} [range] */
  async function ofServer(id, { width, height }, range = '24h') {
    const get = async (/** @type {{width: number, height: number}} */ size) => {
      const response = await fetch(`${host.url}chart/demo/1/${id}.svg?theme=light&range=${range}&locale=en&timezone=UTC&width=${size.width}&height=${size.height}`);
      const text = await response.text();
      assert.equal(response.status, 200, text);
      return { text, plot: plotOf(text) };
    };
    const first = await get(SIZE);
    const { text, plot } = await get({ width: SIZE.width + width - first.plot.box.width, height: SIZE.height + height - first.plot.box.height });
    assert.deepEqual([plot.box.width, plot.box.height], [width, height]);
    const { page, close } = await openPage(host.browser, { viewport: { width: plot.width, height: plot.height } });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${text}`);
    const picture = await page.screenshot({ clip: plot.box });
    await close();
    return picture;
  }

  /** @param {Buffer} one @param {Buffer} other @returns {Promise<{far: number, mean: number}>} */
  async function difference(one, other) {
    const { page, close } = await openPage(host.browser);
    const found = await page.evaluate(async ([pictures, far]) => {
      const [a, b] = await Promise.all(pictures.map(async (base64) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
      }));
      if (a.width !== b.width || a.height !== b.height) throw new Error(`${a.width} x ${a.height}, ${b.width} x ${b.height}`);
      let [sum, many] = [0, 0];
      for (let at = 0; at < a.data.length; at += 4) {
        const most = Math.max(...[0, 1, 2].map((channel) => Math.abs(a.data[at + channel] - b.data[at + channel])));
        sum += most;
        if (most > far) many += 1;
      }
      return { far: (4 * many) / a.data.length, mean: (4 * sum) / a.data.length };
    }, /** @type {const} */ ([[one, other].map((picture) => picture.toString('base64')), FAR]));
    await close();
    return found;
  }

  for (const [id, what, other] of /** @type {const} */ ([['4', 'lines of three groups', '2'], ['1', 'a stack of four groups', '7']])) {
    it(`has the plot of the page: ${what}`, async () => {
      /** @type {Awaited<ReturnType<typeof ofPage>>} */
      let shown;
      /** @type {Awaited<ReturnType<typeof difference>>} */
      let same;
      let began = 0;
      do {
        began = bucket();
        shown = await ofPage(id);
        same = await difference(shown.picture, await ofServer(id, shown.box));
      } while (bucket() !== began);
      assert.ok(same.far <= TOLERANCE.far && same.mean <= TOLERANCE.mean, JSON.stringify(same));
      // What is no longer the same is far beyond it: another range, another widget.
      for (const [widget, range] of /** @type {const} */ ([[id, '12h'], [other, '24h']])) {
        const odd = await difference(shown.picture, await ofServer(widget, shown.box, range));
        assert.ok(odd.far > 4 * TOLERANCE.far && odd.mean > 4 * TOLERANCE.mean, `${widget} ${range}: ${JSON.stringify(odd)}`);
      }
    });
  }
});
