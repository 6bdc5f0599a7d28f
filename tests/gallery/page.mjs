/** Runs in the page: each chart three times in a row, ours first. */
import { cases } from './cases.mjs';
import { columnsOf } from './data.mjs';
import * as echarts from './echarts.mjs';
import * as uplot from './uplot.mjs';

const theme = /** @type {'light' | 'dark'} */ (new URL(location.href).searchParams.get('theme'));
document.documentElement.dataset.theme = theme;
const main = document.querySelector('main');
// Imported where it runs: the bundle is not to hold the package.
const shell = '/package/index.js';
await (await import(shell)).init();
for (const shown of cases()) {
  const { config, response, range, attributes = {}, width = 562, height = 300, isAlone = false } = shown;
  const element = /** @type {any} */ (document.createElement('events-stats-widget'));
  element.style.cssText = `inline-size: ${width}px; block-size: ${height}px`;
  for (const [name, value] of Object.entries({ 'widget-id': '1', org: 'acme', timezone: 'UTC', locale: 'en-US', theme, ...attributes })) element.setAttribute(name, value);
  Object.assign(element, { config, range, response });
  main?.append(element);
  await element.settled();
  if (isAlone) {
    main?.append(document.createElement('i'), document.createElement('i'));
    continue;
  }
  for (const { draw } of [uplot, echarts]) {
    const card = document.createElement('section');
    card.className = 'card';
    card.style.cssText = `inline-size: ${width}px; block-size: ${height}px`;
    const [title, plot, legend] = ['h2', 'div', 'div'].map((name) => document.createElement(name));
    title.textContent = config.title;
    plot.className = 'plot';
    legend.className = 'legend';
    card.append(title, plot, legend);
    main?.append(card);
    // Before the plot is measured: the legend takes its room first.
    const columns = columnsOf(shown, theme);
    if (columns.length > 1 && height > 240) legend.append(...columns.map(entryOf));
    draw(plot, shown, theme);
  }
}
/** @type {any} */ (globalThis).isDrawn = true;

/** @param {{name: string, color: string}} of */
function entryOf({ name, color }) {
  const entry = document.createElement('span');
  entry.textContent = name;
  entry.style.setProperty('--color', color);
  return entry;
}
