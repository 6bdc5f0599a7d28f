/**
 * Whether another build of the package draws the demo page to the same pixels as the one in
 * `dist/package/`: `node tests/bench/pictures.mjs FOLDER_OF_THE_OTHER_PACKAGE`. Both get the same
 * answers at the same time of day. Ends with 1 where a canvas differs.
 */
import { readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { launchChromium, openPage, settle, startServer } from '../e2e/harness.js';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };

/** Answers come in one order, a while apart: groups take their colours in the order in which they come. */
const BETWEEN_ANSWERS_MS = 200;

const other = process.argv[2];
if (!other) {
  console.error('Expected the folder of the package to compare with.');
  process.exit(2);
}
const [server, browser] = await Promise.all([startServer(), launchChromium()]);
// In whole seconds, as the server's `Date` has them: then the module finds no difference of clocks.
const now = Math.floor(Date.now() / 1000) * 1000;
/** @type {Map<string, Promise<{status: number, headers: Record<string, string>, body: Buffer}>>} the first answer to each address, for all */
const answers = new Map();
let differing = 0;
try {
  // Once for the answers alone.
  await pictures(undefined, 1, 'light');
  for (const [deviceScaleFactor, theme] of /** @type {const} */ ([[1, 'light'], [1.5, 'dark'], [2, 'light']])) {
    const [before, after] = [await pictures(resolve(other), deviceScaleFactor, theme), await pictures(undefined, deviceScaleFactor, theme)];
    for (const [name, { width, height, pixels }] of Object.entries(after)) {
      const was = before[name];
      const isAsLarge = was && was.width === width && was.height === height;
      const { count, most } = isAsLarge ? difference(Buffer.from(was.pixels, 'base64'), Buffer.from(pixels, 'base64')) : { count: width * height, most: 255 };
      if (count > 0) differing += 1;
      console.log(`${deviceScaleFactor}x ${theme} ${name}: ${width}x${height}, ${count} pixels differ${count > 0 ? `, by at most ${most} of 255` : ''}`);
    }
    for (const name of Object.keys(before)) if (!(name in after)) throw new Error(`${name} is not drawn any more`);
  }
} finally {
  await browser.close();
  await server.stop();
}
console.log(differing === 0 ? 'All pictures are the same.' : `${differing} pictures differ.`);
process.exitCode = differing === 0 ? 0 : 1;

/** @param {string | undefined} folder the package that is put in the place of the built one */
async function pictures(folder, deviceScaleFactor, theme) {
  const { page, close } = await openPage(browser, { deviceScaleFactor, viewport: { width: 1280, height: 2000 } });
  await page.clock.setFixedTime(now);
  await page.route('**/api/**', async (route) => {
    const key = route.request().url();
    if (!answers.has(key)) {
      const kept = async (response) => ({ status: response.status(), headers: { ...response.headers(), date: new Date(now).toUTCString() }, body: await response.body() });
      answers.set(key, route.fetch().then(kept));
    }
    const answer = await answers.get(key);
    await new Promise((resolve) => setTimeout(resolve, [...answers.keys()].indexOf(key) * BETWEEN_ANSWERS_MS));
    await route.fulfill(answer);
  });
  if (folder) {
    await page.route('**/package/**', (route) => {
      const path = new URL(route.request().url()).pathname.slice('/package/'.length);
      return route.fulfill({ body: readFileSync(join(folder, path)), contentType: TYPES[extname(path)] ?? 'text/plain' });
    });
  }
  await page.goto(`${server.url}?theme=${theme}`);
  await settle(page);
  // What came in while the last ones were drawn.
  await settle(page);
  const first = await page.evaluate(canvases, 'chart');
  // The front: crosshair, marks, and what a drag selects.
  for (const [index, chart] of (await page.locator('events-stats-widget canvas').all()).entries()) {
    const box = await chart.boundingBox();
    if (!box || index > 2) continue;
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  const second = await page.evaluate(canvases, 'pointed');
  const files = await page.evaluate(exported);
  await close();
  return { ...first, ...second, ...files };
}

/** Runs in the page: the pixels of every canvas, by widget and layer. */
function canvases(label) {
  const found = {};
  for (const widget of document.querySelectorAll('events-stats-widget')) {
    for (const [layer, canvas] of widget.shadowRoot.querySelectorAll('canvas').entries()) {
      if (canvas.width < 2) continue;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let text = '';
      for (let at = 0; at < data.length; at += 32_768) text += String.fromCharCode(...data.subarray(at, at + 32_768));
      found[`${label} ${widget.getAttribute('widget-id')}/${layer}`] = { width: canvas.width, height: canvas.height, pixels: btoa(text) };
    }
  }
  return found;
}

/** Runs in the page: the pixels of every widget's PNG. */
async function exported() {
  const found = {};
  for (const widget of document.querySelectorAll('events-stats-widget')) {
    if (!widget.shadowRoot.querySelector('canvas') || widget.error) continue;
    const picture = await createImageBitmap(await widget.toPng());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    let text = '';
    for (let at = 0; at < data.length; at += 32_768) text += String.fromCharCode(...data.subarray(at, at + 32_768));
    found[`toPng ${widget.getAttribute('widget-id')}`] = { width: picture.width, height: picture.height, pixels: btoa(text) };
  }
  return found;
}

/** How many pixels differ, and how far the furthest channel is off. */
function difference(before, after) {
  let [count, most] = [0, 0];
  for (let at = 0; at < after.length; at += 4) {
    if (before.readUInt32LE(at) === after.readUInt32LE(at)) continue;
    count += 1;
    for (let channel = at; channel < at + 4; channel++) most = Math.max(most, Math.abs(before[channel] - after[channel]));
  }
  return { count, most };
}
