/**
 * `comparisonDelta`: the same axis some seconds earlier, beside each bucket.
 * As in Sentry the two are paired by index, and nothing is divided.
 */
import { ParseError } from '../errors.js';
import { bucketsOf } from './buckets.js';
import { MAX_TIME } from './date-range.js';
import { shifted } from './scope.js';
import { runTimeseries } from './timeseries.js';

/** @param {import('./scope.js').Scope} scope @param {number} delta seconds */
export function checkComparison({ store, range, now }, delta) {
  const earliest = range.start - delta * 1000;
  // A negative delta compares with the future, which ends where dates do.
  if (earliest < store.retentionStart(now) || earliest > MAX_TIME) {
    throw new ParseError('Comparison period is outside retention window');
  }
}

/**
 * @param {import('./buckets.js').Row[]} rows
 * @param {import('./timeseries.js').TimeseriesQuery} query
 * @param {number} delta seconds
 */
export async function addComparison(rows, query, delta) {
  const scope = shifted(query.scope, delta);
  const buckets = bucketsOf(scope.range, query.buckets.rollup, query.buckets.zerofill);
  const earlier = await runTimeseries({ ...query, scope, buckets });
  return rows.map((row, index) => ({ ...row, comparison: earlier[index]?.a0 ?? 0 }));
}
