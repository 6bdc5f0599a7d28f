/** What many viewers cost Sentry: a stand-in counts what reaches it, and how much of it at once. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createApp } from '../../../www/server/app.js';
import { BACKLOG } from '../../../www/server/http/limits.js';
import { Gate } from '../../../www/server/proxy/gate.js';
import { openProxy, readProxySettings } from '../../../www/server/proxy/index.js';
import { RevokedShares } from '../../../www/server/share/revoked.js';
import { readShareSecret, readWish, signShare } from '../../../www/server/share/tokens.js';
import { raw } from '../http/harness.js';
import { DASHBOARD } from './dashboard.js';

const SCOPE = 'project=1&project=2&environment=prod&statsPeriod=24h';
const STATS = '/api/0/organizations/acme/events-stats/';
const CHART = `${STATS}?${SCOPE}&yAxis=count()`;
/** A wall of charts and tables, as the widgets of the dashboard ask. */
const WALL = [
  CHART,
  `${CHART}&comparisonDelta=86400`,
  `${STATS}?${SCOPE}&yAxis=count()&query=level:error OR level:fatal`,
  `${STATS}?${SCOPE}&yAxis=eps()&query=a:b`,
  `/api/0/organizations/acme/events/?${SCOPE}&field=title&field=count()&sort=-count&per_page=10&query=error.handled:0&dataset=errors`,
  `/api/0/organizations/acme/events/?${SCOPE}&field=count()&query=level:fatal&dataset=errors`,
  '/api/0/organizations/acme/dashboards/7/',
].map((path) => path.replaceAll(' ', '%20'));

let asked = [];
let atOnce = { now: 0, most: 0 };
/** @type {(request: http.IncomingMessage, response: http.ServerResponse) => void} */
let respond;
const series = (response, headers = {}) => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(`{"data":[[1,[{"count":${asked.length}}]]]}`);

const sentry = http.createServer((request, response) => {
  asked.push(request.url);
  atOnce.now += 1;
  atOnce.most = Math.max(atOnce.most, atOnce.now);
  response.once('close', () => { atOnce.now -= 1; });
  if (request.url.endsWith('/dashboards/7/')) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(DASHBOARD));
  else respond(request, response);
});
before(async () => {
  sentry.listen(0, '127.0.0.1');
  await once(sentry, 'listening');
});
after(() => { sentry.closeAllConnections(); sentry.close(); });
beforeEach(() => { respond = (request, response) => setTimeout(() => series(response), 20); });

/** @param {import('node:test').TestContext} t @param {Record<string, string>} [env] @param {import('../../../www/server/app.js').AppOptions['embed']} [embed] */
async function start(t, env = {}, embed = undefined) {
  const { port } = /** @type {import('node:net').AddressInfo} */ (sentry.address());
  const settings = readProxySettings({ SENTRY_URL: `http://127.0.0.1:${port}`, SENTRY_AUTH_TOKEN: 'token', SENTRY_DASHBOARDS: 'acme/7', ...env }, '127.0.0.1');
  const { routes, catalogue } = await openProxy(settings, { log: () => {} });
  const app = await createApp({ routes: [routes], catalogue, embed });
  const address = await app.listen({ host: '127.0.0.1', port: 0, backlog: BACKLOG });
  t.after(() => { app.server.closeAllConnections(); return app.close(); });
  asked = [];
  atOnce = { now: 0, most: 0 };
  return Object.assign((/** @type {string} */ path, /** @type {RequestInit} */ init = {}) => fetch(address + path, init), { address });
}

test('200 viewers of one wall cost what one costs', async (t) => {
  // Fresh for longer than any machine takes; and `fetch` gives a connection ten seconds, in which a busy one turns once.
  const { address } = await start(t, { SENTRY_CONCURRENCY: '3', SENTRY_FRESH_SECONDS: '3600' });
  const viewer = async () => Promise.all(WALL.map(async (path) => {
    const { status, body } = await raw(address, path);
    return [status, String(body)];
  }));
  const answers = await Promise.all(Array.from({ length: 200 }, viewer));
  assert.equal(asked.length, WALL.length);
  assert.equal(new Set(asked).size, WALL.length);
  assert.ok(atOnce.most <= 3, `${atOnce.most} at once`);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.ok(answers[0].every(([status]) => status === 200));
  await viewer();
  assert.equal(asked.length, WALL.length, 'and while it is fresh, so does a later one');
});

