/**
 * The fields of spans, logs and trace metrics: Sentry's names -> fixed SQL over their views, with type and unit.
 * As in `../catalogue.js` a known name becomes fixed text; any other is an attribute, and travels as a parameter.
 * Source: Sentry's attribute definitions of spans, logs and trace metrics.
 */
import { complete } from '../catalogue.js';
import { RELEASE_STAGE_SQL, releasePartSql } from '../release-parts.js';
import { knownUnit, typeOfUnit } from '../units.js';

/**
 * @typedef {import('../catalogue.js').Column} Column
 * @typedef {import('../catalogue.js').Field} Field
 * @typedef {import('./schema.js').TraceItemKind} TraceItemKind
 */

/** @param {string} sql @param {Partial<Column>} [facts] @returns {Column} */
const text = (sql, facts = {}) => ({ sql, type: 'string', ...facts });
/** @param {string} sql @returns {Column} */
const milliseconds = (sql) => ({ sql, type: 'duration', unit: 'millisecond' });

/** @type {Record<string, Column>} */
const SHARED = {
  id: text('id'),
  timestamp: { sql: 'timestamp', type: 'date' },
  trace: text('trace'),
  project: text('project'),
  'project.name': text('project'),
  'project.slug': text('project'),
  'project.id': { sql: 'project_id', type: 'integer' },
  project_id: { sql: 'project_id', type: 'integer' },
  platform: text('platform'),
  environment: text('environment'),
  release: text('release'),
  'release.package': text(releasePartSql('package')),
  'release.version': text(releasePartSql('version')),
  'release.build': text(releasePartSql('build')),
  'release.stage': text(RELEASE_STAGE_SQL),
  'browser.name': text("regexp_replace(browser, ' [0-9.]+$', '')"),
};

/** @type {Record<TraceItemKind, Record<string, Column>>} */
const COLUMNS = {
  span: {
    ...SHARED,
    parent_span: text('parent_span'),
    'transaction.span_id': text('transaction_span'),
    is_transaction: { sql: 'is_transaction', type: 'boolean' },
    'span.op': text('op'),
    'span.category': text("split_part(op, '.', 1)"),
    'span.description': text('description'),
    description: text('description'),
    message: text('description'),
    'span.duration': milliseconds('duration'),
    'span.self_time': milliseconds('self_time'),
    'span.status': text('status'),
    'span.status_code': text('status_code', { numeric: { sql: 'TRY_CAST(status_code AS INTEGER)', params: [] } }),
    'trace.status': text('trace_status'),
    transaction: text('"transaction"'),
    'transaction.op': text('transaction_op'),
    'transaction.method': text('transaction_method'),
    'cache.hit': { sql: 'cache_hit', type: 'boolean' },
    user: text('"user"'),
    'user.id': text('user_id'),
    'user.email': text('user_email'),
    'user.username': text('user_username'),
    'user.ip': text('user_ip'),
  },
  log: {
    ...SHARED,
    message: text('message'),
    'log.body': text('message'),
    'message.template': text('template'),
    severity: text('severity'),
    severity_text: text('severity'),
    'log.severity_text': text('severity'),
    severity_number: { sql: 'severity_number', type: 'integer' },
    'log.severity_number': { sql: 'severity_number', type: 'integer' },
    'trace.parent_span_id': text('parent_span'),
  },
  metric: {
    ...SHARED,
    value: { sql: 'value', type: 'number' },
    'metric.name': text('name'),
    'metric.type': text('type'),
    'metric.unit': text('unit'),
    'trace.parent_span_id': text('parent_span'),
  },
};

const MEASUREMENT_PREFIX = 'measurements.';
/** What a transaction spent in one kind of operation, kept among its measurements under the whole name. */
const SPAN_TIME = /^spans\.[\w.]+$/;
const TYPED_ATTRIBUTE = /^tags\[(.+?)(?:,\s*(string|number|boolean))?\]$/su;
const AS_TYPE = { string: 'VARCHAR', number: 'DOUBLE', boolean: 'BOOLEAN' };

/** @param {string} name @param {import('../catalogue.js').UnitOf} unitOf @returns {Field} */
function measurement(name, unitOf) {
  const key = name.slice(MEASUREMENT_PREFIX.length);
  const given = unitOf(key);
  return complete(name, { sql: 'measurements[?]', params: [key], ...(given === undefined ? knownUnit(key) : typeOfUnit(given)) });
}

/** Attributes are text unless the name says otherwise: `tags[cart.size,number]`. @param {string} name @returns {Field} */
function attribute(name) {
  const [, key = name, type = 'string'] = TYPED_ATTRIBUTE.exec(name) ?? [];
  const kind = /** @type {keyof typeof AS_TYPE} */ (type);
  return complete(name, { sql: kind === 'string' ? 'tags[?]' : `TRY_CAST(tags[?] AS ${AS_TYPE[kind]})`, params: [key], type: kind });
}

/**
 * The field of that name among the items of one kind. `null` only for the empty name: any unknown name is an attribute.
 * @param {TraceItemKind} kind @param {string} name @param {import('../catalogue.js').UnitOf} [unitOf]
 * @returns {Field|null}
 */
export function traceItemField(kind, name, unitOf = () => undefined) {
  if (name === '') return null;
  if (Object.hasOwn(COLUMNS[kind], name)) return complete(name, COLUMNS[kind][name]);
  if (kind !== 'span') return attribute(name);
  if (SPAN_TIME.test(name)) return complete(name, { params: [name], ...milliseconds('measurements[?]') });
  return name.startsWith(MEASUREMENT_PREFIX) ? measurement(name, unitOf) : attribute(name);
}

/** The names that are fields and not attributes, for tools and tests. @param {TraceItemKind} kind */
export const traceItemFieldNames = (kind) => Object.keys(COLUMNS[kind]);
