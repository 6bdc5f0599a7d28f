/**
 * Sentry's aggregate functions as SQL: name -> arguments, result type and SQL.
 * Formulas: Sentry's discover dataset and Snuba's apdex, failure_rate and user_misery.
 * Not here: taking a call apart (`function-call.js`), arithmetic over calls (`equation.js`).
 */
import { InvalidSearchQuery } from '../errors.js';
import { field } from '../events/catalogue.js';
import {
  readArguments, allowedColumn, column, number, numericColumn, orderedColumn, string,
} from './arguments.js';
import { CONDITIONAL_FUNCTIONS } from './conditional-functions.js';
import { aliasOf, parseCall } from './function-call.js';
import { STATISTICAL_FUNCTIONS } from './statistical-functions.js';
import { WEB_VITAL_FUNCTIONS } from './web-vitals.js';

/** @typedef {import('../events/catalogue.js').Fragment} Fragment */

/**
 * @typedef {object} FunctionDefinition
 * @property {import('./arguments.js').Argument[]} [args]
 * @property {string} type
 * @property {boolean} [reflects] the result has the type and unit of its first column
 * @property {'transaction'} [only] reads columns that only transactions have
 * @property {boolean} [groups] no aggregate: its value groups rows
 * @property {(values: Record<string, any>, seconds: number) => Fragment} sql `seconds`: the span one row covers
 */

/** Sentry: the threshold of a project that has set none, milliseconds. */
const SATISFACTION = '300';
/** Sentry: the prior of user misery, mean 0.05 and variance 0.0004. */
const MISERY_ALPHA = '5.8875';
const MISERY_BETA = '111.8625';
/** Sentry: statuses that are no failure. */
const NOT_FAILED = "('ok', 'cancelled', 'unknown')";
const FAILED = `count(*) FILTER (WHERE transaction_status NOT IN ${NOT_FAILED})`;
const DURATION = 'transaction_duration';

/** @param {string} sql @param {Fragment['params']} [params] @returns {Fragment} */
const fragment = (sql, params = []) => ({ sql, params });
/** @param {string} before @param {Fragment} inner @param {string} after @param {Fragment['params']} [params] */
const around = (before, inner, after, params = []) =>
  fragment(`${before}${inner.sql}${after}`, [...inner.params, ...params]);

const satisfaction = number('satisfaction', { from: 0, fallback: SATISFACTION });

/** @param {string} fn @param {import('./arguments.js').Argument} [argument] @returns {FunctionDefinition} */
const plain = (fn, argument = numericColumn('column')) => ({
  args: [argument], type: 'number', reflects: true, sql: (v) => around(`${fn}(`, v.column, ')'),
});

/** @param {number} quantile @returns {FunctionDefinition} */
const percentile = (quantile) => ({
  args: [numericColumn('column', 'transaction.duration')], type: 'duration', reflects: true,
  sql: (v) => around('quantile_cont(', v.column, ', CAST(? AS DOUBLE))', [quantile]),
});

/** @param {number} unitSeconds @returns {FunctionDefinition} */
const rate = (unitSeconds) => ({
  args: [number('interval', { from: 1, fallback: null })], type: 'rate',
  sql: (v, seconds) => fragment('count(*) / CAST(? AS DOUBLE)', [(v.interval ?? seconds) / unitSeconds]),
});

const MISERABLE = `count(DISTINCT "user") FILTER (WHERE ${DURATION} > CAST(? AS DOUBLE))`;

/** Sentry: what `to_other` may compare. */
const TO_OTHER_COLUMNS = ['release', 'trace.parent_span', 'id', 'trace.span'];