test('a fresh answer costs no body for whoever has it, and an old one is asked for again', async (t) => {
  const get = await start(t, { SENTRY_FRESH_SECONDS: '1' });
  const first = await (await get(CHART)).text();
  const second = await get(CHART);
  assert.equal(await second.text(), first);
  assert.equal((await get(CHART, { headers: { 'if-none-match': second.headers.get('etag') } })).status, 304);
  assert.equal(asked.length, 1);
  await new Promise((resolve) => { setTimeout(resolve, 1100); });
  assert.notEqual(await (await get(CHART)).text(), first);
  assert.equal(asked.length, 2);
});

test('the order of parameters makes no other request, their values do', async (t) => {
  const get = await start(t);
  await (await get(CHART)).text();
  await (await get(`${STATS}?yAxis=count()&statsPeriod=24h&environment=prod&project=1&project=2`)).text();
  assert.equal(asked.length, 1);
  await (await get(CHART.replace('24h', '1h'))).text();
  assert.equal(asked.length, 2);
});

test('an answer with a validator is asked for again by it', async (t) => {
  const get = await start(t, { SENTRY_FRESH_SECONDS: '1' });
  const sent = [];
  respond = (request, response) => {
    sent.push(request.headers['if-none-match']);
    if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
    else series(response, { etag: '"v1"' });
  };
  const first = await (await get(CHART)).text();
  await new Promise((resolve) => { setTimeout(resolve, 1100); });
  const again = await get(CHART);
  assert.deepEqual([again.status, await again.text()], [200, first]);
  assert.deepEqual(sent, [undefined, '"v1"']);
});

test('errors are not kept', async (t) => {
  const get = await start(t);
  respond = (request, response) => response.writeHead(500).end('{"detail":"x"}');
  assert.equal((await get(CHART)).status, 500);
  respond = (request, response) => series(response);
  assert.equal((await get(CHART)).status, 200);
  respond = (request, response) => { response.writeHead(200, { 'content-length': '100' }).write('{"da'); setTimeout(() => response.destroy(), 20); };
  const cut = CHART.replace('24h', '2h');
  await assert.rejects((async () => (await get(cut)).text())());
  respond = (request, response) => series(response);
  assert.match(await (await get(cut)).text(), /"count"/);
});

test('one viewer who leaves takes nothing from the others, the last one takes the request along', async (t) => {
  const get = await start(t);
  let finish = () => {};
  let isClosed = false;
  respond = (request, response) => {
    response.once('close', () => { isClosed = !response.writableFinished; });
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":[');
    finish = () => response.end(']}');
  };
  const [leaver, other] = [new AbortController(), new AbortController()];
  const [left, stayed] = await Promise.all([get(CHART, { signal: leaver.signal }), get(CHART, { signal: other.signal })]);
  leaver.abort();
  await assert.rejects(left.text());
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  assert.equal(isClosed, false);
  finish();
  assert.equal(await stayed.text(), '{"data":[]}');
  assert.equal(asked.length, 1);
  const alone = new AbortController();
  const last = await get(CHART.replace('24h', '3h'), { signal: alone.signal });
  alone.abort();
  await assert.rejects(last.text());
  for (const end = Date.now() + 10_000; !isClosed && Date.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 10); });
  assert.equal(isClosed, true);
});

test('a 429 slows the whole server, and every widget is told for how long', async (t) => {
  const get = await start(t);
  await (await get(CHART)).text();
  respond = (request, response) => response.writeHead(429, { 'content-type': 'text/html', 'retry-after': '2', 'x-sentry-rate-limit-limit': '40' }).end('"too frequently"');
  const first = await get(CHART.replace('24h', '1h'));
  assert.deepEqual([first.status, first.headers.get('retry-after'), await first.text()], [429, '2', '"too frequently"']);
  for (const range of ['2h', '3h', '4h']) {
    const { status, headers } = await get(CHART.replace('24h', range));
    assert.equal(status, 429);
    assert.match(headers.get('retry-after') ?? '', /^[12]$/);
  }
  assert.equal((await get(CHART)).status, 200, 'what is kept is there');
  assert.equal(asked.length, 2);
  respond = (request, response) => series(response);
  await new Promise((resolve) => { setTimeout(resolve, 2100); });
  assert.equal((await get(CHART.replace('24h', '2h'))).status, 200);
});

