/**
 * Every route that the server registers, by every method and with whatever a caller may hold. A route that is not in the
 * tables fails the first test, so none comes without a word on who reaches it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { beforeSentry, KEY, overEvents, SENTRY_TOKEN } from './everything.js';
import { raw } from './http/harness.js';
import { at } from './harness.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const ORG = '/api/0/organizations/demo';
const RANGE = `start=${at()}&end=${at(2)}&interval=1h`;
const STATS_OF_SENTRY = '/api/0/organizations/acme/events-stats/?project=1&project=2&environment=prod&statsPeriod=24h&yAxis=count()';

/** By route: an address, status for everybody, status for the admin where it is another. A HEAD is as its GET. @typedef {Record<string, [target: string, everybody: number, admin?: number]>} Table */

/** @type {Table} */
const COMMON = {
  'GET /package/*': ['/package/index.js', 200],
  'GET /healthz': ['/healthz', 200],
  'GET /readyz': ['/readyz', 200],
  'GET /metrics': ['/metrics', 401, 200],
  'POST /api/0/relay/statsd/': ['/api/0/relay/statsd/', 200],
  // By whom the link is, below.
  'GET /s/*': ['/s/x', 404],
  'POST /api/share': ['/api/share', 401, 201],
};

/** @type {Table} */
const OVER_EVENTS = {
  ...COMMON,
  'GET /*': ['/', 200],
  'GET /api/0/organizations/:organization/events-stats/': [`${ORG}/events-stats/?${RANGE}`, 200],
  'GET /api/0/organizations/:organization/events-timeseries/': [`${ORG}/events-timeseries/?${RANGE}`, 200],
  'GET /api/0/organizations/:organization/events/': [`${ORG}/events/?${RANGE}&field=count()`, 200],
  'GET /api/0/organizations/:organization/releases/stats/': [`${ORG}/releases/stats/?${RANGE}`, 200],
  'GET /api/0/organizations/:organization/issues/': [`${ORG}/issues/?${RANGE}`, 200],
  'GET /api/0/organizations/:organization/sessions/': [`${ORG}/sessions/?${RANGE}&field=sum(session)`, 200],
  'GET /api/0/organizations/:organization/alert-rules/': [`${ORG}/alert-rules/`, 200],
  'GET /api/0/organizations/:organization/incidents/': [`${ORG}/incidents/`, 200],
  'GET /api/0/organizations/:organization/projects/': [`${ORG}/projects/`, 200],
  'GET /api/0/organizations/:organization/environments/': [`${ORG}/environments/`, 200],
  'GET /api/0/organizations/:organization/dashboards/': [`${ORG}/dashboards/`, 200],
  'GET /api/0/organizations/:organization/dashboards/:dashboard/': [`${ORG}/dashboards/1/`, 200],
  'PUT /api/0/organizations/:organization/dashboards/:dashboard/': [`${ORG}/dashboards/1/`, 401, 200],
  'GET /embed/:org/:dashboard': ['/embed/demo/1', 200],
  'GET /embed/:org/:dashboard/:widget': ['/embed/demo/1/1', 200],
  'GET /oembed': ['/oembed?url=ORIGIN/embed/demo/1/1', 200],
  'GET /chart/:org/:dashboard/:file': ['/chart/demo/1/1.csv', 200],
};

