/** Issues and sessions of a real Sentry: what is passed on of them, and what comes back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createApp } from '../../../www/server/app.js';
import { openProxy, readProxySettings } from '../../../www/server/proxy/index.js';
import { matchRequest } from '../../../www/server/proxy/match.js';
import { readableIssues } from '../../../www/server/proxy/readable-issues.js';
import { widgetRequests } from '../../../www/server/proxy/widget-requests.js';
import { ask } from '../../../www/element/dashboard/endpoints/index.js';
import { DASHBOARD } from './dashboard.js';

const KNOWN = widgetRequests('acme', DASHBOARD);
const SCOPE = 'project=1&project=2&environment=prod';
const OWN = 'query=is:unresolved level:error&sort=freq';

/** @param {string} endpoint @param {string} search */
const verdict = (endpoint, search) => matchRequest({ org: 'acme', endpoint, params: new URLSearchParams(`${SCOPE}&${search}`) }, KNOWN);

test('what a widget asks is passed on', () => {
  for (const [endpoint, search, widget] of [
    ['issues', `${OWN}&limit=8`, '12'], ['issues', `query=(level:error) is:unresolved&sort=freq&limit=1&statsPeriod=14d`, '12'], ['issues', 'query=&sort=date&limit=5', '15'],
    ['sessions', 'field=crash_free_rate(session)&query=release:a&interval=1h&statsPeriod=24h', '13'],
    ['sessions', 'field=sum(session)&groupBy=release&query=&orderBy=-release.timestamp&per_page=4&includeSeries=0&interval=6h', '14'],
    ['sessions', 'field=sum(session)&groupBy=release&groupBy=session.status&query=&orderBy=-release.timestamp&includeSeries=0', '14'],
  ]) {
    const found = verdict(endpoint, search);
    assert.equal(found.allowed && found.widget.widgetId, widget, `${endpoint} ${search}: ${JSON.stringify(found).slice(0, 200)}`);
  }
});

const REFUSED = /** @type {Array<[string, string, string]>} */ ([
  ['issues', `${OWN}&limit=9`, 'limit'], ['issues', OWN, 'limit'], ['issues', `${OWN}&limit=0`, 'limit'], ['issues', `${OWN}&limit=8&cursor=0:8:0`, 'cursor'], ['issues', `${OWN}&limit=8&expand=owners`, 'expand'], ['issues', `${OWN}&limit=8&collapse=stats`, 'collapse'],
  ['issues', `${OWN}&limit=8&shortIdLookup=1`, 'shortIdLookup'], ['issues', `${OWN}&limit=8&group=1`, 'group'], ['issues', 'query=is:unresolved level:error&sort=date&limit=8', 'sort'], ['issues', 'query=is:unresolved level:error&limit=8', 'sort'],
  ['issues', 'query=is:unresolved&sort=freq&limit=8', 'query'], ['issues', 'query=is:unresolved level:error assigned:me&sort=freq&limit=8', 'query'], ['issues', 'query=user.email:a*&sort=date&limit=5', 'query'], ['issues', `${OWN}&limit=8&limit=8`, 'limit is given more than once'],
  ['sessions', 'field=crash_free_rate(user)&query=release:a', 'field'], ['sessions', 'field=crash_free_rate(session)&query=', 'query'], ['sessions', 'field=crash_free_rate(session)&query=release:a OR release:b', 'query'], ['sessions', 'field=crash_free_rate(session)&groupBy=release&query=release:a', 'groupBy'],
  ['sessions', 'field=sum(session)&groupBy=release&groupBy=environment&query=', 'groupBy'], ['sessions', 'field=sum(session)&groupBy=release&query=&per_page=11', 'per_page'], ['sessions', 'field=sum(session)&groupBy=release&query=&cursor=0:4:0', 'cursor'], ['sessions', 'field=sum(session)&groupBy=release&query=&orderBy=sum(session)', 'orderBy'],
  ['sessions', 'query=', 'field'], ['sessions', 'field=sum(session)&groupBy=release&query=&includeSeries=1', 'includeSeries'],
  // No widget of events asks for either, and neither of these for events.
  ['issues', 'query=error.handled:0&sort=-count&limit=5', 'query'], ['events', 'field=issue&field=title&field=assignee&field=events&query=is:unresolved level:error&sort=freq&per_page=8', 'dataset'], ['events-stats', 'yAxis=crash_free_rate(session)&query=release:a&orderby=-crash_free_rate(session)', 'dataset'], ['projects', '', 'no widget asks projects'],
]);

