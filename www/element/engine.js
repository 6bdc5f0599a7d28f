/**
 * The one module instance of a page: loaded once, ended by a panic and made anew.
 *
 * It knows its members (the connected elements) and nothing of what they show.
 *
 * @typedef {object} Member
 * @property {() => void} attach the instance runs: build everything on it
 * @property {(error: Error, isOver: boolean) => void} detach the instance is gone or never came: touch
 *   it no more, say why, and where nothing more is tried, offer to try again
 * @property {() => void} pause the instance is replaced in this moment: touch it no more, say nothing
 * @property {() => Promise<unknown>} settled resolves when nothing is in flight, or the instance is gone
 * @property {() => boolean} isInUse a person is at it
 * @property {() => string} group members of one group share their range; empty for none
 * @property {(change: (range: import('./range.js').ShownRange) => boolean) => void} changeRange
 *
 * @typedef {import('./wasm/events_stats_widget.js').Glue} Glue what wasm-bindgen makes around the module
 */
import { ask } from './asking.js';
import { count, forgive, HOUR_MS, isNoChance, isTrap } from './deaths.js';
import { EventsStatsError, reasonOf } from './errors.js';
import { compile } from './module.js';
import { optionsForModule, onOptions } from './options.js';
import { begin, complete, completeLater, completeNow, isComplete, locate } from './pieces.js';
import { addStylesOf } from './styles.js';
import glue from './wasm/events_stats_widget.js';

/** How long a widget is watched that may be what ends the instance. */
const TRIAL_MS = 10_000;

/** @type {Set<Member>} */
const members = new Set();
/** Members that are still to be tried one at a time. @type {Set<Member>} */
const waiting = new Set();
/** Members whose own data ended the instance. @type {Set<Member>} */
const aside = new Set();
/** The member that is tried now. @type {Member | null} */
let tried = null;
/** @type {Promise<void> | null} */
let loading = null;
/** A module is compiled and made an instance of: another source comes too late. */
let hasBegun = false;
/** The generated functions, while an instance runs. @type {Glue | null} */
let api = null;
/** Where the module comes from, as the page said last: a further try asks there again. @type {Parameters<typeof compile>[0]} */
let source;
/** Where its late piece comes from, where the page says so. @type {Parameters<typeof compile>[0]} */
let lateSource;
/** Calls that wait for an instance. @type {Array<(api: Glue) => void>} */
const postponed = [];
const MOST_POSTPONED = 1_000;
/** Counts instances: what one has begun is nothing to the next. */
let generation = 0;
/** The stack of an instance at rest. */
let restMark = 0;
/** Why no further instance is made by itself for now. @type {EventsStatsError | null} */
let spent = null;
/** Tries again by itself. @type {ReturnType<typeof setTimeout> | undefined} */
let later;
/** Those who wait for the next instance, or for word that there is none. @type {Array<(value?: any) => void>} */
const expecting = [];
/** Those who wait for an answer of the instance. @type {Set<(error: Error) => void>} */
const asking = new Set();

/**
 * Loads the module once; called again after a failure it tries again. Another source takes the place of one that
 * is still being loaded: who waits for that one gets this one.
 * @param {Parameters<typeof compile>[0]} [input] where the module comes from; its own folder by default
 * @param {Parameters<typeof compile>[0]} [late] where its late piece comes from; beside it by default
 * @returns {Promise<void>}
 */
export function init(input, late) {
  if (!hasBegun) {
    if (late !== undefined) lateSource = late;
    if (input !== undefined && input !== source) {
      source = input;
      loading = null;
    }
  }
  loading ??= load();
  return loading;
}

/** @param {Member} member */
export function join(member) {
  members.add(member);
  if (spent) {
    member.detach(spent, true);
  } else if (!api) {
    // Every member was told of a failure by `detach`.
    init().catch(() => {});
  } else if (tried) {
    waiting.add(member);
  } else {
    attach(member);
  }
}

/** @param {Member} member */
function attach(member) {
  member.attach();
  completeLater(() => member.settled());
}

/** @param {Member} member */
export function leave(member) {
  for (const set of [members, waiting, aside]) set.delete(member);
}

/** The others of a member's group. @param {Member} member */
export function peers(member) {
  const group = member.group();
  return group ? [...members].filter((other) => other !== member && other.group() === group) : [];
}

/** A person, or the page, wants a member tried again that has no instance. @param {Member} member */
export function retry(member) {
  if (spent) {
    revive(member);
  } else if (aside.delete(member) || waiting.has(member)) {
    tryNext(member);
  } else if (!api) {
    init().catch(() => {});
  }
}

/**
 * Calls into the instance. A trap ends the instance, not the caller. `work` calls nothing of
 * the page's: what it throws is an error of the module's, or the instance is at its end.
 * @template T
 * @param {(api: Glue) => T} work
 * @returns {T | undefined}
 */
