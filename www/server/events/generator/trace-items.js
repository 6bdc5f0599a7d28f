/**
 * Made-up spans, logs and trace metrics: views over the made-up events, so that they are consistent with them, appear and
 * go with them and take no room. What chance decides hangs on the event's id and on a place, so an item is always the same.
 * An item bears the time of its event.
 */
import { LOG_COLUMNS, METRIC_COLUMNS, OF_TRANSACTION, SPAN_COLUMNS, selectList } from '../trace-items/schema.js';
import { SPAN_ROWS } from './trace-world.js';

/** A number in [0, 1) that hangs on the event and a place. @param {string|number} place */
const luck = (place) => `(((hash(events.id, ${place}) >> 8) & 1023) / 1024.0)`;
/** How much of its share of time a span takes. @param {string} place */
const taken = (place) => `(0.5 + 0.5 * ${luck(place)})`;
/** @param {string|number} place */
const idAt = (place) => `format('{:016x}', hash(events.id, ${place}))`;

/** The templates are two levels deep. */
const DURATION = `CASE WHEN t.place = 0 THEN events.transaction_duration
  ELSE events.transaction_duration * t.share * ${taken('t.place')} * CASE WHEN t.parent > 0 THEN ${taken('t.parent')} ELSE 1 END END`;
const OWN_SHARE = `(1 - coalesce(list_sum(list_transform(t.inside, lambda part: part.share * ${taken('part.place')})), 0))`;
const IS_ROOT = 't.place = 0';
const SPAN_ID = `CASE WHEN ${IS_ROOT} THEN ${OF_TRANSACTION.id} ELSE ${idAt('t.place')} END`;
const PARENT_ID = `CASE WHEN t.parent = 0 THEN ${OF_TRANSACTION.id} WHEN t.parent > 0 THEN ${idAt('t.parent')} END`;

/** @type {Record<string, string>} */
const OF_SPAN = {
  ...OF_TRANSACTION,
  id: SPAN_ID,
  parent_span: PARENT_ID,
  is_transaction: IS_ROOT,
  op: 'coalesce(t.op, events.transaction_op)',
  description: 'coalesce(t.description, events."transaction")',
  duration: DURATION,
  self_time: `(${DURATION}) * ${OWN_SHARE}`,
  status: "CASE WHEN t.fails THEN events.transaction_status ELSE 'ok' END",
  status_code: `CASE WHEN t.fails AND (${IS_ROOT} OR t.op = 'http.client') THEN events.http_status_code END`,
  cache_hit: `CASE WHEN t.op = 'cache.get' THEN ${luck('t.place + 100')} < 0.82 END`,
  measurements: `CASE WHEN ${IS_ROOT} THEN events.measurements END`,
};

const CREATE_SPANS = `
  CREATE OR REPLACE VIEW spans AS
  SELECT ${selectList(SPAN_COLUMNS, OF_SPAN, 'events')}
  FROM events JOIN generator_spans AS t ON t.route = events."transaction"
  WHERE events.event_type = 'transaction'`;

/**
 * What an event is told by: one kind of log or metric each.
 * @typedef {{of: string, values: Record<string, string>}} ToldBy `of`: a condition on the event; `values` by column
 */

/** @param {import('../trace-items/schema.js').Columns} columns @param {ToldBy[]} told @param {string} view */
const createToldBy = (columns, told, view) => `CREATE OR REPLACE VIEW ${view} AS ${told.map(({ of, values }, index) => {
  const all = { id: `md5(events.id || ${index + 1})`, parent_span: OF_TRANSACTION.id, ...values };
  return `SELECT ${selectList(columns, all, 'events')} FROM events WHERE ${of}`;
}).join('\nUNION ALL\n')}`;

/** @param {string} severity SQL */
const numberOf = (severity) => `CAST(CASE ${severity} WHEN 'debug' THEN 5 WHEN 'info' THEN 9 WHEN 'warn' THEN 13 WHEN 'error' THEN 17 ELSE 21 END AS INTEGER)`;
const OF_TRANSACTIONS = "events.event_type = 'transaction'";
const REQUEST_SEVERITY = "CASE events.transaction_status WHEN 'ok' THEN 'info' WHEN 'not_found' THEN 'warn' WHEN 'cancelled' THEN 'warn' ELSE 'error' END";
const LEVEL_SEVERITY = "CASE events.level WHEN 'warning' THEN 'warn' ELSE events.level END";

