/**
 * What is counted of sessions: each field as SQL, or as what follows from several counts. Sentry's rules: the states exclude
 * each other, and a user belongs to the worst that happened to them.
 */
import { ParseError } from '../../errors.js';
import { STATUSES } from '../../events/sessions/schema.js';

/** @typedef {Record<string, any>} Row of the database, a value by the alias of each measure */

/** All that is counted, by alias. @type {Record<string, string>} */
export const MEASURES = {
  sessions: 'count(*)',
  sessions_crashed: "count(*) FILTER (WHERE status = 'crashed')",
  sessions_abnormal: "count(*) FILTER (WHERE status = 'abnormal')",
  sessions_errored: "count(*) FILTER (WHERE status = 'errored')",
  users: 'count(DISTINCT "user")',
  users_crashed: 'count(DISTINCT "user") FILTER (WHERE status = \'crashed\')',
  users_abnormal: 'count(DISTINCT "user") FILTER (WHERE status = \'abnormal\')',
  users_unhealthy: 'count(DISTINCT "user") FILTER (WHERE status <> \'healthy\')',
  users_anr: 'count(DISTINCT "user") FILTER (WHERE mechanism IS NOT NULL)',
  users_foreground_anr: 'count(DISTINCT "user") FILTER (WHERE mechanism = \'anr_foreground\')',
};

/** @typedef {{all: (row: Row) => number | null, byStatus?: Record<string, (row: Row) => number>, type: 'count' | 'rate'}} Field */

/** @param {number} part @param {number} whole */
const rate = (part, whole) => (whole === 0 ? null : part / whole);
/** @param {number} part @param {number} whole */
const freeRate = (part, whole) => (whole === 0 ? null : 1 - part / whole);

/** @type {Record<string, Field>} */
const FIELDS = {
  'sum(session)': {
    type: 'count', all: (row) => row.sessions,
    byStatus: {
      healthy: (row) => row.sessions - row.sessions_errored - row.sessions_crashed - row.sessions_abnormal,
      errored: (row) => row.sessions_errored, crashed: (row) => row.sessions_crashed, abnormal: (row) => row.sessions_abnormal,
    },
  },
  'count_unique(user)': {
    type: 'count', all: (row) => row.users,
    byStatus: {
      healthy: (row) => Math.max(0, row.users - row.users_unhealthy),
      errored: (row) => Math.max(0, row.users_unhealthy - row.users_crashed - row.users_abnormal),
      crashed: (row) => row.users_crashed, abnormal: (row) => row.users_abnormal,
    },
  },
  'crash_rate(session)': { type: 'rate', all: (row) => rate(row.sessions_crashed, row.sessions) },
  'crash_rate(user)': { type: 'rate', all: (row) => rate(row.users_crashed, row.users) },
  'crash_free_rate(session)': { type: 'rate', all: (row) => freeRate(row.sessions_crashed, row.sessions) },
  'crash_free_rate(user)': { type: 'rate', all: (row) => freeRate(row.users_crashed, row.users) },
  'anr_rate()': { type: 'rate', all: (row) => rate(row.users_anr, row.users) },
  'foreground_anr_rate()': { type: 'rate', all: (row) => rate(row.users_foreground_anr, row.users) },
};

/** Where nothing was counted. @param {Field} field */
export const nothingOf = ({ type }) => (type === 'count' ? 0 : null);

/**
 * @param {string[]} names @param {{byStatus: boolean, only: string[] | null}} asked `only`: states that the search leaves
 * @returns {Map<string, Field>}
 */
export function fieldsOf(names, { byStatus, only }) {
  if (names.length === 0) throw new ParseError('Request is missing a "field"');
  const unknown = names.find((name) => !Object.hasOwn(FIELDS, name));
  if (unknown !== undefined) throw new ParseError(`Invalid field: "${unknown}"`);
  return new Map(names.map((name) => [name, narrowed(name, FIELDS[name], { byStatus, only })]));
}

/** @param {string} name @param {Field} field @param {{byStatus: boolean, only: string[] | null}} asked @returns {Field} */
function narrowed(name, field, { byStatus, only }) {
  const { byStatus: states } = field;
  if (states === undefined) {
    if (byStatus) throw new ParseError(`Cannot group field ${name} by session.status`);
    if (only !== null) throw new ParseError(`Cannot filter field ${name} by session.status`);
    return field;
  }
  if (only === null) return field;
  if (name === 'count_unique(user)' && only.length > 1 && !byStatus) {
    throw new ParseError('Cannot filter count_unique by multiple session.status unless it is in groupBy');
  }
  return {
    ...field, all: (row) => only.reduce((sum, status) => sum + states[status](row), 0),
    byStatus: Object.fromEntries(STATUSES.map((status) => [status, only.includes(status) ? states[status] : () => 0])),
  };
}
