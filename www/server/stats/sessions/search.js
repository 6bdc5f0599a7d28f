/**
 * A search of sessions: releases, environments and projects in SQL, and the states that it leaves, which are no column but
 * a choice of what is counted. Refusals are Sentry's.
 */
import { InvalidSearchQuery, ParseError } from '../../errors.js';
import { STATUSES } from '../../events/sessions/schema.js';
import { parse } from '../../search/parse.js';
import { compileParsed } from '../../search/index.js';
import { hasWildcard } from '../../search/values.js';
import { searchContext } from '../scope.js';
import { STATUS } from './request.js';

/** @typedef {import('../../search/parse.js').Term} Term */

const KEYS = new Set(['release', 'environment', 'project', 'project.name', 'project.id', 'project_id', 'release.version', 'release.package', 'release.build', 'release.stage']);

/**
 * @param {import('../scope.js').Scope} scope
 * @returns {{where: import('../../search/index.js').Fragment, only: string[] | null}} `only`: states that it leaves, null for all
 */
export function sessionSearch(scope) {
  const parsed = parse(scope.query);
  const states = joinedByAnd(parsed).filter(isStatus).map(statesOf);
  check(joinedByAnd(parsed).filter((term) => !isStatus(term)));
  const context = { ...searchContext(scope), field: scope.source.field };
  const { where } = compileParsed(parsed, context, (term) => (isStatus(term) ? { where: [], having: [] } : null));
  return { where, only: states.length === 0 ? null : STATUSES.filter((status) => states.every((some) => some.includes(status))) };
}

/** @param {Term} term @returns {term is Extract<Term, {type: 'filter'}>} */
const isStatus = (term) => term.type === 'filter' && term.key === STATUS;

/** Parentheses around what is joined by AND alone mean nothing. @param {Term[]} terms @returns {Term[]} */
function joinedByAnd(terms) {
  if (terms.some((term) => term.type === 'operator' && term.value === 'OR')) return [{ type: 'group', terms }];
  return terms.filter((term) => term.type !== 'operator').flatMap((term) => (term.type === 'group' ? joinedByAnd(term.terms) : [term]));
}

/** @param {Extract<Term, {type: 'filter'}>} term @returns {string[]} */
function statesOf({ form, negated, operator, value }) {
  const isNegative = negated !== (operator === '!=');
  if (form !== 'text' && form !== 'textList') throw new ParseError('Unable to resolve session.status filter');
  const named = [value].flat().map((item) => item?.text ?? item);
  return STATUSES.filter((status) => named.includes(status) !== isNegative);
}

/** @param {Term[]} terms */
function check(terms) {
  for (const term of terms) {
    if (term.type === 'operator' || (term.type === 'text' && ['', '()'].includes(term.value.trim()))) continue;
    if (term.type === 'group') {
      check(term.terms);
      continue;
    }
    const key = term.type === 'text' ? 'message' : term.key;
    if (key === STATUS) throw new ParseError('Unable to parse condition with session.status');
    const name = term.type === 'filter' && term.form === 'has' ? term.value.key : key;
    if (!KEYS.has(name)) throw new InvalidSearchQuery(`Invalid search filter: ${name}`);
    const texts = term.type === 'filter' ? [term.value].flat().map((item) => item?.text ?? item) : [];
    if (texts.some((text) => typeof text === 'string' && hasWildcard(text))) throw new ParseError('Invalid condition: wildcard search is not supported');
  }
}
