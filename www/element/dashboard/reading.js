/** When a dashboard is asked for: at once, again in case it was edited, and sooner where it failed. */
import { EventsStatsError } from 'events-stats-widget';
import { isPassing } from './api.js';

/** @typedef {import('./api.js').Failure} Failure */

/** When a dashboard is looked at again. */
const EVERY_MS = 300_000;
/** Between two tries where one failed that may succeed soon. */
const FIRST_WAIT_MS = 5_000;

/** @template Answer */
export class Reading {
  #ask;
  #take;
  #fail;
  /** @type {AbortController | null} */
  #asking = null;
  /** The one that is under way, or was last. @type {Promise<void>} */
  #last = Promise.resolve();
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** It was time while nobody looked. */
  #isDue = false;

  /** @param {(signal: AbortSignal) => Promise<Answer>} ask @param {(answer: Answer) => void} take @param {(failure: Failure) => void} fail */
  constructor(ask, take, fail) {
    this.#ask = ask;
    this.#take = take;
    this.#fail = fail;
  }

  /** @returns {Promise<void>} */
  now() {
    this.#last = this.#read();
    return this.#last;
  }

  /** After what else the page has to say at this moment. @param {() => void} prepare */
  soon(prepare) {
    this.#last = Promise.resolve().then(() => {
      prepare();
      return this.now();
    });
  }

  /** The page is in front again. */
  lookIfDue() { if (this.#isDue) void this.now(); }

  stop() {
    this.#asking?.abort();
    clearTimeout(this.#timer);
  }

  async settled() {
    let last;
    do {
      last = this.#last;
      await last;
    } while (last !== this.#last);
  }

  async #read() {
    this.stop();
    this.#isDue = false;
    const asking = new AbortController();
    this.#asking = asking;
    const { signal } = asking;
    try {
      const answer = await this.#ask(signal);
      if (signal.aborted) return;
      this.#failures = 0;
      this.#take(answer);
      this.#later(EVERY_MS);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof EventsStatsError)) throw error;
      const failure = /** @type {Failure} */ (error);
      this.#fail(failure);
      const waitMs = isPassing(failure) ? Math.max(failure.retryAfterMs ?? 0, FIRST_WAIT_MS * 2 ** this.#failures) : EVERY_MS;
      this.#failures += 1;
      this.#later(Math.min(waitMs, EVERY_MS));
    }
  }

  /** @param {number} ms */
  #later(ms) {
    this.#timer = setTimeout(() => {
      if (document.hidden) this.#isDue = true;
      else void this.now();
    }, ms);
  }
}
