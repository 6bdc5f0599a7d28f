/** Made-up sessions belong to the made-up events: of their users and releases, and worse where these are. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Generator } from '../../www/server/events/generator/generator.js';
import { EventStore } from '../../www/server/events/store.js';
import { NOW, serve } from './harness.js';

/** @type {EventStore} */
let store;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  store = await EventStore.open();
  await new Generator(store, { now: () => NOW, fillDays: 0.5 }).fill();
  server = await serve([], { store });
});
after(() => server.close());

const one = async (/** @type {string} */ sql) => (await store.database.rows(sql))[0];

test('a third of all transactions begins one, of its user, release and environment', async () => {
  const { sessions, transactions, strangers } = await one(`SELECT (SELECT count(*) FROM sessions) AS sessions, count(*) AS transactions,
    (SELECT count(*) FROM sessions ANTI JOIN events USING (timestamp, project_id, "user", release)) AS strangers FROM events WHERE event_type = 'transaction'`);
  assert.ok(Math.abs(sessions / transactions - 1 / 3) < 0.02, `${sessions} of ${transactions}`);
  assert.equal(strangers, 0);
});

test('most end well, each state is there, and only what hangs has a mechanism', async () => {
  const rows = await store.database.rows('SELECT status, count(*) AS count, count(mechanism) AS mechanisms FROM sessions GROUP BY status');
  const byStatus = Object.fromEntries(rows.map(({ status, ...row }) => [status, row]));
  assert.deepEqual(Object.keys(byStatus).sort(), ['abnormal', 'crashed', 'errored', 'healthy']);
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  assert.ok(byStatus.healthy.count / all > 0.9, `${byStatus.healthy.count} of ${all}`);
  for (const [status, { count, mechanisms }] of Object.entries(byStatus)) assert.equal(mechanisms, status === 'abnormal' ? count : 0, status);
});

test('the endpoint counts them as the database does', async () => {
  const { crashed, sessions, hit, users } = await one(`SELECT count(*) FILTER (WHERE status = 'crashed') AS crashed, count(*) AS sessions,
    count(DISTINCT "user") FILTER (WHERE status = 'crashed') AS hit, count(DISTINCT "user") AS users FROM sessions`);
  const { body } = await server.get('sessions', { field: ['crash_free_rate(session)', 'crash_free_rate(user)'], statsPeriod: '24h' });
  assert.deepEqual(body.groups[0].totals, { 'crash_free_rate(session)': 1 - crashed / sessions, 'crash_free_rate(user)': 1 - hit / users });
});

test('made once more they are the same', async () => {
  const digest = () => one('SELECT count(*) AS count, bit_xor(hash(sessions)) AS digest FROM sessions');
  const first = await digest();
  const other = await EventStore.open();
  await new Generator(other, { now: () => NOW, fillDays: 0.5 }).fill();
  assert.deepEqual((await other.database.rows('SELECT count(*) AS count, bit_xor(hash(sessions)) AS digest FROM sessions'))[0], first);
  other.close();
});
