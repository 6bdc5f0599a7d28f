/**
 * Bytes to pixels, beside uPlot, ECharts and Chart.js: the same answers, size, width of line and screen, each with
 * its legend. Every visit is a page of its own, in an order by chance; medians over all visits. Read the ratios:
 * a lone time says nothing.
 */
import { inBrowsers, LIBRARIES, openCharts, shuffled } from './charts.mjs';
import { Figures } from './figures.mjs';

/** Visits of each library by browser and device pixels a CSS pixel. */
const VISITS = /** @type {const} */ ([['Chromium', 1, 3], ['Chromium', 2, 3], ['Firefox', 1, 2]]);

/** @typedef {{what: string, method: string, size: string, kind?: string, form?: string, warm: number, rounds: number}} Task */

/** @type {Task[]} */
const TASKS = [
  { what: 'mount S', method: 'mount', size: 'S', warm: 8, rounds: 7 },
  { what: 'refresh S', method: 'refresh', size: 'S', warm: 6, rounds: 9 },
  { what: 'mount M', method: 'mount', size: 'M', warm: 4, rounds: 5 },
  { what: 'refresh M', method: 'refresh', size: 'M', warm: 3, rounds: 5 },
  { what: 'area M', method: 'mount', size: 'M', form: 'area', warm: 3, rounds: 5 },
  { what: 'bars M', method: 'mount', size: 'M', form: 'bar', warm: 2, rounds: 3 },
  { what: 'mount L', method: 'mount', size: 'L', warm: 2, rounds: 3 },
  { what: 'refresh L', method: 'refresh', size: 'L', warm: 2, rounds: 3 },
  { what: 'mount L, 17 digits', method: 'mount', size: 'L', kind: 'digits', warm: 1, rounds: 2 },
];
/** At one device pixel a CSS pixel in Chromium only: seconds for each library. */
const LARGE = [
  { what: 'mount XL', method: 'mount', size: 'XL', count: 2, warm: 1, rounds: 2 },
  { what: 'refresh XL', method: 'refresh', size: 'XL', count: 2, warm: 1, rounds: 2 },
];

/** Goals by what is measured; the peers they are judged by. */
const GOALS = [
  ...['mount', 'refresh'].flatMap((task) => ['S', 'M', 'L', 'XL'].map((size) => ({ what: `${task} ${size}`, id: `${task}.${size}`, peers: ['uPlot'] }))),
  { what: 'area M', id: 'area.M', peers: ['uPlot', 'ECharts', 'Chart.js'] },
];

const figures = new Figures('draw');
const names = /** @type {import('./charts.mjs').Library[]} */ (Object.keys(LIBRARIES));
await inBrowsers(figures, {}, async (opened, url) => {
  for (const [, dpr, visits] of VISITS.filter(([name]) => name === opened.name)) {
    for (let visit = 0; visit < visits; visit += 1) {
      console.log(`${opened.name}, DPR ${dpr}: visit ${visit + 1} of ${visits}`);
      for (const name of shuffled(names)) await measure(opened, url, name, dpr);
    }
    judge(opened.name, dpr);
  }
});
figures.write();

/** @param {import('./charts.mjs').Opened} opened @param {string} url @param {import('./charts.mjs').Library} name @param {number} dpr */
async function measure(opened, url, name, dpr) {
  const charts = await openCharts(opened, url, [name], { dpr });
  const tasks = opened.name === 'Chromium' && dpr === 1 ? [...TASKS, ...LARGE] : TASKS;
  for (const { what, method, ...task } of tasks) {
    figures.add(opened.name, `${what}, DPR ${dpr}`, LIBRARIES[name], await charts.call(method, name, task));
  }
  await charts.close();
}

/** @param {string} browser @param {number} dpr */
function judge(browser, dpr) {
  for (const { what, id, peers } of GOALS) {
    const { ours, ...others } = figures.medians(browser, `${what}, DPR ${dpr}`);
    const best = Math.min(...peers.map((peer) => others[peer]));
    if (ours !== undefined) figures.set(browser, `${id}.${dpr}`, best / ours);
  }
}
