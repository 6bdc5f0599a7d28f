/**
 * Units of measurements: which are known, and what a unit that comes with an event makes of a value's type.
 */

/** Milliseconds in one. @type {Readonly<Record<string, number>>} */
const DURATIONS = Object.freeze({
  nanosecond: 1e-6, microsecond: 1e-3, millisecond: 1, second: 1e3, minute: 6e4, hour: 3.6e6, day: 8.64e7, week: 6.048e8,
});
const POWERS = ['', 'kilo', 'mega', 'giga', 'tera', 'peta', 'exa'];
const BINARY_POWERS = ['', 'kibi', 'mebi', 'gibi', 'tebi', 'pebi', 'exbi'];
/** Bytes in one. @type {Readonly<Record<string, number>>} */
const SIZES = Object.freeze({
  bit: 1 / 8,
  ...Object.fromEntries(POWERS.map((prefix, power) => [`${prefix}byte`, 1000 ** power])),
  ...Object.fromEntries(BINARY_POWERS.slice(1).map((prefix, power) => [`${prefix}byte`, 1024 ** (power + 1)])),
});
/** What of one is the whole. @type {Readonly<Record<string, number>>} */
const SHARES = Object.freeze({ ratio: 1, percent: 0.01 });

/** Sentry's own measurements of time, in milliseconds. */
const DURATION_MEASUREMENTS = new Set([
  'fp', 'fcp', 'lcp', 'fid', 'inp', 'ttfb', 'ttfb.requesttime', 'app_start_cold', 'app_start_warm',
  'stall_total_time', 'stall_longest_time', 'time_to_full_display', 'time_to_initial_display',
]);
const RATE_MEASUREMENTS = new Set(['frames_slow_rate', 'frames_frozen_rate', 'stall_percentage']);

/** @typedef {'duration'|'size'|'percentage'|'number'} MeasurementType */
/** @typedef {{type: MeasurementType, unit: string|null}} TypedUnit */

export const isSizeUnit = (/** @type {string} */ unit) => Object.hasOwn(SIZES, unit);
export const isDurationUnit = (/** @type {string} */ unit) => Object.hasOwn(DURATIONS, unit);

/**
 * What Sentry knows of a measurement by its name alone.
 * @param {string} name without its prefix @returns {TypedUnit}
 */
export function knownUnit(name) {
  if (DURATION_MEASUREMENTS.has(name)) return { type: 'duration', unit: 'millisecond' };
  return { type: RATE_MEASUREMENTS.has(name) ? 'percentage' : 'number', unit: null };
}

/** @param {string|null|undefined} unit @returns {TypedUnit} */
export function typeOfUnit(unit) {
  if (unit && isDurationUnit(unit)) return { type: 'duration', unit };
  if (unit && isSizeUnit(unit)) return { type: 'size', unit };
  return { type: unit && Object.hasOwn(SHARES, unit) ? 'percentage' : 'number', unit: null };
}

/**
 * The unit that values of one measurement are kept in: the known one, or that of its first event.
 * @param {string} name @param {string} given @returns {string|null} null: nothing to remember
 */
export function keptUnit(name, given) {
  const { type } = knownUnit(name);
  if (type !== 'number' || typeOfUnit(given).type === 'number') return null;
  return Object.hasOwn(SHARES, given) ? 'ratio' : given;
}

/** @param {string} unit */
const factor = (unit) => [DURATIONS, SIZES, SHARES].find((units) => Object.hasOwn(units, unit))?.[unit];

/**
 * A value in another unit of the same kind; between kinds nothing is converted.
 * @param {number} value @param {string} from @param {string} to
 */
export function converted(value, from, to) {
  if (from === to || typeOfUnit(from).type !== typeOfUnit(to).type) return value;
  const [one, other] = [factor(from), factor(to)];
  return one === undefined || other === undefined ? value : (value * one) / other;
}

/** How many milliseconds or bytes a unit is; 1 for any other. @param {string|null|undefined} unit */
export const scaleOf = (unit) => (unit ? DURATIONS[unit] ?? SIZES[unit] ?? 1 : 1);
