/**
 * Is a request one that a widget of the list makes? Pure: address in, yes or the reason out.
 * `field yAxis query dataset sort project environment` have to be the widget's, or those of
 * its split or its comparison with groups that were answered before; range, interval, referrer
 * and the like are free. Where viewers may narrow filters, `project` and `environment` may be some of the widget's.
 */
import { ALERT_NAMES, alertDifferences } from './alerts.js';
import { AnsweredGroups } from './answered-groups.js';
import { ELSEWHERE_NAMES, issueDifferences, sessionDifferences } from './elsewhere.js';
import { beyond, conjuncts } from './query-forms.js';
import { NO_NARROWING } from './viewer-filters.js';

/** @typedef {import('./widget-requests.js').WidgetRequest} WidgetRequest */

const FREE = new Set([
  'start', 'end', 'statsPeriod', 'statsPeriodStart', 'statsPeriodEnd', 'utc', 'interval', 'referrer', 'partial',
  'comparisonDelta', 'excludeOther', 'withoutZerofill', 'transformAliasToInputFormat', 'useOnDemandMetrics',
  'onDemandType', 'preventMetricAggregates', 'forceMetricsLayer', 'disableAggregateExtrapolation', 'sampling',
  'allowAggregateConditions',
]);
const SINGLE = new Set([...FREE, 'query', 'dataset', 'topEvents', 'per_page', 'dashboardWidgetId']);
const REPEATED = new Set(['yAxis', 'field', 'groupBy', 'sort', 'orderby', 'project', 'environment']);

/** @typedef {ReturnType<typeof readRequest> & {answered: AnsweredGroups}} Request what is asked, read */

/** What each endpoint compares beside project and environment. @type {Record<string, (request: Request, widget: WidgetRequest) => string[]>} */
const ENDPOINTS = {
  'events-stats': chartDifferences,
  'events-timeseries': timeseriesDifferences,
  events: tableDifferences,
  'releases/stats': releaseDifferences,
  issues: issueDifferences,
  sessions: sessionDifferences,
  'alert-rules': alertDifferences,
  incidents: alertDifferences,
};
const NAMES = { ...ELSEWHERE_NAMES, ...ALERT_NAMES };

/**
 * @param {{org: string, endpoint: string, params: URLSearchParams}} request
 * @param {WidgetRequest[]} known
 * @param {AnsweredGroups} [answered] groups that may be asked for by name; none unless given
 * @param {import('./viewer-filters.js').Narrowing} [narrowing] of projects and environments; none unless given
 * @returns {{allowed: true, widget: WidgetRequest, isNarrowed: boolean}|{allowed: false, reason: string}}
 */
export function matchRequest({ org, endpoint, params }, known, answered = new AnsweredGroups(), narrowing = NO_NARROWING) {
  const own = known.filter((widget) => widget.org === org);
  if (own.length === 0) return refusal('no listed dashboard belongs to this organization');
  const asking = Object.hasOwn(ELSEWHERE_NAMES, endpoint) ? own.filter(({ elsewhere }) => elsewhere === endpoint) : own;
  if (!Object.hasOwn(ENDPOINTS, endpoint) || asking.length === 0) return refusal(`no widget asks ${endpoint}`);
  const { single, several } = NAMES[endpoint] ?? { single: SINGLE, several: REPEATED };
  const unknown = [...new Set(params.keys())].filter((name) => !single.has(name) && !several.has(name));
  if (unknown.length > 0) return refusal(`no widget sends ${unknown.join(', ')}`);
  const repeated = [...single].filter((name) => params.getAll(name).length > 1);
  if (repeated.length > 0) return refusal(`${repeated.join(', ')} is given more than once`);

  const request = readRequest(params);
  /** @type {string[]} */
  let nearest = [];
  for (const widget of asking) {
    const { widget: scoped, isNarrowed, differing: inScope } = within(request, widget, narrowing);
    const differing = [...inScope, ...differences(endpoint, { ...request, answered }, scoped)];
    if (differing.length === 0) return { allowed: true, widget: scoped, isNarrowed };
    if (nearest.length === 0 || differing.length < nearest.length) nearest = differing;
  }
  return refusal(`no widget asks for this ${nearest.join(', ')}`);
}

/** @param {string} reason @returns {{allowed: false, reason: string}} */
const refusal = (reason) => ({ allowed: false, reason });

/** @param {URLSearchParams} params */
function readRequest(params) {
  return {
    params,
    axes: params.getAll('yAxis'),
    fields: [...params.getAll('field'), ...params.getAll('groupBy')],
    // Sentry reads `orderby` only when there is no `sort`.
    sort: params.has('sort') ? params.getAll('sort') : params.getAll('orderby').filter((name) => name !== ''),
    query: conjuncts(params.get('query') ?? ''),
    dataset: params.get('dataset'),
    topEvents: params.get('topEvents'),
    rows: params.get('per_page'),
    projects: params.getAll('project'),
    environments: params.getAll('environment'),
  };
}

/**
 * Groups that were found within some projects are asked for again within the same.
 * @param {ReturnType<typeof readRequest>} request @param {WidgetRequest} widget @param {import('./viewer-filters.js').Narrowing} narrowing
 * @returns {{widget: WidgetRequest, isNarrowed: boolean, differing: string[]}}
 */
