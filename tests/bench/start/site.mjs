/** The pages of the cold start and their server: everything compressed, nothing cached. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { nodeModules, packageDir, root } from '../../../scripts/lib/paths.mjs';
import { COLORS } from '../charts/look.mjs';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css' };
const START = 1_767_225_600;
const SERIES = 6;
const BUCKETS = 288;
const PATIENCE_MS = 60_000;

/** Which page is ours. */
export const FIRST = 'ours';
/** Pages, and the libraries that they show. */
export const PAGES = { ours: 'ours', uplot: 'uPlot', echarts: 'ECharts' };

/** Where the documents name preloads, a host that follows them has these in its head. */
const DOCUMENTS = ['README.md', 'www/element/README.md'];

/** @typedef {{path: string, bytes: number, depth: number}} Loaded */
/** @typedef {{path: string, bytes: number, from: number, until: number}} Served */

/** The first chart that holds ink says when; looked for in every frame, by the same means for all. */
const PROBE = `<script>
(function look() {
  const shadow = document.querySelector('events-stats-widget')?.shadowRoot;
  for (const canvas of [...document.querySelectorAll('canvas'), ...(shadow?.querySelectorAll('canvas') ?? [])]) {
    if (!canvas.width || !canvas.height) continue;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const pixels = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const colors = new Set();
    for (let at = 0; at < pixels.length && colors.size < 8; at += 7) colors.add(pixels[at]);
    if (colors.size >= 8) { globalThis.inkedMs = performance.now(); globalThis.onInked?.(); return; }
  }
  requestAnimationFrame(look);
})();
</script>`;

/** Preloads as the documents tell hosts to write them, for where the package lies here. */
function documentedPreloads() {
  const files = readdirSync(packageDir, { recursive: true, encoding: 'utf8' });
  return preloadsOf(DOCUMENTS.map((path) => readFileSync(join(root, path), 'utf8')), files);
}

/** @param {string[]} texts @param {string[]} files of the package */
export function preloadsOf(texts, files) {
  const tags = new Set(texts.flatMap((text) => text.match(/<link [^>]*rel="?(?:module)?preload"?[^>]*>/g) ?? []));
  // A dashboard is data, and here there is none.
  return [...tags].filter((tag) => !tag.includes('/api/')).map((tag) => tag.replace(/href="([^"]+)"/, (_, href) => {
    const file = files.filter((name) => `/${href}`.endsWith(`/${name}`)).sort((a, b) => b.length - a.length)[0];
    if (!file) throw new Error(`The documents tell hosts to preload "${href}", which is not in the package.`);
    return `href="/package/${file}"`;
  })).join('');
}

function pageOf(name) {
  const iso = (seconds) => new Date(seconds * 1000).toISOString();
  const config = {
    id: '1', title: '', displayType: 'line', limit: SERIES, interval: '5m',
    queries: [{ name: '', aggregates: ['count()'], columns: ['group'], fields: ['group', 'count()'], conditions: '', orderby: '-count()' }],
  };
  const bodies = {
    ours: `<script type="module" src="/package/index.js"></script><div style="width:800px"><events-stats-widget widget-id="1" org="o" base-url="/"
      start="${iso(START)}" end="${iso(START + BUCKETS * 300)}" style="height:300px"><script type="application/json">${JSON.stringify(config)}</script></events-stats-widget></div>`,
    uplot: `<script src="/peers/uplot.js"></script><link rel="stylesheet" href="/peers/uplot.css"><main></main><script>
      fetch('/api/answer').then((response) => response.json()).then((groups) => {
        const list = Object.values(groups), colors = ${JSON.stringify(COLORS)};
        new uPlot({ width: 800, height: 300, series: [{}, ...list.map((_, index) => ({ label: 'group ' + index, stroke: colors[index], width: 1.5, points: { show: false } }))] },
          [list[0].data.map((row) => row[0]), ...list.map((each) => each.data.map((row) => row[1][0].count))], document.querySelector('main'));
      });</script>`,
    echarts: `<script src="/peers/echarts.js"></script><main style="width:800px;height:300px"></main><script>
      fetch('/api/answer').then((response) => response.json()).then((groups) => {
        echarts.init(document.querySelector('main')).setOption({ animation: false, legend: {}, tooltip: { trigger: 'axis' }, xAxis: { type: 'time' }, yAxis: { type: 'value' },
          series: Object.values(groups).map((each, index) => ({ name: 'group ' + index, type: 'line', showSymbol: false, data: each.data.map((row) => [row[0] * 1000, row[1][0].count]) })) });
      });</script>`,
  };
  return `<!doctype html><meta charset="utf-8">${name === FIRST ? documentedPreloads() : ''}${PROBE}${bodies[name]}`;
}

function answerText() {
  const groups = Array.from({ length: SERIES }, (_, group) => {
    const data = Array.from({ length: BUCKETS }, (_, bucket) => [START + bucket * 300, [{ count: Math.round(500 + 400 * Math.sin((bucket / BUCKETS) * 12 + group) + ((bucket * 7919 + group * 104_729) % 30)) }]]);
    return [`group ${group}`, { data, order: group, start: START, end: START + BUCKETS * 300, isMetricsData: false }];
  });
  return JSON.stringify(Object.fromEntries(groups));
}

