/**
 * The flow of `issues`: errors by their issue, in order, a page of them, each as Sentry's list of groups has it.
 */
import { ParseError } from '../../errors.js';
import { allOf, NO_SEARCH, scopeCondition } from '../scope.js';
import { issueSearch } from './search.js';

/** Sentry's orders, each the largest first. @type {Record<string, string>} */
const ORDERS = { date: 'found.last_seen', new: 'whole.first_seen', freq: 'found.events', user: 'found.users' };
const GROUP_STATS_PERIODS = ['', '24h', '14d', 'auto'];
/** @type {import('../scope.js').Search} */
const ERRORS = { ...NO_SEARCH, only: new Set(['error']) };
const COUNTS = 'count(*) AS events, count(DISTINCT "user") AS users, min(timestamp) AS first_seen, max(timestamp) AS last_seen';

/** @param {import('../parameters.js').Parameters} params @returns {string} SQL */
export function orderOf(params) {
  const sort = params.last('sort') || 'date';
  if (!Object.hasOwn(ORDERS, sort)) throw new ParseError(`Sort key '${sort}' not supported.`);
  const period = params.last('groupStatsPeriod') ?? '';
  if (!GROUP_STATS_PERIODS.includes(period)) throw new ParseError("Invalid stats_period. Valid choices are '', '24h', '14d' and 'auto'");
  return ORDERS[sort];
}

/**
 * @param {import('../scope.js').Scope} scope with the search @param {string} order SQL
 * @param {{limit: number, offset: number, collapse: string[]}} page
 * @returns {Promise<{issues: object[], more: boolean}>}
 */
export async function readIssues(scope, order, { limit, offset, collapse }) {
  const search = issueSearch(scope);
  const inRange = scopeCondition(scope, ERRORS, []);
  const ever = scopeCondition({ ...scope, range: { start: 0, end: Math.max(scope.range.end, scope.now) } }, ERRORS, []);
  const asked = allOf([inRange, search.events]);
  const rows = await scope.store.database.query(
    `WITH found AS (SELECT issue_id, ${COUNTS} FROM events WHERE ${asked.sql} AND issue_id IS NOT NULL GROUP BY issue_id),
       ranged AS (SELECT issue_id, ${COUNTS} FROM events WHERE ${inRange.sql} AND issue_id IN (SELECT issue_id FROM found) GROUP BY issue_id),
       whole AS (SELECT issue_id, ${COUNTS}, arg_max(title, timestamp) AS title, arg_max(culprit, timestamp) AS culprit, arg_max(level, timestamp) AS level,
         arg_max(platform, timestamp) AS platform, arg_max(project_id, timestamp) AS project_id, arg_max(project, timestamp) AS project,
         arg_max(error_type[-1], timestamp) AS error_type, arg_max(error_value[-1], timestamp) AS error_value, arg_max(error_handled, timestamp) AS handled
         FROM events WHERE ${ever.sql} AND issue_id IN (SELECT issue_id FROM found) GROUP BY issue_id)
     SELECT whole.*, ${['found', 'ranged'].flatMap((part) => ['events', 'users', 'first_seen', 'last_seen'].map((name) => `${part}.${name} AS ${part}_${name}`)).join(', ')}
     FROM found JOIN ranged USING (issue_id) JOIN whole USING (issue_id) WHERE ${search.whole.sql}
     ORDER BY ${order} DESC, issue_id DESC LIMIT CAST(? AS BIGINT) OFFSET CAST(? AS BIGINT)`,
    [...asked.params, ...inRange.params, ...ever.params, ...search.whole.params, limit + 1, offset],
  );
  const isFiltered = scope.query.trim() !== '';
  return { issues: rows.slice(0, limit).map((row) => issueOf(row, scope, { isFiltered, collapse })), more: rows.length > limit };
}

/** @param {Date | null} time */
const iso = (time) => time?.toISOString() ?? null;

/** Sentry writes counts of events as texts, and those of users as numbers. @param {Record<string, any>} row @param {string} prefix */
const countsOf = (row, prefix) => ({
  count: String(row[`${prefix}events`]), userCount: row[`${prefix}users`], firstSeen: iso(row[`${prefix}first_seen`]), lastSeen: iso(row[`${prefix}last_seen`]),
});

/**
 * @param {Record<string, any>} row @param {import('../scope.js').Scope} scope @param {{isFiltered: boolean, collapse: string[]}} shape
 */
function issueOf(row, { store }, { isFiltered, collapse }) {
  const { count, userCount } = countsOf(row, 'ranged_');
  const whole = countsOf(row, '');
  const has = (/** @type {string} */ part) => !collapse.includes(part);
  return {
    id: String(row.issue_id), shareId: null, shortId: store.shortIds.get(row.issue_id) ?? null, title: row.title, culprit: row.culprit, permalink: null,
    logger: null, level: row.level, status: 'unresolved', statusDetails: {}, substatus: 'ongoing', isPublic: false, platform: row.platform,
    project: { id: String(row.project_id), name: row.project, slug: row.project, platform: row.platform },
    type: row.error_type === null ? 'default' : 'error', metadata: { title: row.title, type: row.error_type, value: row.error_value }, numComments: 0,
    assignedTo: null, isBookmarked: false, isSubscribed: false, subscriptionDetails: null, hasSeen: false, annotations: [],
    ...(has('unhandled') ? { isUnhandled: row.handled === false } : {}),
    ...(has('stats') ? { count, userCount, firstSeen: whole.firstSeen, lastSeen: whole.lastSeen } : {}),
    ...(has('stats') && has('lifetime') ? { lifetime: { ...whole, stats: null } } : {}),
    ...(has('stats') && has('filtered') ? { filtered: isFiltered ? { ...countsOf(row, 'found_'), stats: null } : null } : {}),
  };
}
