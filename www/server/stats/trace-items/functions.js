/**
 * Sentry's functions over spans, logs and trace metrics as SQL, and its words for arguments that do not fit.
 * Source: Sentry's aggregates and formulas of these datasets. Taking a call apart is `../function-call.js`.
 */
import { InvalidSearchQuery } from '../../errors.js';
import { aliasOf, parseCall, unquote } from '../function-call.js';
import { anyOf, attribute, NUMERIC, readArguments, text } from './arguments.js';
import { metricOf, METRIC_ARGUMENTS } from './trace-metric.js';

/**
 * @typedef {import('../../events/catalogue.js').Fragment} Fragment
 * @typedef {import('../../events/trace-items/schema.js').TraceItemKind} TraceItemKind
 * @typedef {import('./arguments.js').Argument} Argument
 *
 * @typedef {object} TraceItemFunction
 * @property {Argument[]} args
 * @property {string} type
 * @property {string|null} [unit]
 * @property {boolean} [reflects] the result has the type and unit of its first column
 * @property {(values: any[], seconds: number) => Fragment} sql `values` in the order of `args`; `seconds`: the span of
 *   time one row covers
 */

/** @param {string} before @param {Fragment} inner @param {string} after @param {Fragment['params']} [params] @returns {Fragment} */
const around = (before, inner, after, params = []) => ({ sql: `${before}${inner.sql}${after}`, params: [...inner.params, ...params] });

/** @param {string} fn @param {Argument[]} args @returns {TraceItemFunction} */
const plain = (fn, args) => ({ args, type: 'number', reflects: true, sql: ([column]) => around(`${fn}(`, column, ')') });
/** @param {number} quantile @param {Argument[]} args @returns {TraceItemFunction} */
const percentile = (quantile, args) => ({
  args, type: 'number', reflects: true, sql: ([column]) => around('quantile_cont(', column, ', CAST(? AS DOUBLE))', [quantile]),
});

/** @param {Argument[]} args the column and what stands behind it @returns {Record<string, TraceItemFunction>} */
const overNumbers = (args) => ({
  sum: plain('sum', args),
  avg: plain('avg', args),
  min: plain('min', args),
  max: plain('max', args),
  p50: percentile(0.5, args),
  p75: percentile(0.75, args),
  p90: percentile(0.9, args),
  p95: percentile(0.95, args),
  p99: percentile(0.99, args),
});

/** Columns that every item has (Sentry: always-present attributes): the database need not look at them to count. */
const EVERY_ITEM_HAS = new Set(['id', 'span.duration', 'span.self_time', 'log.body', 'value', 'metric.name']);
/** How many items have the column at all. @param {Argument[]} args @returns {TraceItemFunction} */
const count = (args) => ({
  args, type: 'integer', sql: ([column]) => (EVERY_ITEM_HAS.has(column.name) ? { sql: 'count(*)', params: [] } : around('count(', column, ')')),
});
/** @param {Argument[]} args @returns {TraceItemFunction} */
const countUnique = (args) => ({ args, type: 'integer', sql: ([column]) => around('count(DISTINCT ', column, ')') });

/** @param {string} counted @param {number} unitSeconds @returns {TraceItemFunction} */
const rate = (counted, unitSeconds) => ({
  args: [], type: 'rate', unit: unitSeconds === 60 ? '1/minute' : '1/second',
  sql: (_, seconds) => ({ sql: `${counted} / CAST(? AS DOUBLE)`, params: [seconds / unitSeconds] }),
});

/** A share of nothing is 0. @param {string} part @param {string} whole @param {Argument[]} [args] @returns {TraceItemFunction} */
const share = (part, whole, args = []) => ({
  args, type: 'percentage',
  sql: (values) => ({ sql: `coalesce(${part} / nullif(${whole}, 0), 0)`, params: values }),
});

/** Sentry: statuses of a trace that are no failure. */
const FAILED = "count(*) FILTER (WHERE trace_status NOT IN ('ok', 'cancelled', 'unknown'))";
const OF_TRANSACTIONS = 'count(*) FILTER (WHERE is_transaction)';
const spanNumber = attribute([...NUMERIC, 'percentage'], 'span.duration');

