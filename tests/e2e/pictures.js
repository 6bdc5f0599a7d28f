/** The charts of the stored pictures, and the page that they stand in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { REGISTER } from './pages.js';

const HOUR = 3600;
const START = 1_767_225_600;
const HOURS = Array.from({ length: 12 }, (_, place) => 2 * place);

/** A day's rise and fall, with dents of its own. @param {number} level @param {number} seed @param {string} [aggregate] @param {string} [type] @returns {any} */
function series(level, seed, aggregate = 'count()', type = 'integer') {
  const value = (/** @type {number} */ hour) => Math.round(level * (1.4 - Math.cos(((hour - 2 - seed) / 12) * Math.PI) + 0.3 * Math.sin(hour * (seed + 2))));
  return { data: HOURS.map((hour) => [START + hour * HOUR, [{ count: value(hour) }]]), start: START, end: START + 24 * HOUR, meta: { fields: { [aggregate]: type }, units: { [aggregate]: type === 'duration' ? 'millisecond' : null } } };
}
const groups = () => Object.fromEntries(['A', 'B', 'Other'].map((name, order) => [name, { ...series(20 - 4 * order, order), order }]));
/** Without a change: its arrow is of a font that every machine has another of. */
const unchanged = () => ({ ...series(20, 0), data: series(20, 0).data.map(([time, [{ count }]]) => [time, [{ count, comparisonCount: null }]]) });
const compared = () => ({ ...series(20, 0), data: series(20, 0).data.map(([time, [{ count }]], index) => [time, [{ count, comparisonCount: Math.round(count * 0.7) + (index % 3) }]]) });
const rows = () => ({
  data: [['/checkout', 503], ['/', 71]].map(([transaction, count]) => ({ transaction, 'count()': count })),
  meta: { fields: { transaction: 'string', 'count()': 'integer' }, units: {} },
});
const number = () => ({ data: [{ 'count_unique(user)': 1234 }], meta: { fields: { 'count_unique(user)': 'integer' }, units: {} } });

/**
 * @typedef {object} Chart
 * @property {any} config
 * @property {any} response
 * @property {Record<string, string>} attributes
 * @property {{width: number, height: number}} size
 * @property {{left: number, right: number, bottom: number} | null} plot what of its canvas is no plot, in CSS pixels; null where there is no canvas
 */

/** @param {string} displayType @param {any} response @param {Partial<Chart> & {columns?: string[], aggregates?: string[]}} [more] @returns {Chart} */
function chart(displayType, response, { columns = [], aggregates = ['count()'], attributes = {}, size = { width: 190, height: 136 }, plot = { left: 36, right: 8, bottom: 24 } } = {}) {
  const query = { name: '', aggregates, columns, fields: [...columns, ...aggregates], conditions: '', orderby: `-${aggregates[0]}` };
  return { config: { id: '1', title: 'Errors', displayType, interval: '2h', limit: 2, widgetType: 'error-events', queries: [query] }, response, attributes, size, plot };
}

/** Too low for a legend, which is there all the same. */
const LOW = { width: 190, height: 150 };

/** @type {Record<string, Chart>} */
export const CHARTS = {
  line: chart('line', series(20, 0)),
  area: chart('area', series(20, 0)),
  'stacked-area': chart('area', groups(), { columns: ['error.type'], size: LOW }),
  bars: chart('bar', groups(), { columns: ['error.type'], size: LOW }),
  'top-n': chart('top_n', groups(), { columns: ['error.type'], size: { width: 240, height: 190 } }),
  'two-axes': chart('line', { 'count()': { ...series(20, 0), order: 0 }, 'p95()': { ...series(300, 3, 'p95()', 'duration'), order: 1 } }, { aggregates: ['count()', 'p95()'], size: { width: 220, height: 150 }, plot: { left: 36, right: 56, bottom: 24 } }),
  compared: chart('line', compared(), { attributes: { compare: '1w' }, size: LOW }),
  small: chart('line', unchanged(), { attributes: { compare: '1w' }, size: { width: 160, height: 80 }, plot: { left: 0, right: 0, bottom: 0 } }),
  'big-number': chart('big_number', number(), { aggregates: ['count_unique(user)'], size: { width: 140, height: 90 }, plot: null }),
  table: chart('table', rows(), { columns: ['transaction'], size: LOW, plot: null }),
};