/** @param {string} of @param {string} severity SQL @param {string} template SQL @param {string} message SQL @returns {ToldBy} */
const log = (of, severity, template, message) => ({ of, values: { severity, severity_number: numberOf(severity), template, message } });

/** @type {ToldBy[]} */
const LOGS = [
  log(`${OF_TRANSACTIONS} AND events.transaction_op = 'http.server'`, REQUEST_SEVERITY,
    "'{route} answered {status} in {duration} ms'",
    `events."transaction" || ' answered ' || events.http_status_code || ' in ' || CAST(round(events.transaction_duration) AS BIGINT) || ' ms'`),
  log(`${OF_TRANSACTIONS} AND events.transaction_op = 'queue.process'`, "'debug'", "'job {task} done'", `'job ' || events."transaction" || ' done'`),
  log(`${OF_TRANSACTIONS} AND events.transaction_duration > 5000`, "'warn'", "'{route} is slow'", `events."transaction" || ' is slow'`),
  log(`NOT (${OF_TRANSACTIONS})`, LEVEL_SEVERITY, 'CAST(NULL AS VARCHAR)', 'events.title'),
];

/** @param {string} name @param {string} type @param {string|null} unit @param {string} value SQL @param {string} of @returns {ToldBy} */
const metric = (name, type, unit, value, of) => ({
  of: `${OF_TRANSACTIONS} AND ${of}`,
  values: { name: `'${name}'`, type: `'${type}'`, unit: unit === null ? 'CAST(NULL AS VARCHAR)' : `'${unit}'`, value: `CAST(${value} AS DOUBLE)` },
});
const IS_ORDER = `events."transaction" = 'POST /api/orders' AND events.transaction_status = 'ok'`;

/** @type {ToldBy[]} */
const METRICS = [
  metric('orders.placed', 'counter', null, '1', IS_ORDER),
  metric('cart.items', 'distribution', null, `1 + floor(11 * pow(${luck(201)}, 2))`, IS_ORDER),
  metric('http.response.size', 'distribution', 'byte', `floor(900 * exp(5 * ${luck(202)}))`, "events.transaction_op = 'http.server'"),
  metric('payment.latency', 'distribution', 'millisecond', 'round(events.transaction_duration * 0.7, 2)', `events."transaction" = 'POST /api/payments'`),
  metric('worker.queue.depth', 'gauge', null, `floor(events.transaction_duration / 200 + 12 * ${luck(203)})`, "events.transaction_op = 'queue.process'"),
];

/** The templates as a table that the view of spans joins. @param {import('../database.js').Database} database */
async function createTemplates(database) {
  await database.run(`CREATE OR REPLACE TABLE generator_spans (
    route VARCHAR, place INTEGER, parent INTEGER, op VARCHAR, description VARCHAR, share DOUBLE,
    inside STRUCT(place INTEGER, share DOUBLE)[], fails BOOLEAN)`);
  const shape = JSON.stringify([{
    route: 'VARCHAR', place: 'INTEGER', parent: 'INTEGER', op: 'VARCHAR', description: 'VARCHAR', share: 'DOUBLE',
    fails: 'BOOLEAN', inside: [{ place: 'INTEGER', share: 'DOUBLE' }],
  }]);
  await database.run(`INSERT INTO generator_spans BY NAME
    SELECT row.* FROM (SELECT unnest(from_json(CAST(? AS JSON), '${shape}')) AS row)`, [JSON.stringify(SPAN_ROWS)]);
}

/** Puts made-up items in the place of those that a file gives. @param {import('../database.js').Database} database */
export async function createTraceItems(database) {
  await createTemplates(database);
  await database.run(CREATE_SPANS);
  await database.run(createToldBy(LOG_COLUMNS, LOGS, 'logs'));
  await database.run(createToldBy(METRIC_COLUMNS, METRICS, 'trace_metrics'));
}
