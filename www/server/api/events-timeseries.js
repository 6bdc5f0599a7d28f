/**
 * `GET /api/0/organizations/{org}/events-timeseries/`.
 */
import { ParseError } from '../errors.js';
import { readStatsRequest, runStats } from '../stats/events-stats.js';
import { serializeTimeseries } from '../stats/events-timeseries.js';
import { Parameters } from '../stats/parameters.js';
import { checkOrganization } from '../stats/request.js';

/** @param {import('../stats/events-stats.js').StatsRequest} request */
function checkGrouping({ fields, sort }) {
  if (fields.length === 0) throw new ParseError('groupBy is a required parameter when doing topEvents');
  if (sort.some((column) => column.replace(/^-/u, '') === 'timestamp')) throw new ParseError('Cannot order by timestamp');
}

/** Groups are asked for as `groupBy` here. @param {any} query */
const asStatsQuery = ({ groupBy, ...query }) => ({ ...query, field: groupBy ?? query.field });

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const eventsTimeseriesRoute = ({ store, now, extractedMetrics }) => async (app) => {
  app.get('/api/0/organizations/:organization/events-timeseries/', async (request) => {
    checkOrganization(store, /** @type {any} */ (request.params).organization);
    const params = new Parameters(asStatsQuery(request.query));
    const stats = readStatsRequest(store, params, now());
    if (!stats) return { timeSeries: [] };
    if (stats.topEvents > 0) checkGrouping(stats);
    return serializeTimeseries(await runStats({ ...stats, extractedMetrics }), stats);
  });
};
