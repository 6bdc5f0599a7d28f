/**
 * Writes normalized events into the database and gives projects and issues their ids.
 * Not here: reading files (`load-file.js`), making events up (`generator/`).
 */
import { LIST, MAP, VARCHAR, DOUBLE, DuckDBTimestampValue, listValue, mapValue } from '@duckdb/node-api';
import { EVENT_COLUMNS } from './schema.js';
import { converted, keptUnit, knownUnit } from './units.js';

const TAGS = MAP(VARCHAR, VARCHAR);
const MEASUREMENTS = MAP(VARCHAR, DOUBLE);
const TEXTS = LIST(VARCHAR);

/** @param {Map<string, any>} map */
const asMapValue = (map) => mapValue([...map].map(([key, value]) => ({ key, value })));

/** How a column of a type takes a value. @type {Record<string, (appender: any, value: any) => void>} */
const APPEND = {
  VARCHAR: (appender, value) => appender.appendVarchar(value),
  INTEGER: (appender, value) => appender.appendInteger(value),
  BIGINT: (appender, value) => appender.appendBigInt(BigInt(value)),
  DOUBLE: (appender, value) => appender.appendDouble(value),
  BOOLEAN: (appender, value) => appender.appendBoolean(value),
  TIMESTAMP: (appender, value) =>
    appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value) * 1000n)),
  'VARCHAR[]': (appender, value) => appender.appendList(listValue(value), TEXTS),
  'MAP(VARCHAR, DOUBLE)': (appender, value) => appender.appendMap(asMapValue(value), MEASUREMENTS),
  'MAP(VARCHAR, VARCHAR)': (appender, value) => appender.appendMap(asMapValue(value), TAGS),
};

/** Collects projects and issues while rows pass, and writes all of it. */
export class Inserter {
  /** @param {import('./database.js').Database} database */
  constructor(database) {
    this.database = database;
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
    this.appender = null;
    this.connection = null;
  }

  async open() {
    this.connection = await this.database.instance.connect();
    this.appender = await this.connection.createAppender('events');
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

  /** @param {Record<string, any>} normalized a row of `normalizeEvent` */
  add(normalized) {
    this.#convertMeasurements(normalized);
    const row = this.#resolveIssue(this.#resolveProject(normalized));
    this.rows += 1;
    row.id ??= this.rows.toString(16).padStart(32, '0');
    for (const [name, type] of EVENT_COLUMNS) {
      const value = row[name];
      if (value === undefined || value === null) this.appender.appendNull();
      else APPEND[type](this.appender, value);
    }
    this.appender.endRow();
  }

  /**
   * @param {string} table with a key and a text @param {Map<number|string, string>} entries
   * @param {(appender: any, key: any) => void} appendKey
   */
  async #appendAll(table, entries, appendKey) {
    const appender = await this.connection.createAppender(table);
    for (const [key, text] of entries) {
      appendKey(appender, key);
      appender.appendVarchar(text);
      appender.endRow();
    }
    appender.closeSync();
  }

  async close() {
    this.appender.closeSync();
    await this.#appendAll('projects', this.slugById, APPEND.INTEGER);
    await this.#appendAll('issues', this.shortIdByIssue, APPEND.BIGINT);
    await this.#appendAll('measurement_units', this.units, APPEND.VARCHAR);
    this.connection.closeSync();
  }
}
