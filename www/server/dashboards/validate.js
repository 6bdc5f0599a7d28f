/**
 * Checks a dashboard that is put, and says what is wrong field by field, as Sentry's API does:
 * `{"widgets": [{}, {"title": ["This field is required."]}]}`.
 */

export const MAX_WIDGETS = 30;
const MAX_TITLE = 255;
const MAX_LIMIT = 10;
const DISPLAY_TYPES = [
  'line', 'area', 'stacked_area', 'bar', 'table', 'big_number', 'top_n', 'categorical_bar', 'details', 'text',
];
const WIDGET_TYPES = ['discover', 'error-events', 'transaction-like', 'issue', 'metrics', 'spans', 'logs'];
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

/** @param {any} query @returns {Problems} */
function queryProblems(query) {
  if (!isObject(query)) return { nonFieldErrors: ['Invalid data. Expected a dictionary.'] };
  const problems = Object.fromEntries(LISTS_OF_TEXT.map((name) => [
    name, query[name] === undefined || isTextList(query[name]) ? [] : ['Expected a list of strings.'],
  ]));
  for (const name of ['name', 'conditions', 'orderby']) {
    problems[name] = query[name] === undefined || typeof query[name] === 'string' ? [] : ['Not a valid string.'];
  }
  return found(problems);
}

/** @param {any} limit */
function limitProblems(limit) {
  if (limit === undefined || limit === null) return [];
  if (!Number.isInteger(limit)) return ['A valid integer is required.'];
  if (limit < 1) return ['Ensure this value is greater than or equal to 1.'];
  return limit > MAX_LIMIT ? [`Ensure this value is less than or equal to ${MAX_LIMIT}.`] : [];
}

/** @param {any} widget @returns {Problems} */
function widgetProblems(widget) {
  if (!isObject(widget)) return { nonFieldErrors: ['Invalid data. Expected a dictionary.'] };
  const { queries } = widget;
  return found({
    title: titleProblems(widget.title),
    displayType: widget.displayType === undefined
      ? ['This field is required.'] : choiceProblems(widget.displayType, DISPLAY_TYPES),
    widgetType: widget.widgetType === undefined ? [] : choiceProblems(widget.widgetType, WIDGET_TYPES),
    limit: limitProblems(widget.limit),
    queries: Array.isArray(queries) && queries.length > 0
      ? queries.map(queryProblems) : ['One or more queries are required to create a widget'],
  });
}

/** @param {any} widgets */
function widgetsProblems(widgets) {
  if (widgets === undefined) return [];
  if (!Array.isArray(widgets)) return ['Expected a list of items.'];
  if (widgets.length > MAX_WIDGETS) return [`Number of widgets must be less than ${MAX_WIDGETS}`];
  return widgets.map(widgetProblems);
}

/**
 * @param {any} body
 * @returns {Problems}
 */
export function dashboardProblems(body) {
  if (!isObject(body)) return { nonFieldErrors: ['Invalid data. Expected a dictionary.'] };
  const { projects, environment, filters, period } = body;
  return found({
    title: body.title === undefined ? [] : titleProblems(body.title),
    widgets: widgetsProblems(body.widgets),
    projects: projects === undefined || (Array.isArray(projects) && projects.every(Number.isInteger))
      ? [] : ['Expected a list of integers.'],
    environment: environment === undefined || isTextList(environment) ? [] : ['Expected a list of strings.'],
    filters: filters === undefined || isObject(filters) ? [] : ['Expected a dictionary of items.'],
    period: period === undefined || period === null || typeof period === 'string' ? [] : ['Not a valid string.'],
  });
}
