/**
 * One answer of Sentry's for everybody who asks the same: requests at the same time are one, a whole answer is kept while
 * it is fresh, and one with a validator is asked for again by that. A body is handed on as it comes, to all of them.
 */
import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';

/** Kept answers, those used last; and bytes of them all. */
const MAX_KEPT = 500;
const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** Longer bodies are cut: no widget takes them. */
const MAX_BODY = 32 * 1024 * 1024;

/** @typedef {{status: number, headers: Record<string, string>, body: Readable|null, whole: Buffer|null}} Answer `whole`: it is there already */

export class SharedAnswers {
  /**
   * @param {import('./upstream.js').Upstream} upstream
   * @param {{fresh: number, now?: () => number}} options `fresh` in milliseconds; 0 keeps nothing
   */
  constructor(upstream, { fresh, now = Date.now }) {
    this.upstream = upstream;
    this.fresh = fresh;
    this.now = now;
    /** @type {Map<string, Incoming>} */
    this.underWay = new Map();
    /** @type {Map<string, {head: Head, body: Buffer, until: number}>} */
    this.kept = new Map();
    this.bytes = 0;
    /** Answers that were kept, and that another request brought along. */
    this.hits = 0;
    this.joined = 0;
  }

  /** @param {string} path @param {URLSearchParams} params @param {AbortSignal} signal the client has gone @returns {Promise<Answer>} */
  async get(path, params, signal) {
    const sorted = new URLSearchParams(params);
    sorted.sort();
    const key = `${path}?${sorted}`;
    const kept = this.kept.get(key);
    if (kept && this.now() < kept.until) {
      this.hits += 1;
      return { ...kept.head, body: Readable.from([kept.body]), whole: kept.body };
    }
    let incoming = this.underWay.get(key);
    if (incoming === undefined) {
      incoming = new Incoming(this.upstream, path, params, kept);
      this.#begin(key, incoming);
    } else this.joined += 1;
    return incoming.read(signal);
  }

  /** @param {string} key @param {Incoming} incoming */
  async #begin(key, incoming) {
    this.underWay.set(key, incoming);
    incoming.given.signal.addEventListener('abort', () => this.#end(key, incoming));
    await incoming.ended;
    this.#end(key, incoming);
    const { status, headers } = incoming.head ?? { status: 0, headers: {} };
    if (status !== 200 || incoming.error !== null || this.fresh <= 0) return;
    this.#keep(key, { head: { status, headers }, body: Buffer.concat(incoming.chunks), until: this.now() + this.fresh });
  }

  /** @param {string} key @param {Incoming} incoming */
  #end(key, incoming) {
    if (this.underWay.get(key) === incoming) this.underWay.delete(key);
  }

  /** @param {string} key @param {{head: Head, body: Buffer, until: number}} answer */
  #keep(key, answer) {
    this.#drop(key);
    this.kept.set(key, answer);
    this.bytes += answer.body.length;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT && this.bytes <= MAX_KEPT_BYTES) return;
      this.#drop(oldest);
    }
  }

  /** @param {string} key */
  #drop(key) {
    this.bytes -= this.kept.get(key)?.body.length ?? 0;
    this.kept.delete(key);
  }
}

/** @typedef {{status: number, headers: Record<string, string>}} Head */

/** A request under way, and what has arrived of its answer. */
class Incoming {
  /** @type {Head | null} */
  head = null;
  /** @type {Buffer[]} */
  chunks = [];
  isDone = false;
  /** @type {unknown} */
  error = null;
  readers = 0;
  /** Aborted once nobody waits any more. */
  given = new AbortController();
  #news = new EventEmitter().setMaxListeners(0);

  /**
   * @param {import('./upstream.js').Upstream} upstream @param {string} path @param {URLSearchParams} params
   * @param {{head: Head, body: Buffer} | undefined} kept an older answer, which may still hold
   */
  constructor(upstream, path, params, kept) {
    this.ended = this.#receive(upstream, path, params, kept);
  }

  /** @param {import('./upstream.js').Upstream} upstream @param {string} path @param {URLSearchParams} params @param {{head: Head, body: Buffer} | undefined} kept */
  async #receive(upstream, path, params, kept) {
    try {
      const etag = kept?.head.headers.etag;
      const { status, headers, body } = await upstream.get(path, params, this.given.signal, etag);
      const isSame = status === 304 && kept !== undefined;
      this.head = isSame ? kept.head : { status, headers };
      this.#news.emit('news');
      let size = 0;
      for await (const chunk of isSame ? [kept.body] : body ?? []) {
        size += chunk.length;
        if (size > MAX_BODY) throw new Error('Sentry answered more than any widget takes.');
        this.chunks.push(chunk);
        this.#news.emit('news');
      }
    } catch (error) {
      this.error = error;
    }
    this.isDone = true;
    this.#news.emit('news');
  }

  /** @param {AbortSignal} signal @returns {Promise<Answer>} */
  async read(signal) {
    this.readers += 1;
    let isHere = true;
    const leave = () => {
      if (isHere) this.readers -= 1;
      isHere = false;
      if (this.readers === 0 && !this.isDone) this.given.abort();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    while (this.head === null && !this.isDone) await once(this.#news, 'news');
    if (this.head === null) throw this.error;
    return { ...this.head, body: Readable.from(this.#rest(leave)), whole: null };
  }

  /** @param {() => void} leave */
  async *#rest(leave) {
    try {
      for (let index = 0; ;) {
        for (; index < this.chunks.length; index++) yield this.chunks[index];
        if (this.error !== null) throw this.error;
        if (this.isDone) return;
        await once(this.#news, 'news');
      }
    } finally {
      leave();
    }
  }
}
