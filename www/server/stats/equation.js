/**
 * Arithmetic over aggregates: `equation|count() / 100` -> SQL. Division by zero is null.
 * Source of the rules: Sentry's discover arithmetic.
 */
import { InvalidSearchQuery } from '../errors.js';
import { field } from '../events/catalogue.js';
import { isFunction, resolveFunction } from './functions.js';

const PREFIX = 'equation|';
/** Sentry: the most operators one equation may have. */
const MAX_OPERATORS = 10;
const MAX_DEPTH = 20;
const NUMBER = /^\d+(?:\.\d+)?/;
const NAME = /^[a-zA-Z_][\w.]*/;
const ARITHMETIC_TYPES = new Set(['number', 'integer', 'duration', 'size', 'percentage']);

/** @param {string} text */
export const isEquation = (text) => text.startsWith(PREFIX);
/** @param {string} text */
export const stripEquation = (text) => text.slice(PREFIX.length);

const malformed = () =>
  new InvalidSearchQuery('Unable to parse your equation, make sure it is well formed arithmetic');

/** One equation's text, read from left to right. */
class EquationReader {
  /** @param {string} text @param {number} seconds */
  constructor(text, seconds) {
    this.rest = text;
    this.seconds = seconds;
    this.operators = 0;
    this.depth = 0;
    /** @type {Set<'transaction'|'error'>} */
    this.only = new Set();
    this.hasFields = false;
    this.hasFunctions = false;
  }

  /** @param {string} chars @returns {string|null} */
  #take(chars) {
    this.rest = this.rest.trimStart();
    const char = this.rest[0];
    if (char === undefined || !chars.includes(char)) return null;
    this.rest = this.rest.slice(1);
    return char;
  }

  /** @returns {import('../events/catalogue.js').Fragment} */
  sum() {
    return this.#chain('+-', () => this.#chain('*/', () => this.#operand()));
  }

  /** @param {string} operators @param {() => import('../events/catalogue.js').Fragment} next */
  #chain(operators, next) {
    let left = next();
    for (let operator = this.#take(operators); operator; operator = this.#take(operators)) {
      this.operators += 1;
      if (this.operators > MAX_OPERATORS) {
        throw new InvalidSearchQuery(`Exceeded maximum number of operations: ${MAX_OPERATORS}`);
      }
      const right = next();
      const divisor = operator === '/' ? `nullif(${right.sql}, 0)` : right.sql;
      left = {
        sql: `(CAST(${left.sql} AS DOUBLE) ${operator} ${divisor})`,
        params: [...left.params, ...right.params],
      };
    }
    return left;
  }

  /** @returns {import('../events/catalogue.js').Fragment} */
  #operand() {
    const sign = this.#take('+-');
    if (this.#take('(')) {
      this.depth += 1;
      if (this.depth > MAX_DEPTH) throw malformed();
      const inner = this.sum();
      if (!this.#take(')')) throw malformed();
      this.depth -= 1;
      return sign === '-' ? { ...inner, sql: `(-${inner.sql})` } : inner;
    }
    this.rest = this.rest.trimStart();
    const number = NUMBER.exec(this.rest)?.[0];
    if (number) {
      this.rest = this.rest.slice(number.length);
      return { sql: 'CAST(? AS DOUBLE)', params: [Number(number) * (sign === '-' ? -1 : 1)] };
    }
    const value = this.#value();
    return sign === '-' ? { ...value, sql: `(-${value.sql})` } : value;
  }

  /** A function call or a field. */
  #value() {
    const name = NAME.exec(this.rest)?.[0];
    if (!name) throw malformed();
    const end = this.rest[name.length] === '(' ? closingParenthesis(this.rest, name.length) : name.length;
    const text = this.rest.slice(0, end);
    this.rest = this.rest.slice(end);
    return isFunction(text) ? this.#function(text) : this.#field(text);
  }

  /** @param {string} text */
  #function(text) {
    const resolved = resolveFunction(text, this.seconds);
    if (resolved.groups || resolved.type === 'date') {
      throw new InvalidSearchQuery(`${text} not allowed in arithmetic`);
    }
    this.hasFunctions = true;
    resolved.only.forEach((kind) => this.only.add(kind));
    return { sql: resolved.sql, params: resolved.params };
  }

  /** @param {string} text */
  #field(text) {
    const column = field(text);
    if (!column || !ARITHMETIC_TYPES.has(column.type)) {
      throw new InvalidSearchQuery(`${text} not allowed in arithmetic`);
    }
    this.hasFields = true;
    if (column.only) this.only.add(column.only);
    return { sql: column.sql, params: column.params };
  }
}

/** @param {string} text @param {number} open index of the opening one @returns {number} behind the closing one */
function closingParenthesis(text, open) {
  let depth = 0;
  let quoted = false;
  for (let i = open; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text[i] === '(') depth += 1;
    else if (!quoted && text[i] === ')') {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  throw malformed();
}

/**
 * @param {string} text without the prefix
 * @param {number} seconds what one row covers, for rates
 * @returns {import('../events/catalogue.js').Fragment & {aggregate: boolean, only: Array<'transaction'|'error'>}}
 */
export function resolveEquation(text, seconds) {
  const reader = new EquationReader(text, seconds);
  const { sql, params } = reader.sum();
  if (reader.rest.trim() !== '') throw malformed();
  if (reader.operators === 0) {
    throw new InvalidSearchQuery(`${text} is not an equation: it has no operator`);
  }
  if (reader.hasFields && reader.hasFunctions) {
    throw new InvalidSearchQuery('Cannot mix functions and fields in arithmetic');
  }
  return { sql, params, aggregate: reader.hasFunctions, only: [...reader.only] };
}
