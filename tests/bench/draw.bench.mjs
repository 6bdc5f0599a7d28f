/**
 * Bytes to pixels, beside uPlot and ECharts: the same answer as bytes, the same size, width of line
 * and screen, one page, runs interleaved, medians. Read the ratios; a lone time says nothing.
 */
import { launch, servePages } from './pages.mjs';

const FOLDERS = { '/package/': 'dist/package', '/modules/': 'node_modules', '/': 'tests/bench/draw' };

/** Series, buckets and measured rounds. */
const SIZES = { S: [6, 288, 25], M: [11, 1440, 15], L: [11, 10_000, 7] };
/** At least so many times faster than the other, by device pixel ratio, kind of data and size. */
const GOALS = {
  'uPlot 1 noisy': { S: 1.7, M: 3, L: 8 },
  'uPlot 1 smooth': { S: 1.7, M: 3, L: 8 },
  'uPlot 2 noisy': { S: 2.5, M: 8, L: 15 },
  'uPlot 2 smooth': { S: 1.9, M: 4, L: 12 },
  'ECharts 1 noisy': { S: 4, M: 8, L: 20 },
  'ECharts 1 smooth': { S: 4, M: 8, L: 20 },
};

const server = await servePages(FOLDERS);
const browser = await launch();
let failed = false;
try {
  for (const dpr of [1, 2]) {
    const context = await browser.newContext({ deviceScaleFactor: dpr, viewport: { width: 1000, height: 800 } });
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      failed = true;
      console.error(error);
    });
    await page.goto(server.url);
    await page.waitForFunction(() => 'measure' in globalThis, undefined, { timeout: 30_000 });
    for (const kind of ['noisy', 'smooth']) {
      for (const [name, [series, buckets, rounds]] of Object.entries(SIZES)) {
        const medians = await page.evaluate((task) => /** @type {any} */ (globalThis).measure(task), { series, buckets, rounds, kind });
        report({ name, series, buckets, kind, dpr }, medians);
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
}
process.exitCode = failed ? 1 : 0;

/**
 * @param {{name: string, series: number, buckets: number, kind: string, dpr: number}} task
 * @param {Record<string, {mount: number, update: number}>} medians
 */
function report({ name, series, buckets, kind, dpr }, medians) {
  const { ours, ...others } = medians;
  console.log(`\n${name} ${series}x${buckets} ${kind}, ${dpr} device pixel${dpr > 1 ? 's' : ''} a CSS pixel`);
  console.log(`  ${'ours'.padEnd(22)} mount ${ours.mount.toFixed(2)} ms, update ${ours.update.toFixed(2)} ms`);
  for (const [other, times] of Object.entries(others)) {
    const goal = /** @type {Record<string, any>} */ (GOALS)[`${other.split(',')[0]} ${dpr} ${kind}`]?.[name];
    const [mount, update] = [times.mount / ours.mount, times.update / ours.update];
    console.log(
      `  ${other.padEnd(22)} mount ${times.mount.toFixed(2)} ms (${mount.toFixed(1)}x), update ${times.update.toFixed(2)} ms (${update.toFixed(1)}x)` +
        (goal ? `; goal ${goal}x: ${Math.min(mount, update) >= goal ? 'met' : 'missed'}` : ''),
    );
  }
}
