/**
 * AND, OR and parentheses. Takes the terms of a search and a compiler for its
 * leaves, gives back what filters rows (`where`) and what filters groups (`having`).
 */
import { InvalidSearchQuery } from '../errors.js';
import { allOf, anyOf } from './sql.js';

/**
 * @typedef {import('./sql.js').Fragment} Fragment
 * @typedef {{where: Fragment[], having: Fragment[]}} Split conditions joined by AND
 * @param {import('./parse.js').Term[]} terms
 * @param {(term: import('./parse.js').Term) => Split} leaf
 * @returns {Split}
 */
export function compileTerms(terms, leaf) {
  checkOperators(terms);
  const alternatives = [[]];
  for (const term of terms) {
    if (term.type !== 'operator') alternatives.at(-1).push(term);
    // AND binds closer than OR, and is what terms side by side mean anyway.
    else if (term.value === 'OR') alternatives.push([]);
  }
  const compiled = alternatives.map((side) => conjunction(side, leaf));
  return compiled.length === 1 ? compiled[0] : disjunction(compiled);
}

function conjunction(terms, leaf) {
  const parts = terms.map((term) => (term.type === 'group' ? compileTerms(term.terms, leaf) : leaf(term)));
  return { where: parts.flatMap((part) => part.where), having: parts.flatMap((part) => part.having) };
}

function disjunction(sides) {
  const filtersRows = sides.some((side) => side.where.length > 0);
  const filtersGroups = sides.some((side) => side.having.length > 0);
  if (filtersRows && filtersGroups) {
    throw new InvalidSearchQuery('Having an OR between aggregate filters and normal filters is invalid.');
  }
  if (filtersGroups) return { where: [], having: [anyOf(sides.map((side) => allOf(side.having)))] };
  return { where: [anyOf(sides.map((side) => allOf(side.where)))], having: [] };
}

function checkOperators(terms) {
  let previous = null;
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

const missingOn = (side, { value }) =>
  new InvalidSearchQuery(`Condition is missing on the ${side} side of '${value}' operator`);
