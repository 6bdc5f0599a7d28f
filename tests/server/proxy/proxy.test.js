/**
 * The proxy over HTTP, against a stand-in for Sentry that records whatever reaches
 * it, beside a third server that must never hear anything.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createApp } from '../../../www/server/app.js';
import { httpPlugins } from '../../../www/server/http/index.js';
import { openProxy, readProxySettings } from '../../../www/server/proxy/index.js';
import { raw } from '../http/harness.js';
import { DASHBOARD } from './dashboard.js';

const TOKEN = 'sntrys_0123456789abcdef-secret-token';
const SCOPE = 'project=1&project=2&environment=prod';
const STATS = '/api/0/organizations/acme/events-stats/';
const GOOD = `${STATS}?${SCOPE}&yAxis=count()&statsPeriod=24h`;
const SERIES = JSON.stringify({ data: [[1767225600, [{ count: 5 }]]], start: 1767225600, end: 1767229200 });

/** @param {http.RequestListener} handler */
async function listen(handler) {
  const server = http.createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`, close: () => { server.closeAllConnections(); server.close(); } };
}

/** What reached the stand-in, and how it answers next. */
let seen = [];
let respond;
const plain = (request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(SERIES);
let sentry;
let elsewhere;
let strangerHeard = 0;
let proxy;
const lines = [];

/** @param {Record<string, string>} env @param {object} [options] */
async function startProxy(env, options = {}) {
  const settings = readProxySettings({ SENTRY_URL: sentry.url, SENTRY_AUTH_TOKEN: TOKEN, SENTRY_FRESH_SECONDS: '0', ...env }, '127.0.0.1');
  const app = await createApp({
    http: httpPlugins({ packageDir: '.', demoDir: '.', log: (line) => lines.push(line), allowedOrigins: ['https://status.example.com'] }),
    routes: [(await openProxy(settings, { log: (line) => lines.push(line), ...options })).routes],
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { address, close: () => { app.server.closeAllConnections(); return app.close(); } };
}

before(async () => {
  elsewhere = await listen((request, response) => { strangerHeard += 1; response.end('{}'); });
  sentry = await listen((request, response) => {
    seen.push({ method: request.method, url: request.url, headers: request.headers });
    if (/\/organizations\/acme\/dashboards\/7\/$/.test(request.url)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(DASHBOARD));
    } else respond(request, response);
  });
  respond = plain;
  proxy = await startProxy({ SENTRY_DASHBOARDS: 'acme/7' });
  seen = [];
});
afterEach(() => { respond = plain; seen = []; });
after(async () => {
  await proxy.close();
  sentry.close();
  elsewhere.close();
  assert.equal(strangerHeard, 0, 'nothing but Sentry was asked');
  assert.doesNotMatch(lines.join('\n'), new RegExp(TOKEN));
});

test('what a widget asks reaches Sentry with the token, and the answer comes back as it is', async () => {
  const { status, headers, body } = await raw(proxy.address, GOOD, {
    headers: { authorization: 'Bearer of-the-page', cookie: 'session=of-the-page', referer: 'http://page.example/' },
  });
  assert.equal(status, 200);
  assert.equal(body.toString(), SERIES);
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(seen.length, 1);
  assert.equal(seen[0].headers.authorization, `Bearer ${TOKEN}`);
  assert.equal(seen[0].headers.cookie, undefined);
  assert.equal(seen[0].headers.referer, undefined);
  assert.equal(new URL(seen[0].url, sentry.url).pathname, STATS);
  assert.deepEqual([...new URL(seen[0].url, sentry.url).searchParams].sort(), [['environment', 'prod'], ['project', '1'], ['project', '2'], ['statsPeriod', '24h'], ['yAxis', 'count()']]);
});

test('the dashboard itself can be read', async () => {
  const { status, body } = await raw(proxy.address, '/api/0/organizations/acme/dashboards/7/');
  assert.equal(status, 200);
  assert.equal(JSON.parse(String(body)).title, 'Service health');
});

test('of a dashboard only what a widget reads is handed on', async (t) => {
  const author = { id: '1', email: 'author@example.com', lastLogin: '2026-01-01', has2fa: true, emails: [{ email: 'second@example.com' }] };
  const widgets = [{
    ...DASHBOARD.widgets[0], createdBy: author, layout: { x: 1, y: 2, w: 3, h: 4, minH: 2, owner: author }, changedReason: [author],
    thresholds: { max_values: { max1: 5 }, unit: null, preferredPolarity: '-', by: author }, queries: [{ ...DASHBOARD.widgets[0].queries[0], widgetId: '1', linkedDashboards: [{ ...author, field: 'title', dashboardId: '9' }] }],
  }];
  const full = { ...DASHBOARD, widgets, createdBy: author, permissions: { teamsWithEditAccess: [author] }, filters: { release: ['a', author], globalFilter: [{ dataset: 'error-events', value: 'os:x', tag: { who: author } }], createdBy: author } };
  const leaking = await listen((request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(full)));
  t.after(() => leaking.close());
  const own = await startProxy({ SENTRY_URL: leaking.url, SENTRY_DASHBOARDS: 'acme/7', PROXY_OPEN: '1' });
  t.after(() => own.close());
  const { status, headers, body } = await raw(own.address, '/api/0/organizations/acme/dashboards/7/');
  assert.equal(status, 200);
  assert.doesNotMatch(String(body), /example\.com|lastLogin|createdBy|permissions/);
  const { widgets: [widget], filters, ...rest } = JSON.parse(String(body));
  assert.deepEqual(rest, { id: '7', title: 'Service health', projects: [1, 2], environment: ['prod'], period: '24h' });
  assert.deepEqual(filters, { release: ['a'], globalFilter: [{ dataset: 'error-events', value: 'os:x' }] });
  assert.deepEqual([widget.title, widget.layout, widget.thresholds, widget.queries], [
    'Widget 1', { x: 1, y: 2, w: 3, h: 4, minH: 2 }, { max_values: { max1: 5 }, unit: null, preferredPolarity: '-' },
    [{ ...DASHBOARD.widgets[0].queries[0], linkedDashboards: [{ field: 'title', dashboardId: '9' }] }],
  ]);
  assert.equal((await raw(own.address, '/api/0/organizations/acme/dashboards/7/', { headers: { 'if-none-match': headers.etag } })).status, 304);
});

test('a dashboard that is no JSON is a 502 in words', async () => {
  const text = JSON.stringify(DASHBOARD);
  let body = text;
  const odd = await listen((request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body));
  const own = await startProxy({ SENTRY_URL: odd.url, SENTRY_DASHBOARDS: 'acme/7' });
  body = '<html>login</html>';
  const answer = await raw(own.address, '/api/0/organizations/acme/dashboards/7/');
  await own.close();
  odd.close();
  assert.equal(answer.status, 502);
  assert.deepEqual(JSON.parse(String(answer.body)), { detail: 'Sentry answered a dashboard that is no JSON.' });
});

test('the id that makes Sentry save a split is taken off, unless that is wanted', async (t) => {
  assert.equal((await raw(proxy.address, `${GOOD}&dashboardWidgetId=1`)).status, 200);
  assert.doesNotMatch(seen[0].url, /dashboardWidgetId/);
  const saving = await startProxy({ SENTRY_DASHBOARDS: 'acme/7', SENTRY_SAVE_SPLIT: '1' });
  t.after(() => saving.close());
  assert.equal((await raw(saving.address, `${GOOD}&dashboardWidgetId=1`)).status, 200);
  assert.match(seen.at(-1).url, /dashboardWidgetId=1/);
  assert.equal((await raw(saving.address, `${GOOD}&dashboardWidgetId=2`)).status, 403);
});

test('a group may be asked for by name once it was answered, and no other value ever', async (t) => {
  const own = await startProxy({ SENTRY_DASHBOARDS: 'acme/7' });
  t.after(() => own.close());
  const table = `/api/0/organizations/acme/events/?${SCOPE}&field=url&field=count()&field=${encodeURIComponent('equation|count() * 2')}&sort=-equation[0]&per_page=5&dataset=errors&query=e:f`;
  const chart = (search) => raw(own.address, `${STATS}?${SCOPE}&yAxis=count()&field=url&field=count()&topEvents=1&orderby=-equation[0]&excludeOther=1&dataset=errors&query=${encodeURIComponent(`(e:f) AND ${search}`)}`);
  assert.equal((await chart('url:"/a"')).status, 403);
  respond = (request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"url":"/a","count()":3}],"meta":{}}');
  assert.equal((await raw(own.address, table)).body.toString(), '{"data":[{"url":"/a","count()":3}],"meta":{}}');
  assert.equal((await chart('url:"/a"')).status, 200);
  for (const search of ['url:a*', 'url:"/b"', 'url:"/a" AND user.email:a*', 'url:"/a*"', 'has:url']) assert.equal((await chart(search)).status, 403, search);
});

const OFF_LIST = [
  ['GET', `${STATS}?${SCOPE}&yAxis=count_unique(user.email)`],
  ['GET', `${STATS}?${SCOPE}&yAxis=count()&query=user.email:a@b.example`],
  ['GET', `${STATS}?${SCOPE}&yAxis=count()&dataset=spans`],
  ['GET', `${STATS}?project=-1&environment=prod&yAxis=count()`],
  ['GET', `${STATS}?${SCOPE}&yAxis=count()&environment=staging`],
  ['GET', `${STATS}?${SCOPE}&yAxis=count()&field=user.email&topEvents=5`],
  ['GET', `${STATS}?${SCOPE}&yAxis=count()&query=&query=user.email:x`],
  ['GET', `${STATS}?${SCOPE}&yAxis=count()&sort=-user.email`],
  ['GET', `${STATS}?${SCOPE}&yAxis=count()&useRpc=1`],
  ['GET', GOOD.replace('/acme/', '/other/')],
  ['GET', GOOD.replace('/acme/', '/acme%2F..%2Fother/')],
  ['GET', GOOD.replace('/events-stats/', '/events-stats/../issues/')],
  ['GET', `/api/0/organizations/acme/events/?${SCOPE}&field=id&field=user.email`],
  ['GET', '/api/0/organizations/acme/issues/'],
  ['GET', '/api/0/organizations/acme/dashboards/'],
  ['GET', '/api/0/organizations/acme/dashboards/8/'],
  ['GET', '/api/0/organizations/acme/dashboards/7/?expand=secrets'],
  ['GET', '/api/0/organizations/acme/members/'],
  ['GET', '/api/0/organizations/acme/projects/'],
  ['GET', '/api/0/organizations/acme/environments/'],
  ['GET', '/api/0/projects/acme/web/keys/'],
  ['GET', '/api/0/'],
  ['GET', '/api/1/organizations/acme/events-stats/'],
  ['GET', '/api/0/../0/organizations/acme/events-stats/'],
  ['PUT', '/api/0/organizations/acme/dashboards/7/'],
  ['POST', GOOD],
  ['PATCH', '/api/0/organizations/acme/dashboards/7/'],
  ['DELETE', '/api/0/organizations/acme/dashboards/7/'],
];

test(`${OFF_LIST.length} requests off the list are ${OFF_LIST.length} times 403, and none reaches Sentry`, async () => {
  for (const [method, target] of OFF_LIST) {
    const body = ['PUT', 'POST', 'PATCH'].includes(method) ? '{"not":"json' : undefined;
    const answer = await raw(proxy.address, target, { method, headers: body ? { 'content-type': 'application/json' } : {}, body });
    assert.equal(answer.status, 403, `${method} ${target}`);
    assert.match(JSON.parse(String(answer.body)).detail, /^Not passed on to Sentry: .+\.$/, `${method} ${target}`);
  }
  assert.deepEqual(seen, []);
});

test('a foreign host is refused before anything is asked', async () => {
  assert.equal((await raw(proxy.address, GOOD, { headers: { host: 'evil.example' } })).status, 403);
  assert.deepEqual(seen, []);
});

test('redirects are neither followed nor handed on', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    for (const location of [`${elsewhere.url}/steal`, '/api/0/elsewhere/']) {
      respond = (request, response) => response.writeHead(status, { location }).end();
      const answer = await raw(proxy.address, GOOD);
      assert.equal(answer.status, 502);
      assert.equal(answer.headers.location, undefined);
      assert.match(JSON.parse(String(answer.body)).detail, /redirect/);
    }
  }
  assert.equal(seen.length, 10);
});

test('status, rate-limit headers and body pass unchanged', async (t) => {
  const own = await startProxy({ SENTRY_DASHBOARDS: 'acme/7' });
  t.after(() => own.close());
  const limits = {
    'x-sentry-rate-limit-limit': '40', 'x-sentry-rate-limit-remaining': '0', 'x-sentry-rate-limit-reset': '1767225610',
    'x-sentry-rate-limit-concurrentlimit': '25', 'x-sentry-rate-limit-concurrentremaining': '25', 'retry-after': '7',
  };
  const text = '"You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds"';
  respond = (request, response) => response.writeHead(429, { ...limits, 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'a=b', 'www-authenticate': 'x', server: 'y' }).end(text);
  const { status, headers, body } = await raw(own.address, GOOD, { headers: { origin: 'https://status.example.com' } });
  assert.equal(status, 429);
  assert.equal(body.toString(), text);
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  for (const [name, value] of Object.entries(limits)) assert.equal(headers[name], value);
  for (const name of ['set-cookie', 'www-authenticate', 'server']) assert.equal(headers[name], undefined);
  assert.equal(headers['access-control-allow-origin'], 'https://status.example.com');
});

for (const status of [400, 401, 403, 404, 500, 503]) {
  test(`${status} passes with its body`, async () => {
    respond = (request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end('{"detail":"as Sentry says"}');
    const answer = await raw(proxy.address, GOOD);
    assert.equal(answer.status, status);
    assert.deepEqual(JSON.parse(String(answer.body)), { detail: 'as Sentry says' });
  });
}

test('pages of a table are asked here again', async () => {
  respond = (request, response) => response.writeHead(200, {
    'content-type': 'application/json',
    link: `<${sentry.url}/api/0/organizations/acme/events/?cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <${sentry.url}/api/0/organizations/acme/events/?cursor=0:10:0>; rel="next"; results="true"; cursor="0:10:0"`,
  }).end('{"data":[]}');
  const { headers } = await raw(proxy.address, `/api/0/organizations/acme/events/?${SCOPE}&field=count()&query=level:fatal&dataset=errors`);
  assert.equal(headers.link, '</api/0/organizations/acme/events/?cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", </api/0/organizations/acme/events/?cursor=0:10:0>; rel="next"; results="true"; cursor="0:10:0"');
});

test('compressed answers are read and written anew', async () => {
  const large = JSON.stringify({ data: Array.from({ length: 2000 }, (_, index) => [index, [{ count: index }]]) });
  for (const [encoding, encode] of /** @type {Array<[string, (text: string) => Buffer]>} */ ([['gzip', gzipSync], ['br', brotliCompressSync]])) {
    respond = (request, response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(encode(large));
    assert.equal(await (await fetch(proxy.address + GOOD)).text(), large);
    assert.equal((await raw(proxy.address, GOOD)).body.toString(), large);
  }
});

test('a body is handed on as it comes', async () => {
  let finish;
  respond = (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"data":[');
    finish = () => response.end(']}');
  };
  const response = await fetch(proxy.address + GOOD, { headers: { 'accept-encoding': 'identity' } });
  const reader = response.body.getReader();
  assert.equal(Buffer.from((await reader.read()).value).toString(), '{"data":[');
  // Sentry has not said more so far: what was read cannot have waited for the end.
  finish();
  assert.equal(Buffer.from((await reader.read()).value).toString(), ']}');
});

test('the token is not echoed, even if Sentry echoed it', async () => {
  respond = (request, response) => {
    response.writeHead(401, { 'content-type': 'application/json', 'retry-after': request.headers.authorization });
    const text = JSON.stringify({ detail: `Invalid ${request.headers.authorization}` });
    response.write(text.slice(0, 30));
    setTimeout(() => response.end(text.slice(30)), 30);
  };
  const { status, headers, body } = await raw(proxy.address, GOOD);
  assert.equal(status, 401);
  assert.equal(body.toString(), '{"detail":"Invalid Bearer [redacted]"}');
  assert.doesNotMatch(JSON.stringify(headers), new RegExp(TOKEN));
});

test('a silent Sentry is given up, a stalled or cut answer is cut', async (t) => {
  const hasty = await startProxy({ SENTRY_DASHBOARDS: 'acme/7' }, { times: { answerTimeout: 1000, bodyTimeout: 500 } });
  t.after(() => hasty.close());
  respond = () => {};
  const silent = await raw(hasty.address, GOOD);
  assert.equal(silent.status, 504);
  assert.deepEqual(JSON.parse(String(silent.body)), { detail: 'Sentry did not answer in time.' });
  respond = (request, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":[');
  assert.equal((await raw(hasty.address, GOOD)).complete, false);
  respond = (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"data":[');
    setTimeout(() => response.destroy(), 50);
  };
  assert.equal((await raw(hasty.address, GOOD)).complete, false);
});

test('a client that leaves takes its request along', async () => {
  const control = new AbortController();
  const closed = new Promise((resolve) => {
    respond = (request) => {
      request.once('close', resolve);
      control.abort();
    };
  });
  const asked = fetch(proxy.address + GOOD, { signal: control.signal }).catch(() => {});
  await Promise.all([asked, closed]);
});

test('a kept connection that Sentry closes as it is used again costs nobody an answer', async () => {
  const used = new WeakSet();
  let closed = 0;
  respond = (request, response) => {
    if (used.has(request.socket) && closed === 0) {
      closed += 1;
      request.socket.destroy();
      return;
    }
    used.add(request.socket);
    plain(request, response);
  };
  for (let times = 0; times < 10 && closed === 0; times++) assert.equal((await raw(proxy.address, GOOD)).status, 200);
  assert.equal(closed, 1, 'a connection was used again');
});

test('an unreachable Sentry is said to be so', async () => {
  respond = (request, response) => response.destroy();
  const { status, body } = await raw(proxy.address, GOOD);
  assert.equal(status, 502);
  assert.match(JSON.parse(String(body)).detail, /^Sentry could not be reached/);
});

test('dashboards are read again, and a widget that went may not ask any more', async (t) => {
  let dashboard = DASHBOARD;
  let status = 200;
  const changing = await listen((request, response) => {
    const isDashboard = request.url.endsWith('/dashboards/7/');
    response.writeHead(isDashboard ? status : 200, { 'content-type': 'application/json' }).end(isDashboard ? JSON.stringify(dashboard) : SERIES);
  });
  t.after(() => changing.close());
  const own = await startProxy({ SENTRY_URL: changing.url, SENTRY_DASHBOARDS: 'acme/7' }, { refresh: 50 });
  t.after(() => own.close());
  const becomes = async (expected) => {
    for (let i = 0; i < 4_000; i++) {
      if ((await raw(own.address, GOOD)).status === expected) return;
      await new Promise((done) => { setTimeout(done, 25); });
    }
    assert.fail(`never answered ${expected}`);
  };
  await becomes(200);
  dashboard = { ...DASHBOARD, widgets: DASHBOARD.widgets.slice(3) };
  await becomes(403);
  dashboard = DASHBOARD;
  await becomes(200);
  status = 500;
  await new Promise((done) => { setTimeout(done, 150); });
  assert.equal((await raw(own.address, GOOD)).status, 200, 'a failing Sentry keeps what was known');
  status = 404;
  await becomes(403);
});

test('a number alone is looked for in the organizations of the token', async (t) => {
  respond = (request, response) => {
    const body = { '/api/0/organizations/': [{ slug: 'empty' }, { slug: 'acme' }], '/api/0/organizations/empty/dashboards/': [], '/api/0/organizations/acme/dashboards/': [{ id: '7' }] }[request.url];
    response.writeHead(200, { 'content-type': 'application/json' }).end(body ? JSON.stringify(body) : SERIES);
  };
  const own = await startProxy({ SENTRY_DASHBOARDS: '7' });
  t.after(() => own.close());
  assert.equal((await raw(own.address, GOOD)).status, 200);
});

test('a dashboard that cannot be read stops the start, without the token in the reason', async () => {
  respond = (request, response) => response.writeHead(404).end('{}');
  await assert.rejects(startProxy({ SENTRY_DASHBOARDS: 'acme/8' }), (/** @type {Error} */ error) => {
    assert.match(error.message, /SENTRY_DASHBOARDS.*acme\/8.*404/);
    assert.doesNotMatch(error.message, new RegExp(TOKEN));
    return true;
  });
});

test('PROXY_OPEN passes on every GET, and still no PUT and nothing beside the API', async (t) => {
  const open = await startProxy({ PROXY_OPEN: '1' });
  t.after(() => open.close());
  assert.equal((await raw(open.address, '/api/0/organizations/acme/issues/?query=is:unresolved')).status, 200);
  assert.equal(seen.at(-1).url, '/api/0/organizations/acme/issues/?query=is%3Aunresolved');
  seen = [];
  for (const [method, target] of [['PUT', GOOD], ['POST', GOOD], ['GET', '/api/1/x/'], ['GET', '/api/0/../../admin/'], ['GET', '/api/0/a/%2e%2e/%2e%2e/%2e%2e/admin/'], ['GET', '/api/0/@evil.example/'], ['GET', '/api/0/\\evil.example/']]) {
    const { status } = await raw(open.address, target, { method });
    assert.ok([400, 403].includes(status), `${method} ${target}: ${status}`);
  }
  assert.deepEqual(seen, []);
});

const ENV = { SENTRY_URL: 'https://sentry.io', SENTRY_AUTH_TOKEN: TOKEN, SENTRY_DASHBOARDS: 'acme/1' };

test('settings', () => {
  assert.equal(readProxySettings({}, '127.0.0.1'), null);
  assert.deepEqual(readProxySettings({ ...ENV, SENTRY_URL: 'https://sentry.example/base/', SENTRY_DASHBOARDS: ' Acme/1, https://sentry.io/organizations/b/dashboard/2/?x=1,https://c.sentry.io/dashboard/3/ ,4' }, '127.0.0.1'), {
    url: 'https://sentry.example/base', token: TOKEN, open: false, savesSplit: false, viewerFilters: [], limits: { fresh: 30_000, concurrency: 8, budget: 600 },
    dashboards: [{ org: 'acme', id: '1' }, { org: 'b', id: '2' }, { org: 'c', id: '3' }, { org: null, id: '4' }],
  });
  for (const url of ['http://127.0.0.1:9000', 'http://localhost:9000', 'http://[::1]:9000']) assert.equal(readProxySettings({ ...ENV, SENTRY_URL: url }, '127.0.0.1').url, url);
  assert.equal(readProxySettings({ ...ENV, SENTRY_URL: 'http://sentry.internal', SENTRY_INSECURE: '1' }, '127.0.0.1').url, 'http://sentry.internal');
  assert.equal(readProxySettings({ ...ENV, SENTRY_SAVE_SPLIT: '1' }, '127.0.0.1').savesSplit, true);
  for (const host of ['127.0.0.1', 'localhost', '::1']) assert.equal(readProxySettings({ ...ENV, PROXY_OPEN: '1' }, host).open, true);
  /** @type {Array<[change: Record<string, string>, reason: RegExp]>} */
  const WRONG = [
    [{ SENTRY_URL: 'sentry.io' }, /^SENTRY_URL: /], [{ SENTRY_URL: 'ftp://sentry.io' }, /^SENTRY_URL: /],
    [{ SENTRY_URL: 'https://user:pass@sentry.io' }, /^SENTRY_URL: (?!.*pass@)/], [{ SENTRY_AUTH_TOKEN: '' }, /^SENTRY_AUTH_TOKEN: /],
    [{ SENTRY_URL: 'http://sentry.example' }, /^SENTRY_URL: expected https.+http:\/\/sentry\.example\. SENTRY_INSECURE=1/], [{ SENTRY_URL: 'http://10.0.0.5:9000' }, /^SENTRY_URL: expected https/],
    [{ SENTRY_AUTH_TOKEN: `${TOKEN}\nx: y` }, /^SENTRY_AUTH_TOKEN: /], [{ SENTRY_DASHBOARDS: '' }, /^SENTRY_DASHBOARDS: /],
    [{ SENTRY_BUDGET: '0' }, /^SENTRY_BUDGET: expected a whole number from 1/], [{ SENTRY_FRESH_SECONDS: '-1' }, /^SENTRY_FRESH_SECONDS: /], [{ SENTRY_CONCURRENCY: 'x' }, /^SENTRY_CONCURRENCY: .+"x"/],
    [{ SENTRY_DASHBOARDS: 'acme' }, /^SENTRY_DASHBOARDS: /], [{ SENTRY_DASHBOARDS: '../1' }, /^SENTRY_DASHBOARDS: /],
  ];
  for (const [change, reason] of WRONG) {
    assert.throws(() => readProxySettings({ ...ENV, ...change }, '127.0.0.1'), (/** @type {Error} */ error) => reason.test(error.message) && !error.message.includes(TOKEN), JSON.stringify(change));
  }
  for (const host of ['0.0.0.0', '::', '192.168.1.5', 'example.com']) {
    assert.throws(() => readProxySettings({ ...ENV, PROXY_OPEN: '1' }, host), /loopback/);
  }
});
