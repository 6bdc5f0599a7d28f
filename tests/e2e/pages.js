/**
 * Pages without the reference server: everything a page asks for is answered by the test itself, so that
 * it decides what the API says and when.
 */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { packageDir } from '../../scripts/lib/paths.mjs';
import { PATIENCE_MS } from './harness.js';

/** What browsers write to the console of every answer without success. */
const REFUSED = /^Failed to load resource/;

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

export const WIDGET = {
  title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }],
};

/** 48 buckets of half an hour, up to now. */
export function answer() {
  const start = Math.floor(Date.now() / 1000 / 1800) * 1800 - 48 * 1800;
  const rows = Array.from({ length: 48 }, (_, index) => [start + index * 1800, [{ count: (index * 37) % 50 }]]);
  return { data: rows, meta: { fields: { 'count()': 'integer' } }, start, end: start + 48 * 1800 };
}

/**
 * @param {{newPage: () => Promise<any>}} browser Playwright's or Puppeteer's
 * @param {string} html
 * @param {object} [options]
 * @param {(url: URL) => Promise<Answer> | Answer} [options.api] answers each call of the API
 * @param {string} [options.folder] another package than the built one
 * @param {(path: string) => Promise<Answer | undefined> | Answer | undefined} [options.serve] answers in place of
 *   the page and the package, where it has an answer
 * @param {string} [options.path] where the page is opened
 *
 * @typedef {{json?: object, status?: number, body?: string | Buffer, contentType?: string, headers?: Record<string, string>, isCut?: boolean}} Answer
 */
export async function openPage(browser, html, { api = () => ({ json: answer() }), folder, serve = () => undefined, path = '/' } = {}) {
  /** @type {string[]} */
  const requests = [];
  const problems = [];
  const site = await startSite(async (url) => {
    if (!url.pathname.startsWith('/api/')) return await serve(url.pathname) ?? fileOf(url.pathname, html, folder);
    requests.push(url.pathname + url.search);
    return api(url);
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // That an answer was refused is the browser's to say; all else is ours.
    if (message.type() === 'error' && !REFUSED.test(message.text())) problems.push(message.text());
  });
  page.on('close', site.stop);
  await page.goto(site.origin + path);
  return { page, requests, problems };
}

/**
 * A server of an origin of its own.
 * @param {(url: URL, request: import('node:http').IncomingMessage) => Promise<Answer> | Answer} respond
 */
export async function startSite(respond) {
  const server = createServer(async (request, response) => send(response, await respond(new URL(request.url, 'http://localhost'), request)));
  // One that a failed test leaves open must not keep its file from ending.
  server.unref().on('connection', (socket) => socket.unref());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`, stop: () => server.close() };
}

/** @param {string} html @param {Record<string, string>} [headers] @returns {Answer} */
export const htmlOf = (html, headers) => ({ contentType: 'text/html; charset=utf-8', body: `<!doctype html>${html}`, headers });

/** The page at `/`, and the package below `/package/`. @returns {Answer} */
export function fileOf(path, html = '', folder = packageDir) {
  if (path === '/') return htmlOf(html);
  const file = join(folder, path.replace('/package/', ''));
  if (!existsSync(file)) return { status: 404 };
  return { contentType: TYPES[extname(file)], body: readFileSync(file) };
}

/** @param {import('node:http').ServerResponse} response @param {Answer} answer */
function send(response, { json, status = 200, body = '', contentType = 'text/plain', headers = {}, isCut = false }) {
  if (isCut) {
    response.destroy();
    return;
  }
  const type = json === undefined ? contentType : 'application/json';
  response.writeHead(status, { 'content-type': type, connection: 'close', ...headers });
  response.end(json === undefined ? body : JSON.stringify(json));
}

/** Waits until every widget of the page is at rest, whether or not the late piece of the module is there. */
export const settleCharts = (page) => page.evaluate(async () => {
  await customElements.whenDefined('events-stats-widget');
  for (const widget of document.querySelectorAll('events-stats-widget')) await widget.settled();
});

/** Waits for the late piece, which has what pointers and keys do: an export is in it, too. */
export const settleLate = (page) => page.evaluate(() => document.querySelector('events-stats-widget')?.toCsv().catch(() => {}));

/** Waits until every widget of the page is at rest, and the late piece there. */
export async function settle(page) {
  await settleCharts(page);
  await settleLate(page);
}

/** A tag with these attributes and this child script. */
export function tag(attributes = {}, config = undefined) {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join('');
  const script = config === undefined ? '' : `<script type="application/json">${typeof config === 'string' ? config : JSON.stringify(config)}</script>`;
  return `<events-stats-widget${written}>${script}</events-stats-widget>`;
}

/** Runs in a page before the package does: keeps the instance of the module, always the newest. */
export function keepInstance() {
  const { instantiate, Instance } = WebAssembly;
  const keep = (instance) => {
    // The late piece exports nothing.
    if (instance.exports.memory) globalThis.instance = instance;
    return instance;
  };
  WebAssembly.instantiate = async (module, imports) => keep(await instantiate(module, imports));
  WebAssembly.Instance = new Proxy(Instance, { construct: (made, given) => keep(Reflect.construct(made, given)) });
}

export const KEEP_INSTANCE = `<script>(${keepInstance})();</script>`;

export const REGISTER = '<script type="module" src="/package/index.js"></script>';

/** Elements of one height, whatever is in them. */
export const SIZED = '<style>events-stats-widget { display: block; block-size: 260px }</style>';

/** The text of a part of the first widget; null where there is none. */
export const shownText = (page, selector) => page.evaluate(
  (selector) => document.querySelector('events-stats-widget').shadowRoot.querySelector(selector)?.textContent ?? null, selector,
);

/** Calls `configure` in the page; what it threw, if anything. */
export const configure = (page, options) => page.evaluate(async (options) => {
  const { configure } = await import('/package/element.js');
  try {
    configure(options);
    return null;
  } catch ({ name, code, message }) {
    return { name, code, message };
  }
}, options);
