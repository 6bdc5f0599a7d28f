/**
 * A dashboard as Sentry's API describes it to the requests its widgets make
 * (Sentry: what the dashboard's own front end sends for each display type). Pure.
 */
import { list } from './json.js';
import { conjuncts, ERRORS_SIDE, holdsOr, TRANSACTIONS_SIDE } from './query-forms.js';

/**
 * What one query of one widget may ask.
 * @typedef {object} WidgetRequest
 * @property {string} org
 * @property {string} dashboardId
 * @property {string} widgetId
 * @property {string[]} columns it groups by
 * @property {string[]} aggregates in order
 * @property {string[]} axes what a chart asks for: all aggregates, the last of a `top_n`, or that of a number, which its sparkline shows
 * @property {string[][]} fields sets that `field` may be
 * @property {string[]} sorts spellings `sort` may have; empty: none may be given
 * @property {Array<{dataset: string|null, query: import('./query-forms.js').Conjunct[]}>} asks data set
 *   and query belong together: the sides of a split narrow the query where the data set does not
 * @property {string[]} projects
 * @property {string[]} environments
 * @property {number} limit of top events and rows
 * @property {'issues' | 'sessions' | null} elsewhere the endpoint that it asks in place of those for events
 * @property {import('./query-forms.js').Conjunct[]} query what it searches for there
 * @property {string} text of its search, with the dashboard's filters
 * @property {string} scope what its groups are groups of, as a key: widgets of one scope have the same groups
 */

/** Data sets of a mixed widget; null is a request without one, which means discover. */
const MIXED = [null, 'discover', 'metricsEnhanced', 'metrics'];
/** @type {Record<string, string[]>} */
const DATASETS = {
  spans: ['spans'],
  logs: ['ourlogs', 'logs'],
  tracemetrics: ['tracemetrics'],
};
/** @type {Record<string, WidgetRequest['elsewhere']>} */
const ELSEWHERE = { issue: 'issues', metrics: 'sessions' };
const DEFAULT_LIMIT = 5;

/**
 * @param {string} org
 * @param {any} dashboard the body of `GET dashboards/{id}/`
 * @returns {WidgetRequest[]}
 */
export function widgetRequests(org, dashboard) {
  const shared = {
    org,
    dashboardId: String(dashboard.id),
    projects: texts(dashboard.projects),
    environments: texts(dashboard.environment),
  };
  return list(dashboard.widgets).flatMap((widget) => list(widget.queries).map((query) => {
    const type = widgetType(widget);
    const text = withFilters(query.conditions ?? '', filterTexts(dashboard.filters, type));
    const asked = conjuncts(text);
    const selected = selection(widget, query);
    return {
      ...shared,
      widgetId: String(widget.id),
      ...selected,
      text,
      elsewhere: Object.hasOwn(ELSEWHERE, type) ? ELSEWHERE[type] : null,
      query: asked,
      asks: asksOf(type, asked),
      scope: JSON.stringify([org, type, shared.projects, shared.environments, selected.columns, asked.map((condition) => condition.text)]),
    };
  }));
}

/** @param {any} widget as the API has it @returns {string} */
const widgetType = (widget) => widget.widgetType ?? 'discover';

/** @param {any} widget @param {any} query as the API has them */
function selection(widget, query) {
  const all = texts(query.fields);
  const aggregates = query.aggregates ? texts(query.aggregates) : all.filter(isAggregate);
  const columns = query.columns ? texts(query.columns) : all.filter((field) => !isAggregate(field));
  const orderby = typeof query.orderby === 'string' ? query.orderby : '';
  const own = [...columns, ...aggregates];
  // The front end adds what it sorts by to the fields, unless it is there already.
  const { sorted, sorts } = order(orderby, aggregates);
  const isTopN = widget.displayType === 'top_n';
  const charted = isTopN ? aggregates.slice(-1) : aggregates;
  const shown = aggregates[query.selectedAggregate] ?? all.find(isAggregate) ?? aggregates[0];
  const axes = widget.displayType === 'big_number' ? [shown].filter(Boolean) : charted;
  const fields = [own, [...columns, ...charted], ...(all.length > 0 ? [all] : []), ...(sorted === null ? [] : [[...own, sorted]])];
  const limit = Number.isInteger(widget.limit) ? widget.limit : DEFAULT_LIMIT;
  return {
    columns,
    aggregates,
    axes,
    fields,
    sorts,
    limit: isTopN ? Math.max(limit, DEFAULT_LIMIT) : limit,
  };
}

