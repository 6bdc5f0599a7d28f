/**
 * The embedded database: one DuckDB instance, one connection per query under way.
 * Not here: tables (`schema.js`), what is asked (`../stats`).
 */
import { availableParallelism } from 'node:os';
import { DOUBLE, DuckDBInstance } from '@duckdb/node-api';
import { ApiError, QueryError, queryRefused, queryTimeout, tooManyQueries } from '../errors.js';
import { requestSignal } from '../request-signal.js';

/** More connections than this only queue inside DuckDB, which spreads one query over all cores. */
const MAX_CONNECTIONS = 4;
/** Milliseconds that one query of a request may take. */
const QUERY_TIME_LIMIT = 30_000;
/** Milliseconds. */
const INTERRUPT_AGAIN = 20;
/** Queries of requests that wait for a place; any further one is refused at once. */
const MAX_WAITING = 200;

/** What no query needs is off from the start: neither code nor files of elsewhere come in by one. */
const CONFIGURATION = {
  memory_limit: '2GB',
  threads: String(Math.min(availableParallelism(), 4)),
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  allow_unsigned_extensions: 'false',
};
const LOCK = ['SET enable_external_access = false', 'SET lock_configuration = true'];

/**
 * DuckDB's 64-bit counts arrive as BigInt; no count here passes 2^53.
 * @param {Record<string, any>} row
 */
function withPlainNumbers(row) {
  for (const name in row) {
    if (typeof row[name] === 'bigint') row[name] = Number(row[name]);
  }
  return row;
}

/**
 * DuckDB's client takes every whole number for an integer of 64 bits; larger ones are bound as what they are here.
 * @param {any[]} params @returns {any[]} types by position, where the client's own guess would not do
 */
const typesOf = (params) => params.map((value) =>
  (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? DOUBLE : undefined));

/** @param {string} _ @param {unknown} value */
const bigintsAsText = (_, value) => (typeof value === 'bigint' ? `${value}n` : value);

/** DuckDB's names for what is wrong with a query and not with the database. */
const REFUSALS = /^(?:Binder|Conversion|Invalid Input|Invalid type|Mismatch Type|Out of Range|Parser|Syntax) Error/i;

