/**
 * Functions over web vitals, their scores, and failed requests. Thresholds and rules: Sentry's discover dataset
 * (`count_web_vitals`, `performance_score`) and its metrics of transactions (`http_error_count`, `http_error_rate`).
 */
import { InvalidSearchQuery } from '../errors.js';
import { allowedString, numericColumn } from './arguments.js';

const PREFIX = 'measurements.';
/** From the first on a value is no longer good, from the second on it is poor. @type {Record<string, [number, number]>} */
const THRESHOLDS = { lcp: [2500, 4000], fp: [1000, 3000], fcp: [1000, 3000], fid: [100, 300], cls: [0.1, 0.25] };
const SCORED = new Set(['lcp', 'fcp', 'fid', 'inp', 'cls', 'ttfb']);
const SERVER_ERROR = 'count(*) FILTER (WHERE TRY_CAST(http_status_code AS INTEGER) BETWEEN 500 AND 599)';

/** @typedef {import('../events/catalogue.js').Field} Field */

/** @param {Field} column @param {'good'|'meh'|'poor'|'any'} quality */
function countVitals(column, quality) {
  if (!column.name.startsWith(PREFIX)) throw new InvalidSearchQuery('count_web_vitals only supports measurements');
  const key = column.name.slice(PREFIX.length);
  if (!Object.hasOwn(THRESHOLDS, key)) throw new InvalidSearchQuery(`count_web_vitals doesn't support ${key}`);
  const [meh, poor] = THRESHOLDS[key];
  const [from, below] = { good: [null, meh], meh: [meh, poor], poor: [poor, null], any: [0, null] }[quality];
  const sides = [...(from === null ? [] : [['>=', from]]), ...(below === null ? [] : [['<', below]])];
  return {
    sql: `count(*) FILTER (WHERE ${sides.map(([operator]) => `${column.sql} ${operator} CAST(? AS DOUBLE)`).join(' AND ')})`,
    params: sides.flatMap(([, limit]) => [...column.params, limit]),
  };
}

/** A share of a weight, never outside 0 and 1; without any weight it is 0. @param {string} score @param {string} weight */
const scoreSql = (score, weight) => `coalesce(greatest(least(${score} / nullif(${weight}, 0), 1.0), 0.0), 0.0)`;

/** @param {Field} column */
function performanceScore(column) {
  const key = column.name.startsWith(`${PREFIX}score.`) ? column.name.slice(`${PREFIX}score.`.length) : '';
  if (key === 'total') return { sql: `coalesce(greatest(least(avg(${column.sql}), 1.0), 0.0), 0.0)`, params: column.params };
  if (!SCORED.has(key)) throw new InvalidSearchQuery('performance_score only supports measurements');
  return { sql: scoreSql(`sum(${column.sql})`, 'sum(measurements[?])'), params: [...column.params, `score.weight.${key}`] };
}

/** @type {Record<string, import('./functions.js').FunctionDefinition>} */
export const WEB_VITAL_FUNCTIONS = {
  count_web_vitals: {
    args: [numericColumn('column'), allowedString('quality', ['good', 'meh', 'poor', 'any'])], type: 'integer',
    sql: (v) => countVitals(v.column, v.quality),
  },
  performance_score: { args: [numericColumn('column')], type: 'number', sql: (v) => performanceScore(v.column) },
  http_error_count: { type: 'integer', only: 'transaction', sql: () => ({ sql: SERVER_ERROR, params: [] }) },
  http_error_rate: { type: 'percentage', only: 'transaction', sql: () => ({ sql: `${SERVER_ERROR} / count(*)`, params: [] }) },
};
