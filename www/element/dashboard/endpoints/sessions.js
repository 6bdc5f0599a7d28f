/**
 * Release health: what is asked of the endpoint of sessions, and the groups that its answers come to. It counts by a session's
 * state only by grouping by it, and rates only without; so a widget of both is two requests, whose groups are joined.
 */
import { isFunction } from './bodies.js';
import { hoursFor, secondsOf } from './drawable.js';

/**
 * @typedef {object} Asked
 * @property {string[]} fields functions, in order
 * @property {string[]} columns
 * @property {string} sort a function or `release`, `-` first for descending; may be empty
 * @property {number} limit of groups
 * @property {boolean} hasSeries
 * @property {string} query
 * @property {import('./group-search.js').Pick | null} pick which of the groups
 *
 * @typedef {{by: Record<string, string>, totals: Record<string, number | null>, series: Record<string, Array<number | null>>}} Group
 * @typedef {{intervals: string[], groups: Group[]}} Found
 * @typedef {{intervals: string[], groups: any[]}} Sessions a body of the endpoint
 */

const STATUS = 'session.status';
const BY_STATUS = /^count_(healthy|errored|crashed|abnormal)\((session|user)\)$/;
/** Buckets of one answer at most; Sentry refuses a thousand. */
const MOST_BUCKETS = 720;
const PASSED_ON = ['statsPeriod', 'start', 'end', 'project', 'environment'];

/** @param {any} body @returns {body is Sessions} */
export const isSessions = (body) => Array.isArray(body?.groups) && Array.isArray(body.intervals);

/** @param {string} field @returns {string} what is counted by state to find it; itself for any other */
function countOf(field) {
  const [, , what] = BY_STATUS.exec(field) ?? [];
  return what ? (what === 'user' ? 'count_unique(user)' : 'sum(session)') : field;
}

/** With what it is sorted by. @param {Asked} asked */
const functionsOf = ({ fields, sort }) => [...new Set([...fields, orderOf(sort).name])].filter(isFunction);

/** @param {string} sort */
const orderOf = (sort) => ({ name: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') });

/** @param {Asked} asked @returns {Array<{fields: string[], groupBy: string[]}>} */
function partsOf(asked) {
  const { columns } = asked;
  const all = functionsOf(asked);
  if (columns.includes(STATUS)) return [{ fields: all.map(countOf), groupBy: columns }];
  return [
    { fields: all.filter((field) => !BY_STATUS.test(field)), groupBy: columns },
    { fields: all.filter((field) => BY_STATUS.test(field)).map(countOf), groupBy: [...columns, STATUS] },
  ].filter(({ fields }) => fields.length > 0);
}

/** @param {URLSearchParams} params what the widget asks @param {Asked} asked @returns {URLSearchParams[]} */
export function sessionRequests(params, asked) {
  const { columns, sort, limit, hasSeries, query, pick } = asked;
  const hours = hoursFor(Math.max(hasSeries ? secondsOf(params.get('interval')) ?? 0 : 0, spanOf(params) / MOST_BUCKETS));
  const { name, isDescending } = orderOf(sort);
  return partsOf(asked).map(({ fields, groupBy }) => {
    const request = new URLSearchParams([...params].filter(([name]) => PASSED_ON.includes(name)));
    for (const field of new Set(fields)) request.append('field', field);
    for (const column of groupBy) request.append('groupBy', column);
    request.set('query', query);
    request.set('interval', `${hours}h`);
    if (!hasSeries) request.set('includeSeries', '0');
    if (columns.length === 0) return request;
    const isByStatus = groupBy.includes(STATUS);
    // Sentry: releases are in order by when they were made.
    const order = name === 'release' && columns.includes(name) ? 'release.timestamp' : !isByStatus && fields.includes(name) ? name : '';
    if (order) request.set('orderBy', `${isDescending ? '-' : ''}${order}`);
    const isSorted = order !== '' || !isFunction(name);
    if (!isByStatus && !pick && isSorted) request.set('per_page', String(limit));
    return request;
  });
}

/** @param {URLSearchParams} params @returns {number} seconds */
function spanOf(params) {
  const [start, end] = ['start', 'end'].map((name) => Date.parse(params.get(name) ?? ''));
  return secondsOf(params.get('statsPeriod')) ?? (end > start ? (end - start) / 1000 : 0);
}

/**
 * @param {Sessions[]} bodies of the requests in their order @param {Asked} asked @param {Map<string, string>} slugs of projects by id
 * @returns {Found} as many groups as were asked for, in order
 */
export function groupsOf(bodies, asked, slugs) {
  const { columns, sort, limit, pick } = asked;
  const [{ intervals }] = bodies;
  /** @type {Map<string, Group>} */
  const known = new Map();
  const all = functionsOf(asked);
  const isGrouped = columns.includes(STATUS);
  for (const body of bodies) {
    const place = body.intervals.map((time) => intervals.indexOf(time));
    for (const { by = {}, totals = {}, series = {} } of body.groups) {
      const own = Object.fromEntries(columns.map((column) => [column, groupValue(column, by[column], slugs)]));
      const key = JSON.stringify(columns.map((column) => own[column]));
      const group = known.get(key) ?? { by: own, totals: {}, series: {} };
      known.set(key, group);
      for (const field of all) {
        const count = countOf(field);
        const [, status] = BY_STATUS.exec(field) ?? [];
        // Of two requests, that by state has what is counted by it, and the other one all else.
        const isOfPart = isGrouped || (status === undefined ? !Object.hasOwn(by, STATUS) : by[STATUS] === status);
        if (!isOfPart || !(Object.hasOwn(totals, count) || Object.hasOwn(series, count))) continue;
        // Grouped by state, what is counted of one is nothing in the groups of the others.
        const isOther = status !== undefined && by[STATUS] !== status;
        group.totals[field] = isOther ? 0 : numberOf(totals[count]);
        group.series[field] = intervals.map((_, index) => (isOther ? 0 : numberOf(series[count]?.[place.indexOf(index)])));
      }
    }
  }
  const { name, isDescending } = orderOf(sort);
  const groups = [...known.values()].filter(({ by }) => !pick || pick(by));
  if (isFunction(name)) groups.sort((a, b) => compared(a.totals[name], b.totals[name], isDescending));
  return { intervals, groups: groups.slice(0, limit) };
}

/** What has no value comes last. @param {number | null | undefined} a @param {number | null | undefined} b @param {boolean} isDescending */
function compared(a, b, isDescending) {
  const [first, second] = [a ?? null, b ?? null];
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  return isDescending ? second - first : first - second;
}

/** @param {string} column @param {unknown} value @param {Map<string, string>} slugs */
function groupValue(column, value, slugs) {
  const text = value === null || value === undefined ? '' : String(value);
  return column === 'project' ? slugs.get(text) ?? text : text;
}

/** @param {unknown} value */
const numberOf = (value) => (typeof value === 'number' ? value : null);
