/**
 * The `events` table: one row an event, errors and transactions alike, and the order of its columns.
 * Sentry's names for these columns are in `catalogue.js`; filling them from a person's file is `normalize.js`.
 */

/** Raised when the layout changes, so that a kept data file of another layout is made anew. */
export const SCHEMA_VERSION = 1;

/** @type {ReadonlyArray<readonly [column: string, type: string]>} */
export const EVENT_COLUMNS = Object.freeze([
  ['id', 'VARCHAR'],
  ['timestamp', 'TIMESTAMP'],
  ['event_type', 'VARCHAR'],
  ['platform', 'VARCHAR'],
  ['project_id', 'INTEGER'],
  ['project', 'VARCHAR'],
  ['issue_id', 'BIGINT'],
  ['level', 'VARCHAR'],
  ['message', 'VARCHAR'],
  ['title', 'VARCHAR'],
  ['culprit', 'VARCHAR'],
  ['location', 'VARCHAR'],
  ['error_type', 'VARCHAR[]'],
  ['error_value', 'VARCHAR[]'],
  ['error_handled', 'BOOLEAN'],
  ['release', 'VARCHAR'],
  ['dist', 'VARCHAR'],
  ['environment', 'VARCHAR'],
  ['user', 'VARCHAR'],
  ['user_id', 'VARCHAR'],
  ['user_email', 'VARCHAR'],
  ['user_username', 'VARCHAR'],
  ['user_ip', 'VARCHAR'],
  ['browser', 'VARCHAR'],
  ['os', 'VARCHAR'],
  ['url', 'VARCHAR'],
  ['trace', 'VARCHAR'],
  ['transaction', 'VARCHAR'],
  ['transaction_op', 'VARCHAR'],
  ['transaction_duration', 'DOUBLE'],
  ['transaction_status', 'VARCHAR'],
  ['http_method', 'VARCHAR'],
  ['http_status_code', 'VARCHAR'],
  ['measurements', 'MAP(VARCHAR, DOUBLE)'],
  ['tags', 'MAP(VARCHAR, VARCHAR)'],
]);

const columnList = EVENT_COLUMNS.map(([name, type]) => `"${name}" ${type}`).join(', ');

/** Statements that make an empty database ready. */
export const CREATE_TABLES = Object.freeze([
  `CREATE TABLE IF NOT EXISTS events (${columnList})`,
  'CREATE TABLE IF NOT EXISTS projects (id INTEGER, slug VARCHAR)',
  'CREATE TABLE IF NOT EXISTS issues (id BIGINT, short_id VARCHAR)',
  'CREATE TABLE IF NOT EXISTS facts (name VARCHAR PRIMARY KEY, value VARCHAR)',
  'CREATE TABLE IF NOT EXISTS release_stages (project_id INTEGER, release VARCHAR, stage VARCHAR)',
  'CREATE TABLE IF NOT EXISTS measurement_units (name VARCHAR, unit VARCHAR)',
]);
