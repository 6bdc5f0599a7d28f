/**
 * A person's own events from a file: NDJSON, CSV or Parquet, one row an event, Sentry's field names.
 * The first row that cannot be an event ends the load, with file, row and reason: better no server than wrong charts.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { createInterface } from 'node:readline';
import { Inserter } from './inserter.js';
import { EventStore } from './store.js';

/** Rows between two breaths, so that a signal is heard during a long load. */
const BREATH = 20_000;
/** Milliseconds between two lines that say how far a load is. */
const SAY_EVERY = 5000;

/** A file that cannot be served. */
export class EventsFileError extends Error {
  /** @param {string} path @param {string} reason @param {number} [row] from 1; absent: the file as a whole */
  constructor(path, reason, row) {
    super(`EVENTS_FILE ${basename(path)}${row === undefined ? '' : `, row ${row}`}: ${reason}`);
    this.name = 'EventsFileError';
  }
}

/**
 * @typedef {AsyncIterable<{row: number, read: () => any, share?: () => number}>} Rows `read` may throw a reason; `share` is
 *   how much of the file has been read, where that is known
 */

/** Says every few seconds how far a load is, and at its end how long it took if that was worth a line. */
class Progress {
  /** @param {string} path @param {(line: string) => void} say */
  constructor(path, say) {
    this.name = `EVENTS_FILE ${basename(path)}`;
    this.say = say;
    this.began = performance.now();
    this.said = this.began;
  }

  get #seconds() {
    return Math.round((performance.now() - this.began) / 1000);
  }

  /** @param {number} row @param {number|undefined} share */
  at(row, share) {
    if (performance.now() - this.said < SAY_EVERY) return;
    this.said = performance.now();
    const percent = share === undefined ? '' : ` (${Math.min(99, Math.floor(share * 100))} %)`;
    this.say(`${this.name}: ${row.toLocaleString('en')} rows${percent} read in ${this.#seconds} s`);
  }

  /** @param {string} step */
  reached(step) {
    if (this.said > this.began) this.say(`${this.name}: ${step} after ${this.#seconds} s`);
  }
}

/** @param {string} path @returns {Rows} blank lines count as rows, so that a row is the line an editor shows */
async function* ndjsonRows(path) {
  const { size } = await stat(path);
  const input = createReadStream(path, 'utf8');
  const lines = createInterface({ input, crlfDelay: Infinity });
  const share = () => input.bytesRead / size;
  let row = 0;
  for await (const line of lines) {
    row += 1;
    const text = row === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() !== '') yield { row, read: () => parseLine(text), share };
  }
}

/** @param {string} line */
function parseLine(line) {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`not JSON: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {string} source a table function with one parameter, the path
 * @returns {(path: string, store: EventStore) => Rows}
 */
const tableRows = (source) => async function* rows(path, store) {
  const connection = await store.database.instance.connect();
  try {
    const result = await connection.stream(`SELECT * FROM ${source}`, [path]);
    let row = 0;
    for await (const chunk of result.yieldRowObjectJs()) {
      for (const event of chunk) {
        row += 1;
        yield { row, read: () => event };
      }
    }
  } finally {
    connection.closeSync();
  }
};

const csvRows = tableRows('read_csv(?, all_varchar = true, header = true, sample_size = -1)');
const parquetRows = tableRows('read_parquet(?)');

/** @type {Record<string, (path: string, store: EventStore) => Rows>} */
const READERS = {
  '.ndjson': ndjsonRows, '.jsonl': ndjsonRows, '.json': ndjsonRows, '.csv': csvRows, '.parquet': parquetRows,
};

/** @param {string} path */
async function readerOf(path) {
  const reader = READERS[extname(path).toLowerCase()];
  if (!reader) {
    throw new EventsFileError(path, `expected one of ${Object.keys(READERS).join(' ')}, found "${extname(path)}"`);
  }
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new EventsFileError(path, 'there is no such file');
  return reader;
}

/**
 * DuckDB's own refusal: its first lines say where and why, the rest is advice about its options.
 * @param {unknown} error
 */
function shortReason(error) {
  const [first, ...rest] = String(/** @type {Error} */ (error).message).split('\n').map((line) => line.trim());
  const detail = rest.find((line) => line !== '' && !/^(?:Original Line|LINE \d|\^)/.test(line));
  return (detail ? `${first} ${detail}` : first).replace(/(["'])\/[^"']*\//g, '$1');
}

/** @param {string} path @param {Rows} rows @param {Inserter} inserter @param {Progress} progress */
async function insertAll(path, rows, inserter, progress) {
  const iterator = rows[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next().catch((error) => {
      throw new EventsFileError(path, shortReason(error));
    });
    if (next.done) return;
    const { row, read, share } = next.value;
    try {
      inserter.add(read());
    } catch (error) {
      throw new EventsFileError(path, /** @type {Error} */ (error).message, row);
    }
    if (row % BREATH !== 0) continue;
    progress.at(row, share?.());
    await new Promise(setImmediate);
  }
}

/**
 * @param {string} path
 * @param {import('./store.js').StoreOptions} [options]
 * @param {(line: string) => void} [say] how far a long load is
 * @returns {Promise<EventStore>} in memory
 * @throws {EventsFileError}
 */
export async function openEventsFile(path, options = {}, say = () => {}) {
  const reader = await readerOf(path);
  const store = await EventStore.open(options);
  const inserter = await Inserter.open(store.database);
  const progress = new Progress(path, say);
  try {
    await insertAll(path, reader(path, store), inserter, progress);
  } catch (error) {
    store.close();
    throw error;
  }
  await inserter.close();
  progress.reached(`${inserter.rows.toLocaleString('en')} events are in`);
  await store.refreshFacts();
  store.oldest = await store.oldestTime();
  // The file was the last thing to read from outside.
  await store.database.lock();
  return store;
}
