/** What `host.js` says, in Node: both pieces are read from disk, and a page made of JavaScript may have no canvas. */
import { readFile } from 'node:fs/promises';
import { EventsStatsError, reasonOf } from './errors.js';

/** Whose functions an entry point hands out that is loaded later: those of Node read from disk. */
export const kind = ' in Node';

export const ownModule = () => read('the chart module', () => new URL('./wasm/events_stats_widget_bg.wasm', import.meta.url));

export const ownLatePiece = () => read('the late piece of the chart module', () => new URL('./wasm/events_stats_widget_late.wasm', import.meta.url));

export const baseUrl = () => globalThis.document?.baseURI ?? import.meta.url;

/** What jsdom and happy-dom lack; a canvas comes last, since jsdom complains when it is asked for. @type {Array<[name: string, isThere: () => unknown]>} */
const NEEDED = [
  ['ResizeObserver', () => globalThis.ResizeObserver],
  ['IntersectionObserver', () => globalThis.IntersectionObserver],
  ['style sheets to adopt', () => globalThis.CSSStyleSheet?.prototype.replaceSync],
  ['a canvas', () => document.createElement('canvas').getContext('2d')?.measureText],
];

export function whyNoChart() {
  const missing = NEEDED.find(([, isThere]) => !isThere());
  return missing ? new EventsStatsError('no_canvas', `Charts are drawn by browsers: expected ${missing[0]}, which this document in Node lacks. Without a document, renderSvg() draws here, too.`) : null;
}

/** @param {string} what @param {() => URL} place */
function read(what, place) {
  const bytes = readAt(what, place);
  // Where nobody needs it, nobody minds that it is missing.
  bytes.catch(() => {});
  return bytes;
}

/** @param {string} what @param {() => URL} place */
async function readAt(what, place) {
  let url;
  try {
    url = place();
    return await readFile(url);
  } catch (cause) {
    throw new EventsStatsError('wasm_missing', `Expected ${what} beside the package's script, found nothing to read at ${url ?? 'its place'} (${reasonOf(cause)}). `
      + "A bundler that packs this package for a server loses it: import events-stats-widget/inline there, which holds the module, or leave the package out of the bundle (Next: serverExternalPackages: ['events-stats-widget'], where events-stats-widget/react is not used).", { cause });
  }
}
