/** A server with all that it can have switched on, over events or in front of a Sentry, its routes as Fastify has them, and the links of several people. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApp } from '../../www/server/app.js';
import { EventStore } from '../../www/server/events/store.js';
import { Admin } from '../../www/server/http/admin.js';
import { httpPlugins } from '../../www/server/http/index.js';
import { openProxy, readProxySettings } from '../../www/server/proxy/index.js';
import { statsdRelay } from '../../www/server/relay/statsd.js';
import { RevokedShares } from '../../www/server/share/revoked.js';
import { readShareSecret, readWish, signShare } from '../../www/server/share/tokens.js';
import { at, NOW } from './harness.js';
import { DASHBOARD } from './proxy/dashboard.js';

export const KEY = 'an-admin-key-of-some-length';
export const SENTRY_TOKEN = 'sntrys_0123456789abcdef-secret-token';
const DAY = 86_400_000;
const secretOf = (/** @type {string} */ text) => /** @type {Uint8Array} */ (readShareSecret({ SHARE_SECRET: text }));
const SECRET = secretOf('a-secret-of-more-than-thirty-two-characters');

/** @returns {{routes: string[], plugin: import('fastify').FastifyPluginAsync}} `routes`: method and address of each, as they are registered */
function collector() {
  /** @type {string[]} */
  const routes = [];
  const plugin = async (/** @type {import('fastify').FastifyInstance} */ app) => {
    app.addHook('onRoute', ({ method, url }) => { for (const one of [method].flat()) routes.push(`${one} ${url}`); });
  };
  return { routes, plugin: Object.assign(plugin, { [Symbol.for('skip-override')]: true }) };
}

/**
 * Whose links: a viewer's own of widget 1, one that has expired, one that was forged, one of somebody else's widget, and one of the whole dashboard.
 * @param {string} org @param {string} dashboard
 */
async function tokensOf(org, dashboard) {
  const sign = async (/** @type {Record<string, any>} */ facts = {}, secret = SECRET, from = NOW) => (await signShare(secret, readWish({ org, dashboard, widget: '1', days: 1, ranges: ['24h'], ...facts }), from)).token;
  const own = await sign();
  return {
    own, expired: await sign({}, SECRET, NOW - 2 * DAY), another: await sign({ widget: '2' }), whole: await sign({ widget: null }),
    'of another secret': await sign({}, secretOf('another-secret-of-more-than-thirty-two')),
    // The payload of the whole dashboard under the signature of one widget.
    forged: [own.split('.')[0], (await sign({ widget: null })).split('.')[1], own.split('.')[2]].join('.'),
  };
}

/** @typedef {{address: string, routes: string[], tokens: Awaited<ReturnType<typeof tokensOf>>, lines: string[], app: import('fastify').FastifyInstance, close: () => Promise<void>}} Everything */

/** @param {Record<string, any>} options @param {string} org @param {string} dashboard @returns {Promise<Everything>} */
async function start({ routes: more = [], close: closeMore, ...options }, org, dashboard) {
  const { routes, plugin } = collector();
  /** @type {string[]} */
  const lines = [];
  const agent = createSocket('udp4');
  await once(agent.bind(0, '127.0.0.1'), 'listening');
  const app = await createApp({
    now: () => NOW,
    admin: new Admin({ key: KEY, isLocal: false }),
    http: [plugin, ...httpPlugins({ packageDir: 'dist/package', demoDir: 'www/demo', log: (line) => lines.push(line) })],
    routes: [...more, statsdRelay({ host: '127.0.0.1', port: agent.address().port })],
    logger: { level: 'warn', stream: { write: (/** @type {string} */ line) => lines.push(line) } },
    embed: { modulePath: fileURLToPath(new URL('../../dist/package/node.js', import.meta.url)), share: { secret: SECRET, revoked: new RevokedShares(null) } },
    ...options,
  });
  const close = async () => {
    app.server.closeAllConnections();
    await app.close();
    agent.close();
    await closeMore();
  };
  return { address: await app.listen({ host: '127.0.0.1', port: 0 }), app, routes, lines, tokens: await tokensOf(org, dashboard), close };
}

/** Over events, with the demo's dashboards. */
export async function overEvents() {
  const store = await EventStore.of([{ timestamp: at(20), message: 'x', level: 'error', user: { email: 'a@x.example' } }]);
  return start({ store, close: async () => store.close() }, 'demo', '1');
}

/** In front of a Sentry that answers everything with one series. @returns {Promise<Everything & {asked: string[]}>} `asked`: addresses that reached it */
export async function beforeSentry() {
  /** @type {string[]} */
  const asked = [];
  const sentry = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const body = request.url?.endsWith('/dashboards/7/') ? DASHBOARD : { data: [[1767225600, [{ count: 5 }]]], start: 1767225600, end: 1767229200 };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await once(sentry.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (sentry.address());
  const settings = readProxySettings({ SENTRY_URL: `http://127.0.0.1:${port}`, SENTRY_AUTH_TOKEN: SENTRY_TOKEN, SENTRY_DASHBOARDS: 'acme/7', SENTRY_BUDGET: '999999' }, '127.0.0.1');
  const { routes, catalogue, figures, editable } = await openProxy(/** @type {NonNullable<typeof settings>} */ (settings), { log: () => {} });
  const close = async () => { sentry.closeAllConnections(); sentry.close(); };
  const server = await start({ routes: [routes], catalogue, figures, editable, close }, 'acme', '7');
  asked.length = 0;
  return { ...server, asked };
}
