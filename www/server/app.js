/**
 * Puts the server together: options in, a Fastify instance out. Listens nowhere (`main.js` does).
 * Order: HTTP concerns first, then the API over the events, then whatever else has routes.
 */
import { randomBytes } from 'node:crypto';
import Fastify, { LogController } from 'fastify';
import { apiRoutes } from './api/context.js';
import { serializeDashboard } from './api/dashboards.js';
import { Dashboards } from './dashboards/dashboard-file.js';
import { chartRoutes } from './chart/routes.js';
import { overviewRoute } from './embed/overview.js';
import { embedRoutes } from './embed/routes.js';
import { Admin } from './http/admin.js';
import { SERVER_LIMITS } from './http/limits.js';
import { answerBadAddress, answerError, answerMalformed } from './operations/errors.js';
import { Health, healthRoutes } from './operations/health.js';
import { metricsRoute } from './operations/metrics.js';
import { requestSignals } from './request-signal.js';
import { shareCommand } from './share/command.js';
import { shareRoutes } from './share/routes.js';

/** Longer than any organization, dashboard or release name that Sentry takes. */
const MAX_PATH_PART = 300;

/**
 * @typedef {object} AppOptions
 * @property {import('./events/store.js').EventStore} [store] the events to answer from; without them
 *   there is no API here (a proxy to a real Sentry comes with routes of its own)
 * @property {Dashboards} [dashboards] the demo's, in memory, unless given
 * @property {Admin} [admin] who may write; anybody unless given
 * @property {() => number} [now] the clock, epoch milliseconds
 * @property {boolean} [datasetSelector] Sentry's flag for the split: when there is no telling, it is errors
 * @property {boolean} [extractedMetrics] metrics of transactions are there, so that the datasets of metrics
 *   say that they answer from them
 * @property {import('./embed/catalogue.js').Catalogue} [catalogue] dashboards that the embed pages show: those of the API
 *   unless given
 * @property {string} [editable] filters that viewers of an embed page may change; all of them over events of our own, none else unless given
 * @property {{ancestors?: string, modulePath?: string, share?: import('./share/routes.js').ShareOptions}} [embed] pages for frames and walls, and pictures where `modulePath`
 *   names the built package for Node; none unless given
 * @property {Array<import('fastify').FastifyPluginAsync>} [http] plugins of `http/`: host check, security headers,
 *   CORS, rate limit, request log, files. Registered before the routes, in this order.
 * @property {Array<import('fastify').FastifyPluginAsync>} [routes] further plugins with routes
 * @property {import('fastify').FastifyServerOptions['logger']} [logger]
 * @property {import('fastify').FastifyServerOptions['trustProxy']} [trustProxy] whose word on a client's address and
 *   scheme counts; nobody's unless given
 * @property {Health} [health]
 * @property {import('./operations/metrics.js').Figure[]} [figures] for `/metrics`
 */

/**
 * @param {AppOptions} [options]
 * @returns {Promise<import('fastify').FastifyInstance>}
 */
export async function createApp(options = {}) {
  const app = Fastify({
    logger: options.logger ?? false,
    // Requests have a log of their own, which holds no values.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(6).toString('hex'),
    trustProxy: options.trustProxy ?? false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PATH_PART },
    forceCloseConnections: 'idle',
    clientErrorHandler: answerMalformed,
    frameworkErrors: answerBadAddress,
    ...SERVER_LIMITS,
  });
  app.setErrorHandler(answerError);
  await app.register(requestSignals());
  for (const plugin of options.http ?? []) await app.register(plugin);
  const admin = options.admin ?? new Admin();
  const database = options.store ? databaseFigures(options.store.database) : [];
  await app.register(healthRoutes(options.health ?? new Health()));
  await app.register(metricsRoute({ admin, figures: [...database, ...(options.figures ?? [])] }));
  const context = options.store ? await contextOf(app, options) : null;
  const catalogue = options.catalogue ?? (context === null ? null : catalogueOf(context));
  const api = context === null ? [] : apiRoutes(context);
  const embed = options.embed && catalogue ? embedPlugins(catalogue, options) : [];
  for (const plugin of [...api, ...(options.routes ?? []), ...embed]) await app.register(plugin);
  return app;
}

/** @param {import('fastify').FastifyInstance} app @param {AppOptions} options */
async function contextOf(app, options) {
  return {
    store: /** @type {import('./events/store.js').EventStore} */ (options.store),
    dashboards: options.dashboards ?? await Dashboards.open(),
    admin: options.admin ?? new Admin(),
    now: options.now ?? Date.now,
    datasetSelector: options.datasetSelector ?? true,
    extractedMetrics: options.extractedMetrics ?? false,
    log: (/** @type {unknown} */ error) => app.log.error({ err: error }, 'hidden from the answer'),
  };
}

/** @param {import('./events/database.js').Database} database @returns {import('./operations/metrics.js').Figure[]} */
const databaseFigures = (database) => [
  { name: 'database_queries_running', help: 'Queries under way, equal ones as one.', kind: 'gauge', value: () => database.underWay.size },
  { name: 'database_queries_waiting', help: 'Queries that wait for a connection.', kind: 'gauge', value: () => database.waiting.length },
];

/** @param {import('./embed/catalogue.js').Catalogue} catalogue @param {AppOptions} options */
const embedPlugins = (catalogue, { embed: { ancestors = "'self'", modulePath, share } = {}, admin = new Admin(), now, store, editable }) => [
  ...(catalogue.all ? [overviewRoute({ all: () => catalogue.all?.() ?? [], command: share?.secret ? shareCommand() : null, editable })] : []),
  // Our own events are anybody's to ask; of a real Sentry is passed on what its dashboards ask.
  embedRoutes({ catalogue, ancestors, editable: editable ?? (store && 'project environment release filter') }),
  ...(modulePath === undefined ? [] : [chartRoutes({ catalogue, modulePath, isOpen: ancestors !== "'self'" })]),
  ...(share === undefined ? [] : [shareRoutes({ ...share, catalogue, admin, ancestors, modulePath, now })]),
];

/** @param {import('./api/context.js').ApiContext} context @returns {import('./embed/catalogue.js').Catalogue} */
const catalogueOf = ({ store, dashboards }) => ({
  find(org, id) {
    const found = org === store.organization.slug ? dashboards.find(id) : null;
    return found && serializeDashboard(found);
  },
});
