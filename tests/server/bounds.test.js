/**
 * What one request may ask: ranges, buckets, axes, groups. Beyond it there is a bounded answer or a refusal in words.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MAX_LENGTH } from '../../www/server/search/parse.js';
import { Database } from '../../www/server/events/database.js';
import { EventStore } from '../../www/server/events/store.js';
import { openGeneratedStore } from '../../www/server/events/generator/generated-store.js';
import { openEventsFile } from '../../www/server/events/load-file.js';
import { at, NOW, serve, values } from './harness.js';

const DAY = 86_400_000;
const FIELDS = ['one', 'two', 'three'];

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  // Ten values in each of three tags, in 1,000 combinations: by field alone they are all of them.
  const events = Array.from({ length: 6000 }, (_, index) => ({
    timestamp: at(0, 0, index), tags: { one: String(index % 10), two: String(Math.floor(index / 10) % 10), three: String(Math.floor(index / 100) % 10) },
    ...(index < 4 ? { 'error.type': [['A', 'C'], ['B', 'C'], ['A', 'C'], 'C'][index] } : {}),
  }));
  server = await serve([...events, { timestamp: at(0, 1), 'error.type': 'X', message: 'x', tags: { other: 'a,b', pair: 'c' } }, { timestamp: at(0, 1), message: 'x', tags: { other: 'a', pair: 'b,c' } }]);
});
after(() => server.close());

test('a range is cut to what is kept', async () => {
  for (const range of [{ statsPeriod: '99999d' }, { start: '0001-01-01', end: '2026-01-15T00:00:00' }]) {
    const { status, body } = await server.stats({ ...range, interval: '1d' });
    assert.equal(status, 200);
    assert.ok(body.data.length >= 89 && body.data.length <= 92, String(body.data.length));
    assert.ok(body.start * 1000 >= NOW - 92 * DAY);
  }
  const gone = await server.stats({ start: '2020-01-01', end: '2020-02-01' });
  assert.deepEqual([gone.status, gone.body.detail], [400, 'Invalid date range. Please try a more recent date range.']);
});

test('more buckets than 10,000 are made by no interval, nor by none', async () => {
  const detail = 'Selected interval would create too many buckets for the timeseries';
  for (const query of [{ start: at(), end: '9999-12-31' }, { start: at(), end: '9999-12-31', interval: '1s' }, { start: at(), end: '2031-01-01', topEvents: 10, field: 'level' }]) {
    const { status, body } = await server.stats(query);
    assert.deepEqual([status, body], [400, { detail }]);
  }
  for (const interval of ['999999999999999999999d', '99999999999w', '0']) {
    assert.equal((await server.stats({ start: at(), end: at(2), interval })).status, 200, interval);
  }
});

test('axes, fields and orders are twenty', async () => {
  const detail = 'You can view up to 20 fields at a time. Please delete some and try again.';
  const axes = (/** @type {number} */ count) => Array.from({ length: count }, (_, index) => `apdex(${index + 1})`);
  assert.equal((await server.stats({ start: at(), end: at(2), yAxis: axes(20) })).status, 200);
  for (const query of [{ yAxis: axes(21) }, { field: axes(21), topEvents: 2 }, { field: 'level', sort: axes(21), topEvents: 2 }]) {
    assert.deepEqual((await server.stats({ start: at(), end: at(2), ...query })).body, { detail });
  }
});

test('deltas beyond all dates', async () => {
  for (const comparisonDelta of ['9007199254740991', '-9007199254740991']) {
    const { status, body } = await server.stats({ start: at(), end: at(2), comparisonDelta });
    assert.deepEqual([status, body.detail], [400, 'Comparison period is outside retention window']);
  }
});

test('a search has a longest length', async () => {
  const search = (/** @type {number} */ length) => `message:${'x'.repeat(length - 8)}`;
  assert.equal((await server.stats({ start: at(), end: at(2), query: search(MAX_LENGTH) })).status, 200);
  for (const endpoint of ['events-stats', 'events', 'events-timeseries']) {
    const { status, body } = await server.get(endpoint, { start: at(), end: at(2), field: 'message', query: search(MAX_LENGTH + 1) });
    assert.deepEqual([status, body], [400, { detail: 'A search may have at most 16384 characters, found 16385.' }]);
  }
});

