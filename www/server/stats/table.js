/**
 * A table query: columns, aggregates grouped by the rest, sorted, a page of it.
 * Serves the `events` endpoint and the first step of top events.
 */
import { InvalidSearchQuery } from '../errors.js';
import { isAggregate } from './columns.js';
import { isEquation, stripEquation } from './equation.js';
import { aliasOf, parseCall } from './function-call.js';
import { isFunction } from './functions.js';
import { scopeCondition } from './scope.js';

/** @typedef {import('./columns.js').Column} Column */

/**
 * @typedef {object} TableQuery
 * @property {import('./scope.js').Scope} scope
 * @property {import('./scope.js').Search} search
 * @property {Column[]} columns
 * @property {string[]} sort
 * @property {number} limit
 * @property {number} [offset]
 * @property {Column[]} [readColumns] what else decides which kinds of event are seen
 * @property {boolean} [distinct] group even when nothing is aggregated
 */

const EQUATION_ALIAS = /^equation\[(\d+)\]$/;

/** @param {string} text @param {Column[]} columns */
function findColumn(text, columns) {
  const equations = columns.filter((column) => isEquation(column.text));
  const numbered = EQUATION_ALIAS.exec(text);
  if (numbered) return equations[Number(numbered[1])];
  if (isEquation(text)) {
    return equations.find((column) => stripEquation(column.text) === stripEquation(text));
  }
  return columns.find((column) => column.text === text)
    ?? columns.find((column) => column.alias === text || `tags[${column.text}]` === text);
}

/**
 * Aggregates that only the sort names are added; anything else has to be selected. Of trace items all has to be.
 * @param {string[]} sort @param {Column[]} columns @param {import('./columns.js').ColumnResolver} resolver
 * @returns {Column[]} what has to be added
 */
export function sortOnlyColumns(sort, columns, resolver) {
  /** @type {Column[]} */
  const added = [];
  if (resolver.source.holdsTraceItems) return added;
  for (const item of sort) {
    const text = item.replace(/^-/, '');
    if (findColumn(text, [...columns, ...added])) continue;
    const call = isFunction(text) ? text : `${text}()`;
    if (!isFunction(text) && !/^\w+$/.test(text)) continue;
    try {
      const column = resolver.resolve(call);
      if (isAggregate(column)) added.push(column);
    } catch (error) {
      if (isFunction(text)) throw error;
    }
  }
  return added;
}

/** @param {string[]} sort @param {Column[]} columns @param {boolean} ofTraceItems */
function orderBy(sort, columns, ofTraceItems) {
  return sort.map((item) => {
    const descending = item.startsWith('-');
    const column = findColumn(item.replace(/^-/, ''), columns);
    if (!column) {
      throw new InvalidSearchQuery(
        ofTraceItems ? 'orderby must also be in the selected columns or groupby' : 'Cannot sort by a field that is not selected.',
      );
    }
    return `c${columns.indexOf(column)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
  });
}

/** A missing tag and an empty one are the same group. @param {Column} column @returns {Column} */
export const groupable = (column) => (column.field?.isTag ? { ...column, sql: `coalesce(${column.sql}, '')` } : column);

/**
 * @param {TableQuery} query
 * @returns {Promise<Array<Record<string, any>>>} rows with `c0`, `c1`... in the order of the columns
 */
export async function runTable(query) {
  const { scope, search, columns, sort, limit, offset = 0, readColumns = [], distinct = false } = query;
  const where = scopeCondition(scope, search, [...columns, ...readColumns]);
  const groups = columns.flatMap((column, index) => (isAggregate(column) ? [] : [`c${index}`]));
  const grouped = distinct || groups.length < columns.length;
  const selected = columns.map((column, index) => `${(grouped ? groupable(column) : column).sql} AS c${index}`).join(', ');
  if (search.having && !grouped) {
    const alias = aliasOf(/** @type {any} */ (parseCall(search.aggregates[0])));
    throw new InvalidSearchQuery(
      `Aggregate ${alias} used in a condition but is not a selected column, and could not be automatically added.`,
    );
  }
  // Equal ranks would otherwise come in any order; the groups themselves settle it.
  const order = [...orderBy(sort, columns, scope.source.holdsTraceItems), ...(grouped ? groups : [])].join(', ');
  const samples = scope.source.holdsTraceItems && grouped ? ', count(*) AS samples' : '';
  const having = search.having && grouped ? search.having : { sql: '', params: [] };
  return scope.store.database.query(
    `SELECT ${selected}${samples} FROM ${scope.source.table} WHERE ${where.sql}
     ${grouped && groups.length > 0 ? `GROUP BY ${groups.join(', ')}` : ''}
     ${having.sql ? `HAVING ${having.sql}` : ''}
     ${order ? `ORDER BY ${order}` : ''} LIMIT CAST(? AS BIGINT) OFFSET CAST(? AS BIGINT)`,
    [...columns.flatMap(({ params }) => params), ...where.params, ...having.params, limit, offset],
  );
}