/** @type {Record<TraceItemKind, Record<string, TraceItemFunction>>} */
const FUNCTIONS = {
  span: {
    ...overNumbers([spanNumber]),
    p100: plain('max', [spanNumber]),
    count: count([attribute(null, 'span.duration')]),
    count_unique: countUnique([attribute(null)]),
    count_op: {
      args: [text()], type: 'integer', sql: ([op]) => ({ sql: 'count(*) FILTER (WHERE op = CAST(? AS VARCHAR))', params: [op] }),
    },
    avg_if: {
      args: [attribute([...NUMERIC, 'percentage']), attribute(['string']), text()], type: 'number', reflects: true,
      sql: ([column, key, value]) => around('avg(', column, `) FILTER (WHERE ${key.sql} = CAST(? AS VARCHAR))`, [...key.params, value]),
    },
    failure_rate: share(FAILED, 'count(*)'),
    trace_status_rate: share('count(*) FILTER (WHERE trace_status = CAST(? AS VARCHAR))', 'count(*)', [text()]),
    http_response_rate: share('count(*) FILTER (WHERE status_code[1] = CAST(? AS VARCHAR))', 'count(status_code)', [anyOf(['1', '2', '3', '4', '5'])]),
    cache_miss_rate: share('count(*) FILTER (WHERE NOT cache_hit)', 'count(cache_hit)'),
    epm: rate('count(*)', 60),
    eps: rate('count(*)', 1),
    spm: rate('count(*)', 60),
    sps: rate('count(*)', 1),
    tpm: rate(OF_TRANSACTIONS, 60),
    tps: rate(OF_TRANSACTIONS, 1),
  },
  log: {
    ...overNumbers([attribute(NUMERIC)]),
    count: count([attribute(null, 'log.body')]),
    count_unique: countUnique([attribute(null)]),
    epm: rate('count(*)', 60),
    eps: rate('count(*)', 1),
  },
  metric: {
    ...overNumbers([attribute(NUMERIC), ...METRIC_ARGUMENTS]),
    count: count([attribute(null), ...METRIC_ARGUMENTS]),
    count_unique: countUnique([attribute(null), ...METRIC_ARGUMENTS]),
    per_second: perTime(1),
    per_minute: perTime(60),
  },
};

/** Counters hold amounts, so they are added up; of the others the values are counted. @param {number} unitSeconds @returns {TraceItemFunction} */
function perTime(unitSeconds) {
  return {
    args: [attribute(null, 'value'), ...METRIC_ARGUMENTS], type: 'rate', unit: unitSeconds === 60 ? '1/minute' : '1/second',
    sql: ([column, , type], seconds) => around(type === 'counter' || type === '' ? 'sum(' : 'count(', column, ') / CAST(? AS DOUBLE)', [seconds / unitSeconds]),
  };
}

/**
 * @param {TraceItemKind} kind @param {string} asked such as `p95(span.duration)`
 * @param {number} seconds what one row covers, for rates: the bucket, or in a table the whole range
 * @param {import('../arguments.js').FieldOf} fieldOf
 * @returns {import('../functions.js').ResolvedFunction}
 */
export function resolveTraceItemFunction(kind, asked, seconds, fieldOf) {
  const call = parseCall(asked);
  if (!call) throw new InvalidSearchQuery(`${asked} is not a function`);
  if (!Object.hasOwn(FUNCTIONS[kind], call.name)) throw new InvalidSearchQuery(`Unknown function ${call.name}`);
  const definition = FUNCTIONS[kind][call.name];
  const values = readArguments(call.name, call.args.map(unquote), definition.args, fieldOf);
  const reflected = definition.reflects ? values[0] : null;
  const metric = kind === 'metric' ? metricOf(values.slice(1)) : null;
  return {
    ...definition.sql(values, seconds), alias: aliasOf(call), groups: false, only: [], metrics: metric === null ? [] : [metric],
    type: reflected?.type ?? definition.type, unit: reflected ? reflected.unit : definition.unit ?? null,
  };
}
