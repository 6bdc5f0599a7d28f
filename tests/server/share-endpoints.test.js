/** Share links of issues and of release health: what their pages ask, cut to what they show, and nothing else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readShareSecret, readWish, signShare } from '../../www/server/share/tokens.js';
import { at, NOW, serve } from './harness.js';

const query = (/** @type {Record<string, any>} */ facts) => ({ name: '', conditions: '', orderby: '', aggregates: [], columns: [], fields: [], ...facts });
const DASHBOARD = {
  id: '1', title: 'Shared', projects: [], environment: [], filters: {},
  widgets: [
    { id: '1', title: 'Issues', displayType: 'table', widgetType: 'issue', limit: 5, queries: [query({ columns: ['issue', 'title'], fields: ['issue', 'title'], conditions: 'level:error', orderby: 'date' })] },
    { id: '2', title: 'Sessions', displayType: 'line', widgetType: 'metrics', queries: [query({ aggregates: ['sum(session)'], fields: ['sum(session)'] })] },
  ],
};
const secret = /** @type {Uint8Array} */ (readShareSecret({ SHARE_SECRET: 'a-secret-of-more-than-thirty-two-characters' }));

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  server = await serve([
    { timestamp: at(20), 'error.type': 'E', 'error.value': 'secret value', culprit: '/secret', level: 'error', issue: 'WEB-1', user: { email: 'a@x.example' } },
    { 'event.type': 'session', timestamp: at(20), release: '1', user: { id: '1' } },
  ], { catalogue: { find: () => DASHBOARD }, embed: { share: { secret, revoked: /** @type {any} */ ({ has: async () => false }) } } });
});
after(() => server.close());

/** @param {string | null} widget */
async function link(widget) {
  const { token } = await signShare(secret, readWish({ org: 'demo', dashboard: '1', widget, days: 1, ranges: ['24h'] }), NOW);
  return async (/** @type {string} */ path) => {
    const response = await fetch(`${server.address}/s/${token}/api/0/organizations/demo/${path}`);
    return { status: response.status, body: await response.json() };
  };
}
const ISSUES = 'issues/?query=level:error&sort=date&limit=5';
const SESSIONS = 'sessions/?field=sum(session)&query=&interval=1h';

test('a dashboard\'s link answers what its widgets ask, over its ranges', async () => {
  const get = await link(null);
  assert.deepEqual(await get(`${ISSUES}&statsPeriod=24h`), { status: 200, body: [{ shortId: 'WEB-1', title: 'E: secret value' }] });
  assert.equal((await get(`${SESSIONS}&statsPeriod=24h`)).body.groups[0].totals['sum(session)'], 1);
  for (const path of [
    ISSUES, `${ISSUES}&statsPeriod=7d`, `${ISSUES}&statsPeriod=24h&cursor=0:5:0`, `${ISSUES.replace('level:error', '')}&statsPeriod=24h`, `${ISSUES.replace('limit=5', 'limit=50')}&statsPeriod=24h`, 'issues/1/?statsPeriod=24h',
    SESSIONS, `${SESSIONS}&statsPeriod=90d`, `${SESSIONS}&statsPeriod=24h&groupBy=release`, `${SESSIONS.replace('sum(session)', 'count_unique(user)')}&statsPeriod=24h`, 'projects/',
  ]) assert.equal((await get(path)).status, 403, path);
});

test('a widget\'s link answers what that widget asks alone', async () => {
  const [ofIssues, ofSessions] = [await link('1'), await link('2')];
  assert.deepEqual([(await ofIssues(`${ISSUES}&statsPeriod=24h`)).status, (await ofIssues(`${SESSIONS}&statsPeriod=24h`)).status], [200, 403]);
  assert.deepEqual([(await ofSessions(`${ISSUES}&statsPeriod=24h`)).status, (await ofSessions(`${SESSIONS}&statsPeriod=24h`)).status], [403, 200]);
});
