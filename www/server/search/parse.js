/**
 * Search text to syntax tree, by the grammar beside this file, and the error for
 * text that is no search. What the tree means for a data set is conditions.js.
 */
import { InvalidSearchQuery } from '../errors.js';
import { parserOf } from '../grammar.js';

/**
 * @typedef {{type: 'operator', value: 'AND'|'OR'}
 *   | {type: 'group', terms: Term[]}
 *   | {type: 'text', value: string, quoted: boolean}
 *   | {type: 'filter', form: string, negated: boolean, key: string, operator: string, value: any, match?: string|null}
 *   | {type: 'aggregate', form: string, negated: boolean, key: string, name: string, args: (string|null)[], operator: string, value: any}
 * } Term
 * @typedef {Exclude<Term, {type: 'operator'|'group'}>} Leaf
 * @typedef {Extract<Term, {type: 'filter'}>} Filter
 * @typedef {Extract<Term, {type: 'aggregate'}>} Aggregate
 */

/** Parentheses deeper than this are refused: the parser and the database both recurse. */
const MAX_DEPTH = 100;
/** The parser holds up everything else while it runs, half a second for the worst text of this length. */
export const MAX_LENGTH = 16_384;

const parser = await parserOf(new URL('./grammar.peggy', import.meta.url));

/**
 * @param {string} text
 * @returns {Term[]} the terms in order, operators among them
 * @throws {InvalidSearchQuery} where the text stops being a search
 */
export function parse(text) {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null) throw parseError(text, tooDeep);
  if (text.length > MAX_LENGTH) {
    throw new InvalidSearchQuery(`A search may have at most ${MAX_LENGTH} characters, found ${text.length}.`);
  }
  const { terms, end } = parser.parse(text);
  if (end < text.length) throw parseError(text, end);
  return terms;
}

/**
 * Where parentheses open one level too many, or null. Quoted text does not count;
 * an unclosed quote is ordinary text to the grammar, so it hides nothing here either.
 * @param {string} text
 */
function tooDeepAt(text) {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(/"(?:\\"|[^"])*"|[()]/g)) {
    if (found === '(') depth++;
    else if (found === ')') depth--;
    if (depth > MAX_DEPTH) return index;
  }
  return null;
}

/** Sentry counts the column from the last line break and quotes five characters on either side of it. @param {string} text @param {number} position */
function parseError(text, position) {
  const before = [...text.slice(0, position)];
  const column = before.length - before.lastIndexOf('\n');
  const characters = [...text];
  const excerpt = characters.slice(Math.max(0, column - 5), column + 5).join('');
  return new InvalidSearchQuery(
    `Parse error at '${excerpt}' (column ${column}). ` +
      'This is commonly caused by unmatched parentheses. Enclose any text in double quotes.',
  );
}
