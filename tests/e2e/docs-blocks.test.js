/**
 * Every block of code in the documents that users follow does what it says: pages and scripts in Chromium against
 * the reference server, frameworks by their compilers, settings by the server's own reader, commands by what they name.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { compile } from 'svelte/compiler';
import { packageDir, root } from '../../scripts/lib/paths.mjs';
import { CONTENT_SECURITY_POLICY } from '../../www/server/http/security-headers.js';
import { readOptions } from '../../www/server/options.js';
import { installInScratch } from '../package/support.mjs';
import { blocksOf, DOCUMENTS } from './blocks.js';
import { launchChromium, PATIENCE_MS, startServer } from './harness.js';
import { htmlOf, startSite } from './pages.js';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
const FIXTURE = join(root, 'tests/fixtures/responses/01_single_axis.json');
const CONFIG = { title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }] };
const REGISTER = '<script type="module" src="https://charts.example.com/package/index.js"></script>';
const TAG = '<events-stats-widget widget-id="42" org="acme" dashboard-id="1" base-url="/"></events-stats-widget>';

/** What the documents call a server and what is on it, and what the tests have. @type {Array<[RegExp, () => string]>} */
const PLACES = [
  [/https:\/\/charts\.example\.com\/|http:\/\/127\.0\.0\.1:8080\//g, () => server.url],
  [/(?:https:\/\/cdn\.example\.com|\/node_modules)\/events-stats-widget\//g, () => `${server.url}package/`],
  // The build puts the digests in: `tests/e2e/hosts.test.js` runs the tags with theirs.
  [/ integrity="sha384-"/g, () => ''],
  [/(base-url|baseUrl)="\/"/g, () => `$1="${server.url}"`],
  [/acme/g, () => 'demo'],
  [/widget-id="(42|WIDGET)"/g, () => 'widget-id="1"'],
  [/dashboard-id="123"/g, () => 'dashboard-id="1"'],
  [/demo\/123\/42/g, () => 'demo/1/1'],
];
/** @param {string} text */
const placed = (text) => PLACES.reduce((text, [pattern, place]) => text.replaceAll(pattern, place()), text);

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
let browser;
/** The page that the site serves, and what lies beside it. @type {Map<string, {contentType: string, body: string | Buffer}>} */
const files = new Map();
/** @type {Awaited<ReturnType<typeof startSite>>} */
let site;
before(async () => {
  site = await startSite(({ pathname }) => {
    if (pathname.startsWith('/assets/')) return { contentType: TYPES[extname(pathname)], body: readFileSync(join(packageDir, 'wasm', pathname.replace('/assets/', ''))) };
    return files.get(pathname) ?? { status: pathname === '/favicon.ico' ? 204 : 404 };
  });
  server = await startServer({ ALLOWED_ORIGINS: site.origin });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  site?.stop();
});

/**
 * A page in which every chart gets there, without a complaint.
 * @param {string} html @param {string} [script] run in it as a module, which imports the package by its name
 * @param {(page: any) => unknown} [look]
 */
async function stands(html, script = '', look = () => undefined) {
  const names = { 'events-stats-widget': 'index.js', ...Object.fromEntries(['element', 'inline', 'dashboard', 'wasm', 'words/de'].map((name) => [`events-stats-widget/${name}`, `${name}.js`])) };
  const imports = Object.fromEntries(Object.entries(names).map(([name, file]) => [name, `${server.url}package/${file}`]));
  const map = script ? `<script type="importmap">${JSON.stringify({ imports })}</script><script type="module" src="/script.js"></script>` : '';
  files.set('/', /** @type {any} */ (htmlOf(map + placed(html))));
  files.set('/script.js', { contentType: 'text/javascript', body: placed(script) });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  try {
    await page.goto(site.origin);
    await page.waitForFunction(() => {
      const found = /** @type {any[]} */ ([...document.querySelectorAll('events-stats-widget, events-stats-dashboard')]);
      return found.length > 0 && found.every(({ state, error }) => state === 'ready' || error);
    }).catch((cause) => { throw new Error(`no chart: ${complaints.join('; ')}`, { cause }); });
    const errors = await page.evaluate(() => /** @type {any[]} */ ([...document.querySelectorAll('events-stats-widget, events-stats-dashboard')]).map(({ error }) => error));
    assert.deepEqual(errors.filter(Boolean), []);
    // One widget of the demo's dashboard has a mistake in it, to show how that looks.
    const isDemo = html.includes('<events-stats-dashboard');
    assert.deepEqual(complaints.filter((text) => !(isDemo && text.includes('status of 400'))), []);
    await look(page);
  } finally {
    await page.close();
  }
}

/** @param {string} contents @param {import('esbuild').BuildOptions} [options] */
async function bundle(contents, options) {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'jsx', resolveDir: root }, bundle: true, write: false, format: 'esm', logLevel: 'silent', define: { 'process.env.NODE_ENV': '"production"' },
    alias: { 'events-stats-widget/react': join(packageDir, 'react.js') }, external: ['events-stats-widget'], ...options,
  });
  return outputFiles[0].text;
}