const without = (/** @type {any} */ { B: _, ...others }) => others;
const changed = (/** @type {Chart} */ { config, ...others }, /** @type {object} */ changes) => ({ ...others, config: { ...config, ...changes } });

/** Of each chart one that is not as it should be. @type {Record<string, Chart>} */
export const WRONG = {
  // A step of the values higher: about a pixel.
  line: { ...CHARTS.line, response: series(21, 0) },
  // Without its fill.
  area: changed(CHARTS.area, { displayType: 'line' }),
  // Other colours.
  'stacked-area': { ...CHARTS['stacked-area'], attributes: { org: 'other' } },
  // A series less.
  bars: { ...CHARTS.bars, response: without(groups()) },
  'top-n': { ...CHARTS['top-n'], response: without(groups()) },
  // Both by the same axis.
  'two-axes': { ...CHARTS['two-axes'], response: { 'count()': { ...series(20, 0), order: 0 }, 'p95()': { ...series(20, 3, 'p95()', 'integer'), order: 1 } } },
  // Without the earlier period.
  compared: { ...CHARTS.compared, response: series(20, 0) },
  small: { ...CHARTS.small, response: series(20, 1) },
  'big-number': { ...CHARTS['big-number'], response: { ...number(), data: [{ 'count_unique(user)': 999 }] } },
  table: changed(CHARTS.table, { title: 'Warnings' }),
};

/** A font of the checkout: what a machine has would decide how wide texts are. @param {string} path */
export function fontOf(path) {
  if (!path.startsWith('/font/')) return undefined;
  return { contentType: 'font/ttf', body: readFileSync(join(root, 'src/paint/bitmap/font', path.slice('/font/'.length))) };
}

export const PAGE = `<style>
  @font-face { font-family: Picture; src: url(/font/Roboto-Regular.ttf); font-weight: 400 500; }
  @font-face { font-family: Picture; src: url(/font/Roboto-Bold.ttf); font-weight: 600 700; }
  body { margin: 0; background: #888; --events-stats-font: Picture; }
  main { display: flex; flex-wrap: wrap; gap: 10px; padding: 10px; inline-size: 1000px; box-sizing: border-box; }
</style>${REGISTER}<main></main>`;

/** Where the charts are all in sight. */
export const VIEWPORT = { width: 1000, height: 560 };

/** Runs in the page: puts the charts into it, and tells where they are. @param {[Record<string, Chart>, string]} given */
export async function show([charts, theme]) {
  await Promise.all(['400', '500', '600'].map((weight) => document.fonts.load(`${weight} 12px Picture`)));
  const main = document.querySelector('main');
  main.replaceChildren();
  const { start, end } = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' };
  const elements = Object.entries(charts).map(([name, { config, response, attributes, size }]) => {
    const element = document.createElement('events-stats-widget');
    for (const [key, value] of Object.entries({ org: 'demo', 'widget-id': '1', timezone: 'UTC', locale: 'en-US', theme, menu: 'none', ...attributes })) element.setAttribute(key, value);
    element.style.cssText = `flex: none; inline-size: ${size.width}px; block-size: ${size.height}px`;
    Object.assign(element, { config, response, range: { start, end } });
    main.append(element);
    return { name, element };
  });
  const found = {};
  for (const { name, element } of elements) {
    await element.settled();
    const box = (of) => {
      const { x, y, width, height } = of.getBoundingClientRect();
      return { x, y, width, height };
    };
    const canvas = element.shadowRoot.querySelector('canvas');
    found[name] = { ...box(element), canvas: charts[name].plot && box(canvas) };
  }
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return found;
}
