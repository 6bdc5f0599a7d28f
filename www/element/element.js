/**
 * The element's class and the functions of the package. Importing this file registers
 * nothing and touches no page; it loads in Node too.
 */
import { guarded } from './asking.js';
import { Base, register, upgrade } from './custom-element.js';
import { watchDashboards } from './dashboards.js';
import { call, init, join, leave, peers, perform, performLate, retry } from './engine.js';
import { checkFetch, EventsStatsError, factsOf, reasonOf } from './errors.js';
import { clearStore, metrics, recordMetric, renderSvg } from './exports.js';
import { whyNoChart } from './host.js';
import { weigh } from './memory.js';
import { configure, onOptions } from './options.js';
import { MEMBERS, ShownRange } from './range.js';
import { toBytes } from './response.js';
import { adoptStyles, showFailure, showLoading } from './shell.js';
import { childrenParsed, ownConfig } from './source.js';
import { version } from './version.js';

export { clearStore, configure, EventsStatsError, init, metrics, recordMetric, renderSvg, version };

const TAG = 'events-stats-widget';
const ATTRIBUTES = [
  'widget-id', 'org', 'dashboard-id', 'base-url', 'project', 'environment', 'filter', 'stats-period', 'start', 'end',
  'interval', 'refresh', 'compare', 'theme', 'timezone', 'locale', 'group', 'group-tooltip', 'sparkline', 'releases', 'alerts', 'axis-range', 'legend',
];
/** What may be set before the class is known. */
const UPGRADED = ['config', 'range', 'response', 'fetch', 'refresh'];

/** @typedef {(api: import('./engine.js').Glue) => void} Work a call into the instance */

export class EventsStatsWidget extends Base {
  static observedAttributes = [...ATTRIBUTES, 'config'];
  static onOptions = onOptions;

  #root = this.attachShadow({ mode: 'open' });
  /** @type {import('./engine.js').Member | null} */
  #member = null;
  #handle = 0;
  /** @type {any} what `refresh` is to its callers */
  #bound = this.#refresh.bind(this);
  #hasBegun = false;
  #isPushing = false;
  #state = 'idle';
  /** @type {(Error & {code?: string, status?: number}) | null} */
  #error = null;
  /** @type {unknown} */
  #split = null;
  /** @type {unknown} */
  #config;
  #range = new ShownRange();
  /** @type {unknown} */
  #response;
  /** The response cannot be shown, and the widget says so. */
  #isResponseWrong = false;
  /** @type {unknown} */
  #fetch;
  /** What was shown last, should the instance end. @type {[string, Array<Uint8Array | null>] | null} */
  #kept = null;
  /** Resolvers of those who wait for a widget that is not built yet. @type {Array<(value?: any) => void>} */
  #awaiting = [];

