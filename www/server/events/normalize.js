/**
 * One event by Sentry's field names -> one row of the `events` table.
 * Takes what exports look like: dotted or nested names, `tags` as an object or as `tags.NAME`,
 * one value or a list in exception columns. What is no known field becomes a tag.
 * A value that cannot be is refused with its reason; where it stood is the loader's to say.
 */
import { parseDateTime } from '../stats/date-range.js';

const EVENT_TYPES = new Set(['error', 'transaction', 'default', 'csp', 'hpkp', 'expectct', 'expectstaple']);
const TAG_PREFIX = /^tags(?:\.(.+)|\[(.+)\])$/su;
const MEASUREMENT_PREFIX = 'measurements.';
/** Kept among the measurements, under the whole name. */
const SPAN_TIME = /^spans\.[\w.]+$/;

/** Names an export may use -> the column they fill. */
const COLUMN_OF = {
  id: 'id', event_id: 'id', 'event.id': 'id',
  timestamp: 'timestamp',
  'event.type': 'event_type', event_type: 'event_type', type: 'event_type',
  platform: 'platform', 'platform.name': 'platform',
  project: 'project', 'project.name': 'project', 'project.slug': 'project',
  'project.id': 'project_id', project_id: 'project_id',
  issue: 'issue', 'issue.id': 'issue_id',
  level: 'level', message: 'message', title: 'title', culprit: 'culprit', location: 'location',
  'error.type': 'error_type', 'error.value': 'error_value',
  'error.handled': 'error_handled', handled: 'error_handled', 'error.unhandled': 'error_unhandled',
  release: 'release', dist: 'dist', environment: 'environment',
  user: 'user', 'user.id': 'user_id', 'user.email': 'user_email', 'user.username': 'user_username',
  'user.ip': 'user_ip', 'user.ip_address': 'user_ip',
  browser: 'browser', os: 'os', url: 'url', 'http.url': 'url', trace: 'trace',
  transaction: 'transaction', 'transaction.op': 'transaction_op', 'transaction.status': 'transaction_status',
  'transaction.duration': 'transaction_duration',
  'http.method': 'http_method', 'http.status_code': 'http_status_code',
};

/** Tags that Sentry keeps in columns of their own. */
const PROMOTED_TAGS = {
  'sentry:user': 'user', 'sentry:release': 'release', 'sentry:dist': 'dist',
  environment: 'environment', level: 'level', transaction: 'transaction', url: 'url',
  browser: 'browser', os: 'os', release: 'release', dist: 'dist', user: 'user',
};

/** @param {unknown} value */
export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
  && !(value instanceof Date);

