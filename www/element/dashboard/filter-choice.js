/** What a viewer chose in place of a dashboard's own filters, and what its widgets are told of it. */
import { filtersInAddress, keepFilters } from './address.js';
import { failed } from './api.js';
import { KINDS, otherFilters, ownValues, textOf, withChosen } from './filters.js';
import { kindOf } from './types.js';
import { endpointFetch, hasTables, widgetFetch } from './widget-fetch.js';

/** @typedef {import('./filters.js').Kind} Kind */
/** @typedef {import('./filters.js').Chosen} Chosen */

export class FilterChoice {
  /** @type {Chosen} */
  #chosen = {};
  /** @type {any} the dashboard's body */
  #body = { widgets: [] };
  /** The same as long as it is to do the same. @type {{own: typeof globalThis.fetch | undefined, fetch: typeof globalThis.fetch} | null} */
  #adjusting = null;
  /** Of widgets that ask other endpoints, by their ids: the same as long as each is about the same. @type {Map<string, {own: typeof globalThis.fetch | undefined, text: string, fetch: typeof globalThis.fetch}>} */
  #elsewhere = new Map();
  #told;

  /** @param {(name: string) => string | null} told attributes of the element */
  constructor(told) {
    this.#told = told;
  }

  get #names() { return (this.#told('editable-filters') ?? '').split(/[\s,]+/).filter(Boolean); }
  get #kinds() { return KINDS.filter((kind) => this.#names.includes(kind)); }

  /** @throws {import('./api.js').Failure} */
  check() {
    const wrong = this.#names.find((name) => !KINDS.includes(/** @type {Kind} */ (name)));
    if (wrong !== undefined) throw failed('config', `\`editable-filters\`: expected some of \`${KINDS.join(' ')}\`, found \`${wrong.slice(0, 80)}\``);
    // What may be chosen no longer is chosen no longer.
    const kept = Object.entries(this.#chosen).filter(([kind]) => this.#kinds.includes(/** @type {Kind} */ (kind)));
    if (kept.length < Object.keys(this.#chosen).length) this.#set(Object.fromEntries(kept));
  }

  /** @param {any} body of a dashboard @param {boolean} isOther than the one before */
  show(body, isOther) {
    this.#body = body;
    if (isOther) this.#set({});
  }

  readAddress() { this.#set(filtersInAddress(this.#kinds)); }

  keepAddress() { keepFilters(this.#chosen); }

  /** @param {Kind} kind @param {string[]} values */
  choose(kind, values) {
    const { [kind]: _, ...others } = this.#chosen;
    const own = this.#saved[kind];
    const isOwn = own.length === values.length && own.every((value) => values.includes(value));
    this.#set(isOwn ? others : { ...others, [kind]: values });
  }

  reset() { this.#set({}); }

  /** In force without a choice: the element's attributes win over the dashboard's. */
  get #saved() {
    const listed = (/** @type {string} */ name) => (this.#told(name) ?? '').split(',').map((value) => value.trim()).filter(Boolean);
    const own = ownValues(this.#body);
    const [project, environment] = [listed('project'), listed('environment')];
    return { ...own, ...(project.length > 0 && { project }), ...(environment.length > 0 && { environment }) };
  }

  /** @returns {Record<Kind, string[]>} in force */
  get values() { return { ...this.#saved, ...this.#chosen }; }

  /** @returns {import('./filter-bar.js').Shown} */
  get shown() {
    return { values: this.values, others: otherFilters(this.#body), kinds: this.#kinds, chosen: KINDS.filter((kind) => Object.hasOwn(this.#chosen, kind)) };
  }

  /** What widgets are told as the element was told; a choice stands in their dashboard, over which it would win. @param {string} name */
  attribute(name) { return Object.hasOwn(this.#chosen, name) && name !== 'filter' ? null : this.#told(name); }

  /** @param {typeof globalThis.fetch | undefined} own the element's @param {any} widget of the body @returns {typeof globalThis.fetch | undefined} what that widget asks by */
  fetch(own, widget) {
    if (kindOf(widget) !== 'chart') {
      const id = textOf(widget.id);
      const text = JSON.stringify({ ...withChosen(this.#body, this.#chosen), widgets: [widget] });
      const before = this.#elsewhere.get(id);
      const known = before?.own === own && before?.text === text ? before : { own, text, fetch: endpointFetch(own, text) };
      this.#elsewhere.set(id, known);
      return known.fetch;
    }
    if (Object.keys(this.#chosen).length === 0 && !hasTables(this.#body)) return own;
    if (this.#adjusting?.own !== own) this.#adjusting = null;
    this.#adjusting ??= { own, fetch: widgetFetch(own, this.#chosen) };
    return this.#adjusting.fetch;
  }

  /** @param {Chosen} chosen */
  #set(chosen) {
    this.#chosen = chosen;
    this.#adjusting = null;
  }
}
