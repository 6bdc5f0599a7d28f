/** HTML as a template whose values are text: none of them becomes an element, an attribute or a script. */

const ENTITIES = /** @type {Record<string, string>} */ ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' });

/** @param {unknown} text */
export const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => ENTITIES[letter]);

/** Markup that was made here, and is not escaped again. */
export class Html {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/** @param {unknown} value @returns {string} */
const partOf = (value) => (Array.isArray(value) ? value.map(partOf).join('') : value instanceof Html ? value.text : escaped(value));

/** @param {TemplateStringsArray} strings @param {...unknown} values */
export const html = (strings, ...values) => new Html(strings.reduce((text, string, index) => text + partOf(values[index - 1]) + string));

/** @param {Record<string, string|null|undefined>} attributes null and undefined are left out */
export const attributes = (attributes) => new Html(Object.entries(attributes)
  .flatMap(([name, value]) => (value === null || value === undefined ? [] : [` ${name}="${escaped(value)}"`])).join(''));
