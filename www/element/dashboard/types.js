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

/**
 * @param {any} widget of a dashboard's body
 * @returns {'chart' | 'text' | Word} what stands in its place; a word where nothing of it can be drawn
 */
export function kindOf({ displayType, widgetType }) {
  if (displayType === 'text') return 'text';
  if (typeof displayType === 'string' && !DRAWN.has(displayType)) return Object.hasOwn(DISPLAYS, displayType) ? DISPLAYS[displayType] : 'typeUnknown';
  return Object.hasOwn(SOURCES, widgetType) ? SOURCES[widgetType] : 'chart';
}
