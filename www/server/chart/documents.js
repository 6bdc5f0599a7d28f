/**
 * Drawn documents: each serves everybody while it is fresh, and so many are drawn at once.
 */
import { pathToFileURL } from 'node:url';
import { ApiError } from '../errors.js';
import { csvOf, pngOf, svgOf } from './document.js';

/** Seconds that a document serves everybody, here and on the way. */
export const FRESH = 30;
const MAX_KEPT = 200;
/** Under way at once: a page of pictures, many times over. Each holds up everything else for some milliseconds. */
const MAX_DRAWING = 100;

/** @typedef {'svg'|'png'|'csv'} DocumentType */

export class Documents {
  /** Drawn or under way. @type {Map<string, {until: number, document: Promise<string|Buffer>}>} */
  #kept = new Map();
  #drawing = 0;

  /** @param {import('fastify').FastifyInstance} app whose API answers @param {string} modulePath of the built package for Node @param {() => number} [now] */
  constructor(app, modulePath, now = Date.now) {
    this.app = app;
    this.moduleUrl = pathToFileURL(modulePath).href;
    this.now = now;
  }

  /** @param {import('./document.js').Subject} subject @param {DocumentType} type @param {import('./document.js').PictureLook} look @returns {Promise<string|Buffer>} */
  get(subject, type, look) {
    const { org, dashboard, widget } = subject;
    return this.#once(JSON.stringify([org, dashboard.id, widget.id, type, look]), async () => {
      if (type === 'csv') return csvOf(this.app, subject, look);
      const svg = await svgOf(this.app, subject, look, this.moduleUrl);
      return type === 'png' ? pngOf(svg, look.scale) : svg;
    });
  }

  /** @param {string} key @param {() => Promise<string|Buffer>} make */
  async #once(key, make) {
    const known = this.#kept.get(key);
    if (known && this.now() < known.until) return known.document;
    if (this.#drawing >= MAX_DRAWING) {
      const error = new ApiError(503, 'Too many charts are being drawn. Please try again.');
      error.headers = { 'retry-after': '1' };
      throw error;
    }
    this.#drawing += 1;
    const document = make().finally(() => { this.#drawing -= 1; });
    const entry = { until: this.now() + FRESH * 1000, document };
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    // A failure is nothing to keep.
    document.catch(() => { if (this.#kept.get(key) === entry) this.#kept.delete(key); });
    return document;
  }
}
