/**
 * Writes events, sessions and trace items into the database and gives projects and issues their ids.
 * Not here: reading files (`load-file.js`), making events up (`generator/`).
 */
import {
  BIGINT, BOOLEAN, DOUBLE, INTEGER, LIST, MAP, TIMESTAMP, VARCHAR, DuckDBDataChunk, DuckDBTimestampValue, listValue, mapValue,
} from '@duckdb/node-api';
import { normalizeEvent } from './normalize.js';
import { EVENT_COLUMNS } from './schema.js';
import { isSession, normalizeSession } from './sessions/normalize.js';
import { SESSIONS } from './sessions/schema.js';
import { normalizeTraceItem, traceItemKindOf } from './trace-items/normalize.js';
import { TRACE_ITEMS } from './trace-items/schema.js';
import { converted, keptUnit, knownUnit } from './units.js';

/** Rows handed over at once: DuckDB's own measure. Value by value it took three times as long. */
const CHUNK = 2048;

/** @param {Map<string, any>} map */
const asMapValue = (map) => mapValue([...map].map(([key, value]) => ({ key, value })));
/** @param {any} value */
const asIs = (value) => value;

/** DuckDB's type for a column's and how it takes a value. @type {Record<string, [any, (value: any) => any]>} */
const TYPES = {
  VARCHAR: [VARCHAR, asIs],
  INTEGER: [INTEGER, asIs],
  BIGINT: [BIGINT, BigInt],
  DOUBLE: [DOUBLE, asIs],
  BOOLEAN: [BOOLEAN, asIs],
  TIMESTAMP: [TIMESTAMP, (value) => new DuckDBTimestampValue(BigInt(value) * 1000n)],
  'VARCHAR[]': [LIST(VARCHAR), listValue],
  'MAP(VARCHAR, DOUBLE)': [MAP(VARCHAR, DOUBLE), asMapValue],
  'MAP(VARCHAR, VARCHAR)': [MAP(VARCHAR, VARCHAR), asMapValue],
};

/** Fills one table, a chunk at a time. */
class ChunkAppender {
  /** @param {any} appender @param {ReadonlyArray<string>} types */
  constructor(appender, types) {
    this.appender = appender;
    this.types = types.map((type) => TYPES[type][0]);
    this.converters = types.map((type) => TYPES[type][1]);
    /** @type {any[][]} */
    this.columns = types.map(() => []);
    this.rows = 0;
  }

  /** @param {any[]} values of all columns in order */
  add(values) {
    for (let column = 0; column < values.length; column += 1) {
      const value = values[column];
      this.columns[column].push(value === undefined || value === null ? null : this.converters[column](value));
    }
    this.rows += 1;
    if (this.rows === CHUNK) this.#flush();
  }

  #flush() {
    if (this.rows === 0) return;
    const chunk = DuckDBDataChunk.create(this.types, this.rows);
    chunk.setColumns(this.columns);
    this.appender.appendDataChunk(chunk);
    this.columns = this.types.map(() => []);
    this.rows = 0;
  }

  close() {
    this.#flush();
    this.appender.closeSync();
  }
}

/** @typedef {{columns: string[], appender: ChunkAppender}} FilledTable */

/** @type {Array<[kind: string, {given: string, columns: import('./trace-items/schema.js').Columns}]>} */
const TABLES = [['event', { given: 'events', columns: EVENT_COLUMNS }], ['session', SESSIONS], ...Object.entries(TRACE_ITEMS)];

/** Collects projects and issues while rows pass, and writes all of it. */
export class Inserter {
  /** @param {import('./database.js').Database} database */
  static async open(database) {
    const connection = await database.instance.connect();
    /** @type {Map<string, FilledTable>} */
    const tables = new Map();
    for (const [kind, { given, columns }] of TABLES) {
      tables.set(kind, { columns: columns.map(([name]) => name), appender: await appenderOf(connection, given, columns.map(([, type]) => type)) });
    }
    return new Inserter(connection, tables);
  }

