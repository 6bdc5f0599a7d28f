/** Viewers who narrow a dashboard's filters before a real Sentry: some of what it shows passes, and nothing ever widens it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { createApp } from '../../../www/server/app.js';
import { openProxy, readProxySettings } from '../../../www/server/proxy/index.js';
import { Upstream } from '../../../www/server/proxy/upstream.js';
import { ViewerFilters } from '../../../www/server/proxy/viewer-filters.js';
import { widgetRequests } from '../../../www/server/proxy/widget-requests.js';
import { readShareSecret, readWish, signShare } from '../../../www/server/share/tokens.js';
import { raw } from '../http/harness.js';
import { DASHBOARD } from './dashboard.js';

const ORG = '/api/0/organizations/acme';
const TOKEN = 'sntrys_0123456789';
const SHARES = /** @type {Uint8Array} */ (readShareSecret({ SHARE_SECRET: 'a-secret-of-more-than-thirty-two-characters' }));
/** 7 is about two projects and one environment, 8 about all that the token's owner is in, 9 about all. */
const NAMED = { ...DASHBOARD, environment: ['prod', 'stage'] };
const query = (/** @type {Record<string, any>} */ facts) => ({ name: '', conditions: '', orderby: '', aggregates: [], columns: [], fields: [], ...facts });
const lines = (/** @type {string} */ conditions) => [{ id: '80', title: 'One', displayType: 'line', widgetType: 'error-events', interval: '5m', queries: [query({ aggregates: ['count()'], conditions })] }];
const OWN = { id: '8', title: 'Own', projects: [], environment: [], filters: {}, widgets: lines('own:x') };
const ALL = { id: '9', title: 'All', projects: [-1], environment: [], filters: {}, widgets: lines('all:x') };
const SECRET = 'jane@corp.example';
const project = (/** @type {string} */ id, /** @type {string} */ slug, isMember = true) => ({ id, slug, name: slug.toUpperCase(), isMember, isBookmarked: true, options: { secret: SECRET }, team: { members: [SECRET] }, access: ['project:admin'] });
/** Sentry's list, in two pages; the last one is no project of the token's owner. */
const PAGES = [[project('1', 'web'), project('2', 'api')], [project('3', 'jobs'), project('4', 'hidden', false), { id: 'x', slug: 'odd' }, null]];
const ENVIRONMENTS = [{ id: '1', name: 'prod', secret: SECRET }, { id: '2', name: 'stage' }, { id: '3', name: 'dev' }, { id: '4', name: '' }, null];

/** @type {string[]} */
let seen = [];
let listStatus = 200;
/** @type {http.Server} */
let sentry;
/** @type {string[]} */
const said = [];

before(async () => {
  sentry = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const dashboard = { 7: NAMED, 8: OWN, 9: ALL }[/dashboards\/(\d)\/$/.exec(pathname)?.[1] ?? ''];
    const isList = /\/(?:projects|environments)\/$/.test(pathname);
    if (!dashboard) seen.push(request.url ?? '');
    const page = Number(searchParams.get('cursor')?.split(':')[1] ?? 0);
    const headers = { 'content-type': 'application/json', ...(pathname.endsWith('/projects/') && { link: `<http://x/?&cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <http://x/?&cursor=0:1:0>; rel="next"; results="${page === 0}"; cursor="0:1:0"` }) };
    const body = dashboard ?? (pathname.endsWith('/projects/') ? PAGES[page] : pathname.endsWith('/environments/') ? ENVIRONMENTS : pathname.endsWith('/issues/') ? [] : { data: [{ 'error.type': 'E', release: 'r', 'count()': 1, title: 't' }] });
    response.writeHead(isList ? listStatus : 200, headers).end(JSON.stringify(body));
  });
  await once(sentry.listen(0, '127.0.0.1'), 'listening');
});
after(() => { sentry.closeAllConnections(); sentry.close(); });

/** @param {import('node:test').TestContext | undefined} t @param {Record<string, string>} env */
async function start(t, env) {
  const port = /** @type {import('node:net').AddressInfo} */ (sentry.address()).port;
  const settings = readProxySettings({ SENTRY_URL: `http://127.0.0.1:${port}`, SENTRY_AUTH_TOKEN: TOKEN, SENTRY_DASHBOARDS: 'acme/7,acme/8,acme/9', SENTRY_FRESH_SECONDS: '0', ...env }, '127.0.0.1');
  const { routes, catalogue, editable } = await openProxy(/** @type {any} */ (settings), { log: (line) => said.push(line) });
  const app = await createApp({ routes: [routes], catalogue, editable, embed: { share: { secret: SHARES, revoked: /** @type {any} */ ({ has: async () => false }) } } });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  t?.after(() => app.close());
  return { address, app, catalogue };
}

