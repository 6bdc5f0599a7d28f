/** Memory of the module only grows: an instance that has grown large is replaced when nobody looks. */
import { isIdle, isQuiet, memoryBytes, replace } from './engine.js';

/** Memory that an instance may keep, in bytes. A page of charts takes a few MiB. */
const MOST_BYTES = 192 * 1024 * 1024;
/** Between two looks whether the moment is quiet. */
const LOOK_MS = 1_000;
/** Where the charts themselves need that much, another instance soon would gain nothing. */
const PAUSE_MS = 600_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let looking;
let notBefore = 0;

/** An answer was shown, refused or drawn: memory may have grown. */
export function weigh() {
  if (looking !== undefined || memoryBytes() <= MOST_BYTES) return;
  if (isIdle()) return replace();
  looking = setTimeout(look, Math.max(LOOK_MS, notBefore - performance.now()));
}

async function look() {
  const isNow = await isQuiet();
  looking = undefined;
  if (isNow && memoryBytes() > MOST_BYTES) {
    notBefore = performance.now() + PAUSE_MS;
    replace();
  } else {
    weigh();
  }
}