  /** @param {import('@duckdb/node-api').DuckDBConnection} connection @param {Map<string, FilledTable>} tables by the kind of their rows */
  constructor(connection, tables) {
    this.connection = connection;
    this.tables = tables;
    /** @type {Map<number, string>} */
    this.slugById = new Map();
    /** @type {Map<string, number>} */
    this.idBySlug = new Map();
    /** @type {Map<number, string>} */
    this.shortIdByIssue = new Map();
    /** @type {Map<string, number>} */
    this.issueByShortId = new Map();
    /** The highest id so far; a name without one gets the next. */
    this.lastProject = 0;
    this.lastIssue = 0;
    /** Units that measurements are kept in, by name. @type {Map<string, string>} */
    this.units = new Map();
    this.rows = 0;
  }

  /** A number in `project` is an id. @param {Record<string, any>} row */
  #resolveProject(row) {
    let id = row.project_id;
    let slug = row.project;
    if (id === undefined && slug !== undefined && /^\d{1,9}$/.test(slug)) id = Number(slug);
    slug ??= id === undefined ? 'default' : this.slugById.get(id) ?? String(id);
    id ??= this.idBySlug.get(slug) ?? this.lastProject + 1;
    this.lastProject = Math.max(this.lastProject, id);
    const known = this.slugById.get(id);
    if (known === undefined || known === String(id)) this.slugById.set(id, slug);
    else slug = known;
    if (!this.idBySlug.has(slug)) this.idBySlug.set(slug, id);
    return { ...row, project_id: id, project: slug };
  }

  /** An issue without a short id stays without one: Sentry calls it "unknown". @param {Record<string, any>} row */
  #resolveIssue({ issue, ...row }) {
    if (issue === undefined) return row;
    const id = row.issue_id ?? this.issueByShortId.get(issue) ?? this.lastIssue + 1;
    this.lastIssue = Math.max(this.lastIssue, id);
    this.issueByShortId.set(issue, id);
    this.shortIdByIssue.set(id, issue);
    return { ...row, issue_id: id };
  }

  /**
   * One measurement is kept in one unit: the known one, else that of its first event. Values in others are converted.
   * @param {Record<string, any>} row
   */
  #convertMeasurements({ measurements, units }) {
    for (const [name, given] of units ?? []) {
      const first = keptUnit(name, given);
      if (first !== null && !this.units.has(name)) this.units.set(name, first);
      const kept = this.units.get(name) ?? knownUnit(name).unit ?? (knownUnit(name).type === 'percentage' ? 'ratio' : given);
      measurements.set(name, converted(measurements.get(name), given, kept));
    }
  }

  /** @param {Record<string, any>} given a row by Sentry's names: an event, a session, a span, a log or a metric; throws a reason for what is none */
  add(given) {
    const kind = isSession(given) ? 'session' : traceItemKindOf(given);
    const normalized = kind === 'session' ? normalizeSession(given) : kind === null ? normalizeEvent(given) : normalizeTraceItem(kind, given);
    this.#convertMeasurements(/** @type {any} */ (normalized));
    const row = this.#resolveIssue(this.#resolveProject(normalized));
    this.rows += 1;
    row.id ??= this.rows.toString(16).padStart(kind === 'span' ? 16 : 32, '0');
    const { columns, appender } = /** @type {FilledTable} */ (this.tables.get(kind ?? 'event'));
    appender.add(columns.map((name) => row[name]));
  }

  /** @param {string} table with a key and a text @param {string} keyType @param {Map<number|string, string>} entries */
  async #appendAll(table, keyType, entries) {
    const appender = await appenderOf(this.connection, table, [keyType, 'VARCHAR']);
    for (const entry of entries) appender.add(entry);
    appender.close();
  }

  async close() {
    for (const { appender } of this.tables.values()) appender.close();
    await this.#appendAll('projects', 'INTEGER', this.slugById);
    await this.#appendAll('issues', 'BIGINT', this.shortIdByIssue);
    await this.#appendAll('measurement_units', 'VARCHAR', this.units);
    this.connection.closeSync();
  }
}

/** @param {import('@duckdb/node-api').DuckDBConnection} connection @param {string} table @param {string[]} types */
async function appenderOf(connection, table, types) {
  return new ChunkAppender(await connection.createAppender(table), types);
}
