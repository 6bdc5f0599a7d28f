/**
 * How much is asked of Sentry: so many requests at once, so many a minute, and none while it asks for patience. What may
 * not go out is refused with the time after which it may, which widgets wait for.
 */
import { ApiError } from '../errors.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Requests that wait for a place; any further one is refused at once. */
const MAX_WAITING = 500;
/** Where a 429 says nothing of the time. */
const USUAL_PAUSE = 5 * SECOND;
const MAX_PAUSE = 5 * MINUTE;

/** @param {number} status @param {string} detail @param {number} wait milliseconds */
function refusal(status, detail, wait) {
  const error = new ApiError(status, detail);
  error.headers = { 'retry-after': String(Math.max(1, Math.ceil(wait / SECOND))) };
  return error;
}

export class Gate {
  /** @param {{concurrency?: number, budget?: number, maxWaiting?: number, now?: () => number}} [limits] `budget` a minute; `now` in milliseconds of the epoch */
  constructor({ concurrency = Infinity, budget = Infinity, maxWaiting = MAX_WAITING, now = Date.now } = {}) {
    this.limits = { concurrency, budget, maxWaiting };
    this.now = now;
    this.running = 0;
    /** @type {Array<() => void>} */
    this.waiting = [];
    this.pausedUntil = 0;
    this.window = { until: 0, asked: 0 };
    /** Of all time. */
    this.asked = 0;
    this.refused = 0;
    this.pauses = 0;
  }

  /**
   * @param {AbortSignal} [signal] whoever wanted in has gone
   * @returns {Promise<() => void>} to be called once the request has ended
   * @throws {ApiError} 429 or 503 with `retry-after`
   */
  async enter(signal) {
    try {
      return await this.#enter(signal);
    } catch (error) {
      this.refused += 1;
      throw error;
    }
  }

  /** @param {AbortSignal} [signal] */
  async #enter(signal) {
    this.#check();
    if (this.running < this.limits.concurrency) this.running += 1;
    else await this.#wait(signal);
    const leave = once(() => this.#leave());
    try {
      this.#check();
      this.#spend();
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** One 429 is for all: the limit is the token's. @param {Record<string, string>} headers of that answer */
  pause(headers) {
    const now = this.now();
    const after = headers['retry-after'];
    const reset = Number(headers['x-sentry-rate-limit-reset']) * SECOND;
    const asked = /^\d+$/.test(after ?? '') ? Number(after) * SECOND : Date.parse(after ?? '') - now;
    const wait = [asked, reset - now].find((time) => time > 0) ?? USUAL_PAUSE;
    this.pauses += 1;
    this.pausedUntil = Math.max(this.pausedUntil, now + Math.min(wait, MAX_PAUSE));
  }

  #check() {
    const left = this.pausedUntil - this.now();
    if (left > 0) throw refusal(429, 'Sentry limits how often this server may ask. Its charts wait.', left);
  }

  #spend() {
    const now = this.now();
    if (now >= this.window.until) this.window = { until: now + MINUTE, asked: 0 };
    if (this.window.asked >= this.limits.budget) {
      throw refusal(429, `This server asks Sentry at most ${this.limits.budget} times a minute. Its charts wait.`, this.window.until - now);
    }
    this.window.asked += 1;
    this.asked += 1;
  }

  /** @param {AbortSignal | undefined} signal */
  #wait(signal) {
    if (this.waiting.length >= this.limits.maxWaiting) throw refusal(503, 'Too many requests to Sentry are waiting. Please try again.', SECOND);
    return new Promise((resolve, reject) => {
      const take = () => {
        signal?.removeEventListener('abort', give);
        resolve(undefined);
      };
      const give = () => {
        this.waiting.splice(this.waiting.indexOf(take), 1);
        reject(new ApiError(499, 'The client has gone.'));
      };
      signal?.addEventListener('abort', give, { once: true });
      this.waiting.push(take);
    });
  }

  #leave() {
    const next = this.waiting.shift();
    // The place goes on to whoever waits.
    if (next) next();
    else this.running -= 1;
  }
}

/** @param {() => void} call @returns {() => void} */
function once(call) {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    call();
  };
}
