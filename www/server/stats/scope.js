/**
 * What every query of one request has in common: events, range, projects, environments, dataset, search.
 * Turns it into one WHERE. Not here: what is selected and how it is grouped.
 */
import { compileSearch } from '../search/index.js';
import { metricCondition } from './trace-items/trace-metric.js';

/** @typedef {import('../events/catalogue.js').Fragment} Fragment */

/**
 * @typedef {object} Scope
 * @property {import('../events/store.js').EventStore} store
 * @property {import('./date-range.js').Range} range
 * @property {ReadonlyArray<{id: number, slug: string}>} projects
 * @property {string[]} environments the empty name stands for none
 * @property {string} dataset
 * @property {import('./source.js').Source} source what the data set is asked by
 * @property {import('./trace-items/trace-metric.js').TraceMetric|null} metric that the request names, of trace metrics
 * @property {string} query search text
 * @property {number} now epoch milliseconds
 */

/**
 * @typedef {object} Search
 * @property {Fragment|null} where
 * @property {Fragment|null} having
 * @property {string[]} aggregates the functions that `having` uses
 * @property {import('./trace-items/trace-metric.js').TraceMetric[]} metrics that functions in it name
 * @property {Set<'transaction'|'error'>} only the kinds of event that alone have a field which the text reads
 */

/** Where nothing is searched for. @type {Search} */
export const NO_SEARCH = { where: null, having: null, only: new Set(), metrics: [], aggregates: [] };

/** What words of a search stand for here: moments, projects, the latest release. @param {Scope} scope */
export const searchContext = ({ now, range, store }) => ({
  now, start: range.start, end: range.end, projects: store.projects.map(({ slug }) => slug), latestReleases: [...store.latestReleases],
});

/**
 * @param {Scope} scope
 * @param {number} seconds what one row covers, for rates in conditions
 * @returns {Search}
 */
export function searchOf(scope, seconds) {
  /** @type {Set<'transaction'|'error'>} */
  const only = new Set();
  /** @type {Search['metrics']} */
  const metrics = [];
  const { where, having, aggregates } = compileSearch(scope.query, {
    field(name) {
      const found = scope.source.field(name);
      if (found?.only) only.add(found.only);
      return found;
    },
    aggregates(text) {
      const resolved = scope.source.functionOf(text, seconds);
      for (const kind of resolved.only) only.add(kind);
      metrics.push(...resolved.metrics);
      return resolved;
    },
    ...searchContext(scope),
    spanIds: scope.source.spanIds,
  });
  return { where, having, aggregates, only, metrics };
}

/** @param {Fragment[]} parts */
export function allOf(parts) {
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' AND ') || 'TRUE',
    params: parts.flatMap(({ params }) => params),
  };
}

/** @param {unknown[]} values */
const marks = (values) => values.map(() => '?').join(', ');

/** @param {string[]} names @returns {Fragment[]} */
function environmentCondition(names) {
  if (names.length === 0) return [];
  const named = names.filter((name) => name !== '');
  const parts = [];
  if (named.length > 0) parts.push(`environment IN (${marks(named)})`);
  if (named.length < names.length) parts.push('environment IS NULL');
  return [{ sql: parts.join(' OR '), params: named }];
}

/** @param {Scope} scope @returns {Fragment[]} */
function projectCondition({ projects, store }) {
  if (projects.length === store.projects.length) return [];
  const ids = projects.map(({ id }) => id);
  return [{ sql: `project_id IN (${marks(ids)})`, params: ids }];
}

/** Metrics are made of transactions; without any extracted, Sentry answers from the transactions themselves. */
export const METRICS = new Set(['metrics', 'metricsEnhanced']);

/**
 * Sentry keeps errors and transactions in two tables. A query that reads columns of only one of them
 * is answered from that one (Snuba: detect_table); columns of both, or of neither, see all events.
 * @param {string} dataset @param {Set<'transaction'|'error'>} only
 * @returns {Fragment[]}
 */
function kindCondition(dataset, only) {
  const transactions = { sql: "event_type = 'transaction'", params: [] };
  const errors = { sql: "event_type <> 'transaction'", params: [] };
  if (dataset === 'errors') return [errors];
  if (dataset === 'transactions' || METRICS.has(dataset)) return [transactions];
  if (only.size !== 1) return [];
  return [only.has('transaction') ? transactions : errors];
}

/**
 * @param {Scope} scope
 * @param {Search} search
 * @param {Array<Pick<import('./columns.js').Column, 'only'|'metrics'>>} columns everything selected
 * @returns {Fragment}
 */
export function scopeCondition(scope, search, columns) {
  const only = new Set([...search.only, ...columns.flatMap((column) => column.only)]);
  return allOf([
    {
      sql: 'timestamp >= epoch_ms(CAST(? AS BIGINT)) AND timestamp < epoch_ms(CAST(? AS BIGINT))',
      params: [scope.range.start, scope.range.end],
    },
    ...projectCondition(scope),
    ...environmentCondition(scope.environments),
    ...kindCondition(scope.dataset, only),
    ...metricCondition(scope.metric, [...search.metrics, ...columns.flatMap((column) => column.metrics)]),
    ...(search.where ? [search.where] : []),
  ]);
}

/** The same request, some time earlier. @param {Scope} scope @param {number} seconds @returns {Scope} */
export function shifted(scope, seconds) {
  const { start, end } = scope.range;
  return { ...scope, range: { start: start - seconds * 1000, end: end - seconds * 1000 } };
}
