/** How TypeScript, Node and bundlers find the entry points of the packed package, judged by the tools that packages are judged by. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { nodeModules } from '../../scripts/lib/paths.mjs';
import { installInScratch, manifest, tarball } from './support.mjs';

const { folder, remove } = installInScratch();
after(remove);
const packed = readFileSync(tarball);

/** What is said of the package knowingly. @type {Record<string, string>} */
const MEANT = {
  // Bundlers take them by `require` as well; Node and test runners do so with all others.
  CJSResolvesToESM: '`/inline` and `/wasm` have no form for `require`',
};

test('every entry point has types that fit, in every way of resolution', async () => {
  // The pieces of the module themselves are files, not modules.
  const files = Object.keys(manifest.exports).filter((subpath) => subpath.endsWith('.wasm'));
  const analysis = await checkPackage(createPackageFromTarballData(packed), { excludeEntrypoints: files });
  assert.ok(analysis.types);
  const subpaths = Object.keys(analysis.entrypoints);
  for (const subpath of ['.', './element', './inline', './react', './node', './words/de', './words/ja', './wasm']) assert.ok(subpaths.includes(subpath), subpath);
  const problems = analysis.problems.filter(({ kind }) => !(kind in MEANT)).map((problem) => JSON.stringify(problem));
  assert.deepEqual(problems, []);
  const known = new Set(analysis.problems.map((problem) => 'entrypoint' in problem && problem.entrypoint));
  assert.deepEqual([...known].sort(), ['./inline', './wasm']);
});

test('the manifest is as publint wants it', async () => {
  const { messages } = await publint({ pack: { tarball: new Uint8Array(packed).buffer }, strict: true });
  assert.deepEqual(messages, []);
});

test('the entry for Node needs no types of the DOM', () => {
  const program = `import { renderSvg, version, type WidgetConfig } from 'events-stats-widget/node';
const config: WidgetConfig = { displayType: 'line', queries: [] };
export const svg: Promise<string> = renderSvg(config, { data: [] }, { width: 400 });
export const text: string = version;
`;
  writeFileSync(join(folder, 'program.ts'), program);
  const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, target: 'es2022', lib: ['es2022'], module: 'nodenext', types: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const { stdout } = spawnSync(process.execPath, [join(nodeModules, 'typescript/bin/tsc'), '-p', '.'], { cwd: folder, encoding: 'utf8' });
  assert.equal(stdout, '');
});
