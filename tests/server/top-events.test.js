/**
 * Top events: Sentry's own cases, the rules of keys, Other, and what is answered when nothing is found.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, serve, values } from './harness.js';

const QUERY = { start: at(), end: at(2), interval: '1h', yAxis: 'count()', orderby: '-count()', topEvents: 5 };

/** @type {Array<[Record<string, unknown>, number]>} an event and how often it happened */
const KINDS = [
  [{ message: 'poof', timestamp: at(0, 2), project: 'two', user: { email: 'me@x.y' }, issue: undefined, 'issue.id': 900 }, 7],
  [{ message: 'voof', timestamp: at(1, 2), project: 'two', user: { email: 'second@x.y' }, issue: 'TWO-2' }, 6],
  [{ message: 'very bad', timestamp: at(0, 2), project: 'one', user: { email: 'foo@example.com' }, issue: 'ONE-1' }, 5],
  [{ message: 'oh no', timestamp: at(0, 2), project: 'one', user: { email: 'bar@example.com' }, issue: 'ONE-2' }, 4],
  [{
    'event.type': 'transaction', transaction: '/country_by_code/', timestamp: at(0, 4), project: 'one',
    user: { ip: '127.0.0.1' }, 'transaction.duration': 120_000, 'transaction.status': 'ok',
  }, 3],
  [{ message: 'sorta bad', timestamp: at(0, 2), project: 'one', user: { email: 'bar@example.com' }, issue: 'ONE-3' }, 2],
  [{ message: 'not so bad', timestamp: at(0, 2), project: 'one', user: { email: 'bar@example.com' }, issue: 'ONE-4' }, 1],
];
/** @type {Array<Record<string, unknown>>} */
const EVENTS = KINDS.flatMap(([event, count]) =>
  Array.from({ length: count }, () => ({ ...event, tags: { 'shared-tag': 'yup' } })));

/** @param {Record<string, any>} body @returns {Record<string, [number, number]>} key -> order and total */
const summary = (body) => Object.fromEntries(Object.entries(body).map(([key, series]) => [
  key, [series.order, values(series).reduce((sum, value) => sum + value, 0)],
]));

