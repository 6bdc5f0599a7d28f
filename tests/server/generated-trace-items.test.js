/**
 * Made-up spans, logs and trace metrics belong to the made-up events: they agree with them wherever both are asked.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Generator } from '../../www/server/events/generator/generator.js';
import { SPANS } from '../../www/server/events/generator/trace-world.js';
import { ROUTES } from '../../www/server/events/generator/world.js';
import { EventStore } from '../../www/server/events/store.js';
import { NOW, serve } from './harness.js';

/** @type {EventStore} */
let store;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  store = await EventStore.open();
  await new Generator(store, { now: () => NOW, fillDays: 0.1 }).fill();
  server = await serve([], { store });
});
after(() => server.close());

const one = async (/** @type {string} */ sql) => (await store.database.rows(sql))[0];
/** @param {string} dataset @param {string} field @param {string} [query] */
const asked = async (dataset, field, query = '') =>
  (await server.get('events', { dataset, field, query, statsPeriod: '24h' })).body.data[0][field];

test('every route has spans, two levels deep at most', () => {
  assert.deepEqual(Object.keys(SPANS), ROUTES.map(({ name }) => name));
  for (const span of Object.values(SPANS).flat()) assert.ok((span.inside ?? []).every(({ inside }) => inside === undefined), span.description);
});

test('each transaction is a span, and all its other spans lie within it, in the same trace', async () => {
  assert.equal(await asked('spans', 'count()', 'is_transaction:true'), await asked('transactions', 'count()'));
  const { spans, ids, roots } = await one('SELECT count(*) AS spans, count(DISTINCT id) AS ids, count(*) FILTER (WHERE parent_span IS NULL) AS roots FROM spans');
  assert.deepEqual([ids, roots], [spans, await asked('transactions', 'count()')]);
  const { inside, within } = await one(`SELECT count(*) AS inside, count(*) FILTER (WHERE child.duration <= parent.duration) AS within
    FROM spans AS child JOIN spans AS parent ON parent.id = child.parent_span AND parent.trace = child.trace`);
  assert.deepEqual([inside, within], [spans - roots, spans - roots]);
});

test('what spans take by themselves adds up to what transactions take', async () => {
  const [own, whole] = [await asked('spans', 'sum(span.self_time)'), await asked('transactions', 'sum(transaction.duration)')];
  assert.ok(Math.abs(own - whole) < whole * 1e-9, `${own} ${whole}`);
  assert.ok((await one('SELECT min(self_time) AS least FROM spans')).least >= 0);
});

test('traces hold events of both projects, and errors beside transactions', async () => {
  const { traces, mixed } = await one(`SELECT count(*) AS traces, count(*) FILTER (WHERE projects > 1 AND kinds > 1) AS mixed FROM (
    SELECT count(DISTINCT project) AS projects, count(DISTINCT event_type) AS kinds FROM events GROUP BY trace)`);
  assert.ok(mixed > 10 && traces > 1000, `${mixed} of ${traces}`);
});

test('what fails in a transaction fails in its spans', async () => {
  const failed = 'transaction.status:internal_error';
  assert.equal(await asked('spans', 'count()', 'span.status:internal_error is_transaction:true'), await asked('transactions', 'count()', failed));
  assert.equal(await asked('spans', 'failure_rate()', 'is_transaction:true'), await asked('transactions', 'failure_rate()'));
  assert.ok(await asked('spans', 'count()', 'span.status:internal_error span.op:db') > 0);
});

test('each error and each answer of the API is logged', async () => {
  assert.equal(await asked('logs', 'count()', '!has:message.template'), await asked('errors', 'count()'));
  assert.equal(await asked('logs', 'count()', 'message.template:"{route} answered*"'), await asked('transactions', 'count()', 'transaction.op:http.server'));
  const { body } = await server.get('events', { dataset: 'logs', field: ['severity', 'count_unique(severity_number)'], statsPeriod: '24h', sort: 'severity' });
  assert.deepEqual(body.data.map((/** @type {any} */ row) => Object.values(row)), ['debug', 'error', 'fatal', 'info', 'warn'].map((name) => [name, 1]));
});

test('metrics of all three types count what happened', async () => {
  assert.equal(await asked('tracemetrics', 'sum(value,orders.placed,counter,none)'), await asked('transactions', 'count()', 'transaction:"POST /api/orders" transaction.status:ok'));
  assert.equal(await asked('tracemetrics', 'count(value,payment.latency,distribution,millisecond)'), await asked('transactions', 'count()', 'transaction:"POST /api/payments"'));
  assert.ok(await asked('tracemetrics', 'avg(value,worker.queue.depth,gauge,none)') > 1);
});
