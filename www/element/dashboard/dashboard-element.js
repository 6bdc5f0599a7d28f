/** A whole dashboard by one tag: its widgets in Sentry's grid, one range and refresh for all, one after another on a wall. */
import { defineElement, EventsStatsError } from 'events-stats-widget';
import { Base, register, upgrade } from '../custom-element.js';
import { make } from '../make.js';
import { keepInAddress, rangeInAddress } from './address.js';
import { Head } from './head.js';
import { pageOptions, whenOptionsChange } from './page-options.js';
import { failed, isPassing, readDashboard } from './read.js';
import { Rotation } from './rotation.js';
import STYLES from './styles.css';
import { REFUSALS, WORDS } from './words.js';

/** @typedef {import('events-stats-widget').EventsStatsWidget} Widget */
/** @typedef {import('./read.js').Dashboard} Dashboard */

const TAG = 'events-stats-dashboard';
const WIDGET = 'events-stats-widget';
/** What its widgets are told as it was told. */
const PASSED_ON = ['org', 'base-url', 'project', 'environment', 'filter', 'stats-period', 'start', 'end', 'refresh', 'compare', 'theme', 'timezone', 'locale', 'menu', 'group-tooltip', 'pinch-range'];
const RANGE = ['stats-period', 'start', 'end'];
/** When a dashboard is looked at again, in case it was edited. */
const EVERY_MS = 300_000;
/** Between two tries where one failed that may succeed soon. */
const FIRST_WAIT_MS = 5_000;

/** How long after the last move or key a person is still at it: a pointer that lies on a wall is nobody. */
const USE_MS = 30_000;
/** What may be set before the class is known. */
const UPGRADED = ['fetch', 'words', 'refresh'];

/** Elements so far. */
let count = 0;

function nextGroup() {
  count += 1;
  return `${TAG} ${count}`;
}

export class EventsStatsDashboard extends Base {
  static observedAttributes = ['dashboard-id', 'rotate', ...PASSED_ON];

