/**
 * Is a request for issues or for sessions one that a widget of the list makes? What a dashboard's own element asks for such a
 * widget (`www/element/dashboard/endpoints`), and nothing else: its search, its columns, its limit, no further pages. Pure.
 */
import { beyond } from './query-forms.js';

/** @typedef {import('./match.js').Request} Request */
/** @typedef {import('./widget-requests.js').WidgetRequest} WidgetRequest */

const STATUS = 'session.status';
const BY_STATUS = /^count_(?:healthy|errored|crashed|abnormal)\((session|user)\)$/;
const RANGE = ['statsPeriod', 'start', 'end'];
/** Groups of series for one widget. */
const MOST_GROUPS = 10;

/** Names of parameters, by endpoint: those that stand once, and those that may be repeated. @type {Record<string, {single: Set<string>, several: Set<string>}>} */
export const ELSEWHERE_NAMES = {
  issues: { single: new Set([...RANGE, 'query', 'sort', 'limit']), several: new Set(['project', 'environment']) },
  sessions: { single: new Set([...RANGE, 'query', 'interval', 'per_page', 'orderBy', 'includeSeries']), several: new Set(['project', 'environment', 'field', 'groupBy']) },
};

/** @param {Request} request @param {WidgetRequest} widget */
export function issueDifferences({ params, query }, widget) {
  return [
    ...(isWithin(params.get('limit'), widget.limit) ? [] : ['limit']),
    ...((widget.sorts.length === 0 ? ['date'] : widget.sorts).includes(params.get('sort') ?? '') ? [] : ['sort']),
    ...(isOwn(query, widget) ? [] : ['query']),
  ];
}

/** @param {Request} request @param {WidgetRequest} widget */
export function sessionDifferences({ params, query }, widget) {
  const fields = params.getAll('field');
  const groupBy = params.getAll('groupBy');
  const isForm = formsOf(widget).some((form) => isSame(form.fields, fields) && isSame(form.groupBy, groupBy));
  const rows = params.get('per_page');
  const orders = ordersOf(widget);
  return [
    ...(isForm ? [] : ['field', 'groupBy']),
    // Groups of sessions are releases, environments, projects and states; the widget's search and projects bound them.
    ...(rows === null || isWithin(rows, Math.max(widget.limit, MOST_GROUPS)) ? [] : ['per_page']),
    ...(params.has('orderBy') && !orders.includes(params.get('orderBy') ?? '') ? ['orderBy'] : []),
    ...(['0', null].includes(params.get('includeSeries')) ? [] : ['includeSeries']),
    ...(isOwn(query, widget) ? [] : ['query']),
  ];
}

/** @param {string | null} text @param {number} most */
const isWithin = (text, most) => text !== null && /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most;

/** @param {Request['query']} query @param {WidgetRequest} widget */
const isOwn = (query, widget) => beyond(query, widget.query)?.length === 0;

/** @param {string} field */
function countOf(field) {
  const [, what] = BY_STATUS.exec(field) ?? [];
  return what === undefined ? field : what === 'user' ? 'count_unique(user)' : 'sum(session)';
}

/** What is asked for at once: what is counted by state needs a request of its own, unless all is grouped by it. @param {WidgetRequest} widget */
function formsOf({ aggregates, axes, columns, sorts }) {
  const sorted = sorts.map((sort) => sort.replace(/^-/, '')).filter((name) => name.includes('(')).slice(0, 1);
  return [aggregates, axes].flatMap((own) => [own, [...own, ...sorted]]).flatMap((all) => (columns.includes(STATUS)
    ? [{ fields: all.map(countOf), groupBy: columns }]
    : [
      { fields: all.filter((field) => !BY_STATUS.test(field)), groupBy: columns },
      { fields: all.filter((field) => BY_STATUS.test(field)).map(countOf), groupBy: [...columns, STATUS] },
    ])).filter(({ fields }) => fields.length > 0);
}

/** @param {WidgetRequest} widget */
const ordersOf = ({ sorts }) => sorts.map((sort) => (/^-?release$/.test(sort) ? `${sort}.timestamp` : sort));

/** @param {string[]} one @param {string[]} other */
function isSame(one, other) {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((item) => b.has(item));
}
