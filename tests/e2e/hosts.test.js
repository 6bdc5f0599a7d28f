/**
 * The packed package in pages as people build them: plain HTML, bundles, Vite, React. Each shows a chart of an API on
 * another origin, without a complaint in the console.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { build as bundle } from 'esbuild';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { build as viteBuild, createServer } from 'vite';
import { lateFile, wasmFile } from '../../scripts/lib/paths.mjs';
import { installInScratch, lend } from '../package/support.mjs';
import { launchChromium, openPage } from './harness.js';
import { answer, htmlOf, startSite, WIDGET } from './pages.js';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html', '.css': 'text/css' };

let browser;
let api;
let project;
before(async () => {
  browser = await launchChromium();
  api = await startSite(() => ({ json: answer(), headers: { 'access-control-allow-origin': '*' } }));
  project = installInScratch();
  lend(project.folder, { react: 'react', 'react-dom': 'react-dom', scheduler: 'scheduler' });
});
after(async () => {
  await browser?.close();
  api?.stop();
  project?.remove();
});

/** @param {string} name @param {string} text */
const write = (name, text) => writeFileSync(join(project.folder, name), text);
const tag = () => `<events-stats-widget org="demo" base-url="${api.origin}/"><script type="application/json">${JSON.stringify(WIDGET)}</script></events-stats-widget>`;

/**
 * Serves a page and a folder of the project, and waits until its chart stands.
 * @param {import('node:test').TestContext} t
 * @param {string} html @param {string} folder @param {Record<string, string>} [headers] of the page
 */
async function open(t, html, folder, headers) {
  const asked = [];
  const site = await startSite(({ pathname }) => {
    asked.push(pathname);
    const file = join(folder, pathname);
    if (pathname === '/') return htmlOf(html, headers);
    if (pathname === '/favicon.ico') return { status: 204 };
    return existsSync(file) ? { contentType: TYPES[extname(file)], body: readFileSync(file) } : { status: 404 };
  });
  t.after(site.stop);
  return { ...await stands(t, site.origin), asked };
}

/** @param {import('node:test').TestContext} t @param {string} address */
async function stands(t, address) {
  const { page, complaints, close } = await openPage(browser);
  t.after(close);
  await page.goto(address);
  await page.waitForFunction(() => ['ready', 'error'].includes(/** @type {any} */ (document.querySelector('events-stats-widget'))?.state));
  const facts = await page.evaluate(async () => {
    const widget = /** @type {import('/package/index.js').EventsStatsWidget} */ (document.querySelector('events-stats-widget'));
    await widget.settled();
    // The late piece has to be found as well.
    return { error: widget.error, state: widget.state, svg: (await widget.toSvg()).slice(0, 4) };
  });
  assert.deepEqual(facts, { error: null, state: 'ready', svg: '<svg' });
  assert.deepEqual(complaints, []);
  return { page, complaints };
}

test('plain HTML', async (t) => {
  const { asked } = await open(t, `<script type="module" src="/index.js"></script>${tag()}`, join(project.folder, 'node_modules/events-stats-widget'));
  assert.deepEqual(asked.filter((path) => path.endsWith('.wasm')).sort(), [`/wasm/${wasmFile}`, `/wasm/${lateFile}`]);
});

/** Serves the package from an origin of its own, each file with something more at its end. @param {import('node:test').TestContext} t @param {string} more */
async function cdn(t, more) {
  const site = await startSite(({ pathname }) => {
    const file = join(project.folder, 'node_modules', pathname);
    return { contentType: TYPES[extname(file)], body: Buffer.concat([readFileSync(file), Buffer.from(more)]), headers: { 'access-control-allow-origin': '*' } };
  });
  t.after(site.stop);
  return site.origin;
}

test('the script tags of its README, with digests: what is served runs, what was changed does not', async (t) => {
  const folder = join(project.folder, 'node_modules/events-stats-widget');
  const tags = readFileSync(join(folder, 'README.md'), 'utf8').match(/<script [^>]*integrity="sha384-.{64}"[^>]*><\/script>/g);
  assert.equal(tags.length, 2);
  const [whole, changed] = [await cdn(t, ''), await cdn(t, ' ')];
  for (const script of tags) {
    await open(t, script.replace('https://cdn.example.com', whole) + tag(), folder);
    const site = await startSite(() => htmlOf(script.replace('https://cdn.example.com', changed) + tag()));
    t.after(site.stop);
    const { page, complaints, close } = await openPage(browser);
    t.after(close);
    await page.goto(site.origin);
    assert.equal(await page.evaluate(() => customElements.get('events-stats-widget')), undefined);
    assert.match(complaints.join(), /Failed to find a valid digest in the 'integrity' attribute/);
  }
});