describe("Sentry's seven kinds of event", () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  before(async () => { server = await serve(EVENTS); });
  after(() => server.close());

  /** @type {Array<[string, Record<string, any>, Record<string, [number, number]>]>} */
  const cases = [
    ['message and e-mail', { field: ['count()', 'message', 'user.email'] }, {
      Other: [5, 3], 'poof,me@x.y': [0, 7], 'voof,second@x.y': [1, 6], 'very bad,foo@example.com': [2, 5],
      'oh no,bar@example.com': [3, 4], '/country_by_code/,None': [4, 3],
    }],
    ['project slugs, in the order of names and not of fields', { field: ['project', 'count()', 'message'] }, {
      Other: [5, 3], 'poof,two': [0, 7], 'voof,two': [1, 6], 'very bad,one': [2, 5], 'oh no,one': [3, 4], '/country_by_code/,one': [4, 3],
    }],
    ['short ids first, and unknown for an issue without one', {
      field: ['count()', 'message', 'issue'], query: '!event.type:transaction',
    }, {
      Other: [5, 1], 'unknown,poof': [0, 7], 'TWO-2,voof': [1, 6], 'ONE-1,very bad': [2, 5], 'ONE-2,oh no': [3, 4], 'ONE-3,sorta bad': [4, 2],
    }],
    ['a field that transactions alone have', { field: ['transaction', 'avg(transaction.duration)', 'p99()'], orderby: '-p99()' }, {
      '/country_by_code/': [0, 3],
    }],
    ['numbers', { field: ['count()', 'message', 'transaction.duration'] }, { '/country_by_code/,120000': [0, 3] }],
    ['a negated condition', { field: ['message', 'count()'], query: '!message:poof' }, {
      Other: [5, 1], voof: [0, 6], 'very bad': [1, 5], 'oh no': [2, 4], '/country_by_code/': [3, 3], 'sorta bad': [4, 2],
    }],
    ['users', { field: ['user', 'count()'] }, {
      'email:bar@example.com': [0, 7], 'email:me@x.y': [1, 7], 'email:second@x.y': [2, 6], 'email:foo@example.com': [3, 5], 'ip:127.0.0.1': [4, 3],
    }],
    ['users and e-mails', { field: ['user', 'user.email', 'count()'], query: 'user.ip:127.0.0.1' }, { 'ip:127.0.0.1,None': [0, 3] }],
    ['user.display', { field: ['message', 'user.display', 'count()'], topEvents: 1, query: 'message:/country_by_code/' }, {
      '/country_by_code/,127.0.0.1': [0, 3],
    }],
    ['an aggregate condition leaves nothing for Other', { field: ['message', 'count()'], query: 'count():>4' }, {
      poof: [0, 7], voof: [1, 6], 'very bad': [2, 5],
    }],
    ['a tag', { field: ['count()', 'tags[shared-tag]', 'message'] }, {
      Other: [5, 3], 'poof,yup': [0, 7], 'voof,yup': [1, 6], 'very bad,yup': [2, 5], 'oh no,yup': [3, 4], '/country_by_code/,yup': [4, 3],
    }],
    ['an equation on the axis', { yAxis: 'equation|count() / 100', field: ['count()', 'message', 'equation|count() / 100'], topEvents: 2 }, {
      Other: [2, 0.15], poof: [0, 0.07], voof: [1, 0.06],
    }],
    ['ordered by an equation', { field: ['count()', 'message', 'equation|count() * 2'], orderby: '-equation[0]', topEvents: 2 }, {
      Other: [2, 15], poof: [0, 7], voof: [1, 6],
    }],
    ['sort beats orderby', { field: ['message', 'count()'], sort: 'count()', topEvents: 1 }, { Other: [1, 27], 'not so bad': [0, 1] }],
    ['by an alias', { field: ['message', 'count()'], orderby: '-count', topEvents: 1 }, { Other: [1, 21], poof: [0, 7] }],
    ['by a function that only the sort names', { field: ['message'], orderby: '-count()', topEvents: 1 }, { Other: [1, 21], poof: [0, 7] }],
    ['without Other', { field: ['message', 'count()'], topEvents: 2, excludeOther: 1 }, { poof: [0, 7], voof: [1, 6] }],
    ['fewer groups than asked for', { field: ['project', 'count()'] }, { one: [0, 15], two: [1, 13] }],
    ['the projects beyond the top are Other', { field: ['project', 'count()'], topEvents: 1 }, { Other: [1, 13], one: [0, 15] }],
    ['project.name', { field: ['project.name', 'count()'], topEvents: 1 }, { Other: [1, 13], one: [0, 15] }],
    ['days and hours', { field: ['count()', 'timestamp.to_day', 'timestamp.to_hour'] }, {
      '2026-01-14T00:00:00+00:00,2026-01-14T10:00:00+00:00': [0, 22], '2026-01-14T00:00:00+00:00,2026-01-14T11:00:00+00:00': [1, 6],
    }],
  ];
  for (const [name, query, expected] of cases) {
    test(name, async () => {
      const { status, body } = await server.stats({ ...QUERY, ...query });
      assert.equal(status, 200, JSON.stringify(body));
      const found = summary(body);
      for (const pair of Object.values(found)) pair[1] = Math.round(pair[1] * 1e9) / 1e9;
      assert.deepEqual(found, expected);
    });
  }

  test('Other comes first, then the groups by rank', async () => {
    const { text } = await server.stats({ ...QUERY, field: ['count()', 'message'], topEvents: 2 });
    const places = ['"Other":', '"poof":', '"voof":'].map((key) => text.indexOf(key));
    assert.deepEqual(places, [...places].sort((a, b) => a - b));
  });

  test('rates and several axes: order beside the axes', async () => {
    const { body } = await server.stats({ ...QUERY, yAxis: ['epm()', 'count()'], field: ['message', 'user.email', 'count()'] });
    assert.equal(Object.keys(body).length, 6);
    const first = body['poof,me@x.y'];
    assert.deepEqual([first.order, first['epm()'].order, first['count()'].order], [0, 0, 1]);
    assert.deepEqual(values(first['epm()']), [7 / 60, 0]);
    assert.deepEqual([body.Other.order, values(body.Other['epm()'])], [5, [0.05, 0]]);
  });

  test('groups of several axes say that no metrics were extracted, when on-demand metrics are asked for', async () => {
    const query = { ...QUERY, yAxis: ['epm()', 'count()'], field: ['message', 'count()'], topEvents: 1 };
    assert.equal((await server.stats(query)).body.poof.isMetricsExtractedData, undefined);
    assert.equal((await server.stats({ ...query, useOnDemandMetrics: 'true' })).body.poof.isMetricsExtractedData, false);
  });

  test('meta names the groups', async () => {
    const { body } = await server.stats({ ...QUERY, field: ['message', 'count()'] });
    assert.deepEqual(body.poof.meta.fields, { time: 'date', message: 'string', count: 'integer' });
  });

  test('the last partial bucket holds for every series', async () => {
    const { body } = await server.stats({ ...QUERY, field: ['message', 'count()'], end: at(1, 30), partial: 1 });
    assert.deepEqual(values(body.voof), [0, 6]);
  });

  test('nothing found: a plain series of zeros, or one group with the empty name', async () => {
    const query = { ...QUERY, field: ['count()', 'message', 'user.email'], query: 'message:nothing' };
    const one = (await server.stats(query)).body;
    assert.deepEqual(values(one), [0, 0]);
    assert.deepEqual([one.order, one.meta.fields], [undefined, {}]);
    const several = (await server.stats({ ...query, yAxis: ['count()', 'epm()'] })).body;
    assert.deepEqual(Object.keys(several), ['']);
    assert.deepEqual(Object.keys(several['']), ['count()', 'epm()']);
    assert.deepEqual([values(several['']['count()']), several['']['epm()'].order], [[0, 0], 1]);
  });
});

