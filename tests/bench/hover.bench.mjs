/** The pointer over L: one move until crosshair, values of all series, layout and pixels are there, beside the others. */
import { inBrowsers, LIBRARIES, openCharts, shuffled } from './charts.mjs';
import { Figures } from './figures.mjs';

const VISITS = 3;
const TASK = { size: 'L', count: 1, warm: 20, rounds: 30 };

const figures = new Figures('hover');
const names = /** @type {import('./charts.mjs').Library[]} */ (Object.keys(LIBRARIES));
await inBrowsers(figures, {}, async (opened, url) => {
  for (let visit = 0; visit < VISITS; visit += 1) {
    for (const name of shuffled(names)) {
      const charts = await openCharts(opened, url, [name]);
      figures.add(opened.name, 'hover L', LIBRARIES[name], await charts.call('hover', name, TASK));
      await charts.close();
    }
  }
  const { ours, uPlot } = figures.medians(opened.name, 'hover L');
  figures.set(opened.name, 'hover.L', uPlot / ours);
  figures.set(opened.name, 'hover.L.ms', ours);
});
figures.write();
