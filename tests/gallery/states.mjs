/** Every display type of a widget in every state that it can be in, each answered in place of a server. */
import { DAY, ERRORS, HOUR, ROUTES, series, table } from './answers.mjs';

const half = series({ span: DAY, step: HOUR / 2 });
const { start, end } = half.range;
const [FROM, TO] = [start, end].map((moment) => Date.parse(moment) / 1000);
const LONG = 'GET /api/0/organizations/{organization_slug}/projects/{project_slug}/events-of-a-long-name/{event_id}/';
const errors = half.groups('count()', ERRORS, [330, 210, 180, 140, 130, 500], 'integer', 0.15);
const count = half.plain('count()', 75, 'integer');

/**
 * @typedef {object} Kind a display type
 * @property {string} name
 * @property {any} config
 * @property {any} body what it is answered
 * @property {number} [level] about the middle of its values; only of charts
 */

/** @type {Kind[]} */
export const KINDS = [
  kind('line', 'line', 'Errors', count, { level: 45 }),
  kind('lines-of-groups', 'line', 'Top transactions by p95', half.groups('p95()', ROUTES, [30_000, 12_000, 4500, 3200, 3000, 1600], 'duration', 0.5), { column: 'transaction', level: 9000 }),
  kind('area', 'area', 'Errors', count, { level: 45 }),
  kind('stacked-area', 'stacked_area', 'Errors by type', errors, { column: 'error.type', level: 900 }),
  kind('bar', 'bar', 'Errors', count, { level: 45 }),
  kind('stacked-bars', 'bar', 'Errors by type', errors, { column: 'error.type', level: 900 }),
  kind('top-n', 'top_n', 'Errors by type', errors, { column: 'error.type', level: 900 }),
  kind('two-axes', 'line', 'Throughput and p95', { 'count()': { ...half.plain('count()', 1600, 'integer'), order: 0 }, 'p95()': { ...half.plain('p95()', 820, 'duration', 2), order: 1 } }, { level: 900, aggregates: ['count()', 'p95()'] }),
  kind('big-number', 'big_number', 'Users affected', { data: [{ 'count_unique(user)': 393.9184 }], meta: { fields: { 'count_unique(user)': 'integer' }, units: {} } }, { aggregates: ['count_unique(user)'] }),
  kind('table', 'table', 'Top errors', table(), { aggregates: ['count()', 'p95(transaction.duration)'], columns: ['error.type', 'transaction'] }),
];

/** @param {string} name @param {string} displayType @param {string} title @param {any} body @param {{level?: number, column?: string, columns?: string[], aggregates?: string[]}} of @returns {Kind} */
function kind(name, displayType, title, body, { level, column, columns = column ? [column] : [], aggregates = [Object.keys((body.data ? body : Object.values(body)[0]).meta.fields)[0]] }) {
  const query = { name: '', aggregates, columns, fields: [...columns, ...aggregates], conditions: '', orderby: `-${aggregates[0]}` };
  return { name, body, level, config: { id: '1', title, displayType, widgetType: 'error-events', interval: '30m', limit: 5, queries: [query] } };
}

/**
 * @typedef {object} State
 * @property {string} name
 * @property {(url: URL, kind: Kind, asked: number) => any} [answer] a body, or a `Response`, or a promise of one; `undefined` for the kind's own
 * @property {(config: any, kind: Kind) => any} [config]
 * @property {Record<string, string>} [attributes]
 * @property {boolean} [isChart] only of charts
 * @property {boolean} [isOpen] never at rest
 * @property {boolean} [isLast] put into the page right before the picture: it passes
 * @property {(element: any) => Promise<unknown>} [act] what is done once it is at rest
 */

const never = () => new Promise(() => {});
/** @param {number} status @param {string} detail */
const refused = (status, detail) => new Response(JSON.stringify({ detail }), { status, headers: { 'content-type': 'application/json' } });
/** @param {URL} url */
const isEarlier = (url) => Date.parse(`${url.searchParams.get('start')}Z`) / 1000 < FROM;
const refresh = (/** @type {any} */ element) => element.refresh();
const isMark = (/** @type {URL} */ url) => /\/(alert-rules|incidents|releases\/stats)\/$/.test(url.pathname);
/** A moment of the range. @param {number} part */
const at = (part) => new Date((FROM + part * (TO - FROM)) * 1000).toISOString();
const twice = (/** @type {any} */ config) => ({ ...config, queries: ['EU', 'US'].map((name) => ({ ...config.queries[0], name, conditions: `region:${name}` })) });

