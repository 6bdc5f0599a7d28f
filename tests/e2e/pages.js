/**
 * Pages without a server: everything a page asks for is answered by the test itself, so that
 * it decides what the API says and when.
 */
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { packageDir } from '../../scripts/lib/paths.mjs';

export const ORIGIN = 'http://widgets.test';

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
 * @param {import('playwright-core').Browser} browser
 * @param {string} html
 * @param {object} [options]
 * @param {(url: URL) => object | Promise<object>} [options.api] what `route.fulfill` takes, for each call of the API
 * @param {string} [options.wasm] folder of another module than the package's
 */
export async function openPage(browser, html, { api = () => ({ json: answer() }), wasm } = {}) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const requests = [];
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.route(`${ORIGIN}/**`, async (route) => {
    const url = new URL(route.request().url());
    if (url.pathname === '/') return route.fulfill({ contentType: 'text/html', body: `<!doctype html>${html}` });
    if (url.pathname.startsWith('/api/')) {
      requests.push(`${url.pathname}${url.search}`);
      return route.fulfill(await api(url));
    }
    const name = url.pathname.replace('/package/', '');
    const file = wasm && name.startsWith('wasm/') ? join(wasm, name.slice('wasm/'.length)) : join(packageDir, name);
    if (!existsSync(file)) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: TYPES[extname(file)], body: readFileSync(file) });
  });
  await page.goto(ORIGIN);
  return { page, requests, problems };
}

/** A tag with these attributes and this child script. */
export function tag(attributes = {}, config = undefined) {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join('');
  const script = config === undefined ? '' : `<script type="application/json">${typeof config === 'string' ? config : JSON.stringify(config)}</script>`;
  return `<events-stats-widget${written}>${script}</events-stats-widget>`;
}

export const REGISTER = '<script type="module" src="/package/index.js"></script>';
