/**
 * What metrics of transactions can answer. They were added up when the events came in, so they hold a few functions of
 * a few columns, by a few tags; whatever else is asked needs the events themselves.
 * Source: Sentry's metrics dataset and its metrics-enhanced queries.
 */
import { ParseError } from '../errors.js';
import { parse } from '../search/parse.js';
import { isEquation, operandsOf, stripEquation } from './equation.js';
import { parseCall, unquote } from './function-call.js';
import { METRICS } from './scope.js';

/** By what metrics of transactions can be filtered and grouped. */
const TAGS = new Set([
  'transaction', 'title', 'transaction.op', 'transaction.status', 'transaction.method', 'http.method', 'http.status_code',
  'environment', 'release', 'release.version', 'release.package', 'release.build', 'release.stage', 'dist', 'platform',
  'project', 'project.name', 'project.id', 'project_id', 'browser.name', 'os.name', 'device.class', 'geo.country_code',
]);
const PERCENTILES = new Set([0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]);
const OVER_A_METRIC = ['p50', 'p75', 'p90', 'p95', 'p99', 'p100', 'avg', 'min', 'max', 'sum', 'count_web_vitals', 'performance_score'];
const OVER_USERS = ['count_unique', 'count_miserable'];
const WITHOUT_COLUMN = [
  'count', 'apdex', 'user_misery', 'failure_count', 'failure_rate', 'epm', 'eps', 'tpm', 'tps', 'spm', 'sps',
  'http_error_count', 'http_error_rate',
];

/** @param {string} column */
const isMetric = (column) => column === 'transaction.duration' || /^(?:measurements|spans)\./.test(column);
/** @param {string} column */
const unresolved = (column) => `Metric: ${column} could not be resolved`;

/** @param {string} name @param {string[]} args @returns {string|null} why metrics do not have it */
function functionProblem(name, args) {
  const column = args[0] === undefined ? 'transaction.duration' : unquote(args[0]);
  if (OVER_A_METRIC.includes(name)) return isMetric(column) ? null : unresolved(column);
  if (OVER_USERS.includes(name)) return column === 'user' ? null : unresolved(column);
  if (name === 'percentile') {
    if (!PERCENTILES.has(Number(args[1]))) return 'Custom quantile incompatible with metrics';
    return isMetric(column) ? null : unresolved(column);
  }
  return WITHOUT_COLUMN.includes(name) ? null : `${name} is not a function of the metrics dataset`;
}

/** @param {string} name */
const tagProblem = (name) => (TAGS.has(name) ? null : `${name} is not a tag in the metrics dataset`);

/** @param {string} text a field, a function or an equation @returns {string|null} */
function columnProblem(text) {
  if (isEquation(text)) return first(operandsOf(stripEquation(text)), columnProblem);
  const call = parseCall(text);
  return call ? functionProblem(call.name, call.args) : tagProblem(text);
}

/** @param {import('../search/parse.js').Term} term @returns {string|null} */
function termProblem(term) {
  if (term.type === 'operator') return null;
  if (term.type === 'group') return first(term.terms, termProblem);
  if (term.type === 'text') return term.value.trim() === '' || term.value.trim() === '()' ? null : tagProblem('message');
  if (term.type === 'aggregate') return functionProblem(term.name, term.args.map((arg) => arg ?? ''));
  const key = term.form === 'has' ? term.value.key ?? 'has' : term.key;
  if (key !== 'event.type') return tagProblem(key);
  const asksTransactions = !term.negated && term.operator === '=' && term.value?.text === 'transaction';
  return asksTransactions ? null : 'Can only filter event.type:transaction';
}

/** @template T @param {ReadonlyArray<T>} items @param {(item: T) => string|null} problemOf @returns {string|null} */
function first(items, problemOf) {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== null) return problem;
  }
  return null;
}

/** `-count()` sorts by what is selected; an alias names no column of its own. @param {string} text */
function sortProblem(text) {
  const name = text.replace(/^-/, '');
  return parseCall(name) ? columnProblem(name) : null;
}

/**
 * @typedef {object} Asked
 * @property {string[]} columns selected or grouped by
 * @property {string[]} sort
 * @property {string} query search text
 */

/** @param {Asked} asked @returns {string|null} why metrics cannot answer it */
export function metricsProblem({ columns, sort, query }) {
  return first(columns, columnProblem) ?? first(sort, sortProblem) ?? first(parse(query), termProblem);
}

/**
 * Sentry: `isMetricsData`. Where nothing was extracted no answer comes from metrics; on `metrics` alone a question that
 * they cannot answer is refused, on `metricsEnhanced` the transactions answer it.
 * @param {boolean} extracted @param {string} dataset @param {Asked} asked
 */
export function answersFromMetrics(extracted, dataset, asked) {
  if (!extracted || !METRICS.has(dataset)) return false;
  const problem = metricsProblem(asked);
  if (problem !== null && dataset === 'metrics') throw new ParseError(problem);
  return problem === null;
}
