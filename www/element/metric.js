/** Checks what a page gives to `recordMetric`, at once, so that the mistake is told where it was made. */
import { describe, isObject, wrongValue } from './errors.js';

const TYPES = ['count', 'counter', 'gauge', 'timing', 'distribution'];
const OPTIONS = ['type', 'unit', 'tags', 'instance', 'sampleRate'];

/**
 * @param {unknown} name @param {unknown} value @param {any} options
 * @returns {[type: string, name: string, value: number, rest: string]} as the module takes them
 */
export function checkedMetric(name, value, options) {
  check(typeof name === 'string' && name.trim() !== '', 'name', 'a string', name);
  check(Number.isFinite(value), 'value', 'a finite number', value);
  check(isObject(options), 'options', 'an object', options);
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined) throw wrongValue(`recordMetric.${unknown}`, `one of ${OPTIONS.join(', ')}`, 'an unknown key');
  const { type = 'counter', unit, tags = {}, instance, sampleRate } = options;
  check(TYPES.includes(type), 'type', `one of ${TYPES.join(', ')}`, type);
  for (const [key, text] of Object.entries({ unit, instance })) check(text === undefined || typeof text === 'string', key, 'a string', text);
  check(sampleRate === undefined || (typeof sampleRate === 'number' && sampleRate >= 0 && sampleRate <= 1), 'sampleRate', 'a number from 0 to 1', sampleRate);
  const rest = { unit, instance, sampleRate, tags: textsOf(tags) };
  return [type === 'count' ? 'counter' : type, /** @type {string} */ (name), /** @type {number} */ (value), JSON.stringify(rest)];
}

/** @param {any} tags */
function textsOf(tags) {
  check(isObject(tags), 'tags', 'an object', tags);
  const given = Object.entries(tags).filter(([, value]) => value !== undefined && value !== null);
  for (const [key, value] of given) {
    check(['string', 'boolean'].includes(typeof value) || Number.isFinite(value), `tags.${key}`, 'a string, a number or a boolean', value);
  }
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
}

/** @param {boolean} isRight @param {string} key @param {string} expected @param {unknown} found */
function check(isRight, key, expected, found) {
  if (!isRight) throw wrongValue(`recordMetric.${key}`, expected, describe(found));
}
