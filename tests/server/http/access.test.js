/** Who may ask: hosts, other origins on another port, the log, and the rate limit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHttpSettings } from '../../../www/server/http/index.js';
import { raw, startServer } from './harness.js';

const STATS = '/api/0/organizations/demo/events-stats/';

test('hosts', async (t) => {
  const server = await startServer({ allowedHosts: ['charts.example.com'] });
  t.after(() => server.close());
  const { port } = new URL(server.address);
  /** @type {Array<[host: string, status: number]>} */
  const TABLE = [
    ['127.0.0.1', 200], [`127.0.0.1:${port}`, 200], ['localhost', 200], [`LOCALHOST:${port}`, 200], ['[::1]:8080', 200],
    ['app.localhost', 200], ['charts.example.com', 200], ['Charts.Example.com:443', 200],
    ['evil.example', 403], ['localhost.evil.example', 403], ['127.0.0.1.evil.example', 403], ['charts.example.com.evil', 403],
    ['10.0.0.1', 403], ['169.254.169.254', 403], ['localhost:8080@evil.example', 403], ['local host', 403],
  ];
  for (const [host, status] of TABLE) {
    await t.test(`Host: ${host} is ${status}`, async () => {
      for (const target of [STATS, '/', '/package/index.js']) {
        assert.equal((await raw(server.address, target, { headers: { host } })).status, status);
      }
    });
  }
});

test('an address may be named when the server listens beyond this machine, a name may not', async (t) => {
  const server = await startServer({ listenHost: '0.0.0.0' });
  t.after(() => server.close());
  assert.equal((await raw(server.address, STATS, { headers: { host: '192.168.1.5:8080' } })).status, 200);
  assert.equal((await raw(server.address, STATS, { headers: { host: 'evil.example' } })).status, 403);
});

test('other origins', async (t) => {
  const page = await startServer();
  t.after(() => page.close());
  const server = await startServer({ allowedOrigins: [page.address, 'https://status.example.com'] });
  t.after(() => server.close());
  const cors = (headers) => Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));

  await t.test('a named origin reads the API and the package', async () => {
    for (const target of [STATS, '/package/index.js', '/package/engine_bg.wasm']) {
      const { status, headers } = await raw(server.address, target, { headers: { origin: page.address } });
      assert.equal(status, 200);
      assert.equal(headers['access-control-allow-origin'], page.address);
      assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
      assert.match(headers.vary, /Origin/);
      for (const name of ['X-Sentry-Rate-Limit-Limit', 'X-Sentry-Rate-Limit-Remaining', 'X-Sentry-Rate-Limit-Reset', 'Retry-After', 'Date', 'Link']) {
        assert.ok(headers['access-control-expose-headers'].split(', ').includes(name), name);
      }
      assert.equal(headers['access-control-allow-credentials'], undefined);
    }
  });

  const STRANGERS = [
    'https://evil.example', 'null', 'https://status.example.com.evil', 'http://status.example.com', 'https://status.example.com:8443',
    'https://xstatus.example.com', `${page.address}/`, page.address.replace('http:', 'https:'), page.address.toUpperCase(), '*', '',
  ];
  for (const origin of STRANGERS) {
    await t.test(`origin ${JSON.stringify(origin)} reads nothing`, async () => {
      const { headers } = await raw(server.address, STATS, { headers: { origin } });
      assert.deepEqual(cors(headers), {});
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.match(headers.vary, /Origin/);
      const asked = { origin, 'access-control-request-method': 'PUT' };
      assert.deepEqual(cors((await raw(server.address, STATS, { method: 'OPTIONS', headers: asked })).headers), {});
    });
  }

  await t.test('pages and the control of faults are for this origin alone', async () => {
    for (const target of ['/', '/style.css', '/healthz']) {
      assert.deepEqual(cors((await raw(server.address, target, { headers: { origin: page.address } })).headers), {});
    }
  });

  await t.test('a preflight is answered before any route', async () => {
    const headers = {
      origin: 'https://status.example.com', 'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization,x-custom', 'access-control-request-private-network': 'true',
    };
    const answer = await raw(server.address, STATS, { method: 'OPTIONS', headers });
    assert.equal(answer.status, 204);
    assert.deepEqual(
      [answer.headers['access-control-allow-origin'], answer.headers['access-control-allow-headers'], answer.headers['access-control-allow-private-network']],
      ['https://status.example.com', 'authorization,x-custom', 'true'],
    );
    assert.match(answer.headers['access-control-allow-methods'], /\bGET\b/);
    const odd = await raw(server.address, STATS, { method: 'OPTIONS', headers: { ...headers, 'access-control-request-headers': 'a b: c' } });
    assert.equal(odd.headers['access-control-allow-headers'], undefined);
  });

  await t.test('errors can be read by a named origin, or the widget could not tell why', async () => {
    const { status, headers } = await raw(server.address, '/api/0/nothing/', { headers: { origin: page.address } });
    assert.equal(status, 404);
    assert.equal(headers['access-control-allow-origin'], page.address);
  });

  await t.test('a stranger cannot change anything by a request that needs no preflight', async () => {
    const target = '/api/0/organizations/demo/dashboards/1/';
    const stranger = await raw(server.address, target, { method: 'PUT', headers: { origin: 'https://evil.example', 'content-type': 'application/json' }, body: '{}' });
    assert.equal(stranger.status, 403);
    const own = await raw(server.address, target, { method: 'PUT', headers: { origin: server.address, 'content-type': 'application/json' }, body: '{}' });
    assert.equal(own.status, 200);
  });

});

