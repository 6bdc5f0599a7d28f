/** What `host.js` says, where both pieces of the module are in the script itself: nothing is fetched for it. */
import first from 'packed:events_stats_widget_bg.wasm';
import late from 'packed:events_stats_widget_late.wasm';
import { EventsStatsError } from './errors.js';

export const kind = '';

export const ownModule = () => unpacked(first);

export const ownLatePiece = () => unpacked(late);

export const baseUrl = () => globalThis.document?.baseURI ?? globalThis.location?.href;

/** @returns {Error | null} */
export const whyNoChart = () => null;

/** @param {string} text Base64 of what gzip has packed */
async function unpacked(text) {
  if (!globalThis.DecompressionStream) {
    throw new EventsStatsError('wasm_unsupported', 'This browser is too old for the single file: it has no DecompressionStream (Chrome 80, Firefox 113, Safari 16.4 have it).');
  }
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
