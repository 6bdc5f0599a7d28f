/** The packed package where JavaScript runs without a browser: `require`, bundles for a server, jsdom and happy-dom. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { build } from 'esbuild';
import { root } from '../../scripts/lib/paths.mjs';
import { installInScratch, lend, manifest } from './support.mjs';

const { folder, remove } = installInScratch();
after(remove);
lend(folder, { react: 'react', 'react-dom': 'react-dom', scheduler: 'scheduler', jsdom: 'jsdom', 'happy-dom': 'happy-dom' });

const config = { displayType: 'line', queries: [{ aggregates: ['count()'] }] };
const answer = readFileSync(join(root, 'tests/fixtures/responses/01_single_axis.json'), 'utf8');

/** Runs a program in the project; returns what it printed, as JSON. @param {string} file @param {string} source @param {string[]} [flags] of Node */
function run(file, source, flags = []) {
  writeFileSync(join(folder, file), source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, file], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const DRAW = `renderSvg(${JSON.stringify(config)}, ${answer}, { width: 400, height: 200 })`;

test('`require` draws, whether Node can load a module that way or not', () => {
  const source = `require('${manifest.name}').renderSvg(...[${DRAW.slice('renderSvg('.length, -1)}]).then((svg) => console.log(JSON.stringify(svg.slice(0, 4))));`;
  assert.equal(run('draw.cjs', source, ['--no-experimental-require-module']), '<svg');
  assert.equal(run('draw.cjs', source), '<svg');
});

test('`require` and `import` give the same names, of one element and one module', () => {
  const facts = run('both.cjs', `const required = require('${manifest.name}');
import('${manifest.name}').then((imported) => console.log(JSON.stringify({
  imported: Object.keys(imported).sort(), required: Object.keys(required).sort(), isOne: required.EventsStatsWidget === imported.EventsStatsWidget,
})));`, ['--no-experimental-require-module']);
  assert.deepEqual(facts.required, facts.imported);
  assert.ok(facts.required.includes('configure'));
  assert.equal(facts.isOne, true);
});

for (const [subpath, name] of [['element', 'defineElement'], ['node', 'renderSvg'], ['react', 'EventsStatsChart']]) {
  test(`\`require\` takes ${subpath}, too`, () => {
    const source = `console.log(JSON.stringify(Object.keys(require('${manifest.name}/${subpath}'))));`;
    assert.ok(run('subpath.cjs', source, ['--no-experimental-require-module']).includes(name));
  });
}

test('bundled for a server, which loses the module, drawing fails with a code and the cure', async () => {
  writeFileSync(join(folder, 'server.mjs'), `import { renderSvg } from '${manifest.name}';
await ${DRAW}.then(() => console.log('{}'), ({ code, message }) => console.log(JSON.stringify({ code, message })));`);
  await build({ absWorkingDir: folder, entryPoints: ['server.mjs'], bundle: true, platform: 'node', format: 'esm', outfile: join(folder, 'out/bundle.mjs'), logLevel: 'silent' });
  const { code, message } = run('out/start.mjs', "await import('./bundle.mjs');");
  assert.equal(code, 'wasm_missing');
  assert.match(message, /import events-stats-widget\/inline there, .* serverExternalPackages: \['events-stats-widget'\], where events-stats-widget\/react is not used/);
  assert.match(message, /file:\/\/\S+out\/wasm\/events_stats_widget_bg\.wasm/);
});

test('bundled for a server, the single file draws, also beside what has lost the module', async () => {
  writeFileSync(join(folder, 'single.mjs'), `import '${manifest.name}';\nimport { renderSvg } from '${manifest.name}/inline';\nconsole.log(JSON.stringify((await ${DRAW}).slice(0, 4)));`);
  await build({ absWorkingDir: folder, entryPoints: ['single.mjs'], bundle: true, platform: 'node', format: 'esm', outfile: join(folder, 'out/single.mjs'), logLevel: 'silent' });
  assert.equal(run('out/start-single.mjs', "await import('./single.mjs');"), '<svg');
});

test('the component renders on a server, its configuration as an attribute', () => {
  const html = run('ssr.mjs', `import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { EventsStatsChart } from '${manifest.name}/react';
console.log(JSON.stringify(renderToString(createElement(EventsStatsChart, {
  widgetId: 42, statsPeriod: '24h', pinchRange: true, groupTooltip: false, className: 'wide', config: { title: '<b>' }, onLoad() {}, range: { statsPeriod: '1h' },
}, 'Loading'))));`);
  assert.equal(html, '<events-stats-widget widget-id="42" stats-period="24h" pinch-range="" class="wide" Config="{&quot;title&quot;:&quot;&lt;b&gt;&quot;}">Loading</events-stats-widget>');
});

/** Globals as test runners set them. */
const DOCUMENTS = {
  jsdom: "import { JSDOM } from 'jsdom';\nconst { window } = new JSDOM('<body></body>', { url: 'http://page.test/' });",
  'happy-dom': "import { Window } from 'happy-dom';\nconst window = new Window({ url: 'http://page.test/' });",
};

for (const [name, made] of Object.entries(DOCUMENTS)) {
  test(`in ${name} the tag is registered, and says that it cannot draw`, () => {
    const facts = run('page.mjs', `${made}
for (const name of ['window', 'document', 'customElements', 'HTMLElement', 'CustomEvent', 'CSSStyleSheet', 'ResizeObserver', 'IntersectionObserver', 'MutationObserver', 'location']) {
  globalThis[name] = name === 'window' ? window : window[name];
}
const { renderSvg } = await import('${manifest.name}');
const element = document.createElement('events-stats-widget');
element.config = ${JSON.stringify(config)};
const errors = [];
document.addEventListener('events-stats-error', (event) => errors.push(event.detail.code));
document.body.append(element);
const settled = await element.settled();
const { state, error } = element;
const text = element.shadowRoot.textContent;
element.remove();
document.body.append(element);
const refreshed = await element.refresh();
const svg = await ${DRAW};
console.log(JSON.stringify({ settled, state, error, errors, text, refreshed, svg: svg.slice(0, 4) }));
process.exit();`);
    assert.deepEqual(facts.settled, { drawn: false });
    assert.deepEqual(facts.refreshed, { drawn: false });
    assert.equal(facts.state, 'error');
    assert.equal(facts.error.code, 'no_canvas');
    assert.match(facts.error.message, /^Charts are drawn by browsers: expected .+, which this document in Node lacks\./);
    assert.ok(facts.text.includes(facts.error.message));
    assert.equal(facts.errors[0], 'no_canvas');
    assert.equal(facts.svg, '<svg', 'a picture needs no document');
  });
}

test('importing without registration registers nothing in a document, either', () => {
  const isKnown = run('element.mjs', `${DOCUMENTS['happy-dom']}
Object.assign(globalThis, { window, document: window.document, customElements: window.customElements, HTMLElement: window.HTMLElement });
await import('${manifest.name}/element');
console.log(JSON.stringify(customElements.get('events-stats-widget') !== undefined));
process.exit();`);
  assert.equal(isKnown, false);
});

test('the component hands on every event of the element', () => {
  const types = readFileSync(join(folder, 'node_modules', manifest.name, 'index.d.ts'), 'utf8');
  const events = [...types.matchAll(/^ {2}'events-stats-(\w+)': CustomEvent/gm)].map(([, name]) => name);
  assert.ok(events.length > 5 && events.includes('select'), events.join());
  const heard = run('events.mjs', `${DOCUMENTS.jsdom}
Object.assign(globalThis, { window, document: window.document, customElements: window.customElements, HTMLElement: window.HTMLElement, AbortController: window.AbortController, IS_REACT_ACT_ENVIRONMENT: true });
Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });
const { act, createElement } = await import('react');
const { createRoot } = await import('react-dom/client');
const { EventsStatsChart } = await import('${manifest.name}/react');
const heard = [];
const main = document.body.appendChild(document.createElement('main'));
const events = ${JSON.stringify(events)};
const handlers = Object.fromEntries(events.map((name) => ['on' + name[0].toUpperCase() + name.slice(1), (event) => heard.push(event.detail)]));
await act(() => createRoot(main).render(createElement(EventsStatsChart, handlers)));
heard.length = 0;
const attributes = main.firstChild.getAttributeNames();
for (const name of events) main.firstChild.dispatchEvent(new window.CustomEvent('events-stats-' + name, { detail: name }));
console.log(JSON.stringify({ heard, attributes }));
process.exit();`);
  assert.deepEqual(heard, { heard: events, attributes: [] });
});
