/** What the elements of the package have in common. */

/** Elsewhere than in a page there is nothing to extend, and importing must not fail. */
export const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/**
 * What was set before the class was known lies on the element itself and hides the accessors: it goes to them.
 * @param {any} element @param {string[]} names
 */
export function upgrade(element, names) {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}

/**
 * Registers an element; under the same name a second time it does nothing. Each name has a
 * class of its own, since a class can be registered once only.
 * @template {typeof HTMLElement} Class
 * @param {string} name @param {Class} Element
 * @returns {Class}
 */
export function register(name, Element) {
  const registry = globalThis.customElements;
  if (!registry) return Element;
  const known = registry.get(name);
  if (known) return /** @type {Class} */ (known);
  const own = /** @type {any} */ (class extends /** @type {any} */ (Element) {});
  registry.define(name, own);
  return own;
}
