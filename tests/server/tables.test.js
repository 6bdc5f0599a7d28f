/**
 * `events`, `events-timeseries` and `releases/stats`.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DAY_AGO, NOW, at, iso, serve } from './harness.js';

const RANGE = { start: at(), end: at(2) };
const EVENTS = [
  { timestamp: at(0, 1), message: 'a', project: 'one', release: '1.0', 'error.type': ['In', 'Out'], 'error.handled': true, issue: 'ONE-1' },
  { timestamp: at(1, 1), message: 'b', project: 'two', release: '2.0' },
  { timestamp: at(1, 2), message: 'b', project: 'two', release: '1.0', 'user.id': 7 },
  { timestamp: at(1, 3), 'event.type': 'transaction', transaction: 't', 'transaction.duration': 1500, project: 'two' },
  { timestamp: at(-48), message: 'old', project: 'one', release: '0.9' },
];

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => { server = await serve(EVENTS); });
after(() => server.close());

describe('events', () => {
  const ask = (/** @type {Record<string, any>} */ query) => server.get('events', { ...RANGE, ...query });

  test('groups with aggregates, keys as asked for', async () => {
    const { body } = await ask({ field: ['message', 'count()', 'epm()', 'last_seen()', 'equation|count() * 2'], sort: '-count()' });
    assert.deepEqual(body.data, [
      { message: 'b', 'count()': 2, 'epm()': 2 / 120, 'last_seen()': '2026-01-14T11:02:00+00:00', 'equation|count() * 2': 4 },
      { message: 'a', 'count()': 1, 'epm()': 1 / 120, 'last_seen()': '2026-01-14T10:01:00+00:00', 'equation|count() * 2': 2 },
      { message: 't', 'count()': 1, 'epm()': 1 / 120, 'last_seen()': '2026-01-14T11:03:00+00:00', 'equation|count() * 2': 2 },
    ]);
    assert.equal(body.meta.fields['epm()'], 'rate');
    assert.equal(body.meta.units['epm()'], '1/minute');
  });

  test('one event a row without aggregates, with id and project beside it', async () => {
    const { body } = await ask({ field: ['message', 'error.type', 'error.handled', 'issue', 'timestamp'], query: 'event.type:error' });
    assert.deepEqual(body.data, [{
      message: 'a', 'error.type': ['In', 'Out'], 'error.handled': 1, issue: 'ONE-1', timestamp: '2026-01-14T10:01:00+00:00',
      id: '1'.padStart(32, '0'), 'project.name': 'one',
    }]);
  });

  test('a big number', async () => {
    const { body } = await ask({ field: ['p95(transaction.duration)'], per_page: 1 });
    assert.deepEqual(body.data, [{ 'p95(transaction.duration)': 1500 }]);
    assert.deepEqual(body.meta.units, { 'p95(transaction.duration)': 'millisecond' });
  });

  test('pages lead on by Link', async () => {
    const first = await ask({ field: ['message', 'count()'], sort: 'message', per_page: 2 });
    assert.deepEqual(first.body.data.map(({ message }) => message), ['a', 'b']);
    const link = first.headers.get('link') ?? '';
    assert.match(link, /^<[^>]+>; rel="previous"; results="false"; cursor="0:0:1", <[^>]+>; rel="next"; results="true"; cursor="0:2:0"$/);
    const [, next] = /, <([^>]+)>/.exec(link) ?? [];
    const second = await fetch(next);
    assert.deepEqual((await second.json()).data.map((/** @type {any} */ row) => row.message), ['t']);
    assert.match(second.headers.get('link') ?? '', /results="true"; cursor="0:0:1", .*results="false"; cursor="0:4:0"$/);
  });

  test('conditions on aggregates', async () => {
    const { body } = await ask({ field: ['message', 'count()'], query: 'count():>1' });
    assert.deepEqual(body.data, [{ message: 'b', 'count()': 2 }]);
    assert.deepEqual((await ask({ field: ['message', 'p95()'], query: 'p95():>1s' })).body.data, [{ message: 't', 'p95()': 1500 }]);
  });

  /** @type {Array<[Record<string, any>, string]>} */
  const refusals = [
    [{}, 'No columns selected'],
    [{ field: 'message', sort: 'title' }, 'Cannot sort by a field that is not selected.'],
    [{ field: 'message', query: 'count():>1' }, 'Aggregate count used in a condition but is not a selected column, and could not be automatically added.'],
    [{ field: 'message', per_page: 101 }, 'Invalid per_page value. Must be between 1 and 100.'],
    [{ field: 'message', per_page: 0 }, 'Invalid per_page value. Must be between 1 and 100.'],
    [{ field: 'message', per_page: 'x' }, 'Invalid per_page parameter.'],
    [{ field: 'message', cursor: '1; drop' }, 'Invalid cursor parameter.'],
    [{ field: 'nope()' }, 'nope is not a valid function'],
  ];
  for (const [query, detail] of refusals) {
    test(detail, async () => {
      const { status, body } = await ask(query);
      assert.deepEqual({ status, body }, { status: 400, body: { detail } });
    });
  }

  test('no project, no rows', async (t) => {
    const empty = await serve([]);
    t.after(() => empty.close());
    const { status, body } = await empty.get('events', { ...RANGE, field: 'message' });
    assert.deepEqual({ status, data: body.data }, { status: 200, data: [] });
  });
});

