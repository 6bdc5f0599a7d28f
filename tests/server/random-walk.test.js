/**
 * Nothing that is asked makes the server fail: a random walk over parameters and search text finds an answer or a
 * refusal in words, and each within bounds. `WALK_SEED` and `WALK_SECONDS` walk elsewhere and longer.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createApp } from '../../www/server/app.js';
import { EventStore } from '../../www/server/events/store.js';
import { at, NOW } from './harness.js';
import { urlOf, Walk } from './random-walk.js';

const SEED = Number(process.env.WALK_SEED ?? 20_260_115);
const SECONDS = Number(process.env.WALK_SECONDS ?? 40);
/** Longer than any answer over these few events takes, on a machine with other work. */
const SLOW = 10_000;
const MOST_BUCKETS = 10_002;

const EVENTS = Array.from({ length: 120 }, (_, index) => (index % 2 === 0
  ? {
    timestamp: at(index % 40, index), 'event.type': 'transaction', transaction: `/t${index % 5}`, 'transaction.duration': index * 10,
    'transaction.status': ['ok', 'internal_error', 'unknown'][index % 3], 'measurements.lcp': index * 40, 'measurements.custom': { value: index, unit: 'second' },
    'measurements.heap': { value: index, unit: 'kibibyte' }, 'measurements.score.lcp': 0.5, 'spans.http': index, 'device.charging': index % 4 === 0,
    release: `app@1.${index % 3}.0+${index}`, project: 'web', environment: 'prod', 'http.status_code': index % 4 === 0 ? 200 : 503, 'user.id': index % 7,
  }
  : {
    timestamp: at(index % 40, index), 'error.type': ['A', ['B', 'C'], 'D, E'][index % 3], 'error.value': 'it', 'error.handled': index % 3 === 0, level: 'error',
    message: `say "hi" ${index}`, project: 'api', issue: `ONE-${index % 4}`, tags: { customer: ['', 'a,b', 'c'][index % 3], 'odd tag': 'x y', size: String(index) },
    ...(index % 3 === 0 ? { release: 'nightly' } : {}), 'user.email': 'a@example.com',
  }));

const ITEMS = Array.from({ length: 90 }, (_, index) => {
  const shared = { timestamp: at(index % 40, index), trace: String(index % 9).repeat(32), project: 'web', environment: 'prod', release: `app@1.${index % 3}.0`, tags: { customer: ['', 'a,b', 'c'][index % 3], size: index % 5 } };
  return [
    { ...shared, 'span.op': ['db', 'cache.get', 'http.client'][Math.floor(index / 3) % 3], 'span.duration': index * 3, 'cache.hit': index % 2 === 0, 'span.status': 'ok', 'span.status_code': [200, 503][index % 2], transaction: '/t1', 'measurements.lcp': index },
    { ...shared, severity: ['info', 'error'][index % 2], message: `say "hi" ${index}` },
    { ...shared, 'metric.name': ['orders', 'latency', 'queue'][Math.floor(index / 3) % 3], 'metric.type': ['counter', 'distribution', 'gauge'][Math.floor(index / 3) % 3], value: index },
  ][index % 3];
});

/** @type {EventStore} */
let store;
/** @type {import('fastify').FastifyInstance[]} */
let apps;
before(async () => {
  store = await EventStore.of([...EVENTS, ...ITEMS]);
  apps = [await createApp({ store, now: () => NOW }), await createApp({ store, now: () => NOW, extractedMetrics: true })];
});
after(async () => {
  for (const app of apps) await app.close();
  store.close();
});

/** @param {any} body */
function mostBuckets(body) {
  if (Array.isArray(body?.timeSeries)) return Math.max(0, ...body.timeSeries.map((/** @type {any} */ { values }) => values.length));
  if (Array.isArray(body?.data)) return body.data.length;
  if (typeof body !== 'object' || body === null) return 0;
  return Math.max(0, ...Object.values(body).map(mostBuckets));
}

test(`a walk of ${SECONDS} s from seed ${SEED}`, { timeout: (SECONDS + 60) * 1000 }, async () => {
  const walk = new Walk(SEED);
  const until = performance.now() + SECONDS * 1000;
  const seen = new Map();
  /** Of each data set of trace items. */
  const answered = new Map();
  let step = 0;
  for (; performance.now() < until; step += 1) {
    const url = urlOf(walk.request());
    const began = performance.now();
    const response = await apps[step % 2].inject({ method: 'GET', url });
    const took = performance.now() - began;
    const where = `seed ${SEED}, step ${step}, ${response.statusCode} in ${Math.round(took)} ms\n${decodeURIComponent(url)}\n${response.body.slice(0, 500)}`;
    assert.ok(response.statusCode < 500, where);
    assert.ok(took < SLOW, where);
    const body = response.json();
    if (response.statusCode === 200) assert.ok(mostBuckets(body) <= MOST_BUCKETS, where);
    else assert.equal(typeof body.detail, 'string', where);
    const dataset = new URL(url, 'http://localhost').searchParams.get('dataset');
    if (response.statusCode === 200) answered.set(dataset, (answered.get(dataset) ?? 0) + 1);
    seen.set(response.statusCode, (seen.get(response.statusCode) ?? 0) + 1);
  }
  // A walk that is only refused, or never, is none.
  assert.ok((seen.get(200) ?? 0) > step / 10, JSON.stringify([...seen]));
  assert.ok((seen.get(400) ?? 0) > step / 20, JSON.stringify([...seen]));
  for (const dataset of ['spans', 'logs', 'tracemetrics']) assert.ok(answered.get(dataset) > step / 200, JSON.stringify([...answered]));
});