const STATS = 'events-stats/?statsPeriod=24h&yAxis=count()';
const MINE = `${STATS}&query=own:x&dataset=errors`;
const EVERY = `${STATS}&query=all:x&dataset=errors`;

describe('some of what a dashboard shows', () => {
  /** @type {Awaited<ReturnType<typeof start>>} */
  let proxy;
  before(async () => { proxy = await start(undefined, { SENTRY_VIEWER_FILTERS: 'project, environment' }); seen = []; });
  after(() => proxy.app.close());
  /** @param {string} path */
  const get = async (path) => {
    const { status, body } = await raw(proxy.address, `${ORG}/${path}`);
    return { status, body: JSON.parse(String(body)) };
  };

  test('passes', async () => {
    for (const path of [
      `${STATS}&project=1&project=2&environment=prod&environment=stage`, `${STATS}&project=1&environment=prod&environment=stage`, `${STATS}&project=2&project=1&environment=stage`, `${STATS}&project=1&project=1&environment=prod`,
      `issues/?project=2&environment=prod&query=is:unresolved level:error&sort=freq&limit=8`, 'sessions/?project=1&environment=stage&field=crash_free_rate(session)&query=release:a&interval=1h', 'releases/stats/?project=1&environment=prod&statsPeriod=24h',
      MINE, `${MINE}&project=1`, `${MINE}&project=3&project=1&environment=dev`, `${MINE}&environment=prod&environment=dev`,
      `${EVERY}&project=-1`, `${EVERY}&project=4`, `${EVERY}&project=-1&environment=dev`,
    ]) {
      const found = await get(path.replaceAll(' ', '%20'));
      assert.equal(found.status, 200, `${path}: ${JSON.stringify(found.body)}`);
    }
    assert.ok(seen.some((url) => url.includes('project=1&environment=prod') && url.includes('/releases/stats/')));
  });

  const OF_7 = `${STATS}&environment=prod`;
  /** Beyond it, or written so that Sentry may read another thing than was checked. */
  const SMUGGLED = [
    // More, other, all, none.
    `${OF_7}&project=3`, `${OF_7}&project=1&project=3`, `${OF_7}&project=1&project=2&project=4`, `${OF_7}&project=-1`, `${OF_7}&project=1&project=-1`, OF_7, `${STATS}`, `${STATS}&project=1`, `${STATS}&project=1&project=2`,
    `${STATS}&project=1&environment=dev`, `${STATS}&project=1&environment=prod&environment=dev`, `${STATS}&project=1&environment=`, `${STATS}&project=1&environment=prod&environment=`, `${OF_7}&project=`, `${OF_7}&project=1&project=`,
    // Other spellings of the same number, name or parameter.
    ...['01', '%2B1', '%201', '1%20', '1.0', '1,3', '1%00', '%EF%BC%91', '0x1', '1;project=3', '1%26project=3', '$all', '*', 'web', '1/../3', '1%0A', 'null', 'constructor', '__proto__'].map((id) => `${OF_7}&project=${id}`),
    ...['PROD', 'prod%20', '%20prod', 'pro*', '*', 'prod,dev', 'prod%00', '!prod', '%22prod%22', '[prod,dev]', 'constructor'].map((name) => `${STATS}&project=1&environment=${name}`),
    ...['projects=3', 'project%5B%5D=3', 'project.id=3', 'projectSlug=jobs', 'Project=3', 'environments=dev', 'environment%5B%5D=dev', 'all_projects=1', 'allProjects=1', 'group=1', 'team=1'].map((more) => `${OF_7}&project=1&${more}`),
    // A narrower scope is no licence for another search, another axis, another dashboard's data or a filter of somebody's own.
    `${OF_7}&project=1&query=user.email:a*`, `${OF_7}&project=1&query=project:jobs`, `${STATS.replace('count()', 'count_unique(user)')}&project=1&environment=prod`, `${OF_7}&project=1&query=environment:dev`, `${OF_7}&project=1&release=a`,
    `${MINE}&project=4`, `${MINE}&project=1&project=4`, `${MINE}&project=-1`, `${MINE}&project=99`, `${MINE}&project=`, `${MINE}&environment=`, `${MINE}&environment=nowhere`, `${MINE}&project=x`,
    EVERY, `${EVERY}&project=99`, `${EVERY}&project=-1&project=1`, `${EVERY}&project=-1&environment=nowhere`,
    `issues/?project=3&environment=prod&query=is:unresolved%20level:error&sort=freq&limit=8`, `issues/?project=1&environment=prod&query=is:unresolved&sort=freq&limit=8`, 'sessions/?project=3&environment=prod&field=crash_free_rate(session)&query=release:a', 'sessions/?environment=prod&field=crash_free_rate(session)&query=release:a',
    'releases/stats/?project=99&environment=prod', 'releases/stats/?project=1&environment=nowhere', 'releases/stats/?project=1&project=99',
    // The lists are told as they are, and nothing else of them or below them.
    'projects/?cursor=0:1:0', 'projects/?query=a', 'projects/?all_projects=1', 'environments/?project=3', 'environments/?visibility=hidden', 'projects/web/', 'projects/..', 'environments/prod/', 'projects//', 'teams/', 'members/',
  ];

  test(`${SMUGGLED.length} requests that widen it are refused, and reach Sentry not at all`, async () => {
    seen = [];
    for (const path of SMUGGLED) {
      const { status, body } = await get(path);
      assert.ok(status === 403 || status === 404, `${path} is ${status}`);
      assert.doesNotMatch(JSON.stringify(body), new RegExp(`${TOKEN}|hidden|${SECRET}`), path);
    }
    assert.deepEqual(seen, []);
    for (const org of ['other', 'ACME', 'acme%2f']) assert.ok([403, 404].includes((await raw(proxy.address, `/api/0/organizations/${org}/projects/`)).status), org);
  });

  test('is named by lists that hold what can be chosen, and nothing else of Sentry\'s', async () => {
    const member = (/** @type {string} */ id, /** @type {string} */ slug, isMember = true) => ({ id, slug, name: slug.toUpperCase(), isMember });
    assert.deepEqual((await get('projects/')).body, [member('1', 'web'), member('2', 'api'), member('3', 'jobs'), member('4', 'hidden', false)]);
    assert.deepEqual((await get('environments/')).body, [{ id: '1', name: 'prod' }, { id: '2', name: 'stage' }, { id: '3', name: 'dev' }]);
    for (const method of ['POST', 'PUT', 'DELETE']) assert.equal((await raw(proxy.address, `${ORG}/projects/`, { method })).status, 403);
  });

  test('groups found in a part are asked for again in that part alone', async () => {
    const top = 'project=1&environment=prod';
    const or = 'level:error OR level:fatal';
    const found = await get(`events/?${top}&field=error.type&field=release&field=count()&sort=-count()&per_page=4&query=${encodeURIComponent(or)}`);
    assert.equal(found.status, 200, JSON.stringify(found.body));
    const again = (/** @type {string} */ scope) => get(`events-stats/?${scope}&yAxis=count()&field=error.type&field=release&field=count()&topEvents=4&sort=-count()&query=${encodeURIComponent(`(${or}) AND (error.type:"E" AND release:"r")`)}`);
    assert.equal((await again(top)).status, 200);
    for (const scope of ['project=1&project=2&environment=prod&environment=stage', 'project=2&environment=prod', 'project=1&environment=stage']) assert.equal((await again(scope)).status, 403, scope);
  });

  test('a share link stays as it was made', async () => {
    const { token } = await signShare(SHARES, readWish({ org: 'acme', dashboard: '8', days: 1, ranges: ['24h'] }));
    const status = async (/** @type {string} */ path) => (await raw(proxy.address, `/s/${token}${path && ORG}${path}`)).status;
    assert.deepEqual([await status(`/${MINE}`), await status(`/${MINE}&project=1`), await status(`/${MINE}&environment=prod`), await status('/projects/'), await status('/environments/')], [200, 403, 403, 403, 403]);
    assert.doesNotMatch(String((await raw(proxy.address, `/s/${token}`)).body), /editable-filters/);
  });

  test('pages let viewers change these filters, and no others', async () => {
    for (const path of ['/embed/acme/7?controls=1', '/']) assert.match(String((await raw(proxy.address, path)).body), /<events-stats-dashboard [^>]*in-address="" editable-filters="project environment">/, path);
  });
});

