/**
 * The npm package exactly as it is published: each entry point as one minified file, the generated JavaScript
 * and the styles inside, beside the built module.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glueFile, lateFile, packageDir, root, wasmDir, wasmFile } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';
import { withSection } from '../lib/wasm-reader.mjs';
import { digestOf, isBuiltFrom, markBuiltFrom } from './inputs.mjs';

const ELEMENT = 'www/element';
const LICENCES = ['LICENSE-MIT', 'LICENSE-APACHE'];
/** Each holds everything: a page waits for one file, not for a chain of them. */
const ENTRY_POINTS = { index: 'index.js', element: 'shared.js', node: 'node.js' };
/** The styles of what each piece of the module shows travel in it. */
const STYLES = { [wasmFile]: ['styles-head.css', 'styles-legend.css', 'styles-tooltip.css'], [lateFile]: ['styles-panels.css', 'styles-views.css'] };
const AS_THEY_ARE = ['package.json', 'README.md', 'index.d.ts'];
const STAMP = `${packageDir}.built-from`;

/** Replaces the folder at once, so that a server that serves it never sees half a package. */
export async function assemblePackage() {
  if (!existsSync(join(root, ELEMENT, 'package.json'))) {
    throw new StepError(`The package's manifest is not there: expected ${ELEMENT}/package.json.`);
  }
  const digest = digestOf([ELEMENT, 'dist/wasm/.built-from', ...LICENCES, 'scripts/build/package.mjs', 'package-lock.json']);
  if (existsSync(packageDir) && isBuiltFrom(digest, STAMP)) return;
  const fresh = `${packageDir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await packInto(fresh, wasmDir);
  rmSync(packageDir, { recursive: true, force: true });
  renameSync(fresh, packageDir);
  markBuiltFrom(digest, STAMP);
}

/**
 * @param {string} folder
 * @param {string} moduleFolder the built module and its glue
 */
export async function packInto(folder, moduleFolder) {
  await bundleInto(folder, moduleFolder);
  for (const name of AS_THEY_ARE) cpSync(join(root, ELEMENT, name), join(folder, name));
  for (const name of LICENCES) cpSync(join(root, name), join(folder, name));
  mkdirSync(join(folder, 'wasm'), { recursive: true });
  for (const [name, styles] of Object.entries(STYLES)) {
    const path = join(moduleFolder, name);
    if (!existsSync(path)) continue;
    const texts = await Promise.all(styles.map((style) => minified(join(root, ELEMENT, style))));
    writeFileSync(join(folder, 'wasm', name), withSection(readFileSync(path), 'styles', texts.join('')));
  }
}

/** @param {string} folder @param {string} moduleFolder */
async function bundleInto(folder, moduleFolder) {
  // Set-up may have installed them a moment ago.
  const [{ build }, { minify }] = await Promise.all([import('esbuild'), import('terser')]);
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: Object.entries(ENTRY_POINTS).map(([out, name]) => ({ in: join(ELEMENT, name), out })),
      outdir: folder,
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      target: 'es2022',
      charset: 'utf8',
      external: ['node:*'],
      logLevel: 'warning',
      plugins: [glueOf(moduleFolder), minifiedStyles],
    });
    mkdirSync(folder, { recursive: true });
    for (const { path, text } of outputFiles) {
      // Once more, over what were borders of files, by what reads code further than a bundler does.
      const { code } = await minify(text, { module: true, ecma: 2022, compress: { passes: 3, sequences: false } });
      writeFileSync(path, /** @type {string} */ (code));
    }
  } catch (cause) {
    throw new StepError(`The package's JavaScript cannot be bundled: ${/** @type {Error} */ (cause).message}`);
  }
}

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
  return code.trim();
}