/** ECharts with a line chart's parts only. */
async function bundledEcharts() {
  const contents = `import * as echarts from 'echarts/core'; import { LineChart } from 'echarts/charts';
    import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'; import { CanvasRenderer } from 'echarts/renderers';
    echarts.use([LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]); globalThis.echarts = echarts;`;
  const { outputFiles } = await build({ stdin: { contents, resolveDir: root }, bundle: true, minify: true, write: false, logLevel: 'error' });
  return Buffer.from(outputFiles[0].contents);
}

/** @param {(path: string) => Buffer | undefined} [replaced] files in place of the package's, by their path in it */
export async function serveStart(replaced = () => undefined) {
  /** @type {Map<string, {body: Buffer, type: string}>} compressed, by path */
  const answers = new Map();
  const keep = (path, body, type) => answers.set(path, { body: brotliCompressSync(body), type });
  for (const name of Object.keys(PAGES)) keep(`/${name}`, Buffer.from(pageOf(name)), 'text/html');
  keep('/peers/uplot.js', readFileSync(join(nodeModules, 'uplot/dist/uPlot.iife.min.js')), TYPES['.js']);
  keep('/peers/uplot.css', readFileSync(join(nodeModules, 'uplot/dist/uPlot.min.css')), TYPES['.css']);
  keep('/peers/echarts.js', await bundledEcharts(), TYPES['.js']);
  const data = { body: brotliCompressSync(answerText()), type: 'application/json' };

  const find = (/** @type {string} */ path) => {
    if (path.startsWith('/api/')) return data;
    const name = path.replace('/package/', '');
    const file = join(packageDir, name);
    if (!answers.has(path) && path.startsWith('/package/') && existsSync(file)) keep(path, replaced(name) ?? readFileSync(file), TYPES[extname(file)] ?? 'application/octet-stream');
    return answers.get(path);
  };
  const site = { url: '', delayMs: 0, /** @type {Served[]} */ served: [], close: () => server.close() };
  const server = createServer((request, response) => {
    const from = performance.now();
    const { pathname: path } = new URL(request.url, 'http://site');
    const answer = find(path);
    if (!answer) return void response.writeHead(404).end();
    const entry = { path, bytes: answer.body.length, from, until: Number.POSITIVE_INFINITY };
    site.served.push(entry);
    const send = () => {
      entry.until = performance.now();
      response.writeHead(200, { 'content-type': answer.type, 'content-encoding': 'br', 'content-length': answer.body.length, 'cache-control': 'no-store' }).end(answer.body);
    };
    // Without a delay at once: a timer would round up.
    if (site.delayMs > 0) setTimeout(send, site.delayMs);
    else send();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  site.url = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
  return site;
}

/**
 * @param {import('playwright-core').Browser} browser just started
 * @param {Awaited<ReturnType<typeof serveStart>>} site
 * @param {string} name of a page
 * @param {object} [options]
 * @param {{mbits: number, latencyMs: number}} [options.line]
 * @param {(page: import('playwright-core').Page) => Promise<unknown>} [options.prepare]
 */
export async function measureVisit(browser, site, name, { line, prepare } = {}) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  /** @type {Error | undefined} */
  let failure;
  page.on('pageerror', (error) => { failure = error; });
  if (line) {
    const session = await page.context().newCDPSession(page);
    const bytesPerSecond = (line.mbits * 1_000_000) / 8;
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: line.latencyMs, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond });
  }
  await prepare?.(page);
  site.served = [];
  await page.goto(site.url + name, { waitUntil: 'commit' });
  await page.waitForFunction(() => 'inkedMs' in globalThis, undefined, { timeout: PATIENCE_MS, polling: 50 });
  if (failure) throw failure;
  const { inkedMs, origin } = await page.evaluate(() => ({ inkedMs: /** @type {any} */ (globalThis).inkedMs, origin: performance.timeOrigin }));
  const inked = origin + inkedMs - performance.timeOrigin;
  // By when it was answered: what the page asks for right after its first picture may be sent before the ink is noticed.
  return { page, inkedMs, loaded: withDepths(site.served.filter(({ path, until }) => path !== `/${name}` && until < inked)) };
}

/**
 * How many came one after the other: what is asked for after another was answered has waited for it. Data is left
 * out, and what a page loads after its first ink.
 * @param {Served[]} served
 * @returns {Loaded[]}
 */
export function withDepths(served) {
  /** @type {Array<Loaded & Served>} */
  const loaded = [];
  for (const each of served.filter(({ path }) => !path.startsWith('/api/')).sort((a, b) => a.from - b.from)) {
    const before = loaded.filter(({ until }) => until <= each.from);
    loaded.push({ ...each, depth: 1 + Math.max(0, ...before.map(({ depth }) => depth)) });
  }
  return loaded;
}

/** Brotli bytes of every file that a page can come to load: what the entry imports, sooner or later, and all wasm. */
export async function wireOfAll() {
  const { metafile } = await build({
    entryPoints: [join(packageDir, 'index.js')], bundle: true, format: 'esm', write: false, metafile: true, platform: 'browser',
    external: ['node:*'], outdir: packageDir, logLevel: 'error', absWorkingDir: root,
  });
  const scripts = Object.keys(metafile.inputs).map((path) => join(root, path));
  const wasm = readdirSync(packageDir, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.wasm')).map((path) => join(packageDir, path));
  return [...scripts, ...wasm].reduce((sum, path) => sum + brotliCompressSync(readFileSync(path)).length, 0);
}
