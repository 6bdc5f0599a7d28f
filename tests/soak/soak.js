/**
 * Thirty charts that refresh against a server that fails half of the time: what that leaves behind.
 * Everything is measured after a forced collection, so that what is counted is what is held.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { launchChromium } from '../e2e/harness.js';
import { lookAtAll, openWall, refreshAll, settleAll, startFaultyServer } from '../e2e/wall.js';

/** What the server does, in turn; null: its work. */
const FLAPPING = [null, 'status=503', null, 'cut-connection', null, 'html-502', 'latency=300', null, 'cut-body', null, 'rate-limit', null, 'wrong-shape', 'empty-body'];

/** @typedef {{at: number, wasm: number, heap: number, nodes: number, listeners: number, indexedDb: number}} Sample `at` in seconds */

/** What is measured, in which unit it is told. */
export const MEASURES = { wasm: 'bytes', heap: 'bytes', nodes: 'nodes', listeners: 'listeners', indexedDb: 'bytes' };

/**
 * @param {object} options
 * @param {number} options.seconds how long
 * @param {number} [options.leastRequests] as many at least, however long they take
 * @param {number} options.everySeconds between two samples, and between two moods of the server
 * @param {string} [options.refresh] of every chart; without it, all are refreshed as fast as they come
 * @param {(sample: Sample) => void} [options.onSample]
 * @returns {Promise<{samples: Sample[], requests: number, states: string[], complaints: string[]}>}
 */
export async function soak({ seconds, leastRequests = 0, everySeconds, refresh, onSample = () => {} }) {
  const server = await startFaultyServer();
  const browser = await launchChromium();
  try {
    const attributes = refresh === undefined ? {} : { refresh };
    const wall = await openWall(browser, server.url, { attributes, cacheKey: 'soak', timeoutMs: 5_000 });
    const take = await meter(/** @type {any} */ (wall.page));
    const samples = [];
    const began = performance.now();
    const elapsed = () => (performance.now() - began) / 1_000;
    const hasEnough = async () => elapsed() >= seconds && (await wall.traffic()).sent >= leastRequests;
    for (let round = 0; !(await hasEnough()); round += 1) {
      await wall.setFault(FLAPPING[round % FLAPPING.length]);
      if (refresh === undefined) await refreshAll(wall.page);
      else await sleep(Math.max(0, (round + 1) * everySeconds - elapsed()) * 1_000);
      if (refresh === undefined && elapsed() < samples.length * everySeconds) continue;
      samples.push({ at: elapsed(), ...await take() });
      onSample(samples.at(-1));
    }
    await wall.setFault(null);
    const { sent: requests } = await wall.traffic();
    await refreshAll(wall.page);
    await settleAll(wall.page);
    const states = (await lookAtAll(wall.page)).map(({ state }) => state);
    return { samples, requests, states, complaints: wall.complaints };
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** @param {import('playwright-core').Page} page */
async function meter(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  return async () => {
    // The list of failed requests that a browser keeps for its console is not the page's.
    await page.evaluate(() => { console.clear(); performance.clearResourceTimings(); });
    // At best between two requests; on a busy machine there is no such moment.
    await page.waitForFunction(() => traffic.underWay === 0, null, { polling: 20, timeout: 3_000 }).catch(() => {});
    for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (name) => metrics.find((one) => one.name === name).value;
    const { wasm, indexedDb } = await page.evaluate(async () => {
      const { usageDetails } = await navigator.storage.estimate();
      return { wasm: instance.exports.memory.buffer.byteLength, indexedDb: usageDetails?.indexedDB ?? 0 };
    });
    return { wasm, heap: metric('JSHeapUsedSize'), nodes: metric('Nodes'), listeners: metric('JSEventListeners'), indexedDb };
  };
}

/**
 * The straight line through the samples from `since` on: its slope in percent of the mean an hour,
 * and twice the standard error of that, which is how far chance alone may bring it from the truth.
 * @param {Sample[]} samples @param {keyof typeof MEASURES} name @param {number} since in seconds
 */
export function slope(samples, name, since) {
  const points = samples.filter(({ at }) => at >= since).map((sample) => [sample.at / 3_600, sample[name]]);
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [meanAt, meanValue] = [mean(0), mean(1)];
  if (points.length < 3 || meanValue === 0) return { percent: 0, noise: 0, mean: meanValue };
  const spread = points.reduce((sum, [at]) => sum + (at - meanAt) ** 2, 0);
  const rise = points.reduce((sum, [at, value]) => sum + (at - meanAt) * (value - meanValue), 0) / spread;
  const rest = points.reduce((sum, [at, value]) => sum + (value - meanValue - rise * (at - meanAt)) ** 2, 0);
  const error = Math.sqrt(rest / (points.length - 2) / spread);
  return { percent: (100 * rise) / meanValue, noise: (200 * error) / meanValue, mean: meanValue };
}
