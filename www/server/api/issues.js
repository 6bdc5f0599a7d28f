/**
 * `GET /api/0/organizations/{org}/issues/`: the errors by their issue.
 */
import { orderOf, readIssues } from '../stats/issues/issues.js';
import { checkOrganization, parametersOf, scopeOf } from '../stats/request.js';
import { linkHeader, pageOf } from './pages.js';

const USUAL_ISSUES = 25;
/** Sentry: what is asked for where no query is given; an empty one is all. */
const USUAL_QUERY = 'is:unresolved';

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const issuesRoute = ({ store, now }) => async (app) => {
  app.get('/api/0/organizations/:organization/issues/', async (request, reply) => {
    checkOrganization(store, /** @type {any} */ (request.params).organization);
    const params = parametersOf(request);
    const page = pageOf(params, USUAL_ISSUES, 'limit');
    const order = orderOf(params);
    const scope = scopeOf(store, params, 'errors', now());
    const asked = scope && { ...scope, query: params.last('query') ?? USUAL_QUERY };
    const { issues, more } = asked ? await readIssues(asked, order, { ...page, collapse: params.all('collapse') }) : { issues: [], more: false };
    reply.header('link', linkHeader(request, page, more));
    return issues;
  });
};