/** @type {Record<string, FunctionDefinition>} */
const FUNCTIONS = {
  ...CONDITIONAL_FUNCTIONS,
  ...STATISTICAL_FUNCTIONS,
  ...WEB_VITAL_FUNCTIONS,
  count: { args: [column('column', null)], type: 'integer', sql: () => fragment('count(*)') },
  count_unique: {
    args: [column('column')], type: 'integer', sql: (v) => around('count(DISTINCT ', v.column, ')'),
  },
  failure_count: { type: 'integer', only: 'transaction', sql: () => fragment(FAILED) },
  failure_rate: {
    type: 'percentage', only: 'transaction', sql: () => fragment(`${FAILED} / count(*)`),
  },
  apdex: {
    args: [satisfaction], type: 'number', only: 'transaction',
    sql: (v) => fragment(
      `(count(*) FILTER (WHERE ${DURATION} <= CAST(? AS DOUBLE))
        + count(*) FILTER (WHERE ${DURATION} > CAST(? AS DOUBLE) AND ${DURATION} <= CAST(? AS DOUBLE)) / 2)
        / count(*)`,
      [v.satisfaction, v.satisfaction, v.satisfaction * 4],
    ),
  },
  count_miserable: {
    args: [column('column'), satisfaction], type: 'integer', only: 'transaction',
    sql: (v) => around('count(DISTINCT ', v.column, `) FILTER (WHERE ${DURATION} > CAST(? AS DOUBLE))`,
      [v.satisfaction * 4]),
  },
  user_misery: {
    args: [
      satisfaction,
      number('alpha', { from: 0, fallback: MISERY_ALPHA }),
      number('beta', { from: 0, fallback: MISERY_BETA }),
    ],
    type: 'number', only: 'transaction',
    sql: (v) => fragment(
      `(${MISERABLE} + CAST(? AS DOUBLE)) / (count(DISTINCT "user") + CAST(? AS DOUBLE))`,
      [v.satisfaction * 4, v.alpha, v.alpha + v.beta],
    ),
  },
  epm: rate(60),
  eps: rate(1),
  tpm: rate(60),
  tps: rate(1),
  spm: rate(60),
  sps: rate(1),
  p50: percentile(0.5),
  p75: percentile(0.75),
  p90: percentile(0.9),
  p95: percentile(0.95),
  p99: percentile(0.99),
  p100: percentile(1),
  percentile: {
    args: [numericColumn('column'), number('percentile', { from: 0, below: 1 })],
    type: 'duration', reflects: true,
    sql: (v) => around('quantile_cont(', v.column, ', CAST(? AS DOUBLE))', [v.percentile]),
  },
  avg: plain('avg'),
  min: plain('min', orderedColumn('column')),
  max: plain('max', orderedColumn('column')),
  any: plain('any_value', column('column')),
  sum: plain('sum'),
  last_seen: { type: 'date', sql: () => fragment('max(timestamp)') },
  to_other: {
    args: [allowedColumn('column', TO_OTHER_COLUMNS), string('value'), string('other', 'other'), string('self', 'self')],
    type: 'string', groups: true,
    sql: (v) => fragment(
      `CASE WHEN ${v.column.sql} = CAST(? AS VARCHAR) THEN CAST(? AS VARCHAR) ELSE CAST(? AS VARCHAR) END`,
      [...v.column.params, v.value, v.self, v.other],
    ),
  },
};

/**
 * @typedef {Fragment & {
 *   alias: string, type: string, unit: string|null, groups: boolean, only: Array<'transaction'|'error'>,
 *   metrics: import('./trace-items/trace-metric.js').TraceMetric[],
 * }} ResolvedFunction `metrics`: the trace metric that the call names, if any
 */

/** Whether the text has the form of a call at all. @param {string} text */
export const isFunction = (text) => parseCall(text) !== null;

/**
 * @param {string} text such as `p95(transaction.duration)`
 * @param {number} seconds what one row covers, for rates: the bucket, or in a table the whole range
 * @param {import('./arguments.js').FieldOf} [fieldOf]
 * @returns {ResolvedFunction}
 */
export function resolveFunction(text, seconds, fieldOf = field) {
  const call = parseCall(text);
  if (!call) throw new InvalidSearchQuery(`Invalid characters in field ${text}`);
  if (!Object.hasOwn(FUNCTIONS, call.name)) {
    throw new InvalidSearchQuery(`${call.name} is not a valid function`);
  }
  const definition = FUNCTIONS[call.name];
  const values = readArguments(text, call.args, definition.args ?? [], fieldOf);
  const { sql, params } = definition.sql(values, seconds);
  const reflected = definition.reflects ? values.column : null;
  /** @type {Array<'transaction'|'error'>} */
  const only = [...Object.values(values).map((value) => value?.only), definition.only].filter((kind) => kind);
  return {
    sql, params, only, metrics: [], alias: aliasOf(call), groups: definition.groups ?? false,
    type: reflected?.type ?? definition.type, unit: reflected?.unit ?? null,
  };
}
