/**
 * `/embed/ORG/DASHBOARD/WIDGET` and `/embed/ORG/DASHBOARD`: pages for an iframe or a wall.
 */
import { hasPicture } from '../chart/document.js';
import { notFound } from '../errors.js';
import { originOf } from '../http/origin.js';
import { CONTENT_SECURITY_POLICY } from '../http/security-headers.js';
import { dashboardOf, widgetOf } from './catalogue.js';
import { DASHBOARD_RULES, readLook } from './look.js';
import { dashboardPage, widgetPage } from './page.js';
import { oembedRoute, unfurlTags } from './unfurl.js';

/** @typedef {{org: string, dashboard: string, widget: string}} Address */

/**
 * @param {string|undefined} text comma list, as in EMBED_ANCESTORS
 * @returns {string} what `frame-ancestors` is to say
 * @throws {Error} for an entry that is neither an origin nor the star
 */
export function readAncestors(text) {
  const origins = (text ?? '').split(',').map((entry) => entry.trim()).filter(Boolean);
  if (origins.length === 1 && origins[0] === '*') return '*';
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || !/^https?:/.test(origin)) {
      throw new Error(`EMBED_ANCESTORS: expected origins such as https://wiki.example.com, or * alone, found ${JSON.stringify(origin)}`);
    }
  }
  return ["'self'", ...origins].join(' ');
}

/** @param {string} part of a path @returns {string} empty where it is none */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** @param {string} ancestors */
export const embedPolicy = (ancestors) => CONTENT_SECURITY_POLICY.replace(/frame-ancestors [^;]+/, `frame-ancestors ${ancestors}`);

/** @param {import('fastify').FastifyReply} reply @param {string} page @param {string} ancestors */
export const sendPage = (reply, page, ancestors) => reply
  .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'content-security-policy': embedPolicy(ancestors) })
  .send(page);

/** @param {Address} address @returns {string} path of a widget's picture */
export const picturePath = ({ org, dashboard, widget }) => `/chart/${[org, dashboard, widget].map(encodeURIComponent).join('/')}.png`;

/** @param {string} org @param {any} dashboard @param {any} widget @returns {import('./unfurl.js').Unfurled} */
const unfurledWidget = (org, dashboard, widget) => ({
  title: String(widget.title ?? ''), alt: String(widget.title ?? ''),
  picture: hasPicture(widget) ? picturePath({ org, dashboard: String(dashboard.id), widget: String(widget.id) }) : null,
});

/** Its picture is that of its first chart. @param {string} org @param {any} dashboard @returns {import('./unfurl.js').Unfurled} */
function unfurledDashboard(org, dashboard) {
  const title = String(dashboard.title ?? '');
  const first = dashboard.widgets.find(hasPicture);
  return first === undefined ? { title, picture: null, alt: '' } : { ...unfurledWidget(org, dashboard, first), title };
}

/**
 * @param {{catalogue: import('./catalogue.js').Catalogue, ancestors?: string, editable?: string}} options `editable`: filters that a
 *   viewer may change, where the API answers whatever is asked
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const embedRoutes = ({ catalogue, ancestors = "'self'", editable }) => async (app) => {
  app.get('/embed/:org/:dashboard', async (request, reply) => {
    const { org, dashboard: id } = /** @type {Address} */ (request.params);
    const look = readLook(/** @type {Record<string, unknown>} */ (request.query), DASHBOARD_RULES);
    const dashboard = dashboardOf(catalogue, org, id);
    const head = unfurlTags({ page: originOf(request) + request.url, ...unfurledDashboard(org, dashboard) });
    return sendPage(reply, dashboardPage({ org, dashboard, look, head, editable }), ancestors);
  });

  app.get('/embed/:org/:dashboard/:widget', async (request, reply) => {
    const { org, dashboard: id, widget: widgetId } = /** @type {Address} */ (request.params);
    const look = readLook(/** @type {Record<string, unknown>} */ (request.query));
    const shown = widgetOf(catalogue, org, id, widgetId);
    const head = unfurlTags({ page: originOf(request) + request.url, ...unfurledWidget(org, shown.dashboard, shown.widget) });
    return sendPage(reply, widgetPage({ org, ...shown, look, head }), ancestors);
  });

  await app.register(oembedRoute((url) => {
    const [, org, id, widgetId] = /^\/embed\/([^/]+)\/([^/]+)(?:\/([^/]+))?\/?$/.exec(url.pathname)?.map((part) => part && decoded(part)) ?? [];
    if (!org || !id) throw notFound('This server has no such page.');
    readLook(Object.fromEntries(url.searchParams), widgetId ? undefined : DASHBOARD_RULES);
    if (!widgetId) return unfurledDashboard(org, dashboardOf(catalogue, org, id));
    const { dashboard, widget } = widgetOf(catalogue, org, id, widgetId);
    return unfurledWidget(org, dashboard, widget);
  }));
};
