/**
 * The flow of `events-stats`: validate, decide what to run, run it, serialize it.
 * Order of validation and words: Sentry's OrganizationEventsStatsEndpoint.
 */
import { InvalidSearchQuery } from '../errors.js';
import { bucketsOf, fillRows } from './buckets.js';
import { resolveAxes, resolveAxisAlias } from './columns.js';
import { addComparison, checkComparison } from './comparison.js';
import { metaOf, timeseriesColumns } from './meta.js';
import {
  axesOf, checkOnDemandType, comparisonDeltaOf, datasetOf, fieldsOf, sortOf, topEventsOf,
} from './parameters.js';
import { scopeOf } from './request.js';
import { checkTraceItemRollup, rollupOf } from './rollup.js';
import { answersFromMetrics } from './metrics.js';
import { searchOf } from './scope.js';
import { serializeNothing, serializeResult, serializeTopEvents } from './serialize.js';
import { runTimeseries } from './timeseries.js';
import { checkGroupable, runTopEvents } from './top-events.js';

/**
 * @typedef {object} StatsRequest everything a run needs, validated
 * @property {import('./scope.js').Scope} scope
 * @property {import('./buckets.js').Buckets} buckets
 * @property {string[]} axes as asked for
 * @property {string[]} fields
 * @property {string[]} sort
 * @property {number} topEvents 0 for none
 * @property {boolean} includeOther
 * @property {boolean} partial
 * @property {boolean} rawNames
 * @property {boolean} onDemand
 * @property {number|null} comparisonDelta seconds
 * @property {boolean} [extractedMetrics] metrics of transactions are there to answer from
 */

/**
 * @typedef {object} StatsResult a run's outcome before it is written
 * @property {import('./buckets.js').Row[]} rows
 * @property {Map<string, import('./top-events.js').Series>|null} series null unless top events were asked for
 * @property {import('./columns.js').Column[]} groups
 * @property {import('./columns.js').Column[]} axes
 * @property {boolean} compared
 */

/**
 * @param {import('../events/store.js').EventStore} store
 * @param {import('./parameters.js').Parameters} params
 * @param {number} now
 * @returns {StatsRequest|null} null when there is no project to ask
 */
export function readStatsRequest(store, params, now) {
  const topEvents = topEventsOf(params);
  const comparisonDelta = comparisonDeltaOf(params);
  const dataset = datasetOf(params);
  checkOnDemandType(params);
  const fields = fieldsOf(params);
  const axes = axesOf(params);
  if (topEvents > 0) checkGroupable(fields);
  const scope = scopeOf(store, params, dataset, now);
  if (!scope) return null;
  const rollup = rollupOf(params.last('interval'), scope.range, topEvents);
  if (scope.source.holdsTraceItems) checkTraceItemRollup(rollup, scope.range);
  if (comparisonDelta !== null) checkComparison(scope, comparisonDelta);
  return {
    scope, fields, topEvents, comparisonDelta,
    buckets: bucketsOf(scope.range, rollup, !params.flag('withoutZerofill')),
    axes,
    sort: sortOf(params),
    includeOther: !params.flag('excludeOther'),
    partial: params.flag('partial'),
    rawNames: scope.source.holdsTraceItems || params.flag('transformAliasToInputFormat'),
    onDemand: params.flag('useOnDemandMetrics', 'true'),
  };
}

/**
 * One request as one query, or as the few that top events and comparison take.
 * @param {StatsRequest} request
 * @returns {Promise<StatsResult>}
 */
export async function runStats(request) {
  const { scope, buckets, topEvents, comparisonDelta } = request;
  const axes = resolveAxes(request.axes, buckets.rollup, scope.source);
  const search = searchOf(scope, buckets.rollup);
  // Before anything runs: what metrics alone cannot answer is refused.
  isFromMetrics(request);
  const query = { scope, search, axes, buckets };
  if (topEvents > 0) {
    const { series, groups } = await runTopEvents(query, request, topEvents);
    return { rows: [], series, groups, axes, compared: false };
  }
  if (comparisonDelta && axes.length !== 1) {
    throw new InvalidSearchQuery('Only one column can be selected for comparison queries');
  }
  const rows = await runTimeseries(query);
  if (!comparisonDelta) return { rows, series: null, groups: [], axes, compared: false };
  return {
    rows: await addComparison(rows, query, comparisonDelta),
    series: null, groups: [], axes, compared: true,
  };
}

/** Sentry: `isMetricsData`. @param {StatsRequest} request */
export const isFromMetrics = ({ extractedMetrics = false, scope, axes, fields, topEvents, sort }) => answersFromMetrics(
  extractedMetrics, scope.dataset,
  { columns: [...axes.map(resolveAxisAlias), ...(topEvents > 0 ? fields : [])], sort: topEvents > 0 ? sort : [], query: scope.query },
);

/**
 * @param {StatsResult} result @param {StatsRequest} request
 * @param {string} [decision] the split's, for meta
 */
export function serializeStats(result, request, decision) {
  const { axes, groups, series, compared } = result;
  const nothing = series !== null && series.size === 0;
  const { holdsTraceItems } = request.scope.source;
  const columns = nothing ? [] : timeseriesColumns(groups, axes, { rawNames: request.rawNames, hasTime: !holdsTraceItems });
  const fromMetrics = isFromMetrics(request);
  const meta = metaOf(columns, { dataset: request.scope.dataset, decision, fromMetrics });
  const shape = {
    axes, buckets: request.buckets, partial: request.partial, meta, compared, fromMetrics, onDemand: request.onDemand,
    hasAccuracy: holdsTraceItems,
  };
  if (nothing && holdsTraceItems) return {};
  if (nothing) return serializeNothing(fillRows([], request.buckets), shape);
  return series ? serializeTopEvents(series, shape) : serializeResult(result.rows, shape);
}


