/**
 * Every refusal of `events-stats` with its exact words, and what is let through on purpose.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { NOW, at, iso, serve } from './harness.js';

const DAY = 86_400_000;
const RANGE = { start: at(), end: at(2), interval: '1h' };
const TOP = { ...RANGE, field: ['message', 'count()'] };

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  server = await serve([
    { timestamp: at(0, 1), message: 'x', project: 'one', environment: 'production' },
    { timestamp: at(0, 2), message: 'x', project: 'two' },
  ]);
});
after(() => server.close());

describe('400', () => {
  /** @type {Array<[Record<string, any>, string]>} */
  const cases = [
    [{ ...TOP, topEvents: 11 }, 'Can only get up to 10 top events'],
    [{ ...TOP, topEvents: 0 }, 'topEvents needs to be at least 1'],
    [{ ...TOP, topEvents: -3 }, 'topEvents needs to be at least 1'],
    [{ ...TOP, topEvents: 'a' }, 'topEvents must be an integer'],
    [{ ...TOP, topEvents: '' }, 'topEvents must be an integer'],
    [{ ...TOP, topEvents: '2.5' }, 'topEvents must be an integer'],
    [{ ...RANGE, comparisonDelta: '1d' }, 'comparisonDelta must be an integer'],
    [{ ...RANGE, dataset: 'nonsense' }, 'dataset must be one of: discover, errors, metricsEnhanced, metrics, logs, ourlogs, spans, tracemetrics, transactions'],
    [{ ...RANGE, useOnDemandMetrics: 'true', onDemandType: 'x' }, 'Metric type must be one of: simple_query,dynamic_query'],
    [{ ...RANGE, project: 'one' }, 'Invalid project parameter. Values must be numbers.'],
    [{ ...RANGE, field: Array.from({ length: 21 }, (_, index) => `f${index}`), topEvents: 5 },
      'You can view up to 20 fields at a time. Please delete some and try again.'],
    [{ ...RANGE, field: ['timestamp', 'count()'], topEvents: 5 }, 'Cannot group by timestamp'],
    [{ statsPeriod: '1x' }, "Invalid date range: Invalid statsPeriod: '1x'"],
    [{ statsPeriod: '' }, "Invalid date range: Invalid statsPeriod: ''"],
    [{ statsPeriod: '-1h' }, "Invalid date range: Invalid statsPeriod: '-1h'"],
    [{ statsPeriod: '99999999999999d' }, "Invalid date range: Invalid statsPeriod: '99999999999999d'"],
    [{ statsPeriod: '0h' }, 'Invalid date range: start must be before end'],
    [{ statsPeriodStart: '2d' }, 'Invalid date range: statsPeriodStart and statsPeriodEnd are both required'],
    [{ statsPeriodEnd: '2d' }, 'Invalid date range: statsPeriodStart and statsPeriodEnd are both required'],
    [{ statsPeriodStart: '1d', statsPeriodEnd: '2d' }, 'Invalid date range: start must be before end'],
    [{ start: at() }, 'Invalid date range: start and end are both required'],
    [{ end: at() }, 'Invalid date range: start and end are both required'],
    [{ start: at(1), end: at(1) }, 'Invalid date range: start must be before end'],
    [{ start: at(2), end: at(1) }, 'Invalid date range: start must be before end'],
    [{ start: 'yesterday', end: at(1) }, 'Invalid date range: yesterday is not a valid ISO8601 date query'],
    [{ start: '2026-02-30T00:00:00', end: at(1) }, 'Invalid date range: 2026-02-30T00:00:00 is not a valid ISO8601 date query'],
    [{ start: iso(NOW - 120 * DAY), end: iso(NOW - 100 * DAY) }, 'Invalid date range. Please try a more recent date range.'],
    [{ ...RANGE, yAxis: 'nope(lol)' }, 'nope is not a valid function'],
    [{ ...RANGE, yAxis: 'rubbish' }, 'Cannot query a timeseries without a Y-Axis: rubbish is not an aggregate'],
    [{ ...RANGE, yAxis: ['count()', 'rubbish'] }, 'Cannot query a timeseries without a Y-Axis: rubbish is not an aggregate'],
    [{ ...RANGE, topEvents: 5 }, 'No columns selected'],
    [{ ...TOP, topEvents: 5, sort: '-nothing' }, 'Cannot sort by a field that is not selected.'],
  ];
  for (const [query, detail] of cases) {
    test(`${detail} <- ${JSON.stringify(query).slice(0, 70)}`, async () => {
      const { status, body } = await server.stats(query);
      assert.deepEqual({ status, body }, { status: 400, body: { detail } });
    });
  }
});

describe('other refusals', () => {
  test('a project that does not exist', async () => {
    const { status, body } = await server.stats({ ...RANGE, project: [1, 99] });
    assert.deepEqual({ status, body }, {
      status: 403, body: { detail: 'You do not have permission to perform this action.' },
    });
  });

  test('an environment that does not exist', async () => {
    const { status, body } = await server.stats({ ...RANGE, environment: 'moon' });
    assert.deepEqual({ status, body }, { status: 404, body: { detail: 'The requested resource does not exist' } });
  });

  test('the order of checks: topEvents before everything, dates before projects', async () => {
    assert.equal((await server.stats({ topEvents: 'a', dataset: 'x', start: at() })).body.detail, 'topEvents must be an integer');
    assert.equal((await server.stats({ start: at(), project: 'x' })).body.detail, 'Invalid date range: start and end are both required');
  });
});

describe('let through', () => {
  /** @type {Array<[string, Record<string, any>]>} */
  const cases = [
    ['an unknown widget', { ...RANGE, dashboardWidgetId: '999', dataset: 'metricsEnhanced' }],
    ['an unknown referrer', { ...RANGE, referrer: 'x.y' }],
    ['onDemandType alone', { ...RANGE, onDemandType: 'x' }],
    ['useOnDemandMetrics=1', { ...RANGE, useOnDemandMetrics: '1', onDemandType: 'x' }],
    ['an unreadable interval', { ...RANGE, interval: 'abc' }],
    ['statsPeriod beats a broken start', { statsPeriod: '1h', start: 'x' }],
    ['an empty yAxis', { ...RANGE, yAxis: '' }],
    ['events without an environment', { ...RANGE, environment: '' }],
    ['a zone in the times', { start: `${at()}Z`, end: `${at(4)}+02:00` }],
    ['a date alone', { start: '2026-01-14', end: '2026-01-15' }],
    ['retention is about the end', { start: iso(NOW - 120 * DAY), end: iso(NOW - 10 * DAY) }],
    ['project_id in a query', { ...RANGE, query: 'project_id:1' }],
    ['release:latest', { ...RANGE, query: 'release:latest' }],
  ];
  for (const [name, query] of cases) {
    test(name, async () => {
      const { status, body } = await server.stats(query);
      assert.equal(status, 200, JSON.stringify(body));
    });
  }

  test('environments filter, and the empty one means none', async () => {
    const total = async (/** @type {any} */ environment) =>
      (await server.stats({ ...RANGE, environment })).body.data.reduce((/** @type {number} */ sum, [, [bucket]]) => sum + bucket.count, 0);
    assert.equal(await total('production'), 1);
    assert.equal(await total(''), 1);
    assert.equal(await total(['', 'production']), 2);
  });
});
