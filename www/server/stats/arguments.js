/**
 * What the arguments of functions may be, and Sentry's words when they are something else.
 */
import { InvalidSearchQuery } from '../errors.js';
import { field } from '../events/catalogue.js';
import { parseDateTime } from './date-range.js';
import { unquote } from './function-call.js';

/**
 * @typedef {typeof field} FieldOf the data set's fields by name
 * @typedef {(text: string, fieldOf: FieldOf) => any} Reader turns an argument's text into its value, or throws a reason as text
 * @typedef {{name: string, read: Reader, fallback?: string|null}} Argument
 *   `fallback`: the text used when the argument is left out; absent means that it is required.
 */

const NUMERIC_TYPES = new Set(['number', 'integer', 'duration', 'size', 'percentage']);

/** @param {string} text @param {FieldOf} fieldOf */
function readColumn(text, fieldOf) {
  const column = fieldOf(unquote(text));
  if (!column) throw `${text} is not a valid column`;
  return column;
}

/** @param {string} text @param {FieldOf} fieldOf */
function readNumericColumn(text, fieldOf) {
  const column = readColumn(text, fieldOf);
  if (!NUMERIC_TYPES.has(column.type)) throw `${text} is not a numeric column`;
  return column;
}

/** Sentry: of dates there is a first and a last. @param {string} text @param {FieldOf} fieldOf */
function readOrderedColumn(text, fieldOf) {
  const column = readColumn(text, fieldOf);
  return column.type === 'date' ? column : readNumericColumn(text, fieldOf);
}

/** @param {ReadonlySet<string>} allowed @returns {Reader} */
const readAllowedColumn = (allowed) => (text, fieldOf) => {
  if (!allowed.has(unquote(text))) throw `${text} is not an allowed column`;
  return readColumn(text, fieldOf);
};

/** @param {string[]} allowed @returns {Reader} */
const readAllowedString = (allowed) => (text) => {
  const value = unquote(text).toLowerCase();
  if (allowed.includes(value)) return value;
  throw `string must be one of ${allowed.map((item) => `'${item}'`).join(', ')}`;
};

/** @param {string} text @returns {number} epoch milliseconds */
function readDate(text) {
  const time = parseDateTime(unquote(text));
  if (time === null) throw `${text} is in the wrong format, expected a date like 2020-03-14T15:14:15`;
  return time;
}

/** @param {number} [from] @param {number} [below] @returns {Reader} */
const readNumber = (from = -Infinity, below = Infinity) => (text) => {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) throw `${text} is not a number`;
  if (value < from) throw `${value} must be greater than or equal to ${from}`;
  if (value > below) throw `${value} must be less than ${below}`;
  return value;
};

const CONDITIONS = {
  equals: '=', notEquals: '<>', less: '<', greater: '>', lessOrEquals: '<=', greaterOrEquals: '>=',
};

/** @param {string} text */
function readCondition(text) {
  if (!Object.hasOwn(CONDITIONS, text)) throw `${text} is not a valid condition`;
  return CONDITIONS[/** @type {keyof typeof CONDITIONS} */ (text)];
}

/** @param {string} name @param {string|null} [fallback] */
export const column = (name, fallback) => ({ name, read: readColumn, fallback });
/** @param {string} name @param {string|null} [fallback] */
export const numericColumn = (name, fallback) => ({ name, read: readNumericColumn, fallback });
/** @param {string} name */
export const orderedColumn = (name) => ({ name, read: readOrderedColumn, fallback: undefined });
/** @param {string} name @param {{from?: number, below?: number, fallback?: string|null}} [limits] */
export const number = (name, { from, below, fallback } = {}) =>
  ({ name, read: readNumber(from, below), fallback });
/** @param {string} name @param {string|null} [fallback] */
export const string = (name, fallback) => ({ name, read: unquote, fallback });
/** @param {string} name @param {string[]} columns */
export const allowedColumn = (name, columns) => ({ name, read: readAllowedColumn(new Set(columns)), fallback: undefined });
/** @param {string} name @param {string[]} allowed in lower case; the argument's own case does not count */
export const allowedString = (name, allowed) => ({ name, read: readAllowedString(allowed), fallback: undefined });
/** @param {string} name */
export const date = (name) => ({ name, read: readDate, fallback: undefined });
/** @param {string} name */
export const condition = (name) => ({ name, read: readCondition, fallback: undefined });

/** @param {string} text the call as written @param {Argument[]} expected @param {number} given */
function checkCount(text, expected, given) {
  const required = expected.filter(({ fallback }) => fallback === undefined).length;
  if (given >= required && given <= expected.length) return;
  if (required === expected.length) {
    throw new InvalidSearchQuery(`${text}: expected ${required} argument(s)`);
  }
  const bound = given < required ? `at least ${required}` : `at most ${expected.length}`;
  throw new InvalidSearchQuery(`${text}: expected ${bound} argument(s)`);
}

/**
 * @param {string} text the call as written, for the message
 * @param {string[]} args
 * @param {Argument[]} expected
 * @param {FieldOf} [fieldOf]
 * @returns {Record<string, any>} values by the arguments' names
 */
export function readArguments(text, args, expected, fieldOf = field) {
  checkCount(text, expected, args.length);
  /** @type {Record<string, any>} */
  const values = {};
  expected.forEach(({ name, read, fallback }, index) => {
    const given = args[index] ?? fallback;
    if (given === undefined || given === null) return;
    try {
      values[name] = read(given, fieldOf);
    } catch (reason) {
      if (reason instanceof Error) throw reason;
      throw new InvalidSearchQuery(`${text}: ${name} argument invalid: ${reason}`);
    }
  });
  return values;
}