describe('the database is locked', () => {
  const ESCAPES = [
    "SELECT * FROM read_text('/etc/hostname')", "SELECT * FROM read_csv('/etc/passwd')", "COPY (SELECT 1) TO '/tmp/escaped.csv'", "ATTACH '/tmp/escaped.duckdb'",
    "EXPORT DATABASE '/tmp/escaped'", "SELECT * FROM glob('/etc/*')", 'INSTALL httpfs', 'LOAD httpfs', "LOAD '/tmp/own.duckdb_extension'",
    "SET memory_limit = '100GB'", 'SET threads = 64', 'SET enable_external_access = true', 'SET autoload_known_extensions = true', 'SET lock_configuration = false', 'RESET memory_limit',
  ];

  /** @param {EventStore} store */
  async function refusesAll({ database }) {
    for (const sql of ESCAPES) await assert.rejects(database.rows(sql), /disabled|locked|Permission|Cannot|not allowed|not found/i, sql);
    const [{ limit, threads }] = await database.rows("SELECT current_setting('memory_limit') AS limit, current_setting('threads') AS threads");
    assert.equal(limit, '1.8 GiB');
    assert.ok(threads <= 4, String(threads));
  }

  test('over injected events', () => refusesAll(server.store));

  test('over a file, once that is read', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'locked-'));
    t.after(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'own.csv'), 'timestamp,message\n2026-01-14T10:01:00Z,x\n');
    const store = await openEventsFile(join(folder, 'own.csv'));
    await refusesAll(store);
    store.close();
  });

  test('over made-up events in a file, which goes on to be written', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'locked-'));
    t.after(() => rm(folder, { recursive: true }));
    const { store } = await openGeneratedStore(folder, { log: () => {}, fill: async () => {} });
    await refusesAll(store);
    await store.database.run("INSERT INTO projects VALUES (9, 'nine')");
    await store.database.run('CHECKPOINT');
    store.close();
    const again = await EventStore.open({ path: join(folder, 'events.duckdb') });
    assert.ok(again.projects.some(({ slug }) => slug === 'nine'));
    again.close();
  });
});

describe('what memory does not hold', () => {
  const HUNGRY = 'SELECT count(*) AS n FROM (SELECT DISTINCT md5(CAST(range AS VARCHAR)) AS text FROM range(4000000))';

  /** @param {import('node:test').TestContext} t @param {string} [spill] below a folder of its own */
  async function openSmall(t, spill) {
    const folder = await mkdtemp(join(tmpdir(), 'spill-'));
    await writeFile(join(folder, 'file'), '');
    const database = await Database.create(':memory:', spill && join(folder, spill));
    t.after(async () => {
      database.close();
      await rm(folder, { recursive: true });
    });
    await database.run("SET memory_limit = '60MB'");
    await database.lock();
    return { database, folder };
  }

  test('is refused as a query that is too long, and nothing is written where the server was started', async (t) => {
    const { database } = await openSmall(t);
    const [{ value }] = await database.rows("SELECT value FROM duckdb_settings() WHERE name = 'temp_directory'");
    assert.equal(value, '');
    await assert.rejects(database.query(HUNGRY, []), { statusCode: 400, message: /Query timeout/ });
    assert.deepEqual(await database.rows('SELECT 1 AS n'), [{ n: 1 }]);
  });

  test('goes to the folder for it over events of a file, and is gone after', async (t) => {
    const { database, folder } = await openSmall(t, 'events.tmp');
    assert.deepEqual(await database.query(HUNGRY, []), [{ n: 4_000_000 }]);
    database.close();
    assert.deepEqual(await readdir(folder), ['file']);
  });

  test('is refused as well where that folder cannot be made', async (t) => {
    const { database } = await openSmall(t, 'file/events.tmp');
    await assert.rejects(database.query(HUNGRY, []), { statusCode: 400, message: /Query timeout/ });
  });
});

