/**
 * Who may do what: every address and method, by what a request carries. What a row does not name is the same for all.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Admin, readAdmin } from '../../www/server/http/admin.js';
import { httpPlugins } from '../../www/server/http/index.js';
import { statsdRelay } from '../../www/server/relay/statsd.js';
import { raw } from './http/harness.js';
import { at, serve } from './harness.js';

const KEY = 'an-admin-key-of-some-length';
const ORG = '/api/0/organizations/demo';
const STATS = `${ORG}/events-stats/?start=${at()}&end=${at(2)}&interval=1h`;
const JSON_TYPE = { 'content-type': 'application/json' };

/** @type {Record<string, Record<string, string>>} */
const CALLERS = {
  nobody: {},
  'a wrong key': { authorization: 'Bearer an-admin-key-of-some-lengtH' },
  'a part of the key': { authorization: `Bearer ${KEY.slice(0, -1)}` },
  'a longer key': { authorization: `Bearer ${KEY}x` },
  'no key in the header': { authorization: 'Bearer ' },
  'the key by another scheme': { authorization: `Basic ${Buffer.from(`admin:${KEY}`).toString('base64')}` },
  'the key in the address': {},
  'the key in a cookie': { cookie: `authorization=Bearer ${KEY}` },
  'the admin key': { authorization: `Bearer ${KEY}` },
};
const ADMIN = 'the admin key';

/** Method, address, status of everybody, status of the admin. @type {Array<[method: string, target: string, everybody: number, admin: number]>} */
const TABLE = [
  ['GET', '/healthz', 200, 200],
  ['GET', '/readyz', 200, 200],
  ['GET', '/metrics', 401, 200],
  ['GET', '/embed/demo/1', 404, 404],
  ['GET', '/s/token', 404, 404],
  ['POST', '/api/share', 404, 404],
  ['GET', STATS, 200, 200],
  ['GET', `${ORG}/dashboards/`, 200, 200],
  ['GET', `${ORG}/dashboards/1/`, 200, 200],
  ['GET', `${ORG}/projects/`, 200, 200],
  ['GET', `${ORG}/environments/`, 200, 200],
  ['GET', '/api/0/organizations/other/projects/', 404, 404],
  ['GET', '/api/0/organizations/other/environments/', 404, 404],
  ['GET', `${ORG}/issues/`, 200, 200],
  ['GET', `${ORG}/sessions/?field=sum(session)&statsPeriod=24h`, 200, 200],
  ['GET', '/api/0/organizations/other/issues/', 404, 404],
  ['GET', '/api/0/organizations/other/sessions/?field=sum(session)', 404, 404],
  ['GET', `${ORG}/alert-rules/`, 200, 200],
  ['GET', `${ORG}/incidents/?status=open`, 200, 200],
  ['GET', '/api/0/organizations/other/alert-rules/', 404, 404],
  ['GET', '/api/0/organizations/other/incidents/', 404, 404],
  ['POST', `${ORG}/alert-rules/`, 405, 405],
  ['PUT', `${ORG}/issues/`, 405, 405],
  ['DELETE', `${ORG}/issues/?id=1`, 405, 405],
  ['GET', `${ORG}/issues/1/`, 404, 404],
  ['PUT', `${ORG}/projects/`, 405, 405],
  ['PUT', `${ORG}/dashboards/1/`, 401, 200],
  ['PUT', `${ORG}/dashboards/1`, 401, 200],
  ['PUT', `${ORG}/dashboards/77/`, 401, 404],
  ['DELETE', `${ORG}/dashboards/1/`, 405, 405],
  ['POST', `${ORG}/dashboards/`, 405, 405],
  ['PATCH', `${ORG}/dashboards/1/`, 405, 405],
  ['GET', '/api/0/organizations/other/dashboards/1/', 404, 404],
  ['GET', '/api/0/organizations/', 404, 404],
  ['POST', '/api/0/relay/statsd/', 404, 404],
  ['GET', '/__test/faults', 404, 404],
  ['POST', '/__test/faults', 404, 404],
  ['GET', '/package/../package.json', 404, 404],
  ['GET', '/package/%2e%2e/package.json', 404, 404],
  ['GET', '/..%2f..%2fpackage.json', 404, 404],
  ['GET', '/.env', 404, 404],
  ['GET', '/data/events.duckdb', 404, 404],
];

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  server = await serve([{ timestamp: at(0, 1), message: 'x' }], {
    admin: new Admin({ key: KEY, isLocal: false }),
    http: httpPlugins({ packageDir: 'dist/package', demoDir: 'www/demo', log: null }),
    routes: [statsdRelay(null)],
  });
});
after(() => server.close());

