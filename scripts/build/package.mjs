/**
 * The npm package exactly as it is published: each entry point as one minified file, the generated JavaScript
 * and the styles inside, beside the built module.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { glueFile, lateFile, packageDir, root, wasmDir, wasmFile } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';
import { withSection } from '../lib/wasm-reader.mjs';
import { writeArchive, withDigests } from './archive.mjs';
import { digestOf, isBuiltFrom, markBuiltFrom } from './inputs.mjs';
import { licenceList } from './licences.mjs';
import { readableMap } from './source-maps.mjs';

const ELEMENT = 'www/element';
/** What all texts are there in, beside English, in `words`. */
const LANGUAGES = ['de', 'ja'];
/** What a dashboard fetches when one of its widgets is in need of it, by the source that it imports. @type {Record<string, string>} */
const FETCHED = { './markdown.js': 'dashboard-text.js', './endpoints/index.js': 'dashboard-endpoints.js' };
const LICENCES = ['LICENSE-MIT', 'LICENSE-APACHE'];
/**
 * Each holds everything: a page waits for one file, not for a chain of them. `host`: what says where the module lies.
 * Those that end in `.cjs` are for `require`: of Node 20 and of test runners that read nothing else.
 * `isBeside`: it finds the package in `index.js` of its own folder.
 * `isOthers`: much of it is a library, which may call functions by `new`.
 * @typedef {{from: string, host?: string, isEager?: boolean, isBeside?: boolean, isOthers?: boolean}} Entry @type {Record<string, Entry>}
 */
const ENTRY_POINTS = {
  'index.js': { from: 'index.js', isEager: true },
  'element.js': { from: 'shared.js', isEager: true },
  'node.js': { from: 'index.js', host: 'host-node.js' },
  'node.cjs': { from: 'index.js', host: 'host-node.js' },
  'node-element.js': { from: 'shared.js', host: 'host-node.js' },
  'node-element.cjs': { from: 'shared.js', host: 'host-node.js' },
  'inline.js': { from: 'index.js', host: 'host-inline.js' },
  'react.js': { from: 'react-chart.js' },
  'react.cjs': { from: 'react-chart.js' },
  // A page names it beside `index.js`; bundlers and Node know the package by its name.
  'dashboard.js': { from: 'dashboard/register.js', isBeside: true },
  'dashboard-bare.js': { from: 'dashboard/register.js' },
  'dashboard-bare.cjs': { from: 'dashboard/register.js' },
  [FETCHED['./markdown.js']]: { from: 'dashboard/markdown.js', isOthers: true },
  [FETCHED['./endpoints/index.js']]: { from: 'dashboard/endpoints/index.js' },
  'wasm.js': { from: 'wasm-addresses.js' },
  ...Object.fromEntries(LANGUAGES.flatMap((language) => ['js', 'cjs'].map((kind) => [`words/${language}.${kind}`, { from: `words/${language}.js` }]))),
};
/** For Node by `require`: where the file lies, in the words of a module, and what a test runner may hide. */
const BY_REQUIRE = { inject: [join(ELEMENT, 'host-require.js')], define: { 'import.meta.url': 'ownAddress' }, banner: { js: 'const ownAddress = require("node:url").pathToFileURL(__filename).href;' } };
/** The styles of what each piece of the module shows travel in it. */
const STYLES = { [wasmFile]: ['styles-head.css', 'styles-legend.css'], [lateFile]: ['styles-tooltip.css', 'styles-comparison.css', 'styles-panels.css', 'styles-views.css'] };
/** Nearly all functions of the shell run before the first chart: Chrome compiles them beside the page's thread when told so, a tenth of the time to first ink. */
const EAGER = '//# allFunctionsCalledOnLoad';
const AS_THEY_ARE = [
  'package.json', 'README.md', 'custom-elements.json',
  ...['index', 'dashboard', 'data', 'frameworks', 'node', 'react', 'wasm'].map((name) => `${name}.d.ts`),
  ...['index', 'dashboard', 'node', 'react'].map((name) => `${name}.d.cts`),
];
/** Types of the same names; a source of that name stands in the way of a file in the sources' folder. */
const SAME_TYPES = ['element', 'inline'];
/** What says how the package is made. */
const OWN_SCRIPTS = ['archive', 'licences', 'package', 'source-maps'].map((name) => `scripts/build/${name}.mjs`);
const STAMP = `${packageDir}.built-from`;