test(`${REFUSED.length} requests that no widget makes are refused`, () => {
  for (const [endpoint, search, reason] of REFUSED) {
    const found = verdict(endpoint, search);
    assert.equal(found.allowed, false, `${endpoint} ${search}`);
    assert.ok('reason' in found && found.reason.includes(reason), `${search}: ${JSON.stringify(found)}`);
  }
  for (const scope of ['project=1', 'project=1&project=2', 'project=1&project=2&project=3&environment=prod', 'project=-1&environment=prod', '']) {
    assert.equal(matchRequest({ org: 'acme', endpoint: 'issues', params: new URLSearchParams(`${scope}&${OWN}&limit=8`) }, KNOWN).allowed, false, scope);
    assert.equal(matchRequest({ org: 'acme', endpoint: 'sessions', params: new URLSearchParams(`${scope}&field=crash_free_rate(session)&query=release:a`) }, KNOWN).allowed, false, scope);
  }
  const ofEvents = KNOWN.filter(({ elsewhere }) => elsewhere === null);
  for (const endpoint of ['issues', 'sessions']) assert.deepEqual(matchRequest({ org: 'acme', endpoint, params: new URLSearchParams(SCOPE) }, ofEvents), { allowed: false, reason: `no widget asks ${endpoint}` });
  assert.equal(matchRequest({ org: 'other', endpoint: 'issues', params: new URLSearchParams(`${SCOPE}&${OWN}&limit=8`) }, KNOWN).allowed, false);
});

const SECRET = 'jane@corp.example';
const ISSUE = {
  id: '5', shortId: 'WEB-5', title: 'Boom', culprit: '/secret/route', count: '12', userCount: 3, isUnhandled: true, status: 'unresolved', level: 'error', permalink: 'https://sentry.example/5',
  metadata: { value: SECRET }, project: { id: '1', slug: 'web', platform: 'python' }, lifetime: { count: '99', userCount: 8, firstSeen: 'x' }, filtered: { count: '7', userCount: 2 }, stats: { '24h': [[1, 2]] },
  assignedTo: { type: 'user', id: '1', name: 'Jane', email: SECRET }, owners: [{ owner: SECRET }], seenBy: [{ email: SECRET }], annotations: [{ url: 'https://t.example', displayName: 'T-1' }], subscriptionDetails: { reason: SECRET },
};

test('an issue is cut to what the widget\'s columns show', () => {
  assert.deepEqual(readableIssues([ISSUE], ['title']), [{ title: 'Boom' }]);
  assert.deepEqual(readableIssues([ISSUE], ['issue', 'assignee', 'events', 'isHandled']), [{ shortId: 'WEB-5', count: '12', isUnhandled: true, assignedTo: { name: 'Jane' }, filtered: { count: '7' } }]);
  assert.deepEqual(readableIssues([ISSUE], ['users', 'lifetimeUsers', 'project', 'platform', 'links']), [{ userCount: 3, filtered: { userCount: 2 }, lifetime: { userCount: 8 }, project: { slug: 'web', platform: 'python' }, annotations: ISSUE.annotations }]);
  const columns = ['issue', 'assignee', 'title', 'status', 'level', 'platform', 'events', 'users', 'lifetimeEvents', 'lifetimeUsers', 'firstSeen', 'lastSeen', 'isBookmarked', 'isHandled', 'isSubscribed', 'links', 'project', 'metadata', 'seenBy', 'owners', 'stats', 'subscriptionDetails', '__proto__', 'constructor'];
  const [whole] = readableIssues([ISSUE], columns);
  assert.doesNotMatch(JSON.stringify(whole), new RegExp(`${SECRET}|secret/route|metadata|permalink`));
  // Who has given no name goes by their address.
  assert.deepEqual(readableIssues([{ ...ISSUE, assignedTo: { name: SECRET, email: SECRET } }], ['assignee']), [{ assignedTo: null }]);
  assert.deepEqual(readableIssues('x', columns), []);
  assert.deepEqual(readableIssues([null, 5, { title: {} }], ['title', 'lifetimeEvents']), [{ lifetime: null }, { lifetime: null }, { lifetime: null }]);
});

