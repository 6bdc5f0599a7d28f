/**
 * A dashboard: 30 charts of S in a fresh page, as a page load has it: created, refreshed, one crosshair over all, and
 * what an untouched one leaves in the document.
 */
import { inBrowsers, inDocument, LIBRARIES, openCharts, shuffled } from './charts.mjs';
import { median } from './median.mjs';
import { Figures } from './figures.mjs';

const VISITS = { Chromium: 7, Firefox: 4 };
const COUNT = 30;
const TASK = { size: 'S', count: COUNT };
const MOVES = { warm: 10, rounds: 30 };
/** Three beside each other, ten rows. */
const ALL_IN_VIEW = { width: 2450, height: 3100 };
const NAMES = /** @type {import('./charts.mjs').Library[]} */ (['ours', 'uplot', 'echarts']);

const figures = new Figures('many');
await inBrowsers(figures, { libraries: NAMES }, async (opened, url) => {
  for (let visit = 0; visit < VISITS[opened.name]; visit += 1) {
    for (const name of shuffled(NAMES)) await measure(opened, url, name);
  }
  for (const [what, id] of [['30 x S created', 'many.create'], ['30 x S refreshed', 'many.refresh']]) {
    const { ours, uPlot } = figures.medians(opened.name, what);
    figures.set(opened.name, id, uPlot / ours);
  }
  figures.set(opened.name, 'many.crosshair', figures.medians(opened.name, '30 x S, one crosshair').ours);
});
for (const what of ['nodes', 'listeners']) {
  figures.set('Chromium', `many.${what}`, figures.medians('Chromium', `${what} a chart`).ours);
}
figures.write();

/** @param {import('./charts.mjs').Opened} opened @param {string} url @param {import('./charts.mjs').Library} name */
async function measure(opened, url, name) {
  const charts = await openCharts(opened, url, [name]);
  const add = (/** @type {string} */ what, /** @type {number[]} */ samples, unit = 'ms') => figures.add(opened.name, what, LIBRARIES[name], samples, unit);
  await charts.call('prepare', TASK);
  const before = await inDocument(opened, charts);
  add('30 x S created', [await charts.call('mountMany', name, TASK)]);
  const after = await inDocument(opened, charts);
  for (const what of /** @type {const} */ (['nodes', 'listeners'])) {
    if (after && before) add(`${what} a chart`, [(after[what] - before[what]) / COUNT], what);
  }
  const refreshes = [];
  for (let turn = 1; turn <= 3; turn += 1) {
    refreshes.push(await charts.call('refreshMany', name, TASK, turn));
    await charts.call('realFrames', 1);
  }
  add('30 x S refreshed', [median(refreshes)]);
  await charts.close();
  // ECharts connects charts only by a name for all of the page.
  if (name !== 'echarts') add('30 x S, one crosshair', await crosshair(opened, url, name));
}

/** All charts in view: who is out of sight need not follow the pointer. */
async function crosshair(opened, url, name) {
  const charts = await openCharts(opened, url, [name], { viewport: ALL_IN_VIEW });
  await charts.call('mountMany', name, { ...TASK, group: 'one' });
  const times = await charts.call('moveMany', name, MOVES);
  await charts.close();
  return times;
}