  connectedCallback() {
    upgrade(this, UPGRADED);
    if (this.#member) return;
    this.#member = {
      attach: () => this.#attach(),
      detach: (error, isOver) => this.#detach(error, isOver),
      pause: () => { this.#handle = 0; },
      settled: () => this.settled(),
      isInUse: () => this.matches(':hover, :focus-within'),
      group: () => this.getAttribute('group')?.trim() ?? '',
      changeRange: (change) => this.#changeRange(change, 'group'),
    };
    const error = whyNoChart();
    if (error) return this.#detach(error, false);
    adoptStyles(this.#root);
    showLoading(this.#root);
    this.#tell('loading', null);
    // The module's bytes are on their way while the parser is still in the element.
    init().catch(() => {});
    queueMicrotask(() => this.#begin());
  }

  disconnectedCallback() {
    // A move within the document connects again before this comes to its turn.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  /** Another document has other styles, and what was observed there is not observed here. */
  adoptedCallback() {
    adoptStyles(this.#root);
    const handle = this.#handle;
    if (!handle) return;
    this.#handle = 0;
    call((api) => api.disconnect(handle));
    queueMicrotask(() => {
      if (this.#member && !this.#handle && this.isConnected) this.#attach();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    // Who names a range last has it: a zoom ends where the page's own control says another one.
    if (this.#hasBegun && Object.values(MEMBERS).includes(name)) this.#changeRange((own) => own.choose(null), 'page');
    this.#push();
  }

  get config() { return this.#config; }
  set config(config) {
    this.#config = config;
    this.#push();
  }

  get range() { return this.#range.now ?? null; }
  set range(range) { this.#changeRange((own) => own.choose(range), 'page'); }

  get response() { return this.#response; }
  set response(response) {
    this.#response = response ?? undefined;
    this.#respond();
  }

  get fetch() { return this.#fetch; }
  set fetch(fetch) {
    this.#fetch = fetch ?? undefined;
    this.#push();
  }

  get state() { return this.#state; }

  get error() { return this.#error && factsOf(this.#error); }

  get split() { return this.#split; }

  /**
   * Asks for new data; resolves when it is shown, or has failed.
   * @param {{split?: boolean}} [options] `split`: also find out again whether it is about errors or transactions
   */
  async #refresh(options) {
    this.#pushNow();
    if (!this.#member) return { drawn: false };
    if (this.#handle) {
      const isAnew = options?.split === true;
      call((api) => api.refresh(this.#handle, isAnew));
    } else if (this.#state === 'error') {
      this.#retry();
    }
    return this.settled();
  }

  /** A method and an attribute of one name: frameworks that find the method set the property. */
  get refresh() { return this.#bound; }
  set refresh(/** @type {any} */ seconds) {
    if (seconds === null || seconds === undefined) this.removeAttribute('refresh');
    else this.setAttribute('refresh', seconds);
  }

  /** Resolves when nothing is in flight and what can be drawn is. */
  async settled() {
    if (!this.isConnected) return { drawn: false };
    this.#pushNow();
    const isPaused = () => this.#member && !this.#handle && this.#state !== 'error';
    let drawn;
    do {
      while (isPaused()) await new Promise((resolve) => { this.#awaiting.push(resolve); });
      // Where the instance ends before, nothing is drawn, unless the next one takes over unseen.
      drawn = this.#handle && await perform((api) => api.settled(this.#handle)).catch(() => false);
    } while (isPaused());
    return { drawn: drawn === true };
  }

  /** Lays out and paints what is pending, now. */
  flush() {
    this.#pushNow();
    if (this.#handle) call((api) => api.flush(this.#handle));
  }

  /** @param {{width?: number, height?: number}} [size] CSS pixels; the element's own by default */
  async toSvg(size) {
    const [width, height] = await this.#settledSize(size);
    return this.#exported((api) => api.toSvg(this.#handle, width, height));
  }

  /** @param {{width?: number, height?: number, scale?: number}} [size] `scale`: pixels a CSS pixel */
  async toPng(size) {
    const [width, height] = await this.#settledSize(size);
    const scale = size?.scale ?? globalThis.devicePixelRatio;
    return this.#exported((api) => api.toPng(this.#handle, width, height, scale));
  }

  async toCsv() {
    await this.settled();
    return this.#exported((api) => api.toCsv(this.#handle));
  }

  /** @param {{width?: number, height?: number} | undefined} size @returns {Promise<[width: number, height: number]>} */
  async #settledSize(size) {
    await this.settled();
    return [size?.width ?? this.clientWidth, size?.height ?? this.clientHeight];
  }

  /**
   * @template T
   * @param {(api: import('./engine.js').Glue) => T | PromiseLike<T>} work
   */
  #exported(work) {
    if (this.#handle) return performLate(work);
    throw this.#error ?? new EventsStatsError('not_connected', 'This element is not in a document.');
  }

  async #begin() {
    await childrenParsed(this);
    if (!this.#member || !this.isConnected) return;
    this.#hasBegun = true;
    watchDashboards();
    join(this.#member);
  }

  #end() {
    if (!this.#member) return;
    leave(this.#member);
    this.#member = null;
    this.#hasBegun = false;
    const handle = this.#handle;
    this.#handle = 0;
    if (handle) call((api) => api.disconnect(handle));
    this.#tell('idle', null);
    this.#split = null;
    this.#kept = null;
    this.#wake();
  }

  /** The module runs: everything is built on it, from what the element knows. */
  #attach() {
    /** @type {import('./wasm/events_stats_widget.js').Host} */
    const host = {
      changed: (state, error) => this.#tell(state, error),
      announce: guarded((name, detail) => {
        const isRefused = !this.#announce(name, detail, name === 'events-stats-select');
        if (name === 'events-stats-load') weigh();
        return isRefused;
      }),
      select: guarded((start, end) => {
        this.#changeRange((own) => (start && end ? own.zoom({ start, end }) : own.unzoom()), 'viewer');
      }),
      keep: (...kept) => { this.#kept = kept; },
    };
    const wasShown = this.#state !== 'loading';
    this.#handle = call((api) => api.connect(this.#root, host)) ?? 0;
    if (!this.#handle) return;
    if (this.#response !== undefined) {
      this.#respond();
    } else if (this.#kept) {
      const [config, answers] = this.#kept;
      call((api) => api.restore(this.#handle, config, answers));
    }
    this.#assign();
    // What was there is there again before the next frame.
    if (wasShown) call((api) => api.flush(this.#handle));
    this.#wake();
  }

  /** There is no module, or none any more: the shell has the word. @param {Error} error @param {boolean} isOver */
  #detach(error, isOver) {
    this.#handle = 0;
    if (!this.#member) return;
    showFailure(this.#root, error, isOver ? () => this.#retry() : null);
    this.#tell('error', error);
    guarded(() => this.#announce('events-stats-error', error))();
    this.#wake();
  }

  #retry() {
    const error = whyNoChart();
    if (error) return this.#detach(error, false);
    showLoading(this.#root);
    this.#tell('loading', null);
    if (this.#member) retry(this.#member);
  }

  /** Attributes and properties that change together are told together. */
  #push() {
    if (!this.#hasBegun || this.#isPushing) return;
    this.#isPushing = true;
    queueMicrotask(() => this.#pushNow());
  }

  #pushNow() {
    if (!this.#isPushing) return;
    this.#isPushing = false;
    if (this.#handle) this.#assign();
  }

  /**
   * @param {(range: ShownRange) => boolean} change
   * @param {'viewer' | 'page' | 'group'} source who changes it; a group is told by whom it was changed first
   */
  #changeRange(change, source) {
    const undo = this.#range.keep();
    if (!change(this.#range)) return;
    if (!this.#hasBegun) return;
    const detail = { ...this.#range.detail(), source };
    if (!this.#announce('events-stats-range', detail, source === 'viewer')) {
      undo();
      return;
    }
    this.#push();
    if (source === 'group' || !this.#member) return;
    for (const peer of peers(this.#member)) peer.changeRange(change);
  }

  #assign() {
    if (this.#isResponseWrong) return;
    this.#checked(() => {
      const values = { ...this.#attributes(), ...this.#range.attributes() };
      checkFetch(this.#fetch);
      const config = ownConfig(this, this.#config);
      const fetch = /** @type {typeof globalThis.fetch | undefined} */ (this.#fetch);
      return (api) => api.assign(this.#handle, JSON.stringify(values), config, fetch);
    });
  }

  #respond() {
    if (!this.#handle) return;
    const wasWrong = this.#isResponseWrong;
    this.#isResponseWrong = true;
    this.#checked(() => {
      const bytes = this.#response === undefined ? undefined : toBytes(this.#response);
      this.#isResponseWrong = false;
      return (api) => api.respond(this.#handle, bytes);
    });
    if (wasWrong && !this.#isResponseWrong) this.#assign();
  }

  /** A wrong property becomes a sentence in the widget; it never throws into the page. @param {() => Work} prepare */
  #checked(prepare) {
    /** @type {Work} */
    let work;
    try {
      work = prepare();
    } catch (error) {
      const { key, expected, found } = /** @type {Partial<ReturnType<typeof import('./errors.js').wrongValue>>} */ (error).facts ?? { key: 'response', expected: 'a value that can be written as JSON', found: reasonOf(error) };
      work = (api) => api.reject(this.#handle, key, expected, found);
    }
    call(work);
  }

  #attributes() {
    // JSON leaves out what is undefined.
    return Object.fromEntries(ATTRIBUTES.map((name) => [name, this.getAttribute(name) ?? undefined]));
  }

  /** @param {string} state @param {(Error & {code?: string, status?: number}) | null} error */
  #tell(state, error) {
    this.#state = state;
    this.#error = error;
  }

  /** @param {string} name @param {unknown} detail @returns {boolean} false where a listener will not have it */
  #announce(name, detail, cancelable = false) {
    if (name === 'events-stats-split') this.#split = detail;
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  #wake() {
    for (const resolve of this.#awaiting.splice(0)) resolve();
  }
}

/** @param {string} [name] */
export const defineElement = (name = TAG) => register(name, EventsStatsWidget);

/** All of the package, to be handed on as one. */
export const all = { clearStore, configure, defineElement, EventsStatsError, EventsStatsWidget, init, metrics, recordMetric, renderSvg, version };