test('a budget a minute', async (t) => {
  const get = await start(t, { SENTRY_BUDGET: '3' });
  const statuses = [];
  for (const range of ['1h', '2h', '3h', '4h']) {
    const response = await get(CHART.replace('24h', range));
    statuses.push(response.status);
    if (response.status === 429) {
      assert.ok(Number(response.headers.get('retry-after')) <= 60);
      assert.match((await response.json()).detail, /^This server asks Sentry at most 3 times a minute/);
    }
  }
  // The dashboard, read at the start, was the first.
  assert.deepEqual(statuses, [200, 200, 429, 429]);
  assert.equal(asked.length, 2);
});

test('pages, pictures and share links of a dashboard at Sentry cost one request', async (t) => {
  const secret = readShareSecret({ SHARE_SECRET: 'a-secret-of-more-than-thirty-two-characters' });
  const modulePath = fileURLToPath(new URL('../../../dist/package/node.js', import.meta.url));
  const get = await start(t, {}, { modulePath, share: { secret, revoked: new RevokedShares(null) } });
  assert.match(await (await get('/embed/acme/7')).text(), /<events-stats-dashboard org="acme" dashboard-id="7"/);
  assert.equal((await get('/embed/acme/8')).status, 404);
  respond = (request, response) => series(response);
  const picture = await get('/chart/acme/7/5.csv?range=24h');
  assert.equal(picture.status, 200, await picture.clone().text());
  const svg = await get('/chart/acme/7/1.svg?range=24h');
  assert.match(await svg.text(), /^<svg .*>Widget 1</s);
  assert.equal(asked.length, 2);
  const { token } = await signShare(/** @type {Uint8Array} */ (secret), readWish({ org: 'acme', dashboard: '7', widget: '1', days: 1 }));
  assert.equal((await get(`/s/${token}`)).status, 200);
  for (let index = 0; index < 3; index++) assert.equal((await get(`/s/${token}${CHART}`)).status, 200);
  assert.equal(asked.length, 3);
  for (const path of [CHART.replace('24h', '7d'), `${STATS}?${SCOPE}&yAxis=eps()&query=a:b`]) assert.equal((await get(`/s/${token}${path}`)).status, 403);
  respond = (request, response) => response.writeHead(429, { 'retry-after': '7' }).end('"too frequently"');
  const limited = await get('/chart/acme/7/1.png?range=3h');
  assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '7']);
});

describe('the gate', () => {
  test('is passed in order by so many at once; a wait has an end and a bound', async () => {
    const gate = new Gate({ concurrency: 1, maxWaiting: 2 });
    const leave = await gate.enter();
    const order = [];
    const gone = new AbortController();
    const second = gate.enter(gone.signal).catch((error) => order.push(error.statusCode));
    const third = gate.enter().then((out) => { order.push('third'); return out; });
    await assert.rejects(gate.enter(), { statusCode: 503, headers: { 'retry-after': '1' } });
    gone.abort();
    await second;
    leave();
    leave();
    (await third)();
    assert.deepEqual(order, [499, 'third']);
    assert.equal(gate.running, 0);
  });

  test('reads the time from either header, and believes no more than five minutes', async () => {
    const now = 1_767_225_600_000;
    /** @type {Array<[headers: Record<string, string>, seconds: string]>} */
    const table = [
      [{ 'retry-after': '7' }, '7'], [{ 'x-sentry-rate-limit-reset': '1767225612' }, '12'], [{}, '5'], [{ 'retry-after': 'x' }, '5'],
      [{ 'retry-after': '86400' }, '300'], [{ 'retry-after': new Date(now + 9000).toUTCString() }, '9'], [{ 'x-sentry-rate-limit-reset': '1' }, '5'],
    ];
    for (const [headers, seconds] of table) {
      const gate = new Gate({ now: () => now });
      gate.pause(headers);
      await assert.rejects(gate.enter(), { statusCode: 429, headers: { 'retry-after': seconds } }, JSON.stringify(headers));
    }
  });

  test('counts anew each minute', async () => {
    let now = 0;
    const gate = new Gate({ budget: 1, now: () => now });
    (await gate.enter())();
    await assert.rejects(gate.enter(), { statusCode: 429 });
    now += 60_000;
    (await gate.enter())();
  });
});
