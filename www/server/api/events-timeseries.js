/**
 * `GET /api/0/organizations/{org}/events-timeseries/`.
 */
import { readStatsRequest, runStats } from '../stats/events-stats.js';
import { serializeTimeseries } from '../stats/events-timeseries.js';
import { Parameters } from '../stats/parameters.js';
import { checkOrganization } from '../stats/request.js';

/** Groups are asked for as `groupBy` here. @param {any} query */
const asStatsQuery = ({ groupBy, ...query }) => ({ ...query, field: groupBy ?? query.field });

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const eventsTimeseriesRoute = ({ store, now }) => async (app) => {
  app.get('/api/0/organizations/:organization/events-timeseries/', async (request) => {
    checkOrganization(store, /** @type {any} */ (request.params).organization);
    const params = new Parameters(asStatsQuery(request.query));
    const stats = readStatsRequest(store, params, now());
    if (!stats) return { timeSeries: [] };
    return serializeTimeseries(await runStats(stats), stats);
  });
};
