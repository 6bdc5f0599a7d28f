/**
 * When the dashboards of a page are looked at again, in case they were edited: every few minutes while the page
 * is in front, and when it comes to the front after longer than that.
 */
import { call } from './engine.js';

const EVERY_MS = 300_000;

/** When they were looked at last, by the page's own clock; never yet. */
let lookedAt = Number.NEGATIVE_INFINITY;

/** Begins, once for the page. */
export function watchDashboards() {
  if (lookedAt !== Number.NEGATIVE_INFINITY || !globalThis.document) return;
  lookedAt = performance.now();
  setInterval(lookIfDue, EVERY_MS);
  document.addEventListener('visibilitychange', lookIfDue);
}

function lookIfDue() {
  const now = performance.now();
  // A timer may be a little early by another clock.
  if (document.hidden || now - lookedAt < EVERY_MS * 0.9) return;
  lookedAt = now;
  call((api) => api.lookAtDashboards());
}
