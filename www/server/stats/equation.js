/**
 * Arithmetic over aggregates: `equation|count() / 100` -> SQL, by the grammar beside this file. Division by what comes
 * out as zero is null, by a written zero it is refused. Source of the rules: Sentry's discover arithmetic.
 */
import { InvalidSearchQuery } from '../errors.js';
import { parserOf } from '../grammar.js';
import { isFunction } from './functions.js';
import { EVENTS } from './source.js';

const PREFIX = 'equation|';
/** Sentry: the most operators one equation may have. */
const MAX_OPERATORS = 10;
const ARITHMETIC_TYPES = new Set(['number', 'integer', 'duration', 'size', 'percentage', 'rate']);

const parser = await parserOf(new URL('./equation.peggy', import.meta.url));

/** @param {string} text */
export const isEquation = (text) => text.startsWith(PREFIX);
/** @param {string} text */
export const stripEquation = (text) => text.slice(PREFIX.length);

/**
 * @typedef {import('../events/catalogue.js').Fragment} Fragment
 * @typedef {{operator: string, left: Tree, right: Tree} | {number: number} | {name: string}} Tree `name`: a field or a call, as written
 * @typedef {Fragment & Pick<import('./columns.js').Column, 'only'|'metrics'> & {aggregate: boolean}} Operand
 */

/** @param {string} text @returns {{tree: Tree, names: string[], operators: number}} `names` in their order */
function parse(text) {
  try {
    return parser.parse(text);
  } catch {
    throw new InvalidSearchQuery('Unable to parse your equation, make sure it is well formed arithmetic');
  }
}

/** The fields and functions of an equation, as written. @param {string} text without the prefix */
export const operandsOf = (text) => parse(text).names;

/** @param {string} name @param {number} seconds @param {import('./source.js').Source} source @returns {Operand} */
function resolveName(name, seconds, source) {
  const called = isFunction(name) ? source.functionOf(name, seconds) : null;
  const found = called ?? source.field(name);
  if (!found || called?.groups || !ARITHMETIC_TYPES.has(found.type)) {
    throw new InvalidSearchQuery(`${name} not allowed in arithmetic`);
  }
  const { sql, params, only } = found;
  return { sql, params, aggregate: called !== null, only: [only ?? []].flat(), metrics: called?.metrics ?? [] };
}

/** @param {Tree} tree @param {Map<string, Operand>} operands by name @returns {Fragment} */
function toSql(tree, operands) {
  if ('number' in tree) return { sql: 'CAST(? AS DOUBLE)', params: [tree.number] };
  if ('name' in tree) return /** @type {Operand} */ (operands.get(tree.name));
  const { operator, right: divisor } = tree;
  const divides = operator === '/' || operator === '÷';
  if (divides && 'number' in divisor && divisor.number === 0) throw new InvalidSearchQuery('division by 0 is not allowed');
  const [left, right] = [tree.left, divisor].map((side) => toSql(side, operands));
  return {
    sql: `(CAST(${left.sql} AS DOUBLE) ${divides ? `/ nullif(${right.sql}, 0)` : `${operator} ${right.sql}`})`,
    params: [...left.params, ...right.params],
  };
}

/**
 * @param {string} text without the prefix
 * @param {number} seconds what one row covers, for rates
 * @param {import('./source.js').Source} [source]
 * @returns {Operand}
 */
export function resolveEquation(text, seconds, source = EVENTS) {
  const { tree, names, operators } = parse(text);
  if (operators > MAX_OPERATORS) throw new InvalidSearchQuery('Exceeded maximum number of operations');
  const operands = new Map(names.map((name) => [name, resolveName(name, seconds, source)]));
  const { sql, params } = toSql(tree, operands);
  const kinds = new Set([...operands.values()].map(({ aggregate }) => aggregate));
  if (kinds.size > 1) throw new InvalidSearchQuery('Cannot mix functions and fields in arithmetic');
  if (operators === 0) throw new InvalidSearchQuery('Arithmetic expression must contain at least 2 terms');
  if (kinds.size === 0) throw new InvalidSearchQuery('Equations need to include a field or function');
  const all = [...operands.values()];
  return { sql, params, aggregate: kinds.has(true), only: [...new Set(all.flatMap(({ only }) => only))], metrics: all.flatMap(({ metrics }) => metrics) };
}