/** @param {string} field */
const isEquation = (field) => field.startsWith('equation|');
/** @param {string} field */
export const isAggregate = (field) => isEquation(field) || /^[\w.]+\(.*\)$/s.test(field);

/**
 * What a request sorts by, and the field it adds for that.
 * An equation is called by its place among the equations: behind all others when it is none of them.
 * @param {string} orderby @param {string[]} aggregates @returns {{sorted: string | null, sorts: string[]}}
 */
function order(orderby, aggregates) {
  const [, sign = '', name = ''] = /^(-?)(.*)$/s.exec(orderby) ?? [];
  if (name === '') return { sorted: null, sorts: [] };
  const equations = aggregates.filter(isEquation);
  if (isEquation(name)) return { sorted: name, sorts: [orderby, `${sign}equation[${equations.length}]`] };
  const index = /^equation\[(\d+)\]$/.exec(name)?.[1];
  if (index !== undefined) return { sorted: equations[Number(index)] ?? null, sorts: [orderby] };
  return { sorted: name, sorts: [...new Set([orderby, aliasOf(orderby)])] };
}

/** `-p95(transaction.duration)` was once written `-p95_transaction_duration`. @param {string} orderby */
function aliasOf(orderby) {
  const [, sign, name, args] = /^(-?)([\w.]+)\((.*)\)$/s.exec(orderby) ?? [];
  if (name === undefined) return orderby;
  return sign + [name, ...args.split(',').map((arg) => arg.trim())].join('_').replace(/\W/g, '_').replace(/_+$/, '');
}

/** @param {string} widgetType @param {import('./query-forms.js').Conjunct[]} query @returns {WidgetRequest['asks']} */
function asksOf(widgetType, query) {
  const every = (/** @type {Array<string | null>} */ datasets, /** @type {typeof query} */ asked) => datasets.map((dataset) => ({ dataset, query: asked }));
  const errors = [...query, ...conjuncts(ERRORS_SIDE)];
  const transactions = [...query, ...conjuncts(TRANSACTIONS_SIDE)];
  const errorSide = [...every(['errors'], query), ...every(['errors', ...MIXED], errors)];
  const transactionSide = [
    ...every(['transactions', 'metricsEnhanced', 'metrics'], query), ...every(['transactions', ...MIXED], transactions),
  ];
  if (widgetType === 'error-events') return errorSide;
  if (widgetType === 'transaction-like') return transactionSide;
  if (widgetType === 'discover') return [...every(MIXED, query), ...errorSide, ...transactionSide];
  return every(DATASETS[widgetType] ?? [], query);
}

/** A dashboard's own filters, in the text Sentry makes of them; a global filter is for one kind of widget. @param {any} filters @param {string} type */
function filterTexts(filters, type) {
  const named = Object.entries(filters ?? {}).filter(([name]) => name !== 'globalFilter').map(([name, values]) => {
    const quoted = texts(values).map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
    return quoted.length > 1 ? `${name}:[${quoted.join(',')}]` : quoted.map((value) => `${name}:${value}`).join('');
  });
  const global = list(filters?.globalFilter)
    .filter(({ dataset }) => dataset === undefined || dataset === null || dataset === type)
    .map(({ value }) => String(value ?? ''));
  return [...named, ...global].filter((text) => text.trim() !== '');
}

/**
 * A filter that holds an OR is one condition: without parentheses of its own it would take the others into its sides.
 * @param {string} conditions @param {string[]} filters
 */
function withFilters(conditions, filters) {
  if (filters.length === 0) return conditions;
  const added = filters.map((text) => (holdsOr(text) ? `(${text})` : text)).join(' ');
  return conditions.trim() === '' ? added : `(${conditions}) ${added}`;
}

/** @param {unknown} value */
const texts = (value) => list(value).filter((item) => item !== null && item !== undefined).map(String);
