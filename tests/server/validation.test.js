/**
 * Every refusal of `events-stats` with its exact words, and what is let through on purpose.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

describe('client and server refuse the same requests in the same words', () => {
  const fixture = new URL('../fixtures/requests/refusals.json', import.meta.url);
  /** @type {Array<{params: Record<string, any>, detail: string|null, isBeginning?: true}>} */
  const cases = JSON.parse(readFileSync(fixture, 'utf8'));
  for (const { params, detail, isBeginning } of cases) {
    test(`${detail ?? 'let through'} <- ${JSON.stringify(params).slice(0, 70)}`, async () => {
      const hasRange = ['statsPeriod', 'statsPeriodStart', 'statsPeriodEnd', 'start', 'end'].some((name) => name in params);
      const { status, body } = await server.stats({ ...(hasRange ? { interval: '1h' } : RANGE), ...params });
      assert.equal(status, detail === null ? 200 : 400, JSON.stringify(body));
      if (isBeginning) assert.ok(body.detail.startsWith(detail), body.detail);
      else if (detail !== null) assert.deepEqual(body, { detail });
    });
  }
});

describe('400', () => {
  /** @type {Array<[Record<string, any>, string]>} */
  const cases = [
    [{ ...RANGE, dataset: 'nonsense' }, 'dataset must be one of: discover, errors, metricsEnhanced, metrics, logs, ourlogs, spans, tracemetrics, transactions'],
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
    ['useOnDemandMetrics=1', { ...RANGE, useOnDemandMetrics: '1', onDemandType: 'x' }],
    ['an unreadable interval', { ...RANGE, interval: 'abc' }],
    ['an empty yAxis', { ...RANGE, yAxis: '' }],
    ['events without an environment', { ...RANGE, environment: '' }],
    ['a zone in the times', { start: `${at()}Z`, end: `${at(4)}+02:00` }],
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
