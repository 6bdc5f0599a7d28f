/**
 * Functions and equations: every one with its value, and what is said of those that are not there.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { aliasOf, parseCall } from '../../www/server/stats/function-call.js';
import { at, serve, values } from './harness.js';

const RANGE = { start: at(), end: at(2), interval: '1h' };
/** Events in the first hour. */
const N = 11;

/** Durations 100, 200 ... 1000 in the first hour; the slow half failed, three users. */
const TRANSACTIONS = Array.from({ length: 10 }, (_, index) => ({
  timestamp: at(0, index), 'event.type': 'transaction', transaction: '/t', 'transaction.duration': (index + 1) * 100,
  'transaction.status': ['ok', 'cancelled', 'unknown', 'internal_error', 'not_found'][Math.floor(index / 2)],
  'user.id': String(index % 3), 'measurements.lcp': index, 'measurements.cls': 0.5,
  'measurements.score.lcp': 0.2, 'measurements.score.weight.lcp': 0.4, 'measurements.score.total': 0.25, 'http.status_code': index < 5 ? 200 : 503,
}));
const ERRORS = [
  { timestamp: at(0, 1), 'error.type': ['Inner', 'Outer'], 'error.handled': false, level: 'fatal' },
  { timestamp: at(1, 1), 'error.type': 'Outer', 'error.handled': true, level: 'error' },
];

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => { server = await serve([...TRANSACTIONS, ...ERRORS]); });
after(() => server.close());

