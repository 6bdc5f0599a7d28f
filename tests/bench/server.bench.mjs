/**
 * The server under load: how long two weeks of events take, then 1,000 mixed requests at concurrency 20
 * over HTTP while new events arrive, with p50, p95 and p99. Ends by itself; fails when any request fails.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../www/server/app.js';
import { Dashboards } from '../../www/server/dashboards/dashboard-file.js';
import { Generator } from '../../www/server/events/generator/generator.js';
import { EventStore } from '../../www/server/events/store.js';

const REQUESTS = 1000;
const CONCURRENCY = 20;

const top = (/** @type {string} */ field, /** @type {string} */ axis) => ({ topEvents: 5, field: [field, axis], yAxis: axis, sort: `-${axis}` });
/** What a dashboard asks, and what people make of it. */
const MIX = [
  ['events-stats', { statsPeriod: '24h', interval: '5m', partial: 1, query: 'event.type:error', ...top('error.type', 'count()') }],
  ['events-stats', { statsPeriod: '24h', interval: '5m', partial: 1, yAxis: 'epm()', query: 'event.type:transaction' }],
  ['events-stats', { statsPeriod: '24h', interval: '30m', partial: 1, ...top('transaction', 'p95(transaction.duration)') }],
  ['events-stats', { statsPeriod: '24h', interval: '5m', partial: 1, yAxis: ['failure_rate()', 'apdex(300)'] }],
  ['events-stats', { statsPeriod: '14d', interval: '1h', yAxis: 'count_unique(user)', query: 'level:[error, fatal]' }],
  ['events-stats', { statsPeriod: '14d', interval: '4h', ...top('release', 'count()') }],
  ['events-stats', { statsPeriod: '7d', interval: '1h', yAxis: 'p75(measurements.lcp)', query: 'customer:*Acme* transaction.duration:>500ms' }],
  ['events-stats', { statsPeriod: '1h', interval: '1m', comparisonDelta: 86_400, query: 'payment' }],
  ['events', { statsPeriod: '24h', field: ['transaction', 'count()', 'p95()'], sort: '-p95()', per_page: 20 }],
  ['events', { statsPeriod: '1h', field: ['title', 'timestamp', 'user.email'], sort: '-timestamp', query: 'event.type:error' }],
  ['events-timeseries', { statsPeriod: '24h', interval: '15m', groupBy: ['environment'], topEvents: 3, sort: '-count()' }],
  ['releases/stats', { statsPeriod: '14d' }],
];

/** @param {Record<string, any>} query */
function queryString(query) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of [value].flat()) params.append(name, String(item));
  }
  return params.toString();
}

/** @param {string} base @param {number} index @returns {Promise<number>} milliseconds */
async function ask(base, index) {
  const [path, query] = MIX[index % MIX.length];
  const began = performance.now();
  const response = await fetch(`${base}/${path}/?${queryString(/** @type {any} */ (query))}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`);
  return performance.now() - began;
}

/** @param {string} base */
async function run(base) {
  /** @type {number[]} */
  const times = [];
  let next = 0;
  const work = async () => {
    while (next < REQUESTS) times.push(await ask(base, next++));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return times.sort((a, b) => a - b);
}

const folder = await mkdtemp(join(tmpdir(), 'server-bench-'));
const store = await EventStore.open({ path: join(folder, 'events.duckdb') });
const generator = new Generator(store, { now: Date.now });
let began = performance.now();
await generator.fill();
const [{ n }] = await store.database.rows('SELECT count(*) AS n FROM events');
console.log(`${n} events made in ${((performance.now() - began) / 1000).toFixed(1)} s`);
generator.start((error) => { throw error; });

const app = await createApp({ store, dashboards: await Dashboards.open() });
const base = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/0/organizations/demo`;
for (let index = 0; index < MIX.length; index += 1) {
  const [path, query] = MIX[index];
  const alone = await ask(base, index);
  console.log(`${alone.toFixed(0).padStart(5)} ms alone  ${path} ${queryString(/** @type {any} */ (query)).slice(0, 90)}`);
}

began = performance.now();
const times = await run(base);
const at = (/** @type {number} */ share) => `${times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0)} ms`;
console.log(`${REQUESTS} requests at concurrency ${CONCURRENCY} in ${((performance.now() - began) / 1000).toFixed(1)} s: `
  + `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}; resident ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MiB`);

await app.close();
await generator.stop();
store.close();
await rm(folder, { recursive: true });
