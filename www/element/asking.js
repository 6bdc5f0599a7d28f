/**
 * How the module calls what is the page's: its `fetch`, its listeners, its metric functions.
 *
 * A page may throw anything from anywhere. An exception that went through the module would end
 * it, so none gets there: a `fetch` becomes a promise of plain values, and what a listener
 * throws is reported as the browser reports it.
 */

/** @param {unknown} error what the page's own code threw */
export function report(error) {
  if (typeof globalThis.reportError === 'function') {
    globalThis.reportError(error);
  } else {
    setTimeout(() => { throw error; }, 0);
  }
}

/**
 * @template {unknown[]} Given
 * @template Outcome
 * @param {(...given: Given) => Outcome} work
 * @returns {(...given: Given) => Outcome | undefined} the same, which never throws
 */
export function guarded(work) {
  return (...given) => {
    try {
      return work(...given);
    } catch (error) {
      report(error);
      return undefined;
    }
  };
}

/**
 * Calls `fetch`; what is no answer is refused by the module, in its words.
 * @param {typeof globalThis.fetch} fetch @param {string} url @param {RequestInit} init
 */
export async function ask(fetch, url, init) {
  /** @type {any} */
  const answer = await fetch(url, init);
  if (typeof answer !== 'object' || answer === null) return answer;
  const { status, headers, body } = answer;
  if (typeof status !== 'number' || typeof headers !== 'object' || headers === null) return {};
  return {
    status,
    headers: { get: (/** @type {string} */ name) => headerOf(headers, name) },
    body: typeof body === 'object' ? body : null,
    arrayBuffer: async () => answer.arrayBuffer(),
  };
}

/** @param {{get(name: string): unknown}} headers @param {string} name */
function headerOf(headers, name) {
  try {
    const value = headers.get(name);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
