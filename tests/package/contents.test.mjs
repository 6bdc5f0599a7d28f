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

test('the package holds both pieces of the module, a README and both licences', () => {
  for (const file of [`wasm/${wasmFile}`, `wasm/${lateFile}`, 'README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'package.json']) {
    assert.ok(packed.includes(file), file);
  }
});

test('the package holds nothing but code, types and words', () => {
  const strange = packed.filter((file) => !/^(wasm\/)?[\w-]+(\.js|\.d\.ts|\.wasm|\.wasm\.d\.ts)$|^package\.json$|^README\.md$|^LICENSE-\w+$/.test(file));
  assert.deepEqual(strange, []);
});

const scripts = packed.filter((file) => file.endsWith('.js')).map((file) => ({ file, source: readFileSync(join(packageDir, file), 'utf8') }));

test('every script of the package is one file that needs no other', () => {
  assert.deepEqual(scripts.map(({ file }) => file), ['element.js', 'index.js', 'node.js']);
  const imports = scripts.flatMap(({ file, source }) => [...source.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name]) => `${file} imports ${name}`));
  assert.deepEqual(imports, ['node.js imports node:fs/promises']);
});

test('each of them names the module once, in the form that bundlers follow', () => {
  for (const { file, source } of scripts) {
    assert.equal(source.split(`new URL("./wasm/${wasmFile}",import.meta.url)`).length, 2, file);
  }
});

test('types come first among the conditions, as resolvers take the first that fits', () => {
  for (const [subpath, value] of Object.entries(manifest.exports)) {
    const conditions = typeof value === 'string' ? [] : Object.keys(value);
    if (conditions.includes('types')) assert.equal(conditions[0], 'types', subpath);
    if (conditions.length > 0) assert.equal(conditions.at(-1), 'default', subpath);
  }
});

test('the manifest asks nothing of whoever installs it', () => {
  assert.equal(manifest.type, 'module');
  assert.equal(manifest.license, 'MIT OR Apache-2.0');
  assert.equal(manifest.scripts, undefined);
  assert.equal(manifest.dependencies, undefined);
  // A bundler may drop everything that is not used, but not the file that registers the element.
  assert.deepEqual(manifest.sideEffects, ['./index.js']);
});

test('the crate and the package have one version', async () => {
  const crate = /^version = "([^"]+)"/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'))[1];
  assert.equal(manifest.version, crate);
  const { version } = await import(join(packageDir, 'element.js'));
  assert.equal(version, crate);
});

test('what a page loads is within the size budget', () => {
  for (const { file, limits, ...sizes } of measureSizes(packageDir)) {
    for (const [unit, limit] of Object.entries(limits)) {
      assert.ok(sizes[unit] <= limit, `${file} is ${sizes[unit]} bytes ${unit}, the limit is ${limit}`);
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