/** Nothing inline, nothing from `data:` or `blob:`, nothing fetched but the API. */
const strict = (own = '') => ({
  'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; connect-src ${api.origin}${own}; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
});

for (const format of /** @type {const} */ (['esm', 'iife'])) {
  test(`esbuild (${format}) and the single file, under a strict policy`, async (t) => {
    write('inline-main.js', "import 'events-stats-widget/inline';");
    const out = join(project.folder, `out-${format}`);
    const { warnings } = await bundle({ absWorkingDir: project.folder, entryPoints: ['inline-main.js'], bundle: true, minify: true, format, outfile: join(out, 'bundle.js'), logLevel: 'silent' });
    assert.deepEqual(warnings, []);
    const script = format === 'esm' ? '<script type="module" src="/bundle.js"></script>' : '<script defer src="/bundle.js"></script>';
    const { asked } = await open(t, script + tag(), out, strict());
    assert.deepEqual(asked.filter((path) => path.endsWith('.wasm')), []);
  });
}

test('plain HTML under a strict policy: its chart is pointed at, listed as a table, inspected and saved', async (t) => {
  const html = `<script type="module" src="/index.js"></script>${tag()}`;
  const { page, complaints } = await open(t, html, join(project.folder, 'node_modules/events-stats-widget'), strict(" 'self'"));
  await page.mouse.move(300, 150);
  await page.mouse.move(320, 160);
  const inside = (/** @type {string} */ selector) => page.locator('events-stats-widget').locator(selector).first();
  await inside('.tooltip').filter({ hasText: /\d/ }).waitFor();
  for (const name of ['table', 'inspect', 'png', 'svg', 'csv']) {
    await inside('.dots').evaluate((/** @type {any} */ button) => button.click());
    await inside(`.item[name="${name}"]`).evaluate((/** @type {any} */ item) => item.click());
    await page.evaluate(() => /** @type {any} */ (document.querySelector('events-stats-widget')).settled());
    if (name === 'table') await inside('table').waitFor();
  }
  assert.deepEqual(complaints, []);
});

/** @param {string} name @param {string} main */
function viteProject(name, main) {
  write(`${name}.js`, main);
  write('index.html', `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/${name}.js"></script>${tag()}`);
  return { root: project.folder, configFile: /** @type {const} */ (false), logLevel: /** @type {const} */ ('error') };
}

test('Vite in dev mode, without any setting', async (t) => {
  const server = await createServer({ ...viteProject('vite-dev', "import 'events-stats-widget';"), server: { port: 0, host: '127.0.0.1' } });
  t.after(() => server.close());
  await server.listen();
  await stands(t, server.resolvedUrls.local[0]);
});

test('Vite in dev mode, without registration, by addresses of its own', async (t) => {
  const main = `import first from 'events-stats-widget/wasm/${wasmFile}?url';
import late from 'events-stats-widget/wasm/${lateFile}?url';
import { defineElement, init } from 'events-stats-widget/element';
init(first, late);
defineElement();`;
  const server = await createServer({ ...viteProject('vite-element', main), server: { port: 0, host: '127.0.0.1' } });
  t.after(() => server.close());
  await server.listen();
  await stands(t, server.resolvedUrls.local[0]);
});

test('Vite builds the package with one copy of each piece, its addresses asked for or not', async (t) => {
  const main = "import { init } from 'events-stats-widget';\nimport first, { lateUrl } from 'events-stats-widget/wasm';\ninit(first, lateUrl);";
  await viteBuild({ ...viteProject('vite-main', main), build: { outDir: 'out-vite', assetsInlineLimit: 0 } });
  const out = join(project.folder, 'out-vite');
  const pieces = readdirSync(join(out, 'assets')).filter((name) => name.endsWith('.wasm'));
  assert.equal(pieces.length, 2, pieces.join());
  await open(t, readFileSync(join(out, 'index.html'), 'utf8').replace('<!doctype html>', ''), out);
});

/** @param {string} source */
async function reactBundle(source) {
  write('react-main.jsx', source);
  const out = join(project.folder, 'out-react');
  await bundle({
    absWorkingDir: project.folder, entryPoints: ['react-main.jsx'], bundle: true, format: 'esm', jsx: 'automatic', conditions: ['development'],
    define: { 'process.env.NODE_ENV': '"development"' }, outfile: join(out, 'bundle.js'), logLevel: 'silent',
  });
  return out;
}

