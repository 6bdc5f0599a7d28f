/**
 * Who may change something here: whoever holds the admin key, and anybody where the server is for this machine alone.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../errors.js';
import { isLoopback } from './host-check.js';

/** Shorter keys are found by trying. */
const MIN_KEY = 16;

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest();

export class Admin {
  #key;

  /** @param {{key?: string|null, isLocal?: boolean}} [options] `isLocal`: nobody else reaches this server, so that writes need no key */
  constructor({ key = null, isLocal = true } = {}) {
    this.#key = key === null ? null : digest(key);
    this.isLocal = isLocal;
  }

  /** @param {import('fastify').FastifyRequest} request @returns {boolean} whether it carries the key */
  holdsKey(request) {
    const [, given] = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    // Of digests, so that neither length nor content shows in the time it takes.
    return this.#key !== null && given !== undefined && timingSafeEqual(digest(given), this.#key);
  }

  /** @param {import('fastify').FastifyRequest} request */
  mayWrite(request) {
    return this.isLocal || this.holdsKey(request);
  }

  /** @returns {ApiError} what a request without the key is answered */
  refusal() {
    return this.#key === null
      ? new ApiError(403, 'This server changes nothing: ADMIN_KEY is not set.')
      : new ApiError(401, 'This needs the admin key, as Authorization: Bearer KEY.');
  }
}

/**
 * @param {Record<string, string|undefined>} env ADMIN_KEY, ALLOWED_HOSTS, TRUST_PROXY
 * @param {string} listenHost
 */
export function readAdmin(env, listenHost) {
  const key = env.ADMIN_KEY || null;
  if (key !== null && !new RegExp(`^[\\x21-\\x7e]{${MIN_KEY},}$`).test(key)) {
    throw new Error(`ADMIN_KEY: expected at least ${MIN_KEY} printable characters without blanks, found ${key.length} characters that are not.`);
  }
  // What answers for another name stands behind a proxy, whose readers all come from this machine.
  return { key, isLocal: isLoopback(listenHost) && !env.ALLOWED_HOSTS && !env.TRUST_PROXY };
}
