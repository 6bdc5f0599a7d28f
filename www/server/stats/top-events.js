/**
 * Top events: the N first groups of a table, a series for each, and one for all the rest.
 * Source of the algorithm: Sentry's top_events_timeseries and TopEventsQueryBuilder.
 */
import { ParseError } from '../errors.js';
import { fillRows } from './buckets.js';
import { cellOf } from './cells.js';
import { ColumnResolver, isAggregate, resolveAxisAlias } from './columns.js';
import { OTHER_KEY, distinctKeys, identityOf } from './result-key.js';
import { allOf } from './scope.js';
import { groupable, runTable, sortOnlyColumns } from './table.js';
import { runGrouped } from './timeseries.js';

/** @typedef {import('./columns.js').Column} Column */
/** @typedef {import('../events/catalogue.js').Fragment} Fragment */

/**
 * @typedef {{order: number, rows: import('./buckets.js').Row[], group: any[]|null}} Series
 *   `group`: the values of its groups; null for the rest
 * @typedef {{series: Map<string, Series>, groups: Column[]}} TopEvents no series: nothing was found
 */

/** @param {any} value @returns {Fragment} */
function literal(value) {
  if (value instanceof Date) return { sql: 'epoch_ms(CAST(? AS BIGINT))', params: [value.getTime()] };
  if (Array.isArray(value)) {
    return { sql: `CAST([${value.map(() => '?').join(', ')}] AS VARCHAR[])`, params: value };
  }
  return { sql: '?', params: [value] };
}

/**
 * One field IN the values that the top groups have.
 * @param {Column} column @param {any[]} values @returns {Fragment}
 */
function fieldCondition(column, values) {
  const present = values.filter((value) => value !== null).map(literal);
  const parts = [];
  if (present.length < values.length) parts.push({ sql: `${column.sql} IS NULL`, params: column.params });
  if (present.length > 0) {
    parts.push({
      sql: `coalesce(${column.sql} IN (${present.map(({ sql }) => sql).join(', ')}), FALSE)`,
      params: [...column.params, ...present.flatMap(({ params }) => params)],
    });
  }
  return {
    sql: parts.map(({ sql }) => sql).join(' OR '),
    params: parts.flatMap(({ params }) => params),
  };
}

/**
 * Field by field, so it lets through combinations that are no top group: what Other is without.
 * Sentry leaves list columns out of this; then Other would count what the series show, so they are in here.
 * @param {Column[]} groups @param {Array<Record<string, any>>} topRows @returns {Fragment}
 */
function topCondition(groups, topRows) {
  return allOf(groups.map((column, index) => {
    /** @type {Map<string, any>} */
    const distinct = new Map(topRows.map((row) => [JSON.stringify(row[`g${index}`]), row[`g${index}`]]));
    return fieldCondition(column, [...distinct.values()]);
  }));
}

/**
 * The top groups and nothing else: as many rows a bucket as there are groups, whatever else the fields' values make.
 * @param {Column[]} groups @param {Array<Record<string, any>>} topRows @returns {Fragment}
 */
function rowCondition(groups, topRows) {
  const rows = topRows.map((row) => allOf(groups.map((column, index) => fieldCondition(column, [row[`g${index}`]]))));
  return { sql: rows.map(({ sql }) => `(${sql})`).join(' OR '), params: rows.flatMap(({ params }) => params) };
}

/** @param {string[]} fields */
export function checkGroupable(fields) {
  if (fields.includes('timestamp')) throw new ParseError('Cannot group by timestamp');
}

/** Sentry's engine for trace items selects the axes with the fields. @param {import('./timeseries.js').TimeseriesQuery} query @param {string[]} fields */
function selectedBy({ axes, scope }, fields) {
  return scope.source.holdsTraceItems ? [...new Set([...fields, ...axes.map(({ text }) => resolveAxisAlias(text))])] : fields;
}

/**
 * @param {import('./timeseries.js').TimeseriesQuery} query
 * @param {{fields: string[], sort: string[]}} request @param {number} limit
 */
async function findTop(query, { fields, sort }, limit) {
  const resolver = new ColumnResolver((query.scope.range.end - query.scope.range.start) / 1000, query.scope.source);
  const columns = selectedBy(query, fields).map((text) => groupable(resolver.resolve(text)));
  const all = [...columns, ...sortOnlyColumns(sort, columns, resolver)];
  if (all.length === 0) throw new ParseError('No columns selected');
  const found = await runTable({
    scope: query.scope, search: query.search, columns: all, sort, limit, readColumns: query.axes, distinct: true,
  });
  const places = all.flatMap((column, index) => (isAggregate(column) ? [] : [index]));
  const topRows = found.map((row) => Object.fromEntries(places.map((place, g) => [`g${g}`, row[`c${place}`]])));
  return { groups: places.map((place) => all[place]), columns: all, topRows };
}

/** @param {Array<Record<string, any>>} rows @param {Column[]} groups @param {boolean} asAsked */
function rowsByIdentity(rows, groups, asAsked) {
  /** @type {Map<string, any[]>} */
  const byKey = new Map();
  for (const row of rows) {
    const key = identityOf(row, groups, asAsked);
    const list = byKey.get(key);
    if (list) list.push(row);
    else byKey.set(key, [row]);
  }
  return byKey;
}

/**
 * @param {import('./timeseries.js').TimeseriesQuery} query
 * @param {{fields: string[], sort: string[], includeOther: boolean}} request
 * @param {number} limit
 * @returns {Promise<TopEvents>}
 */
export async function runTopEvents(query, request, limit) {
  const { store: { shortIds }, source: { holdsTraceItems } } = query.scope;
  const { groups, columns, topRows } = await findTop(query, request, limit);
  if (topRows.length === 0) return { series: new Map(), groups };
  const keys = distinctKeys(topRows, groups, shortIds, holdsTraceItems);
  const read = [...columns, ...query.axes];
  const inRows = rowCondition(groups, topRows);
  // Of events Sentry leaves out of Other what the fields' values let through; of trace items the groups alone.
  const condition = holdsTraceItems ? inRows : topCondition(groups, topRows);
  // Fewer rows than asked for means that nothing is left for Other.
  const wantsOther = request.includeOther && topRows.length === limit && groups.length > 0;
  const [rows, otherRows] = await Promise.all([
    runGrouped(query, groups, [condition, inRows], read),
    wantsOther ? runGrouped(query, [], [{ ...condition, sql: `NOT (${condition.sql})` }], read) : null,
  ]);
  const byIdentity = rowsByIdentity(rows, groups, holdsTraceItems);
  const top = topRows.map((row, order) => {
    const identity = identityOf(row, groups, holdsTraceItems);
    const group = groups.map((column, index) => cellOf(row[`g${index}`], column, shortIds));
    return /** @type {[string, Series]} */ ([
      /** @type {string} */ (keys.get(identity)), { order, rows: fillRows(byIdentity.get(identity) ?? [], query.buckets), group },
    ]);
  });
  // Nor is there a rest of no events (Sentry: top_events_timeseries).
  const other = (otherRows ?? []).length > 0
    ? [/** @type {[string, Series]} */ ([OTHER_KEY, { order: limit, rows: fillRows(/** @type {any} */ (otherRows), query.buckets), group: null }])] : [];
  return { series: new Map(holdsTraceItems ? [...top, ...other] : [...other, ...top]), groups };
}
