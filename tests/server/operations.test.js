/** What whoever runs the server looks at: readiness, figures, errors by id, clients behind a proxy. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { QueryError, tooManyQueries } from '../../www/server/errors.js';
import { Admin } from '../../www/server/http/admin.js';
import { httpPlugins } from '../../www/server/http/index.js';
import { Health } from '../../www/server/operations/health.js';
import { readTrustProxy } from '../../www/server/options.js';
import { raw } from './http/harness.js';
import { at, serve } from './harness.js';

const KEY = 'an-admin-key-of-some-length';
const STATS = `/api/0/organizations/demo/events-stats/?start=${at()}&end=${at(2)}`;

/** @param {import('node:test').TestContext} t @param {Record<string, any>} [options] */
async function start(t, options = {}) {
  const server = await serve([{ timestamp: at(0, 1), message: 'x' }], options);
  t.after(() => server.close());
  return server;
}

describe('readiness', () => {
  const ask = async (/** @type {{address: string}} */ { address }) => {
    const response = await fetch(`${address}/readyz`);
    return [response.status, await response.json()];
  };

  test('is lost by a problem and by a check that fails or hangs, and comes back', async (t) => {
    const health = new Health();
    const server = await start(t, { health });
    assert.deepEqual(await ask(server), [200, { status: 'ready' }]);
    health.set('live events', 'no space left on /secret/path');
    assert.deepEqual(await ask(server), [503, { status: 'not ready', problems: ['live events'] }]);
    health.set('live events', null);
    health.checks.set('database', () => server.store.database.rows('SELECT 1'));
    assert.deepEqual(await ask(server), [200, { status: 'ready' }]);
    health.checks.set('database', () => server.store.database.rows('SELECT x'));
    health.checks.set('other', () => new Promise(() => {}));
    assert.deepEqual(await ask(server), [503, { status: 'not ready', problems: ['database', 'other'] }]);
    assert.equal((await fetch(`${server.address}/healthz`)).status, 200, 'the process still runs');
  });

  test('a problem is news once, and so is its end', () => {
    const health = new Health();
    assert.deepEqual([null, 'full', 'full', 'still full', null, null, 'full'].map((problem) => health.set('disk', problem)), [false, true, false, false, true, false, true]);
  });
});

describe('figures', () => {
  test('count requests by route and time, and hold no value of an address', async (t) => {
    const server = await start(t);
    await server.stats({ start: at(), end: at(2), query: 'message:secret-value' });
    await fetch(`${server.address}/nothing/secret-path`);
    const response = await fetch(`${server.address}/metrics`);
    const text = await response.text();
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    assert.match(text, /^http_request_duration_seconds_count\{method="GET",route="\/api\/0\/organizations\/:organization\/events-stats\/",status="200"\} 1$/m);
    assert.match(text, /^http_request_duration_seconds_bucket\{le="0\.5",method="GET",route=/m);
    assert.match(text, /^http_request_duration_seconds_count\{method="GET",route="none",status="404"\} 1$/m);
    assert.match(text, /^database_queries_waiting 0$/m);
    assert.match(text, /^process_resident_memory_bytes \d+$/m);
    assert.doesNotMatch(text, /secret/);
  });

  test('of the source stand beside them, and are read when they are asked for', async (t) => {
    let value = 3;
    const server = await start(t, { figures: [{ name: 'sentry_requests_total', help: 'Requests.', kind: 'counter', value: () => value }] });
    const read = async () => /^sentry_requests_total (\d+)$/m.exec(await (await fetch(`${server.address}/metrics`)).text())?.[1];
    assert.equal(await read(), '3');
    value = 5;
    assert.equal(await read(), '5');
  });

  test('are for the admin where others reach the server', async (t) => {
    const server = await start(t, { admin: new Admin({ key: KEY, isLocal: false }) });
    assert.equal((await fetch(`${server.address}/metrics`)).status, 401);
    assert.equal((await fetch(`${server.address}/metrics`, { headers: { authorization: `Bearer ${KEY}` } })).status, 200);
  });
});

test('an error leaves its cause in the log, under the id that its answer has, without values of the request', async (t) => {
  /** @type {any[]} */
  const logged = [];
  const stream = new Writable({ write(chunk, _, done) { logged.push(JSON.parse(String(chunk))); done(); } });
  const server = await start(t, {
    logger: { level: 'warn', stream },
    routes: [async (/** @type {import('fastify').FastifyInstance} */ app) => {
      app.get('/broken/:id', async () => { throw new QueryError(new Error('IO Error: no space left')); });
      app.get('/full', async () => { throw tooManyQueries(); });
    }],
  });
  const response = await fetch(`${server.address}/broken/secret-id?token=secret-token`, { headers: { authorization: 'Bearer secret-key' } });
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { detail: 'Internal error. Your query failed to run.' });
  const id = response.headers.get('x-request-id');
  assert.match(id ?? '', /^[0-9a-f]{12}$/);
  assert.equal(logged.length, 1);
  assert.deepEqual([logged[0].reqId, logged[0].route, logged[0].method, logged[0].err.message], [id, '/broken/:id', 'GET', 'IO Error: no space left']);
  assert.doesNotMatch(JSON.stringify(logged), /secret/);
  await fetch(server.address + STATS);
  await fetch(`${server.address}/api/0/nothing/`);
  assert.equal(logged.length, 1, 'what is no fault of the server is not logged');
  assert.equal((await fetch(`${server.address}/full`)).status, 503);
  assert.deepEqual([logged.length, logged[1].status, logged[1].reason, logged[1].err], [2, 503, 'Too many queries are waiting for the database. Please try again.', undefined]);
});

describe('behind a proxy', () => {
  /** @type {Array<[trustProxy: string|boolean, limited: boolean, scheme: string]>} */
  const TABLE = [[false, true, 'http'], ['10.0.0.0/8', true, 'http'], ['loopback', false, 'https']];
  for (const [trustProxy, limited, scheme] of TABLE) {
    test(`trusting ${trustProxy}, clients ${limited ? 'are one' : 'are told apart'}`, async (t) => {
      const server = await start(t, { trustProxy, embed: {}, http: httpPlugins({ packageDir: '.', demoDir: '.', log: null, rateLimit: { limit: 1, window: 1000 } }) });
      const as = (/** @type {string} */ client, path = STATS) => raw(server.address, path, { headers: { 'x-forwarded-for': client, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' } });
      assert.equal((await as('203.0.113.1')).status, 200);
      assert.equal((await as('203.0.113.2')).status, limited ? 429 : 200);
      assert.equal((await as('203.0.113.1')).status, 429);
      const page = String((await as('203.0.113.3', '/embed/demo/1/1')).body);
      assert.match(page, new RegExp(`<meta property="og:url" content="${scheme}://127\\.0\\.0\\.1:\\d+/embed/demo/1/1">`));
      assert.doesNotMatch(page, /evil/);
    });
  }

  test('whom to trust is told by addresses', () => {
    assert.equal(readTrustProxy(undefined), false);
    assert.equal(readTrustProxy('loopback, 10.0.0.0/8,fd00::/8'), 'loopback,10.0.0.0/8,fd00::/8');
    for (const wrong of ['true', '*', 'proxy.example.com', '1', '10.0.0.0/x']) assert.throws(() => readTrustProxy(wrong), /^Error: TRUST_PROXY: expected addresses .+ found/, wrong);
  });
});
