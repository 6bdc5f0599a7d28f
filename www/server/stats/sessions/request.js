/**
 * Reads a request of the endpoint of sessions as Sentry does, and refuses it in Sentry's words.
 */
import { ParseError } from '../../errors.js';
import { parsePeriod } from '../date-range.js';
import { scopeOf } from '../request.js';

const SECOND = 1000;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Sentry: points in time of one answer. */
const MAX_POINTS = 1000;
/** Sentry: values of one answer. */
const MAX_VALUES = 10_000;
export const STATUS = 'session.status';
export const RELEASE_TIME = 'release.timestamp';
/** What sessions are grouped by, and where it lies. @type {Record<string, string>} */
export const GROUP_COLUMNS = { project: 'project_id', release: 'release', environment: 'environment' };

/**
 * @typedef {object} SessionsRequest
 * @property {import('../scope.js').Scope} scope over whole intervals
 * @property {number} interval seconds
 * @property {string[]} fields
 * @property {string[]} groupBy
 * @property {{field: string, descending: boolean} | null} order
 * @property {number} limit of groups
 * @property {boolean} hasTotals
 * @property {boolean} hasSeries
 */

/**
 * @param {import('../../events/store.js').EventStore} store @param {import('../parameters.js').Parameters} params @param {number} now
 * @returns {SessionsRequest | null} null when there is no project to ask
 */
export function readSessionsRequest(store, params, now) {
  const fields = params.all('field').filter((field) => field !== '');
  const groupBy = [...new Set(params.all('groupBy').filter((column) => column !== ''))];
  const unknown = groupBy.find((column) => column !== STATUS && !Object.hasOwn(GROUP_COLUMNS, column));
  if (unknown !== undefined) throw new ParseError(`Invalid groupBy: "${unknown}"`);
  const interval = intervalOf(params.last('interval'));
  const scope = scopeOf(store, params, 'sessions', now);
  if (!scope) return null;
  const step = interval * SECOND;
  const range = { start: Math.floor(scope.range.start / step) * step, end: Math.ceil(scope.range.end / step) * step };
  const points = (range.end - range.start) / step;
  if (points > MAX_POINTS) {
    throw new ParseError('Your interval and date range would create too many results. Use a larger interval, or a smaller date range.');
  }
  const hasSeries = params.last('includeSeries') !== '0';
  return {
    scope: { ...scope, range }, interval, fields, groupBy, order: orderOf(params.all('orderBy'), fields, groupBy),
    limit: Math.max(1, Math.floor(MAX_VALUES / (hasSeries ? points + 1 : 1))), hasTotals: params.last('includeTotals') !== '0', hasSeries,
  };
}

/** @param {string | undefined} text @returns {number} seconds */
function intervalOf(text) {
  const interval = text === undefined ? HOUR : parsePeriod(text) ?? HOUR;
  if (interval < HOUR || interval % HOUR !== 0) throw new ParseError('The interval has to be a multiple of the minimum interval of one hour.');
  if (interval > DAY) throw new ParseError('The interval has to be less than one day.');
  if (DAY % interval !== 0) throw new ParseError('The interval should divide one day without a remainder.');
  return interval;
}

/** @param {string[]} orders @param {string[]} fields @param {string[]} groupBy */
function orderOf(orders, fields, groupBy) {
  const [order, ...others] = orders.filter((text) => text !== '');
  if (order === undefined) return null;
  if (others.length > 0) throw new ParseError('Cannot order by multiple fields');
  const field = order.replace(/^-/, '');
  if (field === RELEASE_TIME) {
    if (!groupBy.includes('release')) throw new ParseError('To sort by release.timestamp, tag release must be in the groupBy');
  } else if (groupBy.includes(STATUS)) throw new ParseError("Cannot use 'orderBy' when grouping by sessions.status");
  else if (!fields.includes(field)) throw new ParseError("'orderBy' must be one of the provided 'fields'");
  return { field, descending: order.startsWith('-') };
}
