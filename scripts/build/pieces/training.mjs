/** Which code of the module ordinary charts run, seen in a browser: what the first piece has. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { glueFile, lateFile, wasmFile } from '../../lib/paths.mjs';
import { StepError } from '../../lib/run.mjs';
import { packInto } from '../package.mjs';
import { withProbes } from './probes.mjs';
import { answerTo, PAGES, pageOf } from './training-charts.mjs';
import { settled, USES } from './training-use.mjs';

const TYPES = /** @type {Record<string, string>} */ ({ '.js': 'text/javascript', '.wasm': 'application/wasm' });
const PATIENCE_MS = 120_000;
/** What a chart does in the moments after it stands. */
const AFTERWARDS_MS = 300;

/**
 * @param {string} folder the module and its glue
 * @param {string} browserPath
 * @returns {Promise<Uint8Array>} what `ranIn` reads
 */
export async function train(folder, browserPath) {
  const { bytes, from, count } = withProbes(readFileSync(join(folder, wasmFile)));
  const trial = mkdtempSync(join(tmpdir(), 'events-stats-widget-'));
  try {
    const [module, served] = [join(trial, 'module'), join(trial, 'package')];
    mkdirSync(module);
    cpSync(join(folder, glueFile), join(module, glueFile));
    writeFileSync(join(module, wasmFile), bytes);
    await packInto(served, module);
    return await visitAll(served, browserPath, { from, count });
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

/** @param {string} served the package @param {string} browserPath @param {{from: number, count: number}} marks */
async function visitAll(served, browserPath, { from, count }) {
  // Set-up may have installed it a moment ago.
  const { chromium } = await import('playwright-core');
  const site = await serve(served);
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const all = new Uint8Array(count);
    for (const path of Object.keys(PAGES)) {
      const page = await browser.newPage({ viewport: { width: 1000, height: 2000 } });
      page.setDefaultTimeout(PATIENCE_MS);
      /** @type {Error | undefined} */
      let failure;
      page.on('pageerror', (error) => { failure = error; });
      await page.addInitScript(keepExports);
      await page.goto(site.url + path);
      await settled(page);
      await page.waitForTimeout(AFTERWARDS_MS);
      await USES[path](page);
      await page.waitForTimeout(AFTERWARDS_MS);
      const marks = await page.evaluate(marksIn, { from, count });
      if (failure) throw failure;
      for (const index of marks) all[index] = 1;
      await page.close();
    }
    return all;
  } catch (cause) {
    throw new StepError(`The build cannot see what a first chart runs: ${/** @type {Error} */ (cause).message}`);
  } finally {
    await browser.close();
    site.close();
  }
}

/** Runs in the page before anything else. */
function keepExports() {
  const page = /** @type {any} */ (globalThis);
  /** @type {WebAssembly.Instance[]} */
  const instances = [];
  page.instances = instances;
  const { instantiate } = WebAssembly;
  page.WebAssembly.instantiate = async (/** @type {[WebAssembly.Module]} */ ...given) => {
    const instance = await instantiate.apply(WebAssembly, given);
    instances.push(instance);
    return instance;
  };
}

/** Runs in the page. @param {{from: number, count: number}} given @returns {number[]} the marks that are set */
function marksIn({ from, count }) {
  return /** @type {any} */ (globalThis).instances.flatMap((/** @type {WebAssembly.Instance} */ { exports }) => (
    [...new Uint8Array(/** @type {WebAssembly.Memory} */ (exports.memory).buffer, from, count).entries()].flatMap(([index, mark]) => (mark ? [index] : []))
  ));
}

const CACHE_CONTROL = ['private, max-age=0, must-revalidate', 'max-age=0, no-cache, no-store, must-revalidate, private'];

/** Headers as Sentry and what stands before it send them: the module reads them. @param {number} status @param {number} count of answers */
function headersOf(status, count) {
  return {
    'cache-control': CACHE_CONTROL[count % CACHE_CONTROL.length],
    ...(status === 429 && { 'retry-after': '1', 'x-sentry-rate-limit-reset': `${Math.ceil(Date.now() / 1000) + 1}` }),
  };
}

/** @param {string} folder the package */
async function serve(folder) {
  const site = {
    url: '',
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  let count = 0;
  const server = createServer(({ url = '/', headers }, response) => {
    const { pathname } = new URL(url, 'http://site');
    const send = (/** @type {string} */ type, /** @type {string | Buffer} */ body, status = 200, more = {}) => response.writeHead(status, { 'content-type': type, ...more }).end(body);
    if (pathname.endsWith(lateFile)) {
      // What asks whether the late piece is here does without it.
      const page = PAGES[new URL(headers.referer ?? site.url).pathname];
      if (page?.isRefused) send('text/plain', '', 404);
      return;
    }
    if (pathname in PAGES) return void send('text/html', pageOf(pathname));
    if (pathname.startsWith('/package/')) return void send(TYPES[extname(pathname)], readFileSync(join(folder, pathname.slice('/package/'.length))));
    if (!pathname.includes('/api/')) return void send('text/plain', '', 404);
    const { answer, status } = answerTo(pathname);
    count += 1;
    send('application/json', typeof answer === 'string' ? answer : JSON.stringify(answer), status, headersOf(status, count));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  site.url = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  return site;
}
