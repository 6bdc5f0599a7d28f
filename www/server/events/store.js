/**
 * The events of one organization, ready to be asked: the database with the facts that requests are checked against.
 * Not here: how questions become SQL (`../stats`).
 */
import { Database } from './database.js';
import { field } from './catalogue.js';
import { Inserter } from './inserter.js';
import { FILL_RELEASE_STAGES } from './release-parts.js';
import { CREATE_TABLES } from './schema.js';
import { CREATE_SESSIONS, SESSIONS } from './sessions/schema.js';
import { CREATE_TRACE_ITEMS, TRACE_ITEMS } from './trace-items/schema.js';

const DAY = 86_400_000;
/** Sentry: system.event-retention-days. */
export const DEFAULT_RETENTION_DAYS = 90;

/** All that is kept; the views of trace items and sessions hold nothing besides. */
const TABLES = Object.freeze(['events', SESSIONS.given, ...Object.values(TRACE_ITEMS).map(({ given }) => given)]);

/**
 * @typedef {object} StoreOptions
 * @property {string} [path] a database file; in memory when absent
 * @property {string} [spill] a folder for what memory does not hold
 * @property {{id: number, slug: string}} [organization]
 * @property {number} [retentionDays]
 */

/** @typedef {{id: number, slug: string}} Project */

export class EventStore {
  /** @param {Database} database @param {StoreOptions} options */
  constructor(database, options) {
    this.database = database;
    this.organization = options.organization ?? { id: 1, slug: 'demo' };
    this.retentionDays = options.retentionDays ?? DEFAULT_RETENTION_DAYS;
    /** @type {Project[]} */
    this.projects = [];
    /** @type {Set<string>} */
    this.environments = new Set();
    /** @type {Map<number, string>} */
    this.shortIds = new Map();
    /** The newest release of each project: what `release:latest` means. @type {Set<string>} */
    this.latestReleases = new Set();
    /** The first event's time when the data is a person's own and so older than any retention. @type {number|null} */
    this.oldest = null;
    /** Units that came with measurements, by name. @type {Map<string, string>} */
    this.measurementUnits = new Map();
    /** @param {string} measurement */
    this.unitOf = (measurement) => this.measurementUnits.get(measurement);
    /** The field of a name, with the unit that this data gives a measurement. @param {string} name */
    this.field = (name) => field(name, this.unitOf);
  }

  /** @param {StoreOptions} [options] */
  static async open(options = {}) {
    const database = await Database.create(options.path, options.spill);
    const store = new EventStore(database, options);
    try {
      for (const statement of [...CREATE_TABLES, ...CREATE_TRACE_ITEMS, ...CREATE_SESSIONS]) await database.run(statement);
      await store.refreshFacts();
    } catch (error) {
      store.close();
      throw error;
    }
    return store;
  }

  /**
   * A store in memory with these events, for tests and for files.
   * @param {Iterable<Record<string, unknown>>} events
   * @param {StoreOptions} [options]
   */
  static async of(events, options = {}) {
    const store = await EventStore.open(options);
    const inserter = await Inserter.open(store.database);
    for (const event of events) inserter.add(event);
    await inserter.close();
    await store.refreshFacts();
    await store.database.lock();
    return store;
  }

  /** Reads anew what requests are checked against. */
  async refreshFacts() {
    const { database } = this;
    this.projects = /** @type {Project[]} */ (await database.rows('SELECT id, slug FROM projects ORDER BY id'));
    const environments = await database.rows(
      `SELECT DISTINCT environment FROM (${TABLES.map((table) => `SELECT environment FROM ${table}`).join(' UNION ALL ')})
       WHERE environment IS NOT NULL`,
    );
    this.environments = new Set(environments.map((row) => row.environment));
    const issues = await database.rows('SELECT id, short_id FROM issues');
    this.shortIds = new Map(issues.map((row) => [row.id, row.short_id]));
    const latest = await database.rows(
      `SELECT arg_max(release, first) AS release FROM (
         SELECT project_id, release, min(timestamp) AS first FROM events
         WHERE release IS NOT NULL GROUP BY ALL) GROUP BY project_id`,
    );
    this.latestReleases = new Set(latest.map((row) => row.release));
    await database.transaction([['DELETE FROM release_stages', []], [FILL_RELEASE_STAGES, []]]);
    const units = await database.rows('SELECT name, unit FROM measurement_units');
    this.measurementUnits = new Map(units.map(({ name, unit }) => [name, unit]));
  }

  /** @returns {Promise<number|null>} epoch ms of the first of all there is */
  async oldestTime() {
    const firsts = TABLES.map((table) => `SELECT min(timestamp) AS time FROM ${table}`).join(' UNION ALL ');
    return (await this.database.rows(`SELECT epoch_ms(min(time)) AS time FROM (${firsts})`))[0].time;
  }

  /** Nothing before this can be asked for. @param {number} now epoch ms */
  retentionStart(now) {
    return Math.min(now - this.retentionDays * DAY, this.oldest ?? Infinity);
  }

  close() {
    this.database.close();
  }
}