describe('values', () => {
  /** @type {Array<[string, number, number|null, string, string|null]>} axis, first bucket, second, type, unit */
  const cases = [
    ['count()', 11, 1, 'integer', null],
    ['count(user)', 11, 1, 'integer', null],
    ['count_unique(user)', 3, 0, 'integer', null],
    ['count_unique(transaction.status)', 5, 0, 'integer', null],
    ['count_if(transaction.duration,greater,500)', 5, 0, 'integer', null],
    ['count_if(transaction.duration,greaterOrEquals,500)', 6, 0, 'integer', null],
    ['count_if(transaction.duration,less,500)', 4, 0, 'integer', null],
    ['count_if(transaction.duration,lessOrEquals,500)', 5, 0, 'integer', null],
    ['count_if(transaction.duration,equals,500)', 1, 0, 'integer', null],
    ['count_if(transaction.duration,notEquals,500)', 9, 0, 'integer', null],
    ['count_if(transaction.status,equals,ok)', 2, 0, 'integer', null],
    ['count_if(transaction.status,notEquals,"ok")', 8, 0, 'integer', null],
    ['count_if(level,equals,fatal)', 1, 0, 'integer', null],
    ['count_if(error.type,equals,Outer)', 1, 1, 'integer', null],
    ['count_if(error.handled,equals,1)', 0, 1, 'integer', null],
    ['count_if(http.status_code,greaterOrEquals,500)', 5, 0, 'integer', null],
    ['failure_count()', 4, 0, 'integer', null],
    ['failure_rate()', 0.4, 0, 'percentage', null],
    ['apdex()', (3 + 7 / 2) / 10, 0, 'number', null],
    ['apdex(100)', (1 + 3 / 2) / 10, 0, 'number', null],
    ['count_miserable(user)', 0, 0, 'integer', null],
    ['count_miserable(user,200)', 2, 0, 'integer', null],
    ['user_misery(100)', (3 + 5.8875) / (3 + 5.8875 + 111.8625), 0, 'number', null],
    ['user_misery(200)', (2 + 5.8875) / (3 + 5.8875 + 111.8625), 0, 'number', null],
    ['p50()', 550, 0, 'duration', 'millisecond'],
    ['p75(transaction.duration)', 775, 0, 'duration', 'millisecond'],
    ['p90()', 910, 0, 'duration', 'millisecond'],
    ['p95()', 955, 0, 'duration', 'millisecond'],
    ['p99()', 991, 0, 'duration', 'millisecond'],
    ['p100()', 1000, 0, 'duration', 'millisecond'],
    ['p50(measurements.lcp)', 4.5, 0, 'duration', 'millisecond'],
    ['percentile(transaction.duration,0.95)', 955, 0, 'duration', 'millisecond'],
    ['percentile(transaction.duration, 0)', 100, 0, 'duration', 'millisecond'],
    ['avg(transaction.duration)', 550, 0, 'duration', 'millisecond'],
    ['min(transaction.duration)', 100, 0, 'duration', 'millisecond'],
    ['max(transaction.duration)', 1000, 0, 'duration', 'millisecond'],
    ['sum(transaction.duration)', 5500, 0, 'duration', 'millisecond'],
    ['sum(measurements.cls)', 5, 0, 'number', null],
    ['epm()', 11 / 60, 1 / 60, 'rate', null],
    ['tpm()', 11 / 60, 1 / 60, 'rate', null],
    ['eps()', 11 / 3600, 1 / 3600, 'rate', null],
    ['tps()', 11 / 3600, 1 / 3600, 'rate', null],
    ['spm()', 11 / 60, 1 / 60, 'rate', null],
    ['sps()', 11 / 3600, 1 / 3600, 'rate', null],
    ['stddev(transaction.duration)', Math.sqrt(825000 / 9), 0, 'number', null],
    ['var(transaction.duration)', 825000 / 9, 0, 'number', null],
    ['corr(transaction.duration, measurements.lcp)', 1, 0, 'number', null],
    ['cov(transaction.duration,measurements.lcp)', 8250 / 9, 0, 'number', null],
    ['count_at_least(transaction.duration,500)', 6, 0, 'integer', null],
    ['percentile_range(transaction.duration,0.5,less,2026-01-14T10:05:00)', 300, 0, 'duration', 'millisecond'],
    ['percentile_range(transaction.duration,0.5,greaterOrEquals,2026-01-14T10:05:00)', 800, 0, 'duration', 'millisecond'],
    ['count_web_vitals(measurements.lcp,good)', 10, 0, 'integer', null],
    ['count_web_vitals(measurements.cls, Poor)', 10, 0, 'integer', null],
    ['count_web_vitals(measurements.cls,meh)', 0, 0, 'integer', null],
    ['count_web_vitals(measurements.lcp,any)', 10, 0, 'integer', null],
    ['performance_score(measurements.score.lcp)', 0.5, 0, 'number', null],
    ['performance_score(measurements.score.total)', 0.25, 0, 'number', null],
    ['http_error_count()', 5, 0, 'integer', null],
    ['http_error_rate()', 0.5, 0, 'percentage', null],
    ['sum_if(transaction.duration,transaction.status,equals,ok)', 300, 0, 'duration', 'millisecond'],
    ['sum_if(transaction.duration,measurements.lcp,greater,7)', 1900, 0, 'duration', 'millisecond'],
    ['avg_if(transaction.duration,transaction.status,notEquals,ok)', 650, 0, 'duration', 'millisecond'],
    ['avg_if(transaction.duration,transaction.status,ok)', 150, 0, 'duration', 'millisecond'],
    ['equation|count() / 2', 5.5, 0.5, 'number', null],
    ['equation|count() + 2 * 3', 17, 7, 'number', null],
    ['equation|(count() + 2) * 3', 39, 9, 'number', null],
    ['equation|count() - -1.5', 12.5, 2.5, 'number', null],
    ['equation|p95() / p50() * 2', 955 / 550 * 2, 0, 'number', null],
    ['equation|count_if(level,equals,fatal) / count() * 100', 100 / 11, 0, 'number', null],
    ['equation|eps() * 2', 22 / 3600, 2 / 3600, 'number', null],
  ];
  for (const [axis, first, second, type, unit] of cases) {
    test(axis, async () => {
      const { status, body } = await server.stats({ ...RANGE, yAxis: axis });
      assert.equal(status, 200, JSON.stringify(body));
      const [a, b] = values(body);
      assert.ok(Math.abs(a - first) < 1e-9, `${a} is not ${first}`);
      assert.equal(b, second);
      const [, name] = Object.keys(body.meta.fields);
      assert.deepEqual([body.meta.fields[name], body.meta.units[name]], [type, unit]);
    });
  }

  test('division by zero is null, and null stays null', async () => {
    for (const axis of ['equation|count() / (1 - 1)', 'equation|count() ÷ (2-2)', 'equation|1 + count() / count_if(level,equals,none)']) {
      assert.deepEqual(values((await server.stats({ ...RANGE, yAxis: axis })).body), [null, null]);
    }
  });
});

