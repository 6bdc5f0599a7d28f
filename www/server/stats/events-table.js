/**
 * The flow of `events`: columns and filters in, a page of rows with meta out.
 */
import { ParseError } from '../errors.js';
import { cellOf } from './cells.js';
import { ColumnResolver, isAggregate } from './columns.js';
import { metaOf } from './meta.js';
import { answersFromMetrics } from './metrics.js';
import { datasetOf, fieldsOf, sortOf } from './parameters.js';
import { scopeOf } from './request.js';
import { searchOf } from './scope.js';
import { runTable } from './table.js';
import { confidenceOfTable } from './trace-items/accuracy.js';

/** What Sentry adds when a row is one event, so that it can be opened. */
const EVENT_FIELDS = ['id', 'project.name'];

/** @param {string[]} fields @param {ColumnResolver} resolver */
function resolveColumns(fields, resolver) {
  const columns = fields.map((text) => resolver.resolve(text));
  if (columns.some(isAggregate)) return columns;
  const names = new Set(fields);
  const missing = EVENT_FIELDS.filter((name) => !names.has(name) && !(name === 'project.name' && names.has('project')));
  return [...columns, ...missing.map((name) => resolver.resolve(name))];
}

/** An issue is shown by its short id, whatever the column holds. @param {import('./columns.js').Column} column */
const metaColumn = ({ text, type, unit }) => ({ name: text, type: text === 'issue' ? 'string' : type, unit });

/**
 * @param {import('../events/store.js').EventStore} store
 * @param {import('./parameters.js').Parameters} params
 * @param {number} now
 * @param {{limit: number, offset: number, extractedMetrics?: boolean}} page
 * @returns {Promise<{body: object, more: boolean}>}
 */
export async function readEvents(store, params, now, { limit, offset, extractedMetrics = false }) {
  const dataset = datasetOf(params);
  const fields = fieldsOf(params);
  if (fields.length === 0) throw new ParseError('No columns selected');
  const scope = scopeOf(store, params, dataset, now);
  if (!scope) {
    return { body: { data: [], meta: { tips: { query: 'Need at least one valid project to query.' } } }, more: false };
  }
  const seconds = (scope.range.end - scope.range.start) / 1000;
  const columns = resolveColumns(fields, new ColumnResolver(seconds, scope.source));
  const search = searchOf(scope, seconds);
  const sort = sortOf(params);
  const fromMetrics = answersFromMetrics(
    extractedMetrics, dataset, { columns: columns.map(({ text }) => text), sort, query: scope.query },
  );
  const rows = await runTable({
    // One row more than asked for tells whether there is a next page.
    scope, search, columns, sort, limit: limit + 1, offset,
  });
  const page = rows.slice(0, limit);
  const data = page.map((row) => Object.fromEntries(
    columns.map((column, index) => [column.text, cellOf(row[`c${index}`], column, store.shortIds)]),
  ));
  const meta = metaOf(columns.map(metaColumn), { dataset, fromMetrics });
  const more = rows.length > limit;
  if (!scope.source.holdsTraceItems) return { body: { data, meta }, more };
  const confidence = confidenceOfTable(page, columns.filter(isAggregate).map(({ text }) => text));
  return { body: { data, confidence, meta: { ...meta, dataScanned: 'full', accuracy: { confidence } } }, more };
}
