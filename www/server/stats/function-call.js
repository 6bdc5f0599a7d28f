/**
 * The text of a function call, taken apart: `p95(transaction.duration)` -> name and arguments.
 * Knows no function; what each means is in `functions.js`.
 */
import { InvalidSearchQuery } from '../errors.js';

const CALL = /^([^(]+)\((.*)\)$/su;

/**
 * @typedef {{name: string, args: string[]}} FunctionCall arguments as written, quotes included
 */

/** The name of an attribute with its type, not ended yet: `tags[size` of `tags[size,number]`. */
const OPEN_ATTRIBUTE = /^\s*tags\[[^\]]*$/u;

/**
 * Splits at commas outside double quotes and names of attributes; a backslash takes the next character with it.
 * @param {string} text
 * @returns {string[]}
 */
function splitArguments(text) {
  const args = [];
  let current = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (char === '\\' && i + 1 < text.length) {
      current += char + text[i + 1];
      i += 1;
    } else if (char === ',' && !quoted && !OPEN_ATTRIBUTE.test(current)) {
      args.push(current.trim());
      current = '';
    } else {
      if (char === '"') quoted = !quoted;
      current += char;
    }
  }
  if (quoted) throw new InvalidSearchQuery(`Invalid quote at end of arguments: ${text}`);
  if (current.trim() !== '' || args.length > 0) args.push(current.trim());
  return args;
}

/** @param {string} text @returns {FunctionCall|null} null when it is no call */
export function parseCall(text) {
  const match = CALL.exec(text);
  if (!match) return null;
  return { name: match[1], args: splitArguments(match[2]) };
}

/** An argument's value: quotes around it go, and so do backslashes before what they protect. @param {string} text */
export function unquote(text) {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/gsu, '$1');
}

/**
 * Sentry's alias of a call: name and arguments joined by `_`, what is no word character
 * becomes `_`, trailing ones go. `count()` -> `count`.
 * @param {FunctionCall} call
 */
export function aliasOf({ name, args }) {
  const joined = args.join('_').replace(/[^\p{L}\p{N}_]/gu, '_');
  return `${name}_${joined}`.replace(/_+$/u, '');
}
