/**
 * `GET /api/0/organizations/{org}/events/`: tables and big numbers.
 */
import { readEvents } from '../stats/events-table.js';
import { checkOrganization, parametersOf } from '../stats/request.js';
import { linkHeader, pageOf } from './pages.js';

const USUAL_ROWS = 50;

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const eventsRoute = ({ store, now, extractedMetrics }) => async (app) => {
  app.get('/api/0/organizations/:organization/events/', async (request, reply) => {
    checkOrganization(store, /** @type {any} */ (request.params).organization);
    const params = parametersOf(request);
    const page = pageOf(params, USUAL_ROWS);
    const { body, more } = await readEvents(store, params, now(), { ...page, extractedMetrics });
    reply.header('link', linkHeader(request, page, more));
    return body;
  });
};
