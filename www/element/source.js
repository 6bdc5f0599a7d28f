/**
 * The part of an element's configuration that only the page knows: its `config` property, else its
 * attribute `config`, else a `<script type="application/json">` child. Without any the module looks further:
 * `configure({widgets})`, then the dashboard of the API.
 */
import { describe, isObject, wrongValue } from './errors.js';
import { toJson } from './response.js';

/**
 * @param {HTMLElement} element
 * @param {unknown} config the `config` property; `null` and `undefined` are none
 * @returns {string | undefined} JSON
 */
export function ownConfig(element, config) {
  if (config === undefined || config === null) return attributeConfig(element) ?? childScript(element)?.textContent ?? undefined;
  if (!isObject(config)) throw wrongValue('config', 'an object in the shape of a dashboard widget', describe(config));
  return toJson('config', config);
}

/** A framework that sets no properties makes a text of an object, and nobody would know it by its JSON. @param {HTMLElement} element */
function attributeConfig(element) {
  const text = element.getAttribute('config');
  if (text?.startsWith('[object ')) throw wrongValue('config', 'an object as the property, or its JSON as the attribute', describe(text));
  return text;
}

/**
 * Resolves once all children of the element are there. A child script that the parser has
 * not reached yet must not lose to the dashboard.
 * @param {HTMLElement} element
 * @returns {Promise<void>}
 */
export function childrenParsed(element) {
  const { ownerDocument: document } = element;
  if (document.readyState !== 'loading' || parserHasLeft(element)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      observer.disconnect();
      document.removeEventListener('DOMContentLoaded', done);
      resolve();
    };
    const observer = new MutationObserver(() => parserHasLeft(element) && done());
    observer.observe(document, { childList: true, subtree: true });
    document.addEventListener('DOMContentLoaded', done);
  });
}

/** The parser is past an element once anything follows it. @param {Node} element */
function parserHasLeft(element) {
  for (let node = /** @type {Node | null} */ (element); node; node = node.parentNode) {
    if (node.nextSibling) return true;
  }
  return false;
}

/** @param {HTMLElement} element */
function childScript(element) {
  return [...element.children].find(
    (child) => child.localName === 'script' && child.getAttribute('type')?.trim().toLowerCase() === 'application/json',
  );
}
