/**
 * Ground truth: the cases of Sentry's own tests of `events-stats` without top events, asked over HTTP.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DAY_AGO, NOW, at, counts, iso, queryString, serve, values } from './harness.js';

const EVENTS = [
  { id: 'a'.repeat(32), message: 'very bad', timestamp: at(0, 1), project: 'one', tags: { 'sentry:user': 'u1' } },
  { id: 'b'.repeat(32), message: 'oh my', timestamp: at(1, 1), project: 'two', tags: { 'sentry:user': 'u2' } },
  { id: 'c'.repeat(32), message: 'very bad', timestamp: at(1, 2), project: 'two', tags: { 'sentry:user': 'u2' } },
];
const TWO_HOURS = { start: at(), end: at(2), interval: '1h' };

/** @param {number} hours @param {number} minutes @param {number} duration @param {string} user */
const transaction = (hours, minutes, duration, user) => ({
  timestamp: at(hours, minutes), 'event.type': 'transaction', transaction: '/t', 'transaction.duration': duration,
  'transaction.status': 'ok', user: { email: user }, project: 'one',
});

/** @param {Array<Record<string, unknown>>} events @param {(server: Awaited<ReturnType<typeof serve>>) => Promise<void>} run @param {object} [options] */
async function withEvents(events, run, options) {
  const server = await serve(events, options);
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

describe('the three events of the plain cases', () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  before(async () => { server = await serve(EVENTS); });
  after(() => server.close());

  /** @type {Array<[string, Record<string, any>, any[]]>} */
  const cases = [
    ['two buckets', TWO_HOURS, [1, 2]],
    ['a misaligned last bucket with partial', { start: at(0, -30), end: at(1, 30), interval: '1h', partial: 1 }, [0, 1, 2]],
    ['without partial it ends at the aligned end', { start: at(0, -30), end: at(1, 30), interval: '1h' }, [0, 1]],
    ['zerofill', { ...TWO_HOURS, interval: '30m' }, [1, 0, 2, 0]],
    ['user_count', { ...TWO_HOURS, yAxis: 'user_count' }, [1, 1]],
    ['event_count', { ...TWO_HOURS, yAxis: 'event_count' }, [1, 2]],
    ['count_unique(user)', { ...TWO_HOURS, yAxis: 'count_unique(user)' }, [1, 1]],
    ['an equation', { ...TWO_HOURS, yAxis: 'equation|count() / 100' }, [0.01, 0.02]],
    ['two ids', { ...TWO_HOURS, interval: '30m', query: `id:${'a'.repeat(32)} OR id:${'b'.repeat(32)}` }, [1, 0, 1, 0]],
    ['one project of two', { ...TWO_HOURS, project: 2 }, [0, 2]],
    ['every project', { ...TWO_HOURS, project: -1 }, [1, 2]],
    ['epm() by the hour', { ...TWO_HOURS, yAxis: 'epm()' }, [1 / 60, 2 / 60]],
    ['eps() by the hour', { ...TWO_HOURS, yAxis: 'tps()' }, [1 / 3600, 2 / 3600]],
  ];
  for (const [name, query, expected] of cases) {
    test(name, async () => {
      const { status, body } = await server.stats(query);
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual(values(body), expected);
    });
  }

  test('the whole body of one axis', async () => {
    const { body } = await server.stats(TWO_HOURS);
    const start = DAY_AGO / 1000;
    assert.deepEqual(body, {
      data: [[start, [{ count: 1 }]], [start + 3600, [{ count: 2 }]]],
      isMetricsData: false,
      start,
      end: start + 7200,
      meta: {
        fields: { time: 'date', count: 'integer' }, units: { time: null, count: null },
        isMetricsData: false, isMetricsExtractedData: false, tips: {}, datasetReason: 'unchanged', dataset: 'discover',
      },
    });
  });

  test('withoutZerofill leaves the gaps and gives the bounds as asked for', async () => {
    const { body } = await server.stats({ start: at(0, -10), end: at(2), interval: '30m', withoutZerofill: 1 });
    assert.deepEqual(values(body), [1, 2]);
    assert.deepEqual([body.start, body.end], [DAY_AGO / 1000 - 600, DAY_AGO / 1000 + 7200]);
  });

  test('several axes keep the spelling and the order of the request', async () => {
    const { body } = await server.stats({ ...TWO_HOURS, yAxis: ['user_count', 'event_count', 'equation|count() * 100'] });
    assert.deepEqual(Object.keys(body), ['user_count', 'event_count', 'equation|count() * 100']);
    assert.deepEqual(Object.values(body).map(({ order }) => order), [0, 1, 2]);
    assert.deepEqual(values(body['equation|count() * 100']), [100, 200]);
    assert.deepEqual(body.user_count.meta.fields, {
      time: 'date', count_unique_user: 'integer', count: 'integer', 'equation[0]': 'number',
    });
    assert.deepEqual(body.user_count.meta, body.event_count.meta);
  });

  test('a range of exactly one bucket ends a second later and has two', async () => {
    const { body } = await server.stats({ start: at(), end: at(24), interval: '24h' });
    const day = Math.floor(DAY_AGO / 86_400_000) * 86_400;
    assert.deepEqual(body.data.map(([time]) => time), [day, day + 86_400]);
    assert.deepEqual(values(body), [3, 0]);
    assert.equal(body.end, day + 86_401);
  });

  test('a range inside one bucket is empty, and with partial one bucket', async () => {
    const query = { start: at(0, 0, 10), end: at(0, 5), interval: '1h' };
    const { body } = await server.stats(query);
    assert.deepEqual(body.data, []);
    assert.equal(body.start, body.end);
    assert.deepEqual(values((await server.stats({ ...query, partial: 1 })).body), [1]);
  });

  test('a repeated parameter counts with its last value', async () => {
    const { body } = await server.stats({ ...TWO_HOURS, interval: ['1h', '30m'] });
    assert.equal(body.data.length, 4);
  });

  test('the raw names are in meta when they are asked for', async () => {
    const { body } = await server.stats({ ...TWO_HOURS, yAxis: 'epm()', transformAliasToInputFormat: 1 });
    assert.deepEqual(body.meta.fields, { time: 'date', 'epm()': 'rate' });
    assert.deepEqual(body.meta.units, { time: null, 'epm()': '1/minute' });
    const aliased = (await server.stats({ ...TWO_HOURS, yAxis: 'epm()' })).body;
    assert.deepEqual(aliased.meta.units, { time: null, epm: null });
  });

  test('the organization goes by slug or id, and no other exists', async () => {
    for (const [organization, status] of [['demo', 200], ['1', 200], ['other', 404]]) {
      const response = await fetch(`${server.address}/api/0/organizations/${organization}/events-stats/?${queryString(TWO_HOURS)}`);
      assert.equal(response.status, status);
    }
  });
});

