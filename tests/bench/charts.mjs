/** The page of `charts/`, in either browser, with the libraries that a bench asks for. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/lib/paths.mjs';
import { launchFirefox } from '../e2e/harness.js';
import { answer } from './charts/answers.mjs';
import { launch, servePages } from './pages.mjs';

/** Names as the report prints them, by the files of `charts/`. */
export const LIBRARIES = { ours: 'ours', uplot: 'uPlot', echarts: 'ECharts', chartjs: 'Chart.js' };

const BUNDLES = 'dist/bench/contestants';
const FOLDERS = { '/package/': 'dist/package', '/modules/': 'node_modules', '/contestants/': BUNDLES, '/': 'tests/bench/charts' };
const PATIENCE_MS = 180_000;

/** @typedef {keyof typeof LIBRARIES} Library */
/** @typedef {'Chromium' | 'Firefox'} BrowserName */

/** Each library as a page would ship it: with what it uses, minified. @param {Library[]} names */
async function bundle(names) {
  mkdirSync(join(root, BUNDLES), { recursive: true });
  await build({
    entryPoints: names.map((name) => join(root, 'tests/bench/charts', `${name}.mjs`)),
    outdir: join(root, BUNDLES), bundle: true, minify: true, format: 'esm', external: ['/package/*'], logLevel: 'error',
  });
}

/** Serves the page. @param {Library[]} [names] */
export async function serveCharts(names = /** @type {Library[]} */ (Object.keys(LIBRARIES))) {
  await bundle(names);
  /** @type {Map<string, Buffer>} */
  const answers = new Map();
  return servePages(FOLDERS, (path) => {
    const [, , size, kind, seed] = path.split('/');
    if (!answers.has(path)) answers.set(path, answer(/** @type {any} */ (size), /** @type {any} */ (kind), Number(seed)));
    return answers.get(path);
  });
}

/** @param {BrowserName} name */
export async function openBrowser(name) {
  const browser = /** @type {any} */ (await (name === 'Firefox' ? launchFirefox() : launch(['--js-flags=--expose-gc'])));
  return { name, browser, version: String(await browser.version()).replace(/^\D*/, '') };
}

/** @typedef {Awaited<ReturnType<typeof openBrowser>>} Opened */

/**
 * Serves the page and visits it in these browsers, one after the other; all is closed again, whatever happens.
 * @param {import('./figures.mjs').Figures} figures notes the browsers' versions
 * @param {{libraries?: Library[], browsers?: BrowserName[]}} of all of them by default
 * @param {(opened: Opened, url: string) => Promise<unknown>} visit
 */
export async function inBrowsers(figures, { libraries, browsers = ['Chromium', 'Firefox'] }, visit) {
  const server = await serveCharts(libraries);
  try {
    for (const name of browsers) {
      const opened = await openBrowser(name);
      figures.result.browsers[name] = opened.version;
      try {
        await visit(opened, server.url);
      } finally {
        await opened.browser.close();
      }
    }
  } finally {
    server.close();
  }
}

/**
 * A page of its own for some libraries: nothing compiled, cached or learned before.
 * @param {Awaited<ReturnType<typeof openBrowser>>} opened
 * @param {string} url
 * @param {Library[]} names
 * @param {{dpr?: number, viewport?: {width: number, height: number}, prepare?: (page: any) => Promise<unknown>}} [options] `prepare`: before the libraries load
 */
export async function openCharts({ name, browser }, url, names, { dpr = 1, viewport = { width: 1000, height: 800 }, prepare } = {}) {
  const isFirefox = name === 'Firefox';
  const context = isFirefox
    ? await browser.createBrowserContext()
    : await browser.newContext({ deviceScaleFactor: dpr, viewport, locale: 'en-US', timezoneId: 'UTC' });
  const page = await context.newPage();
  if (isFirefox) await page.setViewport(viewport);
  page.setDefaultTimeout(PATIENCE_MS);
  /** @type {unknown[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(url);
  await page.waitForFunction(() => 'isLoaded' in globalThis);
  await prepare?.(page);
  const call = async (method, ...args) => {
    const result = await page.evaluate(([method, args]) => /** @type {any} */ (globalThis)[method](...args), /** @type {const} */ ([method, args]));
    if (errors.length > 0) throw errors[0];
    return result;
  };
  await call('load', names);
  return {
    page,
    /** Calls a function of `charts/page.mjs`. @type {(method: string, ...args: unknown[]) => Promise<any>} */
    call,
    close: () => context.close(),
  };
}

/**
 * Nodes and listeners, all garbage collected; Chromium alone counts them.
 * @param {{name: string}} opened @param {Awaited<ReturnType<typeof openCharts>>} charts
 */
export async function inDocument(opened, { page, call }) {
  await call('realFrames', 3);
  if (opened.name !== 'Chromium') return null;
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  for (let pass = 0; pass < 2; pass += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const metric = (name) => metrics.find((one) => one.name === name).value;
  return { nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
}

/** The same in another order. @template T @param {T[]} list @returns {T[]} */
export function shuffled(list) {
  const result = [...list];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}
