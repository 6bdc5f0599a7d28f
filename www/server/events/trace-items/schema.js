/**
 * The tables of trace items: spans, logs and trace metrics, as a person's file holds them (`given_*`), and the views that
 * are asked. A transaction is a span as well, the one that its other spans lie in, so `spans` holds the transactions of
 * `events`. Sentry's names for these columns are in `catalogue.js`; made-up items are `../generator/trace-items.js`.
 */

/** @typedef {ReadonlyArray<readonly [column: string, type: string]>} Columns */

/** What every item has. @type {Columns} */
const SHARED = [
  ['id', 'VARCHAR'],
  ['timestamp', 'TIMESTAMP'],
  ['trace', 'VARCHAR'],
  ['project_id', 'INTEGER'],
  ['project', 'VARCHAR'],
  ['platform', 'VARCHAR'],
  ['release', 'VARCHAR'],
  ['environment', 'VARCHAR'],
  ['browser', 'VARCHAR'],
  ['tags', 'MAP(VARCHAR, VARCHAR)'],
];

/** @type {Columns} */
export const SPAN_COLUMNS = Object.freeze([
  ...SHARED,
  ['parent_span', 'VARCHAR'],
  ['transaction_span', 'VARCHAR'],
  ['is_transaction', 'BOOLEAN'],
  ['op', 'VARCHAR'],
  ['description', 'VARCHAR'],
  ['duration', 'DOUBLE'],
  ['self_time', 'DOUBLE'],
  ['status', 'VARCHAR'],
  ['status_code', 'VARCHAR'],
  ['trace_status', 'VARCHAR'],
  ['transaction', 'VARCHAR'],
  ['transaction_op', 'VARCHAR'],
  ['transaction_method', 'VARCHAR'],
  ['cache_hit', 'BOOLEAN'],
  ['user', 'VARCHAR'],
  ['user_id', 'VARCHAR'],
  ['user_email', 'VARCHAR'],
  ['user_username', 'VARCHAR'],
  ['user_ip', 'VARCHAR'],
  ['measurements', 'MAP(VARCHAR, DOUBLE)'],
]);

/** @type {Columns} */
export const LOG_COLUMNS = Object.freeze([
  ...SHARED,
  ['message', 'VARCHAR'],
  ['template', 'VARCHAR'],
  ['severity', 'VARCHAR'],
  ['severity_number', 'INTEGER'],
  ['parent_span', 'VARCHAR'],
]);

/** @type {Columns} */
export const METRIC_COLUMNS = Object.freeze([
  ...SHARED,
  ['name', 'VARCHAR'],
  ['type', 'VARCHAR'],
  ['unit', 'VARCHAR'],
  ['value', 'DOUBLE'],
  ['parent_span', 'VARCHAR'],
]);

/** The kinds of trace items: the table of a file's own, and the view of all there are. */
export const TRACE_ITEMS = Object.freeze({
  span: { given: 'given_spans', view: 'spans', columns: SPAN_COLUMNS },
  log: { given: 'given_logs', view: 'logs', columns: LOG_COLUMNS },
  metric: { given: 'given_metrics', view: 'trace_metrics', columns: METRIC_COLUMNS },
});

/** @typedef {keyof typeof TRACE_ITEMS} TraceItemKind */

/** The span of a transaction that an event does not name goes by the first half of the event's id. */
export const TRANSACTION_SPAN = "coalesce(events.tags['trace.span'], substr(events.id, 1, 16))";

/** What each column of a transaction's own span is; those that are called as in `events` are not listed. @type {Record<string, string>} */
export const OF_TRANSACTION = {
  id: TRANSACTION_SPAN,
  parent_span: "events.tags['trace.parent_span']",
  transaction_span: TRANSACTION_SPAN,
  is_transaction: 'TRUE',
  op: 'events.transaction_op',
  description: 'events."transaction"',
  duration: 'events.transaction_duration',
  self_time: 'greatest(events.transaction_duration - coalesce(inner_spans.duration, 0), 0)',
  status: 'events.transaction_status',
  status_code: 'events.http_status_code',
  trace_status: 'events.transaction_status',
  transaction_method: 'events.http_method',
  cache_hit: 'CAST(NULL AS BOOLEAN)',
};

/** @param {Columns} columns @param {Record<string, string>} values by column; what is left out comes from `source` @param {string} source */
export const selectList = (columns, values, source) =>
  columns.map(([name]) => `${values[name] ?? `${source}."${name}"`} AS "${name}"`).join(', ');

/** @param {Columns} columns */
const columnList = (columns) => columns.map(([name, type]) => `"${name}" ${type}`).join(', ');
/** @param {Columns} columns */
const nameList = (columns) => columns.map(([name]) => `"${name}"`).join(', ');

/** Its own time is what none of the spans right below it took. */
const GIVEN_SPANS = `
  CREATE OR REPLACE VIEW spans AS
  SELECT ${nameList(SPAN_COLUMNS)} FROM given_spans
  UNION ALL
  SELECT ${selectList(SPAN_COLUMNS, OF_TRANSACTION, 'events')} FROM events
  LEFT JOIN (SELECT parent_span, sum(duration) AS duration FROM given_spans GROUP BY parent_span) AS inner_spans
    ON inner_spans.parent_span = ${TRANSACTION_SPAN}
  WHERE events.event_type = 'transaction'`;

/** Statements that make an empty database ready for trace items; they need `events`. */
export const CREATE_TRACE_ITEMS = Object.freeze([
  ...Object.values(TRACE_ITEMS).map(({ given, columns }) => `CREATE TABLE IF NOT EXISTS ${given} (${columnList(columns)})`),
  GIVEN_SPANS,
  'CREATE OR REPLACE VIEW logs AS SELECT * FROM given_logs',
  'CREATE OR REPLACE VIEW trace_metrics AS SELECT * FROM given_metrics',
]);
