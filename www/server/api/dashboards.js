/**
 * `GET /api/0/organizations/{org}/dashboards/`, `GET` and `PUT .../dashboards/{id}/`.
 */
import { notFound } from '../errors.js';
import { sendWithEtag } from '../http/etag.js';
import { dashboardProblems, ownershipProblems } from '../dashboards/validate.js';
import { checkOrganization } from '../stats/request.js';

const ONE = '/api/0/organizations/:organization/dashboards/:dashboard/';
const BODY_LIMIT = 1 << 20;

/** @param {Record<string, any>} query @param {number} index */
const serializeQuery = (query, index) => ({
  id: String(index + 1), name: '', fields: [], aggregates: [], columns: [], conditions: '', orderby: '',
  fieldAliases: [], isHidden: false, ...query,
});

/** Every key that Sentry's API has, whatever the file leaves out. @param {any} widget @param {string} dashboardId */
function serializeWidget({ discoverWidgetSplit, queries, ...widget }, dashboardId) {
  return {
    description: null, interval: '5m', limit: null, thresholds: null, layout: null, widgetType: 'discover',
    datasetSource: 'unknown', dashboardId, ...widget,
    ...(discoverWidgetSplit ? { widgetType: discoverWidgetSplit } : {}),
    queries: queries.map(serializeQuery),
  };
}

/** @param {import('../dashboards/dashboard-file.js').Dashboard} dashboard */
export const serializeDashboard = (dashboard) => ({
  projects: [], environment: [], filters: {}, period: null, createdBy: null, ...dashboard,
  widgets: dashboard.widgets.map((widget) => serializeWidget(widget, dashboard.id)),
});

/** @param {import('../dashboards/dashboard-file.js').Dashboard} dashboard */
const serializeListed = ({ id, title, dateCreated, createdBy, widgets }) => ({
  id, title, dateCreated, createdBy: createdBy ?? null,
  widgetDisplay: widgets.map(({ displayType }) => displayType),
  widgetPreview: widgets.map(({ displayType, layout }) => ({ displayType, layout: layout ?? null })),
});

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const dashboardRoutes = ({ store, dashboards, admin }) => async (app) => {
  /** @param {import('fastify').FastifyRequest} request */
  const find = (request) => {
    const { organization, dashboard } = /** @type {Record<string, string>} */ (request.params);
    checkOrganization(store, organization);
    const found = dashboards.find(dashboard);
    if (!found) throw notFound();
    return found;
  };

  app.get('/api/0/organizations/:organization/dashboards/', async (request) => {
    checkOrganization(store, /** @type {any} */ (request.params).organization);
    return dashboards.list.map(serializeListed);
  });

  app.get(ONE, async (request, reply) =>
    sendWithEtag(request, reply.type('application/json; charset=utf-8'), JSON.stringify(serializeDashboard(find(request)))));

  const mayWrite = async (/** @type {import('fastify').FastifyRequest} */ request) => {
    if (!admin.mayWrite(request)) throw admin.refusal();
  };

  // Before a body is read: what is refused need not arrive.
  app.put(ONE, { bodyLimit: BODY_LIMIT, onRequest: mayWrite }, async (request, reply) => {
    const dashboard = find(request);
    const known = new Map(serializeDashboard(dashboard).widgets.map((widget) => [widget.id, widget]));
    const problems = dashboardProblems(request.body, known);
    if (Object.keys(problems).length > 0) return reply.code(400).send(problems);
    const foreign = ownershipProblems(request.body, known);
    if (foreign.length > 0) return reply.code(400).send(foreign);
    const { title } = /** @type {Record<string, any>} */ (request.body);
    if (dashboards.list.some((other) => other !== dashboard && other.title === title)) {
      return reply.code(409).send(['Dashboard with that title already exists.']);
    }
    await dashboards.update(dashboard, /** @type {Record<string, any>} */ (request.body));
    return serializeDashboard(dashboard);
  });
};
