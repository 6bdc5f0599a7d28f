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
 */

/** @type {Way} */
const DEV = { name: 'dev', serve: 'dev' };
/** @type {Way} */
const PREVIEW = { name: 'build, preview', build: [], serve: 'preview' };
/** @param {string} folder @param {string[]} [pages] @returns {Way} */
const built = (folder, pages) => ({ name: 'build', build: [], folder, pages });

/**
 * @typedef {object} Host
 * @property {string} name
 * @property {string} app its folder below `apps`
 * @property {Record<string, string>} [versions] in place of those of its manifest
 * @property {Way[]} ways
 */

/** Bundlers, without a framework. @type {Host[]} */
export const BUNDLERS = [
  { name: 'Vite 8', app: 'vite', ways: [DEV, PREVIEW] },
  { name: 'Vite 7', app: 'vite', versions: { vite: '7.3.8' }, ways: [DEV, PREVIEW] },
  { name: 'Vite 6', app: 'vite', versions: { vite: '6.4.6' }, ways: [DEV, PREVIEW] },
  { name: 'Vite 5', app: 'vite', versions: { vite: '5.4.21' }, ways: [DEV, PREVIEW] },
  { name: 'webpack 5', app: 'webpack', ways: [DEV, built('dist')] },
  { name: 'Rollup 4', app: 'rollup', ways: [built('dist', ['/', '/inline.html'])] },
  { name: 'esbuild', app: 'esbuild', ways: [built('dist', ['/inline.html', '/classic.html', '/files.html', '/beside.html'])] },
  { name: 'Parcel 2', app: 'parcel', ways: [DEV, built('dist')] },
];

/** @type {Host[]} */
export const FRAMEWORKS = [
  { name: 'React 19', app: 'react', ways: [DEV, PREVIEW] },
  { name: 'React 18', app: 'react', versions: { react: '18.3.1', 'react-dom': '18.3.1' }, ways: [DEV, PREVIEW] },
  { name: 'Vue 3', app: 'vue', ways: [DEV, PREVIEW] },
  { name: 'SvelteKit with Svelte 5', app: 'svelte', ways: [DEV, PREVIEW] },
  { name: 'Angular 20', app: 'angular', ways: [DEV, built('dist/host/browser')] },
  { name: 'Preact', app: 'preact', ways: [DEV, PREVIEW] },
  { name: 'Solid', app: 'solid', ways: [DEV, PREVIEW] },
];

/** Next by either of its bundlers. @type {Host[]} */
export const NEXT = [
  {
    name: 'Next 16 with Turbopack', app: 'next',
    ways: [{ ...DEV, arguments: ['--turbopack'] }, { name: 'build, start', build: ['--turbopack'], serve: 'start' }],
  },
  {
    name: 'Next 16 with webpack', app: 'next',
    ways: [{ ...DEV, arguments: ['--webpack'] }, { name: 'build, start', build: ['--webpack'], serve: 'start' }],
  },
];

/** What has no page of its own: its script `test` passes. @type {Array<{name: string, app: string}>} */
export const WITHOUT_PAGE = [
  { name: 'TypeScript, strict, by bundler, nodenext and node10', app: 'typescript' },
  { name: 'Vitest with jsdom and happy-dom', app: 'vitest' },
  { name: 'Jest without transforms', app: 'jest' },
];