test('an organization without projects answers an empty list and nothing else', () =>
  withEvents([], async ({ stats }) => {
    const { status, body } = await stats({});
    assert.equal(status, 200);
    assert.deepEqual(body, { data: [] });
  }));

test('two users in one bucket', () =>
  withEvents([...EVENTS, { timestamp: at(0, 2), message: 'something', project: 'two', tags: { 'sentry:user': 'u2' } }],
    async ({ stats }) => {
      assert.deepEqual(values((await stats({ ...TWO_HOURS, yAxis: 'user_count' })).body), [2, 1]);
    }));

test('apdex sees transactions alone, and so does what is asked beside it', () =>
  withEvents(
    [...EVENTS, ...[400, 400, 3000, 1000, 3000].map((duration, index) => transaction(0, 1 + index, duration, `${index}@x.y`))],
    async ({ stats }) => {
      assert.deepEqual(values((await stats({ ...TWO_HOURS, yAxis: 'apdex()' })).body), [0.3, 0]);
      const { body } = await stats({ ...TWO_HOURS, yAxis: ['user_count', 'apdex(100)'] });
      assert.deepEqual([body.user_count.order, values(body.user_count)], [0, [5, 0]]);
      assert.deepEqual([body['apdex(100)'].order, values(body['apdex(100)'])], [1, [0.2, 0]]);
    },
  ));