test('what is told is of one dashboard where that is the only one', async (t) => {
  const { address } = await start(t, { SENTRY_DASHBOARDS: 'acme/7', SENTRY_VIEWER_FILTERS: 'project,environment' });
  const names = async (/** @type {string} */ path, /** @type {string} */ key) => JSON.parse(String((await raw(address, `${ORG}/${path}/`)).body)).map((/** @type {any} */ entry) => entry[key]);
  assert.deepEqual(await names('projects', 'slug'), ['web', 'api']);
  assert.deepEqual(await names('environments', 'name'), ['prod', 'stage']);
});

test('environments are asked of the projects of each dashboard', async (t) => {
  seen = [];
  await start(t, { SENTRY_VIEWER_FILTERS: 'environment' });
  assert.deepEqual(seen.map((url) => url.slice(url.indexOf('/acme/'))).sort(), ['/acme/environments/', '/acme/environments/?project=-1', '/acme/environments/?project=1&project=2']);
});

test('one of both leaves the other as it is; without the setting nothing is narrowed, listed or read', async (t) => {
  const some = await start(t, { SENTRY_VIEWER_FILTERS: 'environment' });
  const status = async (/** @type {string} */ address, /** @type {string} */ path) => (await raw(address, `${ORG}/${path}`)).status;
  assert.equal(await status(some.address, `${STATS}&project=1&project=2&environment=prod`), 200);
  assert.equal(await status(some.address, `${STATS}&project=1&environment=prod`), 403);
  assert.equal(await status(some.address, 'projects/'), 403);
  seen = [];
  const none = await start(t, {});
  assert.deepEqual(seen, []);
  for (const path of [`${STATS}&project=1&environment=prod&environment=stage`, `${STATS}&project=1&project=2&environment=prod`, `${MINE}&project=1`, 'projects/', 'environments/']) assert.equal(await status(none.address, path), 403, path);
  assert.doesNotMatch(String((await raw(none.address, '/embed/acme/7?controls=1')).body), /editable-filters/);
  assert.doesNotMatch(String((await raw(none.address, '/')).body), /editable-filters/);
});

