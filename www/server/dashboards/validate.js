/**
 * Checks a dashboard that is put, and says what is wrong field by field, as Sentry's API does:
 * `{"widgets": [{}, {"title": ["This field is required."]}]}`.
 */
import { compileSearch } from '../search/index.js';
import { ColumnResolver } from '../stats/columns.js';
import { sourceOf } from '../stats/source.js';

export const MAX_WIDGETS = 30;
const MAX_TITLE = 255;
const MAX_LIMIT = 10;
const DISPLAY_TYPES = [
  'line', 'area', 'stacked_area', 'bar', 'table', 'big_number', 'top_n', 'categorical_bar', 'details', 'text',
  'wheel', 'rage_and_dead_clicks', 'server_tree', 'agents_traces_table', 'heatmap',
];
const WIDGET_TYPES = ['discover', 'error-events', 'transaction-like', 'issue', 'metrics', 'spans', 'logs', 'tracemetrics', 'preprod-app-size'];
const SPLIT_TYPES = ['discover', 'error-events', 'transaction-like'];
const DATASET_SOURCES = ['unknown', 'inferred', 'user', 'forced', 'split_version_1', 'split_version_2'];
const LAYOUT_KEYS = ['h', 'minH', 'w', 'x', 'y'];
const INTERVAL = /^\d+[hdmsw]?$/u;
/** Types whose fields and searches are known here, with the data set that knows them. @type {Record<string, string>} */
const DATASETS = {
  discover: 'discover', 'error-events': 'errors', 'transaction-like': 'transactions', spans: 'spans', logs: 'logs', tracemetrics: 'tracemetrics',
};
const AN_HOUR = 3600;
const LISTS_OF_TEXT = ['fields', 'aggregates', 'columns', 'fieldAliases'];

/** @typedef {Record<string, any>} Problems empty when there are none */

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {unknown} value */
const isTextList = (value) => Array.isArray(value) && value.every((item) => typeof item === 'string');

/** @param {any} title @returns {string[]} */
function titleProblems(title) {
  if (title === undefined) return ['This field is required.'];
  if (typeof title !== 'string') return ['Not a valid string.'];
  if (title.trim() === '') return ['This field may not be blank.'];
  return title.length > MAX_TITLE ? [`Ensure this field has no more than ${MAX_TITLE} characters.`] : [];
}

/** @param {any} value @param {string[]} choices */
const choiceProblems = (value, choices) =>
  (choices.includes(value) ? [] : [`"${value}" is not a valid choice.`]);

/** @param {string|Problems} item */
const saysSomething = (item) => typeof item === 'string' || Object.keys(item).length > 0;

/** @param {Problems} problems @returns {Problems} those alone with something in them */
const found = (problems) =>
  Object.fromEntries(Object.entries(problems).filter(([, list]) => list.some(saysSomething)));

/** @param {() => void} attempt @returns {string|null} why it cannot be */
function refusalOf(attempt) {
  try {
    attempt();
    return null;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/** @param {any} query @param {string} dataset @returns {Problems} what a search or a field says that nothing there has */
function meaningProblems({ conditions = '', fields = [], aggregates = [], columns = [] }, dataset) {
  const source = sourceOf(dataset);
  const resolver = new ColumnResolver(AN_HOUR, source);
  const { field: fieldOf, spanIds } = source;
  const search = refusalOf(() => compileSearch(conditions, { field: fieldOf, aggregates: (text) => source.functionOf(text, AN_HOUR), spanIds }));
  const field = refusalOf(() => { for (const text of [...fields, ...aggregates, ...columns]) resolver.resolve(text); });
  return {
    conditions: search === null ? [] : [`Invalid conditions: ${search}`],
    fields: field === null ? [] : [`Invalid fields: ${field}`],
  };
}

/**
 * @param {any} query @param {any} old as it is kept; what stays as it was is not judged anew
 * @param {string|undefined} dataset none: what it says is not known here
 * @returns {Problems}
 */
function queryProblems(query, old, dataset) {
  if (!isObject(query)) return { nonFieldErrors: ['Invalid data. Expected a dictionary.'] };
  const problems = Object.fromEntries(LISTS_OF_TEXT.map((name) => [
    name, query[name] === undefined || isTextList(query[name]) ? [] : ['Expected a list of strings.'],
  ]));
  for (const name of ['name', 'conditions', 'orderby']) {
    problems[name] = query[name] === undefined || typeof query[name] === 'string' ? [] : ['Not a valid string.'];
  }
  const malformed = found(problems);
  if (Object.keys(malformed).length > 0 || dataset === undefined) return malformed;
  const changed = Object.entries(query).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old?.[name]));
  return found(meaningProblems(Object.fromEntries(changed), dataset));
}