export function call(work) {
  if (!api) return undefined;
  const own = generation;
  const { stackMark } = api;
  const mark = stackMark();
  try {
    return work(api);
  } catch (error) {
    if (!runs(own)) return undefined;
    if (!(error instanceof WebAssembly.RuntimeError) && stackMark() === mark) throw error;
    stop(reasonOf(error), isTrap(error));
    return undefined;
  }
}

/** Calls into the instance as soon as one runs. @param {(api: Glue) => void} work */
export function callSoon(work) {
  if (api) call(work);
  else if (postponed.length < MOST_POSTPONED) postponed.push(work);
}

/**
 * The same for whoever waits for what comes of it: rejects where the instance ends before.
 * @template T
 * @param {(api: Glue) => T | PromiseLike<T>} work
 * @returns {Promise<T>}
 */
export async function perform(work) {
  await init();
  while (!api && !spent) await new Promise((resolve) => { expecting.push(resolve); });
  if (spent) throw spent;
  /** @type {(error: Error) => void} */
  let end = () => {};
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => { end = reject; });
  asking.add(end);
  try {
    const outcome = call(work);
    return await (api ? Promise.race([/** @type {T | PromiseLike<T>} */ (outcome), ended]) : ended);
  } finally {
    asking.delete(end);
  }
}

/**
 * The same for work that needs the late piece of the module, too.
 * @template T
 * @param {(api: Glue) => T | PromiseLike<T>} work
 * @returns {Promise<T>}
 */
export async function performLate(work) {
  await init();
  await complete();
  return perform(work);
}

/** Bytes of the instance's memory, which never shrinks. */
export function memoryBytes() {
  return api ? api.exports().memory.buffer.byteLength : 0;
}

/** Whether there is no element, and nobody waits for an answer. */
export function isIdle() {
  return members.size === 0 && asking.size === 0;
}

/** Whether nothing is awaited and nobody is at a widget. */
export async function isQuiet() {
  const own = generation;
  if (!api || tried || asking.size > 0) return false;
  await Promise.race([Promise.all([...members].map((member) => member.settled())), sleep(TRIAL_MS)]);
  return runs(own) && !tried && asking.size === 0 && ![...members].some((member) => member.isInUse());
}

/** Another instance in place of one in good health, which no member is told of. */
export function replace() {
  if (!api) return;
  for (const member of members) member.pause();
  letGo();
  api = null;
  if (resetGlue()) run();
}

/** @returns {Promise<void>} */
async function load() {
  const input = source;
  try {
    locate(input, lateSource);
    const module = await compile(input);
    if (input !== source) return init();
    hasBegun = true;
    addStylesOf(module);
    glue.whenMissing(completeNow);
    await glue.init(module).catch((cause) => { throw doesNotStart(cause); });
  } catch (error) {
    if (input !== source) return init();
    hasBegun = false;
    loading = null;
    for (const member of members) member.detach(/** @type {Error} */ (error), true);
    throw error;
  }
  for (const kind of ['error', 'unhandledrejection']) globalThis.addEventListener?.(kind, lookAt, { capture: true });
  run();
}

function run() {
  api = glue;
  spent = null;
  generation += 1;
  const own = generation;
  restMark = glue.stackMark();
  call((api) => api.start((reason) => stop(reason, true, true), askFor(own), () => whileItRuns(own, complete())));
  begin(glue.exports(), () => call((api) => api.completed()));
  try {
    configureModule();
  } catch {
    // Given before the module ran: every widget says so in its place.
  }
  for (const work of postponed.splice(0)) call(work);
  for (const member of [...members]) {
    if (runs(own) && !waiting.has(member) && !aside.has(member)) attach(member);
  }
  if (!runs(own)) return;
  answerExpecting();
  tryNext();
}

/** Whether that instance is the one that runs. @param {number} own */
function runs(own) {
  return api !== null && own === generation;
}

/**
 * An answer that comes after its instance has gone is no matter of the next one.
 * @param {number} own
 * @returns {(...given: Parameters<typeof ask>) => Promise<unknown>}
 */
function askFor(own) {
  return (...given) => whileItRuns(own, ask(...given));
}

/**
 * @template T
 * @param {number} own @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
function whileItRuns(own, answer) {
  return new Promise((resolve, reject) => {
    answer.then((value) => { if (runs(own)) resolve(value); }, (error) => { if (runs(own)) reject(error); });
  });
}

function configureModule() {
  if (!api) return;
  // Before the call, since it reads what is the page's.
  const options = optionsForModule();
  call((api) => api.configure(...options));
}

onOptions(configureModule);

/**
 * What reached nobody who called in: a trap in a timer or a listener, or what the page's own
 * code threw. Once the stack is empty, the stack of the instance tells which.
 * @param {Event & {error?: unknown, reason?: unknown}} event
 */
function lookAt(event) {
  const thrown = event.error ?? event.reason;
  if (!api && thrown instanceof WebAssembly.RuntimeError && `${thrown.stack}`.includes('events_stats_widget')) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // A call into the late piece before that is there is no error of anybody's.
  if (isTrap(thrown) && !isComplete()) event.preventDefault();
  const own = generation;
  queueMicrotask(() => {
    if (runs(own) && glue.stackMark() !== restMark) stop(reasonOf(thrown), isTrap(thrown));
  });
}

