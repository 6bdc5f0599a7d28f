/**
 * In place of the embedded database: a real Sentry, asked only what widgets of the
 * listed dashboards ask. A page thus reaches it without a token of its own.
 */
import fp from 'fastify-plugin';
import { buffer } from 'node:stream/consumers';
import { sendWithEtag } from '../http/etag.js';
import { Dashboards } from './dashboards.js';
import { matchRequest } from './match.js';
import { Upstream } from './upstream.js';

export { readProxySettings } from './settings.js';

const REFRESH = 5 * 60 * 1000;
const ENDPOINTS = ['events-stats', 'events-timeseries', 'events', 'releases/stats'];

/**
 * @param {import('./settings.js').ProxySettings} settings
 * @param {{refresh?: number, log?: (line: string) => void, times?: object}} [options] `refresh` in milliseconds
 * @returns {Promise<import('fastify').FastifyPluginAsync>} the routes under `/api`, once the dashboards are read
 * @throws {Error} when a listed dashboard cannot be read
 */
export async function proxyRoutes(settings, { refresh = REFRESH, log = console.log, times } = {}) {
  const upstream = new Upstream(settings, times);
  const dashboards = new Dashboards(upstream, settings.dashboards, log);
  const [problem] = await dashboards.read();
  if (problem) throw new Error(`Cannot read what SENTRY_DASHBOARDS names: ${problem.message}`);
  return fp(async (app) => {
    app.addHook('onClose', dashboards.keepFresh(refresh));
    /** Where in Sentry a request goes that may pass. @type {WeakMap<import('fastify').FastifyRequest, string>} */
    const paths = new WeakMap();
    app.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/api/*',
      // Before a body is read: what is refused need not arrive.
      onRequest: async (request, reply) => {
        const verdict = judge(request.method, addressOf(request), { settings, dashboards });
        if (!verdict.allowed) return reply.code(403).send({ detail: `Not passed on to Sentry: ${verdict.reason}.` });
        paths.set(request, verdict.path);
      },
      handler: (request, reply) => forward(request, reply, upstream, paths.get(request) ?? ''),
    });
  }, { name: 'proxy' });
}

/**
 * @param {import('fastify').FastifyRequest} request @param {import('fastify').FastifyReply} reply
 * @param {Upstream} upstream @param {string} path in Sentry
 */
async function forward(request, reply, upstream, path) {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const { params } = addressOf(request);
  const { status, headers, body } = await upstream.get(path, params, gone.signal);
  // The type is Sentry's, whatever it is: a reader decides by the status.
  reply.code(status).headers(headers);
  // Sentry gives its dashboards no validator; they are small, and asked for again and again.
  if (status === 200 && body !== null && DASHBOARD_PATH.test(addressOf(request).path)) {
    return sendWithEtag(request, reply, await buffer(body));
  }
  return reply.send(body ?? '');
}

/** The address as sent: a router's own reading of it might differ from Sentry's. @param {import('fastify').FastifyRequest} request */
function addressOf(request) {
  const { url = '' } = request.raw;
  const at = url.indexOf('?');
  if (at < 0) return { path: url, params: new URLSearchParams() };
  return { path: url.slice(0, at), params: new URLSearchParams(url.slice(at + 1)) };
}

const SLUG = '[a-zA-Z0-9][a-zA-Z0-9_-]*';
const WIDGET_PATH = new RegExp(`^/api/0/organizations/(${SLUG})/(${ENDPOINTS.join('|')})/?$`);
const DASHBOARD_PATH = new RegExp(`^/api/0/organizations/(${SLUG})/dashboards/(\\d+)/?$`);
const ANY_PATH = /^\/api\/0\/((?:[\w.~-]+\/)*[\w.~-]+)\/?$/;

/**
 * @param {string} method @param {{path: string, params: URLSearchParams}} address
 * @param {{settings: import('./settings.js').ProxySettings, dashboards: Dashboards}} allowed
 * @returns {{allowed: true, path: string}|{allowed: false, reason: string}} `path` below `/api/0/`
 */
function judge(method, { path, params }, { settings, dashboards }) {
  if (method !== 'GET' && method !== 'HEAD') return no('only GET is');
  if (settings.open) {
    const [, rest] = ANY_PATH.exec(path) ?? [];
    const climbs = rest?.split('/').some((part) => /^\.+$/.test(part));
    return rest === undefined || climbs ? no('that is no path of the API') : { allowed: true, path: `${rest}/` };
  }
  const [, org, endpoint] = WIDGET_PATH.exec(path) ?? [];
  if (org !== undefined) {
    const verdict = matchRequest({ org, endpoint, params }, dashboards.known);
    return verdict.allowed ? { allowed: true, path: `organizations/${org}/${endpoint}/` } : verdict;
  }
  const [, owner, id] = DASHBOARD_PATH.exec(path) ?? [];
  if (owner === undefined) return no('no widget asks this path');
  if (!dashboards.has(owner, id)) return no('the dashboard is not on the list');
  if ([...params.keys()].length > 0) return no('a dashboard is asked without parameters');
  return { allowed: true, path: `organizations/${owner}/dashboards/${id}/` };
}

/** @param {string} reason @returns {{allowed: false, reason: string}} */
const no = (reason) => ({ allowed: false, reason });
