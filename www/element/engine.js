/**
 * The one module instance of a page: loaded once, ended by a panic and made anew.
 *
 * It knows its members (the connected elements) and nothing of what they show.
 *
 * @typedef {object} Member
 * @property {(api: object) => void} attach the instance runs: build everything on it
 * @property {(error: Error) => void} detach the instance is gone or never came: touch it no more, say why
 * @property {() => string} group members of one group share their range; empty for none
 * @property {(change: (range: import('./range.js').ShownRange) => boolean) => void} changeRange
 */
import { EventsStatsError, reasonOf } from './errors.js';
import { compile } from './module.js';
import { optionsForModule, onOptions } from './options.js';

/** Instances made after a panic, at most, within an hour. */
const MOST_RESTARTS = 3;
const HOUR_MS = 3_600_000;

/** @type {Set<Member>} */
const members = new Set();
/** @type {Promise<void> | null} */
let loading = null;
/** The generated functions, while an instance runs. @type {any} */
let api = null;
/** Where the module comes from, as the page said last: a further try asks there again. @type {Parameters<typeof compile>[0]} */
let source;
/** The glue, once loaded: it can make another instance. @type {any} */
let glue = null;
/** @type {number[]} */
let restarts = [];
/** Calls that wait for an instance. @type {Array<(api: any) => void>} */
const waiting = [];
const MOST_WAITING = 1_000;

/**
 * Loads the module once; called again after a failure it tries again.
 * @param {Parameters<typeof compile>[0]} [input] where the module comes from; its own folder by default
 * @returns {Promise<void>}
 */
export function init(input) {
  if (!loading && input !== undefined) source = input;
  loading ??= load(source).catch((error) => {
    loading = null;
    for (const member of members) member.detach(error);
    throw error;
  });
  return loading;
}

/** @param {Member} member */
export function join(member) {
  members.add(member);
  if (api) {
    member.attach(api);
  } else {
    // Every member was told of a failure by `detach`.
    init().catch(() => {});
  }
}

/** @param {Member} member */
export function leave(member) {
  members.delete(member);
}

/** The others of a member's group. @param {Member} member */
export function peers(member) {
  const group = member.group();
  return group ? [...members].filter((other) => other !== member && other.group() === group) : [];
}

/**
 * Calls into the instance. A trap ends the instance, not the caller.
 * @template T
 * @param {(api: any) => T} work
 * @returns {T | undefined}
 */
export function call(work) {
  if (!api) return undefined;
  try {
    return work(api);
  } catch (error) {
    if (!isTrap(error)) throw error;
    stop(reasonOf(error));
    return undefined;
  }
}

/** Calls into the instance as soon as one runs. @param {(api: any) => void} work */
export function callSoon(work) {
  if (api) call(work);
  else if (waiting.length < MOST_WAITING) waiting.push(work);
}

async function load(input) {
  const [module, loaded] = await Promise.all([compile(input), loadGlue()]);
  try {
    await loaded.default({ module_or_path: module });
  } catch (cause) {
    throw new EventsStatsError('wasm_start', `The chart module does not start: ${reasonOf(cause)}.`, { cause });
  }
  glue = loaded;
  globalThis.addEventListener?.('error', noticeTrap);
  run();
}

async function loadGlue() {
  try {
    return await import('./wasm/events_stats_widget.js');
  } catch (cause) {
    throw new EventsStatsError('wasm_missing', `The script beside the chart module does not load: ${reasonOf(cause)}.`, { cause });
  }
}

function run() {
  api = glue;
  call((api) => {
    api.start(stop);
    try {
      api.configure(...optionsForModule());
    } catch (error) {
      // Given before the module ran: every widget says so in its place.
      if (isTrap(error)) throw error;
    }
  });
  for (const work of waiting.splice(0)) call(work);
  for (const member of [...members]) {
    if (!api) return;
    member.attach(api);
  }
}

onOptions(() => call((api) => api.configure(...optionsForModule())));

/** A trap in a timer or a listener reaches nobody who called in. @param {ErrorEvent} event */
function noticeTrap(event) {
  if (isTrap(event.error) && String(event.error.stack).includes('events_stats_widget')) {
    stop(reasonOf(event.error));
  }
}

/** A stack overflow is a RangeError in one browser and an InternalError in another. */
function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error?.name === 'InternalError';
}

/**
 * The instance has panicked: its stack is still there, so nothing is called now.
 * @param {string} reason
 */
function stop(reason) {
  if (!api) return;
  api = null;
  queueMicrotask(() => restart(reason));
}

function restart(reason) {
  const now = Date.now();
  restarts = restarts.filter((at) => now - at < HOUR_MS);
  const isLast = restarts.length >= MOST_RESTARTS;
  const error = new EventsStatsError('panic', isLast
    ? 'The chart module has stopped too often. Reload the page to try again.'
    : 'The chart module has stopped and is being started again.', { cause: new Error(reason) });
  for (const member of [...members]) member.detach(error);
  console.error(error.message, reason);
  if (isLast) return;
  restarts.push(now);
  // In a task of its own: the trap has left the stack by then, and what the old instance
  // still had queued has run into its end.
  setTimeout(() => {
    glue.__wbg_reset_state();
    run();
  }, 0);
}
