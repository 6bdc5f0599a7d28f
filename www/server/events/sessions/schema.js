/**
 * Sessions of release health, a row each: those of a person's file (`given_sessions`) and the view of all that is asked.
 * One row a session, and not sums by the hour: users of several hours or releases are counted once only that way.
 * Made-up ones are `../generator/sessions.js`.
 */

/** Sentry: what becomes of a session. A session that ended well is healthy. */
export const STATUSES = Object.freeze(['healthy', 'errored', 'crashed', 'abnormal']);
/** Why an abnormal one is: an app that did not answer, before its user or behind. */
export const MECHANISMS = Object.freeze(['anr_foreground', 'anr_background']);

/** @type {import('../trace-items/schema.js').Columns} */
export const SESSION_COLUMNS = Object.freeze([
  ['timestamp', 'TIMESTAMP'],
  ['project_id', 'INTEGER'],
  ['project', 'VARCHAR'],
  ['release', 'VARCHAR'],
  ['environment', 'VARCHAR'],
  ['user', 'VARCHAR'],
  ['status', 'VARCHAR'],
  ['mechanism', 'VARCHAR'],
]);

export const SESSIONS = Object.freeze({ given: 'given_sessions', view: 'sessions', columns: SESSION_COLUMNS });

/** Statements that make an empty database ready for sessions. */
export const CREATE_SESSIONS = Object.freeze([
  `CREATE TABLE IF NOT EXISTS given_sessions (${SESSION_COLUMNS.map(([name, type]) => `"${name}" ${type}`).join(', ')})`,
  'CREATE OR REPLACE VIEW sessions AS SELECT * FROM given_sessions',
]);