/** Replaces the folder at once, so that a server that serves it never sees half a package. */
export async function assemblePackage() {
  if (!existsSync(join(root, ELEMENT, 'package.json'))) {
    throw new StepError(`The package's manifest is not there: expected ${ELEMENT}/package.json.`);
  }
  const digest = digestOf([ELEMENT, 'dist/wasm/.built-from', ...LICENCES, 'Cargo.lock', ...OWN_SCRIPTS, 'package-lock.json']);
  if (existsSync(packageDir) && isBuiltFrom(digest, STAMP)) return;
  const fresh = `${packageDir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  writeFileSync(join(fresh, 'LICENSES.txt'), licenceList(await packInto(fresh, wasmDir)));
  writeFileSync(join(fresh, 'README.md'), withDigests(readFileSync(join(fresh, 'README.md'), 'utf8'), fresh));
  rmSync(packageDir, { recursive: true, force: true });
  renameSync(fresh, packageDir);
  writeArchive();
  markBuiltFrom(digest, STAMP);
}

/**
 * @param {string} folder
 * @param {string} moduleFolder the built module and its glue
 * @returns {Promise<string[]>} paths of what the scripts were made of
 */
export async function packInto(folder, moduleFolder) {
  for (const inner of ['wasm', 'words']) mkdirSync(join(folder, inner), { recursive: true });
  for (const [name, styles] of Object.entries(STYLES)) {
    const path = join(moduleFolder, name);
    if (!existsSync(path)) continue;
    const texts = await Promise.all(styles.map((style) => minified(join(root, ELEMENT, style))));
    writeFileSync(join(folder, 'wasm', name), withSection(readFileSync(path), 'styles', texts.join('')));
  }
  /** @type {string[]} */
  const sources = [];
  for (const [name, entry] of Object.entries(ENTRY_POINTS)) {
    // A build in training has one piece only.
    if (entry.host === 'host-inline.js' && !existsSync(join(folder, 'wasm', lateFile))) continue;
    const { code, map, inputs } = await bundled(name, entry, folder, moduleFolder);
    sources.push(...inputs);
    writeFileSync(join(folder, name), code);
    writeFileSync(join(folder, `${name}.map`), map);
  }
  for (const name of AS_THEY_ARE) cpSync(join(root, ELEMENT, name), join(folder, name));
  for (const name of SAME_TYPES) writeFileSync(join(folder, `${name}.d.ts`), "export * from './index.js';\n");
  for (const language of LANGUAGES) for (const kind of ['ts', 'cts']) cpSync(join(root, ELEMENT, `words/table.d.${kind}`), join(folder, `words/${language}.d.${kind}`));
  for (const name of LICENCES) cpSync(join(root, name), join(folder, name));
  return sources;
}

/** @param {string} name @param {Entry} entry @param {string} folder the package @param {string} moduleFolder */
async function bundled(name, { from, host, isEager, isBeside, isOthers }, folder, moduleFolder) {
  // Set-up may have installed them a moment ago.
  const [{ build }, { minify }] = await Promise.all([import('esbuild'), import('terser')]);
  const isModule = name.endsWith('.js');
  try {
    const { metafile, outputFiles: [{ text: content }, { text }] } = await build({
      absWorkingDir: root,
      entryPoints: [join(ELEMENT, from)],
      bundle: true,
      metafile: true,
      write: false,
      outfile: join(folder, name),
      sourcemap: 'external',
      minify: true,
      format: isModule ? 'esm' : 'cjs',
      ...(host && !isModule ? BY_REQUIRE : {}),
      target: 'es2022',
      charset: 'utf8',
      external: ['node:*', 'react', 'events-stats-widget'],
      logLevel: 'warning',
      plugins: [glueOf(moduleFolder), minifiedStyles, packedPieces(join(folder, 'wasm')), fetchedBeside, ...(host ? [hostIs(host)] : []), ...(isBeside ? [besideIt] : [])],
    });
    // Once more, over what were borders of files, by what reads code further than a bundler does. It would drop 'use client'.
    const { code = '', map = '' } = await minify(text, {
      module: isModule,
      toplevel: true,
      ecma: 2022,
      // Function expressions become arrows and methods: none of ours is called by `new`.
      compress: { passes: 3, sequences: false, directives: false, unsafe_arrows: !isOthers, unsafe_methods: !isOthers },
      format: { preamble: isEager ? EAGER : '' },
      sourceMap: { content, includeSources: true, url: `${basename(name)}.map` },
    });
    return { code, map: readableMap(/** @type {string} */ (map), dirname(join(folder, name))), inputs: Object.keys(metafile.inputs) };
  } catch (cause) {
    throw new StepError(`The package's JavaScript cannot be bundled: ${/** @type {Error} */ (cause).message}`);
  }
}

/** @param {string} host @returns {import('esbuild').Plugin} */
const hostIs = (host) => ({
  name: 'host',
  setup(build) {
    build.onResolve({ filter: /^\.\/host\.js$/ }, () => ({ path: join(root, ELEMENT, host) }));
  },
});

/** @type {import('esbuild').Plugin} */
const besideIt = {
  name: 'beside',
  setup(build) {
    build.onResolve({ filter: /^events-stats-widget$/ }, () => ({ path: './index.js', external: true }));
  },
};

/** Each is a file of its own, which comes when it is called for. @type {import('esbuild').Plugin} */
const fetchedBeside = {
  name: 'fetched',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path }) => (kind === 'dynamic-import' && Object.hasOwn(FETCHED, path) ? { path: `./${FETCHED[path]}`, external: true } : undefined));
  },
};

/** Pieces of the module as text; packed first, since Base64 hides from a server's compression what could be packed. @param {string} folder @returns {import('esbuild').Plugin} */
const packedPieces = (folder) => ({
  name: 'packed',
  setup(build) {
    build.onResolve({ filter: /^packed:/ }, ({ path }) => ({ path: join(folder, path.slice('packed:'.length)), namespace: 'packed' }));
    build.onLoad({ filter: /.*/, namespace: 'packed' }, async ({ path }) => ({ contents: gzipSync(await readFile(path), { level: 9 }).toString('base64'), loader: 'text' }));
  },
});

/** @param {string} moduleFolder @returns {import('esbuild').Plugin} */
const glueOf = (moduleFolder) => ({
  name: 'glue',
  setup(build) {
    build.onResolve({ filter: new RegExp(`/wasm/${glueFile.replace('.', '\\.')}$`) }, () => ({ path: join(moduleFolder, glueFile) }));
  },
});

/** Style sheets as texts. @type {import('esbuild').Plugin} */
const minifiedStyles = {
  name: 'styles',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await minified(path), loader: 'text' }));
  },
};

/** @param {string} path of a style sheet */
async function minified(path) {
  const { transform } = await import('esbuild');
  const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
  // esbuild leaves custom properties as they are, since a script might read them; nobody reads these.
  return code.trim().replace(/(--[\w-]+):([^;}]*)/g, (_, name, value) => `${name}:${value.trim().replaceAll(', ', ',')}`);
}
