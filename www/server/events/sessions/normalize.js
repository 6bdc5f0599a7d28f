/**
 * One session of a person's file by Sentry's names -> one row of its table. `event.type` says that it is one.
 */
import { asInteger, asTime, isObject, partsOf, userOf } from '../normalize.js';
import { MECHANISMS, STATUSES } from './schema.js';

/** @type {import('../normalize.js').Layout} */
const LAYOUT = {
  columnOf: {
    timestamp: 'timestamp', started: 'timestamp', 'event.type': 'kind', event_type: 'kind', type: 'kind',
    project: 'project', 'project.name': 'project', 'project.slug': 'project', 'project.id': 'project_id', project_id: 'project_id',
    release: 'release', environment: 'environment', 'session.status': 'status', status: 'status', abnormal_mechanism: 'mechanism',
    user: 'user', 'user.id': 'user_id', 'user.email': 'user_email', 'user.username': 'user_username', 'user.ip': 'user_ip', distinct_id: 'user', did: 'user',
  },
  promotedTags: { environment: 'environment', release: 'release', 'sentry:release': 'release' },
  readers: { timestamp: (_, value) => asTime(value), project_id: asInteger },
};
/** What SDKs call a session that has not ended, or has ended well. */
const WELL = ['ok', 'exited'];

/** @param {any} row as a file has it */
export const isSession = (row) => isObject(row) && [row['event.type'], row.event_type, row.type, row.event?.type].includes('session');

/** @param {Record<string, unknown>} session @returns {Record<string, any>} columns of the table */
export function normalizeSession(session) {
  const row = partsOf(session, LAYOUT);
  row.status = row.status === undefined || WELL.includes(row.status) ? 'healthy' : row.status;
  if (!STATUSES.includes(row.status)) throw new Error(`session.status must be ${STATUSES.join(', ')}, ok or exited, found ${JSON.stringify(row.status)}`);
  if (row.mechanism !== undefined && !MECHANISMS.includes(row.mechanism)) throw new Error(`abnormal_mechanism must be ${MECHANISMS.join(' or ')}, found ${JSON.stringify(row.mechanism)}`);
  row.user ??= userOf(row);
  return row;
}
