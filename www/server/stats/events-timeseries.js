/**
 * The body of `events-timeseries`: a list of series with times in milliseconds, each bucket told complete or not.
 * The same runs as `events-stats`, with every bucket that the range touches.
 */
import { OTHER_KEY } from './result-key.js';
import { metaOf } from './meta.js';
import { accuracyOfRow } from './trace-items/accuracy.js';

/** Sentry: an event may take this long to be counted. */
const INGESTION_DELAY = 90;

/** @param {number} end of the bucket, epoch seconds @param {number} now epoch seconds */
function completeness(end, now) {
  if (end > now) return { incomplete: true, incompleteReason: 'NOT_ELAPSED' };
  if (end >= now - INGESTION_DELAY) return { incomplete: true, incompleteReason: 'INGESTION_PENDING' };
  return { incomplete: false };
}

/** @param {any} value */
function plain(value) {
  if (value === undefined || Number.isNaN(value)) return 0;
  return value === Infinity || value === -Infinity ? null : value;
}

/**
 * @param {import('./buckets.js').Row[]} rows @param {number} axis
 * @param {import('./events-stats.js').StatsRequest} request @param {boolean} compared
 */
function valuesOf(rows, axis, { buckets, scope }, compared) {
  const now = scope.now / 1000;
  return rows.map((row) => ({
    ...completeness(row.time + buckets.rollup, now),
    timestamp: row.time * 1000,
    value: plain(row[`a${axis}`]),
    ...(compared ? { comparisonValue: plain(row.comparison) } : {}),
    ...(scope.source.holdsTraceItems ? accuracyOfRow(row) : {}),
  }));
}

/** @param {import('./columns.js').Column} column @param {import('./events-stats.js').StatsRequest} request */
function typeOf({ text, type, unit }, { buckets, scope }) {
  const meta = metaOf([{ name: text, type, unit }], { dataset: scope.dataset });
  return {
    valueType: meta.fields[text], valueUnit: meta.units[text], interval: buckets.rollup * 1000,
    ...(scope.source.holdsTraceItems ? { dataScanned: 'full' } : {}),
  };
}

/** A group's value is a text, a number or nothing (Sentry: GroupBy), so a list is written as JSON. @param {any} value */
const groupValue = (value) => (Array.isArray(value) ? JSON.stringify(value) : value);

/** @param {import('./events-stats.js').StatsResult} result @param {import('./events-stats.js').StatsRequest} request */
function topSeries({ series, groups, axes }, request) {
  const sorted = [...(series ?? [])].sort(([, a], [, b]) => a.order - b.order);
  return sorted.flatMap(([key, { order, rows, group }]) => axes.map((column, axis) => ({
    yAxis: column.text,
    values: valuesOf(rows, axis, request, false),
    groupBy: group ? groups.map(({ text }, index) => ({ key: text, value: groupValue(group[index]) })) : null,
    meta: { order, isOther: key === OTHER_KEY && !group, ...typeOf(column, request) },
  })));
}

/**
 * @param {import('./events-stats.js').StatsResult} result
 * @param {import('./events-stats.js').StatsRequest} request
 */
export function serializeTimeseries(result, request) {
  const { range, dataset } = request.scope;
  const timeSeries = result.series
    ? topSeries(result, request)
    : result.axes.map((column, axis) => ({
      yAxis: column.text,
      values: valuesOf(result.rows, axis, request, result.compared),
      meta: typeOf(column, request),
    }));
  return { timeSeries, meta: { dataset, start: range.start, end: range.end } };
}
