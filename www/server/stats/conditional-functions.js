/**
 * Functions over the rows for which a condition on a column holds: `count_if`, `sum_if`, `avg_if` and their kin.
 */
import { InvalidSearchQuery } from '../errors.js';
import { column, condition, date, number, numericColumn, string } from './arguments.js';
import { parseDateTime } from './date-range.js';

/** @typedef {import('../events/catalogue.js').Fragment} Fragment */

const isEquality = (/** @type {string} */ operator) => operator === '=' || operator === '<>';

/** @param {import('../events/catalogue.js').Field} target @param {string} operator @param {string} value @param {string} name */
function arrayCondition(target, operator, value, name) {
  if (!isEquality(operator)) {
    throw new InvalidSearchQuery(`${name}: condition argument invalid: ${target.name} is a list, expected equals or notEquals`);
  }
  const not = operator === '<>' ? 'NOT ' : '';
  return { sql: `${not}list_contains(${target.sql}, CAST(? AS VARCHAR))`, params: [...target.params, value] };
}

/** @param {string} value @param {string} name @returns {number} */
function finiteNumber(value, name) {
  const parsed = Number(value);
  if (value.trim() !== '' && Number.isFinite(parsed)) return parsed;
  throw new InvalidSearchQuery(`${name}: value argument invalid: ${value} is not a number`);
}

/**
 * What holds for the rows that count.
 * @param {import('../events/catalogue.js').Field} target @param {string} operator of SQL
 * @param {string} value as written @param {string} name of the function, for the message
 * @returns {Fragment}
 */
function conditionOn(target, operator, value, name) {
  if (target.isArray) return arrayCondition(target, operator, value, name);
  if (target.type === 'boolean') {
    return { sql: `${target.sql} ${operator} CAST(? AS BOOLEAN)`, params: [...target.params, value === '1' || value === 'true'] };
  }
  if (target.type === 'date') {
    const time = parseDateTime(value);
    if (time === null) throw new InvalidSearchQuery(`${name}: value argument invalid: ${value} is not a date`);
    return { sql: `${target.sql} ${operator} epoch_ms(CAST(? AS BIGINT))`, params: [...target.params, time] };
  }
  if (target.type === 'string' && !(target.numeric && !isEquality(operator))) {
    return { sql: `${target.sql} ${operator} CAST(? AS VARCHAR)`, params: [...target.params, value] };
  }
  const source = target.numeric ?? target;
  return { sql: `${source.sql} ${operator} CAST(? AS DOUBLE)`, params: [...source.params, finiteNumber(value, name)] };
}

/** @param {string} aggregate its SQL @param {Fragment['params']} params @param {Fragment} filter @returns {Fragment} */
const filtered = (aggregate, params, filter) =>
  ({ sql: `${aggregate} FILTER (WHERE ${filter.sql})`, params: [...params, ...filter.params] });

/** @param {string} text @param {string} name of the function, for the message */
function operatorOf(text, name) {
  try {
    return condition('condition').read(text);
  } catch (reason) {
    throw new InvalidSearchQuery(`${name}: condition argument invalid: ${reason}`);
  }
}

/**
 * `avg_if(transaction.duration, release, equals, 1.2.0)`, and as Sentry once wrote it without the condition, which
 * then is equality.
 * @param {string} name @param {string} fn @returns {import('./functions.js').FunctionDefinition}
 */
const overSome = (name, fn) => ({
  args: [numericColumn('column'), column('if_column'), string('condition'), string('value', null)],
  type: 'number', reflects: true,
  sql(v) {
    const [operator, value] = v.value === undefined
      ? ['=', v.condition]
      : [operatorOf(v.condition, name), v.value];
    return filtered(`${fn}(${v.column.sql})`, v.column.params, conditionOn(v.if_column, operator, value, name));
  },
});

/** Milliseconds of the epoch. @param {number} time @returns {Fragment} */
const moment = (time) => ({ sql: 'epoch_ms(CAST(? AS BIGINT))', params: [time] });

/** @type {Record<string, import('./functions.js').FunctionDefinition>} */
export const CONDITIONAL_FUNCTIONS = {
  count_if: {
    args: [column('column'), condition('condition'), string('value')], type: 'integer',
    sql: (v) => filtered('count(*)', [], conditionOn(v.column, v.condition, v.value, 'count_if')),
  },
  sum_if: overSome('sum_if', 'sum'),
  avg_if: overSome('avg_if', 'avg'),
  count_at_least: {
    args: [numericColumn('column'), number('threshold', { from: 0 })], type: 'integer',
    sql: (v) => filtered('count(*)', [], {
      sql: `${v.column.sql} >= CAST(? AS DOUBLE)`, params: [...v.column.params, v.threshold],
    }),
  },
  percentile_range: {
    args: [numericColumn('column'), number('percentile', { from: 0, below: 1 }), condition('condition'), date('middle')],
    type: 'duration', reflects: true,
    sql(v) {
      const middle = moment(v.middle);
      return filtered(`quantile_cont(${v.column.sql}, CAST(? AS DOUBLE))`, [...v.column.params, v.percentile],
        { sql: `timestamp ${v.condition} ${middle.sql}`, params: middle.params });
    },
  },
};
