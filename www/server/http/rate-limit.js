/**
 * The limit Sentry's middleware puts on API requests, for pages that want to see it:
 * a fixed window and a number at once, per client and route, told in headers.
 * Sentry answers too many with a bare JSON text under the type of a web page.
 */
import fp from 'fastify-plugin';

/** Counters of past windows are dropped when this many clients are known. */
const MAX_COUNTERS = 10_000;

/**
 * @param {{limit: number, window?: number, concurrent?: number, now?: () => number}} options requests
 *   in a window of so many seconds, and at the same time; `now` in milliseconds of the epoch
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const rateLimit = ({ limit, window = 1, concurrent = 25, now = Date.now }) => fp(async (app) => {
  const counters = new Counters(window, now);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/') || request.method === 'OPTIONS') return;
    const counter = counters.of(`${request.ip} ${request.routeOptions.url ?? request.url}`);
    counter.requests += 1;
    counter.running += 1;
    reply.raw.once('close', () => { counter.running -= 1; });
    reply.headers({
      'x-sentry-rate-limit-limit': String(limit),
      'x-sentry-rate-limit-remaining': String(Math.max(0, limit - counter.requests)),
      'x-sentry-rate-limit-reset': String(counter.reset),
      'x-sentry-rate-limit-concurrentlimit': String(concurrent),
      'x-sentry-rate-limit-concurrentremaining': String(Math.max(0, concurrent - counter.running)),
    });
    const refusal = refusalOf(counter, { limit, window, concurrent });
    if (refusal) return reply.code(429).type('text/html; charset=utf-8').send(JSON.stringify(refusal));
  });
}, { name: 'rate-limit' });

/** @param {Counter} counter @param {{limit: number, window: number, concurrent: number}} limits */
function refusalOf(counter, { limit, window, concurrent }) {
  if (counter.running > concurrent) {
    return `You are attempting to go above the allowed concurrency for this endpoint. Concurrency limit is ${concurrent}`;
  }
  if (counter.requests > limit) {
    return `You are attempting to use this endpoint too frequently. Limit is ${limit} requests in ${window} seconds`;
  }
  return null;
}

/** @typedef {{requests: number, running: number, reset: number}} Counter `reset` in seconds of the epoch */

class Counters {
  /** @param {number} window in seconds @param {() => number} now in milliseconds */
  constructor(window, now) {
    this.window = window;
    this.now = now;
    /** @type {Map<string, Counter>} */
    this.counters = new Map();
  }

  /** @param {string} key @returns {Counter} */
  of(key) {
    const seconds = this.now() / 1000;
    const reset = (Math.floor(seconds / this.window) + 1) * this.window;
    const known = this.counters.get(key);
    if (known === undefined) {
      if (this.counters.size >= MAX_COUNTERS) this.#dropIdle(reset);
      const fresh = { requests: 0, running: 0, reset };
      this.counters.set(key, fresh);
      return fresh;
    }
    if (known.reset !== reset) Object.assign(known, { requests: 0, reset });
    return known;
  }

  /** @param {number} reset */
  #dropIdle(reset) {
    for (const [key, counter] of this.counters) {
      if (counter.reset !== reset && counter.running === 0) this.counters.delete(key);
    }
  }
}