const COMPONENT = () => `import { StrictMode, useState } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { EventsStatsChart } from 'events-stats-widget/react';
globalThis.seen = { loads: 0, renders: 0 };
function Page() {
  const [title, setTitle] = useState('First');
  globalThis.seen.setTitle = setTitle;
  globalThis.seen.renders += 1;
  const config = { ...${JSON.stringify(WIDGET)}, title };
  return <EventsStatsChart org="demo" baseUrl="${api.origin}/" className="wide" refresh={60} pinchRange config={config} range={{ statsPeriod: '24h' }}
    onLoad={() => { globalThis.seen.loads += 1; globalThis.seen.titleAtLoad = title; }} ref={(element) => { globalThis.seen.element = element; }}>Loading</EventsStatsChart>;
}
const main = document.querySelector('main');
const page = <StrictMode><Page /></StrictMode>;
if (main.childNodes.length > 0) hydrateRoot(main, page); else createRoot(main).render(page);
`;

/** @param {import('playwright-core').Page} page */
async function behaves(page) {
  const seen = await page.evaluate(async () => {
    const { seen } = /** @type {any} */ (globalThis);
    const widget = /** @type {import('/package/index.js').EventsStatsWidget} */ (document.querySelector('events-stats-widget'));
    const title = () => widget.shadowRoot.querySelector('.title').textContent;
    const first = title();
    const before = seen.renders;
    seen.setTitle('Second');
    while (title() !== 'Second') await new Promise((resolve) => setTimeout(resolve, 10));
    await widget.refresh();
    return {
      first, isRef: seen.element === widget, hasLoaded: seen.loads > 0, titleAtLoad: seen.titleAtLoad, isAnew: seen.renders > before, range: widget.range,
      attributes: Object.fromEntries(['class', 'refresh', 'pinch-range', 'base-url'].map((name) => [name, widget.getAttribute(name)])),
    };
  });
  assert.deepEqual(seen, {
    first: 'First', isRef: true, hasLoaded: true, titleAtLoad: 'Second', isAnew: true, range: { statsPeriod: '24h' },
    attributes: { class: 'wide', refresh: '60', 'pinch-range': '', 'base-url': `${api.origin}/` },
  });
}

test('the component in React 19, rendered in the page', async (t) => {
  const out = await reactBundle(COMPONENT());
  const { page } = await open(t, '<main></main><script type="module" src="/bundle.js"></script>', out);
  await behaves(page);
});

test('the component in React 19, rendered on a server and hydrated', async (t) => {
  const out = await reactBundle(COMPONENT());
  const { EventsStatsChart } = await import(join(project.folder, 'node_modules/events-stats-widget/react.js'));
  const html = renderToString(createElement(EventsStatsChart, {
    org: 'demo', baseUrl: `${api.origin}/`, className: 'wide', refresh: 60, pinchRange: true, config: { ...WIDGET, title: 'First' }, range: { statsPeriod: '24h' },
  }, 'Loading'));
  const { page } = await open(t, `<main>${html}</main><script type="module" src="/bundle.js"></script>`, out);
  await behaves(page);
});

test('the tag itself in React 19: objects, events and `refresh` arrive', async (t) => {
  const out = await reactBundle(`import { createRoot } from 'react-dom/client';
import 'events-stats-widget';
createRoot(document.querySelector('main')).render(<events-stats-widget org="demo" base-url="${api.origin}/" refresh={60} config={${JSON.stringify(WIDGET)}}
  onevents-stats-load={() => { globalThis.hasLoaded = true; }} />);
`);
  const { page } = await open(t, '<main></main><script type="module" src="/bundle.js"></script>', out);
  assert.deepEqual(await page.evaluate(() => [/** @type {any} */ (globalThis).hasLoaded, document.querySelector('events-stats-widget').getAttribute('refresh')]), [true, '60']);
});

test('where the policy of the page does not name the origin of the API, the error says so beside CORS', async (t) => {
  const folder = join(project.folder, 'node_modules/events-stats-widget');
  const site = await startSite(({ pathname }) => (pathname === '/'
    ? htmlOf(`<script type="module" src="/index.js"></script>${tag()}`, { 'content-security-policy': "default-src 'self' 'wasm-unsafe-eval'" })
    : { contentType: TYPES[extname(pathname)], body: existsSync(join(folder, pathname)) ? readFileSync(join(folder, pathname)) : '' }));
  t.after(site.stop);
  const { page, close } = await openPage(browser);
  t.after(close);
  await page.goto(site.origin);
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('events-stats-widget'))?.error);
  const { code, message } = await page.evaluate(() => /** @type {any} */ (document.querySelector('events-stats-widget')).error);
  assert.equal(code, 'network');
  assert.ok(message.endsWith(`(perhaps ${api.origin} does not allow this page: CORS; or the page's policy does not name ${api.origin}: connect-src)`), message);
});
