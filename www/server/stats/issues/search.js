/**
 * A search of issues: conditions on their events, on the issue as a whole (`firstSeen:-24h`), and on what people do with it
 * (`is:unresolved`, `assigned:me`). Nobody resolves or takes an issue here: all are open and unassigned.
 */
import { InvalidSearchQuery, ParseError } from '../../errors.js';
import { complete } from '../../events/catalogue.js';
import { compileParsed } from '../../search/index.js';
import { parse } from '../../search/parse.js';
import { fragment } from '../../search/sql.js';
import { searchContext } from '../scope.js';

/** @typedef {import('../../search/parse.js').Term} Term */
/** @typedef {import('../../search/index.js').Fragment} Fragment */

/** Sentry's words after `is:`, and whether an issue here is that. @type {Record<string, boolean>} */
const STATES = {
  unresolved: true, resolved: false, archived: false, ignored: false, muted: false, assigned: false, unassigned: true, linked: false, unlinked: true,
  for_review: false, new: false, ongoing: true, escalating: false, regressed: false, archived_until_escalating: false, archived_until_condition_met: false, archived_forever: false,
};
const OF_PEOPLE = new Set(['assigned', 'assigned_or_suggested', 'bookmarks', 'subscribed', 'team']);
/** Of an issue as a whole. @type {Record<string, import('../../events/catalogue.js').Field>} */
const WHOLE = {
  firstSeen: complete('firstSeen', { sql: 'whole.first_seen', type: 'date' }),
  lastSeen: complete('lastSeen', { sql: 'whole.last_seen', type: 'date' }),
  timesSeen: complete('timesSeen', { sql: 'whole.events', type: 'integer' }),
};

/** @param {Term[]} terms @returns {Array<Exclude<Term, {type: 'operator'|'group'}>>} */
function flat(terms) {
  return terms.flatMap((term) => {
    if (term.type === 'operator') throw new InvalidSearchQuery('Error parsing search query: Boolean statements containing "OR" or "AND" are not supported in this search');
    // Parentheses group nothing where there is only one way to join.
    return term.type === 'group' ? flat(term.terms) : [term];
  });
}

/**
 * @param {import('../scope.js').Scope} scope
 * @returns {{events: Fragment, whole: Fragment}} what is asked of the events, and of the issue
 */
export function issueSearch(scope) {
  const terms = flat(parse(scope.query));
  const context = searchContext(scope);
  const isWhole = (/** @type {typeof terms[0]} */ term) => term.type === 'filter' && Object.hasOwn(WHOLE, term.key);
  return {
    events: compileParsed(terms.filter((term) => !isWhole(term)), { ...context, field: scope.source.field }, ofPeople).where,
    whole: compileParsed(terms.filter(isWhole), { ...context, field: (key) => WHOLE[key] }).where,
  };
}

/** @param {import('../../search/parse.js').Leaf} term @returns {import('../../search/boolean.js').Split | null} */
function ofPeople(term) {
  if (term.type !== 'filter' || (term.form !== 'is' && !OF_PEOPLE.has(term.key))) return null;
  const texts = [term.value].flat().map((item) => item?.text ?? String(item ?? ''));
  const known = term.form === 'is' ? stateOf(texts[0]) : texts.includes('none');
  return { where: [fragment(known !== term.negated ? 'TRUE' : 'FALSE')], having: [] };
}

/** @param {string} text */
function stateOf(text) {
  if (Object.hasOwn(STATES, text)) return STATES[text];
  throw new ParseError(`Invalid value for "is" search, valid values are [${Object.keys(STATES).map((name) => `'${name}'`).join(', ')}]`);
}
