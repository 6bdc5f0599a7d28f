/**
 * The errors that this package throws, shows and hands to `events-stats-error`.
 *
 * Those made inside the module carry the same three members; here are the ones that arise
 * before it runs, or when it has stopped.
 */
export class EventsStatsError extends Error {
  /**
   * @param {string} code stable name for programs
   * @param {string} message what was expected and what was found
   * @param {{cause?: unknown}} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'EventsStatsError';
    this.code = code;
  }
}

/** @param {unknown} thrown anything at all */
export function reasonOf(thrown) {
  if (thrown instanceof Error && thrown.message) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return 'no reason was given';
  }
}

/**
 * What the element's `error` property and its event show of an error.
 * @param {{code?: string, message: string, status?: number}} error
 */
export function factsOf(error) {
  return { code: error.code ?? 'unknown', message: error.message, status: error.status ?? null };
}

/**
 * A value that is not what it should be, named by its key.
 * @param {string} key @param {string} expected @param {string} found
 */
export function wrongValue(key, expected, found) {
  const error = new EventsStatsError('config', `\`${key}\`: expected ${expected}, found ${found}`);
  return Object.assign(error, { facts: { key, expected, found } });
}

/** @param {unknown} fetch what a page gives in place of its own */
export function checkFetch(fetch) {
  if (fetch !== undefined && typeof fetch !== 'function') throw wrongValue('fetch', 'a function', describe(fetch));
}

/** @param {unknown} value */
export function describe(value) {
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (typeof value === 'string') return `\`${value.slice(0, 80)}\``;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** @param {unknown} value @returns {value is object} */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** A Proxy that was revoked is no list, and no reason to throw. @param {unknown} value @returns {value is unknown[]} */
export function isList(value) {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}
