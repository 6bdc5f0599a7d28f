/** The list of issues: errors by their issue, against sums of its own. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { at, serve } from './harness.js';

const ISSUES = ['WEB-1', 'WEB-2', 'API-1', 'API-2'];
/** Sixty errors in three hours; the first issue is older than the rest. */
const EVENTS = [
  { timestamp: at(-48), 'error.type': 'Old', 'error.value': 'old', issue: 'WEB-1', project: 'web', release: '0', user: { id: 'old' }, level: 'error' },
  ...Array.from({ length: 60 }, (_, index) => {
    const place = index % 10 < 4 ? 0 : index % 10 < 7 ? 1 : index % 10 < 9 ? 2 : 3;
    return {
      timestamp: at(0, index * 3), 'error.type': `Type${place}`, 'error.value': `value ${index}`, issue: ISSUES[place], project: ISSUES[place].startsWith('WEB') ? 'web' : 'api', platform: 'python',
      level: place === 3 ? 'fatal' : 'error', 'error.handled': place === 1, release: index < 30 ? '1' : '2', environment: index % 2 ? 'prod' : 'test', culprit: `/route/${place}`, user: { id: String(index % (place === 2 ? 12 : 3)) },
    };
  }),
  { timestamp: at(1), message: 'an event without an issue', level: 'error', project: 'web' },
  { timestamp: at(1), 'event.type': 'transaction', 'transaction.duration': 5, transaction: '/', project: 'web' },
];
const RANGE = { start: at(), end: at(4) };
/** @typedef {Record<string, any>} Issue */

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => { server = await serve(EVENTS); });
after(() => server.close());

/** @param {Record<string, any>} query @returns {Promise<Issue[]>} */
async function issues(query) {
  const { status, body } = await server.get('issues', { ...RANGE, ...query });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}
const names = (/** @type {Issue[]} */ list) => list.map(({ shortId }) => shortId);
const own = (/** @type {string} */ issue, /** @type {(event: any) => boolean} */ test = () => true) => EVENTS.slice(1).filter((event) => /** @type {any} */ (event).issue === issue && test(event));
const users = (/** @type {any[]} */ events) => new Set(events.map((event) => event.user.id)).size;

test('an issue has its counts in the range, over its life, and within the search', async () => {
  const list = await issues({ query: 'release:2 is:unresolved', sort: 'freq' });
  assert.deepEqual(names(list), ISSUES);
  for (const { shortId, count, userCount, filtered, lifetime, firstSeen } of list) {
    const [all, within] = [own(shortId), own(shortId, ({ release }) => release === '2')];
    const before = shortId === 'WEB-1' ? 1 : 0;
    assert.deepEqual([count, userCount], [String(all.length), users(all)], shortId);
    assert.deepEqual([filtered.count, filtered.userCount], [String(within.length), users(within)], shortId);
    assert.deepEqual([lifetime.count, lifetime.userCount], [String(all.length + before), users(all) + before], shortId);
    assert.equal(firstSeen, `${before ? at(-48) : all[0].timestamp}.000Z`);
  }
  assert.deepEqual((await issues({ query: '' })).map(({ filtered }) => filtered), [null, null, null, null], 'no search, nothing within it');
});

test('an issue says what it is by its newest error', async () => {
  const [issue] = await issues({ query: 'issue:API-2' });
  const { id, title, culprit, level, status, platform, project, isUnhandled, assignedTo, metadata, lastSeen } = issue;
  const newest = /** @type {any} */ (own('API-2').at(-1));
  assert.deepEqual({ title, culprit, level, status, platform, isUnhandled, assignedTo, metadata, slug: project.slug, lastSeen }, {
    title: `Type3: ${newest['error.value']}`, culprit: '/route/3', level: 'fatal', status: 'unresolved', platform: 'python', isUnhandled: true, assignedTo: null,
    metadata: { title: `Type3: ${newest['error.value']}`, type: 'Type3', value: newest['error.value'] }, slug: 'api', lastSeen: `${newest.timestamp}.000Z`,
  });
  assert.match(id, /^\d+$/);
  assert.doesNotMatch(JSON.stringify(issue), /email/);
});