for (const [caller, headers] of Object.entries(CALLERS)) {
  test(`what ${caller} may do`, async () => {
    for (const [method, target, everybody, admin] of TABLE) {
      const body = ['PUT', 'POST', 'PATCH'].includes(method) ? JSON.stringify({ title: 'Mine', fault: 'latency' }) : undefined;
      const type = target.includes('statsd') ? { 'content-type': 'text/plain' } : JSON_TYPE;
      const address = caller === 'the key in the address' ? `${target}${target.includes('?') ? '&' : '?'}key=${KEY}&authorization=Bearer%20${KEY}` : target;
      const answer = await raw(server.address, address, { method, headers: { ...headers, ...(body ? type : {}) }, body });
      assert.equal(answer.status, caller === ADMIN ? admin : everybody, `${method} ${target}: ${answer.body.toString().slice(0, 200)}`);
      assert.doesNotMatch(answer.body.toString(), new RegExp(KEY));
      if (answer.status >= 400) assert.equal(typeof JSON.parse(answer.body.toString()).detail, 'string');
    }
  });
}

describe('the outcome of a split', () => {
  const split = `${ORG}/events-stats/?start=${at()}&end=${at(2)}&interval=1h&dataset=metricsEnhanced&dashboardWidgetId=`;
  const typeOf = async (/** @type {string} */ id) => {
    const { body } = await raw(server.address, `${ORG}/dashboards/1/`);
    return JSON.parse(String(body)).widgets.find((/** @type {any} */ widget) => widget.id === id).widgetType;
  };

  test('is answered to everybody, and saved for the admin alone', async () => {
    const widgets = JSON.parse(String((await raw(server.address, `${ORG}/dashboards/1/`)).body)).widgets;
    const { id } = widgets.find((/** @type {any} */ { widgetType }) => widgetType === 'discover');
    const asked = await raw(server.address, split + id);
    assert.equal(asked.status, 200);
    assert.equal(await typeOf(id), 'discover', 'a reader writes nothing');
    const decided = await raw(server.address, split + id, { headers: { authorization: `Bearer ${KEY}` } });
    assert.deepEqual(JSON.parse(String(decided.body)).data, JSON.parse(String(asked.body)).data);
    assert.equal(await typeOf(id), 'error-events');
  });
});

test('without a key nobody writes, and the refusal says why', async (t) => {
  const closed = await serve([], { admin: new Admin({ isLocal: false }) });
  t.after(() => closed.close());
  for (const headers of [{}, { authorization: 'Bearer ' }, { authorization: `Bearer ${KEY}` }, { authorization: 'Bearer null' }]) {
    const { status, body } = await raw(closed.address, `${ORG}/dashboards/1/`, { method: 'PUT', headers: { ...headers, ...JSON_TYPE }, body: '{"title":"x"}' });
    assert.deepEqual([status, JSON.parse(String(body))], [403, { detail: 'This server changes nothing: ADMIN_KEY is not set.' }]);
  }
});

test('this machine alone needs no key; a name, an address or a proxy in front does', () => {
  const isLocal = (/** @type {Record<string, string>} */ env, host = '127.0.0.1') => readAdmin(env, host).isLocal;
  assert.equal(isLocal({}), true);
  assert.equal(isLocal({}, 'localhost'), true);
  assert.equal(isLocal({}, '0.0.0.0'), false);
  assert.equal(isLocal({}, '192.168.1.5'), false);
  assert.equal(isLocal({ ALLOWED_HOSTS: 'charts.example.com' }), false);
  assert.equal(isLocal({ TRUST_PROXY: '1' }), false);
  for (const key of ['short', 'a key with blanks in it', 'ä'.repeat(20)]) {
    assert.throws(() => readAdmin({ ADMIN_KEY: key }, '127.0.0.1'), (/** @type {Error} */ error) => /^ADMIN_KEY: expected at least 16 /.test(error.message) && !error.message.includes(key), key);
  }
});