test('dates have a first and a last, and any value will do', async () => {
  const field = ['max(timestamp)', 'min(timestamp)', 'any(level)', 'any(error.type)', 'any(transaction)'];
  const { body } = await server.get('events', { start: at(1), end: at(2), field });
  assert.deepEqual(body.data, [{
    'max(timestamp)': '2026-01-14T11:01:00+00:00', 'min(timestamp)': '2026-01-14T11:01:00+00:00',
    'any(level)': 'error', 'any(error.type)': ['Outer'], 'any(transaction)': null,
  }]);
  assert.deepEqual(field.map((name) => body.meta.fields[name]), ['date', 'date', 'string', 'string', 'string']);
  const series = await server.stats({ ...RANGE, yAxis: 'max(timestamp)' });
  assert.equal(values(series.body)[1], Date.UTC(2026, 0, 14, 11, 1) / 1000);
});

describe('arithmetic', () => {
  /** @type {Array<[string, number]>} */
  const cases = [
    ['12 + 34 * count()', 12 + 34 * N], ['12 / count() - 56', 12 / N - 56], ['count() - 2 - 1', N - 3], ['count() / 2 / 2', N / 4],
    ['1 + count() / 3 * 4', 1 + (N / 3) * 4], ['(1 + count()) * 2', (1 + N) * 2], ['count()+-2', N - 2], ['count() - +2', N - 2],
    ['count() * 1.5', N * 1.5], ['count()*12.', N * 12], ['  count()  ÷  2  ', N / 2], ['-12 + count()', N - 12],
  ];
  for (const [text, value] of cases) {
    test(text, async () => {
      const { status, body } = await server.stats({ ...RANGE, yAxis: `equation|${text}` });
      assert.equal(status, 200, JSON.stringify(body));
      assert.ok(Math.abs(values(body)[0] - value) < 1e-9, `${values(body)[0]} is not ${value}`);
    });
  }
});

