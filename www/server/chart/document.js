/**
 * A widget as a document: its answer, asked of this server's own API as the page would, drawn by the module that pages load.
 */
import { fileURLToPath } from 'node:url';
import { ParseError } from '../errors.js';
import { answerOf, drawnOf, isAsked } from './asking.js';
import { chartCsv, tableCsv } from './csv.js';
import { chartRequests } from './request.js';

const FONTS = ['Roboto-Regular.ttf', 'Roboto-Bold.ttf'].map((name) => fileURLToPath(new URL(`../../../src/paint/bitmap/font/${name}`, import.meta.url)));

/**
 * @typedef {import('./asking.js').Subject} Subject
 * @typedef {{width: number, height: number, scale: number, theme: string, range?: string, locale?: string, timezone?: string}} PictureLook
 */

const CHARTS = new Set(['line', 'area', 'stacked_area', 'bar', 'top_n']);

/** @param {unknown} widgetType or `displayType` */
const undrawn = (widgetType) => `Widgets of type ${String(widgetType).slice(0, 40)} cannot be drawn here.`;

/** @param {any} answer @returns {boolean} whether any value of it is more than nothing */
function holdsData(answer) {
  if (Array.isArray(answer?.data)) {
    return answer.data.some((/** @type {any} */ row) => (Array.isArray(row) ? row[1].some((/** @type {any} */ bucket) => bucket.count > 0) : Object.values(row).some(Boolean)));
  }
  return answer !== null && typeof answer === 'object' && Object.values(answer).some(holdsData);
}

/**
 * @param {import('fastify').FastifyInstance} app @param {Subject} subject @param {string} [range]
 * @returns {Promise<{answers: any[], request: import('./request.js').ChartRequest}>} an answer a query
 */
async function ask(app, subject, range) {
  if (!isAsked(subject.widget)) throw new ParseError(undrawn(subject.widget.widgetType));
  const { org, dashboard, widget } = drawnOf(subject);
  const requests = chartRequests(org, dashboard, widget, range);
  /** @type {{answers: any[], request: import('./request.js').ChartRequest}|null} */
  let first = null;
  for (const request of requests) {
    const found = { answers: await Promise.all(request.urls.map((url) => answerOf(app, subject, url))), request };
    if (found.answers.some(holdsData)) return found;
    first ??= found;
  }
  return /** @type {NonNullable<typeof first>} */ (first);
}

/** @param {any} widget @returns {string|null} why it has no picture */
function pictureProblem(widget) {
  const { displayType = 'line', widgetType } = widget;
  if (displayType === 'table' || displayType === 'big_number') return 'Tables and big numbers have no picture. Their rows are in the .csv.';
  if (!isAsked(widget)) return undrawn(widgetType);
  return CHARTS.has(displayType) ? null : undrawn(displayType);
}

/** @param {any} widget @returns {boolean} */
export const hasPicture = (widget) => pictureProblem(widget) === null;

/** @param {import('fastify').FastifyInstance} app @param {Subject} subject @param {PictureLook} look @param {string} modulePath of the built package for Node */
export async function svgOf(app, subject, look, modulePath) {
  const problem = pictureProblem(subject.widget);
  if (problem !== null) throw new ParseError(problem);
  const { answers, request } = await ask(app, subject, look.range);
  const { renderSvg } = await import(modulePath);
  const { width, height, theme, timezone = 'UTC', locale = 'en' } = look;
  try {
    return await renderSvg(request.config, answers, { width, height, theme: theme === 'auto' ? 'light' : theme, timezone, locale, org: subject.org });
  } catch (error) {
    const { code, message } = /** @type {Error & {code?: string}} */ (error);
    if (code === 'config') throw new ParseError(message);
    throw error;
  }
}

/** @param {string} svg @param {number} scale @returns {Promise<Buffer>} */
export async function pngOf(svg, scale) {
  const { renderAsync } = await import('@resvg/resvg-js');
  // The fonts of this machine stay out, so that a picture is the same everywhere.
  const font = { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: 'Roboto', sansSerifFamily: 'Roboto' };
  return (await renderAsync(svg, { fitTo: { mode: 'zoom', value: scale }, font })).asPng();
}

/** @param {import('fastify').FastifyInstance} app @param {Subject} subject @param {PictureLook} look */
export async function csvOf(app, subject, look) {
  const { answers, request } = await ask(app, subject, look.range);
  const { queries } = subject.widget;
  if (!request.isTable) return chartCsv(answers.map((answer, index) => ({ answer, alias: aliasOf(queries, index), axis: queries[index].aggregates?.[0] ?? 'count()' })));
  const { aggregates = [], columns = [], fields = [] } = queries[0];
  const own = [...columns, ...aggregates];
  return tableCsv(answers[0], own.length > 0 ? own : fields);
}

/** What the series of a query are called by, as the module has it: the conditions lose what only marks wildcards, stars and operators between U+F00D. @param {any[]} queries @param {number} index */
function aliasOf(queries, index) {
  const { name = '', conditions = '' } = queries[index];
  if (name.trim() !== '' || queries.length === 1) return name.trim();
  return conditions.split('\uF00D').filter((/** @type {string} */ _, /** @type {number} */ at) => at % 2 === 0).join('').replaceAll('*', '');
}
