/**
 * In place of the embedded database: a real Sentry, asked only what widgets of the
 * listed dashboards ask. A page thus reaches it without a token of its own.
 */
import fp from 'fastify-plugin';
import { buffer } from 'node:stream/consumers';
import { sendWithEtag } from '../http/etag.js';
import { AnsweredGroups } from './answered-groups.js';
import { cutOf } from './cuts.js';
import { Dashboards } from './dashboards.js';
import { Gate } from './gate.js';
import { matchRequest } from './match.js';
import { readableDashboard } from './readable-dashboard.js';
import { SharedAnswers } from './shared-answers.js';
import { Upstream, UpstreamError } from './upstream.js';
import { ViewerFilters } from './viewer-filters.js';
import { isAggregate } from './widget-requests.js';

export { readProxySettings } from './settings.js';

const REFRESH = 5 * 60 * 1000;
const ENDPOINTS = ['events-stats', 'events-timeseries', 'events', 'releases/stats', 'issues', 'sessions', 'alert-rules', 'incidents'];

/**
 * @param {import('./settings.js').ProxySettings} settings
 * @param {{refresh?: number, log?: (line: string) => void, times?: object, health?: import('../operations/health.js').Health}} [options] `refresh` in milliseconds
 * @returns {Promise<{routes: import('fastify').FastifyPluginAsync, catalogue: Dashboards, figures: import('../operations/metrics.js').Figure[], editable: string | undefined}>} the routes
 *   under `/api`, once the dashboards are read; `editable`: filters that viewers may narrow
 * @throws {Error} when a listed dashboard cannot be read
 */
export async function openProxy(settings, { refresh = REFRESH, log = console.log, times, health } = {}) {
  const gate = new Gate(settings.limits);
  const upstream = new Upstream(settings, times, gate);
  const answers = new SharedAnswers(upstream, settings.limits);
  const filters = new ViewerFilters(upstream, settings.viewerFilters, log);
  const dashboards = new Dashboards(upstream, settings.dashboards, log, { health, alsoRead: (known) => filters.read(known) });
  const [problem] = await dashboards.read();
  if (problem) throw new Error(`Cannot read what SENTRY_DASHBOARDS names: ${problem.message}`);
  const answered = new AnsweredGroups();
  const routes = fp(async (app) => {
    app.addHook('onClose', dashboards.keepFresh(refresh));
    /** What becomes of a request that may pass. @type {WeakMap<import('fastify').FastifyRequest, Passage | Told>} */
    const passages = new WeakMap();
    app.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/api/*',
      // Before a body is read: what is refused need not arrive.
      onRequest: async (request, reply) => {
        const verdict = judge(request.method, addressOf(request), { settings, dashboards, answered, filters });
        if (!verdict.allowed) return reply.code(403).send({ detail: `Not passed on to Sentry: ${verdict.reason}.` });
        passages.set(request, verdict);
      },
      handler: (request, reply) => {
        const passage = /** @type {Passage | Told} */ (passages.get(request));
        if ('told' in passage) return sendWithEtag(request, reply.type('application/json; charset=utf-8'), JSON.stringify(passage.told));
        return forward(request, reply, answers, passage);
      },
    });
  }, { name: 'proxy' });
  return { routes, catalogue: dashboards, figures: figuresOf(gate, answers), editable: settings.viewerFilters.join(' ') || undefined };
}

/** @param {Gate} gate @param {SharedAnswers} answers @returns {import('../operations/metrics.js').Figure[]} */
const figuresOf = (gate, answers) => [
  { name: 'sentry_requests_total', help: 'Requests sent to Sentry.', kind: 'counter', value: () => gate.asked },
  { name: 'sentry_requests_refused_total', help: 'Requests not sent: over the budget, while Sentry asked for patience, or with too many waiting.', kind: 'counter', value: () => gate.refused },
  { name: 'sentry_rate_limits_total', help: 'Answers with status 429.', kind: 'counter', value: () => gate.pauses },
  { name: 'sentry_requests_running', help: 'Requests to Sentry under way.', kind: 'gauge', value: () => gate.running },
  { name: 'sentry_requests_waiting', help: 'Requests to Sentry that wait for a place.', kind: 'gauge', value: () => gate.waiting.length },
  { name: 'sentry_cache_hits_total', help: 'Requests answered from what was kept.', kind: 'counter', value: () => answers.hits },
  { name: 'sentry_cache_joined_total', help: 'Requests answered by the same one under way.', kind: 'counter', value: () => answers.joined },
  { name: 'sentry_cache_bytes', help: 'Bytes of kept answers.', kind: 'gauge', value: () => answers.bytes },
];

/**
 * @typedef {object} Passage
 * @property {string} path in Sentry, below `/api/0/`
 * @property {URLSearchParams} params
 * @property {(body: Buffer) => Buffer | string} [whole] for an answer that is read before it is sent: what is sent of it
 * @property {boolean} [validated] it has a validator, so that asking again costs no body
 *
 * @typedef {{told: unknown}} Told what is answered here, of what was read of Sentry before
 */

