/**
 * What the routes of the API share, and the one list of them.
 */
import { alertRoutes } from './alerts.js';
import { dashboardRoutes } from './dashboards.js';
import { eventsStatsRoute } from './events-stats.js';
import { eventsTimeseriesRoute } from './events-timeseries.js';
import { eventsRoute } from './events.js';
import { issuesRoute } from './issues.js';
import { nameRoutes } from './names.js';
import { releasesStatsRoute } from './releases-stats.js';
import { sessionsRoute } from './sessions.js';

/**
 * @typedef {object} ApiContext
 * @property {import('../events/store.js').EventStore} store
 * @property {import('../dashboards/dashboard-file.js').Dashboards} dashboards
 * @property {boolean} datasetSelector
 * @property {boolean} extractedMetrics
 * @property {import('../http/admin.js').Admin} admin who may change dashboards
 * @property {() => number} now epoch milliseconds
 * @property {(error: unknown) => void} log where an error goes that the answer hides
 */

/** @param {ApiContext} context @returns {Array<import('fastify').FastifyPluginAsync>} */
export const apiRoutes = (context) => [
  eventsStatsRoute(context),
  eventsTimeseriesRoute(context),
  eventsRoute(context),
  releasesStatsRoute(context),
  issuesRoute(context),
  sessionsRoute(context),
  alertRoutes(context),
  dashboardRoutes(context),
  nameRoutes(context),
];
