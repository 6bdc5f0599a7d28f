/**
 * Which trace metric a question is about: named behind the column (`sum(value,orders,counter,none)`) or by the request.
 * Source: Sentry's resolver of trace metrics.
 */
import { InvalidSearchQuery } from '../../errors.js';
import { anyOf, text } from './arguments.js';

/** @typedef {{name: string, type: string, unit: string}} TraceMetric */

const TYPES = Object.freeze(['counter', 'gauge', 'distribution']);
/** Sentry: any unit, and none at all. */
const ANY_UNIT = '-';
const NO_UNIT = 'none';

/** Name, type and unit; left out, all metrics are seen. */
export const METRIC_ARGUMENTS = Object.freeze([text(''), anyOf(['', ...TYPES], ''), text('')]);

/** @param {string[]} values of `METRIC_ARGUMENTS` @returns {TraceMetric|null} null where none is named */
export const metricOf = ([name, type, unit]) => (name === '' || type === '' ? null : { name, type, unit: unit || ANY_UNIT });

/** @param {import('../parameters.js').Parameters} params @returns {TraceMetric|null} */
export function metricOfRequest(params) {
  const [name, type, unit] = ['metricName', 'metricType', 'metricUnit'].map((parameter) => params.last(parameter) ?? '');
  return TYPES.includes(type) ? metricOf([name, type, unit]) : null;
}

/**
 * @param {TraceMetric|null} ofRequest takes the place of those that columns name
 * @param {TraceMetric[]} ofColumns
 * @returns {import('../../events/catalogue.js').Fragment[]}
 */
export function metricCondition(ofRequest, ofColumns) {
  const named = new Map((ofRequest ? [ofRequest] : ofColumns).map((metric) => [JSON.stringify(metric), metric]));
  if (named.size > 1) throw new InvalidSearchQuery('Cannot aggregate multiple metrics in 1 query.');
  return [...named.values()].map(({ name, type, unit }) => {
    const isIt = { sql: 'name = CAST(? AS VARCHAR) AND type = CAST(? AS VARCHAR)', params: [name, type] };
    if (unit === ANY_UNIT) return isIt;
    if (unit === NO_UNIT) return { ...isIt, sql: `${isIt.sql} AND (unit IS NULL OR unit = '${NO_UNIT}')` };
    return { sql: `${isIt.sql} AND unit = CAST(? AS VARCHAR)`, params: [...isIt.params, unit] };
  });
}