/** @type {State[]} */
export const STATES = [
  { name: 'normal' },
  { name: 'loading', isLast: true, isOpen: true, answer: never },
  { name: 'loading for long', isOpen: true, answer: never },
  { name: 'loading for long, one of two queries is here', isOpen: true, isChart: true, config: twice, answer: (url) => (url.search.includes('US') ? never() : undefined) },
  { name: 'empty', answer: () => ({ data: [], meta: { fields: {}, units: {} } }) },
  { name: 'no values', answer: (_, { body }) => each(body, () => null) },
  { name: 'all zero', answer: (_, { body }) => each(body, () => 0) },
  { name: 'error 500', answer: () => refused(500, 'Internal Error') },
  { name: 'error 400 with a long reason', answer: () => refused(400, 'Invalid query. Project 12345 does not exist or is not actively selected, and the search “transaction.duration:>= error.type:” cannot be read: expected a value behind “>=”.') },
  { name: 'error 403', answer: () => refused(403, 'You do not have permission to perform this action.') },
  { name: 'wrong configuration', config: (config) => ({ ...config, displayType: 'pie' }) },
  { name: 'a refresh failed', answer: (_, __, asked) => (asked > 0 ? refused(500, 'Internal Error') : undefined), act: refresh },
  { name: 'a refresh is under way', isOpen: true, answer: (_, __, asked) => (asked > 0 ? never() : undefined), act: async (element) => { void element.refresh(); } },
  { name: 'one of two queries failed', isChart: true, config: twice, answer: (url) => (url.search.includes('US') ? refused(400, 'Invalid query: no such field') : undefined) },
  { name: 'compared', attributes: { compare: '1w' }, answer: (url, kind) => (isEarlier(url) ? moved(bodyOf(url, kind), -7 * DAY, 0.8) : undefined) },
  { name: 'compared, nothing earlier', attributes: { compare: '1w' }, answer: (url, kind) => (isEarlier(url) ? { ...bodyOf(url, kind), data: [] } : undefined) },
  { name: 'compared, the earlier period is refused', attributes: { compare: '1w' }, answer: (url) => (isEarlier(url) ? refused(400, 'Cannot query data older than 90 days.') : undefined) },
  { name: 'the last bucket is incomplete', isChart: true, attributes: { end: at(1 - 0.012) } },
  { name: 'gaps', isChart: true, answer: (_, { body }) => each(body, (value, index) => (index % 16 > 11 ? null : value)) },
  { name: 'three buckets', isChart: true, answer: (_, { body }) => each(body, (value, index) => (Math.abs(index - 24) < 2 ? value : undefined)) },
  { name: 'one spike', isChart: true, answer: (_, { body }) => each(body, (value, index) => Math.round(index === 30 ? 40 * value : value / 20)) },
  { name: 'thresholds', config: (config, { level = 300 }) => ({ ...config, thresholds: { max_values: { max1: level, max2: level * 1.6 }, unit: null, preferredPolarity: '-' } }) },
  {
    name: 'marks: annotations, releases, alerts', isChart: true, attributes: { releases: '', alerts: '' },
    config: (config) => ({ ...config, annotations: [{ time: at(0.2), text: 'Deploy 4.2' }, { time: at(0.5), end: at(0.6), text: 'Incident: payments' }] }),
    answer: marks,
  },
  { name: 'estimated from few samples', isChart: true, config: (config) => ({ ...config, widgetType: 'spans' }), answer: (_, { body }) => unsure(body) },
  { name: 'errors or transactions', isChart: true, config: (config) => ({ ...config, widgetType: 'discover' }) },
  {
    name: 'long names', config: (config) => ({ ...config, title: `How often ${LONG} was called` }),
    answer: (_, { body }) => (body.data ? renamed(body) : Object.fromEntries(Object.entries(body).map(([name, of], index) => [of.order === undefined || name.includes('(') || name === 'Other' ? name : `${LONG}${index}`, of]))),
  },
];