describe('refusals name what is wrong', () => {
  /** @type {Array<[string, string]>} */
  const cases = [
    ['nope()', 'nope is not a valid function'],
    ['constructor()', 'constructor is not a valid function'],
    ['sleep(1)', 'sleep is not a valid function'],
    ['count_unique()', 'count_unique(): expected 1 argument(s)'],
    ['p95(a,b)', 'p95(a,b): expected at most 1 argument(s)'],
    ['count_miserable()', 'count_miserable(): expected at least 1 argument(s)'],
    ['p95(message)', 'p95(message): column argument invalid: message is not a numeric column'],
    ['sum(timestamp)', 'sum(timestamp): column argument invalid: timestamp is not a numeric column'],
    ['max(release)', 'max(release): column argument invalid: release is not a numeric column'],
    ['equation|max(timestamp) + 1', 'max(timestamp) not allowed in arithmetic'],
    ['equation|any(level) + 1', 'any(level) not allowed in arithmetic'],
    ['sum(release)', 'sum(release): column argument invalid: release is not a numeric column'],
    ['apdex(fast)', 'apdex(fast): satisfaction argument invalid: fast is not a number'],
    ['apdex(-1)', 'apdex(-1): satisfaction argument invalid: -1 must be greater than or equal to 0'],
    ['percentile(transaction.duration,95)', 'percentile(transaction.duration,95): percentile argument invalid: 95 must be less than 1'],
    ['count_if(transaction.duration,like,5)', 'count_if(transaction.duration,like,5): condition argument invalid: like is not a valid condition'],
    ['count_if(transaction.duration,equals,soon)', 'count_if: value argument invalid: soon is not a number'],
    ['count_if(error.type,less,5)', 'count_if: condition argument invalid: error.type is a list, expected equals or notEquals'],
    ['count_if(timestamp,greater,soon)', 'count_if: value argument invalid: soon is not a date'],
    ['count_web_vitals(measurements.lcp)', 'count_web_vitals(measurements.lcp): expected 2 argument(s)'],
    ['count_web_vitals(measurements.own,good)', "count_web_vitals doesn't support own"],
    ['count_web_vitals(transaction.duration,good)', 'count_web_vitals only supports measurements'],
    ['count_web_vitals(measurements.lcp,best)', "count_web_vitals(measurements.lcp,best): quality argument invalid: string must be one of 'good', 'meh', 'poor', 'any'"],
    ['performance_score(measurements.lcp)', 'performance_score only supports measurements'],
    ['stddev(message)', 'stddev(message): column argument invalid: message is not a numeric column'],
    ['corr(transaction.duration)', 'corr(transaction.duration): expected 2 argument(s)'],
    ['count_at_least(transaction.duration,-1)', 'count_at_least(transaction.duration,-1): threshold argument invalid: -1 must be greater than or equal to 0'],
    ['percentile_range(transaction.duration,0.5,less,soon)', 'percentile_range(transaction.duration,0.5,less,soon): middle argument invalid: soon is in the wrong format, expected a date like 2020-03-14T15:14:15'],
    ['percentile_range(transaction.duration,2,less,2026-01-14)', 'percentile_range(transaction.duration,2,less,2026-01-14): percentile argument invalid: 2 must be less than 1'],
    ['sum_if(transaction.duration,transaction.status,like,ok)', 'sum_if: condition argument invalid: like is not a valid condition'],
    ['avg_if(transaction.duration)', 'avg_if(transaction.duration): expected at least 3 argument(s)'],
    ['http_error_rate(1)', 'http_error_rate(1): expected 0 argument(s)'],
    ['equation|latest_event() + 1', 'latest_event() not allowed in arithmetic'],
    ['equation|count() +', 'Unable to parse your equation, make sure it is well formed arithmetic'],
    ['equation|count() ; drop', 'Unable to parse your equation, make sure it is well formed arithmetic'],
    ['equation|((count() + 1)', 'Unable to parse your equation, make sure it is well formed arithmetic'],
    ['equation|', 'Unable to parse your equation, make sure it is well formed arithmetic'],
    ['equation|nope() + 1', 'nope is not a valid function'],
    ['equation|message + 1', 'message not allowed in arithmetic'],
    ['equation|count() + transaction.duration', 'Cannot mix functions and fields in arithmetic'],
    ...['1 +', '+ 1 + 1', '1 + 1 +', '1 ** 2', '1 -- 1', 'hello world', '+', '-count() + 1', '-(count() + 1)'].map((text) =>
      /** @type {[string, string]} */ ([`equation|${text}`, 'Unable to parse your equation, make sure it is well formed arithmetic'])),
    ...['5/0', 'count() / 0.0', 'count() / (0)'].map((text) =>
      /** @type {[string, string]} */ ([`equation|${text}`, 'division by 0 is not allowed'])),
    ['equation|5 + 5', 'Equations need to include a field or function'],
    ['equation|transaction.duration * 2', 'Only equations on aggregate functions are supported'],
    ['equation|1 + transaction.status', 'transaction.status not allowed in arithmetic'],
    ['equation|last_seen() + 1', 'last_seen() not allowed in arithmetic'],
    ['equation|12', 'Arithmetic expression must contain at least 2 terms'],
    ['equation|count()', 'Arithmetic expression must contain at least 2 terms'],
    [`equation|count()${' + 1'.repeat(11)}`, 'Exceeded maximum number of operations'],
    [`equation|${'('.repeat(1000)}count() + 1${')'.repeat(1000)}`, 'Unable to parse your equation, make sure it is well formed arithmetic'],
  ];
  for (const [axis, detail] of cases) {
    test(axis.slice(0, 60), async () => {
      const { status, body } = await server.stats({ ...RANGE, yAxis: axis });
      assert.deepEqual({ status, body }, { status: 400, body: { detail } });
    });
  }
});

test('the newest event, and what to_other may compare', async () => {
  const { body } = await server.get('events', { start: at(), end: at(1), field: ['latest_event()', 'count()'], query: 'event.type:transaction' });
  const { body: newest } = await server.get('events', { start: at(), end: at(1), field: ['id', 'timestamp'], query: 'event.type:transaction', sort: '-timestamp' });
  assert.equal(body.data[0]['latest_event()'], newest.data[0].id);
  assert.equal(body.meta.fields['latest_event()'], 'string');
  const refused = await server.stats({ ...RANGE, field: 'to_other(error.type,x)', topEvents: 2 });
  assert.deepEqual([refused.status, refused.body.detail], [400, 'to_other(error.type,x): column argument invalid: error.type is not an allowed column']);
});

test('aliases', () => {
  const cases = {
    'count()': 'count', 'p95(transaction.duration)': 'p95_transaction_duration', 'count_unique(user)': 'count_unique_user',
    'percentile(transaction.duration, 0.95)': 'percentile_transaction_duration_0_95',
    'to_other(release,"version -@\'\\" 1.2,3+(4)",others,current)': 'to_other_release__version_______1_2_3__4___others_current',
  };
  for (const [text, alias] of Object.entries(cases)) assert.equal(aliasOf(/** @type {any} */ (parseCall(text))), alias);
});
