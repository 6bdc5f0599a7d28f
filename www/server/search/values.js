/**
 * The values a search can hold: numbers, durations, sizes, percentages, dates,
 * wildcards and escapes. Texts in, plain values out, Sentry's words when they
 * cannot be read. Which key takes which value is conditions.js.
 */
import { InvalidSearchQuery } from '../errors.js';

/** @typedef {{digits: string, unit: string}} Amount */

/** @type {Record<string, number>} */
const THOUSANDS = { k: 1e3, m: 1e6, b: 1e9 };

/** @param {{digits: string, suffix?: string, unit?: string}} value a number with an optional k, m or b */
export function numberOf({ digits, suffix, unit }) {
  const letter = suffix ?? unit ?? '';
  if (letter === '') return Number(digits);
  const factor = THOUSANDS[letter.toLowerCase()];
  if (factor === undefined) throw new InvalidSearchQuery(`${letter} is not a valid number suffix, must be k, m or b`);
  return Number(digits) * factor;
}

const SECOND = 1000;
const DAY = 86400 * SECOND;
/** @type {Record<string, number>} */
const DURATIONS = {
  ms: 1, s: SECOND, min: 60 * SECOND, m: 60 * SECOND, hr: 3600 * SECOND, h: 3600 * SECOND,
  day: DAY, d: DAY, wk: 7 * DAY, w: 7 * DAY,
};
/** Sentry holds durations in a type that ends here. */
const MAX_DURATION = 999_999_999 * DAY;

/** @returns {number} milliseconds @param {Amount} value */
export function durationOf({ digits, unit }) {
  const milliseconds = Number(digits) * DURATIONS[unit];
  if (!(milliseconds <= MAX_DURATION)) {
    throw new InvalidSearchQuery(`${digits}${unit} is too large of a value, the maximum value is 999999999 days`);
  }
  return milliseconds;
}

/** @type {Record<string, number>} */
const SIZES = { bit: 1 / 8, nb: 1 / 2, bytes: 1 };
for (const [power, letter] of [...'kmgtpezy'].entries()) {
  SIZES[`${letter}b`] = 1000 ** (power + 1);
  SIZES[`${letter}ib`] = 1024 ** (power + 1);
}

/** @returns {number} bytes @param {Amount} value */
export function sizeOf({ digits, unit }) {
  return Number(digits) * SIZES[unit.toLowerCase()];
}

/** @returns {number} a share: 5% is 0.05 @param {{digits: string}} value */
export function percentageOf({ digits }) {
  return Number(digits) / 100;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d{2}):(\d{2}))?$/;

/**
 * @param {string} text an ISO 8601 date, with no zone taken as UTC
 * @returns {number|null} milliseconds of the epoch; null for a day or time that does not exist
 */
function isoMillis(text) {
  const found = ISO.exec(text);
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const [fraction = '', sign, zoneHour, zoneMinute] = [found[7], found[8], Number(found[9] ?? 0), Number(found[10] ?? 0)];
  const parts = [year, month - 1, day, hour, minute, second];
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year);
  const held = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  if (held.some((part, index) => part !== parts[index]) || zoneHour > 23 || zoneMinute > 59) return null;
  const zone = (zoneHour * 60 + zoneMinute) * 60 * SECOND * (sign === '-' ? -1 : 1);
  return date.getTime() + Number(`0.${fraction || 0}`) * SECOND - zone;
}

/** @returns {number} milliseconds of the epoch @param {string} text */
export function dateOf(text) {
  const millis = isoMillis(text);
  if (millis === null) throw new InvalidSearchQuery(`${text} is not a valid ISO8601 date query`);
  return millis;
}

/**
 * What a date without an operator means: the whole day, or for a date with a time
 * five minutes before it to six minutes after it.
 * @param {string} text
 * @returns {{from: number, to: number}} milliseconds, `to` excluded
 */
export function dateSpan(text) {
  const millis = isoMillis(text);
  if (millis === null) throw new InvalidSearchQuery(`${text} is not a valid datetime query`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { from: millis, to: millis + DAY };
  return { from: millis - 5 * 60 * SECOND, to: millis + 6 * 60 * SECOND };
}

/**
 * `-24h` is the last 24 hours, `+24h` everything older than that.
 * @param {number} now milliseconds of the epoch
 * @returns {{operator: '>='|'<=', value: number}}
 * @param {string} text
 */
export function relativeDateOf(text, now) {
  const value = now - Number(text.slice(1, -1)) * DURATIONS[text.slice(-1)];
  if (!(Math.abs(value) <= 8.64e15)) throw new InvalidSearchQuery(`${text} is not a valid datetime query`);
  return { operator: text[0] === '-' ? '>=' : '<=', value };
}

/** A star is a wildcard unless an odd number of backslashes stands before it. @param {string} text */
export function hasWildcard(text) {
  return /(?<!\\)(?:\\\\)*\*/.test(text);
}

/** A pattern for RE2 that matches the whole value; a backslash takes the next character as it is. @param {string} text */
export function wildcardPattern(text) {
  const escaped = text.replace(/\\([\s\S])|\*|[^\w*\\]|\\/gu, (found, literal) => {
    if (found === '*') return '.*';
    return escapeForPattern(literal ?? found);
  });
  return `^${escaped}$`;
}

/** @param {string} character */
const escapeForPattern = (character) => (/^[\w\u0080-\u{10FFFF}]$/u.test(character) ? character : `\\${character}`);

/** Outside wildcards only `\*` is an escape. @param {string} text */
export function unescaped(text) {
  return text.replaceAll('\\*', '*');
}

/** Turns the value of a contains, starts-with or ends-with match into wildcard text. @param {string} text @param {string | null | undefined} match */
export function matchText(text, match) {
  if (text === '' || !match) return text;
  const literal = text.replace(/\\[*\\]|[\\*]/g, (found) => (found.length === 2 ? found : `\\${found}`));
  const before = match === 'StartsWith' ? '' : '*';
  const after = match === 'EndsWith' ? '' : '*';
  return `${before}${literal}${after}`;
}
