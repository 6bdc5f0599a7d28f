/**
 * Spans, logs and trace metrics: every function with its value, Sentry's shapes and words, and what search finds among them.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { traceItemFieldNames } from '../../www/server/events/trace-items/catalogue.js';
import { TRACE_ITEM_DATASETS } from '../../www/server/stats/source.js';
import { at, DAY_AGO, serve, values } from './harness.js';

const START = DAY_AGO / 1000;
const TRACE = 'a'.repeat(32);
const OTHER_TRACE = 'b'.repeat(32);
const ROOT = '1234567890abcdef';

const SPANS = [
  {
    id: ROOT + ROOT, timestamp: at(0, 1), 'event.type': 'transaction', transaction: '/t', 'transaction.op': 'http.server', 'transaction.duration': 100,
    'transaction.status': 'internal_error', 'http.status_code': 500, trace: TRACE, project: 'web', environment: 'prod', release: 'web@1.2.3', 'user.id': 7,
  },
  { timestamp: at(0, 1), 'span.op': 'db', 'span.description': 'SELECT "a"', 'span.duration': 30, 'span.self_time': 20, parent_span: ROOT, trace: TRACE, transaction: '/t', 'trace.status': 'internal_error', project: 'web', environment: 'prod' },
  { timestamp: at(0, 2), 'span.op': 'db', 'span.description': 'SELECT "b"', 'span.duration': 50, parent_span: ROOT, trace: TRACE, transaction: '/t', 'trace.status': 'internal_error', project: 'web', tags: { 'db.system': 'postgresql' } },
  { timestamp: at(1, 1), 'span.op': 'cache.get', 'span.duration': 5, 'cache.hit': false, trace: OTHER_TRACE, transaction: '/u', 'trace.status': 'ok', project: 'api', 'cart.size': 3 },
  { timestamp: at(1, 2), 'span.op': 'cache.get', 'span.duration': 15, 'cache.hit': true, trace: OTHER_TRACE, transaction: '/u', 'trace.status': 'ok', project: 'api', 'span.status_code': 200 },
];
const LOGS = [
  { timestamp: at(0, 1), severity: 'error', message: 'Payment failed: card 1', 'message.template': 'Payment failed: card {id}', trace: TRACE, project: 'web' },
  { timestamp: at(0, 2), severity: 'error', message: 'Payment failed: card 2', 'message.template': 'Payment failed: card {id}', trace: TRACE, project: 'web' },
  { timestamp: at(1, 2), 'log.body': 'started', severity_number: 9, 'event.type': 'log', project: 'api', 'worker.number': 4 },
];
const METRICS = [
  { timestamp: at(0, 1), 'metric.name': 'orders', 'metric.type': 'counter', value: 3, 'payment.method': 'card', project: 'web' },
  { timestamp: at(0, 2), 'metric.name': 'orders', 'metric.type': 'counter', value: 4, 'payment.method': 'invoice', project: 'web' },
  { timestamp: at(0, 2), 'metric.name': 'latency', 'metric.type': 'distribution', 'metric.unit': 'millisecond', value: 10, project: 'web' },
  { timestamp: at(1, 2), 'metric.name': 'latency', 'metric.type': 'distribution', 'metric.unit': 'millisecond', value: 30, project: 'web' },
  { timestamp: at(1, 2), 'metric.name': 'latency', 'metric.type': 'distribution', 'metric.unit': 'second', value: 2, project: 'web' },
  { timestamp: at(1, 3), metric: { name: 'queue', type: 'gauge' }, value: 12, project: 'api' },
];
const ERROR = { timestamp: at(0, 1), 'error.type': 'E', level: 'error', project: 'web' };

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => { server = await serve([...SPANS, ...LOGS, ...METRICS, ERROR]); });
after(() => server.close());

const RANGE = { start: at(), end: at(2), interval: '1h' };
/** @param {string} dataset */
const asking = (dataset) => ({
  /** @param {Record<string, any>} query */
  stats: (query) => server.stats({ ...RANGE, dataset, ...query }),
  /** @param {Record<string, any>} query */
  timeseries: (query) => server.get('events-timeseries', { ...RANGE, dataset, ...query }),
  /** @param {Record<string, any>} query */
  table: async (query) => (await server.get('events', { start: at(), end: at(2), dataset, ...query })),
});
const spans = asking('spans');
const logs = asking('logs');
const metrics = asking('tracemetrics');

