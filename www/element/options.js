/**
 * What `configure` takes, for the whole page. Names are checked here at once; values are
 * checked by the module, in one place, when it runs.
 */
import { checkFetch, describe, isObject, wrongValue } from './errors.js';

/** @typedef {(metric: unknown) => unknown} MetricFunction */

const KNOWN = [
  'baseUrl', 'org', 'fetch', 'fetchOrigins', 'widgets', 'concurrency', 'timeoutMs', 'maxBytes', 'retry',
  'annotations', 'cache', 'cacheKey', 'split', 'metrics', 'words', 'palette', 'painter', 'testMode', 'sentryUrl', 'csvByteOrderMark',
];

/** @type {{fetch?: unknown, words?: unknown, metrics?: unknown, [key: string]: unknown}} */
let options = {};
/** @type {Set<(options: Record<string, any>) => void>} */
const listeners = new Set();

/**
 * Sets options for all widgets of the page. A key given again replaces its value,
 * `undefined` takes it back.
 * @param {Record<string, unknown>} given
 */
export function configure(given) {
  if (!isObject(given)) throw wrongValue('configure()', 'an object', describe(given));
  const unknown = Object.keys(given).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) throw wrongValue(unknown, `one of ${KNOWN.join(', ')}`, 'an unknown key');
  checkFetch(given.fetch);
  const before = options;
  options = { ...options, ...given };
  try {
    for (const listener of listeners) listener(options);
  } catch (error) {
    options = before;
    throw error;
  }
}

/** Calls `listener` now and after every change; where it throws, the change is taken back. @param {(options: Record<string, any>) => void} listener */
export function onOptions(listener) {
  listeners.add(listener);
  listener(options);
}

/**
 * One of the shell's own texts, in the host's words where it has any.
 * @param {string} name @param {string} english
 */
export function wordOf(name, english) {
  const own = /** @type {Record<string, unknown> | undefined} */ (options.words)?.[name];
  return typeof own === 'string' ? own : english;
}

/**
 * The options as the module reads them, the host's own `fetch`, and the functions among the
 * metric backends, which the options name by number.
 * @returns {[json: string, fetch: typeof globalThis.fetch | undefined, functions: MetricFunction[]]}
 */
export function optionsForModule() {
  const { fetch, metrics, ...rest } = options;
  /** @type {MetricFunction[]} */
  const functions = [];
  const json = JSON.stringify({ ...rest, metrics: withoutFunctions(metrics, functions) });
  return [json, /** @type {typeof globalThis.fetch | undefined} */ (fetch), functions];
}

/** @param {any} metrics @param {MetricFunction[]} functions */
function withoutFunctions(metrics, functions) {
  const backend = metrics?.backend;
  if (backend === undefined) return metrics;
  const take = (/** @type {unknown} */ one) => (typeof one === 'function' ? { name: 'function', index: functions.push(promising(/** @type {MetricFunction} */ (one))) - 1 } : one);
  return { ...metrics, backend: Array.isArray(backend) ? backend.map(take) : take(backend) };
}

/** @type {WeakMap<MetricFunction, MetricFunction>} */
const promised = new WeakMap();

/** The same function, which rejects where it threw; always the same one, so that it is known again. @param {MetricFunction} own */
function promising(own) {
  const known = promised.get(own) ?? (async (/** @type {unknown} */ metric) => own(metric));
  promised.set(own, known);
  return known;
}