/**
 * @param {import('fastify').FastifyRequest} request @param {import('fastify').FastifyReply} reply
 * @param {SharedAnswers} answers @param {Passage} passage
 */
async function forward(request, reply, answers, { path, params, whole, validated = false }) {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const { status, headers: { etag: _, ...headers }, body, whole: kept } = await answers.get(path, params, gone.signal);
  // The type is Sentry's, whatever it is: a reader decides by the status.
  reply.code(status).headers(headers);
  if (status !== 200 || body === null || (whole === undefined && kept === null)) return reply.send(body ?? '');
  const sent = (whole ?? asItIs)(kept ?? await buffer(body));
  // What was kept is the same again and again.
  return validated || kept !== null ? sendWithEtag(request, reply, sent) : reply.send(sent);
}

/** @param {Buffer} body */
const asItIs = (body) => body;

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
const NAMES_PATH = new RegExp(`^/api/0/organizations/(${SLUG})/(project|environment)s/?$`);
const ANY_PATH = /^\/api\/0\/((?:[\w.~-]+\/)*[\w.~-]+)\/?$/;

/** @typedef {{settings: import('./settings.js').ProxySettings, dashboards: Dashboards, answered: AnsweredGroups, filters: ViewerFilters}} Allowed */

/**
 * @param {string} method @param {{path: string, params: URLSearchParams}} address @param {Allowed} allowed
 * @returns {({allowed: true} & (Passage | Told))|{allowed: false, reason: string}}
 */
function judge(method, { path, params }, allowed) {
  if (method !== 'GET' && method !== 'HEAD') return no('only GET is');
  const [, owner, id] = DASHBOARD_PATH.exec(path) ?? [];
  if (owner !== undefined && (allowed.settings.open || allowed.dashboards.has(owner, id))) {
    if ([...params.keys()].length > 0) return no('a dashboard is asked without parameters');
    // Sentry gives its dashboards no validator; they are small, and asked for again and again.
    return { allowed: true, path: `organizations/${owner}/dashboards/${id}/`, params, whole: cutDashboard, validated: true };
  }
  if (allowed.settings.open) {
    const [, rest] = ANY_PATH.exec(path) ?? [];
    const climbs = rest?.split('/').some((part) => /^\.+$/.test(part));
    return rest === undefined || climbs ? no('that is no path of the API') : { allowed: true, path: `${rest}/`, params };
  }
  const [, of, kind] = NAMES_PATH.exec(path) ?? [];
  const told = of === undefined ? null : allowed.filters.list(/** @type {import('./viewer-filters.js').Kind} */ (kind), of, allowed.dashboards.known);
  if (told !== null) return [...params.keys()].length > 0 ? no('what there is to choose from is asked without parameters') : { allowed: true, told };
  const [, org, endpoint] = WIDGET_PATH.exec(path) ?? [];
  if (org !== undefined) return judgeWidget({ org, endpoint, params }, allowed);
  return no(owner === undefined ? 'no widget asks this path' : 'the dashboard is not on the list');
}

/**
 * @param {{org: string, endpoint: string, params: URLSearchParams}} request @param {Allowed} allowed
 * @returns {ReturnType<typeof judge>}
 */
function judgeWidget({ org, endpoint, params }, { settings, dashboards, answered, filters }) {
  const verdict = matchRequest({ org, endpoint, params }, dashboards.known, answered, filters);
  if (!verdict.allowed) return verdict;
  const passed = new URLSearchParams(params);
  // With it Sentry saves what a mixed widget is about: a reader would write, and a part of it tells nothing of the whole.
  if (!settings.savesSplit || verdict.isNarrowed) passed.delete('dashboardWidgetId');
  const { scope } = verdict.widget;
  const columns = params.getAll('field').filter((field) => !isAggregate(field));
  const cut = cutOf(endpoint, verdict.widget, dashboards.known.filter((widget) => widget.org === org));
  const note = (/** @type {Buffer} */ body) => {
    // Before it is sent: who has read a group may ask for it again at once.
    answered.add(scope, columns, jsonOf(body)?.data);
    return body;
  };
  return {
    allowed: true, path: `organizations/${org}/${endpoint}/`, params: passed,
    ...(endpoint === 'events' && columns.length > 0 ? { whole: note } : {}),
    ...(cut ? { whole: cutList(cut) } : {}),
  };
}

/** @param {Buffer} body @returns {any} undefined where it is no JSON */
function jsonOf(body) {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** @param {(list: any[]) => object[]} cut */
const cutList = (cut) => (/** @type {Buffer} */ body) => {
  const list = jsonOf(body);
  if (!Array.isArray(list)) throw new UpstreamError(502, 'Sentry answered a list that is none.');
  return JSON.stringify(cut(list));
};

/** @param {Buffer} body */
function cutDashboard(body) {
  const dashboard = jsonOf(body);
  if (dashboard === undefined) throw new UpstreamError(502, 'Sentry answered a dashboard that is no JSON.');
  return JSON.stringify(readableDashboard(dashboard));
}

/** @param {string} reason @returns {{allowed: false, reason: string}} */
const no = (reason) => ({ allowed: false, reason });