/** @type {Table} */
const BEFORE_SENTRY = {
  ...COMMON,
  'GET /': ['/', 200],
  'GET /*': ['/overview.css', 200],
  'GET /api/*': [STATS_OF_SENTRY, 200],
  // The admin of this server is nobody at Sentry.
  ...Object.fromEntries(['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [`${method} /api/*`, ['/api/0/organizations/acme/dashboards/7/', 403]])),
  'GET /embed/:org/:dashboard': ['/embed/acme/7', 200],
  'GET /embed/:org/:dashboard/:widget': ['/embed/acme/7/1', 200],
  'GET /oembed': ['/oembed?url=ORIGIN/embed/acme/7/1', 200],
  'GET /chart/:org/:dashboard/:file': ['/chart/acme/7/1.csv', 200],
};

/** What a body may have to be, by route. @type {Record<string, (org: string, id: string) => [type: string, body: string]>} */
const BODIES = {
  'POST /api/0/relay/statsd/': () => ['text/plain', 'sentry.widget.cache.hits:1|c'],
  'POST /api/share': (org, dashboard) => ['application/json', JSON.stringify({ org, dashboard, widget: '1', days: 1 })],
};

/** @typedef {import('./everything.js').Everything} Everything */

/** Headers of every caller, and what stands in the address beside what is asked. @param {Everything['tokens']} tokens @returns {Record<string, {headers?: Record<string, string>, query?: string}>} */
const callersOf = (tokens) => ({
  nobody: {},
  'a wrong key': { headers: { authorization: `Bearer ${KEY}x` } },
  ...Object.fromEntries(Object.entries(tokens).flatMap(([name, token]) => [
    [`the link ${name} as a key`, { headers: { authorization: `Bearer ${token}` } }], [`the link ${name} as a cookie`, { headers: { cookie: `token=${token}` } }],
  ])),
  'the key as a password': { headers: { authorization: `Basic ${Buffer.from(`admin:${KEY}`).toString('base64')}` } },
  'the key in a header of its own': { headers: { 'x-api-key': KEY, 'x-admin-key': KEY, cookie: `key=${KEY}` } },
  'a proxy of its own making': { headers: { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost', 'x-real-ip': '127.0.0.1' } },
  'the admin key': { headers: { authorization: `Bearer ${KEY}` } },
});

/** Whose link may read which address below a link. */
const LINKED = ['', '/chart.csv', '/api/0/organizations/ORG/dashboards/ID/', '/STATS'];

for (const [place, make, table, [org, id], statsOfOwn] of /** @type {const} */ ([
  ['over events', overEvents, OVER_EVENTS, ['demo', '1'], null],
  ['in front of a Sentry', beforeSentry, BEFORE_SENTRY, ['acme', '7'], STATS_OF_SENTRY],
])) {
  describe(place, () => {
    /** @type {Everything & {asked?: string[]}} */
    let server;
    before(async () => { server = await make(); });
    after(async () => {
      assert.doesNotMatch(server.lines.join('\n'), new RegExp([KEY, SENTRY_TOKEN, 'eyJ'].join('|')), 'no secret is in a log');
      await server.close();
    });

    test('every route has its row, and every row its route', () => {
      const routes = server.routes.filter((route) => !route.startsWith('HEAD '));
      assert.deepEqual([...new Set(routes)].sort(), Object.keys(table).sort());
    });

    test('what each caller reaches', async () => {
      for (const [caller, { headers = {} }] of Object.entries(callersOf(server.tokens))) {
        for (const [route, [target, everybody, admin = everybody]] of Object.entries(table)) {
          const [method] = route.split(' ');
          const [type, body] = BODIES[route]?.(org, id) ?? ['application/json', '{"title":"Mine"}'];
          const status = caller === 'the admin key' ? admin : everybody;
          for (const one of method === 'GET' ? ['GET', 'HEAD'] : [method]) {
            const sent = ['GET', 'HEAD', 'DELETE'].includes(one) ? {} : { body, headers: { ...headers, 'content-type': type } };
            const answer = await raw(server.address, target.replace('ORIGIN', server.address), { method: one, headers, ...sent });
            assert.equal(answer.status, status, `${caller}: ${one} ${target}: ${answer.body.toString().slice(0, 200)}`);
            inWords(answer, one);
          }
        }
      }
    });

    test('by any other method no route is reached', async () => {
      const before = server.asked?.length;
      for (const [route, [target]] of Object.entries(table)) {
        const own = server.routes.filter((one) => one.split(' ')[1] === route.split(' ')[1]).map((one) => one.split(' ')[0]);
        for (const method of METHODS.filter((one) => !own.includes(one))) {
          const answer = await raw(server.address, target.replace('ORIGIN', server.address), { method, headers: { authorization: `Bearer ${KEY}` } });
          // An address of one route may be that of another as well, as `/api/*` is.
          assert.ok([403, 404, 405].includes(answer.status) || (answer.status < 400 && server.routes.some((one) => one.startsWith(`${method} `) && one.endsWith('*'))), `${method} ${target}: ${answer.status}`);
          inWords(answer, method);
        }
      }
      assert.equal(server.asked?.length, before, 'and none of it reaches Sentry');
    });

    test('what each link opens', async () => {
      const stats = statsOfOwn ?? `${ORG}/events-stats/?statsPeriod=24h&interval=1h&yAxis=count()&dataset=errors`;
      const { own, whole, another, expired, forged, 'of another secret': foreign } = server.tokens;
      const targets = LINKED.map((path) => path.replace('ORG', org).replace('ID', id).replace('/STATS', stats));
      /** Statuses in the order of `LINKED`. @type {Array<[token: string, statuses: number[]]>} */
      const opened = [
        [own, [200, 200, 200, place === 'over events' ? 403 : 200]], [another, [200, 200, 200, 403]], [whole, [200, 403, 200, place === 'over events' ? 403 : 200]],
        [expired, [410, 410, 410, 410]], [forged, [404, 404, 404, 404]], [foreign, [404, 404, 404, 404]], [KEY, [404, 404, 404, 404]], ['x', [404, 404, 404, 404]],
      ];
      for (const [token, statuses] of opened) {
        for (const headers of /** @type {Array<Record<string, string>>} */ ([{}, { authorization: `Bearer ${KEY}` }, { authorization: `Bearer ${own}` }])) {
          const found = await Promise.all(targets.map((target) => raw(server.address, `/s/${token}${target}`, { headers })));
          assert.deepEqual(found.map(({ status }) => status), statuses, `${token}: ${found.map(({ body }) => String(body).slice(0, 120)).join('\n')}`);
          for (const answer of found) inWords(answer, 'GET');
        }
      }
    });
  });
}

/** A refusal is JSON that says why, and no answer holds a secret. @param {Awaited<ReturnType<typeof raw>>} answer @param {string} method */
function inWords({ status, body }, method) {
  assert.doesNotMatch(String(body), new RegExp([KEY, SENTRY_TOKEN].join('|')));
  if (status < 400 || method === 'HEAD') return;
  assert.match(JSON.parse(String(body)).detail, /\w{3}/);
}
