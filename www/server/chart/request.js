/**
 * What a widget asks when it is drawn here: the requests of the module, for one range. Pure.
 */
import { widgetRequests } from '../proxy/widget-requests.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = /** @type {Record<string, number>} */ ({ s: 1, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY });
const DEFAULT_PERIOD = '14d';
/** Sentry's steps for charts: from this length on, this width. */
const LADDER = [[60 * DAY, 4 * HOUR], [30 * DAY, HOUR], [DAY + MINUTE, 30 * MINUTE], [HOUR + MINUTE, 5 * MINUTE], [0, MINUTE]];
const MAX_BINS = 66;
const MAX_POINTS = 10_000;
const MAX_TOP_EVENTS = 10;
const MIXED_OR_TRANSACTIONS = ['discover', 'transaction-like'];
/** A mixed widget is about errors where there are any, as the split finds. */
const DATASETS = /** @type {Record<string, string[]>} */ ({
  'error-events': ['errors'], 'transaction-like': ['transactions'], discover: ['errors', 'transactions'], spans: ['spans'], logs: ['ourlogs'], tracemetrics: ['tracemetrics'],
});
const WIDGET_TYPES = /** @type {Record<string, string>} */ ({ errors: 'error-events', transactions: 'transaction-like' });

/** @param {string} [widgetType] @returns {boolean} whether what such a widget shows can be asked for here */
export const isDrawn = (widgetType = 'discover') => Object.hasOwn(DATASETS, widgetType);

/** @typedef {{urls: string[], isTable: boolean, config: Record<string, any>}} ChartRequest a request a query, in their order; `config` is the widget's, for drawing the answers */

/** @param {unknown} text @returns {number} seconds; 0 for what is no period */
function secondsOf(text) {
  const [, amount, unit] = /^(\d+)([smhdw])$/.exec(String(text ?? '')) ?? [];
  return amount === undefined ? 0 : Number(amount) * UNITS[unit];
}

/** As the module writes it, so that page and picture ask the same. @param {number} seconds @returns {string} */
function periodOf(seconds) {
  const whole = /** @type {const} */ (['d', 'h']).find((unit) => seconds % UNITS[unit] === 0);
  return whole === undefined ? `${Math.ceil(seconds / MINUTE)}m` : `${seconds / UNITS[whole]}${whole}`;
}

/** @param {any} widget @param {number} range seconds @param {number} groups @returns {string} */
function intervalOf(widget, range, groups) {
  const wide = LADDER.find(([from]) => range >= from)?.[1] ?? MINUTE;
  const isDaily = widget.displayType === 'bar' && MIXED_OR_TRANSACTIONS.includes(widget.widgetType ?? 'discover');
  const start = isDaily ? DAY : secondsOf(widget.interval) || MINUTE;
  const width = range > start * MAX_BINS && start < wide ? wide : start;
  const widest = Math.ceil((range * Math.max(1, groups)) / MAX_POINTS);
  return periodOf(Math.max(width, widest));
}

/** @param {any} dashboard @param {string|undefined} range @returns {[pairs: string[][], seconds: number]} */
function frameOf({ period, start, end }, range) {
  if (range === undefined && start && end) {
    return [[['start', String(start)], ['end', String(end)]], Math.max(MINUTE, (Date.parse(end) - Date.parse(start)) / 1000 || DAY)];
  }
  const asked = range ?? (secondsOf(period) > 0 ? period : DEFAULT_PERIOD);
  return [[['statsPeriod', asked]], secondsOf(asked)];
}

/**
 * @param {string} org @param {any} dashboard @param {any} widget @param {string} [range]
 * @returns {ChartRequest[]} one after the other, until an answer holds something
 */
export function chartRequests(org, dashboard, widget, range) {
  const isTable = widget.displayType === 'table' || widget.displayType === 'big_number';
  // Pages show the rows of the first query, too.
  const queries = widgetRequests(org, { ...dashboard, widgets: [widget] }).slice(0, isTable ? 1 : undefined);
  const [frame, seconds] = frameOf(dashboard, range);
  const type = widget.widgetType ?? 'discover';
  return (isDrawn(type) ? DATASETS[type] : []).map((dataset) => ({
    urls: queries.map((asked) => {
      const pairs = isTable ? rowPairs(widget, asked) : seriesPairs(widget, asked, seconds);
      const scope = [...asked.projects.map((id) => ['project', id]), ...asked.environments.map((name) => ['environment', name])];
      const search = new URLSearchParams([...pairs.filter(([, value]) => value !== ''), ...frame, ...scope, ['query', asked.text], ['dataset', dataset]]);
      return `/api/0/organizations/${org}/${isTable ? 'events' : 'events-stats'}/?${search}`;
    }),
    isTable, config: { ...widget, widgetType: type === 'discover' ? WIDGET_TYPES[dataset] : type },
  }));
}

/** @param {any} widget @param {import('../proxy/widget-requests.js').WidgetRequest} asked */
const rowPairs = (widget, { columns, aggregates, sorts, limit }) => [
  ...[...columns, ...aggregates].map((field) => ['field', field]), ['sort', sorts[0] ?? ''], ['per_page', String(widget.displayType === 'table' ? limit : 1)],
];

/** @param {any} widget @param {import('../proxy/widget-requests.js').WidgetRequest} asked @param {number} seconds */
function seriesPairs(widget, asked, seconds) {
  const { columns, aggregates, axes } = asked;
  const groups = Math.min(asked.limit, MAX_TOP_EVENTS);
  const sort = asked.sorts[0] ?? '';
  const added = asked.fields.at(-1) ?? [];
  const isTopN = widget.displayType === 'top_n';
  const grouped = columns.length > 0 || isTopN;
  // Sentry asks for Other only where one query has one axis.
  const isSingle = aggregates.length === 1 && widget.queries.length === 1;
  return [
    ...axes.map((axis) => ['yAxis', axis]), ['interval', intervalOf(widget, seconds, grouped ? groups : 0)], ['orderby', sort], ['partial', '1'],
    ...(grouped ? [...[...new Set([...columns, ...aggregates, ...(sort === '' ? [] : added)])].map((field) => ['field', field]), ['topEvents', String(groups)]] : []),
    ...(grouped && !isTopN && !isSingle ? [['excludeOther', '1']] : []),
  ];
}
