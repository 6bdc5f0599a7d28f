/**
 * What the address of an embed page or a picture may choose: theme, range, refresh, comparison, sparklines, language, zone.
 * Anything else is a 400 that says what was expected and what was found.
 */
import { ParseError } from '../errors.js';

/**
 * @typedef {object} Look
 * @property {string} theme `auto`, `light` or `dark`
 * @property {string} [range] such as `24h`: the dashboard's own unless given
 * @property {string} refresh seconds, 0 for off
 * @property {string} [compare]
 * @property {string} [sparkline] `1` for a line of its values below each big number
 * @property {string} [locale]
 * @property {string} [timezone]
 * @property {string} [controls] `1` for the head of a dashboard, in place of a wall
 */

const MAX_REFRESH = 86_400;

/** @param {() => unknown} attempt */
function works(attempt) {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

const ONE_OR_NONE = { expected: '0 or 1', takes: (/** @type {string} */ text) => /^[01]$/.test(text) };

/** @type {Record<string, {expected: string, takes: (text: string) => boolean}>} */
export const LOOK_RULES = {
  theme: { expected: '`auto`, `light` or `dark`', takes: (text) => ['auto', 'light', 'dark'].includes(text) },
  range: { expected: 'a period such as `24h` or `14d`', takes: (text) => /^[1-9]\d{0,4}[mhdw]$/.test(text) },
  refresh: {
    expected: `0, or seconds from 5 to ${MAX_REFRESH}`,
    takes: (text) => /^\d{1,5}$/.test(text) && (Number(text) === 0 || (Number(text) >= 5 && Number(text) <= MAX_REFRESH)),
  },
  compare: { expected: '`previous`, or an offset such as `1d` or `1w`', takes: (text) => /^(?:previous|[1-9]\d{0,3}[hdwMy])$/.test(text) },
  sparkline: ONE_OR_NONE,
  locale: { expected: 'a language such as `en-GB`', takes: (text) => text !== '' && works(() => Intl.getCanonicalLocales(text)) },
  timezone: { expected: 'a time zone such as `Europe/Vienna`', takes: (text) => text !== '' && works(() => new Intl.DateTimeFormat('en', { timeZone: text })) },
};

/** Of a dashboard's page, beside. */
export const DASHBOARD_RULES = { ...LOOK_RULES, controls: ONE_OR_NONE };

/**
 * @param {Record<string, unknown>} query of an address
 * @param {Record<string, {expected: string, takes: (text: string) => boolean}>} rules
 * @returns {Record<string, string>}
 * @throws {ParseError} for what no rule names, what is given twice, and what its rule does not take
 */
export function readByRules(query, rules) {
  /** @type {Record<string, string>} */
  const read = {};
  for (const [name, value] of Object.entries(query)) {
    if (!Object.hasOwn(rules, name)) {
      throw new ParseError(`Expected no other parameters than ${Object.keys(rules).join(', ')}; found ${JSON.stringify(name.slice(0, 40))}.`);
    }
    if (typeof value !== 'string' || !rules[name].takes(value)) {
      const found = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : 'several values';
      throw new ParseError(`${name}: expected ${rules[name].expected}, found ${found}.`);
    }
    read[name] = value;
  }
  return read;
}

/** @param {Record<string, unknown>} query @param {typeof LOOK_RULES} [rules] @returns {Look} */
export const readLook = (query, rules = LOOK_RULES) => ({ theme: 'auto', refresh: '60', ...readByRules(query, rules) });
