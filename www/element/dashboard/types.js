/** Which of Sentry's widgets are drawn, and what the others are. */

/** Its groups with their values are what a table shows, with a bar behind each number. */
export const AS_TABLE = 'categorical_bar';

const DRAWN = new Set(['line', 'area', 'stacked_area', 'bar', 'top_n', 'table', 'big_number', AS_TABLE]);

/** @typedef {import('./words.js').Word} Word */

/** What the others are called, by `displayType`, then by `widgetType`: their data are not asked for as events. @type {Record<string, Word>} */
const DISPLAYS = {
  agents_traces_table: 'typeAgents', details: 'typeDetails', heatmap: 'typeHeatmap', rage_and_dead_clicks: 'typeClicks', server_tree: 'typeServerTree', wheel: 'typeWheel', world_map: 'typeWorldMap',
};
/** @type {Record<string, Word>} */
const SOURCES = { issue: 'typeIssues', metrics: 'typeReleaseHealth', 'custom-metrics': 'typeMetrics', 'preprod-app-size': 'typeAppSize' };

/** What sessions are asked for, and what they are grouped by. */
const HEALTH = /^(?:(?:sum|count_(?:healthy|errored|crashed|abnormal)|crash(?:_free)?_rate)\(session\)|count_(?:unique|healthy|errored|crashed|abnormal)\(user\)|crash(?:_free)?_rate\(user\)|(?:foreground_)?anr_rate\(\)|project|release|environment|session\.status)$/;

/** @typedef {'chart' | 'issues' | 'sessions' | 'text' | Word} Kind */

/**
 * @param {any} widget of a dashboard's body
 * @returns {Kind} what stands in its place; a word where nothing of it can be drawn
 */
export function kindOf({ displayType, widgetType, queries }) {
  if (displayType === 'text') return 'text';
  if (typeof displayType === 'string' && !DRAWN.has(displayType)) return Object.hasOwn(DISPLAYS, displayType) ? DISPLAYS[displayType] : 'typeUnknown';
  /** @param {(fields: string[]) => boolean} test */
  const asks = (test) => Array.isArray(queries) && queries.length > 0 && queries.every((query) => test(['fields', 'aggregates', 'columns'].flatMap((name) => query?.[name] ?? [])));
  if (widgetType === 'issue' && displayType === 'table' && asks((fields) => fields.length > 0)) return 'issues';
  if (widgetType === 'metrics' && displayType !== AS_TABLE && asks((fields) => fields.length > 0 && fields.every((field) => HEALTH.test(field)))) return 'sessions';
  return Object.hasOwn(SOURCES, widgetType) ? SOURCES[widgetType] : 'chart';
}

/** Whether a widget's own element draws it without a dashboard's, which asks otherwise for it or shows what is no chart. @param {any} widget */
export const standsAlone = (widget) => kindOf(widget) === 'chart' && widget.displayType !== AS_TABLE;

/** Drawn by a widget's element; the others are tiles. @param {Kind} kind @returns {kind is 'chart' | 'issues' | 'sessions'} */
export const isWidget = (kind) => kind === 'chart' || kind === 'issues' || kind === 'sessions';
