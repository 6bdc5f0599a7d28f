/**
 * What `npm run bench` holds the package to. A goal is only ever made harder. All are judged in Chromium;
 * what other browsers reach is printed beside it.
 *
 * @typedef {object} Goal
 * @property {string} id under which a bench reports its figure
 * @property {string} bench that measures it: the file `NAME.bench.mjs`
 * @property {string} what is measured
 * @property {'KB' | 'requests' | 'deep' | 'times' | 'ms' | 'nodes' | 'listeners' | 'MiB'} unit `times`: a quotient of two times
 * @property {'at least' | 'at most'} is
 * @property {number} goal
 * @property {number} [next] what comes after the goal is met
 */

/** @param {string} bench @param {string} id @param {string} what @param {number} goal @returns {Goal} */
const faster = (bench, id, what, goal) => ({ id, bench, what, unit: 'times', is: 'at least', goal });

/** @param {string} bench @param {string} id @param {string} what @param {Goal['unit']} unit @param {number} goal @param {number} [next] @returns {Goal} */
const atMost = (bench, id, what, unit, goal, next) => ({ id, bench, what, unit, is: 'at most', goal, ...(next === undefined ? {} : { next }) });

/** @type {Goal[]} */
export const GOALS = [
  atMost('start', 'wire.first.wasm', 'wasm loaded until the first line chart, brotli', 'KB', 100, 72),
  atMost('start', 'wire.first.js', 'JavaScript loaded until the first line chart, brotli', 'KB', 14, 12),
  atMost('start', 'wire.all', 'everything the package can do, brotli', 'KB', 250),
  atMost('start', 'requests.count', 'requests until the first chart, without page and data', 'requests', 2),
  atMost('start', 'requests.depth', 'longest chain of those requests', 'deep', 2),
  atMost('start', 'cold.loopback.uplot', 'cold start on loopback: our time / uPlot', 'times', 1.3, 1),
  atMost('start', 'cold.loopback.echarts', 'cold start on loopback: our time / ECharts', 'times', 0.8),
  atMost('start', 'cold.slow.uplot', 'cold start at 10 Mbit/s, 40 ms: our time / uPlot', 'times', 1.2),
  atMost('start', 'cold.slow.echarts', 'cold start at 10 Mbit/s, 40 ms: our time / ECharts', 'times', 0.7),

  faster('draw', 'mount.S.1', 'mount S, DPR 1: uPlot / our time', 2),
  faster('draw', 'mount.M.1', 'mount M, DPR 1: uPlot / our time', 4.5),
  faster('draw', 'mount.L.1', 'mount L, DPR 1: uPlot / our time', 10),
  faster('draw', 'mount.XL.1', 'mount XL, DPR 1: uPlot / our time', 20),
  faster('draw', 'mount.S.2', 'mount S, DPR 2: uPlot / our time', 2.5),
  faster('draw', 'mount.M.2', 'mount M, DPR 2: uPlot / our time', 8),
  faster('draw', 'mount.L.2', 'mount L, DPR 2: uPlot / our time', 15),
  faster('draw', 'refresh.S.1', 'refresh S, DPR 1: uPlot / our time', 2.5),
  faster('draw', 'refresh.M.1', 'refresh M, DPR 1: uPlot / our time', 7),
  faster('draw', 'refresh.L.1', 'refresh L, DPR 1: uPlot / our time', 15),
  faster('draw', 'refresh.XL.1', 'refresh XL, DPR 1: uPlot / our time', 20),
  faster('draw', 'area.M.1', 'stacked area M, DPR 1: best of the others / our time', 10),
  faster('draw', 'area.M.2', 'stacked area M, DPR 2: best of the others / our time', 12),

  faster('hover', 'hover.L', 'crosshair and tooltip on L: uPlot / our time', 1),
  atMost('hover', 'hover.L.ms', 'crosshair and tooltip on L', 'ms', 1),

  faster('many', 'many.create', '30 x S created: uPlot / our time', 2),
  faster('many', 'many.refresh', '30 x S refreshed: uPlot / our time', 2.5),
  atMost('many', 'many.crosshair', '30 charts with one crosshair, one move', 'ms', 16),
  atMost('many', 'many.nodes', 'DOM nodes a mounted, untouched widget', 'nodes', 40),
  atMost('many', 'many.listeners', 'listeners a mounted, untouched widget', 'listeners', 10),

  atMost('memory', 'memory.many', 'memory of the module, 30 x S', 'MiB', 4),
  atMost('memory', 'memory.L', 'memory of the module, L', 'MiB', 8),
  atMost('memory', 'memory.growth', 'growth over 1000 refreshes, 30 x S and L', 'MiB', 0),
];

/** @param {Goal} goal @param {number | undefined} figure one that was not measured misses its goal */
export function isMet({ is, goal }, figure) {
  if (figure === undefined || !Number.isFinite(figure)) return false;
  return is === 'at least' ? figure >= goal : figure <= goal;
}

/** How much of a goal is reached: 1 where it is just met. @param {Goal} goal @param {number} figure */
export function reached({ is, goal }, figure) {
  if (is === 'at least') return figure / goal;
  return figure <= 0 ? 2 : goal / figure;
}
