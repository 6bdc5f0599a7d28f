/**
 * One timeseries query: axes by bucket, for the whole scope or for groups of it.
 */
import { fillRows } from './buckets.js';
import { allOf, scopeCondition } from './scope.js';

const BUCKET = '(epoch_ms(timestamp) // CAST(? AS BIGINT)) * CAST(? AS BIGINT)';

/**
 * @typedef {object} TimeseriesQuery
 * @property {import('./scope.js').Scope} scope
 * @property {import('./scope.js').Search} search
 * @property {import('./columns.js').Column[]} axes
 * @property {import('./buckets.js').Buckets} buckets
 */

/**
 * @param {TimeseriesQuery} query
 * @param {import('./columns.js').Column[]} groups
 * @param {import('../events/catalogue.js').Fragment[]} filters
 * @param {import('./columns.js').Column[]} readColumns what decides which kinds of event are seen
 * Nothing cuts the rows: ordered by time, it would be the newest buckets that went. Buckets and groups bound them.
 * @returns {Promise<Array<Record<string, any>>>} rows with `time`, `g0`, `g1`..., `a0`, `a1`...
 */
export async function runGrouped({ scope, search, axes, buckets }, groups, filters, readColumns) {
  const { rollup } = buckets;
  const { table, holdsTraceItems } = scope.source;
  // Sentry's engine for trace items knows no missing value in a series.
  const axisSql = (/** @type {string} */ sql) => (holdsTraceItems ? `coalesce(${sql}, 0)` : sql);
  const where = allOf([scopeCondition(scope, search, readColumns), ...filters]);
  const selected = [
    `${BUCKET} AS time`,
    ...groups.map(({ sql }, index) => `${sql} AS g${index}`),
    ...axes.map(({ sql }, index) => `${axisSql(sql)} AS a${index}`),
    ...(holdsTraceItems ? ['count(*) AS samples'] : []),
  ];
  const keys = ['time', ...groups.map((_, index) => `g${index}`)].join(', ');
  return scope.store.database.query(
    `SELECT ${selected.join(', ')} FROM ${table} WHERE ${where.sql}
     GROUP BY ${keys} ORDER BY time`,
    [
      rollup * 1000, rollup,
      ...groups.flatMap(({ params }) => params), ...axes.flatMap(({ params }) => params),
      ...where.params,
    ],
  );
}

/**
 * @param {TimeseriesQuery} query
 * @returns {Promise<import('./buckets.js').Row[]>} filled
 */
export async function runTimeseries(query) {
  const rows = await runGrouped(query, [], [], query.axes);
  return fillRows(/** @type {any} */ (rows), query.buckets);
}
