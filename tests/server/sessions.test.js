/** Release health: what is counted of sessions, against sums of its own, and what is refused in Sentry's words. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { at, serve } from './harness.js';

/** Two releases over four hours: users, states and a machine that hangs, by a rule of their own. */
const SESSIONS = Array.from({ length: 240 }, (_, index) => ({
  'event.type': 'session', timestamp: at(Math.floor(index / 60), index % 60), project: index % 3 === 0 ? 'web' : 'api',
  release: index % 4 === 3 ? undefined : `shop@${index < 120 ? 1 : 2}.0`, environment: index % 2 === 0 ? 'prod' : 'test', user: { id: String(index % 17) },
  'session.status': index % 20 === 7 ? 'crashed' : index % 20 === 11 ? 'abnormal' : index % 10 === 3 ? 'errored' : 'ok',
  ...(index % 40 === 11 ? { abnormal_mechanism: 'anr_foreground' } : index % 40 === 31 ? { abnormal_mechanism: 'anr_background' } : {}),
}));
const RANGE = { start: at(), end: at(4) };

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => { server = await serve(SESSIONS); });
after(() => server.close());

/** @param {Record<string, any>} query */
async function sessions(query) {
  const { status, body } = await server.get('sessions', { ...RANGE, ...query });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** As a person would count them. @param {(session: any, index: number) => boolean} [test] */
function counted(test = () => true) {
  const rows = SESSIONS.filter(test);
  const of = (/** @type {(row: any) => boolean} */ which) => rows.filter(which);
  const users = (/** @type {any[]} */ some) => new Set(some.map((row) => row.user.id)).size;
  const crashed = of((row) => row['session.status'] === 'crashed');
  const abnormal = of((row) => row['session.status'] === 'abnormal');
  const ill = of((row) => row['session.status'] !== 'ok');
  return {
    'sum(session)': rows.length, 'count_unique(user)': users(rows),
    'crash_rate(session)': crashed.length / rows.length, 'crash_free_rate(session)': 1 - crashed.length / rows.length,
    'crash_rate(user)': users(crashed) / users(rows), 'crash_free_rate(user)': 1 - users(crashed) / users(rows),
    'anr_rate()': users(of((row) => row.abnormal_mechanism)) / users(rows), 'foreground_anr_rate()': users(of((row) => row.abnormal_mechanism === 'anr_foreground')) / users(rows),
    byStatus: {
      healthy: [rows.length - ill.length, users(rows) - users(ill)], crashed: [crashed.length, users(crashed)], abnormal: [abnormal.length, users(abnormal)],
      errored: [ill.length - crashed.length - abnormal.length, Math.max(0, users(ill) - users(crashed) - users(abnormal))],
    },
  };
}
const FIELDS = Object.keys(counted()).filter((name) => name.includes('('));

test('totals are those of all sessions, and buckets those of each hour', async () => {
  const body = await sessions({ field: FIELDS, interval: '1h' });
  assert.deepEqual(body.intervals, [0, 1, 2, 3].map((hour) => `${at(hour)}Z`));
  assert.deepEqual([body.start, body.end, body.query], [`${at()}Z`, `${at(4)}Z`, '']);
  const [{ by, totals, series }, ...others] = body.groups;
  assert.deepEqual([by, others], [{}, []]);
  const hours = [0, 1, 2, 3].map((hour) => counted((_, index) => Math.floor(index / 60) === hour));
  for (const field of FIELDS) {
    assert.equal(totals[field], /** @type {any} */ (counted())[field], field);
    assert.deepEqual(series[field], hours.map((hour) => /** @type {any} */ (hour)[field]), field);
  }
  assert.ok(totals['count_unique(user)'] < series['count_unique(user)'].reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b), 'a user of several hours is one');
});

test('a group holds its own sessions; what a session lacks is left out of it', async () => {
  const { groups } = await sessions({ field: ['sum(session)', 'crash_free_rate(user)'], groupBy: ['release', 'environment'], orderBy: '-sum(session)' });
  assert.equal(groups.length, 5);
  for (const { by, totals } of groups) {
    const own = counted((session) => session.release === by.release && session.environment === by.environment);
    assert.deepEqual(totals, { 'sum(session)': own['sum(session)'], 'crash_free_rate(user)': own['crash_free_rate(user)'] }, JSON.stringify(by));
  }
  const sums = groups.map((/** @type {any} */ { totals }) => totals['sum(session)']);
  assert.deepEqual(sums, [...sums].sort((a, b) => b - a));
  assert.ok(groups.some((/** @type {any} */ { by }) => Object.keys(by).join() === 'environment'));
  const byProject = (await sessions({ field: 'sum(session)', groupBy: 'project' })).groups.map((/** @type {any} */ { by }) => typeof by.project);
  assert.deepEqual(byProject, ['number', 'number']);
});

test('states exclude each other, and a user belongs to the worst of theirs', async () => {
  const { groups } = await sessions({ field: ['sum(session)', 'count_unique(user)'], groupBy: 'session.status' });
  const { byStatus } = counted();
  assert.deepEqual(Object.fromEntries(groups.map((/** @type {any} */ { by, totals }) => [by['session.status'], Object.values(totals)])), byStatus);
});

