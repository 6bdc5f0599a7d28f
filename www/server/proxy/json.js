/**
 * Bodies of another server, of which nothing is known for certain. Pure.
 */

/** What it has of these names. @param {any} object @param {readonly string[]} names @returns {Record<string, any>} */
export function pick(object, names) {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(object ?? {}, name)).map((name) => [name, object[name]]));
}

/** @param {unknown} value @returns {any[]} empty for what is no list */
export const list = (value) => (Array.isArray(value) ? value : []);

/** The objects of a list, lists in it among them. @param {unknown} value @returns {any[]} */
export const objects = (value) => list(value).filter((entry) => typeof entry === 'object' && entry !== null);
