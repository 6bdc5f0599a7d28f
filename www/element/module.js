/**
 * The WebAssembly module as bytes to compile: where it is fetched from, and in which words
 * it fails. Which page calls it, and how often it is made anew, is the engine's matter.
 */
import { EventsStatsError, reasonOf } from './errors.js';
import { baseUrl, ownModule } from './host.js';
import { toBytes } from './response.js';

/** The shortest module there is: what only a content security policy refuses. */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
/** One whose only function type takes a 128-bit vector: what a browser without them refuses. */
const SIMD_PROBE = Uint8Array.of(...EMPTY_MODULE, 1, 5, 1, 96, 1, 123, 0);

/**
 * @param {undefined | string | URL | Response | BufferSource | WebAssembly.Module | PromiseLike<any>} input
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(input) {
  checkBrowser();
  const given = await located(await input);
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof Response) return compileResponse(given);
  if (given instanceof URL) return compileResponse(await fetchModule(given));
  return compileBytes(given, 'the bytes given to init()');
}

/** @param {any} given @returns {Promise<WebAssembly.Module | Response | BufferSource | URL>} */
async function located(given) {
  try {
    // A response that was read already says at least where it came from.
    const named = given instanceof Response && given.bodyUsed ? given.url || undefined : given;
    const found = named ?? await ownModule();
    const address = found.href ?? found;
    return typeof address === 'object' ? found : new URL(address, baseUrl());
  } catch (cause) {
    if (cause instanceof EventsStatsError) throw cause;
    // A classic script does not know where it lies, and no other is loaded from a file.
    if (globalThis.location?.protocol === 'file:') throw openedAsFile();
    throw new EventsStatsError('wasm_missing', `The address of the chart module is unknown (${reasonOf(cause)}): pass its address to init().`, { cause });
  }
}

function checkBrowser() {
  if (typeof WebAssembly !== 'object') {
    throw new EventsStatsError('wasm_unsupported', 'This browser does not support WebAssembly.');
  }
  if (!WebAssembly.validate(SIMD_PROBE)) {
    throw new EventsStatsError('simd_unsupported', 'This browser is too old for the charts: its WebAssembly has no SIMD (Chrome 91, Firefox 89, Safari 16.4 have it).');
  }
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (cause) {
    throw new EventsStatsError('wasm_blocked', "This page's content security policy forbids WebAssembly: its script-src needs 'wasm-unsafe-eval'.", { cause });
  }
}

function openedAsFile() {
  return new EventsStatsError('wasm_file', 'This page was opened as a file; browsers load WebAssembly over http only. Serve the folder, or pass the bytes to init().');
}

/** @param {URL} url */
async function fetchModule(url) {
  if (url.protocol === 'file:') throw openedAsFile();
  try {
    return await fetch(url, { credentials: 'same-origin' });
  } catch (cause) {
    const isForeign = globalThis.location && url.origin !== location.origin;
    const why = isForeign
      ? `${url.origin} probably does not allow this page to read it (CORS: it needs Access-Control-Allow-Origin), or this page's connect-src does not name it.`
      : `${reasonOf(cause)}, or this page's connect-src does not name 'self'.`;
    throw new EventsStatsError('wasm_network', `The chart module could not be fetched from ${withoutQuery(url)}: ${why}`, { cause });
  }
}

/** @param {Response} response */
async function compileResponse(response) {
  const from = response.url ? withoutQuery(new URL(response.url)) : 'the response given to init()';
  if (!response.ok) {
    throw new EventsStatsError('wasm_missing', `The chart module is not at ${from}: the server responded with status ${response.status}.`);
  }
  const type = response.headers.get('content-type')?.split(';')[0].trim().toLowerCase();
  if (type !== 'application/wasm') return compileBytes(await bytesOf(response, from), from);
  try {
    return await WebAssembly.compileStreaming(response);
  } catch (cause) {
    if (!response.url) throw doesNotCompile(from, cause);
  }
  // The bytes say more precisely what is wrong, or compile where only streaming failed. They are asked for once
  // more: a copy kept of every module would cost each of them memory and time.
  const again = await fetchModule(new URL(response.url));
  return compileBytes(await bytesOf(again, from), from);
}

/** @param {Response} response @param {string} from */
async function bytesOf(response, from) {
  try {
    return await response.arrayBuffer();
  } catch (cause) {
    throw new EventsStatsError('wasm_network', `The chart module could not be fetched from ${from}: ${reasonOf(cause)}.`, { cause });
  }
}

/** @param {string} from @param {unknown} cause */
function doesNotCompile(from, cause) {
  return new EventsStatsError('wasm_compile', `The chart module from ${from} does not compile: ${reasonOf(cause)}.`, { cause });
}

/** @param {BufferSource} bytes @param {string} from */
async function compileBytes(bytes, from) {
  const start = toBytes(bytes);
  if (EMPTY_MODULE.slice(0, 4).some((byte, index) => start[index] !== byte)) {
    // In dev mode Vite moves scripts away from what lies beside them.
    const cure = from.includes('/.vite/') ? " (Vite: set optimizeDeps.exclude to ['events-stats-widget'])" : '';
    const found = start[0] === 60 ? `an HTML page${cure}` : `${start.length} bytes of something else`;
    throw new EventsStatsError('wasm_not_wasm', `Expected the chart module at ${from}, found ${found}.`);
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw doesNotCompile(from, cause);
  }
}

/** An address is shown to people; what stands in its query is not theirs to read. @param {URL} url */
function withoutQuery(url) {
  return url.origin === 'null' ? url.protocol : `${url.origin}${url.pathname}`;
}
