/**
 * How much one client may ask, and how much is asked by one share link, however many have it. What is refused is told
 * when to ask again, which widgets wait for.
 */
import { createHash } from 'node:crypto';
import limiter from '@fastify/rate-limit';
import fp from 'fastify-plugin';
// The version that it is held at is the last whose dependencies run on Node 20. Fastify takes the same.
import { isInjection } from 'light-my-request';
import { ApiError } from '../errors.js';

/** What costs work. By route, since an address can be written in several ways. */
const COUNTED = /^\/(?:api|chart|embed|oembed|s)(?:\/|$)/;
const SHARED = '/s/*';
/** Clients and links that are remembered; beyond, those that were quiet longest begin anew. */
const MAX_COUNTERS = 10_000;

/** @typedef {{limit: number, window: number}} Limit requests in so many seconds */

/** @param {import('fastify').FastifyRequest} request @returns {string} of one length, whatever was sent as a token */
function linkOf({ params }) {
  const [token] = /** @type {{'*': string}} */ (params)['*'].split('/');
  return createHash('sha256').update(token).digest('base64');
}

/** @param {import('fastify').FastifyRequest} request @returns {boolean} whether it came through a proxy whose word does not count, so that its address is the proxy's */
const isBehindStranger = ({ headers, ip, socket }) => headers['x-forwarded-for'] !== undefined && ip === socket.remoteAddress;

/** @param {string} subject @param {Limit} limit @param {number} wait seconds */
function refusal(subject, { limit, window }, wait) {
  const error = new ApiError(429, `Too many requests: this server answers ${limit} in ${window} seconds for each ${subject}. Please wait ${wait} seconds.`);
  error.headers = { 'retry-after': String(wait) };
  return error;
}

/**
 * @param {{client?: Limit, share?: Limit}} limits none unless given
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const clientLimit = ({ client, share }) => fp(async (app) => {
  await app.register(limiter, { global: false });
  let isProxyTold = false;

  /**
   * @param {string} subject whose requests are counted together
   * @param {Limit} limit @param {import('@fastify/rate-limit').RateLimitOptions} [options]
   */
  const counter = (subject, limit, options) => {
    const count = app.createRateLimit({ max: limit.limit, timeWindow: limit.window * 1000, cache: MAX_COUNTERS, ...options });
    return async (/** @type {import('fastify').FastifyRequest} */ request) => {
      const counted = await count(request);
      if (counted.isAllowed || !counted.isExceeded) return;
      if (limit === client && !isProxyTold && isBehindStranger(request)) {
        isProxyTold = true;
        app.log.warn('CLIENT_LIMIT refuses requests that came through a proxy. TRUST_PROXY does not name it, so all who come through it count as one client.');
      }
      throw refusal(subject, limit, counted.ttlInSeconds);
    };
  };
  // The plugin's own key is the client's address, or the network of one client where that is IPv6.
  const countClient = client && counter('client', client);
  const countShare = share && counter('share link', share, { keyGenerator: linkOf });

  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? '';
    // What this server asks itself, for a picture or a link, has been counted as that.
    if (!COUNTED.test(route) || isInjection(request.raw)) return;
    await countClient?.(request);
    if (route === SHARED) await countShare?.(request);
  });
}, { name: 'client-limit' });
