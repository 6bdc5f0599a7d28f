/** A dashboard of Sentry's API: asked for, checked, and every failure in words. */
import { EventsStatsError } from 'events-stats-widget';
import { addressOf, fetchFor, pageOptions } from './page-options.js';

/**
 * @typedef {{id: string, title: string, layout: Layout | null}} Tile
 * @typedef {{x: number, w: number, h: number}} Layout in columns and rows of Sentry's grid
 * @typedef {{id: string, title: string, period: string | null, start: string | null, end: string | null, filters: string[][], tiles: Tile[]}} Dashboard
 * @typedef {Omit<EventsStatsError, 'status'> & {status: number | null, retryAfterMs: number | null}} Failure
 */

/** Sentry's grid. */
const COLUMNS = 6;
const MOST_ROWS = 12;
const TIMEOUT_MS = 30_000;

/** Codes and words of refusals, as widgets have them. @type {Record<number, [code: string, words: string]>} */
const REFUSALS = {
  400: ['bad_request', 'The server rejected the request'], 401: ['unauthorized', 'You are not signed in'], 403: ['forbidden', 'Permission denied'],
  404: ['not_found', 'Not found'], 429: ['rate_limited', 'Too many requests'],
};

/**
 * Why there is no dashboard.
 * @param {string} code @param {string} message @param {{status?: number, retryAfterMs?: number | null}} [facts]
 * @returns {Failure}
 */
export const failed = (code, message, facts) => Object.assign(new EventsStatsError(code, message), { status: null, retryAfterMs: null, ...facts });

/** Whether asking again by itself may help soon. @param {Failure} failure */
export const isPassing = ({ code, status }) => ['network', 'timeout', 'rate_limited', 'server'].includes(code) || status === 408;

/**
 * @param {{org: string, id: string, base: string, fetch: typeof globalThis.fetch | undefined, signal: AbortSignal}} asked
 * @returns {Promise<Dashboard>}
 * @throws {Failure}
 */
export async function readDashboard({ org, id, base, fetch, signal }) {
  const path = `api/0/organizations/${encodeURIComponent(org)}/dashboards/${encodeURIComponent(id)}/`;
  const url = checkedAddress(base, path);
  const limitMs = pageOptions().timeoutMs ?? TIMEOUT_MS;
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end);
  const limit = setTimeout(end, limitMs);
  try {
    // A bare call, as a page calls its own.
    const ask = fetch ?? fetchFor(url);
    const response = await ask(url.href, { headers: { accept: 'application/json' }, signal: ending.signal });
    const text = await response.text();
    if (!response.ok) throw refused(response, text);
    return dashboardOf(text);
  } catch (error) {
    if (error instanceof EventsStatsError) throw error;
    if (ending.signal.aborted) throw failed('timeout', `The server did not respond within ${limitMs / 1000} s.`);
    throw failed('network', `No response from the server: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', end);
  }
}

/** @param {string} base @param {string} path @returns {URL} */
function checkedAddress(base, path) {
  let url;
  try {
    url = addressOf(base, path);
  } catch {
    throw failed('config', `\`base-url\`: expected a URL, found \`${base.slice(0, 80)}\``);
  }
  if (url.username || url.password) throw failed('config', '`base-url`: expected a URL without user name and password, found a URL with credentials');
  return url;
}

/** @param {Response} response @param {string} text */
function refused({ status, headers }, text) {
  const detail = detailOf(text);
  const [code, what] = REFUSALS[status] ?? [status >= 500 ? 'server' : 'http', `The server responded with status ${status}`];
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
  return failed(code, detail ? `${what}: ${detail}` : `${what}.`, { status, retryAfterMs });
}

/** @param {string} text of an error */
function detailOf(text) {
  try {
    const { detail } = JSON.parse(text);
    return String(detail?.message ?? detail ?? '').slice(0, 300);
  } catch {
    return '';
  }
}

/** @param {string} text @returns {Dashboard} */
function dashboardOf(text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    const found = text.trimStart().startsWith('<') ? 'an HTML page' : `\`${text.slice(0, 40)}\``;
    throw failed('decode', `Expected a dashboard in JSON, found ${found}. Is \`base-url\` the address above /api/0/?`);
  }
  if (!Array.isArray(body?.widgets)) throw failed('decode', 'Expected a dashboard with `widgets`, found something else.');
  return {
    id: textOf(body.id), title: textOf(body.title),
    period: textOf(body.period) || null, start: textOf(body.start) || null, end: textOf(body.end) || null,
    filters: filtersOf(body),
    tiles: inOrder(body.widgets.flatMap(tileOf)),
  };
}

/** A widget without an id can be named by nobody. @param {any} widget @returns {Array<Tile & {y: number}>} */
function tileOf(widget) {
  const id = textOf(widget?.id);
  if (!id) return [];
  const { y } = widget.layout ?? {};
  return [{ id, title: textOf(widget.title), layout: layoutOf(widget.layout), y: Number.isInteger(y) ? y : Number.POSITIVE_INFINITY }];
}

/** @param {any} layout as Sentry keeps it, or anything else */
function layoutOf(layout) {
  const { x, w, h } = layout ?? {};
  if (![x, w, h].every(Number.isInteger) || x < 0 || w < 1 || h < 1 || x + w > COLUMNS) return null;
  return { x, w, h: Math.min(h, MOST_ROWS) };
}

/** From top to bottom, and from left to right: so they are read, and so they stand on a narrow page. @param {Array<Tile & {y: number}>} tiles */
const inOrder = (tiles) => tiles.sort((a, b) => (a.y === b.y ? (a.layout?.x ?? 0) - (b.layout?.x ?? 0) : a.y - b.y));

/** What all of its widgets ask within, by name. @param {any} body */
function filtersOf({ projects, environment, filters }) {
  const { globalFilter, ...own } = filters ?? {};
  const named = [['project', listOf(projects)], ['environment', listOf(environment)], ...Object.entries(own).map(([name, values]) => [name, listOf(values)])];
  const searches = listOf(Array.isArray(globalFilter) ? globalFilter.map((filter) => filter?.value) : []);
  return [
    ...named.flatMap(([name, values]) => (values.length > 0 ? [[/** @type {string} */ (name), /** @type {string[]} */ (values).join(', ')]] : [])),
    ...searches.map((text) => ['', text]),
  ];
}

/** @param {unknown} values @returns {string[]} */
const listOf = (values) => (Array.isArray(values) ? values.map(textOf).filter(Boolean) : []);

/** @param {unknown} value */
const textOf = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');
