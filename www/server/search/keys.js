/**
 * What kind of value a key takes. The catalogue of the data says so for the fields
 * it has; the keys of Sentry's own that a data set may lack keep their kind, so a
 * mistyped value is refused either way.
 */

import { scaleOf } from '../events/units.js';

const NUMBERS = ['project_id', 'project.id', 'issue.id', 'stack.colno', 'stack.lineno', 'stack.stack_level'];
const DATES = ['start', 'end', 'time', 'timestamp', 'timestamp.to_hour', 'timestamp.to_day', 'error.received'];
const BOOLEANS = [
  'error.handled', 'error.unhandled', 'error.main_thread', 'stack.in_app', 'is_application', 'symbolicated_in_app',
  'team_key_transaction', 'device.charging',
];

/** @type {Map<string, string>} */
const FIXED = new Map();
for (const [kind, keys] of Object.entries({
  number: NUMBERS, date: DATES, boolean: BOOLEANS, duration: ['transaction.duration'], string: ['issue'],
})) {
  for (const key of keys) FIXED.set(key, kind);
}

const NUMERIC = new Set(['number', 'integer', 'duration', 'size', 'percentage', 'rate']);

/** Keys of release versions compare as versions and take an operator before text. */
export const TEXT_OPERATOR_KEYS = new Set(['release.version', 'release.build']);

/**
 * @param {string} key
 * @param {{type: string}|null|undefined} field what the catalogue knows of it
 * @returns {string} string, number, integer, duration, size, percentage, rate, boolean or date
 */
export function keyKind(key, field) {
  const fixed = FIXED.get(key);
  if (fixed !== undefined) return fixed;
  if (/^(?:tags|flags)\[.*,number\]$/.test(key)) return 'number';
  if (/^(?:tags|flags)\[/.test(key)) return 'string';
  return field?.type ?? 'string';
}

/**
 * How many milliseconds or bytes one of the key's values is: a search names its unit, the data keeps its own.
 * @param {string} kind @param {{unit?: string|null}|null|undefined} field
 */
export const valueScale = (kind, field) => (kind === 'duration' || kind === 'size' ? scaleOf(field?.unit) : 1);

/** @param {string} kind */
export const isNumeric = (kind) => NUMERIC.has(kind);