/** Sentry answers "too long" and "too much" alike. @param {unknown} cause */
function asAnswer(cause) {
  if (cause instanceof ApiError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  // The only folder that a locked database makes is that for what memory does not hold.
  if (/interrupt|out of memory|failed to create directory/i.test(reason)) return queryTimeout();
  return REFUSALS.test(reason) ? queryRefused(cause) : new QueryError(cause);
}

/** @typedef {{rows: Promise<Array<Record<string, any>>>, readers: number, control: AbortController}} SharedQuery a query under way and how many wait for it */

/** Runs SQL with `?` parameters; results are plain objects with JavaScript values. */
export class Database {
  /** @param {import('@duckdb/node-api').DuckDBInstance} instance */
  constructor(instance) {
    this.instance = instance;
    /** @type {import('@duckdb/node-api').DuckDBConnection[]} */
    this.idle = [];
    /** @type {Array<(connection: import('@duckdb/node-api').DuckDBConnection) => void>} */
    this.waiting = [];
    this.open = 0;
    this.timeLimit = QUERY_TIME_LIMIT;
    this.maxWaiting = MAX_WAITING;
    /** Queries under way by their text and values. @type {Map<string, SharedQuery>} */
    this.underWay = new Map();
  }

  /**
   * @param {string} [path] a file, or `:memory:`
   * @param {string} [spill] a folder for what memory does not hold. Without one a query that needs more is refused, and
   *   nothing is written: DuckDB's own choice is a folder where the process was started
   * @returns {Promise<Database>}
   */
  static async create(path = ':memory:', spill = '') {
    const instance = await DuckDBInstance.create(path, { ...CONFIGURATION, temp_directory: spill });
    return new Database(instance);
  }

  /** From here on nothing outside of the database can be read or written, and no setting changes that. */
  async lock() {
    for (const statement of LOCK) await this.run(statement);
  }

  /**
   * @param {number} timeLimit milliseconds to wait for a place; 0: for ever
   * @param {AbortSignal} [signal] nobody waits any more
   */
  async #acquire(timeLimit = 0, signal = undefined) {
    const connection = this.idle.pop();
    if (connection) return connection;
    if (this.open < MAX_CONNECTIONS) {
      this.open += 1;
      return this.instance.connect();
    }
    if (timeLimit > 0 && this.waiting.length >= this.maxWaiting) throw tooManyQueries();
    return new Promise((resolve, reject) => {
      const take = (/** @type {import('@duckdb/node-api').DuckDBConnection} */ free) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        resolve(free);
      };
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        this.waiting.splice(this.waiting.indexOf(take), 1);
        reject(queryTimeout());
      };
      const timer = timeLimit > 0 ? setTimeout(leave, timeLimit) : undefined;
      signal?.addEventListener('abort', leave);
      this.waiting.push(take);
    });
  }

  /** @param {import('@duckdb/node-api').DuckDBConnection} connection */
  #release(connection) {
    const next = this.waiting.shift();
    if (next) next(connection);
    else this.idle.push(connection);
  }

  /**
   * @param {string} sql
   * @param {Array<string|number|bigint|boolean|null>} [params]
   * @param {number} [timeLimit] milliseconds; none for what the server itself does
   * @param {AbortSignal} [signal] ends the query
   * @returns {Promise<Array<Record<string, any>>>}
   */
  async rows(sql, params = [], timeLimit = 0, signal = undefined) {
    const connection = await this.#acquire(timeLimit, signal);
    /** @type {NodeJS.Timeout|undefined} */
    let again;
    const interrupt = () => {
      connection.interrupt();
      // DuckDB forgets an interruption that comes before the query has begun.
      again ??= setInterval(interrupt, INTERRUPT_AGAIN);
    };
    const timer = timeLimit > 0 ? setTimeout(interrupt, timeLimit) : undefined;
    signal?.addEventListener('abort', interrupt);
    try {
      if (signal?.aborted) throw queryTimeout();
      const reader = await connection.runAndReadAll(sql, params, typesOf(params));
      return reader.getRowObjectsJS().map(withPlainNumbers);
    } finally {
      clearTimeout(timer);
      clearInterval(again);
      signal?.removeEventListener('abort', interrupt);
      this.#release(connection);
    }
  }

  /**
   * As `rows`, for what a request asked: a failure becomes an answer, not a crash,
   * and equal queries under way at once are one, since a wall of charts asks the same again and again.
   * It ends early when all clients that asked for it have gone. The rows are shared, so they are not to be changed.
   * @param {string} sql
   * @param {Array<string|number|bigint|boolean|null>} params
   */
  async query(sql, params) {
    const key = `${sql}\u0000${JSON.stringify(params, bigintsAsText)}`;
    const shared = this.underWay.get(key) ?? this.#begin(key, sql, params);
    const signal = requestSignal();
    shared.readers += 1;
    const leave = () => {
      shared.readers -= 1;
      if (shared.readers > 0) return;
      // Whoever asks the same from now on gets a query of its own.
      if (this.underWay.get(key) === shared) this.underWay.delete(key);
      shared.control.abort();
    };
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
    try {
      return await shared.rows;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** @param {string} key @param {string} sql @param {any[]} params @returns {SharedQuery} */
  #begin(key, sql, params) {
    const control = new AbortController();
    const rows = this.rows(sql, params, this.timeLimit, control.signal)
      .catch((cause) => { throw asAnswer(cause); })
      .finally(() => {
        if (this.underWay.get(key) === shared) this.underWay.delete(key);
      });
    /** @type {SharedQuery} */
    const shared = { rows, readers: 0, control };
    this.underWay.set(key, shared);
    return shared;
  }

  /** Runs statements whose result nobody needs. @param {string} sql @param {any[]} [params] */
  async run(sql, params = []) {
    await this.rows(sql, params);
  }

  /** All of it or nothing. @param {Array<[sql: string, params: any[]]>} statements */
  async transaction(statements) {
    const connection = await this.#acquire();
    try {
      await connection.run('BEGIN');
      for (const [sql, params] of statements) await connection.run(sql, params);
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      this.#release(connection);
    }
  }

  close() {
    for (const connection of this.idle) connection.closeSync();
    this.idle = [];
    this.instance.closeSync();
  }
}
