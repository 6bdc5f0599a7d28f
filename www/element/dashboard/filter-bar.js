/** What a dashboard is filtered by, in its head: shown, and chosen where the page lets the viewer. */
import { make } from '../make.js';
import { KINDS } from './filters.js';

/** @typedef {import('./filters.js').Kind} Kind */
/** @typedef {import('./names.js').Choice} Choice */

/** All of them, as Sentry names it among ids of projects. */
const ALL_PROJECTS = '-1';

/**
 * @typedef {object} Actions
 * @property {(kind: Kind, values: string[]) => void} choose
 * @property {() => void} reset back to the dashboard's own
 * @property {(kind: 'project' | 'environment') => Promise<Choice[]>} choices what there is to choose from
 *
 * @typedef {object} Shown
 * @property {Record<Kind, string[]>} values in force
 * @property {Array<[name: string, values: string[]]>} others
 * @property {Kind[]} kinds that may be chosen
 * @property {Kind[]} chosen those that stand in place of the dashboard's own
 */

export class FilterBar {
  element = make('ul', { class: 'filters', part: 'filters' });
  /** What opens each panel, and the item that it is in. @type {Map<Kind, {item: HTMLElement, button: HTMLElement}>} */
  #choosers = new Map();
  #reset = make('li', { class: 'reset' });
  /** @type {{kind: Kind, form: HTMLElement} | null} */
  #open = null;
  /** @type {Choice[] | null} */
  #projects = null;
  /** @type {Shown | null} */
  #shown = null;
  /** What the list was made of. */
  #made = '';
  #actions;
  #word;

  /** @param {Actions} actions @param {(name: import('./words.js').Word) => string} word */
  constructor(actions, word) {
    this.#actions = actions;
    this.#word = word;
    const reset = make('button', { type: 'button', class: 'chip quiet' });
    reset.addEventListener('click', () => {
      actions.reset();
      // It is gone now, and the keyboard's place with it.
      this.#choosers.values().next().value?.button.focus();
    });
    this.#reset.append(reset);
  }

