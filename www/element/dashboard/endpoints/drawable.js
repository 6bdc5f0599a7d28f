/** A widget of issues or of release health as one that a widget's element draws, within the dashboard that it stands in. */
import { globalOf, listOf, textOf } from '../filters.js';
import { isFunction } from './bodies.js';

const HOUR = 3600;
/** Hours that divide a day: sessions are counted by such alone. */
const HOURS = [1, 2, 3, 4, 6, 8, 12, 24];
/** @type {Record<string, number>} */
const UNITS = { s: 1, m: 60, h: HOUR, d: 24 * HOUR, w: 168 * HOUR };
/** Groups of one request for series, by Sentry's own limit for events. */
const MOST_GROUPS = 10;

/** @param {any} body of a dashboard with one widget */
export function drawable(body) {
  const [widget] = body.widgets;
  const { globalFilter: _, ...filters } = body.filters ?? {};
  const own = globalTexts(body).map((value) => ({ value }));
  return { ...body, filters: { ...filters, globalFilter: own }, widgets: [widget.widgetType === 'issue' ? ofIssues(widget) : ofSessions(widget)] };
}

/** Neither is events that another page of Sentry's could find by a search, and so it is with trace metrics. */
const widgetType = 'tracemetrics';

/** @param {any} widget */
const ofIssues = (widget) => ({ ...widget, widgetType });

/** @param {any} widget */
function ofSessions({ interval, axisRange, limit, ...widget }) {
  const axes = widget.queries.flatMap((/** @type {any} */ { aggregates, fields }) => listOf(aggregates?.length ? aggregates : fields).filter(isFunction));
  const isChart = !['table', 'big_number'].includes(widget.displayType);
  return {
    ...widget, widgetType, interval: `${hoursFor(secondsOf(interval) ?? 0)}h`,
    // Rates near 100 % would be one line at the top.
    axisRange: axisRange ?? (axes.every((/** @type {string} */ axis) => axis.startsWith('crash_free_rate(')) ? 'dataMin' : null),
    limit: isChart ? Math.min(limit || MOST_GROUPS, MOST_GROUPS) : limit,
    // Rates and users of a rest do not follow from those of the groups, and sessions are not asked for it.
    params: { excludeOther: true },
  };
}

/** @param {unknown} period such as `5m` @returns {number | null} */
export function secondsOf(period) {
  const [, amount, unit] = /^(\d+)([smhdw])$/.exec(textOf(period)) ?? [];
  return amount ? Number(amount) * UNITS[unit] : null;
}

/** @param {number} seconds @returns {number} the least width that sessions are counted by and that is no less, in hours */
export const hoursFor = (seconds) => HOURS.find((hours) => hours * HOUR >= seconds) ?? 24;

/** Sentry's global filters are for one kind of widget, or for all. @param {any} body @returns {string[]} */
const globalTexts = ({ filters, widgets: [{ widgetType: own }] }) => listOf(globalOf(filters).filter((filter) => (filter?.dataset ?? own) === own).map((filter) => filter?.value));

/** What the widget's queries search for with the dashboard's filters, as its element writes it. @param {any} body @returns {string[]} */
export function ownSearches(body) {
  const named = Object.entries(body.filters ?? {}).filter(([name]) => name !== 'globalFilter').flatMap(([name, values]) => {
    const quoted = listOf(values).map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
    return quoted.length > 1 ? [`${name}:[${quoted.join(',')}]`] : quoted.map((value) => `${name}:${value}`);
  });
  const filters = [...named, ...globalTexts(body)].map((text) => (/\bOR\b/i.test(text) ? `(${text})` : text)).join(' ');
  return body.widgets[0].queries.map((/** @type {any} */ { conditions }) => {
    const own = textOf(conditions);
    return filters && own ? `(${own}) ${filters}` : own || filters;
  });
}
