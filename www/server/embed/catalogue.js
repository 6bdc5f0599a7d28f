/**
 * Dashboards and widgets by their addresses, the same over the embedded database and in front of a real Sentry.
 */
import { notFound } from '../errors.js';

/** @typedef {{org: string, dashboard: Record<string, any>}} Listed */
/** @typedef {{find: (org: string, id: string) => Record<string, any>|null, all?: () => Listed[]}} Catalogue `all`: those that `/` shows, in front of a real Sentry */

const MAX_LISTED = 30;

/** @param {Catalogue} catalogue @param {string} org @param {string} id */
export function dashboardOf(catalogue, org, id) {
  const dashboard = catalogue.find(org, id);
  if (dashboard === null) throw notFound('This server shows no such dashboard.');
  return dashboard;
}

/** @param {Catalogue} catalogue @param {string} org @param {string} id @param {string} widgetId */
export function widgetOf(catalogue, org, id, widgetId) {
  const dashboard = dashboardOf(catalogue, org, id);
  const widget = dashboard.widgets.find((/** @type {any} */ one) => String(one.id) === widgetId);
  if (widget !== undefined) return { dashboard, widget };
  const known = dashboard.widgets.slice(0, MAX_LISTED).map((/** @type {any} */ one) => `${one.id} (${one.title})`).join(', ');
  throw notFound(`That dashboard has no widget ${widgetId.slice(0, 40)}. It has ${known || 'none'}.`);
}