test('throughput by hour, day, minute and second', async () => {
  const perStep = [6, 0, 6, 3, 0, 3];
  const byHour = perStep.flatMap((count, hour) => Array.from({ length: count }, (_, minute) => ({ timestamp: at(hour, minute), message: 'x' })));
  await withEvents(byHour, async ({ stats }) => {
    for (const yAxis of ['epm()', 'tpm()']) {
      assert.deepEqual(values((await stats({ start: at(), end: at(6), interval: '1h', yAxis })).body), perStep.map((n) => n / 60));
      const day = (await stats({ start: at(), end: at(24), interval: '24h', yAxis })).body;
      assert.deepEqual(values(day), [18 / 1440, 0]);
    }
  });
  const byMinute = perStep.flatMap((count, minute) => Array.from({ length: count }, (_, second) => ({ timestamp: at(0, minute, second), message: 'x' })));
  await withEvents(byMinute, async ({ stats }) => {
    for (const yAxis of ['eps()', 'tps()']) {
      assert.deepEqual(values((await stats({ start: at(), end: at(0, 6), interval: '1m', yAxis })).body), perStep.map((n) => n / 60));
    }
    const seconds = (await stats({ start: at(), end: at(0, 1), interval: '1s', yAxis: 'eps()' })).body;
    assert.equal(seconds.data.length, 60);
    assert.deepEqual(values(seconds).slice(0, 7), [1, 1, 1, 1, 1, 1, 0]);
  });
});

test('a large interval drops nothing', () =>
  withEvents([{ timestamp: at(0, -10), message: 'not good' }], async ({ stats }) => {
    const { body } = await stats({ start: at(-24), end: at(), interval: '1d', query: 'message:"not good"' });
    assert.deepEqual(values(body), [0, 1]);
  }));

describe('comparison', () => {
  const EARLIER = [
    { timestamp: at(-24, 1), message: 'x', project: 'one' },
    { timestamp: at(-24, 2), message: 'x', project: 'one' },
    { timestamp: at(-23, 1), message: 'x', project: 'two' },
  ];
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  before(async () => { server = await serve([...EVENTS, ...EARLIER]); });
  after(() => server.close());

  test('every bucket has what was before', async () => {
    const { body } = await server.stats({ ...TWO_HOURS, comparisonDelta: 86_400 });
    assert.deepEqual(body.data.map(([, buckets]) => buckets), [
      [{ count: 1, comparisonCount: 2 }], [{ count: 2, comparisonCount: 1 }],
    ]);
  });

  test('no delta is no comparison, and the future can be compared with', async () => {
    assert.deepEqual((await server.stats({ ...TWO_HOURS, comparisonDelta: 0 })).body.data[0][1], [{ count: 1 }]);
    const { body } = await server.stats({ start: at(-24), end: at(-22), interval: '1h', comparisonDelta: -86_400 });
    assert.deepEqual(body.data.map(([, [bucket]]) => bucket.comparisonCount), [1, 2]);
  });

  test('buckets are paired by index even when the delta is no multiple of them', async () => {
    const { body } = await server.stats({ ...TWO_HOURS, comparisonDelta: 86_400 - 1800 });
    assert.deepEqual(body.data.map(([, [bucket]]) => bucket.comparisonCount), [0, 1]);
  });

  test('top events ignore it', async () => {
    const { body } = await server.stats({ ...TWO_HOURS, comparisonDelta: 86_400, topEvents: 2, field: ['message', 'count()'] });
    assert.deepEqual(counts(body['very bad']), [[1], [1]]);
  });

  test('refusals', async () => {
    const refusal = async (/** @type {Record<string, any>} */ query) => {
      const { status, body } = await server.stats(query);
      assert.equal(status, 400);
      return body.detail;
    };
    assert.equal(await refusal({ ...TWO_HOURS, comparisonDelta: '17h' }), 'comparisonDelta must be an integer');
    assert.equal(await refusal({ ...TWO_HOURS, comparisonDelta: 3600, yAxis: ['count()', 'epm()'] }),
      'Only one column can be selected for comparison queries');
    const old = { start: iso(NOW - 85 * 86_400_000), end: iso(NOW - 78 * 86_400_000), interval: '1h' };
    assert.equal(await refusal({ ...old, comparisonDelta: 7 * 86_400 }), 'Comparison period is outside retention window');
    assert.equal(await refusal({ ...old, comparisonDelta: 7 * 86_400, topEvents: 2, field: ['message', 'count()'] }),
      'Comparison period is outside retention window');
  });
});