function within({ projects, environments }, widget, narrowing) {
  const kinds = /** @type {const} */ ([['project', projects, widget.projects], ['environment', environments, widget.environments]]);
  const others = kinds.filter(([, asked, own]) => !sameSet(asked, own));
  const differing = others.filter(([kind, asked]) => !narrowing.allows(kind, asked, widget)).map(([kind]) => kind);
  if (others.length === 0 || differing.length > 0) return { widget, isNarrowed: false, differing };
  const scope = JSON.stringify([widget.scope, ...[projects, environments].map((asked) => [...new Set(asked)].sort())]);
  return { widget: { ...widget, scope }, isNarrowed: true, differing };
}

/**
 * @param {string} endpoint @param {Request} request @param {WidgetRequest} widget
 * @returns {string[]} names of the parameters in which the request is not the widget's
 */
function differences(endpoint, request, widget) {
  const { params } = request;
  return [
    ...(params.has('dashboardWidgetId') && params.get('dashboardWidgetId') !== widget.widgetId ? ['dashboardWidgetId'] : []),
    ...ENDPOINTS[endpoint](request, widget),
  ];
}

/** @param {Request} request @param {WidgetRequest} widget */
function chartDifferences(request, widget) {
  const grouped = request.fields.length > 0;
  return [
    ...(axesMatch(request, widget) ? [] : ['yAxis']),
    ...(!grouped || fieldsMatch(request.fields, widget) ? [] : ['field']),
    ...(topEventsMatch(request.topEvents, grouped, widget.limit) ? [] : ['topEvents']),
    ...(request.rows === null ? [] : ['per_page']),
    ...(sortMatches(request.sort, widget, { required: grouped }) ? [] : ['sort']),
    ...askDifferences(request, widget, { besideGroups: true }),
  ];
}

/** The newer endpoint calls its grouping by another name and takes the columns alone. @param {Request} request @param {WidgetRequest} widget */
function timeseriesDifferences(request, widget) {
  const byColumns = request.fields.length > 0 && sameSet(request.fields, widget.columns);
  const differing = chartDifferences(request, byColumns ? { ...widget, fields: [request.fields] } : widget);
  return differing.map((name) => (name === 'field' ? 'groupBy' : name));
}

/** Tables and big numbers, and the groups of a chart that is to be compared with an earlier period. @param {Request} request @param {WidgetRequest} widget */
function tableDifferences(request, widget) {
  return [
    ...(request.axes.length === 0 ? [] : ['yAxis']),
    ...(fieldsMatch(request.fields, widget) ? [] : ['field']),
    ...(request.topEvents === null ? [] : ['topEvents']),
    ...(rowsMatch(request.rows, widget) ? [] : ['per_page']),
    ...(sortMatches(request.sort, widget, { required: widget.columns.length > 0 }) ? [] : ['sort']),
    ...askDifferences(request, widget, { besideGroups: false }),
  ];
}

/** Release marks are about a time, a project and an environment, and nothing else. @param {Request} request */
function releaseDifferences({ params }) {
  return ['yAxis', 'field', 'groupBy', 'topEvents', 'sort', 'orderby', 'dataset', 'query'].filter((name) => params.has(name));
}

/** @param {Request} request @param {WidgetRequest} widget */
function axesMatch({ axes, params }, widget) {
  const asked = axes.length > 0 ? axes : ['count()'];
  // Sentry compares one axis at a time.
  if (params.has('comparisonDelta') && asked.length === 1) return widget.axes.includes(asked[0]);
  return sameSet(asked, widget.axes);
}

/** @param {string[]} fields @param {WidgetRequest} widget */
const fieldsMatch = (fields, widget) => widget.fields.some((known) => sameSet(fields, known));

/** @param {string | null} topEvents @param {boolean} grouped @param {number} limit */
function topEventsMatch(topEvents, grouped, limit) {
  if (!grouped) return topEvents === null;
  return topEvents !== null && /^\d{1,3}$/.test(topEvents) && Number(topEvents) >= 1 && Number(topEvents) <= limit;
}

/** As many groups as the widget shows: page after page all of them could be read. @param {string | null} rows @param {WidgetRequest} widget */
function rowsMatch(rows, { columns, limit }) {
  if (rows === null) return columns.length === 0;
  return /^\d{1,3}$/.test(rows) && Number(rows) >= 1 && Number(rows) <= limit;
}

/** Without groups the order says nothing, so it may be left out. @param {string[]} sort @param {WidgetRequest} widget @param {{required: boolean}} options */
function sortMatches(sort, widget, { required }) {
  if (sort.length === 0) return !required || widget.sorts.length === 0;
  return sort.length === 1 && widget.sorts.includes(sort[0]);
}

/**
 * Data set and query go together: what is too much for one data set may be fine in another. What is asked beyond the
 * widget's own query has to be the groups that were answered, or, for a chart, everything beside them.
 * @param {Request} request @param {WidgetRequest} widget @param {{besideGroups: boolean}} allowed
 */
function askDifferences({ dataset, query, answered }, widget, { besideGroups }) {
  const queryFits = (/** @type {WidgetRequest['asks'][0]} */ ask) => {
    const rest = beyond(query, ask.query);
    if (rest === null || rest.length === 0) return rest !== null;
    return answered.are(widget.scope, rest) || (besideGroups && answered.areLeftOut(widget.scope, rest));
  };
  const inDataset = widget.asks.filter((ask) => ask.dataset === dataset);
  if (inDataset.some(queryFits)) return [];
  if (inDataset.length === 0) return widget.asks.some(queryFits) ? ['dataset'] : ['dataset', 'query'];
  return ['query'];
}

/** @param {string[]} one @param {string[]} other */
function sameSet(one, other) {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((item) => b.has(item));
}
