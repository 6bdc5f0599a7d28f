/** The packed package in a project of its own: imported in Node, type-checked. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeModules } from '../../scripts/lib/paths.mjs';
import { exportTargets, installInScratch, manifest } from './support.mjs';

const { folder, remove } = installInScratch();
after(remove);

const entryPoints = [...new Set(exportTargets().filter(({ file }) => file.endsWith('.js')).map(({ subpath }) => subpath))]
  .map((subpath) => manifest.name + subpath.slice(1));

const TSC = join(nodeModules, 'typescript/bin/tsc');
const RESOLUTIONS = { nodenext: 'nodenext', bundler: 'esnext' };

/** Runs a module in the project; returns what it printed as JSON. */
function runInProject(source) {
  writeFileSync(join(folder, 'run.mjs'), source);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['run.mjs'], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** Type-checks a program in the project, the package's own declarations included; returns the complaints. */
function typeErrors(source, resolution) {
  writeFileSync(join(folder, 'program.ts'), source);
  const options = {
    strict: true, noEmit: true, skipLibCheck: false, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'],
    module: RESOLUTIONS[resolution], moduleResolution: resolution, types: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }));
  const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', '.'], { cwd: folder, encoding: 'utf8' });
  return status === 0 ? '' : stdout;
}

function namesExportedBy(entryPoint) {
  return runInProject(`console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(entryPoint)}))));`);
}

test('there are entry points to import', () => {
  assert.ok(entryPoints.includes(manifest.name));
  assert.ok(entryPoints.includes(`${manifest.name}/element`));
});

for (const entryPoint of entryPoints) {
  test(`${entryPoint} can be imported in Node, without a page`, () => {
    assert.ok(namesExportedBy(entryPoint).includes('version'));
  });

  for (const resolution of Object.keys(RESOLUTIONS)) {
    test(`${entryPoint} declares what it exports (${resolution})`, () => {
      const names = namesExportedBy(entryPoint);
      const imports = `import { ${names.join(', ')} } from '${entryPoint}';\n${names.map((name) => `void ${name};`).join('\n')}\n`;
      assert.equal(typeErrors(imports, resolution), '');
    });
  }
}

test('a name that the package does not export is a type error', () => {
  assert.match(typeErrors(`import { noSuchName } from '${manifest.name}';\nvoid noSuchName;\n`, 'nodenext'), /noSuchName/);
});