test('a query that runs too long is interrupted', async (t) => {
  const server = await serve(EVENTS);
  t.after(() => server.close());
  server.store.database.timeLimit = 50;
  const slow = 'SELECT count(*) FROM range(100000) a, range(100000) b WHERE (a.range * b.range + CAST(? AS BIGINT)) % 7 = 1';
  await assert.rejects(server.store.database.query(slow, [1]), { statusCode: 400, message: /^\nQuery timeout\./ });
  assert.deepEqual(values((await server.stats(TWO_HOURS)).body), [1, 2]);
});

test('fields of every type in conditions', async (t) => {
  const server = await serve([
    { timestamp: at(0, 1), message: 'a', project: 'one', 'error.type': ['A', 'B'], 'error.handled': true, issue: 'ONE-1', level: 'error' },
    { timestamp: at(0, 40), message: 'b', project: 'two', release: 'r', 'error.type': 'C', 'error.handled': false, issue: 'TWO-1' },
    {
      timestamp: at(1, 2), 'event.type': 'transaction', transaction: '/t', project: 'two', 'transaction.duration': 1500,
      'transaction.status': 'ok', 'http.status_code': 503, 'measurements.lcp': 2000,
    },
  ]);
  t.after(() => server.close());
  /** @type {Record<string, number[]>} */
  const expected = {
    'issue:ONE-1': [1, 0, 0, 0], '!issue:ONE-1': [0, 1, 0, 0], 'issue.id:[1,2]': [1, 1, 0, 0], 'project:two': [0, 1, 1, 0],
    'project.id:1': [1, 0, 0, 0], 'error.handled:true': [1, 0, 0, 0], 'error.unhandled:true': [0, 1, 0, 0], 'error.type:A': [1, 0, 0, 0],
    '!error.type:A': [0, 1, 0, 0], 'has:release': [0, 1, 0, 0], '!has:release': [1, 0, 1, 0], 'timestamp:>2026-01-14T10:30:00': [0, 1, 1, 0],
    'http.status_code:>=500': [0, 0, 1, 0], 'measurements.lcp:>1s': [0, 0, 1, 0], 'transaction.duration:<1.4s': [0, 0, 0, 0],
    'transaction.status:ok': [0, 0, 1, 0], '(project:one OR release:r) !error.type:C': [1, 0, 0, 0],
  };
  for (const [query, wanted] of Object.entries(expected)) {
    assert.deepEqual(values((await server.stats({ ...TWO_HOURS, interval: '30m', query })).body), wanted, query);
  }
});

test('datasets: errors, transactions, metrics made of transactions, and all of it', async (t) => {
  const server = await serve([...EVENTS, transaction(0, 5, 10, 'x@x.y')]);
  t.after(() => server.close());
  /** @type {Record<string, number[]>} */
  const expected = { errors: [1, 2], transactions: [1, 0], metricsEnhanced: [1, 0], metrics: [1, 0], discover: [2, 2] };
  for (const [dataset, wanted] of Object.entries(expected)) {
    const { body } = await server.stats({ ...TWO_HOURS, dataset });
    assert.deepEqual([values(body), body.meta.dataset], [wanted, dataset]);
  }
});