/** A tag in one form, whoever wrote it: the app of a host has more than one, and another address. @param {string} text */
const attributesOf = (text) => [...text.matchAll(/<events-stats-widget ([^>]*?)\s*\/?>/g)].map(([, inside]) => inside.replace(/\s*(org|base-url)="[^"]*"/g, '').trim());

const PRELUDE = `const config = ${JSON.stringify(CONFIG)}; let loads = 0; const loaded = () => { loads += 1; };\n`;

/** By kind: what a block must do. @type {Record<string, (block: import('./blocks.js').Block) => unknown>} */
const RUNS = {
  page: ({ text }) => stands(`${/<script[^>]* src=/.test(text) ? '' : REGISTER}${text}${/<events-stats-(widget|dashboard)/.test(text) ? '' : TAG}`),
  styles: ({ text }) => stands(`${REGISTER}<style>${text}</style>${TAG}`, '', async (page) => {
    const [, color] = /--events-stats-background: #(\w+)/.exec(text);
    const shown = await page.evaluate(() => getComputedStyle(document.querySelector('events-stats-widget').shadowRoot.querySelector('.widget')).backgroundColor);
    assert.equal(shown, `rgb(${color.match(/../g).map((part) => Number.parseInt(part, 16)).join(', ')})`);
  }),
  script: ({ text, document }) => {
    const isOfTag = text.includes('querySelector');
    const given = text.includes('import ') ? '' : `import { recordMetric } from 'events-stats-widget';\n`;
    // The relay is one of the server that is configured; a page without one has no metrics to send.
    const ownRelay = document.includes('metrics') ? text.replace("backend: 'dogstatsd'", "backend: 'memory'") : text;
    return stands(isOfTag ? REGISTER + TAG.replace(/ (widget|dashboard)-id="\w+"/g, '') : TAG, isOfTag ? text : given + ownRelay);
  },
  async react({ text }) {
    await stands('<main></main>', await bundle(`import { createRoot } from 'react-dom/client';\n${PRELUDE}${placed(text).replace(/^</m, 'const view = <')}\ncreateRoot(document.querySelector('main')).render(view);`, { jsx: 'automatic' }));
  },
  async svelte({ text }) {
    const { js } = compile(`<script>import 'events-stats-widget'; ${PRELUDE}</script>${placed(text)}`, { generate: 'client', name: 'Page' });
    await stands('<main></main>', await bundle(`${js.code}\nimport { mount } from 'svelte';\nmount(Page, { target: document.querySelector('main') });`, { conditions: ['browser'] }));
    await stands('<main></main>', await bundle(`import 'events-stats-widget';\nimport { h, render } from 'preact';\n${PRELUDE}render(${placed(text).trim()}, document.querySelector('main'));`, { jsxFactory: 'h' }));
  },
  async vue({ text }) {
    const app = `import 'events-stats-widget';\nimport { createApp } from 'vue/dist/vue.esm-bundler.js';\n${PRELUDE}
      const app = createApp({ template: ${JSON.stringify(placed(text))}, setup: () => ({ config, loaded }) });
      app.config.compilerOptions.isCustomElement = (tag) => tag === 'events-stats-widget';
      app.mount('main');`;
    await stands('<main></main>', await bundle(app, { define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' } }));
  },
  // Their compilers are no part of this project: `npm run test:hosts` builds the app that has the same tag.
  solid: ({ text }) => assert.ok(attributesOf(readFileSync(join(root, 'tests/hosts/apps/solid/src/main.jsx'), 'utf8')).includes(attributesOf(text)[0]), text),
  angular: ({ text }) => assert.ok(attributesOf(readFileSync(join(root, 'tests/hosts/apps/angular/src/main.ts'), 'utf8')).includes(attributesOf(text)[0]), text),
  node({ text }) {
    const { folder, remove } = installInScratch();
    try {
      const program = `${text}; renderSvg(${JSON.stringify(CONFIG)}, JSON.parse(require('node:fs').readFileSync(${JSON.stringify(FIXTURE)}, 'utf8'))).then((svg) => console.log(svg.slice(0, 4)))`;
      assert.equal(execFileSync(process.execPath, ['--input-type=commonjs', '-e', program], { cwd: folder, encoding: 'utf8' }).trim(), '<svg');
    } finally {
      remove();
    }
  },
  // `tests/hosts/examples.test.mjs` compiles and runs that program.
  rust({ text }) {
    const program = readFileSync(join(root, 'examples/rust/src/main.rs'), 'utf8').replaceAll(/^ +/gm, '');
    assert.deepEqual(text.split('\n').filter((line) => !program.includes(line.trim())), []);
  },
  async addresses({ text }) {
    const addresses = [...placed(text).matchAll(/ (?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    assert.ok(addresses.length > 0);
    for (const address of addresses) assert.equal((await fetch(address)).status, 200, address);
  },
  policy: ({ text }) => assert.equal(text.trim(), CONTENT_SECURITY_POLICY),
  settings: ({ text }) => assertSettings(text.trim().split('\n')),
  unit({ text }) {
    assertSettings([...text.matchAll(/^Environment=(.*)$/gm)].map(([, setting]) => setting));
    assert.match(text, /^ExecStart=\S+\/node_modules\/\.bin\/events-stats-server$/m);
  },
  // The programs are not installed here. What stands in it of this server is: its port, its addresses, its settings.
  proxy({ text }) {
    assert.deepEqual((text.match(/127\.0\.0\.1:\d+/g) ?? []).filter((place) => place !== '127.0.0.1:8080'), []);
    assertSettings([...text.matchAll(/and ([A-Z_]+=\S+)/g)].map(([, setting]) => setting));
  },
  commands({ text }) {
    for (const line of text.trim().replaceAll(/\s*\\\n\s*/g, ' ').split('\n')) assertCommand(line);
  },
};

/** By the server's own reader, and known to its table. @param {string[]} lines */
function assertSettings(lines) {
  const table = readFileSync(join(root, 'www/server/README.md'), 'utf8').split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|')[1]).join();
  const known = lines.map((line) => line.split(/=(.*)/s));
  // The environment of Node is Node's own.
  assert.deepEqual(known.map(([name]) => name).filter((name) => name !== 'NODE_ENV' && !table.includes(`\`${name}\``)), []);
  readOptions({ ...Object.fromEntries(known.map(([name, value]) => [name, value === '...' ? 'x'.repeat(40) : value])) });
}

/** Programs that are not this project's, and what of a line is. @type {Record<string, (line: string) => void>} */
const PROGRAMS = {
  npm(line) {
    const [, , script] = /npm (run )?([\w:]+)/.exec(line);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    if (script === 'install') assert.ok(!/\.tgz/.test(line) || line.includes(`-${manifest.version}.tgz`), line);
    else assert.ok(manifest.scripts[script], line);
  },
  npx: (line) => assert.match(line, /^npx events-stats-server$/),
  node: (line) => assert.ok(existsSync(join(root, /node ([\w/.]+)/.exec(line)[1])), line),
  docker(line) {
    const [, , service, script] = /docker compose (up|exec)(?: (?!-)(\S+))?(?: node (\S+))?/.exec(line);
    if (service) assert.ok(readFileSync(join(root, 'compose.yaml'), 'utf8').includes(`\n  ${service}:\n`), line);
    if (script) assert.ok(existsSync(join(root, script)), line);
  },
  python3: (line) => assert.ok(existsSync(join(root, /--directory (\S+)/.exec(line)[1], 'index.html')), line),
  // `tests/hosts/examples.test.mjs` runs both of the example's.
  curl: (line) => assert.match(line, /^curl --fail --output answer\.json "http:\/\/127\.0\.0\.1:8080\/api\/0\//),
  cargo: (line) => assert.ok(!line.includes('--example') || existsSync(join(root, `examples/${/--example (\w+)/.exec(line)[1]}.rs`)), line),
  'oauth2-proxy': (line) => assert.match(line, /--upstream=http:\/\/127\.0\.0\.1:8080\/ /),
};

/** @param {string} line */
function assertCommand(line) {
  const [, settings, command] = /^((?:[A-Z_]+=\S+ )*)(.*)$/.exec(line);
  assertSettings(settings.trim().split(' ').filter(Boolean));
  const [program] = command.split(' ');
  assert.ok(PROGRAMS[program], `nobody knows how to look at ${line}`);
  PROGRAMS[program](command);
}

for (const document of DOCUMENTS) {
  for (const block of blocksOf(document)) test(`${document}:${block.line}, ${block.kind}`, async () => { await RUNS[block.kind](block); });
}

test('every kind that is looked for is there', () => {
  const found = new Set(DOCUMENTS.flatMap(blocksOf).map(({ kind }) => kind));
  assert.deepEqual(Object.keys(RUNS).filter((kind) => !found.has(kind)), []);
});

test('the blocks of frameworks, which stand in two documents, are the same there', () => {
  const own = new Set(blocksOf('docs/frameworks.md').map(({ text }) => text));
  const short = blocksOf('README.md').filter(({ kind }) => ['react', 'vue', 'svelte', 'solid', 'angular'].includes(kind));
  assert.equal(short.length, 5);
  assert.deepEqual(short.filter(({ text }) => !own.has(text)), []);
});

/** Files of the examples that may hold a tag. */
const exampleFiles = () => readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:html|jsx|vue)$/.test(name) && !name.includes('node_modules')).map((name) => readFileSync(join(root, 'examples', name), 'utf8'));

test('every tag of the documents and of the examples holds what is shown until there is a chart, whoever compiles it', () => {
  const texts = [...DOCUMENTS.flatMap(blocksOf).map(({ text }) => text), ...exampleFiles()];
  // An arrow in an attribute ends no tag.
  const tags = texts.flatMap((text) => [...text.matchAll(/<(?:events-stats-widget|events-stats-dashboard|EventsStatsChart)\s(?:=>|[^>])*>([^<]*)/g)]);
  assert.ok(tags.length > 20, String(tags.length));
  assert.deepEqual(tags.filter(([, inside]) => !inside.trim()).map(([tag]) => tag), []);
});
