/**
 * `GET /api/0/organizations/{org}/projects/` and `.../environments/`: what a dashboard's filters are chosen from, by
 * the keys that a chooser reads.
 */
import { checkOrganization } from '../stats/request.js';

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const nameRoutes = ({ store }) => async (app) => {
  const checked = (/** @type {import('fastify').FastifyRequest} */ request) => checkOrganization(store, /** @type {any} */ (request.params).organization);

  app.get('/api/0/organizations/:organization/projects/', async (request) => {
    checked(request);
    return store.projects.map(({ id, slug }) => ({ id: String(id), slug, name: slug, isMember: true }));
  });

  app.get('/api/0/organizations/:organization/environments/', async (request) => {
    checked(request);
    return [...store.environments].sort().map((name, index) => ({ id: String(index + 1), name }));
  });
};