/** @type {Array<[string, number, number, string, string|null]>} axis, first hour, second, type, unit */
const SPAN_FUNCTIONS = [
  ['count()', 3, 2, 'integer', null],
  ['count(span.duration)', 3, 2, 'integer', null],
  ['count(span.status_code)', 1, 1, 'integer', null],
  ['count_unique(span.op)', 2, 1, 'integer', null],
  ['count_op(db)', 2, 0, 'integer', null],
  ['sum(span.duration)', 180, 20, 'duration', 'millisecond'],
  ['avg()', 60, 10, 'duration', 'millisecond'],
  ['avg_if(span.duration,span.op,db)', 40, 0, 'duration', 'millisecond'],
  ['min(span.duration)', 30, 5, 'duration', 'millisecond'],
  ['max(span.duration)', 100, 15, 'duration', 'millisecond'],
  ['p50(span.duration)', 50, 10, 'duration', 'millisecond'],
  ['p75(span.duration)', 75, 12.5, 'duration', 'millisecond'],
  ['p90()', 90, 14, 'duration', 'millisecond'],
  ['p95(span.duration)', 95, 14.5, 'duration', 'millisecond'],
  ['p99(span.duration)', 99, 14.9, 'duration', 'millisecond'],
  ['p100(span.duration)', 100, 15, 'duration', 'millisecond'],
  // The transaction's own time is what its two spans did not take.
  ['sum(span.self_time)', 20 + 20 + 50, 20, 'duration', 'millisecond'],
  ['sum(tags[cart.size,number])', 0, 3, 'number', null],
  ['failure_rate()', 1, 0, 'percentage', null],
  ['trace_status_rate(ok)', 0, 1, 'percentage', null],
  ['http_response_rate(5)', 1, 0, 'percentage', null],
  ['cache_miss_rate()', 0, 0.5, 'percentage', null],
  ['epm()', 3 / 60, 2 / 60, 'rate', '1/minute'],
  ['eps()', 3 / 3600, 2 / 3600, 'rate', '1/second'],
  ['tpm()', 1 / 60, 0, 'rate', '1/minute'],
  ['equation|sum(span.duration) / count()', 60, 10, 'number', null],
];

/** @type {Array<[string, number, number, string, string|null]>} */
const LOG_FUNCTIONS = [
  ['count()', 2, 1, 'integer', null],
  ['count(message)', 2, 1, 'integer', null],
  ['count_unique(message.template)', 1, 0, 'integer', null],
  ['max(severity_number)', 17, 9, 'integer', null],
  ['avg(tags[worker.number,number])', 0, 4, 'number', null],
  ['epm()', 2 / 60, 1 / 60, 'rate', '1/minute'],
];

/** @type {Array<[string, number, number, string, string|null]>} */
const METRIC_FUNCTIONS = [
  ['sum(value,orders,counter,none)', 7, 0, 'number', null],
  ['count(value,orders,counter,-)', 2, 0, 'integer', null],
  ['count(value)', 3, 3, 'integer', null],
  ['count_unique(payment.method,orders,counter,-)', 2, 0, 'integer', null],
  ['avg(value,latency,distribution,-)', 10, 16, 'number', null],
  ['p50(value,latency,distribution,millisecond)', 10, 30, 'number', null],
  ['max(value,latency,distribution,second)', 0, 2, 'number', null],
  ['min(value,queue,gauge,-)', 0, 12, 'number', null],
  // Of a counter the amounts are added up, of anything else the values are counted.
  ['per_minute(value,orders,counter,none)', 7 / 60, 0, 'rate', '1/minute'],
  ['per_second(value,latency,distribution,-)', 1 / 3600, 2 / 3600, 'rate', '1/second'],
];

for (const [dataset, cases] of /** @type {const} */ ([['spans', SPAN_FUNCTIONS], ['logs', LOG_FUNCTIONS], ['tracemetrics', METRIC_FUNCTIONS]])) {
  describe(`functions of ${dataset}`, () => {
    for (const [yAxis, first, second, type, unit] of cases) {
      test(yAxis, async () => {
        const { stats, timeseries } = asking(dataset);
        const { body, text } = await stats({ yAxis });
        assert.deepEqual(values(body).map((value) => Number(value.toPrecision(12))), [first, second].map((value) => Number(value.toPrecision(12))), text);
        assert.deepEqual([body.meta.fields, body.meta.units, body.meta.dataset], [{ [yAxis]: type }, { [yAxis]: unit }, dataset]);
        const newer = (await timeseries({ yAxis })).body.timeSeries[0];
        assert.deepEqual(newer.values.slice(0, 2).map((/** @type {any} */ { value }) => value), values(body));
        assert.deepEqual([newer.meta.valueType, newer.meta.valueUnit, newer.meta.dataScanned], [type, unit, 'full']);
      });
    }
  });
}

