/** What `configure` was given, for a dashboard: where its API is, and who may be asked by which `fetch`. */
import { EventsStatsWidget } from 'events-stats-widget';

/** @typedef {{baseUrl?: string, org?: string | number, fetch?: typeof globalThis.fetch, fetchOrigins?: string[], timeoutMs?: number, sentryUrl?: string}} PageOptions */

/** What a dashboard is asked for by. @type {Array<keyof PageOptions>} */
const OF_REQUESTS = ['baseUrl', 'org', 'fetch', 'fetchOrigins', 'timeoutMs'];

/** @type {PageOptions} */
let options = {};
/** @type {Set<() => void>} */
const listeners = new Set();
let isListening = false;

/** Calls `listener` after each change of what a dashboard is asked for by. @param {() => void} listener @returns {() => void} ends it */
export function whenOptionsChange(listener) {
  if (!isListening) {
    isListening = true;
    EventsStatsWidget.onOptions((now) => {
      const before = options;
      options = now;
      if (OF_REQUESTS.some((name) => before[name] !== options[name])) for (const each of listeners) each();
    });
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const pageOptions = () => options;

/**
 * The address of `path` below a base address, as widgets make theirs.
 * @param {string} base may be relative to the page
 * @param {string} path
 */
export const addressOf = (base, path) => new URL(path, new URL(base.endsWith('/') ? base : `${base}/`, document.baseURI));

/** The page's own `fetch` may add secrets: it asks the origins that it was given for, and no other. @param {URL} url */
export function fetchFor({ origin }) {
  const { fetch, fetchOrigins = [], baseUrl = '/' } = options;
  const isNamed = [baseUrl, ...fetchOrigins].some((named) => addressOf(named, '').origin === origin);
  return fetch && isNamed ? fetch : globalThis.fetch;
}