/** @param {unknown} value @returns {string} */
function asText(value) {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** A value in a message, cut to what helps. @param {unknown} value */
function shown(value) {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** @param {string} name @param {unknown} value @returns {number} */
export function asNumber(name, value) {
  const number = typeof value === 'number' ? value : Number(asText(value).trim() || NaN);
  if (!Number.isFinite(number)) throw new Error(`${name} must be a number, found ${shown(value)}`);
  return number;
}

/** @param {string} name @param {unknown} value @returns {number} */
export function asInteger(name, value) {
  const number = asNumber(name, value);
  if (!Number.isSafeInteger(number)) throw new Error(`${name} must be a whole number, found ${shown(value)}`);
  return number;
}

/** @param {string} name @param {unknown} value @returns {boolean} */
export function asBoolean(name, value) {
  const text = asText(value).trim().toLowerCase();
  if (['true', '1', 'yes'].includes(text)) return true;
  if (['false', '0', 'no'].includes(text)) return false;
  throw new Error(`${name} must be true or false, found ${shown(value)}`);
}

/** Epoch seconds, or by their size milliseconds, microseconds or nanoseconds. @param {number} number */
function epochToMs(number) {
  const size = Math.abs(number);
  if (size < 1e11) return number * 1000;
  if (size < 1e14) return number;
  return size < 1e17 ? number / 1e3 : number / 1e6;
}

/** @param {unknown} value @returns {number} epoch ms */
export function asTime(value) {
  if (value instanceof Date) return value.getTime();
  const text = asText(value).trim();
  const number = text === '' ? NaN : Number(text);
  const time = Number.isFinite(number) ? epochToMs(number) : parseDateTime(text);
  if (time === null || Math.abs(time) > 8.64e15) {
    throw new Error(`timestamp must be ISO-8601 or epoch seconds, found ${shown(value)}`);
  }
  return Math.round(time);
}

/** Exception columns hold a list; text from CSV may be one in JSON. @param {unknown} value @returns {string[]} */
function asList(value) {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(asText);
  const text = asText(value);
  if (text.startsWith('[') && text.endsWith(']')) {
    try {
      return asList(JSON.parse(text));
    } catch {
      // An error type may well begin with a bracket.
    }
  }
  return [text];
}

/** @typedef {Record<string, (name: string, value: unknown) => any>} Readers */

/** @type {Readers} */
const READERS = {
  timestamp: (_, value) => asTime(value),
  project_id: asInteger,
  issue_id: asInteger,
  error_type: (_, value) => asList(value),
  error_value: (_, value) => asList(value),
  error_handled: asBoolean,
  error_unhandled: asBoolean,
  transaction_duration: asNumber,
};

/**
 * What the names of a row mean.
 * @typedef {object} Layout
 * @property {Readonly<Record<string, string>>} columnOf names an export may use -> the column they fill
 * @property {Readonly<Record<string, string>>} promotedTags tags that are kept in columns of their own
 * @property {Readers} readers by column; text where there is none
 */

/** @type {Layout} */
const EVENT = { columnOf: COLUMN_OF, promotedTags: PROMOTED_TAGS, readers: READERS };

/**
 * @typedef {object} Parts
 * @property {Layout} layout
 * @property {Record<string, any>} columns
 * @property {Map<string, string>} tags
 * @property {Map<string, number>} measurements
 * @property {Map<string, string>} units of measurements that came with one
 */

/** @param {Parts} parts @param {string} name @param {unknown} value */
function addTag(parts, name, value) {
  const { promotedTags } = parts.layout;
  const column = Object.hasOwn(promotedTags, name) ? promotedTags[name] : null;
  if (column && parts.columns[column] === undefined) parts.columns[column] = asText(value);
  parts.tags.set(name, asText(value));
}

/** @param {Parts} parts @param {unknown} tags */
function addTags(parts, tags) {
  let given = tags;
  if (typeof tags === 'string') {
    try {
      given = JSON.parse(tags);
    } catch {
      throw new Error(`tags must be an object, found ${shown(tags)}`);
    }
  }
  if (Array.isArray(given)) {
    for (const item of given) {
      const [name, value] = Array.isArray(item) ? item : [item?.key, item?.value];
      if (typeof name !== 'string') throw new Error('tags as a list must hold [name, value] pairs');
      if (value !== null && value !== undefined) addTag(parts, name, value);
    }
    return;
  }
  if (!isObject(given)) throw new Error(`tags must be an object, found ${shown(tags)}`);
  for (const [name, value] of Object.entries(/** @type {object} */ (given))) {
    if (value !== null && value !== undefined) addTag(parts, name, value);
  }
}

/** A number, or one with its unit: `{"value": 1.5, "unit": "second"}`. @param {Parts} parts @param {string} name @param {unknown} value */
function addMeasurement(parts, name, value) {
  const { value: plain, unit } = isObject(value) ? /** @type {any} */ (value) : { value, unit: undefined };
  if (plain === null || plain === undefined) return;
  const key = name.slice(MEASUREMENT_PREFIX.length);
  parts.measurements.set(key, asNumber(name, plain));
  if (typeof unit === 'string' && unit !== '') parts.units.set(key, unit);
}

/** @param {Parts} parts @param {string} name @param {unknown} value */
function addField(parts, name, value) {
  if (value === null || value === undefined) return;
  if (name === 'tags') return addTags(parts, value);
  const tag = TAG_PREFIX.exec(name);
  if (tag) return addTag(parts, tag[1] ?? tag[2], value);
  if (name.startsWith(MEASUREMENT_PREFIX)) {
    addMeasurement(parts, name, value);
    return;
  }
  if (SPAN_TIME.test(name) && !isObject(value)) {
    parts.measurements.set(name, asNumber(name, value));
    return;
  }
  if (isObject(value)) {
    for (const [key, inner] of Object.entries(/** @type {object} */ (value))) {
      addField(parts, `${name}.${key}`, inner);
    }
    return;
  }
  const { columnOf, readers } = parts.layout;
  const column = Object.hasOwn(columnOf, name) ? columnOf[name] : null;
  if (!column) parts.tags.set(name, asText(value));
  else parts.columns[column] = readers[column] ? readers[column](name, value) : asText(value);
}

/**
 * A row taken apart, column by column; what is no column is among tags and measurements.
 * @param {Record<string, unknown>} event @param {Layout} layout
 * @returns {Record<string, any> & {tags: Map<string, string>, measurements: Map<string, number>, units: Map<string, string>}}
 */
export function partsOf(event, layout) {
  if (!isObject(event)) throw new Error('an event must be an object');
  /** @type {Parts} */
  const parts = { layout, columns: {}, tags: new Map(), measurements: new Map(), units: new Map() };
  for (const [name, value] of Object.entries(event)) addField(parts, name, value);
  if (parts.columns.timestamp === undefined) throw new Error('timestamp is missing');
  return { ...parts.columns, tags: parts.tags, measurements: parts.measurements, units: parts.units };
}

/**
 * Sentry: the first of id, username, email and address that is known names the user.
 * @param {Record<string, any>} row
 */
export function userOf(row) {
  if (row.user_id) return `id:${row.user_id}`;
  if (row.user_username) return `username:${row.user_username}`;
  if (row.user_email) return `email:${row.user_email}`;
  return row.user_ip ? `ip:${row.user_ip}` : null;
}

/** @param {Record<string, any>} row */
function typeOf(row) {
  if (row.event_type !== undefined) {
    if (EVENT_TYPES.has(row.event_type)) return row.event_type;
    throw new Error(`event.type must be error, transaction, default, session, span, log or metric, found ${shown(row.event_type)}`);
  }
  if (row.error_type || row.error_value) return 'error';
  const timed = row.transaction_duration !== undefined || row.transaction_op !== undefined;
  return timed ? 'transaction' : 'default';
}

/**
 * Sentry: title and message of a transaction are its name, of an error its type and value.
 * @param {Record<string, any>} row
 */
function fillTexts(row) {
  const last = row.error_type?.at(-1);
  const value = row.error_value?.at(-1);
  const error = last && value ? `${last}: ${value}` : last ?? value;
  const name = row.event_type === 'transaction' ? row.transaction : undefined;
  const firstLine = row.message?.split('\n', 1)[0];
  row.message ??= name ?? row.title ?? error ?? '';
  row.title ??= name ?? error ?? (firstLine || '<unlabeled event>');
}

/** @param {Record<string, any>} row */
function fillFromOthers(row) {
  row.event_type = typeOf(row);
  row.user ??= userOf(row);
  if (row.error_handled === undefined && row.error_unhandled !== undefined) {
    row.error_handled = !row.error_unhandled;
  }
  delete row.error_unhandled;
  if (row.event_type === 'transaction') row.transaction_status ??= 'unknown';
  row.level ??= row.event_type === 'transaction' ? 'info' : 'error';
  fillTexts(row);
}

/**
 * @param {Record<string, unknown>} event
 * @returns {Record<string, any>} columns of the table, without ids that only a whole set of events can give;
 *   `issue` holds a short id if the event has one, `units` the units that came with measurements
 */
export function normalizeEvent(event) {
  const row = partsOf(event, EVENT);
  fillFromOthers(row);
  return row;
}
