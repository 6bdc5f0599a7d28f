/**
 * What one request may ask: ranges, buckets, axes, groups. Beyond it there is a bounded answer or a refusal in words.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
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
  for (const range of [{ statsPeriod: '1000000d' }, { start: '0001-01-01', end: '2026-01-15T00:00:00' }]) {
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

