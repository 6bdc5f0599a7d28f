/**
 * Keeps a store full of made-up events: two weeks at first, every second since, nothing older than a month.
 * Started again it fills the gap and goes on. What the events are is `insert-sql.js` and `world.js`.
 */
import { SCHEMA_VERSION } from '../schema.js';
import { INSERT_EVENTS, insertParameters } from './insert-sql.js';
import { createLookupTables } from './lookup-tables.js';
import { createSessions } from './sessions.js';
import { createTraceItems } from './trace-items.js';

const DAY = 86_400;
const FILL_DAYS = 14;
const KEEP = 30 * DAY;
/** A fill runs in pieces, two at a time: one statement makes its seconds up on one core only. */
const PIECE = 7 * DAY;
const PIECES_AT_ONCE = 2;
const FILL_SETTINGS = Object.freeze([
  // With more threads the second one only waits for the first, and takes a core for it.
  ['threads', '1'],
  // How many events a second has is not foreseen, so DuckDB would hash the events and not the small tables.
  ['disabled_optimizers', "'build_side_probe_side'"],
]);
/** Catching up goes in steps of this many seconds, so that no statement makes up more than a few thousand events. */
const STEP = 21_600;
/** A clock that went back further than this leaves events in the future, which then go. */
const CLOCK_SLACK = 3600;
/** Old events go, and the store's facts are read anew, this often. */
const TIDY_SECONDS = 600;
/** Raised when the same seed means other events. */
const GENERATOR_VERSION = 2;
export const DEFAULT_SEED = 20_260_101;

export class Generator {
  /**
   * @param {import('../store.js').EventStore} store
   * @param {{now: () => number, seed?: number, fillDays?: number}} options
   */
  constructor(store, { now, seed = DEFAULT_SEED, fillDays = FILL_DAYS }) {
    this.store = store;
    this.now = now;
    this.seed = seed;
    this.firstFill = Math.round(fillDays * DAY);
    /** The first second that has no events yet. */
    this.until = 0;
    /** @type {NodeJS.Timeout|null} */
    this.timer = null;
    this.tidied = 0;
    this.stopped = false;
    /** @type {Promise<void>} */
    this.running = Promise.resolve();
  }

  get #stamp() {
    return `${SCHEMA_VERSION}.${GENERATOR_VERSION}.${this.seed}`;
  }

  #second() {
    return Math.floor(this.now() / 1000);
  }

  /**
   * Makes the store ready: all of it, or what is missing since it was last used.
   * @param {(share: number) => void} [onProgress]
   */
  async fill(onProgress = () => {}) {
    const { database } = this.store;
    const now = this.#second();
    const facts = await database.rows('SELECT name, value FROM facts');
    const known = Object.fromEntries(facts.map(({ name, value }) => [name, value]));
    const until = Number(known.generated_until ?? 0);
    const reusable = known.generator === this.#stamp && until > now - this.firstFill && until <= now;
    if (!reusable) {
      await database.run('DELETE FROM facts');
      await database.run('TRUNCATE events');
    }
    await createLookupTables(database);
    await createTraceItems(database);
    await createSessions(database);
    this.until = reusable ? until : now - this.firstFill;
    if (!reusable) await this.#generateAtOnce(now, onProgress);
    await this.#catchUp(now);
    await this.tidy();
  }

  /**
   * Until the last piece is in, the store does not say that it has any.
   * @param {number} to @param {(share: number) => void} onProgress
   */
  async #generateAtOnce(to, onProgress) {
    const { database } = this.store;
    /** @type {Array<[from: number, to: number]>} */
    const pieces = [];
    for (let from = this.until; from < to; from += PIECE) pieces.push([from, Math.min(from + PIECE, to)]);
    const all = pieces.length;
    let done = 0;
    const work = async () => {
      for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
        await database.run(INSERT_EVENTS, insertParameters(this.seed, piece[0], piece[1]));
        done += 1;
        onProgress(done / all);
      }
    };
    for (const [name, value] of FILL_SETTINGS) await database.run(`SET ${name} = ${value}`);
    await Promise.all(Array.from({ length: PIECES_AT_ONCE }, work));
    for (const [name] of FILL_SETTINGS) await database.run(`RESET ${name}`);
    this.until = to;
  }

  /**
   * Up to a moment in steps. A clock that jumped ahead by more than two weeks leaves a gap: nobody saw those events.
   * @param {number} to
   */
  async #catchUp(to) {
    this.until = Math.max(this.until, to - Math.max(this.firstFill, FILL_DAYS * DAY));
    do await this.#generate(Math.min(this.until + STEP, to));
    while (this.until < to && !this.stopped);
  }

  /** The clock went back: what was made up for later is made up again when its time comes. @param {number} now */
  async #forgetFuture(now) {
    await this.store.database.run('DELETE FROM events WHERE timestamp >= epoch_ms(CAST(? AS BIGINT))', [now * 1000]);
    this.until = now;
    this.tidied = Math.min(this.tidied, now);
  }

  /** Events and how far they reach are written together or not at all. @param {number} to */
  async #generate(to) {
    await this.store.database.transaction([
      [INSERT_EVENTS, insertParameters(this.seed, this.until, to)],
      ["INSERT OR REPLACE INTO facts VALUES ('generator', ?), ('generated_until', ?)", [this.#stamp, String(to)]],
    ]);
    this.until = to;
  }

  /** Drops what is too old; the file's space is used again. */
  async tidy() {
    const { database } = this.store;
    await database.run('DELETE FROM events WHERE timestamp < epoch_ms(CAST(? AS BIGINT))',
      [(this.#second() - KEEP) * 1000]);
    await database.run('CHECKPOINT');
    await this.store.refreshFacts();
    this.tidied = this.#second();
  }

  /** Catches up to now. */
  async tick() {
    const now = this.#second();
    if (this.until - now > CLOCK_SLACK) await this.#forgetFuture(now);
    if (now > this.until) await this.#catchUp(now);
    if (now - this.tidied >= TIDY_SECONDS) await this.tidy();
  }

  /** New events every second. @param {(error: unknown) => void} onError */
  start(onError, onDone = () => {}) {
    this.stopped = false;
    const next = () => {
      this.running = this.tick().then(onDone).catch(onError);
      this.running.then(() => {
        if (this.timer) this.timer = setTimeout(next, 1000 - (this.now() % 1000));
      });
    };
    this.timer = setTimeout(next, 1000);
  }

  /** Resolves when nothing is being written any more. */
  async stop() {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.running;
  }
}
