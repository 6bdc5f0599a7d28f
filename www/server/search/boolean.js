/**
 * AND, OR and parentheses. Takes the terms of a search and a compiler for its
 * leaves, gives back what filters rows (`where`) and what filters groups (`having`).
 */
import { InvalidSearchQuery } from '../errors.js';
import { allOf, anyOf } from './sql.js';

/**
 * @typedef {import('./sql.js').Fragment} Fragment
 * @typedef {{where: Fragment[], having: Fragment[]}} Split conditions joined by AND
 * @typedef {import('./parse.js').Term} Term
 * @typedef {(term: import('./parse.js').Leaf) => Split} Compiler
 * @param {Term[]} terms
 * @param {Compiler} leaf
 * @returns {Split}
 */
export function compileTerms(terms, leaf) {
  checkOperators(terms);
  let side = /** @type {Operand[]} */ ([]);
  const alternatives = [side];
  for (const term of terms) {
    if (term.type !== 'operator') side.push(term);
    // AND binds closer than OR, and is what terms side by side mean anyway.
    else if (term.value === 'OR') {
      side = [];
      alternatives.push(side);
    }
  }
  const compiled = alternatives.map((side) => conjunction(side, leaf));
  return compiled.length === 1 ? compiled[0] : disjunction(compiled);
}

/** @typedef {Exclude<Term, {type: 'operator'}>} Operand */

/** @param {Operand[]} terms @param {Compiler} leaf @returns {Split} */
function conjunction(terms, leaf) {
  const parts = terms.map((term) => (term.type === 'group' ? compileTerms(term.terms, leaf) : leaf(term)));
  return { where: parts.flatMap((part) => part.where), having: parts.flatMap((part) => part.having) };
}

/** @param {Split[]} sides @returns {Split} */
function disjunction(sides) {
  const filtersRows = sides.some((side) => side.where.length > 0);
  const filtersGroups = sides.some((side) => side.having.length > 0);
  if (filtersRows && filtersGroups) {
    throw new InvalidSearchQuery('Having an OR between aggregate filters and normal filters is invalid.');
  }
  if (filtersGroups) return { where: [], having: [anyOf(sides.map((side) => allOf(side.having)))] };
  return { where: [anyOf(sides.map((side) => allOf(side.where)))], having: [] };
}

/** @param {Term[]} terms */
function checkOperators(terms) {
  let previous = /** @type {Term | null} */ (null);
  for (const term of terms) {
    if (term.type === 'operator') {
      if (previous === null) throw missingOn('left', term);
      if (previous.type === 'operator') {
        throw new InvalidSearchQuery(`Missing condition in between two condition operators: '${previous.value} ${term.value}'`);
      }
    }
    previous = term;
  }
  if (previous?.type === 'operator') throw missingOn('right', previous);
}

/** @param {'left' | 'right'} side @param {{value: string}} operator */
const missingOn = (side, { value }) =>
  new InvalidSearchQuery(`Condition is missing on the ${side} side of '${value}' operator`);
