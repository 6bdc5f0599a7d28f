/**
 * The `meta` of an answer: types and units of its columns, with Sentry's quirks of naming.
 */

import { isSizeUnit } from '../events/units.js';

const PER_SECOND = new Set(['eps()', 'sps()', 'tps()']);
const PER_MINUTE = new Set(['epm()', 'spm()', 'tpm()']);

/** A rate has a unit only under its raw name, so not under its alias. @param {string} name */
function rateUnit(name) {
  if (PER_SECOND.has(name)) return '1/second';
  return PER_MINUTE.has(name) ? '1/minute' : null;
}

/** @param {string} name @param {{type: string, unit: string|null}} column */
function unitOf(name, { type, unit }) {
  if (type === 'rate') return unit ?? rateUnit(name);
  return unit ?? (type === 'duration' ? 'millisecond' : null);
}

/**
 * @param {Array<{name: string, type: string, unit: string|null}>} columns
 * @param {{dataset: string, decision?: string, fromMetrics?: boolean}} facts
 */
export function metaOf(columns, { dataset, decision, fromMetrics = false }) {
  /** @type {Record<string, string>} */
  const fields = {};
  /** @type {Record<string, string|null>} */
  const units = {};
  for (const column of columns) {
    const unit = unitOf(column.name, column);
    fields[column.name] = unit !== null && isSizeUnit(unit) ? 'size' : column.type;
    units[column.name] = unit;
  }
  return {
    fields, units, isMetricsData: fromMetrics, isMetricsExtractedData: false, tips: {},
    datasetReason: 'unchanged', dataset, ...(decision ? { discoverSplitDecision: decision } : {}),
  };
}

/**
 * The columns of a timeseries: time (but for trace items), groups by name, axes by alias or (when asked for) as written.
 * @param {import('./columns.js').Column[]} groups
 * @param {import('./columns.js').Column[]} axes
 * @param {{rawNames: boolean, hasTime: boolean}} form
 */
export function timeseriesColumns(groups, axes, { rawNames, hasTime }) {
  return [
    ...(hasTime ? [{ name: 'time', type: 'date', unit: null }] : []),
    ...groups.map(({ text, type, unit }) => ({ name: text, type, unit })),
    ...axes.map(({ text, alias, type, unit }) => ({ name: rawNames ? text : alias, type, unit })),
  ];
}