test('where the lists cannot be read, a dashboard that names its projects is narrowed still, and one of all is not', async (t) => {
  listStatus = 403;
  t.after(() => { listStatus = 200; });
  said.length = 0;
  const { address } = await start(t, { SENTRY_VIEWER_FILTERS: 'project,environment' });
  assert.match(said.join('\n'), /what viewers may choose of acme: Sentry answered 403/);
  assert.doesNotMatch(said.join('\n'), new RegExp(`${TOKEN}|${SECRET}`));
  assert.equal((await raw(address, `${ORG}/${STATS}&project=1&environment=prod`)).status, 200);
  for (const path of [`${MINE}&project=1`, `${EVERY}&project=1`, `${MINE}&environment=prod`]) assert.equal((await raw(address, `${ORG}/${path}`)).status, 403, path);
  assert.deepEqual(JSON.parse(String((await raw(address, `${ORG}/projects/`)).body)), []);
  // Lost while it runs, they are forgotten; a failure that passes leaves them as they were.
  listStatus = 200;
  const port = /** @type {import('node:net').AddressInfo} */ (sentry.address()).port;
  const filters = new ViewerFilters(new Upstream({ url: `http://127.0.0.1:${port}`, token: TOKEN }), ['project'], () => {});
  const known = widgetRequests('acme', OWN);
  const told = async (/** @type {number} */ status) => {
    listStatus = status;
    await filters.read(known);
    return filters.list('project', 'acme', known)?.length;
  };
  assert.deepEqual([await told(200), await told(503), await told(403), await told(200)], [3, 3, 0, 3]);
});

test('what Sentry would save of a split is not told by a part of it', async (t) => {
  const { address } = await start(t, { SENTRY_VIEWER_FILTERS: 'project', SENTRY_SAVE_SPLIT: '1' });
  seen = [];
  for (const scope of ['project=1&project=2', 'project=1']) assert.equal((await raw(address, `${ORG}/${STATS}&${scope}&environment=prod&environment=stage&dashboardWidgetId=1`)).status, 200);
  assert.deepEqual(seen.map((url) => url.includes('dashboardWidgetId')), [true, false]);
});

test('the setting names what is narrowed', () => {
  const read = (/** @type {string | undefined} */ text) => readProxySettings({ SENTRY_URL: 'https://sentry.example', SENTRY_AUTH_TOKEN: TOKEN, SENTRY_DASHBOARDS: 'acme/7', SENTRY_VIEWER_FILTERS: text }, '127.0.0.1')?.viewerFilters;
  assert.deepEqual([undefined, '', 'project', ' environment , project ', 'project,project'].map(read), [[], [], ['project'], ['project', 'environment'], ['project']]);
  for (const wrong of ['release', 'project environment', 'all', '*', '1']) assert.throws(() => read(wrong), /^Error: SENTRY_VIEWER_FILTERS: expected some of project,environment, found "/, wrong);
});
