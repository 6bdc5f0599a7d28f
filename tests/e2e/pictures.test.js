/**
 * Stored pictures of charts, in both browsers, light and dark, at one and at two device pixels a CSS pixel.
 *
 * One picture serves both browsers. Both have the same font, which the page brings along, so that texts are as wide, but each
 * draws letters by rules of its own: of a plot, where no text is, pixels are compared, of all else the means of squares.
 * `UPDATE_GOLDENS=1 node --test tests/e2e/pictures.test.js` draws them anew, in Chromium.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { BROWSERS, useBrowser } from './harness.js';
import { openPage } from './pages.js';
import { CHARTS, fontOf, PAGE, show, VIEWPORT, WRONG } from './pictures.js';
import { differ, keep, pixelsOf, pngOf } from './pixels.js';

const FOLDER = join(root, 'tests/fixtures/pictures');
const isUpdate = process.env.UPDATE_GOLDENS !== undefined;
const MOST_BYTES = 400_000;
const MEASURE = { far: 16, square: 16 };
/**
 * Of a plot's pixels, those that may be far off; of 255, by how much the mean of a square beside it may be off. The browsers
 * differ by no pixel of a plot, and by 7.3 beside it, where letters are heaviest; what is wrong by a tenth of the pixels, or by 45.
 */
const TOLERANCE = { plot: 0.002, rest: 10 };

if (isUpdate) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}

/** A page at so many device pixels a CSS pixel, by either driver. @param {any} browser @param {number} deviceScaleFactor */
function openAt(browser, deviceScaleFactor) {
  const newPage = async () => {
    const page = await browser.newPage({ deviceScaleFactor, viewport: VIEWPORT });
    await page.setViewport?.({ ...VIEWPORT, deviceScaleFactor });
    return page;
  };
  return openPage({ newPage }, PAGE, { serve: fontOf });
}

/**
 * Shows the charts, keeps their pixels in the page, and says how far each is from its stored picture.
 * @param {any} page @param {number} ratio @param {string} theme @param {typeof CHARTS} [charts] @param {boolean} [isDrawnAnew]
 */
async function compare(page, ratio, theme, charts = CHARTS, isDrawnAnew = false) {
  const boxes = await page.evaluate(show, [charts, theme]);
  await page.evaluate(keep, [Buffer.from(await page.screenshot()).toString('base64'), boxes, ratio]);
  /** @type {Record<string, {plot: number, rest: number}>} */
  const found = {};
  for (const [name, { x, y, canvas }] of Object.entries(boxes)) {
    const file = join(FOLDER, `${name}-${theme}-${ratio}x.png`);
    if (isDrawnAnew) writeFileSync(file, pngOf(await page.evaluate(pixelsOf, name)));
    const { left, right, bottom } = charts[name].plot ?? { left: 0, right: 0, bottom: 0 };
    const plot = canvas && { x: canvas.x - x + left, y: canvas.y - y, width: canvas.width - left - right, height: canvas.height - bottom };
    found[name] = await page.evaluate(differ, [name, readFileSync(file).toString('base64'), plot, ratio, MEASURE]);
  }
  return found;
}

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);
    for (const ratio of [1, 2]) {
      it(`draws what the stored pictures show, at ${ratio} device pixels a CSS pixel, and they would tell of what is wrong`, async (t) => {
        const { page, problems } = await openAt(host.browser, ratio);
        t.after(() => page.close());
        for (const theme of ['light', 'dark']) {
          const found = await compare(page, ratio, theme, CHARTS, isUpdate && browserName === 'Chromium');
          const far = Object.entries(found).filter(([, { plot, rest }]) => plot > TOLERANCE.plot || rest > TOLERANCE.rest);
          assert.deepEqual(far, [], `${theme}: if that is meant, draw them anew, and look at them`);
        }
        const wrong = await compare(page, ratio, 'light', WRONG);
        const unseen = Object.entries(wrong).filter(([, { plot, rest }]) => plot < 10 * TOLERANCE.plot && rest < 3 * TOLERANCE.rest);
        assert.deepEqual(unseen, [], 'what is wrong must be far beyond what is tolerated');
        assert.deepEqual(problems, []);
      });
    }
  });
}

it('the stored pictures stay small', () => {
  const bytes = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
  assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
});
