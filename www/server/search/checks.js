/**
 * Rules that hold for single keys whatever their column is: identifiers, statuses,
 * projects, timestamps outside the range, and the aliases that stand for other values.
 */
import { InvalidSearchQuery } from '../errors.js';
import { RELEASE_STAGES } from '../events/release-parts.js';
import { hasWildcard } from './values.js';

const EVENT_IDS = new Set(['id', 'trace', 'profile.id', 'replay.id']);
const SPAN_IDS = new Set(['trace.span', 'trace.parent_span']);
const TIMESTAMPS = new Set(['timestamp', 'timestamp.to_hour', 'timestamp.to_day']);

/** Sentry's span statuses, in its order. */
const STATUSES = [
  'ok', 'cancelled', 'unknown', 'invalid_argument', 'deadline_exceeded', 'not_found', 'already_exists',
  'permission_denied', 'resource_exhausted', 'failed_precondition', 'aborted', 'out_of_range', 'unimplemented',
  'internal_error', 'unavailable', 'data_loss', 'unauthenticated', 'unknown_error',
];

/**
 * @param {import('./conditions.js').Condition} condition
 * @param {{start?: number, end?: number, projects?: string[], spanIds?: ReadonlySet<string>}} context
 */
export function checkValue({ key, operator, value, asksPresence }, context) {
  const values = [value].flat();
  if ((context.spanIds ?? SPAN_IDS).has(key)) checkIds(key, values, /^[0-9a-f]{16}$/i, SPAN_ID_TEXT);
  else if (EVENT_IDS.has(key)) checkIds(key, values, /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, EVENT_ID_TEXT);
  if (key === 'transaction.status') checkStatuses(values);
  if (key === 'release.stage') checkStages(values);
  // Every event has a project, so asking for one is answered; only naming no project is refused.
  if (!asksPresence && (key === 'project' || key === 'project.name')) checkProjects(operator, values, context.projects);
  if (TIMESTAMPS.has(key)) checkRange(operator, value, context);
}

const EVENT_ID_TEXT = 'must be a valid UUID hex (32-36 characters long, containing only digits, dashes, or a-f characters)';
const SPAN_ID_TEXT = 'must be a valid 16 character hex (containing only digits, or a-f characters)';

/** @param {string} key @param {any[]} values @param {RegExp} form @param {string} text */
function checkIds(key, values, form, text) {
  if (values.some(hasWildcard)) throw new InvalidSearchQuery(`Wildcard conditions are not permitted on \`${key}\` field`);
  if (values.some((value) => value !== '' && !form.test(value))) throw new InvalidSearchQuery(`${key} ${text}`);
}

/** @param {any[]} values */
function checkStatuses(values) {
  const wrong = values.find((value) => value !== '' && !STATUSES.includes(value));
  if (wrong === undefined) return;
  throw new InvalidSearchQuery(
    `Invalid value ${wrong} for transaction.status condition. Accepted values are ${STATUSES.join(', ')}`,
  );
}

/** @param {any[]} values */
function checkStages(values) {
  if (values.some((value) => value !== '' && !RELEASE_STAGES.includes(value))) {
    throw new InvalidSearchQuery('Unsupported release.stage value.');
  }
}

/** @param {string} operator @param {any[]} values @param {string[] | undefined} projects */
function checkProjects(operator, values, projects) {
  if (operator === '=' && values.includes('')) {
    throw new InvalidSearchQuery('Cannot query for has:project or project:"" as every event will have a project');
  }
  const missing = values.filter((value) => value !== '' && !hasWildcard(value) && !projects?.includes(value));
  if (!projects || missing.length === 0 || operator === '!=' || operator === 'NOT IN') return;
  throw new InvalidSearchQuery(
    `Invalid query. Project(s) ${missing.join(', ')} do not exist or are not actively selected.`,
  );
}

/** @param {string} operator @param {unknown} value @param {{start?: number, end?: number}} range */
function checkRange(operator, value, { start, end }) {
  if (start === undefined || end === undefined || typeof value !== 'number') return;
  if ((operator.startsWith('<') && value < start) || (operator.startsWith('>') && value > end)) {
    throw new InvalidSearchQuery('Filter on timestamp is outside of the selected date range.');
  }
}

/**
 * `release:latest` is a name for whatever release is the newest; event ids are stored without dashes.
 * @param {import('./conditions.js').Condition} condition
 * @param {{latestReleases?: string[]}} context
 */
export function replaceAliases(condition, { latestReleases }) {
  const { key, operator, value } = condition;
  if (EVENT_IDS.has(key)) {
    const plain = (/** @type {string} */ id) => id.replaceAll('-', '').toLowerCase();
    return { ...condition, value: Array.isArray(value) ? value.map(plain) : plain(value) };
  }
  if (key !== 'release' || !latestReleases || ![value].flat().includes('latest')) return condition;
  const named = [value].flat().flatMap((release) => (release === 'latest' ? latestReleases : [release]));
  const negative = operator === '!=' || operator === 'NOT IN';
  return { ...condition, operator: negative ? 'NOT IN' : 'IN', value: named.length > 0 ? named : [''] };
}
