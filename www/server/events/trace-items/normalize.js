/**
 * One span, log or trace metric of a person's file by Sentry's names -> one row of its table.
 * What a row is says `event.type` (`span`, `log`, `metric`), or the columns that only one of them has.
 */
import { asBoolean, asInteger, asNumber, asTime, isObject, partsOf, userOf } from '../normalize.js';

/** @typedef {import('./schema.js').TraceItemKind} TraceItemKind */
/** @typedef {import('../normalize.js').Layout} Layout */

const KINDS = new Set(['span', 'log', 'metric']);
/** Columns of one kind alone; a row with an `event.type`, or with what only events have, is an event all the same. @type {Array<[string, TraceItemKind]>} */
const MARKS = [['metric.name', 'metric'], ['span.duration', 'span'], ['span.op', 'span'], ['severity', 'log']];
const OF_EVENTS = ['event.type', 'event_type', 'type', 'level', 'error.type', 'error.value', 'transaction.duration'];

/** Sentry's severities with OpenTelemetry's numbers. @type {Record<string, number>} */
const SEVERITIES = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };
const METRIC_TYPES = ['counter', 'gauge', 'distribution'];

const SHARED = {
  id: 'id', item_id: 'id', timestamp: 'timestamp', trace: 'trace', trace_id: 'trace',
  project: 'project', 'project.name': 'project', 'project.slug': 'project', 'project.id': 'project_id', project_id: 'project_id',
  platform: 'platform', release: 'release', environment: 'environment', browser: 'browser', 'browser.name': 'browser',
  'event.type': 'kind', event_type: 'kind', type: 'kind',
};
const PARENT = { 'trace.parent_span_id': 'parent_span', 'trace.parent_span': 'parent_span' };
const PROMOTED_TAGS = { environment: 'environment', release: 'release', browser: 'browser', 'sentry:release': 'release' };
/** @type {Layout['readers']} */
const READERS = { timestamp: (_, value) => asTime(value), project_id: asInteger };

/** @type {Record<TraceItemKind, Layout>} */
const LAYOUTS = {
  span: {
    columnOf: {
      ...SHARED, span_id: 'id', parent_span: 'parent_span', parent_span_id: 'parent_span', 'transaction.span_id': 'transaction_span',
      is_transaction: 'is_transaction', 'span.op': 'op', op: 'op', 'span.description': 'description', description: 'description',
      'span.duration': 'duration', 'span.self_time': 'self_time', 'span.status': 'status', 'span.status_code': 'status_code',
      'trace.status': 'trace_status', transaction: 'transaction', 'transaction.op': 'transaction_op', 'transaction.method': 'transaction_method',
      'cache.hit': 'cache_hit', user: 'user', 'user.id': 'user_id', 'user.email': 'user_email', 'user.username': 'user_username', 'user.ip': 'user_ip',
    },
    promotedTags: PROMOTED_TAGS,
    readers: { ...READERS, duration: asNumber, self_time: asNumber, is_transaction: asBoolean, cache_hit: asBoolean },
  },
  log: {
    columnOf: {
      ...SHARED, ...PARENT, message: 'message', 'log.body': 'message', 'message.template': 'template', severity: 'severity',
      severity_text: 'severity', 'log.severity_text': 'severity', severity_number: 'severity_number', 'log.severity_number': 'severity_number',
    },
    promotedTags: PROMOTED_TAGS,
    readers: { ...READERS, severity_number: asInteger },
  },
  metric: {
    columnOf: { ...SHARED, ...PARENT, value: 'value', 'metric.name': 'name', 'metric.type': 'type', 'metric.unit': 'unit' },
    promotedTags: PROMOTED_TAGS,
    readers: { ...READERS, value: asNumber },
  },
};

/** What only a whole row can tell. @type {Record<TraceItemKind, (row: Record<string, any>) => void>} */
const FILL = {
  span(row) {
    if (row.duration === undefined) throw new Error('span.duration is missing');
    row.is_transaction ??= false;
    row.self_time ??= row.duration;
    row.user ??= userOf(row);
    row.trace_status ??= row.is_transaction ? row.status : undefined;
  },
  log(row) {
    row.severity = row.severity?.toLowerCase() ?? Object.keys(SEVERITIES).findLast((name) => SEVERITIES[name] <= row.severity_number) ?? 'info';
    row.severity_number ??= SEVERITIES[row.severity];
    row.message ??= '';
  },
  metric(row) {
    if (row.name === undefined) throw new Error('metric.name is missing');
    if (!METRIC_TYPES.includes(row.type)) throw new Error(`metric.type must be counter, gauge or distribution, found ${JSON.stringify(row.type)}`);
    row.value ??= 1;
  },
};

/** @param {Record<string, any>} row as a file has it @param {string} name dotted, nested or both @returns {boolean} */
function has(row, name) {
  if (row[name] !== undefined && row[name] !== null && row[name] !== '') return true;
  const [first, ...rest] = name.split('.');
  return rest.length > 0 && isObject(row[first]) && has(row[first], rest.join('.'));
}

/** @param {any} row as a file has it @returns {TraceItemKind|null} null: an event */
export function traceItemKindOf(row) {
  if (!isObject(row)) return null;
  const named = row['event.type'] ?? row.event_type ?? row.type ?? row.event?.type;
  if (KINDS.has(named)) return named;
  if (OF_EVENTS.some((name) => has(row, name))) return null;
  return MARKS.find(([name]) => has(row, name))?.[1] ?? null;
}

/**
 * @param {TraceItemKind} kind @param {Record<string, unknown>} item
 * @returns {Record<string, any>} columns of the kind's table, without ids that only a whole set of rows can give
 */
export function normalizeTraceItem(kind, item) {
  const row = partsOf(item, LAYOUTS[kind]);
  FILL[kind](row);
  return row;
}