describe('keys', () => {
  /** @param {Array<Record<string, unknown>>} events @param {Record<string, any>} query */
  async function ask(events, query) {
    const server = await serve(events.map((event) => ({ timestamp: at(0, 1), ...event })));
    try {
      return await server.stats({ ...QUERY, ...query });
    } finally {
      await server.close();
    }
  }

  test('error.handled is nothing, 1 or 0', async () => {
    const events = [
      ...EVENTS.filter((event) => event['event.type'] === undefined && event.message !== 'nope'),
      { message: 'poof', 'error.type': 'ValidationError', 'error.handled': true },
      { message: 'poof', 'error.type': 'ValidationError', 'error.handled': false },
    ];
    const { body, text } = await ask(events, { field: ['count()', 'error.handled'], query: '!event.type:transaction' });
    assert.deepEqual(summary(body), { '': [0, 25], 0: [1, 1], 1: [2, 1] });
    assert.ok(text.indexOf('"":') < text.indexOf('"0":'), 'keys that look like numbers stay in their place');
  });

  test('a group called Other, and keys that an object would not take', async () => {
    const names = ['Other', 'data', 'order', '__proto__', 'a,b', '7', '', '🔥 "quoted" \\ back', 'خطأ', 'x'.repeat(5000)];
    const events = names.flatMap((release, index) => Array.from({ length: 20 - index }, () => ({ release, message: 'm' })));
    const { body, text } = await ask(events, { field: ['release', 'count()'], topEvents: 10 });
    assert.deepEqual(Object.keys(body).length, 10, 'no rest of no events');
    assert.deepEqual(values(body['Other (release)']), [20, 0]);
    assert.match(text, /"__proto__":\{"data"/);
  });

  test('two fields are filtered one by one: combinations beyond the top are in no series and not in Other', async () => {
    const pair = (/** @type {string} */ a, /** @type {string} */ b, /** @type {number} */ count) =>
      Array.from({ length: count }, () => ({ 'tags.a': a, 'tags.b': b }));
    const events = [...pair('1', '1', 9), ...pair('2', '2', 8), ...pair('1', '2', 3), ...pair('3', '3', 2)];
    const { body } = await ask(events, { field: ['a', 'b', 'count()'], topEvents: 2 });
    assert.deepEqual(summary(body), { Other: [2, 2], '1,1': [0, 9], '2,2': [1, 8] });
  });

  test('a missing value among the top groups is None and filtered as such', async () => {
    const events = [...Array(5).fill({ message: 'x' }), ...Array(3).fill({ release: 'r' }), { release: 's' }];
    const { body } = await ask(events, { field: ['release', 'count()'], topEvents: 2 });
    assert.deepEqual(summary(body), { Other: [2, 1], None: [0, 5], r: [1, 3] });
  });

  test('a list goes by its last element; status by its name', async () => {
    const events = [...Array(3).fill({ 'error.type': ['Inner', 'Outer'] }), ...Array(2).fill({ 'error.type': ['Single'] }), { 'error.type': ['Rare'] }];
    const { body } = await ask(events, { field: ['error.type', 'count()'], topEvents: 2, query: 'event.type:error' });
    assert.deepEqual(summary(body), { Other: [2, 1], Outer: [0, 3], Single: [1, 2] });
    const statuses = [...Array(2).fill({ 'event.type': 'transaction', 'transaction.status': 'ok' }), { 'event.type': 'transaction' }];
    const found = await ask(statuses, { field: ['transaction.status', 'count()'] });
    assert.deepEqual(summary(found.body), { ok: [0, 2], unknown: [1, 1] });
  });

  test('floats are written as Python writes them', async () => {
    const events = [{ 'event.type': 'transaction', 'measurements.lcp': 2500 }, { 'event.type': 'transaction', 'measurements.lcp': 0.5 }];
    const { body } = await ask(events, { field: ['measurements.lcp', 'count()'] });
    assert.deepEqual(Object.keys(body).sort(), ['0.5', '2500.0']);
  });

  test('to_other', async () => {
    const version = 'version -@\'" 1.2,3+(4)';
    const events = [...EVENTS, { message: 'poof', release: version, timestamp: at(0, 2) }];
    const field = `to_other(release,"${version.replace('"', '\\"')}",others,current)`;
    const { body } = await ask(events, {
      field: ['count()', field], topEvents: 2, orderby: '-to_other_release__version_______1_2_3__4___others_current',
    });
    assert.deepEqual(summary(body), { others: [0, 28], current: [1, 1] });
  });
});