describe('over HTTP', () => {
  /** @type {string[]} */
  const seen = [];
  /** @type {any} */
  let app;
  let address = '';
  /** @type {http.Server} */
  let sentry;
  let issues = JSON.stringify([ISSUE]);
  before(async () => {
    sentry = http.createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost');
      if (!pathname.endsWith('/dashboards/7/')) seen.push(request.url ?? '');
      const body = pathname.endsWith('/dashboards/7/') ? JSON.stringify(DASHBOARD) : pathname.endsWith('/issues/') ? issues : JSON.stringify({ intervals: ['2026-01-14T10:00:00Z'], groups: [{ by: {}, totals: {}, series: { 'crash_free_rate(session)': [0.99] } }] });
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    await once(sentry.listen(0, '127.0.0.1'), 'listening');
    const settings = readProxySettings({ SENTRY_URL: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (sentry.address()).port}`, SENTRY_AUTH_TOKEN: 'sntrys_0123456789', SENTRY_DASHBOARDS: 'acme/7', SENTRY_FRESH_SECONDS: '0' }, '127.0.0.1');
    const { routes, catalogue } = await openProxy(/** @type {any} */ (settings), { log: () => {} });
    app = await createApp({ routes: [routes], catalogue, embed: { modulePath: fileURLToPath(new URL('../../../dist/package/node.js', import.meta.url)) } });
    address = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(async () => { await app.close(); sentry.closeAllConnections(); sentry.close(); });

  /** As a dashboard's element does for the widget. @param {string} id @param {string} request */
  const asked = (id, request) => ask(JSON.stringify({ ...DASHBOARD, widgets: DASHBOARD.widgets.filter((widget) => widget.id === id) }), fetch, new URL(`${address}/api/0/organizations/acme/${request}&${SCOPE}`));

  test('the element\'s own requests pass, and their answers are cut', async () => {
    const table = await asked('12', 'events/?field=issue&field=title&field=assignee&field=events&query=is:unresolved level:error&sort=freq&per_page=8&statsPeriod=24h');
    assert.deepEqual((await table.json()).data, [{ issue: 'WEB-5', title: 'Boom', assignee: 'Jane', events: 7 }]);
    const raw = await fetch(`${address}/api/0/organizations/acme/issues/?${SCOPE}&${OWN}&limit=8`);
    assert.doesNotMatch(await raw.text(), new RegExp(SECRET));
    const line = await asked('13', 'events-stats/?interval=1h&query=release:a&yAxis=crash_free_rate(session)&orderby=-crash_free_rate(session)&statsPeriod=24h');
    assert.deepEqual((await line.json()).data, [[1768384800, [{ count: 0.99 }]]]);
    for (const request of ['events/?field=release&field=sum(session)&field=count_crashed(session)&sort=-release&per_page=4&query=&statsPeriod=24h']) assert.equal((await asked('14', request)).status, 200);
    assert.equal(seen.length, 5);
  });

  test('documents and pages of such widgets are there, by the same requests', async () => {
    const get = async (/** @type {string} */ path) => {
      const response = await fetch(address + path);
      return [response.status, await response.text()];
    };
    const [status, picture] = await get('/chart/acme/7/13.svg?range=24h');
    assert.equal(status, 200, String(picture));
    assert.match(String(picture), /^<svg .*Widget 13/s);
    assert.deepEqual(await get('/chart/acme/7/12.csv'), [200, 'issue,title,assignee,events\r\nWEB-5,Boom,Jane,7\r\n']);
    assert.equal((await get('/chart/acme/7/14.csv'))[0], 200);
    for (const id of ['12', '13', '14']) assert.match(String((await get(`/embed/acme/7/${id}`))[1]), new RegExp(`<events-stats-dashboard widget-id="${id}" org="acme" dashboard-id="7"`));
  });

  test('what is refused never reaches Sentry, and a list that is none is no answer', async () => {
    const before = seen.length;
    for (const path of [`issues/?${SCOPE}&${OWN}&limit=99`, `issues/5/?${SCOPE}`, `issues/5/events/?${SCOPE}`, `sessions/?${SCOPE}&field=sum(user)`, 'issues/']) assert.equal((await fetch(`${address}/api/0/organizations/acme/${path}`)).status, 403, path);
    assert.equal(seen.length, before);
    issues = JSON.stringify({ detail: SECRET });
    const { status } = await fetch(`${address}/api/0/organizations/acme/issues/?${SCOPE}&${OWN}&limit=8`);
    assert.equal(status, 502);
  });
});
