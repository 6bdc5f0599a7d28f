/**
 * The one place that talks to Sentry. It adds the token, to that address and no
 * other: redirects are not followed. What it reports never holds the token.
 */
import { Readable, Transform } from 'node:stream';
import { ApiError } from '../errors.js';
import { Gate } from './gate.js';

const ANSWER_TIMEOUT = 30_000;
/** Between two pieces of a body. */
const BODY_TIMEOUT = 30_000;
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
/** What a reader of the API needs to know; cookies, challenges and policies of that site stay there. */
const PASSED_HEADERS = /^(?:content-type|etag|retry-after|x-hits|x-max-hits|x-sentry-rate-limit-[a-z]+)$/;

/** An answer of our own in place of one of Sentry's. */
export class UpstreamError extends ApiError {
  /** @param {number} statusCode @param {string} detail */
  constructor(statusCode, detail) {
    super(statusCode, detail);
    this.name = 'UpstreamError';
  }
}

export class Upstream {
  #token;

  /**
   * @param {{url: string, token: string}} settings
   * @param {{answerTimeout?: number, bodyTimeout?: number}} [times] milliseconds
   * @param {Gate} [gate] how much may be asked; anything unless given
   */
  constructor({ url, token }, { answerTimeout = ANSWER_TIMEOUT, bodyTimeout = BODY_TIMEOUT } = {}, gate = new Gate()) {
    this.gate = gate;
    this.url = url;
    this.#token = token;
    this.times = { answerTimeout, bodyTimeout };
  }

  /**
   * @param {string} path below `/api/0/`, made of checked parts
   * @param {URLSearchParams} [params]
   * @param {AbortSignal} [signal] the client has gone
   * @param {string} [etag] of an answer that may still hold; then 304 says so
   * @returns {Promise<{status: number, headers: Record<string, string>, body: Readable|null}>}
   * @throws {ApiError}
   */
  async get(path, params = new URLSearchParams(), signal = undefined, etag = undefined) {
    const target = new URL(`${this.url}/api/0/${path}`);
    if (!target.href.startsWith(`${this.url}/api/0/`)) throw new UpstreamError(403, 'That path is not below the API.');
    target.search = params.toString();
    const leave = await this.gate.enter(signal);
    try {
      const response = await this.#fetch(target, signal, etag);
      const { status } = response;
      if (status >= 300 && status < 400 && !(status === 304 && etag !== undefined)) {
        await response.body?.cancel();
        throw new UpstreamError(502, 'Sentry answered with a redirect, which is not followed with a token. Check SENTRY_URL.');
      }
      const headers = this.#headers(response.headers);
      if (status === 429) this.gate.pause(headers);
      const body = this.#body(response);
      // Its place is free once the body has come, too.
      if (body === null) leave();
      else body.once('close', leave);
      return { status, headers, body };
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** As `get`, for a body to be read whole. @param {string} path @returns {Promise<any>} */
  async json(path) {
    return (await this.page(path)).body;
  }

  /** The same with what leads to the next page. @param {string} path @param {URLSearchParams} [params] @returns {Promise<{body: any, link: string}>} */
  async page(path, params) {
    const { status, headers, body } = await this.get(path, params);
    const chunks = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    if (status !== 200) throw new UpstreamError(status, `Sentry answered ${status} to ${path}`);
    try {
      return { body: JSON.parse(Buffer.concat(chunks).toString('utf8')), link: headers.link ?? '' };
    } catch {
      throw new UpstreamError(502, `Sentry answered no JSON to ${path}`);
    }
  }

  /** @param {URL} target @param {AbortSignal | undefined} signal @param {string | undefined} etag */
  async #fetch(target, signal, etag) {
    const timeout = AbortSignal.timeout(this.times.answerTimeout);
    // The body outlives the time allowed for the answer to begin.
    const control = new AbortController();
    const give = () => control.abort();
    for (const source of [timeout, signal]) source?.addEventListener('abort', give, { once: true });
    if (signal?.aborted) give();
    const ask = () => fetch(target, {
      headers: { accept: 'application/json', authorization: `Bearer ${this.#token}`, ...(etag === undefined ? {} : { 'if-none-match': etag }) },
      redirect: 'manual',
      signal: control.signal,
    });
    try {
      // A connection that was kept may be closed there at the moment when it is used again. Nothing is written, so it is asked once more.
      return await ask().catch((error) => (CLOSED.has(error.cause?.code) ? ask() : Promise.reject(error)));
    } catch (thrown) {
      const error = /** @type {Error & {cause?: NodeJS.ErrnoException}} */ (thrown);
      if (timeout.aborted) throw new UpstreamError(504, 'Sentry did not answer in time.');
      throw new UpstreamError(502, `Sentry could not be reached (${error.cause?.code ?? error.name}).`);
    } finally {
      timeout.removeEventListener('abort', give);
    }
  }

  /** @param {Headers} received */
  #headers(received) {
    /** @type {Record<string, string>} */
    const headers = {};
    for (const [name, value] of received) {
      if (PASSED_HEADERS.test(name)) headers[name] = this.#redacted(value);
    }
    // Pages of a table are asked here again, not at Sentry, where a page has no token.
    const link = received.get('link');
    if (link) headers.link = this.#redacted(link.replaceAll(`<${this.url}/`, '</'));
    return headers;
  }

  /** @param {string} text */
  #redacted(text) {
    return text.replaceAll(this.#token, '[redacted]');
  }

  /** @param {Response} response */
  #body(response) {
    if (response.body === null) return null;
    const received = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body));
    const out = redacting(this.#token);
    const stalled = () => received.destroy(new Error('Sentry stopped in the middle of its answer.'));
    let timer = setTimeout(stalled, this.times.bodyTimeout);
    received.on('data', () => {
      clearTimeout(timer);
      timer = setTimeout(stalled, this.times.bodyTimeout);
    });
    received.on('close', () => clearTimeout(timer));
    received.on('error', (error) => out.destroy(error));
    out.on('close', () => received.destroy());
    return received.pipe(out);
  }
}

/** Hands a body on, without the token should Sentry ever repeat it; it may span two pieces. @param {string} token */
function redacting(token) {
  const secret = Buffer.from(token);
  let held = /** @type {Buffer} */ (Buffer.alloc(0));
  return new Transform({
    transform(chunk, encoding, done) {
      held = withoutSecret(Buffer.concat([held, chunk]), secret);
      const kept = startOfSecret(held, secret);
      this.push(held.subarray(0, held.length - kept));
      held = held.subarray(held.length - kept);
      done();
    },
    flush(done) {
      done(null, held);
    },
  });
}

/** @param {Buffer} buffer @param {Buffer} secret */
function withoutSecret(buffer, secret) {
  if (buffer.indexOf(secret) < 0) return buffer;
  return Buffer.from(buffer.toString('latin1').replaceAll(secret.toString('latin1'), '[redacted]'), 'latin1');
}

/** How many bytes at the end may be the beginning of the secret. @param {Buffer} buffer @param {Buffer} secret */
function startOfSecret(buffer, secret) {
  for (let length = Math.min(secret.length - 1, buffer.length); length > 0; length--) {
    if (buffer.subarray(buffer.length - length).equals(secret.subarray(0, length))) return length;
  }
  return 0;
}
