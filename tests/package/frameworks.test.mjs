/** The tag in the JSX and the templates of frameworks, as TypeScript reads it from the packed package. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeModules, packageDir } from '../../scripts/lib/paths.mjs';
import { installInScratch, lend, manifest } from './support.mjs';

const { folder, remove } = installInScratch();
after(remove);

const TSC = join(nodeModules, 'typescript/bin/tsc');

/** @param {string} source of a program, JSX allowed @param {object} [options] of the compiler @returns {string} complaints */
function typeErrors(source, options = {}) {
  writeFileSync(join(folder, 'program.tsx'), source);
  const compilerOptions = {
    strict: true, noEmit: true, skipLibCheck: false, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'],
    module: 'esnext', moduleResolution: 'bundler', types: [], ...options,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.tsx'] }));
  const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', '.'], { cwd: folder, encoding: 'utf8' });
  return status === 0 ? '' : stdout;
}

const IMPORT = `import '${manifest.name}';\nimport type { EventsStatsWidget, WidgetConfig } from '${manifest.name}';\ndeclare const config: WidgetConfig;\n`;
const JSX_OF = { react: { jsx: 'react-jsx' }, preact: { jsx: 'react-jsx', jsxImportSource: 'preact' }, solid: { jsx: 'preserve', jsxImportSource: 'solid-js' } };

/**
 * @typedef {object} Host
 * @property {string} name
 * @property {Record<string, string>} packages what it installs
 * @property {object} options of the compiler
 * @property {string} right a program that must be accepted
 * @property {Array<[what: string, program: string]>} wrong programs that must not
 */
const reactTag = `export const chart = (<events-stats-widget
  widget-id="42" org="acme" refresh={60} compare="1w" theme="dark" pinch-range className="wide" style={{ height: 200 }} config={config}
  onevents-stats-load={(event) => event.detail.series.toFixed()} ref={(element: EventsStatsWidget | null) => { element?.settled(); }}
>Loading</events-stats-widget>);
export const dashboard = (<events-stats-dashboard dashboard-id="1" rotate={30} kiosk className="wall"
  onevents-stats-load={(event) => event.detail.series.toFixed()} onevents-stats-filters={(event) => event.detail.release.join()} />);\n`;
const reactWrong = /** @type {Array<[string, string]>} */ ([
  ['an unknown theme', `${IMPORT}export const chart = <events-stats-widget theme="pink" />;\n`],
  ['a detail that the event does not have', `${IMPORT}export const chart = <events-stats-widget onevents-stats-load={(event) => event.detail.rows} />;\n`],
]);
/** @param {string} attribute */
const component = (attribute) => `import { EventsStatsChart } from '${manifest.name}/react';
import { createRef } from 'react';
import type { EventsStatsWidget } from '${manifest.name}';
const ref = createRef<EventsStatsWidget>();
export const chart = <EventsStatsChart ref={ref} className="wide" ${attribute} />;
`;
const react = { options: JSX_OF.react, right: IMPORT + reactTag, wrong: reactWrong };

/** @type {Host[]} */
const HOSTS = [
  { name: 'React 19', packages: { react: 'react', '@types/react': '@types/react' }, ...react },
  { name: 'React 18', packages: { react: 'react', '@types/react': '@types/react-18' }, ...react },
  {
    name: 'Preact', packages: { preact: 'preact' }, options: JSX_OF.preact,
    right: `${IMPORT}export const chart = <events-stats-widget widget-id="42" class="wide" config={config} onevents-stats-load={(event) => event.detail.series.toFixed()} />;
export const dashboard = <events-stats-dashboard dashboard-id="1" rotate={30} kiosk onevents-stats-filters={(event) => event.detail.release.join()} />;\n`,
    wrong: [['an unknown theme', `${IMPORT}export const chart = <events-stats-widget theme="pink" />;\n`]],
  },
  {
    name: 'Solid', packages: { 'solid-js': 'solid-js' }, options: JSX_OF.solid,
    right: `${IMPORT}export const chart = <events-stats-widget attr:widget-id="42" class="wide" prop:config={config} on:events-stats-load={(event) => event.detail.series.toFixed()} />;
export const dashboard = <events-stats-dashboard dashboard-id="1" attr:rotate={30} on:events-stats-filters={(event) => event.detail.release.join()} />;\n`,
    wrong: [['an unknown theme', `${IMPORT}export const chart = <events-stats-widget attr:theme="pink" />;\n`]],
  },
  {
    name: 'Vue', packages: { vue: 'vue' }, options: {},
    right: `${IMPORT}import type { GlobalComponents } from 'vue';
type Props = InstanceType<GlobalComponents['events-stats-widget']>['$props'];
export const props: Props = { 'widget-id': 42, class: 'wide', config, onEventsStatsLoad: (event) => event.detail.series.toFixed(), onEventsStatsMetric: (event) => event.detail.name.trim(), key: 1 };
export const dashboard: InstanceType<GlobalComponents['events-stats-dashboard']>['$props'] = { rotate: 30, kiosk: true, onEventsStatsFilters: (event) => event.detail.release.join() };\n`,
    wrong: [['an unknown theme', `${IMPORT}import type { GlobalComponents } from 'vue';
export const props: InstanceType<GlobalComponents['events-stats-widget']>['$props'] = { theme: 'pink' };\n`]],
  },
  {
    name: 'Svelte', packages: { svelte: 'svelte' }, options: {},
    right: `${IMPORT}import type { SvelteHTMLElements } from 'svelte/elements';
export const props: SvelteHTMLElements['events-stats-widget'] = { 'widget-id': 42, class: 'wide', config, 'onevents-stats-load': (event) => event.detail.series.toFixed() };
export const dashboard: SvelteHTMLElements['events-stats-dashboard'] = { rotate: 30, kiosk: true, 'onevents-stats-filters': (event) => event.detail.release.join() };\n`,
    wrong: [['an unknown theme', `${IMPORT}import type { SvelteHTMLElements } from 'svelte/elements';
export const props: SvelteHTMLElements['events-stats-widget'] = { theme: 'pink' };\n`]],
  },
];

for (const { name, packages, options, right, wrong } of HOSTS) {
  test(`${name} knows the tag, its attributes, properties and events`, (t) => {
    lend(folder, packages);
    t.after(() => { for (const there of Object.keys(packages)) rmSync(join(folder, 'node_modules', there)); });
    assert.equal(typeErrors(right, options), '');
    for (const [what, program] of wrong) assert.match(typeErrors(program, options), /^program\.tsx\(\d+,\d+\): error/m, what);
    if (!name.startsWith('React')) return;
    assert.equal(typeErrors(component(`widgetId={42} statsPeriod="1h" menu="-csv" pinchRange range={null} config={{ displayType: 'line', queries: [] }} onMetric={(event) => event.detail.name.trim()} onSelect={(event) => event.detail.query?.fields.join()} onLoad={(event) => event.detail.series.toFixed()}`), options), '');
    assert.match(typeErrors(component('widgetid="42"'), options), /widgetid/);
    assert.match(typeErrors(component('theme="pink"'), options), /pink/);
    assert.match(typeErrors(component('onLoad={(event) => event.detail.rows}'), options), /rows/);
  });
}

test('without any framework there is nothing to complain of', () => {
  assert.equal(typeErrors(`${IMPORT}document.addEventListener('events-stats-metric', (event) => event.detail.name.trim());
window.addEventListener('events-stats-dashboard', (event) => event.detail.title.trim());\nexport const made: EventsStatsWidget = document.createElement('events-stats-widget');\n`), '');
});

test('every attribute and member of the element is in the types and in `custom-elements.json`', async () => {
  const { EventsStatsWidget } = await import(join(packageDir, 'element.js'));
  const names = (prototype) => Object.getOwnPropertyNames(prototype).filter((name) => !/^constructor$|Callback$/.test(name)).sort();
  const members = names(EventsStatsWidget.prototype);
  assert.ok(members.includes('toSvg') && members.includes('split'));
  // These are read by the page's styles, and when a finger is put down or the menu opens, not observed.
  const attributes = [...EventsStatsWidget.observedAttributes, 'pinch-range', 'menu'].sort();
  const texts = (list) => list.map((name) => `'${name}'`).join(' | ');
  const program = `import type { EventsStatsProperties, EventsStatsWidget } from '${manifest.name}';
type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : { tooMany: Exclude<B, A> } : { tooMany: Exclude<A, B> };
type Own = Exclude<keyof EventsStatsWidget, keyof HTMLElement>;
export const members: Same<Own, ${texts(members)}> = true;
export const attributes: Same<Exclude<keyof EventsStatsProperties, 'range' | 'response' | 'fetch'>, ${texts(attributes)}> = true;
`;
  assert.equal(typeErrors(program), '');
  const { modules: [{ declarations: [declared] }] } = JSON.parse(readFileSync(join(packageDir, 'custom-elements.json'), 'utf8'));
  assert.deepEqual(declared.attributes.map(({ name }) => name).sort(), attributes);
  assert.deepEqual(declared.members.map(({ name }) => name).sort(), members);
  assert.deepEqual(declared.events.map(({ name }) => name).sort(), eventsIn('index.d.ts', 'EventsStatsEventMap'));
});

/** Names of the events that a map of the types has. @param {string} file @param {string} map */
function eventsIn(file, map) {
  const [, inside] = new RegExp(`interface ${map} \\{\\n([^]*?)\\n\\}`).exec(readFileSync(join(packageDir, file), 'utf8'));
  return [...inside.matchAll(/^ {2}'([\w-]+)':/gm)].map(([, name]) => name).sort();
}

test('the same of the dashboard', async () => {
  const { EventsStatsDashboard } = await import(join(packageDir, 'dashboard.js'));
  const members = Object.getOwnPropertyNames(EventsStatsDashboard.prototype).filter((name) => !/^constructor$|Callback$/.test(name)).sort();
  // Read by the styles, and when the range is chosen, not observed.
  const attributes = [...EventsStatsDashboard.observedAttributes, 'kiosk', 'in-address'].sort();
  const texts = (list) => list.map((name) => `'${name}'`).join(' | ');
  assert.equal(typeErrors(`import type { EventsStatsDashboardAttributes } from '${manifest.name}';
import { defineDashboard, EventsStatsDashboard } from '${manifest.name}/dashboard';
type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : { tooMany: Exclude<B, A> } : { tooMany: Exclude<A, B> };
type Own = Exclude<keyof EventsStatsDashboard, keyof HTMLElement>;
export const members: Same<Own, ${texts(members)}> = true;
export const attributes: Same<Exclude<keyof EventsStatsDashboardAttributes, 'fetch'>, ${texts(attributes)}> = true;
document.createElement('events-stats-dashboard').addEventListener('events-stats-dashboard', (event) => event.detail.title.trim());
defineDashboard('own-dashboard');
`), '');
  const { modules } = JSON.parse(readFileSync(join(packageDir, 'custom-elements.json'), 'utf8'));
  const [declared] = modules.find(({ path }) => path === 'dashboard.js').declarations;
  assert.deepEqual(declared.attributes.map(({ name }) => name).sort(), attributes);
  assert.deepEqual(declared.members.map(({ name }) => name).sort(), members);
  const own = eventsIn('dashboard.d.ts', 'EventsStatsDashboardEventMap');
  assert.deepEqual(own.filter((name) => !declared.events.some((event) => event.name === name)), []);
});
