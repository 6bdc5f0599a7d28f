/**
 * What the arguments of functions may be, and Sentry's words when they are something else.
 */
import { InvalidSearchQuery } from '../errors.js';
import { field } from '../events/catalogue.js';
import { unquote } from './function-call.js';

/**
 * @typedef {(text: string) => any} Reader turns an argument's text into its value, or throws a reason as text
 * @typedef {{name: string, read: Reader, fallback?: string|null}} Argument
 *   `fallback`: the text used when the argument is left out; absent means that it is required.
 */

const NUMERIC_TYPES = new Set(['number', 'integer', 'duration', 'size', 'percentage']);

/** @param {string} text */
function readColumn(text) {
  const column = field(unquote(text));
  if (!column) throw `${text} is not a valid column`;
  return column;
}

/** @param {string} text */
function readNumericColumn(text) {
  const column = readColumn(text);
  if (!NUMERIC_TYPES.has(column.type)) throw `${text} is not a numeric column`;
  return column;
}

/** Sentry: of dates there is a first and a last. @param {string} text */
function readOrderedColumn(text) {
  return readColumn(text).type === 'date' ? readColumn(text) : readNumericColumn(text);
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
 * @returns {Record<string, any>} values by the arguments' names
 */
export function readArguments(text, args, expected) {
  checkCount(text, expected, args.length);
  /** @type {Record<string, any>} */
  const values = {};
  expected.forEach(({ name, read, fallback }, index) => {
    const given = args[index] ?? fallback;
    if (given === undefined || given === null) return;
    try {
      values[name] = read(given);
    } catch (reason) {
      throw new InvalidSearchQuery(`${text}: ${name} argument invalid: ${reason}`);
    }
  });
  return values;
}