describe('how sure a value is', () => {
  test('events-stats: confidence beside the buckets, accuracy and what was scanned in meta', async () => {
    const { body } = await spans.stats({ yAxis: 'count()', query: 'span.op:db' });
    const times = [START, START + 3600];
    assert.deepEqual(body.confidence, [[times[0], [{ 'count()': 'high' }]], [times[1], [{ 'count()': null }]]]);
    assert.equal(body.meta.dataScanned, 'full');
    assert.deepEqual(body.meta.accuracy, {
      confidence: [{ timestamp: times[0], value: 'high' }, { timestamp: times[1], value: null }],
      sampleCount: [{ timestamp: times[0], value: 2 }, { timestamp: times[1], value: 0 }],
      samplingRate: [{ timestamp: times[0], value: 1 }, { timestamp: times[1], value: null }],
    });
  });

  test('events-timeseries: at each value', async () => {
    const [first, second] = (await spans.timeseries({ yAxis: 'count()', query: 'span.op:db' })).body.timeSeries[0].values;
    assert.deepEqual(first, { timestamp: START * 1000, value: 2, incomplete: false, sampleCount: 2, sampleRate: 1, confidence: 'high' });
    assert.deepEqual(second, { timestamp: (START + 3600) * 1000, value: 0, incomplete: false, sampleCount: 0, sampleRate: null, confidence: null });
  });

  test('events: of the aggregates of each row', async () => {
    const { body } = await spans.table({ field: ['span.op', 'count()', 'avg(span.duration)'], sort: '-count()', per_page: 1 });
    assert.deepEqual(body.confidence, [{ 'count()': 'high', 'avg(span.duration)': 'high' }]);
    assert.deepEqual([body.meta.accuracy.confidence, body.meta.dataScanned], [body.confidence, 'full']);
  });

  test('errors and transactions have none of it', async () => {
    const { text } = await server.stats({ ...RANGE, yAxis: 'count()' });
    assert.doesNotMatch(text, /confidence|accuracy|dataScanned/);
  });
});

describe('top events', () => {
  const FIELDS = { yAxis: 'count()', field: ['transaction', 'span.op', 'count()'], sort: '-count()' };

  test('keys join values in the order of the request, and Other comes last', async () => {
    const { body } = await spans.stats({ ...FIELDS, topEvents: 2 });
    assert.deepEqual(Object.entries(body).map(([key, { order }]) => [key, order]), [['/t,db', 0], ['/u,cache.get', 1], ['Other', 2]]);
    assert.deepEqual([values(body['/t,db']), values(body.Other)], [[2, 0], [1, 0]]);
    assert.deepEqual(body.Other.meta.fields, { transaction: 'string', 'span.op': 'string', 'count()': 'integer' });
  });

  test('a missing attribute is None', async () => {
    const { body } = await spans.stats({ ...FIELDS, field: ['db.system', 'count()'], topEvents: 5 });
    assert.deepEqual(Object.keys(body), ['None', 'postgresql']);
  });

  test('nothing found is an empty object, with one axis and with several', async () => {
    for (const yAxis of ['count()', ['count()', 'epm()']]) assert.deepEqual((await spans.stats({ ...FIELDS, yAxis, topEvents: 5, query: 'span.op:none' })).body, {});
  });

  test('several axes: axes by group, beside the group\'s order', async () => {
    const { body } = await logs.stats({ yAxis: ['count()', 'epm()'], field: ['severity', 'count()'], topEvents: 1, sort: '-count()', excludeOther: 1 });
    assert.deepEqual(Object.keys(body), ['error']);
    assert.deepEqual([Object.keys(body.error), body.error.order, values(body.error['count()'])], [['count()', 'epm()', 'order'], 0, [2, 0]]);
  });

  test('the newer endpoint names the groups', async () => {
    const { body } = await metrics.timeseries({ yAxis: 'sum(value,orders,counter,-)', groupBy: 'payment.method', topEvents: 1, sort: '-sum(value,orders,counter,-)' });
    assert.deepEqual(body.timeSeries.map((/** @type {any} */ { groupBy, meta }) => [groupBy, meta.isOther, meta.order]), [
      [[{ key: 'payment.method', value: 'invoice' }], false, 0], [null, true, 1],
    ]);
  });
});

