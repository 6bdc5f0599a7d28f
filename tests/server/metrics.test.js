/**
 * What is answered as metrics when they are extracted, and what is not.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, serve } from './harness.js';

const RANGE = { start: at(), end: at(2), interval: '1h' };

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  server = await serve([
    { timestamp: at(0, 1), 'event.type': 'transaction', transaction: '/a', 'transaction.duration': 100, 'user.id': '1', release: 'app@1.0.0', url: '/x' },
    { timestamp: at(0, 2), 'error.type': 'E', level: 'error' },
  ], { extractedMetrics: true });
});
after(() => server.close());

/** @type {Array<Record<string, any>>} */
const COMPATIBLE = [
  { yAxis: 'count()' }, { yAxis: 'user_count' }, { yAxis: 'p95(transaction.duration)' }, { yAxis: 'p95()' }, { yAxis: 'percentile(transaction.duration, 0.95)' },
  { yAxis: 'count_unique(user)' }, { yAxis: 'count_miserable(user)' }, { yAxis: ['apdex()', 'failure_rate()'] }, { yAxis: 'avg(measurements.lcp)' },
  { yAxis: 'sum(spans.http)' }, { yAxis: 'equation|count() / count_unique(user)' }, { yAxis: 'http_error_rate()' },
  { yAxis: 'count()', query: 'event.type:transaction transaction:/a (release:app@1.0.0 OR environment:prod)' }, { yAxis: 'count()', query: '' },
  { yAxis: 'count()', query: '() AND event.type:transaction' }, { yAxis: 'count()', query: 'p95():>1 has:release' },
  { yAxis: 'count()', field: ['transaction', 'count()'], topEvents: 5, sort: '-count()' },
];
/** @type {Array<[Record<string, any>, string]>} */
const INCOMPATIBLE = [
  [{ yAxis: 'count_if(transaction.duration,greater,1)' }, 'count_if is not a function of the metrics dataset'],
  [{ yAxis: ['count()', 'stddev(transaction.duration)'] }, 'stddev is not a function of the metrics dataset'],
  [{ yAxis: 'count_unique(url)' }, 'Metric: url could not be resolved'],
  [{ yAxis: 'percentile(transaction.duration,0.33)' }, 'Custom quantile incompatible with metrics'],
  [{ yAxis: 'equation|count() / count_unique(url)' }, 'Metric: url could not be resolved'],
  [{ yAxis: 'count()', query: 'url:/x' }, 'url is not a tag in the metrics dataset'],
  [{ yAxis: 'count()', query: 'has:customer' }, 'customer is not a tag in the metrics dataset'],
  [{ yAxis: 'count()', query: 'some text' }, 'message is not a tag in the metrics dataset'],
  [{ yAxis: 'count()', query: 'transaction:/a (release:x OR transaction.duration:>5)' }, 'transaction.duration is not a tag in the metrics dataset'],
  [{ yAxis: 'count()', query: 'event.type:error' }, 'Can only filter event.type:transaction'],
  [{ yAxis: 'count()', query: '!event.type:transaction' }, 'Can only filter event.type:transaction'],
  [{ yAxis: 'count()', field: ['url', 'count()'], topEvents: 5 }, 'url is not a tag in the metrics dataset'],
  [{ yAxis: 'count()', field: 'transaction', topEvents: 5, sort: '-last_seen()' }, 'last_seen is not a function of the metrics dataset'],
];

describe('a chart', () => {
  for (const query of COMPATIBLE) {
    test(`from metrics: ${JSON.stringify(query)}`, async () => {
      for (const dataset of ['metrics', 'metricsEnhanced']) {
        const { status, body, text } = await server.stats({ ...RANGE, ...query, dataset });
        assert.equal(status, 200, text);
        assert.doesNotMatch(text, /"isMetricsData":false/);
        assert.match(text, /"isMetricsData":true/);
        assert.notEqual(body.meta?.isMetricsData, false);
      }
      assert.match((await server.stats({ ...RANGE, ...query, dataset: 'transactions' })).text, /"isMetricsData":false/);
    });
  }
  for (const [query, detail] of INCOMPATIBLE) {
    test(`not from metrics: ${JSON.stringify(query)}`, async () => {
      const enhanced = await server.stats({ ...RANGE, ...query, dataset: 'metricsEnhanced' });
      assert.equal(enhanced.status, 200, enhanced.text);
      assert.doesNotMatch(enhanced.text, /"isMetricsData":true/);
      const refused = await server.stats({ ...RANGE, ...query, dataset: 'metrics' });
      assert.deepEqual([refused.status, refused.body], [400, { detail }]);
      const { yAxis, field, ...rest } = query;
      const newer = await server.get('events-timeseries', { ...RANGE, ...rest, yAxis, ...(field ? { groupBy: field } : {}), dataset: 'metrics' });
      assert.equal(newer.status, 400, newer.text);
    });
  }
});

test('a table says it too', async () => {
  const field = ['transaction', 'count()'];
  for (const [query, expected] of /** @type {Array<[Record<string, any>, boolean]>} */ ([[{ field }, true], [{ field: [...field, 'any(url)'] }, false], [{ field, query: 'url:/x' }, false]])) {
    const { status, body } = await server.get('events', { ...RANGE, ...query, dataset: 'metricsEnhanced' });
    assert.deepEqual([status, body.meta.isMetricsData, body.data.length], [200, expected, 1]);
    assert.equal((await server.get('events', { ...RANGE, ...query, dataset: 'metrics' })).status, expected ? 200 : 400);
  }
});
