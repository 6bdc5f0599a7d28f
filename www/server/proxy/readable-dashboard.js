/**
 * A dashboard cut to what a widget reads. Sentry's own body also carries its author's account
 * (address, last login, second factors), permissions and who last changed what. Pure.
 */
import { list, pick } from './json.js';

const DASHBOARD = ['id', 'title', 'projects', 'environment', 'period', 'start', 'end', 'utc'];
const WIDGET = ['id', 'title', 'description', 'displayType', 'interval', 'limit', 'widgetType', 'discoverWidgetSplit', 'datasetSource', 'dashboardId', 'axisRange', 'legendType'];
const THRESHOLDS = ['max_values', 'unit', 'preferredPolarity', 'timeWindow'];
const LAYOUT = ['x', 'y', 'w', 'h', 'minH'];
const QUERY = ['id', 'name', 'fields', 'aggregates', 'columns', 'conditions', 'orderby', 'fieldAliases', 'isHidden', 'selectedAggregate'];
const LINKED_DASHBOARD = ['field', 'dashboardId'];
const GLOBAL_FILTER = ['dataset', 'value'];

/** An object cut to some names; anything else that stands in its place stays out of the body. @param {any} value @param {string[]} names */
const part = (value, names) => (value !== null && typeof value === 'object' && !Array.isArray(value) ? pick(value, names) : null);

/** @param {any} widget */
const readableWidget = (widget) => ({
  ...pick(widget, WIDGET),
  thresholds: part(widget?.thresholds, THRESHOLDS),
  layout: part(widget?.layout, LAYOUT),
  queries: list(widget?.queries).map((query) => ({
    ...pick(query, QUERY),
    ...(Array.isArray(query?.linkedDashboards) && { linkedDashboards: query.linkedDashboards.map((/** @type {any} */ one) => pick(one, LINKED_DASHBOARD)) }),
  })),
});

/** A filter is a list of texts by name; global ones say which widgets they are for. @param {any} filters */
function readableFilters(filters) {
  const entries = Object.entries(part(filters, Object.keys(filters ?? {})) ?? {}).filter(([, values]) => Array.isArray(values));
  return Object.fromEntries(entries.map(([name, values]) => [
    name,
    name === 'globalFilter' ? list(values).map((one) => pick(one, GLOBAL_FILTER)) : list(values).filter((value) => typeof value !== 'object'),
  ]));
}

/**
 * @param {any} dashboard the body of `GET dashboards/{id}/`
 * @returns {Record<string, any>}
 */
export function readableDashboard(dashboard) {
  return {
    ...pick(dashboard, DASHBOARD),
    filters: readableFilters(dashboard?.filters),
    widgets: list(dashboard?.widgets).map(readableWidget),
  };
}