test('searches narrow by release, environment, project and state', async () => {
  const sum = async (/** @type {string} */ query) => (await sessions({ field: 'sum(session)', query })).groups[0].totals['sum(session)'];
  for (const [query, own] of /** @type {Array<[string, (session: any) => boolean]>} */ ([
    ['release:shop@1.0', (session) => session.release === 'shop@1.0'],
    ['!release:shop@1.0', (session) => session.release !== 'shop@1.0'],
    ['has:release (environment:prod)', (session) => session.release && session.environment === 'prod'],
    ['release:[shop@1.0,shop@2.0] OR project:web', (session) => session.release || session.project === 'web'],
    ['session.status:crashed', (session) => session['session.status'] === 'crashed'],
    ['(session.status:[crashed,abnormal]) environment:prod', (session) => ['crashed', 'abnormal'].includes(session['session.status']) && session.environment === 'prod'],
    ['!session.status:healthy', (session) => session['session.status'] !== 'ok'],
  ])) assert.equal(await sum(query), SESSIONS.filter(own).length, query);
});

test('releases may be in the order of their first session, and pages follow each other', async () => {
  const asked = { field: 'sum(session)', groupBy: 'release', query: 'has:release', orderBy: '-release.timestamp', per_page: 1 };
  const { body, headers } = await server.get('sessions', { ...RANGE, ...asked });
  assert.deepEqual(body.groups.map((/** @type {any} */ { by }) => by.release), ['shop@2.0']);
  const [, cursor] = /rel="next"; results="true"; cursor="([^"]+)"/.exec(headers.get('link') ?? '') ?? [];
  assert.deepEqual((await sessions({ ...asked, cursor })).groups.map((/** @type {any} */ { by }) => by.release), ['shop@1.0']);
});

test('series or totals are left out when they are not wanted, and nothing is zero, but for a rate', async () => {
  assert.deepEqual(Object.keys((await sessions({ field: 'sum(session)', includeSeries: 0 })).groups[0]), ['by', 'totals']);
  assert.deepEqual(Object.keys((await sessions({ field: 'sum(session)', includeTotals: 0 })).groups[0]), ['by', 'series']);
  const { groups: [{ totals, series }] } = await sessions({ field: ['sum(session)', 'crash_rate(user)'], query: 'release:none', interval: '1h' });
  assert.deepEqual([totals, series], [{ 'sum(session)': 0, 'crash_rate(user)': null }, { 'sum(session)': [0, 0, 0, 0], 'crash_rate(user)': [null, null, null, null] }]);
});

test('a range is whole intervals, and begins and ends with one', async () => {
  const { intervals, start, end } = await sessions({ field: 'sum(session)', interval: '6h' });
  assert.deepEqual([start, end, intervals], ['2026-01-14T06:00:00Z', '2026-01-14T18:00:00Z', ['2026-01-14T06:00:00Z', '2026-01-14T12:00:00Z']]);
});

const REFUSED = /** @type {Array<[Record<string, any>, string]>} */ ([
  [{}, 'Request is missing a "field"'],
  [{ field: 'sum(foo)' }, 'Invalid field: "sum(foo)"'],
  [{ field: '__proto__' }, 'Invalid field: "__proto__"'],
  [{ groupBy: 'user' }, 'Invalid groupBy: "user"'],
  [{ interval: '30m' }, 'The interval has to be a multiple of the minimum interval of one hour.'],
  [{ interval: '2d' }, 'The interval has to be less than one day.'],
  [{ interval: '5h' }, 'The interval should divide one day without a remainder.'],
  [{ start: undefined, end: undefined, statsPeriod: '90d' }, 'Your interval and date range would create too many results. Use a larger interval, or a smaller date range.'],
  [{ orderBy: ['sum(session)', '-sum(session)'] }, 'Cannot order by multiple fields'],
  [{ orderBy: 'crash_rate(user)' }, "'orderBy' must be one of the provided 'fields'"],
  [{ orderBy: 'sum(session)', groupBy: 'session.status' }, "Cannot use 'orderBy' when grouping by sessions.status"],
  [{ orderBy: 'release.timestamp' }, 'To sort by release.timestamp, tag release must be in the groupBy'],
  [{ field: 'crash_rate(user)', groupBy: 'session.status' }, 'Cannot group field crash_rate(user) by session.status'],
  [{ field: 'crash_rate(user)', query: 'session.status:crashed' }, 'Cannot filter field crash_rate(user) by session.status'],
  [{ field: 'count_unique(user)', query: 'session.status:[crashed,errored]' }, 'Cannot filter count_unique by multiple session.status unless it is in groupBy'],
  [{ query: 'session.status:crashed OR release:x' }, 'Unable to parse condition with session.status'],
  [{ query: 'user.email:a' }, 'Invalid search filter: user.email'],
  [{ query: 'words' }, 'Invalid search filter: message'],
  [{ query: 'count():>5' }, 'Invalid search filter: count()'],
  [{ query: 'release:shop*' }, 'Invalid condition: wildcard search is not supported'],
  [{ per_page: 1000 }, 'Invalid per_page value. Must be between 1 and 100.'],
]);

test(`${REFUSED.length} requests are refused in Sentry's words`, async () => {
  for (const [{ start = RANGE.start, end = RANGE.end, ...query }, detail] of REFUSED) {
    const range = query.statsPeriod ? {} : { start, end };
    const { status, body } = await server.get('sessions', { ...range, ...(detail.startsWith('Request is missing') ? {} : { field: 'sum(session)' }), ...query });
    assert.deepEqual([status, body], [400, { detail }], JSON.stringify(query));
  }
});

test('a file\'s session that cannot be one is refused with its reason', async () => {
  await assert.rejects(serve([{ 'event.type': 'session', timestamp: at(), status: 'gone' }]), /session\.status must be healthy, errored, crashed, abnormal, ok or exited, found "gone"/);
  await assert.rejects(serve([{ type: 'session', timestamp: at(), abnormal_mechanism: 'x' }]), /abnormal_mechanism must be anr_foreground or anr_background, found "x"/);
});