test('orders, pages and what is left out', async () => {
  assert.deepEqual(names(await issues({ sort: 'freq' })), ISSUES);
  assert.deepEqual(names(await issues({ sort: 'user' })).slice(0, 1), ['API-1']);
  assert.equal(names(await issues({ sort: 'new' })).at(-1), 'WEB-1');
  assert.deepEqual(names(await issues({})), names(await issues({ sort: 'date', query: 'is:unresolved' })), 'the usual order and search');
  const first = await server.get('issues', { ...RANGE, sort: 'freq', limit: 3 });
  assert.deepEqual(names(first.body), ISSUES.slice(0, 3));
  const [, cursor] = /rel="next"; results="true"; cursor="([^"]+)"/.exec(first.headers.get('link') ?? '') ?? [];
  const last = await server.get('issues', { ...RANGE, sort: 'freq', limit: 3, cursor });
  assert.deepEqual(names(last.body), ISSUES.slice(3));
  assert.match(last.headers.get('link') ?? '', /rel="next"; results="false"/);
  const [bare] = await issues({ collapse: ['stats', 'unhandled'] });
  assert.deepEqual(['count', 'lifetime', 'filtered', 'isUnhandled'].filter((name) => name in bare), []);
});

test('searches are about events, issues and what people do with them', async () => {
  for (const [query, expected] of /** @type {Array<[string, string[]]>} */ ([
    ['level:fatal', ['API-2']], ['!level:fatal', ['WEB-1', 'WEB-2', 'API-1']], ['project:web', ['WEB-1', 'WEB-2']], ['error.handled:1', ['WEB-2']], ['Type1', ['WEB-2']], ['issue:[WEB-1,API-1]', ['WEB-1', 'API-1']],
    ['(is:unresolved) level:fatal', ['API-2']], ['is:resolved', []], ['!is:resolved level:fatal', ['API-2']], ['is:unassigned', ISSUES], ['assigned:me', []], ['assigned:[me,none]', ISSUES], ['!assigned:me level:fatal', ['API-2']],
    ['firstSeen:-48h', ['WEB-2', 'API-1', 'API-2']], ['!issue:WEB-2 firstSeen:+48h', ['WEB-1']], ['timesSeen:>18', ['WEB-1']], ['lastSeen:+24h', ['API-2']],
  ])) {
    const found = names(await issues({ query, sort: 'freq' })).sort();
    if (query.startsWith('lastSeen')) assert.deepEqual(found, [...ISSUES.filter((issue) => /** @type {any} */ (own(issue).at(-1)).timestamp <= at(4, 23, 45))].sort(), query);
    else if (query === 'Type1') assert.deepEqual(found, names(await issues({ query: 'message:Type1' })).sort());
    else assert.deepEqual(found, [...expected].sort(), query);
  }
  assert.deepEqual(names(await issues({ environment: 'prod', query: 'level:fatal' })), ['API-2']);
  const refused = async (/** @type {Record<string, any>} */ query) => { const { status, body } = await server.get('issues', { ...RANGE, ...query }); return [status, body.detail]; };
  assert.deepEqual(await refused({ query: 'a:b OR c:d' }), [400, 'Error parsing search query: Boolean statements containing "OR" or "AND" are not supported in this search']);
  assert.match((await refused({ query: 'is:gone' }))[1], /^Invalid value for "is" search, valid values are \['unresolved', /);
  assert.deepEqual(await refused({ sort: 'inbox' }), [400, "Sort key 'inbox' not supported."]);
  assert.deepEqual(await refused({ groupStatsPeriod: '3d' }), [400, "Invalid stats_period. Valid choices are '', '24h', '14d' and 'auto'"]);
  assert.deepEqual(await refused({ limit: 0 }), [400, 'Invalid limit value. Must be between 1 and 100.']);
  assert.deepEqual(await refused({ query: 'is:unresolved (' }), [400, "Parse error at 'ved (' (column 15). This is commonly caused by unmatched parentheses. Enclose any text in double quotes."]);
});
