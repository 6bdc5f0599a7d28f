/** Which functions of the module ran until the first chart stood, in a page that loads it as any host does. */
import { basename } from 'node:path';
import { launch } from '../../tests/bench/pages.mjs';
import { FIRST, measureVisit, serveStart } from '../../tests/bench/start/site.mjs';
import { StepError } from '../lib/run.mjs';
import { noteRuns } from './wasm-file.mjs';

/** An export's name may hold the file's. */
const PREFIX = 'ran ';

/**
 * @param {Array<{piece: string, bytes: Uint8Array}>} pieces files of the module
 * @returns {Promise<Set<string>>} a file's name and a function's place in it
 */
export async function ranUntilFirstChart(pieces) {
  const noted = new Map(pieces.map(({ piece, bytes }) => [piece, noteRuns(bytes, `${PREFIX}${piece} `)]));
  const site = await serveStart((path) => noted.get(basename(path)));
  const browser = await launch();
  try {
    const { page } = await measureVisit(browser, site, FIRST, { prepare: (page) => page.addInitScript(watch, PREFIX) });
    const ran = await page.evaluate(() => /** @type {{ran?: string[]}} */ (globalThis).ran);
    if (!ran?.length) throw new StepError('No function of the module was seen to run.');
    return new Set(ran.map((name) => name.slice(PREFIX.length)));
  } finally {
    await browser.close();
    site.close();
  }
}

/** Runs in the page before anything else. @param {string} prefix */
function watch(prefix) {
  const page = /** @type {any} */ (globalThis);
  /** @type {WebAssembly.Instance[]} */
  const instances = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = page.WebAssembly[name];
    page.WebAssembly[name] = async (/** @type {unknown[]} */ ...args) => {
      const result = await original.apply(WebAssembly, args);
      instances.push(result.instance ?? result);
      return result;
    };
  }
  page.onInked = () => {
    const all = instances.flatMap(({ exports }) => Object.entries(exports));
    page.ran = all.flatMap(([name, value]) => (name.startsWith(prefix) && /** @type {WebAssembly.Global} */ (value).value === 1 ? [name] : []));
  };
}
