/**
 * Cold start: from navigation to the first ink of a chart, in a browser just started, with the same answer from the
 * same server, compressed; on loopback and on a slow line. Also what is loaded until then, and how long a chain it is.
 * Chromium alone: Firefox takes brotli over HTTPS only, and no driver slows its line.
 */
import { FIRST, measureVisit, PAGES, serveStart, wireOfAll } from './start/site.mjs';
import { shuffled } from './charts.mjs';
import { Figures } from './figures.mjs';
import { launch } from './pages.mjs';

const KB = 1000;
const LINES = [
  { id: 'loopback', what: 'navigation to first ink, loopback', rounds: 11 },
  { id: 'slow', what: 'navigation to first ink, 10 Mbit/s, 40 ms', rounds: 7, line: { mbits: 10, latencyMs: 40 } },
];
/** Every answer takes that long where chains are looked at: what comes after it has waited for it. */
const CHAIN_DELAY_MS = 500;

const figures = new Figures('start');
const set = (/** @type {string} */ id, /** @type {number} */ value) => figures.set('Chromium', id, value);
const site = await serveStart();
try {
  for (const { id, what, rounds, line } of LINES) {
    // The first visit warms the disk's cache and the server's.
    for (let round = -1; round < rounds; round += 1) {
      for (const [name, library] of shuffled(Object.entries(PAGES))) {
        const { inkedMs } = await visit(name, line);
        if (round >= 0) figures.add('Chromium', what, library, [inkedMs]);
      }
    }
    const { ours, uPlot, ECharts } = figures.medians('Chromium', what);
    set(`cold.${id}.uplot`, ours / uPlot);
    set(`cold.${id}.echarts`, ours / ECharts);
  }
  for (const [name, library] of Object.entries(PAGES)) {
    site.delayMs = CHAIN_DELAY_MS;
    const { loaded } = await visit(name);
    site.delayMs = 0;
    const bytesOf = (/** @type {RegExp} */ type) => loaded.filter(({ path }) => type.test(path)).reduce((sum, { bytes }) => sum + bytes, 0);
    const depth = Math.max(...loaded.map((each) => each.depth));
    figures.add('Chromium', 'wasm until first ink', library, [bytesOf(/\.wasm$/) / KB], 'KB');
    figures.add('Chromium', 'JavaScript and CSS until first ink', library, [bytesOf(/\.(js|css)$/) / KB], 'KB');
    figures.add('Chromium', 'requests until first ink', library, [loaded.length], 'requests');
    figures.add('Chromium', 'longest chain of requests', library, [depth], 'deep');
    if (name !== FIRST) continue;
    set('wire.first.wasm', bytesOf(/\.wasm$/) / KB);
    set('wire.first.js', bytesOf(/\.(js|css)$/) / KB);
    set('requests.count', loaded.length);
    set('requests.depth', depth);
  }
  set('wire.all', (await wireOfAll()) / KB);
} finally {
  site.close();
}
figures.write();

/** @param {string} name @param {{mbits: number, latencyMs: number}} [line] */
async function visit(name, line) {
  const browser = await launch();
  figures.result.browsers.Chromium = browser.version();
  try {
    return await measureVisit(browser, site, name, { line });
  } finally {
    await browser.close();
  }
}
