/**
 * `GET /api/0/organizations/{org}/events-stats/`.
 */
import { readStatsRequest, runStats, serializeStats } from '../stats/events-stats.js';
import { checkOrganization, parametersOf } from '../stats/request.js';
import { toJson } from '../stats/serialize.js';
import { METRICS } from '../stats/scope.js';
import { runSplit } from '../stats/split.js';
import { sendJson } from './reply.js';

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const eventsStatsRoute = (context) => async (app) => {
  app.get('/api/0/organizations/:organization/events-stats/', async (request, reply) => {
    const { organization } = /** @type {{organization: string}} */ (request.params);
    checkOrganization(context.store, organization);
    const params = parametersOf(request);
    const stats = readStatsRequest(context.store, params, context.now());
    if (!stats) return sendJson(reply, '{"data":[]}');
    // A reader without the key gets the same answer, and nothing is saved of it.
    const mayWrite = context.admin.mayWrite(request);
    const body = await answer({ ...context, mayWrite }, params, { ...stats, extractedMetrics: context.extractedMetrics });
    return sendJson(reply, toJson(body));
  });
};

/**
 * @param {import('./context.js').ApiContext & {mayWrite: boolean}} context
 * @param {import('../stats/parameters.js').Parameters} params
 * @param {import('../stats/events-stats.js').StatsRequest} stats
 */
async function answer(context, params, stats) {
  const widgetId = params.last('dashboardWidgetId');
  if (widgetId && METRICS.has(stats.scope.dataset)) return runSplit(stats, widgetId, context);
  return serializeStats(await runStats(stats), stats);
}
