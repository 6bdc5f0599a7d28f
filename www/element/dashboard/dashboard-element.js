/** A whole dashboard by one tag: its widgets in Sentry's grid, one range and refresh for all, one after another on a wall. */
import { configure, defineElement } from 'events-stats-widget';
import { Base, register, upgrade } from '../custom-element.js';
import { make } from '../make.js';
import { keepRange, rangeInAddress } from './address.js';
import { failed } from './api.js';
import { FilterChoice } from './filter-choice.js';
import { Grid } from './grid.js';
import { Head } from './head.js';
import { choicesOf } from './names.js';
import { pageOptions, whenOptionsChange } from './page-options.js';
import { readDashboard } from './read.js';
import { Reading } from './reading.js';
import { Rotation } from './rotation.js';
import STYLES from './styles.css';
import { REFUSALS, WORDS } from './words.js';

/** @typedef {import('./read.js').Dashboard} Dashboard */

const TAG = 'events-stats-dashboard';
/** What its widgets are told as it was told. */
const PASSED_ON = ['org', 'base-url', 'project', 'environment', 'filter', 'stats-period', 'start', 'end', 'interval', 'refresh', 'compare', 'theme', 'timezone', 'locale', 'menu', 'group-tooltip', 'sparkline', 'releases', 'alerts', 'axis-range', 'legend', 'pinch-range'];
const RANGE = ['stats-period', 'start', 'end'];
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
  static observedAttributes = ['dashboard-id', 'widget-id', 'rotate', 'editable-filters', 'sentry-url', ...PASSED_ON];

  #root = this.attachShadow({ mode: 'open' });
  #head = new Head({
    choose: (period) => this.#choose(period),
    refresh: () => void this.#refresh(),
    fullScreen: () => this.#toggleFullScreen(),
    next: () => this.#rotation.next(),
    pause: () => this.#rotation.toggle(),
    filters: {
      choose: (kind, values) => this.#chooseFilters(() => this.#choice.choose(kind, values)),
      reset: () => this.#chooseFilters(() => this.#choice.reset()),
      choices: (kind) => choicesOf(this.#api(new AbortController().signal), kind),
    },
  }, (name) => this.#word(name));
  #message = make('div', { class: 'message', part: 'message' });
  #grid = new Grid(PASSED_ON, nextGroup());
  #choice = new FilterChoice((name) => this.getAttribute(name));
  #reading = new Reading((signal) => this.#ask(signal), (answer) => this.#show(answer), (failure) => this.#fail(failure));
  #rotation = new Rotation(() => void this.#reading.now(), () => this.#showHead(), () => performance.now() - this.#usedAt < USE_MS);
  /** @type {Dashboard | null} */
  #shown = null;
  #state = 'idle';
  /** @type {import('./api.js').Failure | null} */
  #error = null;
  /** @type {typeof globalThis.fetch | undefined} */
  #fetch;
  /** @param {any} widget of the dashboard's body */
  #fetchOf = (widget) => this.#choice.fetch(this.#fetch, widget);
  /** @type {Partial<typeof WORDS> | undefined} */
  #words;
  #usedAt = Number.NEGATIVE_INFINITY;
  /** @type {Array<() => void>} what ends with the connection */
  #ends = [];

  connectedCallback() {
    if (this.#ends.length > 0) return;
    upgrade(this, UPGRADED);
    const { ownerDocument: document } = this;
    this.#root.adoptedStyleSheets = [sheetFor(document)];
    const box = make('div', { class: 'dashboard', part: 'dashboard' });
    box.append(this.#head.element, this.#message, this.#grid.element);
    this.#root.replaceChildren(box);
    const listening = new AbortController();
    document.addEventListener('fullscreenchange', () => this.#showHead(), listening);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#reading.lookIfDue(); }, listening);
    document.addEventListener('pointerdown', (event) => this.#head.filters.closeUnlessIn(event), listening);
    for (const kind of ['pointermove', 'pointerdown', 'keydown']) this.addEventListener(kind, () => { this.#usedAt = performance.now(); }, { signal: listening.signal, passive: true });
    this.#ends = [() => listening.abort(), whenOptionsChange(() => void this.#reading.now())];
    const period = this.hasAttribute('in-address') ? rangeInAddress() : null;
    if (period) this.#setRange(period);
    if (this.hasAttribute('in-address')) this.#choice.readAddress();
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
      this.#reading.stop();
      this.#grid.clear();
      this.#shown = null;
      this.#tell('idle', null);
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now || this.#ends.length === 0) return;
    if (['dashboard-id', 'widget-id', 'rotate', 'org', 'base-url', 'editable-filters', 'sentry-url'].includes(name)) this.#change();
    if (name === 'org' || name === 'base-url') this.#head.filters.forget();
    if (PASSED_ON.includes(name)) {
      this.#grid.tell(name, this.#choice.attribute(name));
      this.#showHead();
    }
  }

  /** The widgets that are shown, in the order they are read in. */
  get widgets() { return this.#grid.widgets; }

  get state() { return this.#state; }

  get error() {
    if (!this.#error) return null;
    const { code, message, status } = this.#error;
    return { code, message, status };
  }

  get fetch() { return this.#fetch; }
  set fetch(fetch) {
    this.#fetch = fetch ?? undefined;
    this.#grid.ask(this.#fetchOf);
    if (this.#ends.length > 0) void this.#reading.now();
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
    await this.#reading.settled();
    return this.#grid.settled();
  }

  async #refresh() {
    const before = this.widgets;
    void this.#reading.now();
    // Those that come with the dashboard ask by themselves.
    await Promise.all(before.map((widget) => widget.refresh()));
    return this.settled();
  }

  /** It is about other dashboards now. Attributes that change together are one change. */
  #change() {
    this.#reading.soon(() => {
      const ids = (this.getAttribute('dashboard-id') ?? '').split(',').map((id) => id.trim()).filter(Boolean);
      const seconds = Number(this.getAttribute('rotate'));
      this.#rotation.set(ids, Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0);
    });
  }

  /** @param {AbortSignal} signal */
  async #ask(signal) {
    const id = this.#rotation.now;
    if (!id) throw failed('config', '`dashboard-id`: expected the id of a dashboard, found nothing');
    this.#choice.check();
    const api = this.#api(signal);
    const sentry = this.#sentry();
    // Issues and releases in tables lead there as well; widgets know one Sentry for the page, which is the page's to name.
    if (sentry && !pageOptions().sentryUrl) configure({ sentryUrl: sentry });
    const address = sentry && new URL(`organizations/${encodeURIComponent(api.org)}/dashboard/${encodeURIComponent(id)}/`, sentry).href;
    return { id, address, dashboard: await readDashboard(api, id, this.getAttribute('widget-id')?.trim() || null) };
  }

  /** @param {AbortSignal} signal @returns {import('./api.js').Api} */
  #api(signal) {
    const { baseUrl = '/', org: pageOrg } = pageOptions();
    const org = this.getAttribute('org')?.trim() || String(pageOrg ?? '').trim();
    if (!org) throw failed('config', "`org`: expected an organization's slug or id, found nothing");
    return { org, base: this.getAttribute('base-url')?.trim() || baseUrl, fetch: this.#fetch, signal };
  }

  /** @returns {string | null} where Sentry itself is */
  #sentry() {
    const address = this.getAttribute('sentry-url')?.trim();
    if (!address) return null;
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !/^https?:$/.test(url.protocol)) throw failed('config', `\`sentry-url\`: expected an address such as https://sentry.io/, found \`${address.slice(0, 80)}\``);
    return `${url.origin}${url.pathname.replace(/\/*$/, '/')}`;
  }

  /** @param {{id: string, dashboard: Dashboard, address: string | null}} answer by the id that was asked for, with where Sentry itself shows it */
  #show({ id, dashboard, address }) {
    const isOther = this.#shown?.id !== dashboard.id;
    this.#choice.show(dashboard.body, isOther && this.#shown !== null);
    this.#shown = dashboard;
    this.#grid.show({ id, tiles: dashboard.tiles, isSingle: dashboard.isSingle, attribute: (name) => this.#choice.attribute(name), fetch: this.#fetchOf, word: (name) => this.#word(name), address });
    this.#tell('ready', null);
    this.#showHead();
    if (isOther) this.#announce(TAG, { id: dashboard.id, title: dashboard.title, widgets: dashboard.tiles.length });
    this.#rotation.shown();
  }

  /** What is shown stays. @param {import('./api.js').Failure} failure */
  #fail(failure) {
    const isKept = this.#shown !== null && this.#grid.id === this.#rotation.now;
    if (!isKept) {
      this.#grid.clear();
      this.#shown = null;
    }
    this.#tell(isKept ? 'ready' : 'error', failure);
    this.#showHead();
    this.#announce('events-stats-error', failure);
    // The others of a rotation may be well.
    this.#rotation.shown();
  }

  /** @param {string} period */
  #choose(period) {
    this.#setRange(period);
    if (this.hasAttribute('in-address')) keepRange(period);
    this.#announce('events-stats-range', { statsPeriod: period || null, start: null, end: null, zooms: 0, source: 'viewer' });
  }

  /** @param {() => void} change */
  #chooseFilters(change) {
    change();
    if (this.hasAttribute('in-address')) this.#choice.keepAddress();
    for (const name of ['project', 'environment']) this.#grid.tell(name, this.#choice.attribute(name));
    this.#grid.ask(this.#fetchOf);
    this.#showHead();
    this.#announce('events-stats-filters', this.#choice.values);
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
      filters: this.#choice.shown,
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

  /** @param {'idle' | 'loading' | 'ready' | 'error'} state @param {import('./api.js').Failure | null} error */
  #tell(state, error) {
    this.#state = state;
    this.#error = error;
    const isEmpty = state === 'ready' && this.#grid.isEmpty;
    this.#message.hidden = state === 'idle' || (state === 'ready' && !isEmpty);
    this.#message.setAttribute('role', state === 'error' ? 'alert' : 'status');
    if (state === 'error') {
      const retry = make('button', { type: 'button' }, this.#word('retry'));
      retry.addEventListener('click', () => { this.#tell('loading', null); void this.#reading.now(); });
      this.#message.replaceChildren(make('p', { class: 'what' }, this.#word('cannotShow')), make('p', { class: 'why' }, error ? this.#why(error) : ''), retry);
    } else {
      this.#message.textContent = this.#message.hidden ? '' : this.#word(isEmpty ? 'nothing' : 'loading');
    }
  }

  /** A refusal in the words of the page; other errors are said as they are. @param {import('./api.js').Failure} error */
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
