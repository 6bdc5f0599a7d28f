/**
 * Is a widget about errors or about transactions? Asked once, decided by which of them has data,
 * kept with the widget, told in the answer. Source: Sentry's dashboard split of `events-stats`.
 * Not here: keeping dashboards (`../dashboards`).
 */
import { QueryError } from '../errors.js';
import { isFromMetrics, runStats, serializeStats } from './events-stats.js';

/**
 * @typedef {import('./events-stats.js').StatsRequest} StatsRequest
 * @typedef {import('./events-stats.js').StatsResult} StatsResult
 * @typedef {'error-events'|'transaction-like'|'discover'} WidgetType
 * @typedef {{decision: WidgetType, source: 'inferred'|'forced'}} Decision
 * @typedef {object} WidgetStore
 * @property {(id: string) => {discoverWidgetSplit?: WidgetType|null}|null} findWidget
 * @property {(id: string, decision: Decision) => Promise<void>} saveSplit
 * @typedef {{dashboards: WidgetStore, datasetSelector: boolean, mayWrite: boolean, log: (error: unknown) => void}} SplitContext
 */

/** @param {StatsRequest} request @param {Partial<import('./scope.js').Scope>} change */
const withScope = (request, change) => ({ ...request, scope: { ...request.scope, ...change } });

/** @param {StatsRequest} request @param {string} condition on top of the request's own text */
function narrowed(request, condition) {
  const { query } = request.scope;
  const text = query.trim() === '' ? condition : `(${query}) AND ${condition}`;
  return withScope(request, { query: text, dataset: 'discover' });
}

/** @param {StatsRequest} request */
const onlyErrors = (request) => narrowed(request, '!event.type:transaction');
/** @param {StatsRequest} request */
const onlyTransactions = (request) => narrowed(request, 'event.type:transaction');

/** Any number but zero in any column but the time. @param {StatsResult} result */
export function hasData({ rows, series }) {
  const all = series ? [...series.values()].flatMap((one) => one.rows) : rows;
  return all.some((row) => Object.entries(row).some(([name, value]) =>
    name !== 'time' && (typeof value === 'number' || typeof value === 'boolean') && Number(value) !== 0));
}

/**
 * @param {boolean} hasErrors @param {boolean} hasTransactions
 * @param {boolean} selector Sentry's flag of its dataset selector, on in current versions
 * @returns {Decision|null} null: nothing is known, ask again next time
 */
export function decide(hasErrors, hasTransactions, selector) {
  if (hasErrors && !hasTransactions) return { decision: 'error-events', source: 'inferred' };
  if (hasTransactions && !hasErrors) return { decision: 'transaction-like', source: 'inferred' };
  if (selector) return { decision: 'error-events', source: 'forced' };
  return hasErrors ? { decision: 'discover', source: 'inferred' } : null;
}

/**
 * A widget that is split already: only its side is asked, and the answer does not say so again.
 * @param {StatsRequest} request @param {WidgetType} kept
 */
async function runKept(request, kept) {
  if (kept === 'transaction-like') return serializeStats(await runStats(request), request);
  const asked = kept === 'error-events' ? onlyErrors(request) : withScope(request, { dataset: 'discover' });
  return serializeStats(await runStats(asked), asked);
}

/** A query that the database refuses counts as no data. @param {StatsRequest} request */
async function runErrors(request) {
  try {
    return await runStats(request);
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

/**
 * What the decision makes of the two results that are there already.
 * @param {StatsRequest} request @param {Decision|null} outcome
 * @param {StatsResult|null} errors @param {StatsResult} original
 */
async function answerBy(request, outcome, errors, original) {
  if (outcome?.decision === 'discover') {
    // Both kinds have data: the viewer is to see that, so the text is asked as it stands.
    const asked = withScope(request, { dataset: 'discover' });
    return serializeStats(await runStats(asked), asked);
  }
  if (outcome?.decision === 'transaction-like') return serializeStats(original, request, 'transaction-like');
  const found = errors !== null && (errors.series === null || errors.series.size > 0);
  return outcome && found ? serializeStats(errors, request, 'error-events') : serializeStats(original, request);
}

/** @param {StatsRequest} request @param {string} id @param {SplitContext} context */
async function inferAndRun(request, id, { dashboards, datasetSelector, mayWrite }) {
  const errors = await runErrors(onlyErrors(request));
  const original = await runStats(request);
  const hasErrors = errors !== null && hasData(errors);
  let hasTransactions = hasData(original);
  // What came from metrics are transactions anyway.
  if (hasErrors && hasTransactions && !isFromMetrics(request)) {
    hasTransactions = hasData(await runStats(onlyTransactions(request)));
  }
  const outcome = decide(hasErrors, hasTransactions, datasetSelector);
  if (outcome && mayWrite) await dashboards.saveSplit(id, outcome);
  return answerBy(request, outcome, errors, original);
}

/**
 * @param {StatsRequest} request
 * @param {string} widgetId
 * @param {SplitContext} context
 */
export async function runSplit(request, widgetId, context) {
  try {
    const kept = context.dashboards.findWidget(widgetId);
    if (kept?.discoverWidgetSplit) return await runKept(request, kept.discoverWidgetSplit);
    if (kept) return await inferAndRun(request, widgetId, context);
  } catch (error) {
    // The split is an extra: whatever goes wrong in it, the plain question is still answered.
    context.log(error);
  }
  return serializeStats(await runStats(request), request);
}