  /** Other projects are there to choose from. */
  forget() { this.#projects = null; }

  /** @param {Shown} shown */
  show(shown) {
    this.#shown = shown;
    const { values, others, kinds, chosen } = shown;
    const plain = /** @type {Array<[string, string[]]>} */ ([...KINDS.filter((kind) => !kinds.includes(kind) && kind !== 'filter').map((kind) => [kind, values[kind]]), ...others]).filter(([, list]) => list.length > 0);
    const searches = kinds.includes('filter') ? [] : values.filter;
    const made = JSON.stringify([kinds, plain, searches]);
    // A panel that is open closes where the list is made anew.
    if (this.#made !== made) {
      this.#made = made;
      this.close();
      this.element.replaceChildren(
        ...[...KINDS.slice(0, -1), ...others.map(([name]) => name)].flatMap((name) => (kinds.includes(/** @type {Kind} */ (name)) ? [this.#chooser(/** @type {Kind} */ (name)).item] : plain.filter(([own]) => own === name).map(([, list]) => this.#plain(name, list.join(', '))))),
        ...(kinds.includes('filter') ? [this.#chooser('filter').item] : searches.map((text) => this.#plain('', text))),
        ...(kinds.length > 0 ? [this.#reset] : []),
      );
    }
    this.element.hidden = kinds.length + plain.length + searches.length === 0;
    this.element.setAttribute('aria-label', this.#word('filters'));
    this.#reset.hidden = chosen.length === 0;
    /** @type {HTMLElement} */ (this.#reset.firstChild).textContent = this.#word('reset');
    for (const kind of kinds) this.#label(kind);
    if (kinds.includes('project') && values.project.some((id) => id !== ALL_PROJECTS)) void this.#nameProjects();
  }

  /** @param {boolean} [isFocused] the keyboard goes back to what opened it */
  close(isFocused = false) {
    if (!this.#open) return;
    const { kind, form } = this.#open;
    this.#open = null;
    form.remove();
    const button = this.#choosers.get(kind)?.button;
    button?.setAttribute('aria-expanded', 'false');
    if (isFocused) button?.focus();
  }

  /** Whatever is pressed elsewhere closes it. @param {Event} event */
  closeUnlessIn(event) {
    const item = this.#open && this.#choosers.get(this.#open.kind)?.item;
    if (item && !event.composedPath().includes(item)) this.close();
  }

  /** @param {string} name @param {string} text */
  #plain(name, text) {
    const item = make('li', { title: name ? `${name}: ${text}` : text });
    if (name) item.append(make('span', { class: 'key' }, `${this.#nameOf(name)} `));
    item.append(text);
    return item;
  }

  /** @param {string} name */
  #nameOf(name) { return KINDS.includes(/** @type {Kind} */ (name)) ? this.#word(/** @type {Kind} */ (name)) : name; }

  /** @param {Kind} kind */
  #chooser(kind) {
    const known = this.#choosers.get(kind);
    if (known) return known;
    const item = make('li', { class: 'choice' });
    const button = make('button', { type: 'button', class: 'chip', 'aria-expanded': 'false' });
    button.addEventListener('click', () => (this.#open?.kind === kind ? this.close() : void this.#show(kind, item, button)));
    item.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#open?.kind !== kind) return;
      event.stopPropagation();
      this.close(true);
    });
    item.addEventListener('focusout', ({ relatedTarget }) => {
      if (this.#open?.kind === kind && relatedTarget instanceof Node && !item.contains(relatedTarget)) this.close();
    });
    item.append(button);
    const made = { item, button };
    this.#choosers.set(kind, made);
    return made;
  }

  /** @param {Kind} kind */
  #label(kind) {
    const { button } = this.#chooser(kind);
    const values = this.#shown?.values[kind] ?? [];
    const text = values.map((value) => this.#textOf(kind, value)).join(', ') || this.#word(kind === 'filter' ? 'none' : 'all');
    const whole = `${this.#word(kind)} ${text}`;
    button.classList.toggle('chosen', this.#shown?.chosen.includes(kind));
    if (button.title === whole) return;
    button.title = whole;
    const words = make('span', { class: 'value' }, text);
    button.replaceChildren(make('span', { class: 'key' }, `${this.#word(kind)} `), words);
  }

  /** @param {Kind} kind @param {string} value */
  #textOf(kind, value) {
    if (kind !== 'project') return value;
    return value === ALL_PROJECTS ? this.#word('all') : this.#projects?.find((choice) => choice.value === value)?.text ?? value;
  }

  /** People know projects by their names; where the server has none, ids have to do. */
  async #nameProjects() {
    if (this.#projects) return;
    this.#projects = [];
    await this.#choices('project').catch(() => {});
    if (this.#shown?.kinds.includes('project')) this.#label('project');
  }

  /** @param {'project' | 'environment'} kind */
  async #choices(kind) {
    const choices = await this.#actions.choices(kind);
    if (kind === 'project') this.#projects = choices;
    return choices;
  }

  /** @param {Kind} kind @param {HTMLElement} item @param {HTMLElement} button */
  async #show(kind, item, button) {
    this.close();
    const form = make('form', { class: 'panel', part: 'filter-panel', 'aria-label': this.#word(kind) });
    const status = make('p', { role: 'status' }, this.#word('loading'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const values = valuesOf(form);
      this.close(true);
      this.#actions.choose(kind, values);
    });
    this.#open = { kind, form };
    button.setAttribute('aria-expanded', 'true');
    item.append(form);
    try {
      form.append(status);
      const fields = kind === 'project' || kind === 'environment' ? this.#list(kind, await this.#choices(kind)) : this.#lines(kind);
      if (this.#open?.form !== form) return;
      form.replaceChildren(...fields, make('button', { type: 'submit' }, this.#word('apply')));
    } catch (error) {
      form.replaceChildren(make('p', { role: 'alert', class: 'why' }, `${this.#word('cannotChoose')}: ${error instanceof Error ? error.message : error}`));
    }
    beside(form, button);
    /** @type {HTMLElement | null} */ (form.querySelector('input, textarea'))?.focus();
  }

  /** @param {'project' | 'environment'} kind @param {Choice[]} choices */
  #list(kind, choices) {
    const chosen = this.#shown?.values[kind] ?? [];
    // What is in force stays to choose, whether the server names it or not.
    const unnamed = chosen.filter((value) => !choices.some((choice) => choice.value === value)).map((value) => ({ value, text: this.#textOf(kind, value) }));
    const box = make('div', { class: 'list' });
    box.append(...[...unnamed, ...choices].map(({ value, text }) => {
      const label = make('label');
      const input = /** @type {HTMLInputElement} */ (make('input', { type: 'checkbox', value }));
      input.checked = chosen.includes(value);
      label.append(input, make('span', {}, text));
      return label;
    }));
    return [box, make('p', { class: 'note' }, this.#word(unnamed.length + choices.length > 0 ? 'noneIsAll' : 'noChoices'))];
  }

  /** @param {'release' | 'filter'} kind */
  #lines(kind) {
    const field = /** @type {HTMLTextAreaElement} */ (make('textarea', { rows: '3', spellcheck: 'false', autocapitalize: 'none', 'aria-label': this.#word(kind) }));
    field.value = (this.#shown?.values[kind] ?? []).join('\n');
    return [field, make('p', { class: 'note' }, this.#word('oneALine'))];
  }
}

/** @param {HTMLElement} form */
function valuesOf(form) {
  const field = form.querySelector('textarea');
  if (field) return [...new Set(field.value.split('\n').map((line) => line.trim()).filter(Boolean))];
  return [...form.querySelectorAll('input')].filter(({ checked }) => checked).map(({ value }) => value);
}

/** Below what opened it, and within the head. @param {HTMLElement} form @param {HTMLElement} button */
function beside({ style, offsetWidth, offsetParent }, button) {
  style.left = `${Math.max(0, Math.min(button.offsetLeft, (offsetParent?.clientWidth ?? 0) - offsetWidth))}px`;
  style.top = `${button.offsetTop + button.offsetHeight + 4}px`;
}
