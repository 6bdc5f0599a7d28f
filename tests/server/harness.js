/**
 * What the server's tests share: an app over injected events and a fixed clock, asked over HTTP.
 */
import { createApp } from '../../www/server/app.js';
import { EventStore } from '../../www/server/events/store.js';

/** The day of Sentry's own tests: yesterday at ten. */
export const NOW = Date.UTC(2026, 0, 15, 14, 23, 45);
export const DAY_AGO = Date.UTC(2026, 0, 14, 10, 0, 0);

const MINUTE = 60_000;

/** @param {number} time @returns {string} as Sentry's tests write times, without a zone */
export const iso = (time) => new Date(time).toISOString().slice(0, 19);

/** A time so many hours, minutes and seconds after the day of the tests. */
export const at = (hours = 0, minutes = 0, seconds = 0) =>
  iso(DAY_AGO + (hours * 60 + minutes) * MINUTE + seconds * 1000);

/** @param {Record<string, any>} query lists become repeated parameters */
export function queryString(query) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) params.append(name, String(item));
  }
  return params.toString();
}

/**
 * A server on a free port.
 * @param {Iterable<Record<string, unknown>>} events
 * @param {Record<string, any>} [options] of the store and of the app
 */
export async function serve(events, options = {}) {
  const store = options.store ?? await EventStore.of(events, options);
  const app = await createApp({ store, now: () => NOW, ...options });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const organization = `${address}/api/0/organizations/demo`;

  /** @param {string} path @param {Record<string, any>} [query] @param {RequestInit} [init] */
  async function get(path, query = {}, init = {}) {
    const response = await fetch(`${organization}/${path}/?${queryString(query)}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  }

  return {
    app, store, address, get,
    /** @param {Record<string, any>} query */
    stats: (query) => get('events-stats', query),
    close: async () => {
      await app.close();
      store.close();
    },
  };
}

/** The values of one series, bucket by bucket. @param {{data: any[]}} series */
export const counts = (series) => series.data.map(([, buckets]) => buckets.map((bucket) => bucket.count));

/** As `counts`, for series with one value in each bucket. @param {{data: any[]}} series */
export const values = (series) => series.data.map(([, buckets]) => buckets[0]?.count);
