/**
 * The package without registration, and one for the page: `index.js` and `element.js` each hold all of it, so
 * that either is a single request, and whichever runs second hands out what the first has made.
 */
import { all } from './element.js';
import { kind } from './host.js';

/** By version: another one has another module, and another idea of what the two say to each other. */
const KEY = Symbol.for(`events-stats-widget ${all.version}${kind}`);

const page = /** @type {Record<symbol, typeof all>} */ (/** @type {unknown} */ (globalThis));
page[KEY] ??= all;

export const {
  clearStore, configure, defineElement, EventsStatsError, EventsStatsWidget, init, metrics, recordMetric, renderSvg, version,
} = page[KEY];
