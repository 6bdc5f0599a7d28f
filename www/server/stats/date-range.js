/**
 * The time range of a request: `statsPeriod`, or its two ends, or `start` and `end`, or the last 90 days.
 * All times inside are epoch milliseconds. Not here: bucket widths (`rollup.js`).
 */
import { ParseError } from '../errors.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const DEFAULT_RANGE = 90 * DAY;

const PERIOD = /^(\d+)([hdmsw]?)$/;
const UNIT_SECONDS = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** No server has kept events for longer; the client refuses what is longer, too. */
const LONGEST_PERIOD = 100_000 * DAY;
/** JavaScript's latest date; Python's own is earlier, and both refuse what lies beyond. */
export const MAX_TIME = 8.64e15;
const ISO_DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Sentry: parse_stats_period. A number and a unit; no unit means seconds.
 * @param {string} text
 * @returns {number|null} seconds
 */
export function parsePeriod(text) {
  const match = PERIOD.exec(text);
  if (!match) return null;
  const unit = /** @type {keyof typeof UNIT_SECONDS} */ (match[2]);
  return Number(match[1]) * UNIT_SECONDS[unit];
}

/** @param {string} reason */
const invalid = (reason) => new ParseError(`Invalid date range: ${reason}`);

/** @param {string} text as Python's repr() shows it */
const quoted = (text) => (text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text}'`);

/** @param {string} text @param {number} now */
function ago(text, now) {
  const seconds = parsePeriod(text);
  if (seconds === null || seconds * SECOND > LONGEST_PERIOD) {
    throw invalid(`Invalid statsPeriod: ${quoted(text)}`);
  }
  return now - seconds * SECOND;
}

/**
 * ISO-8601; without a zone it is UTC.
 * @param {string} text
 * @returns {number|null} epoch milliseconds
 */
export function parseDateTime(text) {
  const match = ISO_DATE_TIME.exec(text.trim().replace(/ (\d{2}:?\d{2})$/, '+$1'));
  if (!match) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] = match;
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const millis = fraction.padEnd(3, '0').slice(0, 3);
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}${offset}`);
  if (Number.isNaN(time)) return null;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) > days ? null : time;
}

/** @param {string} text */
function instant(text) {
  const time = parseDateTime(text);
  if (time === null) throw invalid(`${text} is not a valid ISO8601 date query`);
  return time;
}

/** @param {import('./parameters.js').Parameters} params @param {number} now */
function requestedRange(params, now) {
  const period = params.last('statsPeriod');
  if (period !== undefined) return { start: ago(period, now), end: now };
  const from = params.last('statsPeriodStart');
  const to = params.last('statsPeriodEnd');
  if (from || to) {
    if (!from || !to) throw invalid('statsPeriodStart and statsPeriodEnd are both required');
    return { start: ago(from, now), end: ago(to, now) };
  }
  const start = params.last('start');
  const end = params.last('end');
  if (start || end) {
    if (!start || !end) throw invalid('start and end are both required');
    return { start: instant(start), end: instant(end) };
  }
  return { start: now - DEFAULT_RANGE, end: now };
}

/**
 * Sentry: quantize_time. Moves a time to a grid that differs by organization,
 * so that equal requests within one step are equal queries.
 * @param {number} time epoch ms @param {number} key the organization's id
 * @param {number} step seconds @param {boolean} up
 */
function quantize(time, key, step, up) {
  const hour = Math.floor(time / HOUR) * HOUR;
  const past = Math.floor((time - hour) / SECOND);
  let slot = Math.floor(past / step) * step + (key % step);
  if (slot > past) slot -= step;
  if (up && slot < past) slot += step;
  return hour + slot * SECOND;
}

/**
 * @typedef {{start: number, end: number}} Range epoch milliseconds, end excluded
 */

/**
 * Relative ranges over an hour are quantized: to a minute, from 30 days on to a quarter of an hour.
 * @param {import('./parameters.js').Parameters} params
 * @param {number} now
 * @param {number} organizationId
 * @returns {Range}
 */
export function rangeOf(params, now, organizationId) {
  const { start, end } = requestedRange(params, now);
  if (start >= end) throw invalid('start must be before end');
  if (!params.has('statsPeriod') || end - start <= HOUR) return { start, end };
  const step = end - start >= 30 * DAY ? 900 : 60;
  return {
    start: quantize(start, organizationId, step, false),
    end: quantize(end, organizationId, step, true),
  };
}