test('settings take what they should, and say what they do not take', () => {
  const usual = { clientLimit: { limit: 600, window: 60 }, shareLimit: { limit: 6000, window: 60 } };
  assert.deepEqual(readHttpSettings({}), { allowedOrigins: [], allowedHosts: [], ...usual, rateLimit: undefined, faults: false });
  const { clientLimit, shareLimit } = readHttpSettings({}, true);
  assert.deepEqual([clientLimit, shareLimit], [undefined, undefined], 'nobody is limited at a server that is for this machine alone');
  assert.deepEqual(readHttpSettings({ CLIENT_LIMIT: '5/1' }, true).clientLimit, { limit: 5, window: 1 });
  assert.deepEqual(
    readHttpSettings({ CLIENT_LIMIT: '0', SHARE_LIMIT: '100/10', ALLOWED_ORIGINS: ' https://a.example , http://localhost:3000 ,', ALLOWED_HOSTS: 'A.example,b.example', RATE_LIMIT: '40/2', FAULTS: '1' }),
    { allowedOrigins: ['https://a.example', 'http://localhost:3000'], allowedHosts: ['A.example', 'b.example'], clientLimit: undefined, shareLimit: { limit: 100, window: 10 }, rateLimit: { limit: 40, window: 2 }, faults: true },
  );
  assert.deepEqual(readHttpSettings({ RATE_LIMIT: '40' }).rateLimit, { limit: 40, window: 1 });
  const WRONG = {
    ALLOWED_ORIGINS: ['*', 'https://a.example/', 'https://a.example/path', 'a.example', 'null', 'https://*.example', 'HTTPS://A.example'],
    ALLOWED_HOSTS: ['*', 'https://a.example', 'a.example:80', 'a b', '/'],
    RATE_LIMIT: ['x', '0', '5/0', '-1', '1/1/1', '1.5'],
    CLIENT_LIMIT: ['x', '0/60', '5/0', '-1'],
    SHARE_LIMIT: ['x', '00'],
  };
  for (const [name, values] of Object.entries(WRONG)) {
    for (const value of values) {
      assert.throws(() => readHttpSettings({ [name]: value }), new RegExp(`^Error: ${name}: expected .*found`), value);
    }
  }
});

test('the log names a request without its secrets', async (t) => {
  const server = await startServer();
  t.after(() => server.close());
  await raw(server.address, `${STATS}?query=secret-query&project=1&project=2&token=secret-token`, {
    headers: { authorization: 'Bearer secret-bearer', cookie: 'a=secret-cookie' },
  });
  await raw(server.address, '/api/0/%0Aforged%20line?%0A=1');
  for (const end = performance.now() + 60_000; server.lines.length < 2 && performance.now() < end;) await new Promise((done) => { setTimeout(done, 5); });
  assert.equal(server.lines.length, 2);
  assert.match(server.lines[0], /^GET \/api\/0\/organizations\/demo\/events-stats\/\?query&project&token 200 \d+\.\d ms$/);
  assert.doesNotMatch(server.lines.join(), /secret/);
  assert.doesNotMatch(server.lines.join(), /\n/);
});

test('the rate limit', async (t) => {
  let time = 1_767_225_600_000;
  const server = await startServer({ rateLimit: { limit: 3, window: 10, concurrent: 2, now: () => time } });
  t.after(() => server.close());
  const limits = ({ headers }) => ['limit', 'remaining', 'reset', 'concurrentlimit', 'concurrentremaining']
    .map((name) => headers[`x-sentry-rate-limit-${name}`]);

  await t.test('is told in headers', async () => {
    assert.deepEqual(limits(await raw(server.address, STATS)), ['3', '2', '1767225610', '2', '1']);
  });

  await t.test('refuses in the words and the type of the real one', async () => {
    await raw(server.address, STATS);
    await raw(server.address, STATS);
    const refused = await raw(server.address, STATS);
    assert.equal(refused.status, 429);
    assert.equal(refused.body.toString(), '"You are attempting to use this endpoint too frequently. Limit is 3 requests in 10 seconds"');
    assert.match(refused.headers['content-type'], /^text\/html/);
    assert.equal(refused.headers['retry-after'], undefined);
    assert.deepEqual(limits(refused), ['3', '0', '1767225610', '2', '1']);
  });

  await t.test('counts each route by itself and starts anew with each window', async () => {
    assert.equal((await raw(server.address, '/api/0/small/')).status, 200);
    assert.equal((await raw(server.address, '/')).headers['x-sentry-rate-limit-limit'], undefined);
    time += 10_000;
    assert.deepEqual(limits(await raw(server.address, STATS)), ['3', '2', '1767225620', '2', '1']);
  });

  await t.test('counts what runs at once', { timeout: 60_000 }, async () => {
    const asked = [1, 2, 3].map(() => raw(server.address, '/api/0/slow/'));
    // The others are under way until the one too many was refused.
    await Promise.race(asked);
    server.release();
    const answers = await Promise.all(asked);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 429]);
    const refused = answers.find(({ status }) => status === 429);
    assert.equal(JSON.parse(String(refused.body)), 'You are attempting to go above the allowed concurrency for this endpoint. Concurrency limit is 2');
    time += 10_000;
    assert.equal((await raw(server.address, '/api/0/slow/')).status, 200);
  });

});
