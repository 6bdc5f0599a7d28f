/** The pointer over L: one move until crosshair, values of all series, layout and pixels are there, beside the others. */
import { LIBRARIES, openBrowser, openCharts, serveCharts, shuffled } from './charts.mjs';
import { Figures } from './figures.mjs';

const VISITS = 3;
const TASK = { size: 'L', count: 1, warm: 20, rounds: 30 };

const figures = new Figures('hover');
const names = /** @type {import('./charts.mjs').Library[]} */ (Object.keys(LIBRARIES));
const server = await serveCharts();
try {
  for (const browserName of /** @type {const} */ (['Chromium', 'Firefox'])) {
    const opened = await openBrowser(browserName);
    figures.result.browsers[browserName] = opened.version;
    try {
      for (let visit = 0; visit < VISITS; visit += 1) {
        for (const name of shuffled(names)) {
          const charts = await openCharts(opened, server.url, [name]);
          figures.add(browserName, 'hover L', LIBRARIES[name], await charts.call('hover', name, TASK));
          await charts.close();
        }
      }
    } finally {
      await opened.browser.close();
    }
    const { ours, uPlot } = figures.medians(browserName, 'hover L');
    figures.set(browserName, 'hover.L', uPlot / ours);
    figures.set(browserName, 'hover.L.ms', ours);
  }
} finally {
  server.close();
}
figures.write();