describe('queries', () => {
  const SLOW = '(SELECT count(*) FROM range(1000000) a, range(100000) b WHERE (a.range * b.range + ?) % 7 = 1)';
  const asks = (/** @type {number} */ seed) => `SELECT ${SLOW.replace('?', 'CAST(? AS BIGINT)')} AS n -- ${seed}`;

  /** An app with one route that asks the database and never ends by itself. @param {import('node:test').TestContext} t */
  async function slowServer(t) {
    const store = await EventStore.of([{ timestamp: at(), message: 'x' }]);
    const route = async (/** @type {import('fastify').FastifyInstance} */ app) => {
      app.get('/slow/:seed', (request) => store.database.query(asks(Number(/** @type {any} */ (request.params).seed)), [1]));
    };
    const own = await serve([], { store, routes: [route] });
    t.after(() => own.close());
    return { store, get: (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) => fetch(own.address + path, init) };
  }

  /** @param {() => boolean} isTrue */
  async function until(isTrue) {
    for (const end = Date.now() + 20_000; !isTrue();) {
      assert.ok(Date.now() < end, 'in time');
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
  }

  test('end when all clients that asked have gone, whether they run or wait', async (t) => {
    const { store: { database }, get } = await slowServer(t);
    const clients = Array.from({ length: 7 }, () => new AbortController());
    // Six queries, one of them for two clients: four run, two wait.
    const asked = clients.map(({ signal }, index) => get(`/slow/${Math.min(index, 5)}`, { signal }).catch((error) => error.name));
    await until(() => database.underWay.size === 6 && database.waiting.length === 2 && [...database.underWay.values()].reduce((sum, { readers }) => sum + readers, 0) === 7);
    clients[6].abort();
    await until(() => [...database.underWay.values()].reduce((sum, { readers }) => sum + readers, 0) === 6);
    assert.equal(database.underWay.size, 6, 'the other client still waits for it');
    const began = Date.now();
    for (const client of clients) client.abort();
    await until(() => database.underWay.size === 0 && database.waiting.length === 0 && database.idle.length === database.open);
    assert.ok(Date.now() - began < database.timeLimit / 2, `${Date.now() - began} ms`);
    assert.deepEqual(new Set(await Promise.all(asked)), new Set(['AbortError']));
  });

  test('beyond those that may wait are refused with a 503', async (t) => {
    const { store: { database }, get } = await slowServer(t);
    database.maxWaiting = 2;
    const clients = new AbortController();
    const asked = Array.from({ length: 6 }, (_, index) => get(`/slow/${index}`, { signal: clients.signal }).catch((error) => error.name));
    await until(() => database.waiting.length === 2);
    const refused = await get('/slow/6');
    assert.deepEqual([refused.status, await refused.json()], [503, { detail: 'Too many queries are waiting for the database. Please try again.' }]);
    clients.abort();
    assert.deepEqual(new Set(await Promise.all(asked)), new Set(['AbortError']));
  });
});

describe('groups', () => {
  test('the newest buckets are there however many combinations the groups\' values make', async () => {
    const { body } = await server.stats({ start: at(), end: at(2), interval: '60', field: FIELDS, topEvents: 10, yAxis: 'count()', sort: '-count()', query: 'has:one' });
    const { Other, ...groups } = body;
    assert.equal(Object.keys(groups).length, 10);
    for (const series of Object.values(groups)) {
      // Each combination comes back every 1,000 seconds: six times in all, the last time in the newest minutes.
      const counts = values(series);
      assert.equal(counts.reduce((sum, count) => sum + count, 0), 6);
      assert.ok(counts.slice(80).some((count) => count > 0), JSON.stringify(counts));
    }
    assert.ok(Other);
  });

  test('two groups of one key are told apart, and lists by all of their values', async () => {
    const pairs = await server.stats({ start: at(), end: at(2), interval: '1h', field: ['pair', 'other'], topEvents: 5, query: 'has:pair' });
    assert.deepEqual(Object.keys(pairs.body).sort(), ['"a","b,c"', '"a,b","c"']);
    const lists = await server.stats({ start: at(), end: at(2), interval: '1h', field: ['error.type', 'count()'], topEvents: 5, dataset: 'errors', sort: '-count()', query: 'has:error.type' });
    assert.deepEqual(Object.fromEntries(Object.entries(lists.body).map(([key, series]) => [key, values(series)[0]])),
      { '["A","C"]': 2, '["B","C"]': 1, '["C"]': 1, X: 1 });
    const newer = await server.get('events-timeseries', { start: at(), end: at(2), interval: '1h', groupBy: 'error.type', topEvents: 5, dataset: 'errors', sort: '-count()', query: 'has:error.type' });
    assert.equal(newer.status, 200, newer.text);
    assert.deepEqual(newer.body.timeSeries.map((/** @type {any} */ { groupBy, values: [{ value }] }) => [groupBy[0].value, value]),
      [['["A","C"]', 2], ['["B","C"]', 1], ['["C"]', 1], ['["X"]', 1]]);
  });

  test('a missing tag is empty in a key, and one group with those that are', async () => {
    const { body } = await server.stats({ start: at(), end: at(2), interval: '1h', field: ['pair', 'message'], topEvents: 5, query: 'message:"" OR message:x' });
    assert.ok(Object.keys(body).every((key) => !key.includes('None')), JSON.stringify(Object.keys(body)));
  });
});

