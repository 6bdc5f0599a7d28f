/**
 * Where people build pages: each host is a folder below `apps`, and what its developers do there. A page of it shows an answer
 * that it was given, and asks an API on another origin.
 */

/**
 * One way in which a host's page comes to be opened: built by the script `build`, then served as files, or by a script.
 * @typedef {object} Way
 * @property {string} name
 * @property {string[]} [build] arguments of the script `build`; absent: nothing is built
 * @property {string} [folder] served as it is
 * @property {string} [serve] the script that serves
 * @property {string[]} [arguments] of that script
 * @property {string[]} [pages] that are opened; default: the first page
 * @property {string} [emits] the folder in which what was built has each piece of the module once
 * @property {number} [copies] of each piece there, where the host makes more of them itself
 */

/** @type {Way} */
const DEV = { name: 'dev', serve: 'dev' };
/** @type {Way} */
const PREVIEW = { name: 'build, preview', build: [], serve: 'preview', emits: 'dist' };
/** @param {string} folder @param {string[]} [pages] @returns {Way} */
const built = (folder, pages) => ({ name: 'build', build: [], folder, pages, emits: folder });

/** The tag by its import, and by `/element` with the addresses of `/wasm`. */
const BOTH = ['/', '/element.html'];
/** Vite 5 to 7 take scripts away from what lies beside them, in dev mode. @type {Way} */
const DEV_WITH_SETTING = { name: 'dev, with the setting for `/element` and `/wasm`', serve: 'dev', arguments: ['--config', 'exclude.config.js'], pages: BOTH };
/** @type {Way[]} */
const WAYS_OF_VITE = [DEV, DEV_WITH_SETTING, { ...PREVIEW, pages: BOTH }];
/** What that page says there without the setting. */
const NEEDS_SETTING = { way: DEV, page: '/element.html', says: /\(Vite: set optimizeDeps\.exclude to \['events-stats-widget'\]\)/ };

/**
 * @typedef {object} Host
 * @property {string} name
 * @property {string} app its folder below `apps`
 * @property {Record<string, string>} [versions] in place of those of its manifest
 * @property {Way[]} ways
 * @property {{way: Way, page: string, says: RegExp}} [fails] a page that has no chart, and what it says
 */

/** Bundlers, without a framework. @type {Host[]} */
export const BUNDLERS = [
  { name: 'Vite 8', app: 'vite', ways: [{ ...DEV, pages: BOTH }, { ...PREVIEW, pages: BOTH }] },
  { name: 'Vite 7', app: 'vite', versions: { vite: '7.3.8' }, ways: WAYS_OF_VITE, fails: NEEDS_SETTING },
  { name: 'Vite 6', app: 'vite', versions: { vite: '6.4.6' }, ways: WAYS_OF_VITE, fails: NEEDS_SETTING },
  { name: 'Vite 5', app: 'vite', versions: { vite: '5.4.21' }, ways: WAYS_OF_VITE, fails: NEEDS_SETTING },
  { name: 'webpack 5', app: 'webpack', ways: [{ ...DEV, pages: BOTH }, built('dist', BOTH)] },
  { name: 'Rollup 4', app: 'rollup', ways: [built('dist', [...BOTH, '/inline.html'])] },
  // The pieces under names of esbuild's own, and a copy of the folder.
  { name: 'esbuild', app: 'esbuild', ways: [{ ...built('dist', ['/inline.html', '/classic.html', '/files.html', '/beside.html', '/element.html']), copies: 2 }] },
  { name: 'Parcel 2', app: 'parcel', ways: [{ ...DEV, pages: BOTH }, built('dist', BOTH)] },
];

/** @type {Host[]} */
export const FRAMEWORKS = [
  { name: 'React 19', app: 'react', ways: [DEV, PREVIEW] },
  { name: 'React 18', app: 'react', versions: { react: '18.3.1', 'react-dom': '18.3.1' }, ways: [DEV, PREVIEW] },
  { name: 'Vue 3', app: 'vue', ways: [DEV, PREVIEW] },
  { name: 'SvelteKit with Svelte 5', app: 'svelte', ways: [DEV, { ...PREVIEW, emits: 'build/client' }] },
  {
    name: 'Angular 20', app: 'angular',
    ways: [DEV, built('dist/host/browser'), { name: 'build with the single file', build: ['--configuration=production,single'], folder: 'dist/host/browser' }],
  },
  { name: 'Preact', app: 'preact', ways: [DEV, PREVIEW] },
  { name: 'Solid', app: 'solid', ways: [DEV, PREVIEW] },
];

/** Next by either of its bundlers. @type {Host[]} */
export const NEXT = [
  {
    name: 'Next 16 with Turbopack', app: 'next',
    ways: [{ ...DEV, arguments: ['--turbopack'] }, { name: 'build, start', build: ['--turbopack'], serve: 'start', emits: '.next/static' }],
  },
  {
    name: 'Next 16 with webpack', app: 'next',
    ways: [{ ...DEV, arguments: ['--webpack'] }, { name: 'build, start', build: ['--webpack'], serve: 'start', emits: '.next/static' }],
  },
];

/** What has no page of its own: its script `test` passes. @type {Array<{name: string, app: string}>} */
export const WITHOUT_PAGE = [
  { name: 'TypeScript, strict, by bundler, nodenext and node10', app: 'typescript' },
  { name: 'Vitest with jsdom and happy-dom', app: 'vitest' },
  { name: 'Jest without transforms', app: 'jest' },
];
