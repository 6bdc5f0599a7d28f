/**
 * One condition to DuckDB SQL. Every value is a positional parameter; the only text
 * that reaches the statement is the catalogue's own and the operators spelt here.
 *
 * A missing value (null, or the empty text of a tag) equals nothing, so a negated
 * condition matches events that lack the key. Equality is exact; wildcards and
 * `message` ignore case.
 */
import { InvalidSearchQuery } from '../errors.js';
import { isNumeric } from './keys.js';
import { hasWildcard, unescaped, wildcardPattern } from './values.js';
import { VERSION_KEYS, versionCondition } from './versions.js';

/**
 * @typedef {{sql: string, params: any[]}} Fragment
 * @typedef {import('../events/catalogue.js').Field} Field
 * @typedef {import('./conditions.js').Condition} Condition
 * @typedef {Pick<Condition, 'operator' | 'value'>} Compared
 * @typedef {Fragment & Partial<Pick<Field, 'isTag' | 'isArray' | 'type' | 'numeric'>>} Column
 */

const COMPARISONS = new Set(['=', '!=', '<', '<=', '>', '>=']);
/** @param {string} operator */
const isNegative = (operator) => operator === '!=' || operator === 'NOT IN';

/** @returns {Fragment} @param {string} sql @param {any[]} [params] */
export const fragment = (sql, params = []) => ({ sql, params });

/** Events know an issue by its number, people by its short id. */
const SHORT_ID = fragment('(SELECT issues.short_id FROM issues WHERE issues.id = issue_id)');

/**
 * @param {Condition} condition
 * @param {Field|null} field null: no event has such a column
 * @param {string} kind of the key
 * @returns {Fragment}
 */
export function filterSql(condition, field, kind) {
  const { key, value } = condition;
  /** @type {Column} */
  const column = field ?? { sql: 'CAST(NULL AS VARCHAR)', params: [], isTag: true };
  const left = fragment(column.sql, column.params);
  // Trace items have no issue; what is called so there is an attribute.
  const ofErrors = field === null || field.only === 'error';
  if (VERSION_KEYS.has(key) && value !== '') return versionCondition(condition, left);
  if (key === 'issue' && ofErrors) return textSql(condition, SHORT_ID, false);
  if (column.isArray) return arraySql(condition, left);
  if (key === 'message') return messageSql(condition, left);
  if (kind === 'date') return comparisonSql(typed(column, 'TIMESTAMP'), condition, timestampParameter);
  if (ofErrors && (key === 'error.handled' || key === 'error.unhandled')) return handledSql(condition, left);
  if (kind === 'boolean') return comparisonSql(typed(column, 'BOOLEAN'), condition, booleanParameter);
  if (isNumeric(kind)) return comparisonSql(column.numeric ?? typed(column, 'DOUBLE'), condition, numberParameter);
  if (typeof value === 'number' && column.numeric) return comparisonSql(column.numeric, condition, numberParameter);
  return textSql(condition, left, column.isTag);
}

/** A text column asked for another type, such as `tags[cart,number]`: what is not of that type is missing. @param {Column} column @param {string} type */
function typed(column, type) {
  const isText = column.isTag || column.type === 'string';
  return fragment(isText ? `TRY_CAST(${column.sql} AS ${type})` : column.sql, column.params);
}

/**
 * @param {Condition} condition on a function
 * @param {Fragment & {type: string}} aggregate
 * @returns {Fragment}
 */
export function aggregateSql(condition, aggregate) {
  if (aggregate.type === 'string') throw new InvalidSearchQuery(`Invalid aggregate query condition: ${condition.key}`);
  const left = fragment(aggregate.sql, aggregate.params ?? []);
  const parameter = aggregate.type === 'date' ? timestampParameter : numberParameter;
  return comparisonSql(left, condition, parameter, { missingMatchesNegation: false });
}

/** @param {number} value */
const numberParameter = (value) => fragment('CAST(? AS DOUBLE)', [value]);
/** @param {boolean} value */
const booleanParameter = (value) => fragment('CAST(? AS BOOLEAN)', [value]);
/** Microseconds as a big integer: DuckDB's own unit, exact. @param {number} value */
const timestampParameter = (value) => fragment('make_timestamp(CAST(? AS BIGINT))', [BigInt(Math.round(value * 1000))]);

/** @param {Fragment} left @param {Compared} condition @param {(value: any) => Fragment} parameter @param {{missingMatchesNegation?: boolean}} [options] @returns {Fragment} */
function comparisonSql(left, { operator, value }, parameter, { missingMatchesNegation = true } = {}) {
  if (value === '') return fragment(`${left.sql} IS ${operator === '=' ? '' : 'NOT '}NULL`, left.params);
  if (Array.isArray(value)) return membershipSql(left, operator, value.map(parameter));
  if (/^![<>]/.test(operator)) return notSql(comparisonSql(left, { operator: operator.slice(1), value }, parameter));
  if (!COMPARISONS.has(operator)) throw new InvalidSearchQuery(`Invalid operator: ${operator}`);
  const right = parameter(value);
  const compared = `${left.sql} ${operator === '!=' ? '<>' : operator} ${right.sql}`;
  if (operator === '!=' && missingMatchesNegation) return orMissing(left, fragment(compared, [...left.params, ...right.params]));
  return fragment(compared, [...left.params, ...right.params]);
}