describe('rows', () => {
  test('a transaction is the span that its other spans lie in', async () => {
    const { body } = await spans.table({ field: ['id', 'parent_span', 'span.op', 'is_transaction', 'transaction.span_id', 'span.self_time', 'trace'], query: `trace:${TRACE}`, sort: ['-is_transaction', 'span.self_time'] });
    assert.deepEqual(body.data.map((/** @type {any} */ row) => [row.parent_span, row['span.op'], row.is_transaction, row['span.self_time'], row['project.name']]), [
      [null, 'http.server', true, 20, 'web'], [ROOT, 'db', false, 20, 'web'], [ROOT, 'db', false, 50, 'web'],
    ]);
    assert.equal(body.data[0].id, ROOT);
  });

  test('logs, the newest first', async () => {
    const { body } = await logs.table({ field: ['timestamp', 'severity', 'severity_number', 'message', 'trace'], sort: '-timestamp' });
    assert.deepEqual(body.data.map((/** @type {any} */ row) => [row.severity, row.severity_number, row.message]), [
      ['info', 9, 'started'], ['error', 17, 'Payment failed: card 2'], ['error', 17, 'Payment failed: card 1'],
    ]);
  });

  test('the former name of logs still answers, under the new one', async () => {
    const { body } = await server.stats({ ...RANGE, yAxis: 'count()', dataset: 'ourlogs' });
    assert.deepEqual([values(body), body.meta.dataset], [[2, 1], 'logs']);
  });

  test('no item is an event, and no error is an item', async () => {
    assert.deepEqual(values((await server.stats({ ...RANGE, yAxis: 'count()' })).body), [2, 0]);
    assert.equal((await spans.table({ field: 'count()', query: 'error.type:E' })).body.data[0]['count()'], 0);
  });
});

describe('search', () => {
  /** @type {Array<[ReturnType<typeof asking>, string, number]>} */
  const cases = [
    [spans, 'span.op:db', 2],
    [spans, '!span.op:db', 3],
    [spans, 'span.op:cache.*', 2],
    [spans, 'span.op:[db, http.server]', 3],
    [spans, 'span.duration:>=30ms span.duration:<1s', 3],
    [spans, 'span.self_time:20ms', 2],
    [spans, 'is_transaction:true', 1],
    [spans, 'is_transaction:0 transaction:/t', 2],
    [spans, `id:${ROOT}`, 1],
    [spans, `parent_span:${ROOT}`, 2],
    [spans, 'span.description:"SELECT \\"a\\""', 1],
    [spans, 'select', 2],
    [spans, 'has:db.system', 1],
    [spans, '!has:db.system', 4],
    [spans, 'cart.size:3', 1],
    [spans, 'tags[cart.size,number]:>2', 1],
    [spans, 'span.status_code:>=500', 1],
    [spans, 'cache.hit:true', 1],
    [spans, 'release.version:>=1.2.0', 1],
    [spans, 'environment:prod OR project:api', 4],
    [spans, 'issue:ONE-1', 0],
    [logs, 'severity:error', 2],
    [logs, 'severity_number:<17', 1],
    [logs, 'payment', 2],
    [logs, 'message:"card 2"', 1],
    [logs, 'has:trace', 2],
    [metrics, 'metric.name:latency metric.unit:second', 1],
    [metrics, 'value:>10', 2],
    [metrics, 'payment.method:card', 1],
  ];
  for (const [asked, query, expected] of cases) {
    test(query, async () => {
      const { body, text } = await asked.table({ field: 'count(id)', query });
      assert.equal(body.data?.[0]['count(id)'], expected, text);
    });
  }

  for (const [dataset, kind] of Object.entries(TRACE_ITEM_DATASETS)) {
    test(`a condition and its opposite share all ${dataset}, and to have a value is not to be without one`, async () => {
      const count = async (/** @type {string} */ query) => {
        const { status, body } = await asking(dataset).table({ field: 'count(id)', query });
        return status === 200 ? body.data[0]['count(id)'] : null;
      };
      const all = await count('');
      let compared = 0;
      for (const key of [...traceItemFieldNames(kind), 'cart.size', 'nothing', 'tags[cart.size,number]']) {
        assert.equal(await count(`has:${key}`) + await count(`!has:${key}`), all, key);
        // Nothing is compared with a truth value that is missing.
        if (key === 'cache.hit') continue;
        for (const value of ['x', 'd*', '3', '[a,db]', 'web', 'true', TRACE, '5ms']) {
          const found = await count(`${key}:${value}`);
          const opposite = await count(`!${key}:${value}`);
          if (found === null || opposite === null) continue;
          assert.equal(found + opposite, all, `${key}:${value}`);
          compared += 1;
        }
      }
      assert.ok(compared > 100, String(compared));
    });
  }

  test('by what is counted', async () => {
    const { body } = await spans.table({ field: ['span.op', 'count()'], query: 'count():>1', sort: 'span.op' });
    assert.deepEqual(body.data, [{ 'span.op': 'cache.get', 'count()': 2 }, { 'span.op': 'db', 'count()': 2 }]);
  });

  test('environments and projects of items are known', async () => {
    assert.equal((await spans.table({ field: 'count()', environment: 'prod' })).body.data[0]['count()'], 2);
    assert.equal((await metrics.table({ field: 'count(value)', project: 2 })).body.data[0]['count(value)'], 1);
  });
});

