/**
 * The late piece of the module: everything that an ordinary chart does not run. It is fetched and
 * compiled once, when the page is idle after the first picture or when something calls for it,
 * and linked to each instance of the first piece.
 */
import { EventsStatsError, reasonOf } from './errors.js';
import { baseUrl, ownLatePiece } from './host.js';
import { compile } from './module.js';
import { addStylesOf } from './styles.js';

/** How long a first picture is waited for. */
const PICTURE_MS = 10_000;
/** How long a page may be busy until it is fetched all the same. */
const IDLE_MS = 2_000;

/**
 * @typedef {Parameters<typeof compile>[0]} Input
 * @typedef {WebAssembly.Exports & {shared: WebAssembly.Table}} FirstExports
 */

/** Where the first piece comes from, and the late one where the page says so. @type {{first?: Input, late?: Input}} */
let given = {};
/** @type {WebAssembly.Module | null} */
let compiled = null;
/** @type {Promise<void> | null} */
let loading = null;
/** The instance that runs. @type {{exports: FirstExports, onLink: () => void, isLinked: boolean, isStuck: boolean} | null} */
let instance = null;
let isPlanned = false;

/** @param {Input} first @param {Input} late */
export function locate(first, late) {
  given = { first, late };
}

/**
 * A new instance runs. Where the late piece is there already, it is linked at once.
 * @param {FirstExports} exports @param {() => void} onLink called when the instance is complete
 */
export function begin(exports, onLink) {
  instance = { exports, onLink, isLinked: false, isStuck: false };
  if (!compiled) return;
  try {
    link(compiled);
  } catch {
    // No room for it now: whoever calls for it tries again, and says why it is not there.
    compiled = null;
    loading = null;
  }
}

/** Whether the instance that runs is complete. */
export function isComplete() {
  return instance?.isLinked === true;
}

/** Calls for the late piece. Resolves when it is linked; after a failure the next call tries again. @returns {Promise<void>} */
export function complete() {
  loading ??= load().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** Fetches the late piece in a quiet moment after the first picture. @param {() => Promise<unknown>} settled */
export function completeLater(settled) {
  if (isPlanned) return;
  isPlanned = true;
  const timeout = new Promise((resolve) => { setTimeout(resolve, PICTURE_MS); });
  Promise.race([settled(), timeout]).then(() => {
    // Whoever needs it says why it is not there.
    const now = () => { complete().catch(() => {}); };
    // Safari has none.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(now, { timeout: IDLE_MS });
    else setTimeout(now, 200);
  });
}

/**
 * The same for code that was called and cannot wait: the page stands still meanwhile. Where it cannot be had that
 * way, the call traps, and the engine goes on with a complete instance.
 */
export function completeNow() {
  const { first, late } = given;
  if (!instance || instance.isStuck) return;
  try {
    compiled ??= new WebAssembly.Module(late instanceof ArrayBuffer || ArrayBuffer.isView(late) ? /** @type {BufferSource} */ (late) : fetchNow(placesOf(late, first)[0]));
    const linked = instance;
    // The instance is in the middle of the call that asked.
    link(compiled, (onLink) => queueMicrotask(() => instance === linked && onLink()));
    loading = Promise.resolve();
  } catch {
    compiled = null;
    // It is at its end: each further call would ask once more.
    instance.isStuck = true;
  }
}

/** @param {Input} input an address, or it throws @returns {BufferSource} */
function fetchNow(input) {
  const request = new XMLHttpRequest();
  request.open('GET', /** @type {URL} */ (addressOf(input)).href, false);
  // A page that stands still may ask for text only: here, a character a byte.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
}

async function load() {
  /** @type {unknown} */
  let failure;
  for (const input of placesOf(given.late, await given.first)) {
    try {
      const module = await compile(input);
      link(module);
      compiled = module;
      return;
    } catch (error) {
      failure ??= error;
    }
  }
  throw new EventsStatsError('wasm_piece', `A part of the chart module could not be loaded. ${reasonOf(failure)}`, { cause: failure });
}

/** Where the late piece may be: as the page says; beside the first one; where the package has it. @param {Input} late @param {unknown} first @returns {Input[]} */
function placesOf(late, first) {
  if (late !== undefined) return [late];
  const own = ownLatePiece();
  const address = addressOf(first);
  if (!address) return [own];
  const beside = new URL('events_stats_widget_late.wasm', address);
  beside.search = address.search;
  return beside.href === `${own}` ? [own] : [beside, own];
}

/** Of what was given as the first piece, where that says it. @param {any} input */
function addressOf(input) {
  const text = input?.url ?? input?.href ?? input;
  try {
    return typeof text === 'string' ? new URL(text, baseUrl()) : null;
  } catch {
    return null;
  }
}

/** @param {WebAssembly.Module} module @param {(onLink: () => void) => void} [tell] */
function link(module, tell = (onLink) => onLink()) {
  if (!instance || instance.isLinked) return;
  try {
    const { exports } = instance;
    let place = 0;
    // All functions that it imports have one name, and stand in a table in their order. Instantiating it fills
    // another table, through which the first piece calls it.
    new WebAssembly.Instance(module, { m: { ...exports, get next() { return exports.shared.get(place++); } } });
  } catch (cause) {
    throw new EventsStatsError('wasm_piece', `Expected both parts of the chart module to be of one version of the package (${reasonOf(cause)}).`, { cause });
  }
  instance.isLinked = true;
  addStylesOf(module);
  tell(instance.onLink);
}
