/**
 * The width of a bucket: what was asked for if it is sensible, else Sentry's ladder for the range.
 */
import { InvalidSearchQuery, ParseError } from '../errors.js';
import { parsePeriod } from './date-range.js';

/** Sentry: MAX_ROLLUP_POINTS. */
const MAX_POINTS = 10_000;
const DAY = 86_400;
const HOUR = 3600;
/** Longer than any range; with more than this the start of a bucket is no number that the database holds. */
const MAX_INTERVAL = 366 * 10_000 * DAY;

/** Sentry: what its engine for trace items takes, and the most buckets that it makes. */
const TRACE_ITEM_INTERVALS = [15, 30, 60, 120, 300, 600, 900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 12 * HOUR, DAY];
const MAX_TRACE_ITEM_POINTS = 2016;
const TOO_MANY = 'Selected interval would create too many buckets for the timeseries';

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
 * @throws {ParseError} when even the ladder's widest step makes too many buckets
 */
export function rollupOf(interval, range, topEvents) {
  const seconds = (range.end - range.start) / 1000;
  const limit = topEvents > 0 ? MAX_POINTS / topEvents : MAX_POINTS;
  // An interval that cannot be read is an hour, not the ladder (Sentry: the parser's own default).
  const wanted = interval === undefined ? 0 : parsePeriod(interval) ?? HOUR;
  if (wanted > 0 && wanted <= MAX_INTERVAL && seconds / wanted <= limit) return wanted;
  const rollup = defaultRollup(seconds);
  if (seconds / rollup > limit) throw new ParseError(TOO_MANY);
  return rollup;
}

/** @param {number} rollup seconds @param {import('./date-range.js').Range} range */
export function checkTraceItemRollup(rollup, range) {
  if ((range.end - range.start) / 1000 / rollup > MAX_TRACE_ITEM_POINTS) throw new InvalidSearchQuery(TOO_MANY);
  if (!TRACE_ITEM_INTERVALS.includes(rollup)) {
    throw new InvalidSearchQuery(`Selected interval is not allowed, allowed intervals are: [${TRACE_ITEM_INTERVALS.join(', ')}]`);
  }
}