describe('events-timeseries', () => {
  const start = DAY_AGO;
  const ask = (/** @type {Record<string, any>} */ query) => server.get('events-timeseries', { ...RANGE, interval: '1h', ...query });

  test('one axis: every bucket that the range touches', async () => {
    const { body } = await ask({});
    assert.deepEqual(body, {
      timeSeries: [{
        yAxis: 'count()',
        values: [1, 3, 0].map((value, index) => ({ incomplete: false, timestamp: start + index * 3_600_000, value })),
        meta: { valueType: 'integer', valueUnit: null, interval: 3_600_000 },
      }],
      meta: { dataset: 'discover', start, end: start + 7_200_000 },
    });
  });

  test('several axes in order', async () => {
    const { body } = await ask({ yAxis: ['p95()', 'count()'] });
    assert.deepEqual(body.timeSeries.map((/** @type {any} */ one) => [one.yAxis, one.meta.valueType, one.meta.valueUnit]), [
      ['p95()', 'duration', 'millisecond'], ['count()', 'integer', null],
    ]);
  });

  test('top events by rank, the rest last', async () => {
    const { body } = await ask({ groupBy: ['message', 'count()'], topEvents: 1, orderby: '-count()', yAxis: ['count()', 'epm()'] });
    assert.deepEqual(body.timeSeries.map((/** @type {any} */ one) => [one.yAxis, one.groupBy, one.meta.order, one.meta.isOther]), [
      ['count()', [{ key: 'message', value: 'b' }], 0, false], ['epm()', [{ key: 'message', value: 'b' }], 0, false],
      ['count()', null, 1, true], ['epm()', null, 1, true],
    ]);
  });

  test('what is not over yet is incomplete', async () => {
    const { body } = await ask({ start: iso(NOW - 7_200_000), end: iso(NOW), interval: '30m' });
    const marks = body.timeSeries[0].values.map((/** @type {any} */ value) => value.incomplete);
    assert.deepEqual(marks, [false, false, false, false, true]);
  });

  test('what ended a moment ago may still grow', async () => {
    const { body } = await ask({ start: iso(NOW - 7_200_000 - 45_000), end: iso(NOW - 45_000), interval: '15s' });
    const marks = body.timeSeries[0].values.slice(-8).map((/** @type {any} */ value) => value.incompleteReason ?? 'complete');
    assert.deepEqual(marks, ['complete', 'complete', 'complete', 'INGESTION_PENDING', 'INGESTION_PENDING', 'INGESTION_PENDING', 'INGESTION_PENDING', 'INGESTION_PENDING']);
  });

  test('no project, no series', async (t) => {
    const empty = await serve([]);
    t.after(() => empty.close());
    const { body } = await empty.get('events-timeseries', RANGE);
    assert.deepEqual(body, { timeSeries: [] });
  });

  test('the same refusals', async () => {
    assert.equal((await ask({ topEvents: 99 })).body.detail, 'Can only get up to 10 top events');
    assert.equal((await ask({ topEvents: 5 })).body.detail, 'groupBy is a required parameter when doing topEvents');
    assert.equal((await ask({ topEvents: 5, groupBy: 'message', sort: '-timestamp' })).body.detail, 'Cannot order by timestamp');
    assert.equal((await ask({ topEvents: 5, groupBy: 'timestamp' })).body.detail, 'Cannot group by timestamp');
  });
});

describe('releases/stats', () => {
  test('each with its first event, newest first, none from before the range', async () => {
    const { status, body, headers } = await server.get('releases/stats', RANGE);
    assert.equal(status, 200);
    assert.deepEqual(body, [
      { version: '2.0', date: '2026-01-14T11:01:00.000Z' }, { version: '1.0', date: '2026-01-14T10:01:00.000Z' },
    ]);
    assert.match(headers.get('link') ?? '', /rel="next"; results="false"/);
    assert.deepEqual((await server.get('releases/stats', { ...RANGE, project: 1 })).body.map((/** @type {any} */ one) => one.version), ['1.0']);
  });
});
