/** A dashboard of Sentry's API: asked for, and checked. */
import { ask, failed, jsonOf } from './api.js';
import { textOf } from './filters.js';

/**
 * @typedef {{id: string, widget: any, layout: Layout | null}} Tile `widget` as the body has it
 * @typedef {{x: number, w: number, h: number}} Layout in columns and rows of Sentry's grid
 * @typedef {{id: string, title: string, period: string | null, start: string | null, end: string | null, body: any, tiles: Tile[], isSingle: boolean}} Dashboard `isSingle`: one of its widgets was asked for alone
 */

/** Sentry's grid. */
const COLUMNS = 6;
const MOST_ROWS = 12;
/** That a person reads in a message. */
const MOST_NAMED = 12;

/**
 * @param {import('./api.js').Api} api @param {string} id @param {string | null} widgetId of the only one that is wanted
 * @returns {Promise<Dashboard>}
 * @throws {import('./api.js').Failure}
 */
export async function readDashboard(api, id, widgetId) {
  const { text } = await ask(api, `dashboards/${encodeURIComponent(id)}/`);
  const body = jsonOf(text, 'a dashboard');
  if (!Array.isArray(body?.widgets)) throw failed('decode', 'Expected a dashboard with `widgets`, found something else.');
  const tiles = inOrder(body.widgets.flatMap(tileOf));
  return {
    id: textOf(body.id), title: textOf(body.title),
    period: textOf(body.period) || null, start: textOf(body.start) || null, end: textOf(body.end) || null,
    body, tiles: widgetId === null ? tiles : [oneOf(tiles, widgetId, id)], isSingle: widgetId !== null,
  };
}

/** @param {Tile[]} tiles @param {string} widgetId @param {string} id of the dashboard @throws {import('./api.js').Failure} */
function oneOf(tiles, widgetId, id) {
  const found = tiles.find((tile) => tile.id === widgetId);
  if (found) return found;
  // In the words of a widget's own element.
  const known = tiles.slice(0, MOST_NAMED).map((tile) => [`\`${tile.id}\``, textOf(tile.widget.title)].filter(Boolean).join(' ')).join(', ');
  throw failed('config', `\`widget-id\`: expected a widget of dashboard ${id}${known && ` (${known})`}, found \`${widgetId.slice(0, 80)}\``);
}

/** A widget without an id can be named by nobody. @param {any} widget @returns {Array<Tile & {y: number}>} */
function tileOf(widget) {
  const id = textOf(widget?.id);
  if (!id) return [];
  const { y } = widget.layout ?? {};
  return [{ id, widget, layout: layoutOf(widget.layout), y: Number.isInteger(y) ? y : Number.POSITIVE_INFINITY }];
}

/** @param {any} layout as Sentry keeps it, or anything else */
function layoutOf(layout) {
  const { x, w, h } = layout ?? {};
  if (![x, w, h].every(Number.isInteger) || x < 0 || w < 1 || h < 1 || x + w > COLUMNS) return null;
  return { x, w, h: Math.min(h, MOST_ROWS) };
}

/** From top to bottom, and from left to right: so they are read, and so they stand on a narrow page. @param {Array<Tile & {y: number}>} tiles */
const inOrder = (tiles) => tiles.sort((a, b) => (a.y === b.y ? (a.layout?.x ?? 0) - (b.layout?.x ?? 0) : a.y - b.y));
