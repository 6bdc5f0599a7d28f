/** What comes of instances that have ended: how many may follow within an hour. */

/** Instances made after a panic, at most, within an hour. */
const MOST_RESTARTS = 3;
export const HOUR_MS = 3_600_000;
/** So often the panics of an hour may be chance; then the widgets are tried one at a time. */
const CHANCE = 1;
/** Of instances that the page itself broke: they count for nothing but the wait for the next. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 60_000;

/** @type {Array<{at: number, isTrap: boolean}>} */
let deaths = [];

function recent() {
  const oldest = performance.now() - HOUR_MS;
  deaths = deaths.filter(({ at }) => at > oldest);
  return deaths;
}

/**
 * Counts the end of an instance.
 * @param {boolean} isTrap of the module itself; else an exception of the page went through it
 */
export function count(isTrap) {
  const before = recent();
  const traps = before.filter((death) => death.isTrap);
  const strays = before.length - traps.length;
  deaths.push({ at: performance.now(), isTrap });
  return {
    isLast: isTrap && traps.length >= MOST_RESTARTS,
    waitMs: isTrap ? 0 : Math.min(FIRST_WAIT_MS * 2 ** strays, LONGEST_WAIT_MS),
  };
}

/** Whether widgets are tried one at a time: only where it is the module that ends, not where the page broke it. */
export function isNoChance() {
  return recent().filter((death) => death.isTrap).length > CHANCE;
}

/** It is known who it was. */
export function forgive() {
  deaths = [];
}

/** An exception that is the module's own doing. A stack overflow has a name of its own in each browser. @param {unknown} error */
export function isTrap(error) {
  if (error instanceof WebAssembly.RuntimeError || /** @type {Error | undefined} */ (error)?.name === 'InternalError') return true;
  return error instanceof RangeError && /call stack/i.test(error.message);
}