/** What a server has to say: groups are compared by their sums over the range, and with the sum of all. @param {URL} url @param {Kind} kind */
function bodyOf(url, { body, config }) {
  const { aggregates: [aggregate], columns: [column] } = config.queries[0];
  if (body.data || column === undefined || url.searchParams.get('topEvents')) return body;
  const groups = Object.values(body);
  const add = (/** @type {number} */ sum, /** @type {any} */ [, [{ count }]]) => sum + count;
  if (url.pathname.endsWith('/events/')) {
    const rows = Object.entries(body).map(([name, { data }]) => ({ [column]: name, [aggregate]: data.reduce(add, 0) }));
    return { data: rows, meta: { fields: { [column]: 'string', [aggregate]: 'integer' }, units: {} } };
  }
  return { ...groups[0], data: groups[0].data.map(([time], index) => [time, [{ count: groups.reduce((sum, { data }) => add(sum, data[index]), 0) }]]) };
}

/** @param {any} url @param {Kind} kind */
function marks(url, { level = 1, config }) {
  if (url.pathname.endsWith('/releases/stats/')) return [0.35, 0.72, 0.74].map((part, index) => ({ version: `shop@4.${index}.0`, date: at(part) }));
  const rule = {
    id: '7', name: 'Too many', dataset: 'events', query: '', aggregate: config.queries[0].aggregates[0], environment: null, timeWindow: 30, thresholdType: 0, projects: ['shop'],
    triggers: [{ label: 'critical', alertThreshold: level * 1.4 }, { label: 'warning', alertThreshold: level }],
  };
  if (url.pathname.endsWith('/alert-rules/')) return [rule];
  return url.pathname.endsWith('/incidents/') ? [{ id: '1', status: 20, title: 'Too many', alertRule: rule, dateStarted: at(0.9) }] : undefined;
}

/** The same answer with other values: `undefined` leaves a row out. @param {any} body @param {(value: number, index: number) => number | null | undefined} change @returns {any} */
function each(body, change) {
  if (!body.data) return Object.fromEntries(Object.entries(body).map(([name, of]) => [name, each(of, change)]));
  const cell = (/** @type {any} */ row, /** @type {number} */ index) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? change(value, index) : value]));
  return {
    ...body,
    data: body.data.flatMap((/** @type {any} */ row, /** @type {number} */ index) => {
      if (!Array.isArray(row)) return [cell(row, index)];
      const value = change(row[1][0].count, index);
      return value === undefined ? [] : [[row[0], [{ count: value }]]];
    }),
  };
}

/** @param {any} body @param {number} seconds @param {number} factor @returns {any} */
function moved(body, seconds, factor) {
  if (!body.data) return Object.fromEntries(Object.entries(body).map(([name, of]) => [name, moved(of, seconds, factor)]));
  const { data } = each(body, (value) => Math.round(value * factor));
  if (!Array.isArray(data[0])) return { ...body, data };
  return { ...body, start: body.start + seconds, end: body.end + seconds, data: data.map(([time, cells]) => [time + seconds, cells]) };
}

/** @param {any} body @returns {any} */
function unsure(body) {
  if (!body.data) return Object.fromEntries(Object.entries(body).map(([name, of]) => [name, unsure(of)]));
  return { ...body, meta: { ...body.meta, accuracy: { confidence: body.data.map(([timestamp]) => ({ timestamp, value: 'low' })) } } };
}

/** A table's texts made long. @param {any} body */
function renamed(body) {
  return { ...body, data: body.data.map((/** @type {any} */ row) => (Array.isArray(row) ? row : { ...row, ...('transaction' in row ? { transaction: LONG } : {}) })) };
}

/**
 * What a widget of this kind and state is given.
 * @param {Kind} kind @param {State} state
 */
export function givenOf(kind, { answer, config = (given) => given, attributes = {} }) {
  let asked = 0;
  let last = '';
  return {
    config: config(kind.config, kind),
    attributes: { start, end, ...attributes },
    fetch: async (/** @type {string} */ address) => {
      const url = new URL(address, location.href);
      // Asked the same once more: what a refresh asks.
      if (!isMark(url)) {
        asked += last === url.href ? 1 : 0;
        last = url.href;
      }
      const body = await answer?.(url, kind, asked) ?? (isMark(url) ? [] : bodyOf(url, kind));
      return body instanceof Response ? body : new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
    },
  };
}
