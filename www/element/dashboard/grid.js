/** A dashboard's widgets in Sentry's grid, in the order they are read in, and tiles where a widget is not drawn. */
import { make } from '../make.js';
import { tileOf } from './tile.js';
import { isWidget, kindOf } from './types.js';

/** @typedef {import('events-stats-widget').EventsStatsWidget} Widget */

const WIDGET = 'events-stats-widget';

/**
 * @typedef {object} Shown
 * @property {string} id of the dashboard, as it was asked for
 * @property {import('./read.js').Tile[]} tiles
 * @property {boolean} isSingle it is one widget, which has all the room
 * @property {(name: string) => string | null} attribute what each widget is told
 * @property {FetchOf} fetch
 * @property {import('./tile.js').Tiled['word']} word
 * @property {string | null} address of the dashboard in Sentry
 *
 * @typedef {(widget: any) => typeof globalThis.fetch | undefined} FetchOf what a widget of the dashboard's body asks by
 */

export class Grid {
  element = make('div', { class: 'grid', part: 'grid' });
  /** Of the dashboard that is shown. @type {string | null} */
  id = null;
  /** By the place that each has. @type {Map<string, HTMLElement>} */
  #known = new Map();
  /** What each element shows, as the body has it. @type {Map<Element, any>} */
  #shows = new Map();
  /** Of tiles, once their texts stand. @type {Promise<unknown>} */
  #done = Promise.resolve();
  #passedOn;
  #group;

  /** @param {string[]} passedOn names of attributes @param {string} group charts of one share the crosshair and the range */
  constructor(passedOn, group) {
    this.#passedOn = passedOn;
    this.#group = group;
    // What is no event of Sentry's is told under the name of what it is.
    this.element.addEventListener('events-stats-select', ({ target, detail: { query } }) => {
      const kind = kindOf(this.#shows.get(/** @type {Element} */ (target)));
      if (query && kind !== 'chart') query.dataset = kind;
    });
  }

  get isEmpty() { return this.element.children.length === 0; }
  get widgets() { return /** @type {Widget[]} */ ([...this.element.children].filter(({ localName }) => localName === WIDGET)); }

  /** @param {Shown} shown */
  show(shown) {
    const before = this.#known;
    this.id = shown.id;
    this.element.classList.toggle('single', shown.isSingle);
    this.#known = new Map();
    this.#shows = new Map();
    /** @type {Array<Promise<void>>} */
    const done = [];
    const elements = shown.tiles.map(({ id, widget, layout }) => {
      const kind = kindOf(widget);
      // A chart follows an edit by itself; a tile is made anew.
      const key = JSON.stringify([shown.id, id, ...(isWidget(kind) ? [kind === 'issues'] : [kind, widget, shown.address, shown.word(kind), shown.word('only')])]);
      let element = before.get(key);
      if (isWidget(kind)) {
        element ??= this.#widget(shown, id, widget);
        this.#shows.set(element, widget);
        give(/** @type {Widget} */ (element), shown.fetch(widget));
      } else if (!element) {
        const tile = tileOf({ ...shown, widget, kind });
        done.push(tile.done);
        element = tile.element;
      }
      place(element, layout);
      this.#known.set(key, element);
      return element;
    });
    this.#done = Promise.all(done);
    // Those that stay where they are keep their focus and what is open in them.
    for (const element of this.element.querySelectorAll(':scope > *')) if (!elements.includes(/** @type {HTMLElement} */ (element))) element.remove();
    elements.forEach((element, index) => {
      const { children } = this.element;
      if (children[index] !== element) this.element.insertBefore(element, children[index] ?? null);
    });
  }

  clear() {
    this.id = null;
    this.#known.clear();
    this.#shows.clear();
    this.element.replaceChildren();
  }

  /** @param {string} name @param {string | null} value */
  tell(name, value) {
    for (const widget of this.widgets) pass(widget, name, value, this.#shows.get(widget));
  }

  /** @param {FetchOf} fetchOf */
  ask(fetchOf) {
    for (const widget of this.widgets) give(widget, fetchOf(this.#shows.get(widget)));
  }

  async settled() {
    await this.#done;
    return Promise.all(this.widgets.map((widget) => widget.settled()));
  }

  /** @param {Shown} shown @param {string} id @param {any} shows */
  #widget({ id: dashboardId, attribute }, id, shows) {
    const widget = /** @type {Widget} */ (make(WIDGET, { 'widget-id': id, 'dashboard-id': dashboardId, group: this.#group }));
    for (const name of this.#passedOn) pass(widget, name, attribute(name), shows);
    return widget;
  }
}

/** @param {Widget} widget @param {typeof globalThis.fetch | undefined} fetch */
function give(widget, fetch) {
  if (widget.fetch !== fetch) widget.fetch = fetch;
}

/** A list of issues is of now: no earlier one has the same. @param {Element} widget @param {string} name @param {string | null} value @param {any} shows */
function pass(widget, name, value, shows) {
  if (value === null || (name === 'compare' && shows?.widgetType === 'issue')) widget.removeAttribute(name);
  else widget.setAttribute(name, value);
}

/** @param {HTMLElement} element @param {import('./read.js').Layout | null} layout */
function place({ style }, layout) {
  style.setProperty('--_rows', String(layout?.h ?? 2));
  style.setProperty('--_place', layout ? `auto / ${layout.x + 1} / span ${layout.h} / span ${layout.w}` : 'auto / auto / span 2 / span 2');
}