/**
 * The instance is at its end: its stack may still be there, so nothing is called now.
 * @param {string} reason
 * @param {boolean} isTrap
 * @param {boolean} [isPanic] a defect, which another instance has as well
 */
function stop(reason, isTrap, isPanic = false) {
  if (!api) return;
  api = null;
  const error = new EventsStatsError('panic', 'The chart module has stopped.', { cause: new Error(reason) });
  for (const end of asking) end(error);
  // What is called in the late piece before that is there traps.
  const isMiss = isTrap && !isPanic && !isComplete();
  queueMicrotask(() => (isMiss ? resume(reason) : restart(reason, isTrap)));
}

/** Goes on with a complete instance; where that cannot be had, the instance has ended. @param {string} reason */
async function resume(reason) {
  for (const member of members) member.pause();
  letGo();
  if (!resetGlue()) return;
  try {
    await complete();
  } catch (error) {
    restart(reason, true, /** @type {EventsStatsError} */ (error));
    return;
  }
  run();
}

/** @param {string} reason @param {boolean} isTrap @param {EventsStatsError} [missing] why the late piece, which was needed, is not there */
function restart(reason, isTrap, missing) {
  letGo();
  // Timers and answers of the old one find that it is gone, not what it left behind.
  if (!resetGlue()) return;
  const cause = new Error(reason);
  // What the page broke is no widget's doing.
  const culprit = isTrap && tried && members.has(tried) ? tried : null;
  tried = null;
  const { isLast, waitMs } = count(isTrap);
  const error = missing ?? new EventsStatsError('panic', isLast && !culprit
    ? 'The chart module has stopped too often. Reload the page to try again; within an hour it is tried once more.'
    : 'The chart module has stopped and is being started again.', { cause });
  console.error(error.message, reason);
  for (const member of [...members]) {
    if (member !== culprit && !aside.has(member) && !waiting.has(member)) member.detach(error, isLast && !culprit);
  }
  if (culprit) {
    setAside(culprit, missing ?? new EventsStatsError('panic', 'The chart module crashes on the data of this chart, so this chart was disabled to keep the others running.', { cause }));
  } else {
    waiting.clear();
    if (isLast) return giveUp(error);
    if (isNoChance()) awaitTrial();
  }
  // In a task of its own: until then the old one's promises may come to their end.
  setTimeout(run, culprit ? 0 : waitMs);
}

/** @param {Member} culprit @param {EventsStatsError} error */
function setAside(culprit, error) {
  forgive();
  aside.add(culprit);
  unheld(setTimeout(() => aside.has(culprit) && retry(culprit), HOUR_MS));
  culprit.detach(error, true);
}

/** @param {EventsStatsError} error */
function giveUp(error) {
  spent = error;
  answerExpecting();
  clearTimeout(later);
  later = unheld(setTimeout(() => revive(), HOUR_MS));
}

/** @param {Member} [first] who is tried first */
function revive(first) {
  clearTimeout(later);
  awaitTrial(first);
  run();
}

/** @param {Member} [first] */
function awaitTrial(first) {
  const rest = [...members].filter((member) => member !== first && !aside.has(member));
  for (const member of first ? [first, ...rest] : rest) waiting.add(member);
}

/** @param {unknown} cause */
function doesNotStart(cause) {
  return new EventsStatsError('wasm_start', `The chart module does not start: ${reasonOf(cause)}.`, { cause });
}

/** @returns {boolean} false where the browser has no room for another instance */
function resetGlue() {
  try {
    glue.reset();
    return true;
  } catch (cause) {
    const error = doesNotStart(cause);
    for (const member of members) member.detach(error, true);
    giveUp(error);
    return false;
  }
}

/** Tries the next of those that wait; the instance ends with the one whose data ends it. @param {Member} [first] */
function tryNext(first) {
  if (first) waiting.add(first);
  const [next] = first ? [first] : waiting;
  if (!api || tried || !next) return;
  const own = generation;
  waiting.delete(next);
  tried = next;
  attach(next);
  Promise.race([next.settled(), sleep(TRIAL_MS)]).then(() => {
    if (!runs(own)) return;
    tried = null;
    tryNext();
  });
}

/** What an instance has registered with the page is taken back by itself, as far as it still can. */
function letGo() {
  for (let left = true, failures = 0; left && failures <= members.size;) {
    try {
      left = glue.end();
    } catch {
      failures += 1;
    }
  }
}

function answerExpecting() {
  for (const answer of expecting.splice(0)) answer();
}

/** @param {number} ms @returns {Promise<void>} */
const sleep = (ms) => new Promise((resolve) => { unheld(setTimeout(resolve, ms)); });

/** In Node, a timer for later keeps no program alive. @param {ReturnType<typeof setTimeout>} timer */
function unheld(timer) {
  timer.unref?.();
  return timer;
}