/** Null is neither true nor false: it has to become "does not match" before it can be negated. @param {Fragment} condition */
export const notSql = ({ sql, params }) => fragment(`NOT coalesce(${sql}, FALSE)`, params);

/** @param {Fragment} left @param {string} operator @param {Fragment[]} items */
function membershipSql(left, operator, items) {
  const list = `(${items.map((item) => item.sql).join(', ')})`;
  const params = [...left.params, ...items.flatMap((item) => item.params)];
  const inList = fragment(`${left.sql} ${operator} ${list}`, params);
  return operator === 'NOT IN' ? orMissing(left, inList) : inList;
}

/** @param {Fragment} left @param {Fragment} compared */
function orMissing(left, compared) {
  return fragment(`(${left.sql} IS NULL OR ${compared.sql})`, [...left.params, ...compared.params]);
}

/**
 * A text key: its value, a wildcard, or a list of both; the empty text stands for "missing".
 * @param {Compared} condition @param {Fragment} left @param {boolean | undefined} isTag
 */
function textSql({ operator, value }, left, isTag) {
  const values = Array.isArray(value) ? value : [value];
  const negative = isNegative(operator);
  const parts = [];
  const exact = values.filter((item) => !hasWildcard(item)).map(unescaped);
  const present = exact.filter((item) => item !== '');
  if (present.length < exact.length) parts.push(missingSql(left));
  if (present.length > 0) parts.push(equalsSql(left, present));
  // Tags are never null where this rule comes from: a missing one is the empty text, which `*` matches.
  const subject = isTag ? fragment(`coalesce(${left.sql}, '')`, left.params) : left;
  for (const item of values.filter(hasWildcard)) {
    parts.push(fragment(`regexp_matches(${subject.sql}, ?, 'is')`, [...subject.params, wildcardPattern(item)]));
  }
  const any = anyOf(parts);
  return negative ? notSql(any) : any;
}

/** @param {Fragment} left */
function missingSql(left) {
  return fragment(`(${left.sql} IS NULL OR ${left.sql} = '')`, [...left.params, ...left.params]);
}

/** @param {Fragment} left @param {any[]} values */
function equalsSql(left, values) {
  if (values.length === 1) return fragment(`${left.sql} = ?`, [...left.params, values[0]]);
  return fragment(`${left.sql} IN (${values.map(() => '?').join(', ')})`, [...left.params, ...values]);
}

/**
 * An error nobody said anything of counts as handled, and `has:` asks for the value
 * itself (Sentry: `isHandled`).
 * @param {Condition} condition @param {Fragment} left
 */
function handledSql({ key, operator, value }, left) {
  const known = key === 'error.handled' ? `coalesce(${left.sql}, TRUE)` : left.sql;
  const wanted = value === '' ? operator === '!=' : value;
  return fragment(`${known} = CAST(? AS BOOLEAN)`, [...left.params, wanted]);
}

/** A column of lists, such as the types of a chain of exceptions: one element is enough. @param {Compared} condition @param {Fragment} left */
function arraySql({ operator, value }, left) {
  const values = [value].flat();
  const parts = [];
  for (const item of values) {
    if (item === '') parts.push(fragment(`coalesce(len(${left.sql}), 0) = 0`, left.params));
    else if (hasWildcard(item)) parts.push(anyElement(left, "regexp_matches(element, ?, 'is')", wildcardPattern(item)));
    else parts.push(fragment(`list_contains(${left.sql}, ?)`, [...left.params, unescaped(item)]));
  }
  const any = anyOf(parts);
  return isNegative(operator) ? notSql(any) : any;
}

/** @param {Fragment} left @param {string} test @param {string} param */
function anyElement(left, test, param) {
  return fragment(`len(list_filter(${left.sql}, lambda element: ${test})) > 0`, [...left.params, param]);
}

/** `message` looks for its value anywhere in the text; a list of messages is exact, as in Sentry. @param {Condition} condition @param {Fragment} left */
function messageSql(condition, left) {
  const { operator, value } = condition;
  if (Array.isArray(value) || value === '' || hasWildcard(value)) return textSql(condition, left, true);
  const found = fragment(`contains(lower(coalesce(${left.sql}, '')), lower(?))`, [...left.params, unescaped(value)]);
  return operator === '!=' ? fragment(`NOT ${found.sql}`, found.params) : found;
}

/** @param {Fragment[]} parts */
export function anyOf(parts) {
  return joined(parts, 'OR', 'FALSE');
}

/** @param {Fragment[]} parts */
export function allOf(parts) {
  return joined(parts, 'AND', 'TRUE');
}

/** @param {Fragment[]} parts @param {'AND' | 'OR'} word @param {'TRUE' | 'FALSE'} none */
function joined(parts, word, none) {
  if (parts.length === 0) return fragment(none);
  if (parts.length === 1) return parts[0];
  return fragment(`(${parts.map((part) => part.sql).join(` ${word} `)})`, parts.flatMap((part) => part.params));
}
