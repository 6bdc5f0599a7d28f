/**
 * `GET /api/0/organizations/{org}/sessions/`: release health.
 */
import { checkOrganization, parametersOf } from '../stats/request.js';
import { readSessionsRequest } from '../stats/sessions/request.js';
import { readSessions } from '../stats/sessions/sessions.js';
import { ParseError } from '../errors.js';
import { linkHeader, pageOf } from './pages.js';

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const sessionsRoute = ({ store, now }) => async (app) => {
  app.get('/api/0/organizations/:organization/sessions/', async (request, reply) => {
    checkOrganization(store, /** @type {any} */ (request.params).organization);
    const params = parametersOf(request);
    const page = pageOf(params, 0);
    const asked = readSessionsRequest(store, params, now());
    if (!asked) throw new ParseError('No projects available');
    const { limit, offset } = page;
    const { body, more } = await readSessions(asked, { limit: limit || null, offset });
    reply.header('link', linkHeader(request, { limit: limit || asked.limit, offset }, more));
    return body;
  });
};
