/**
 * The embedded database: one DuckDB instance, one connection per query under way.
 * Not here: tables (`schema.js`), what is asked (`../stats`).
 */
import { DOUBLE, DuckDBInstance } from '@duckdb/node-api';
import { ApiError, QueryError, queryRefused, queryTimeout } from '../errors.js';

/** More connections than this only queue inside DuckDB, which spreads one query over all cores. */
const MAX_CONNECTIONS = 4;
/** Milliseconds that one query of a request may take. */
const QUERY_TIME_LIMIT = 30_000;

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
  if (/interrupt|out of memory/i.test(reason)) return queryTimeout();
  return REFUSALS.test(reason) ? queryRefused(cause) : new QueryError(cause);
}

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
    /** Queries under way by their text and values. @type {Map<string, Promise<Array<Record<string, any>>>>} */
    this.underWay = new Map();
  }

  /**
   * @param {string} [path] a file, or `:memory:`
   * @returns {Promise<Database>}
   */
  static async create(path = ':memory:') {
    const instance = await DuckDBInstance.create(path, { memory_limit: '2GB' });
    return new Database(instance);
  }

  /** @param {number} timeLimit milliseconds to wait for a place; 0: for ever */
  async #acquire(timeLimit = 0) {
    const connection = this.idle.pop();
    if (connection) return connection;
    if (this.open < MAX_CONNECTIONS) {
      this.open += 1;
      return this.instance.connect();
    }
    return new Promise((resolve, reject) => {
      const take = (/** @type {import('@duckdb/node-api').DuckDBConnection} */ free) => {
        clearTimeout(timer);
        resolve(free);
      };
      const timer = timeLimit > 0 ? setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(take), 1);
        reject(queryTimeout());
      }, timeLimit) : undefined;
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
   * @returns {Promise<Array<Record<string, any>>>}
   */
  async rows(sql, params = [], timeLimit = 0) {
    const connection = await this.#acquire(timeLimit);
    const timer = timeLimit > 0 ? setTimeout(() => connection.interrupt(), timeLimit) : undefined;
    try {
      const reader = await connection.runAndReadAll(sql, params, typesOf(params));
      return reader.getRowObjectsJS().map(withPlainNumbers);
    } finally {
      clearTimeout(timer);
      this.#release(connection);
    }
  }

  /**
   * As `rows`, for what a request asked: a failure becomes an answer, not a crash,
   * and equal queries under way at once are one, since a wall of charts asks the same again and again.
   * The rows are shared, so they are not to be changed.
   * @param {string} sql
   * @param {Array<string|number|bigint|boolean|null>} params
   */
  async query(sql, params) {
    const key = `${sql}\u0000${JSON.stringify(params, bigintsAsText)}`;
    const known = this.underWay.get(key);
    if (known) return known;
    const running = this.rows(sql, params, this.timeLimit)
      .catch((cause) => { throw asAnswer(cause); })
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, running);
    return running;
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