describe('refused in Sentry\'s words', () => {
  const types = "{'duration', 'integer', 'number', 'percentage', 'size'}";
  /** @type {Array<[ReturnType<typeof asking>, Record<string, any>, string]>} */
  const cases = [
    [spans, { yAxis: 'nope()' }, 'Unknown function nope'],
    [spans, { yAxis: 'apdex()' }, 'Unknown function apdex'],
    [spans, { yAxis: 'avg(span.op)' }, `span.op is invalid for parameter 1 in avg. Its a string type field, but it must be one of these types: ${types}`],
    [spans, { yAxis: 'avg(unknown)' }, `unknown is invalid for parameter 1 in avg. Its a string type field, but it must be one of these types: ${types}`],
    [spans, { yAxis: 'count_unique()' }, 'Invalid number of arguments for count_unique, was expecting 1 arguments'],
    [spans, { yAxis: 'http_response_rate(6)' }, '6 is not a valid argument for http_response_rate'],
    [spans, { yAxis: 'count()', query: 'id:x' }, 'id must be a valid 16 character hex (containing only digits, or a-f characters)'],
    [spans, { yAxis: 'count()', query: 'nope():>1' }, 'Unknown function nope'],
    [spans, { yAxis: 'count()', interval: '7m' }, 'Selected interval is not allowed, allowed intervals are: [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 43200, 86400]'],
    [spans, { yAxis: 'count()', start: at(-48), interval: '1m' }, 'Selected interval would create too many buckets for the timeseries'],
    [spans, { yAxis: 'count()', field: ['span.op', 'count()'], topEvents: 3, sort: '-epm()' }, 'orderby must also be in the selected columns or groupby'],
    [logs, { yAxis: 'failure_rate()' }, 'Unknown function failure_rate'],
    [metrics, { yAxis: 'count()' }, 'Invalid number of arguments for count, was expecting 1 arguments'],
    [metrics, { yAxis: 'sum(value,orders,meter,-)' }, 'meter is not a valid argument for sum'],
    [metrics, { yAxis: ['sum(value,orders,counter,-)', 'avg(value,queue,gauge,-)'] }, 'Cannot aggregate multiple metrics in 1 query.'],
    [metrics, { yAxis: 'equation|sum(value,orders,counter,-) / count(value,queue,gauge,-)' }, 'Cannot aggregate multiple metrics in 1 query.'],
  ];
  for (const [asked, query, expected] of cases) {
    test(expected, async () => {
      const { status, body } = await asked.stats(query);
      assert.deepEqual([status, body.detail], [400, expected]);
    });
  }
});

test('a metric that the request names takes the place of those in the axes', async () => {
  const named = { metricName: 'queue', metricType: 'gauge' };
  assert.deepEqual(values((await metrics.stats({ yAxis: 'sum(value)', ...named })).body), [0, 12]);
  assert.deepEqual(values((await metrics.stats({ yAxis: 'sum(value)', ...named, metricType: 'meter' })).body), [17, 44]);
});

test('a comparison is with the items of the earlier time', async () => {
  const { body } = await spans.stats({ yAxis: 'count()', start: at(1), end: at(2), comparisonDelta: 3600 });
  assert.deepEqual(body.data[0], [START + 3600, [{ count: 2, comparisonCount: 3 }]]);
});
