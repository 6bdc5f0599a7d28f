/** What is published: all that the manifest promises, nothing else, within the size budget. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { measureSizes } from '../../scripts/build/sizes.mjs';
import { lateFile, nodeModules, packageDir, root, wasmFile } from '../../scripts/lib/paths.mjs';
import { exportTargets, manifest, packedFiles } from './support.mjs';

const packed = packedFiles();

test('the package holds every file that its export map names', () => {
  const absent = exportTargets().filter(({ file }) => !packed.includes(file));
  assert.deepEqual(absent, []);
  assert.ok(packed.includes(manifest.types.replace(/^\.\//, '')), manifest.types);
});

test('the package holds both pieces of the module, a README and all licences', () => {
  for (const file of [`wasm/${wasmFile}`, `wasm/${lateFile}`, 'README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'LICENSES.txt', 'package.json']) {
    assert.ok(packed.includes(file), file);
  }
});

test('the package holds nothing but code, types and words', () => {
  const strange = packed.filter((file) => !/^(wasm\/|words\/)?[\w-]+(\.c?js|\.c?js\.map|\.d\.c?ts|\.wasm|\.wasm\.d\.ts)$|^package\.json$|^custom-elements\.json$|^README\.md$|^LICENSE-\w+$|^LICENSES\.txt$/.test(file));
  assert.deepEqual(strange, []);
});

const read = (/** @type {string} */ file) => readFileSync(join(packageDir, file), 'utf8');
const scripts = packed.filter((file) => file.endsWith('.js')).map((file) => ({ file, source: read(file) }));

test('every script of the package is one file that needs no other, but for what a dashboard fetches for some of its widgets', () => {
  assert.deepEqual(scripts.map(({ file }) => file), ['dashboard-bare.js', 'dashboard-endpoints.js', 'dashboard-text.js', 'dashboard.js', 'element.js', 'index.js', 'inline.js', 'node-element.js', 'node.js', 'react.js', 'wasm.js', 'words/de.js', 'words/ja.js']);
  const imports = scripts.flatMap(({ file, source }) => [...source.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name]) => `${file} imports ${name}`));
  assert.deepEqual([...new Set(imports)], [
    // The widgets of a page are of one module, however their dashboard was imported.
    `dashboard-bare.js imports ${manifest.name}`, 'dashboard-bare.js imports ./dashboard-endpoints.js', 'dashboard-bare.js imports ./dashboard-text.js',
    'dashboard.js imports ./index.js', 'dashboard.js imports ./dashboard-endpoints.js', 'dashboard.js imports ./dashboard-text.js',
    'node-element.js imports node:fs/promises', 'node.js imports node:fs/promises',
    // One element for a page, however it was imported.
    `react.js imports ${manifest.name}`, 'react.js imports react',
  ]);
});

test('each of them names each piece of the module once, in the form that bundlers follow', () => {
  for (const { file, source } of scripts.filter((script) => !/^(?:react|inline|dashboard.*|words\/.*)\.js$/.test(script.file))) {
    for (const piece of [wasmFile, lateFile]) assert.equal(source.split(`new URL("./wasm/${piece}",import.meta.url)`).length, 2, `${file}: ${piece}`);
  }
});

test('the single file looks for nothing beside it', () => {
  const { source } = scripts.find(({ file }) => file === 'inline.js');
  assert.ok(!source.includes('import.meta') && !source.includes('new URL("./'));
});

test('the component is marked as one for the client', () => {
  assert.match(read('react.js'), /^["']use client["']/);
  assert.match(read('react.cjs'), /^["']use strict["'];["']use client["']/);
});

test('what is for `require` names each piece of the module once, and imports nothing that Node or React do not have', () => {
  for (const file of ['node.cjs', 'node-element.cjs']) {
    for (const piece of [wasmFile, lateFile]) assert.equal(read(file).split(`./wasm/${piece}`).length, 2, `${file}: ${piece}`);
  }
  const required = ['node.cjs', 'node-element.cjs', 'react.cjs'].flatMap((file) => [...read(file).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name));
  assert.deepEqual([...new Set(required)].sort(), [manifest.name, 'node:fs/promises', 'node:url', 'node:util', 'react']);
});

test('types come first among the conditions, as resolvers take the first that fits', () => {
  /** @param {object | string} value @param {string} where */
  const check = (value, where) => {
    if (typeof value === 'string') return;
    const conditions = Object.keys(value);
    assert.equal(conditions.at(-1), 'default', where);
    // What stands before has types of its own.
    const before = conditions.includes('types') ? conditions.slice(0, conditions.indexOf('types')) : [];
    for (const condition of before) assert.equal(typeof value[condition], 'object', `${where} ${condition}`);
    for (const [condition, inner] of Object.entries(value)) check(inner, `${where} ${condition}`);
  };
  for (const [subpath, value] of Object.entries(manifest.exports)) check(value, subpath);
  const typed = exportTargets().filter(({ conditions }) => conditions.length > 0);
  const untyped = Object.keys(manifest.exports).filter((subpath) => typed.some((target) => target.subpath === subpath) && !typed.some((target) => target.subpath === subpath && target.conditions.at(-1) === 'types'));
  assert.deepEqual(untyped, []);
});

test('the manifest asks nothing of whoever installs it', () => {
  assert.equal(manifest.type, 'module');
  assert.equal(manifest.license, 'MIT OR Apache-2.0');
  assert.equal(manifest.scripts, undefined);
  assert.deepEqual(manifest.engines, { node: '>=20' });
  assert.equal(manifest.dependencies, undefined);
  // A bundler may drop everything that is not used, but not what registers the element.
  assert.deepEqual(manifest.sideEffects, ['./dashboard.js', './dashboard-bare.js', './dashboard-bare.cjs', './index.js', './inline.js', './node.js', './node.cjs', './react.js', './react.cjs']);
  assert.deepEqual(manifest.peerDependenciesMeta, { react: { optional: true } });
});

test('the crate and the package have one version', async () => {
  const crate = /^version = "([^"]+)"/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'))[1];
  assert.equal(manifest.version, crate);
  const { version } = await import(join(packageDir, 'element.js'));
  assert.equal(version, crate);
});

test('what a page loads is within the size budget', () => {
  for (const { name, limits, ...sizes } of measureSizes(packageDir)) {
    for (const [unit, limit] of Object.entries(limits)) {
      assert.ok(sizes[unit] <= limit, `${name} is ${sizes[unit]} bytes ${unit}, the limit is ${limit}`);
    }
  }
});

test('the module uses vector instructions', () => {
  // Without them the series would be drawn by the slow form of the raster, and nothing else would tell.
  const { stdout, stderr } = spawnSync(process.execPath, [
    join(nodeModules, 'binaryen/bin/wasm-dis'), '--all-features', join(packageDir, 'wasm', wasmFile),
  ], { encoding: 'utf8', maxBuffer: Infinity });
  assert.match(stdout, /\bv128\.(load|store)/, stderr);
});

test('nothing in the package names a folder of the machine that built it', () => {
  for (const file of packed) {
    const bytes = readFileSync(join(packageDir, file));
    for (const folder of [root, homedir()]) assert.ok(!bytes.includes(`${folder}/`), `${file} names ${folder}`);
  }
});
