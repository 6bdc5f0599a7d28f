/**
 * When is one search the same as another? Both are read by the grammar and compared
 * as sets of conditions joined by AND, so that spaces, redundant parentheses and a
 * spelt-out AND make no difference, and everything else does. Pure.
 */
import { parse } from '../search/parse.js';

/** Added to a widget's query to ask one side of its split. */
export const ERRORS_SIDE = '!event.type:transaction';
export const TRANSACTIONS_SIDE = 'event.type:transaction';

/**
 * A search as the texts of its conditions; an OR is one of them.
 * @typedef {import('../search/parse.js').Term} Term
 * @typedef {Exclude<Term, {type: 'operator'}>} Condition
 * @typedef {{text: string, node: Node}} Conjunct
 * @typedef {{kind: 'and'|'or', parts: Node[]} | {kind: 'leaf', term: Exclude<Condition, {type: 'group'}>}} Node
 */

/**
 * @param {string} text
 * @returns {Conjunct[]} in a stable order; text that this grammar cannot read is one condition of its own
 */
export function conjuncts(text) {
  let node;
  try {
    node = treeOf(parse(text));
  } catch {
    // A newer Sentry may know more than this grammar: equal texts are still equal.
    return [{ text: `unread:${text.trim()}`, node: { kind: 'leaf', term: { type: 'text', value: text, quoted: true } } }];
  }
  const parts = node.kind === 'and' ? node.parts : [node];
  return parts.map((part) => ({ text: textOf(part), node: part })).sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
}

/**
 * What is left of `asked` when everything `known` has is taken away.
 * @param {Conjunct[]} asked
 * @param {Conjunct[]} known
 * @returns {Conjunct[]|null} null: `asked` lacks a condition of `known`, so it asks for more
 */
export function beyond(asked, known) {
  const rest = [...asked];
  for (const { text } of known) {
    const at = rest.findIndex((conjunct) => conjunct.text === text);
    if (at < 0) return null;
    rest.splice(at, 1);
  }
  return rest;
}

/**
 * Conditions joined by AND as one, and its parts: what an OR or an AND of it holds, else itself.
 * @param {Conjunct[]} conditions
 */
export function joined(conditions) {
  const node = combined('and', conditions.map((conjunct) => conjunct.node));
  return { text: textOf(node), kind: node.kind, parts: node.kind === 'leaf' ? [] : node.parts.map(textOf) };
}

/** @param {string} text @returns {boolean} whether an OR stands outside all parentheses of a search */
export function holdsOr(text) {
  try {
    return parse(text).some((term) => term.type === 'operator' && term.value === 'OR');
  } catch {
    // What cannot be read may hold one.
    return /\bor\b/iu.test(text);
  }
}

/** Terms in a row: OR divides them, everything else joins them by AND. @param {Term[]} terms @returns {Node} */
function treeOf(terms) {
  let side = /** @type {Condition[]} */ ([]);
  const sides = [side];
  for (const term of terms) {
    if (term.type !== 'operator') side.push(term);
    else if (term.value === 'OR') {
      side = [];
      sides.push(side);
    }
  }
  if (terms.some(isMisplaced)) throw new Error('an operator without a condition beside it');
  return combined('or', sides.map((terms) => combined('and', terms.filter((term) => !isEmpty(term)).map(nodeOf))));
}

/** An operator needs a condition on both sides, or what it joins is not what it seems. @param {Term} term @param {number} index @param {Term[]} terms */
function isMisplaced(term, index, terms) {
  const isOperator = (/** @type {Term | undefined} */ other) => other === undefined || other.type === 'operator';
  return term.type === 'operator' && (isOperator(terms[index - 1]) || isOperator(terms[index + 1]));
}

/** `()` is what an empty query leaves between the parentheses of its split form. @param {Term} term */
const isEmpty = (term) => term.type === 'text' && !term.quoted && term.value.trim() === '()';

/** @param {Condition} term @returns {Node} */
const nodeOf = (term) => (term.type === 'group' ? treeOf(term.terms) : { kind: 'leaf', term });

/** @param {'and' | 'or'} kind @param {Node[]} parts @returns {Node} */
function combined(kind, parts) {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  return flat.length === 1 ? flat[0] : { kind, parts: flat };
}

/** @param {Node} node @returns {string} */
function textOf(node) {
  if (node.kind === 'leaf') return JSON.stringify({ ...node.term, value: plainValue(node.term) });
  return `${node.kind}(${node.parts.map(textOf).sort().join()})`;
}

/** Quotes around a value that does not need them change nothing; around nothing they do. @param {Condition} term */
function plainValue(term) {
  if (term.type === 'group') return undefined;
  if (term.type === 'text') return term.value.trim();
  const { value } = term;
  const isQuotable = typeof value?.text === 'string' && value.text !== '' && !value.text.includes('\\');
  return isQuotable ? value.text : value;
}
