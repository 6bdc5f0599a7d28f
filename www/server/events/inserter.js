/**
 * Writes normalized events into the database and gives projects and issues their ids.
 * Not here: reading files (`load-file.js`), making events up (`generator/`).
 */
import { LIST, MAP, VARCHAR, DOUBLE, DuckDBTimestampValue, listValue, mapValue } from '@duckdb/node-api';
import { EVENT_COLUMNS } from './schema.js';

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
    id ??= this.idBySlug.get(slug) ?? Math.max(0, ...this.slugById.keys()) + 1;
    const known = this.slugById.get(id);
    if (known === undefined || known === String(id)) this.slugById.set(id, slug);
    else slug = known;
    if (!this.idBySlug.has(slug)) this.idBySlug.set(slug, id);
    return { ...row, project_id: id, project: slug };
  }

  /** An issue without a short id stays without one: Sentry calls it "unknown". @param {Record<string, any>} row */
  #resolveIssue({ issue, ...row }) {
    if (issue === undefined) return row;
    const id = row.issue_id ?? this.issueByShortId.get(issue) ?? this.issueByShortId.size + 1;
    this.issueByShortId.set(issue, id);
    this.shortIdByIssue.set(id, issue);
    return { ...row, issue_id: id };
  }

  /** @param {Record<string, any>} normalized a row of `normalizeEvent` */
  add(normalized) {
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

  async close() {
    this.appender.closeSync();
    this.connection.closeSync();
    for (const [id, slug] of this.slugById) {
      await this.database.run('INSERT INTO projects VALUES (?, ?)', [id, slug]);
    }
    for (const [id, shortId] of this.shortIdByIssue) {
      await this.database.run('INSERT INTO issues VALUES (?, ?)', [id, shortId]);
    }
  }
}
