/**
 * Arithmetic over aggregates: `equation|count() / 100` -> SQL. Division by what comes out as zero
 * is null, by a written zero it is refused. Source of the rules: Sentry's discover arithmetic.
 */
import { InvalidSearchQuery } from '../errors.js';
import { isFunction } from './functions.js';
import { EVENTS } from './source.js';

const PREFIX = 'equation|';
/** Sentry: the most operators one equation may have. */
const MAX_OPERATORS = 10;
const MAX_DEPTH = 20;
const NUMBER = /^[+-]?\d+\.?\d*/;
const NAME = /^[a-zA-Z_][\w.]*/;
const ARITHMETIC_TYPES = new Set(['number', 'integer', 'duration', 'size', 'percentage', 'rate']);

/** @param {string} text */
export const isEquation = (text) => text.startsWith(PREFIX);
/** @param {string} text */
export const stripEquation = (text) => text.slice(PREFIX.length);

const malformed = () =>
  new InvalidSearchQuery('Unable to parse your equation, make sure it is well formed arithmetic');

/** @typedef {import('../events/catalogue.js').Fragment & {zero?: boolean}} Operand `zero`: written as one */

/** One equation's text, read from left to right. */
class EquationReader {
  /**
   * @param {string} text @param {number|null} seconds null: only the form matters, no name is looked up
   * @param {import('./source.js').Source} source
   */
  constructor(text, seconds, source) {
    this.rest = text;
    this.source = source;
    this.seconds = seconds;
    this.operators = 0;
    this.depth = 0;
    /** @type {Set<'transaction'|'error'>} */
    this.only = new Set();
    /** @type {import('./trace-items/trace-metric.js').TraceMetric[]} */
    this.metrics = [];
    /** Fields and functions as written. @type {string[]} */
    this.operands = [];
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

  /** @returns {Operand} */
  sum() {
    return this.#chain('+-', () => this.#chain('*/÷', () => this.#operand()));
  }

  /** @param {string} operators @param {() => Operand} next */
  #chain(operators, next) {
    let left = next();
    for (let operator = this.#take(operators); operator; operator = this.#take(operators)) {
      this.operators += 1;
      const right = next();
      const divides = operator === '/' || operator === '÷';
      if (this.seconds !== null) this.#check(divides && right.zero === true);
      left = {
        sql: `(CAST(${left.sql} AS DOUBLE) ${divides ? `/ nullif(${right.sql}, 0)` : `${operator} ${right.sql}`})`,
        params: [...left.params, ...right.params],
      };
    }
    return left;
  }

  /** @param {boolean} byZero */
  #check(byZero) {
    if (this.operators > MAX_OPERATORS) throw new InvalidSearchQuery('Exceeded maximum number of operations');
    if (byZero) throw new InvalidSearchQuery('division by 0 is not allowed');
  }

  /** A sign belongs to a number alone, and stands right before it. @returns {Operand} */
  #operand() {
    if (this.#take('(')) {
      this.depth += 1;
      if (this.depth > MAX_DEPTH) throw malformed();
      const inner = this.sum();
      if (!this.#take(')')) throw malformed();
      this.depth -= 1;
      return inner;
    }
    this.rest = this.rest.trimStart();
    const number = NUMBER.exec(this.rest)?.[0];
    if (number) {
      this.rest = this.rest.slice(number.length);
      return { sql: 'CAST(? AS DOUBLE)', params: [Number(number)], zero: Number(number) === 0 };
    }
    return this.#value();
  }

  /** A function call or a field. */
  #value() {
    const name = NAME.exec(this.rest)?.[0];
    if (!name) throw malformed();
    const end = this.rest[name.length] === '(' ? closingParenthesis(this.rest, name.length) : name.length;
    const text = this.rest.slice(0, end);
    this.rest = this.rest.slice(end);
    this.operands.push(text);
    if (this.seconds === null) return { sql: '', params: [] };
    return isFunction(text) ? this.#function(text, this.seconds) : this.#field(text);
  }

  /** @param {string} text @param {number} seconds */
  #function(text, seconds) {
    const resolved = this.source.functionOf(text, seconds);
    if (resolved.groups || !ARITHMETIC_TYPES.has(resolved.type)) {
      throw new InvalidSearchQuery(`${text} not allowed in arithmetic`);
    }
    this.hasFunctions = true;
    for (const kind of resolved.only) this.only.add(kind);
    this.metrics.push(...resolved.metrics);
    return { sql: resolved.sql, params: resolved.params };
  }

  /** @param {string} text */
  #field(text) {
    const column = this.source.field(text);
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
 * @param {import('./source.js').Source} [source]
 * @returns {import('../events/catalogue.js').Fragment & Pick<import('./columns.js').Column, 'only'|'metrics'> & {aggregate: boolean}}
 */
export function resolveEquation(text, seconds, source = EVENTS) {
  const form = new EquationReader(text, null, source);
  form.sum();
  if (form.rest.trim() !== '') throw malformed();
  const reader = new EquationReader(text, seconds, source);
  const { sql, params } = reader.sum();
  if (reader.hasFields && reader.hasFunctions) {
    throw new InvalidSearchQuery('Cannot mix functions and fields in arithmetic');
  }
  if (reader.operators === 0) {
    throw new InvalidSearchQuery('Arithmetic expression must contain at least 2 terms');
  }
  if (!reader.hasFields && !reader.hasFunctions) {
    throw new InvalidSearchQuery('Equations need to include a field or function');
  }
  return { sql, params, aggregate: reader.hasFunctions, only: [...reader.only], metrics: reader.metrics };
}

/** The fields and functions of an equation, as written. @param {string} text without the prefix @returns {string[]} */
export function operandsOf(text) {
  const form = new EquationReader(text, null, EVENTS);
  form.sum();
  return form.operands;
}