  #root = this.attachShadow({ mode: 'open' });
  /** Charts of one dashboard share the crosshair and the range. */
  #group = nextGroup();
  #head = new Head({
    choose: (period) => this.#choose(period),
    refresh: () => void this.#refresh(),
    fullScreen: () => this.#toggleFullScreen(),
    next: () => this.#rotation.next(),
    pause: () => this.#rotation.toggle(),
  }, (name) => this.#word(name));
  #message = make('div', { class: 'message', part: 'message' });
  #grid = make('div', { class: 'grid', part: 'grid' });
  #rotation = new Rotation(() => this.#load(), () => this.#showHead(), () => performance.now() - this.#usedAt < USE_MS);
  /** @type {Dashboard | null} */
  #shown = null;
  #state = 'idle';
  /** @type {import('./read.js').Failure | null} */
  #error = null;
  /** @type {typeof globalThis.fetch | undefined} */
  #fetch;
  /** @type {Partial<typeof WORDS> | undefined} */
  #words;
  /** @type {AbortController | null} */
  #asking = null;
  /** The read that is under way, or was last. @type {Promise<void>} */
  #read = Promise.resolve();
  #failures = 0;
  #usedAt = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Array<() => void>} what ends with the connection */
  #ends = [];
  #isDue = false;

  connectedCallback() {
    if (this.#ends.length > 0) return;
    upgrade(this, UPGRADED);
    const { ownerDocument: document } = this;
    this.#root.adoptedStyleSheets = [sheetFor(document)];
    const box = make('div', { class: 'dashboard', part: 'dashboard' });
    box.append(this.#head.element, this.#message, this.#grid);
    this.#root.replaceChildren(box);
    const listening = new AbortController();
    document.addEventListener('fullscreenchange', () => this.#showHead(), listening);
    document.addEventListener('visibilitychange', () => { if (!document.hidden && this.#isDue) this.#load(); }, listening);
    for (const kind of ['pointermove', 'pointerdown', 'keydown']) this.addEventListener(kind, () => { this.#usedAt = performance.now(); }, { signal: listening.signal, passive: true });
    this.#ends = [() => listening.abort(), whenOptionsChange(() => this.#load())];
    const period = this.hasAttribute('in-address') ? rangeInAddress() : null;
    if (period) this.#setRange(period);
    this.#head.element.hidden = true;
    this.#tell('loading', null);
    this.#change();
  }

  disconnectedCallback() {
    // A move within the document connects again before this comes to its turn.
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const end of this.#ends.splice(0)) end();
      this.#rotation.stop();
      this.#asking?.abort();
      clearTimeout(this.#timer);
      this.#grid.replaceChildren();
      this.#shown = null;
      this.#tell('idle', null);
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now || this.#ends.length === 0) return;
    if (['dashboard-id', 'rotate', 'org', 'base-url'].includes(name)) this.#change();
    if (PASSED_ON.includes(name)) {
      for (const widget of this.widgets) pass(widget, name, now);
      this.#showHead();
    }
  }

  /** The widgets that are shown, in the order they are read in. */
  get widgets() { return /** @type {Widget[]} */ ([...this.#grid.children]); }

  get state() { return this.#state; }

  get error() {
    if (!this.#error) return null;
    const { code, message, status } = this.#error;
    return { code, message, status };
  }

  get fetch() { return this.#fetch; }
  set fetch(fetch) {
    this.#fetch = fetch ?? undefined;
    for (const widget of this.widgets) widget.fetch = this.#fetch;
    if (this.#ends.length > 0) this.#load();
  }

  get words() { return this.#words; }
  set words(words) {
    this.#words = words ?? undefined;
    this.#showHead();
  }

  /** Asks for the dashboard and for all data; a method and an attribute of one name. */
  get refresh() { return () => this.#refresh(); }
  set refresh(/** @type {any} */ seconds) {
    if (seconds === null || seconds === undefined) this.removeAttribute('refresh');
    else this.setAttribute('refresh', seconds);
  }

  /** Resolves when the dashboard is there and all its widgets have settled. */
  async settled() {
    let read;
    do {
      read = this.#read;
      await read;
    } while (read !== this.#read);
    return Promise.all(this.widgets.map((widget) => widget.settled()));
  }

  async #refresh() {
    const before = this.widgets;
    this.#load();
    // Those that come with the dashboard ask by themselves.
    await Promise.all(before.map((widget) => widget.refresh()));
    return this.settled();
  }

  /** It is about other dashboards now. Attributes that change together are one change. */
  #change() {
    this.#read = Promise.resolve().then(() => {
      const ids = (this.getAttribute('dashboard-id') ?? '').split(',').map((id) => id.trim()).filter(Boolean);
      const seconds = Number(this.getAttribute('rotate'));
      this.#rotation.set(ids, Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0);
      return this.#load();
    });
  }

  /** @returns {Promise<void>} */
  #load() {
    this.#read = this.#ask();
    return this.#read;
  }

  async #ask() {
    clearTimeout(this.#timer);
    this.#isDue = false;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const { baseUrl = '/', org: pageOrg } = pageOptions();
      const id = this.#rotation.now;
      if (!id) throw failed('config', '`dashboard-id`: expected the id of a dashboard, found nothing');
      const org = this.getAttribute('org')?.trim() || String(pageOrg ?? '').trim();
      if (!org) throw failed('config', "`org`: expected an organization's slug or id, found nothing");
      const base = this.getAttribute('base-url')?.trim() || baseUrl;
      const dashboard = await readDashboard({ org, id, base, fetch: this.#fetch, signal: asking.signal });
      if (asking.signal.aborted || !this.isConnected) return;
      this.#failures = 0;
      this.#show(id, dashboard);
      this.#later(EVERY_MS);
    } catch (error) {
      if (asking.signal.aborted || !this.isConnected) return;
      if (!(error instanceof EventsStatsError)) throw error;
      this.#fail(/** @type {import('./read.js').Failure} */ (error));
    }
  }

  /** @param {string} id as it was asked for @param {Dashboard} dashboard */
  #show(id, dashboard) {
    const known = new Map(this.widgets.map((widget) => [`${widget.getAttribute('dashboard-id')} ${widget.getAttribute('widget-id')}`, widget]));
    const widgets = dashboard.tiles.map((tile) => {
      const widget = known.get(`${id} ${tile.id}`) ?? this.#widget(id, tile.id);
      place(widget, tile.layout);
      return widget;
    });
    // Those that stay where they are keep their focus and what is open in them.
    for (const widget of this.widgets) if (!widgets.includes(widget)) widget.remove();
    widgets.forEach((widget, index) => {
      if (this.#grid.children[index] !== widget) this.#grid.insertBefore(widget, this.#grid.children[index] ?? null);
    });
    const isOther = this.#shown?.id !== dashboard.id;
    this.#shown = dashboard;
    this.#tell('ready', null);
    this.#showHead();
    if (isOther) this.#announce(TAG, { id: dashboard.id, title: dashboard.title, widgets: widgets.length });
    this.#rotation.shown();
  }

  /** @param {string} dashboardId @param {string} id */
  #widget(dashboardId, id) {
    const widget = /** @type {Widget} */ (make(WIDGET, { 'widget-id': id, 'dashboard-id': dashboardId, group: this.#group }));
    for (const name of PASSED_ON) pass(widget, name, this.getAttribute(name));
    if (this.#fetch) widget.fetch = this.#fetch;
    return widget;
  }

  /** What is shown stays. @param {import('./read.js').Failure} failure */
  #fail(failure) {
    const isKept = this.#shown !== null && this.widgets.every((widget) => widget.getAttribute('dashboard-id') === this.#rotation.now);
    if (!isKept) {
      this.#grid.replaceChildren();
      this.#shown = null;
    }
    this.#tell(isKept ? 'ready' : 'error', failure);
    this.#showHead();
    this.#announce('events-stats-error', failure);
    const waitMs = isPassing(failure) ? Math.max(failure.retryAfterMs ?? 0, FIRST_WAIT_MS * 2 ** this.#failures) : EVERY_MS;
    this.#failures += 1;
    this.#later(Math.min(waitMs, EVERY_MS));
    // The others of a rotation may be well.
    this.#rotation.shown();
  }

  /** @param {number} ms */
  #later(ms) {
    this.#timer = setTimeout(() => {
      if (this.ownerDocument.hidden) this.#isDue = true;
      else this.#load();
    }, ms);
  }

  /** @param {string} period */
  #choose(period) {
    this.#setRange(period);
    if (this.hasAttribute('in-address')) keepInAddress(period);
    this.#announce('events-stats-range', { statsPeriod: period || null, start: null, end: null, zooms: 0, source: 'viewer' });
  }

  /** @param {string} period empty for the dashboard's own */
  #setRange(period) {
    for (const name of RANGE) this.removeAttribute(name);
    if (period) this.setAttribute('stats-period', period);
  }

  #showHead() {
    const shown = this.#shown;
    this.#head.element.hidden = shown === null;
    if (!shown) return;
    const { place, count, rotates, isPaused } = this.#rotation;
    this.#head.show({
      dashboard: shown,
      place, count, rotates, isPaused,
      period: this.getAttribute('stats-period')?.trim() ?? '',
      isFixed: !this.hasAttribute('stats-period') && this.hasAttribute('start') && this.hasAttribute('end'),
      isFullScreen: this.matches(':fullscreen'),
      locale: this.getAttribute('locale'),
    });
  }

  #toggleFullScreen() {
    const done = this.matches(':fullscreen') ? this.ownerDocument.exitFullscreen() : this.requestFullscreen();
    // A frame that may not says so in the console.
    done.catch((error) => console.warn(error.message));
  }

  /** @param {'idle' | 'loading' | 'ready' | 'error'} state @param {import('./read.js').Failure | null} error */
  #tell(state, error) {
    this.#state = state;
    this.#error = error;
    const isEmpty = state === 'ready' && this.widgets.length === 0;
    this.#message.hidden = state === 'idle' || (state === 'ready' && !isEmpty);
    this.#message.setAttribute('role', state === 'error' ? 'alert' : 'status');
    if (state === 'error') {
      const retry = make('button', { type: 'button' }, this.#word('retry'));
      retry.addEventListener('click', () => { this.#tell('loading', null); this.#load(); });
      this.#message.replaceChildren(make('p', { class: 'what' }, this.#word('cannotShow')), make('p', { class: 'why' }, error ? this.#why(error) : ''), retry);
    } else {
      this.#message.textContent = this.#message.hidden ? '' : this.#word(isEmpty ? 'nothing' : 'loading');
    }
  }

  /** A refusal in the words of the page; other errors are said as they are. @param {import('./read.js').Failure} error */
  #why({ status, message }) {
    const word = REFUSALS[status ?? 0];
    return word ? message.replace(WORDS[word], () => this.#word(word)) : message;
  }

  /** @param {import('./words.js').Word} name */
  #word(name) { return this.#words?.[name] ?? WORDS[name]; }

  /** @param {string} name @param {unknown} detail */
  #announce(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** @param {Element} widget @param {string} name @param {string | null} value */
function pass(widget, name, value) {
  if (value === null) widget.removeAttribute(name);
  else widget.setAttribute(name, value);
}

/** @param {HTMLElement} widget @param {import('./read.js').Layout | null} layout */
function place({ style }, layout) {
  style.setProperty('--_rows', String(layout?.h ?? 2));
  style.setProperty('--_place', layout ? `auto / ${layout.x + 1} / span ${layout.h} / span ${layout.w}` : 'auto / auto / span 2 / span 2');
}

/** A sheet serves the document that made it. @type {WeakMap<Document, CSSStyleSheet>} */
const sheets = new WeakMap();

/** @param {Document} document */
function sheetFor(document) {
  const known = sheets.get(document);
  if (known) return known;
  const sheet = new (document.defaultView ?? globalThis).CSSStyleSheet();
  sheet.replaceSync(STYLES);
  sheets.set(document, sheet);
  return sheet;
}

/** Registers the element, and the widgets that it is made of. @param {string} [name] */
export function defineDashboard(name = TAG) {
  defineElement();
  return register(name, EventsStatsDashboard);
}
