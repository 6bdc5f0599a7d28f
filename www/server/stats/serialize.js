/**
 * Rows -> the bodies of `events-stats`: one series, several axes, top events, both, and the placeholders.
 * Answers are Maps where the order of keys counts, since objects move keys that look like numbers.
 */
import { fillData } from './buckets.js';
import { accuracyOfSeries, confidenceOfSeries } from './trace-items/accuracy.js';

/**
 * @typedef {object} Shape
 * @property {import('./columns.js').Column[]} axes
 * @property {import('./buckets.js').Buckets} buckets
 * @property {boolean} partial
 * @property {object} meta
 * @property {boolean} [compared] buckets carry `comparisonCount`
 * @property {boolean} [fromMetrics] answered from metrics
 * @property {boolean} [hasAccuracy] series say how sure their values are
 * @property {boolean} [onDemand] on-demand metrics were asked for
 */

/** Sentry: no number is 0, the infinite is null; a row without the column counts as 0. @param {any} value */
function plain(value) {
  if (value === undefined || Number.isNaN(value)) return 0;
  if (value === Infinity || value === -Infinity) return null;
  return value instanceof Date ? Math.floor(value.getTime() / 1000) : value;
}

/**
 * One axis of rows.
 * @param {import('./buckets.js').Row[]} rows @param {number} axis
 * @param {Shape} shape @param {number} [order]
 */
export function serializeSeries(rows, axis, shape, order) {
  const { axes, buckets, partial, meta, compared, fromMetrics = false, hasAccuracy = false } = shape;
  const seen = rows.filter(({ time }) => time < buckets.realEnd);
  const data = rows.map((row) => {
    const bucket = { count: plain(row[`a${axis}`]) };
    const value = compared ? { ...bucket, comparisonCount: plain(row.comparison) } : bucket;
    return /** @type {[number, object[]]} */ ([row.time, [value]]);
  });
  return {
    data: fillData(data, buckets, partial),
    ...(order === undefined ? {} : { order }),
    ...(hasAccuracy ? { confidence: confidenceOfSeries(seen, axes[axis].text) } : {}),
    isMetricsData: fromMetrics, start: buckets.start, end: buckets.end,
    meta: hasAccuracy ? { ...meta, ...accuracyOfSeries(seen) } : meta,
  };
}

/**
 * @param {import('./buckets.js').Row[]} rows @param {Shape} shape
 * @returns {Map<string, any>} by the axes as asked for
 */
export function serializeAxes(rows, shape) {
  return new Map(shape.axes.map(({ text }, axis) => [text, serializeSeries(rows, axis, shape, axis)]));
}

/** @param {import('./buckets.js').Row[]} rows @param {Shape} shape */
export function serializeResult(rows, shape) {
  return shape.axes.length > 1 ? serializeAxes(rows, shape) : serializeSeries(rows, 0, shape);
}

/** @param {Map<string, import('./top-events.js').Series>} series @param {Shape} shape */
export function serializeTopEvents(series, shape) {
  const several = shape.axes.length > 1;
  const groupOf = (/** @type {import('./top-events.js').Series} */ { rows, order }) => {
    if (!several) return serializeSeries(rows, 0, shape, order);
    const group = serializeAxes(rows, shape).set('order', order);
    return shape.onDemand ? group.set('isMetricsExtractedData', false) : group;
  };
  return new Map([...series].map(([key, group]) => [key, groupOf(group)]));
}

/**
 * Nothing found: a plain series of zeros, or with several axes one group with the empty name.
 * @param {import('./buckets.js').Row[]} emptyRows @param {Shape} shape
 */
export function serializeNothing(emptyRows, shape) {
  if (shape.axes.length === 1) return serializeSeries(emptyRows, 0, shape);
  return new Map([['', serializeAxes(emptyRows, shape)]]);
}

/**
 * JSON that keeps a Map's order.
 * @param {any} value
 * @returns {string}
 */
export function toJson(value) {
  if (!(value instanceof Map)) return JSON.stringify(value);
  const entries = [...value].map(([key, inner]) => `${JSON.stringify(key)}:${toJson(inner)}`);
  return `{${entries.join(',')}}`;
}