/** @param {any} layout */
function layoutProblems(layout) {
  if (layout === undefined || layout === null) return [];
  if (!isObject(layout)) return ['Invalid data. Expected a dictionary.'];
  const missing = LAYOUT_KEYS.filter((key) => layout[key] === undefined);
  if (missing.length > 0) return [`Missing required keys: ${missing.join(', ')}`];
  return LAYOUT_KEYS.filter((key) => !Number.isInteger(layout[key])).map((key) => `Expected number for: ${key}`);
}

/** @param {any} limit */
function limitProblems(limit) {
  if (limit === undefined || limit === null) return [];
  if (!Number.isInteger(limit)) return ['A valid integer is required.'];
  if (limit < 1) return ['Ensure this value is greater than or equal to 1.'];
  return limit > MAX_LIMIT ? [`Ensure this value is less than or equal to ${MAX_LIMIT}.`] : [];
}

/**
 * A widget that is there already needs no more than its id; a new one needs all it takes to be shown.
 * @param {any} widget @param {KnownWidgets} known
 * @returns {Problems}
 */
function widgetProblems(widget, known) {
  if (!isObject(widget)) return { nonFieldErrors: ['Invalid data. Expected a dictionary.'] };
  const old = known.get(String(widget.id));
  const { title, displayType, widgetType, interval, queries } = widget;
  const required = (/** @type {unknown} */ value, /** @type {string} */ text) =>
    (value === undefined ? (widget.id === undefined ? [text] : []) : null);
  const type = widgetType ?? old?.widgetType ?? 'discover';
  // A text asks nothing.
  const isList = Array.isArray(queries) && (queries.length > 0 || (displayType ?? old?.displayType) === 'text');
  return found({
    title: required(title, 'Title is required during creation.') ?? titleProblems(title),
    displayType: required(displayType, 'displayType is required during creation.')
      ?? choiceProblems(displayType, DISPLAY_TYPES),
    widgetType: widgetType === undefined ? [] : choiceProblems(widgetType, WIDGET_TYPES),
    interval: interval === undefined || (typeof interval === 'string' && INTERVAL.test(interval)) ? [] : ['Invalid interval'],
    layout: layoutProblems(widget.layout),
    datasetSource: widget.datasetSource === undefined ? [] : choiceProblems(widget.datasetSource, DATASET_SOURCES),
    discoverWidgetSplit: widget.discoverWidgetSplit === undefined || widget.discoverWidgetSplit === null
      ? [] : choiceProblems(widget.discoverWidgetSplit, SPLIT_TYPES),
    limit: limitProblems(widget.limit),
    queries: required(queries, 'One or more queries are required to create a widget')
      ?? (isList
        ? queries.map((query) => queryProblems(query, oldQuery(query, old), DATASETS[type]))
        : ['One or more queries are required to create a widget']),
  });
}

/** @param {any} query @param {any} old the widget it belongs to */
const oldQuery = (query, old) => old?.queries.find((/** @type {any} */ { id }) => id === String(query?.id));

/** @param {any} widgets @param {KnownWidgets} known */
function widgetsProblems(widgets, known) {
  if (widgets === undefined) return [];
  if (!Array.isArray(widgets)) return ['Expected a list of items.'];
  if (widgets.length > MAX_WIDGETS) return [`Number of widgets must be less than ${MAX_WIDGETS}`];
  return widgets.map((widget) => widgetProblems(widget, known));
}

/**
 * What is named by an id must be the dashboard's own. Sentry answers this as a list.
 * @param {any} body checked by `dashboardProblems` @param {KnownWidgets} known
 * @returns {string[]}
 */
export function ownershipProblems(body, known) {
  for (const widget of body.widgets ?? []) {
    const old = known.get(String(widget.id));
    if (widget.id !== undefined && !old) return ['You cannot update widgets that are not part of this dashboard.'];
    const foreign = (widget.queries ?? []).some((/** @type {any} */ query) => query.id !== undefined && !oldQuery(query, old));
    if (foreign) return ['You cannot use a query not owned by this widget'];
  }
  return [];
}

/** @typedef {Map<string, any>} KnownWidgets the dashboard's widgets as the API shows them, by id */

/**
 * @param {any} body
 * @param {KnownWidgets} [known]
 * @returns {Problems}
 */
export function dashboardProblems(body, known = new Map()) {
  if (!isObject(body)) return { nonFieldErrors: ['Invalid data. Expected a dictionary.'] };
  const { projects, environment, filters, period } = body;
  return found({
    title: body.title === undefined ? [] : titleProblems(body.title),
    widgets: widgetsProblems(body.widgets, known),
    projects: projects === undefined || (Array.isArray(projects) && projects.every(Number.isInteger))
      ? [] : ['Expected a list of integers.'],
    environment: environment === undefined || isTextList(environment) ? [] : ['Expected a list of strings.'],
    filters: filters === undefined || isObject(filters) ? [] : ['Expected a dictionary of items.'],
    period: period === undefined || period === null || typeof period === 'string' ? [] : ['Not a valid string.'],
  });
}
