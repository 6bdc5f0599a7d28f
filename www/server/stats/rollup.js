/**
 * The width of a bucket: what was asked for if it is sensible, else Sentry's ladder for the range.
 */
import { parsePeriod } from './date-range.js';

/** Sentry: MAX_ROLLUP_POINTS. */
const MAX_POINTS = 10_000;
const DAY = 86_400;
const HOUR = 3600;

/**
 * Sentry's default ladder (low fidelity). An hour or less gets wider buckets than a day; so it is there.
 * @param {number} seconds the range
 */
function defaultRollup(seconds) {
  if (seconds >= 60 * DAY) return DAY;
  if (seconds >= 30 * DAY) return 4 * HOUR;
  if (seconds > DAY) return HOUR;
  if (seconds > HOUR) return 300;
  return 900;
}

/**
 * @param {string|undefined} interval as asked for
 * @param {import('./date-range.js').Range} range
 * @param {number} topEvents 0 for none
 * @returns {number} seconds
 */
export function rollupOf(interval, range, topEvents) {
  const seconds = (range.end - range.start) / 1000;
  if (interval === undefined) return defaultRollup(seconds);
  // An interval that cannot be read is an hour, not the ladder (Sentry: the parser's own default).
  const wanted = parsePeriod(interval) ?? HOUR;
  const limit = topEvents > 0 ? MAX_POINTS / topEvents : MAX_POINTS;
  if (wanted <= 0 || seconds / wanted > limit) return defaultRollup(seconds);
  return wanted;
}
