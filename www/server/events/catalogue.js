/**
 * The field catalogue: Sentry's field names -> fixed SQL over the `events` table, with type and unit.
 *
 * This is the only place that turns a name from outside into SQL. Known names become fixed text;
 * every other name is a tag or a measurement, and the name itself travels as a parameter.
 * Table layout: `schema.js`. Aggregates: `../stats/functions.js`.
 */

import { RELEASE_STAGE_SQL, releasePartSql } from './release-parts.js';
import { knownUnit, typeOfUnit } from './units.js';

/**
 * A piece of SQL with the values of its `?` placeholders, in order.
 * @typedef {{sql: string, params: Array<string|number|boolean|null>}} Fragment
 */

/**
 * @typedef {'string'|'integer'|'number'|'duration'|'size'|'percentage'|'date'|'boolean'} FieldType
 */

/**
 * @typedef {Fragment & {
 *   name: string,
 *   type: FieldType,
 *   unit: string|null,
 *   isTag: boolean,
 *   isArray: boolean,
 *   only: 'transaction'|'error'|null,
 *   numeric: Fragment|null,
 * }} Field
 *
 * - `isArray`: the SQL is a VARCHAR[] (Sentry's exception columns); a condition holds when any element matches.
 * - `only`: the kind of event that has this column at all. A query that reads such a column sees
 *   only events of that kind (Sentry: Snuba's choice of the events or the transactions table).
 * - `numeric`: for text columns that hold numbers, the SQL to use with `<` and `>`.
 * - `date`: the SQL is a TIMESTAMP in UTC; compare it with `?::TIMESTAMP`.
 */

/** @typedef {Partial<Field> & {sql: string}} Column */

/** @param {string} column @param {Partial<Field>} [facts] @returns {Column} */
const text = (column, facts = {}) => ({ sql: column, type: 'string', ...facts });
const TRANSACTION = { only: /** @type {const} */ ('transaction') };
const ERROR = { only: /** @type {const} */ ('error') };

/** @type {Record<string, Column>} */
const COLUMNS = {
  id: text('id'),
  timestamp: { sql: 'timestamp', type: 'date' },
  'timestamp.to_hour': { sql: "date_trunc('hour', timestamp)", type: 'date' },
  'timestamp.to_day': { sql: "date_trunc('day', timestamp)", type: 'date' },
  'event.type': text('event_type'),
  type: text('event_type'),
  platform: text('platform'),
  'platform.name': text('platform'),
  project: text('project'),
  'project.name': text('project'),
  'project.id': { sql: 'project_id', type: 'integer' },
  project_id: { sql: 'project_id', type: 'integer' },
  issue: { sql: 'issue_id', type: 'integer', ...ERROR },
  'issue.id': { sql: 'issue_id', type: 'integer', ...ERROR },
  level: text('level'),
  message: text('message'),
  title: text('title'),
  culprit: text('culprit', ERROR),
  location: text('location', ERROR),
  'error.type': text('error_type', { ...ERROR, isArray: true }),
  'error.value': text('error_value', { ...ERROR, isArray: true }),
  'error.handled': { sql: 'error_handled', type: 'boolean', ...ERROR },
  'error.unhandled': { sql: '(error_handled IS FALSE)', type: 'boolean', ...ERROR },
  release: text('release'),
  dist: text('dist'),
  environment: text('environment'),
  user: text('"user"'),
  'user.id': text('user_id'),
  'user.email': text('user_email'),
  'user.username': text('user_username'),
  'user.ip': text('user_ip'),
  'user.display': text('coalesce(user_email, user_username, user_id, user_ip)'),
  browser: text('browser'),
  os: text('os'),
  url: text('url'),
  trace: text('trace'),
  transaction: text('"transaction"'),
  'transaction.op': text('transaction_op', TRANSACTION),
  'transaction.duration': {
    sql: 'transaction_duration', type: 'duration', unit: 'millisecond', ...TRANSACTION,
  },
  'transaction.status': text('transaction_status', TRANSACTION),
  'device.charging': { sql: "TRY_CAST(tags['device.charging'] AS BOOLEAN)", type: 'boolean' },
  'release.package': text(releasePartSql('package')),
  'release.version': text(releasePartSql('version')),
  'release.build': text(releasePartSql('build')),
  'release.stage': text(RELEASE_STAGE_SQL),
  'http.method': text('http_method'),
  'http.status_code': text('http_status_code', {
    numeric: { sql: 'TRY_CAST(http_status_code AS INTEGER)', params: [] },
  }),
};

const MEASUREMENT_PREFIX = 'measurements.';
const TAG_NAME = /^tags\[(.+)\]$/su;

/** Time spent in spans of one kind of operation: `spans.http`. */
const SPANS = /^spans\.[\w.]+$/;

/** @param {string} name @param {Partial<Field> & {sql: string}} facts @returns {Field} */
export function complete(name, facts) {
  return {
    name, type: 'string', unit: null, isTag: false, isArray: false, only: null, numeric: null,
    params: [], ...facts,
  };
}

/** @param {string} name @param {UnitOf} unitOf @returns {Field} */
function measurement(name, unitOf) {
  const key = name.slice(MEASUREMENT_PREFIX.length);
  const given = unitOf(key);
  const facts = given === undefined ? knownUnit(key) : typeOfUnit(given);
  return complete(name, { sql: 'measurements[?]', params: [key], ...facts, ...TRANSACTION });
}

/** Kept beside the measurements, under the whole name. @param {string} name @returns {Field} */
const spanTime = (name) =>
  complete(name, { sql: 'measurements[?]', params: [name], type: 'duration', unit: 'millisecond', ...TRANSACTION });

/** @typedef {(measurement: string) => string|undefined} UnitOf the unit that came with a measurement's events */

/**
 * The field of that name. `null` only for the empty name: any unknown name is a tag.
 * `tags[NAME]` asks for the tag even where a field of that name exists.
 * @param {string} name
 * @param {UnitOf} [unitOf]
 * @returns {Field|null}
 */
export function field(name, unitOf = () => undefined) {
  if (name === '') return null;
  if (Object.hasOwn(COLUMNS, name)) return complete(name, COLUMNS[name]);
  if (name.startsWith(MEASUREMENT_PREFIX)) return measurement(name, unitOf);
  if (SPANS.test(name)) return spanTime(name);
  const tag = TAG_NAME.exec(name)?.[1] ?? name;
  return complete(name, { sql: 'tags[?]', params: [tag], isTag: true });
}

/** The names that are fields and not tags, for tools and tests. */
export const FIELD_NAMES = Object.freeze(Object.keys(COLUMNS));
