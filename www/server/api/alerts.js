/**
 * `GET /api/0/organizations/{org}/alert-rules/` and `.../incidents/`: metric alert rules, and when they fired.
 */
import { incidentsOf, STATUS } from '../alerts/incidents.js';
import { rulesOf } from '../alerts/rules.js';
import { environmentsOf, projectsOf } from '../stats/parameters.js';
import { checkOrganization, parametersOf } from '../stats/request.js';
import { linkHeader, pageOf } from './pages.js';

const USUAL_ROWS = 25;

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const alertRoutes = ({ store, now }) => async (app) => {
  const asked = (/** @type {import('fastify').FastifyRequest} */ request) => {
    checkOrganization(store, /** @type {any} */ (request.params).organization);
    const params = parametersOf(request);
    return { params, page: pageOf(params, USUAL_ROWS), rules: rulesOf(store, projectsOf(params, store.projects)) };
  };
  /** @param {import('fastify').FastifyRequest} request @param {import('fastify').FastifyReply} reply @param {object[]} all @param {import('./pages.js').Page} page */
  const send = (request, reply, all, page) => {
    reply.header('link', linkHeader(request, page, all.length > page.offset + page.limit));
    return all.slice(page.offset, page.offset + page.limit);
  };

  app.get('/api/0/organizations/:organization/alert-rules/', async (request, reply) => {
    const { page, rules } = asked(request);
    return send(request, reply, rules, page);
  });

  app.get('/api/0/organizations/:organization/incidents/', async (request, reply) => {
    const { params, page, rules } = asked(request);
    const environments = environmentsOf(params, store.environments);
    const ruleId = params.last('alertRule');
    const wanted = rules.filter(({ id, environment }) => (ruleId === undefined || id === ruleId) && (environments.length === 0 || environments.includes(environment ?? '')));
    const found = await Promise.all(wanted.map((rule) => incidentsOf(rule, store, now())));
    const incidents = found.flat().filter(hasStatus(params.last('status')));
    return send(request, reply, incidents.sort((a, b) => Number(a.dateStarted < b.dateStarted) - Number(a.dateStarted > b.dateStarted)), page);
  });
};

/** Sentry: any other word asks for all. @param {string | undefined} word */
const hasStatus = (word) => (/** @type {import('../alerts/incidents.js').Incident} */ { status }) => {
  if (word === 'open') return status !== STATUS.closed;
  return word !== 'closed' && word !== 'warning' && word !== 'critical' ? true : status === STATUS[word];
};
