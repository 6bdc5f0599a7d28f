/** What one client may ask, and one share link: counted, told, forgotten after its time, and met by nobody else. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { httpPlugins } from '../../../www/server/http/index.js';
import { readHttpSettings } from '../../../www/server/http/settings.js';
import { at, NOW, serve } from '../harness.js';
import { readShareSecret, readWish, signShare } from '../../../www/server/share/tokens.js';
import { raw } from './harness.js';

const ORIGIN = 'https://status.example.com';
const STATS = `/api/0/organizations/demo/events-stats/?start=${at()}&end=${at(2)}`;
const COUNTED = [STATS, '/embed/demo/1', '/embed/demo/1/1', '/chart/demo/1/1.csv', '/oembed', '/s/not-a-link', '/s/not-a-link/api/0/', '/%61pi/0/organizations/demo/dashboards/'];
const FREE = ['/healthz', '/readyz', '/metrics', '/package/index.js', '/', '/embed-page.css', '/api/0/no-such-route/'];
const secret = /** @type {Uint8Array} */ (readShareSecret({ SHARE_SECRET: 'a-secret-of-more-than-thirty-two-characters' }));

/**
 * @param {import('node:test').TestContext} t
 * @param {Partial<import('../../../www/server/http/index.js').HttpOptions>} limits
 * @param {Record<string, any>} [options] of the app
 */
async function start(t, limits, options = {}) {
  const server = await serve([{ timestamp: at(0, 1), message: 'x' }], {
    trustProxy: 'loopback',
    embed: { modulePath: fileURLToPath(new URL('../../../dist/package/node.js', import.meta.url)), share: { secret, revoked: { has: () => false } } },
    http: httpPlugins({ packageDir: 'www/element', demoDir: 'www/demo', log: null, allowedOrigins: [ORIGIN], ...limits }),
    ...options,
  });
  t.after(() => server.close());
  return {
    /** @param {string} path @param {string} [client] its address @param {Record<string, string>} [headers] */
    async ask(path, client = '192.0.2.1', headers = {}) {
      const { status, headers: sent, body } = await raw(server.address, path, { headers: { 'x-forwarded-for': client, ...headers } });
      return { status, headers: sent, text: String(body) };
    },
  };
}

const linkTo = async (widget) => (await signShare(secret, readWish({ org: 'demo', dashboard: '1', widget, days: 30, ranges: ['24h'] }), NOW)).token;

describe('the limit of a client', () => {
  test('refuses what is beyond it with the time to wait, readable by pages of named origins', async (t) => {
    const { ask } = await start(t, { clientLimit: { limit: 2, window: 3600 } });
    for (let i = 0; i < 2; i++) assert.equal((await ask(STATS)).status, 200);
    const { status, headers, text } = await ask(STATS, undefined, { origin: ORIGIN });
    assert.equal(status, 429);
    const wait = Number(headers['retry-after']);
    assert.ok(wait > 3500 && wait <= 3600, String(wait));
    assert.deepEqual(JSON.parse(text), { detail: `Too many requests: this server answers 2 in 3600 seconds for each client. Please wait ${wait} seconds.` });
    assert.equal(headers['access-control-allow-origin'], ORIGIN);
    assert.match(String(headers['access-control-expose-headers']), /Retry-After/);
  });

  test('is of one client: of an address that a trusted proxy names, or of a network of one where that is IPv6', async (t) => {
    const { ask } = await start(t, { clientLimit: { limit: 1, window: 3600 } });
    const statuses = [];
    for (const client of ['192.0.2.1', '192.0.2.2', '192.0.2.1', '2001:db8::1', '2001:db8::2', '2001:db8:0:1::1']) statuses.push((await ask(STATS, client)).status);
    assert.deepEqual(statuses, [200, 200, 429, 200, 429, 200]);
  });

  test('counts what costs work, however its address is written, and nothing else', async (t) => {
    const { ask } = await start(t, { clientLimit: { limit: 1, window: 3600 } });
    for (const [index, path] of COUNTED.entries()) {
      const client = `192.0.2.${index + 1}`;
      assert.notEqual((await ask(path, client)).status, 429, path);
      assert.equal((await ask(path, client)).status, 429, path);
      for (const free of FREE) assert.notEqual((await ask(free, client)).status, 429, free);
    }
  });

  test('begins anew when its time is over', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: NOW });
    const { ask } = await start(t, { clientLimit: { limit: 1, window: 60 } });
    assert.equal((await ask(STATS)).status, 200);
    t.mock.timers.tick(59_000);
    const { status, headers } = await ask(STATS);
    assert.deepEqual([status, headers['retry-after']], [429, '1']);
    t.mock.timers.tick(1_000);
    assert.equal((await ask(STATS)).status, 200);
  });

  test('counts a picture and a request of a share link once, not what the server asks itself for them', async (t) => {
    const { ask } = await start(t, { clientLimit: { limit: 2, window: 3600 } });
    assert.equal((await ask('/chart/demo/1/1.csv')).status, 200);
    const token = await linkTo('1');
    assert.equal((await ask(`/s/${token}/chart.csv`)).status, 200);
    assert.equal((await ask(STATS)).status, 429);
    assert.equal((await ask('/chart/demo/1/1.csv', '127.0.0.1')).status, 200, 'nobody has asked from this machine');
  });

  test('says once that a proxy is not named, behind which all count as one', async (t) => {
    const lines = [];
    const stream = new Writable({ write(chunk, _, done) { lines.push(String(chunk)); done(); } });
    const { ask } = await start(t, { clientLimit: { limit: 1, window: 3600 } }, { trustProxy: false, logger: { level: 'warn', stream } });
    const statuses = [];
    for (const client of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) statuses.push((await ask(STATS, client)).status);
    assert.deepEqual(statuses, [200, 429, 429]);
    assert.equal(lines.length, 1);
    assert.match(JSON.parse(lines[0]).msg, /TRUST_PROXY does not name it/);
  });
});

test('the limit of a share link counts all who have it, and no other link', async (t) => {
  const { ask } = await start(t, { shareLimit: { limit: 2, window: 3600 } });
  const [first, second] = await Promise.all(['1', '2'].map(linkTo));
  const asked = [[first, '192.0.2.1'], [`${first}/chart.csv`, '192.0.2.2'], [first, '192.0.2.3'], [second, '192.0.2.1']];
  const answers = [];
  for (const [path, client] of asked) answers.push(await ask(`/s/${path}`, client));
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 429, 200]);
  assert.match(answers[2].text, /for each share link/);
  assert.ok(Number(answers[2].headers['retry-after']) > 0);
  assert.equal((await ask(STATS)).status, 200);
});

test('a wall of thirty widgets that refreshes every thirty seconds is far from the limit', () => {
  const { clientLimit } = readHttpSettings({});
  assert.ok(clientLimit !== undefined && (30 * 2 * clientLimit.window) / 60 <= clientLimit.limit / 10);
});
