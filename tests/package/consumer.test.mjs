/** The packed package in a project of its own: imported in Node, type-checked. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeModules, root, wasmDir } from '../../scripts/lib/paths.mjs';
import { exportTargets, installInScratch, lend, manifest } from './support.mjs';

const { folder, remove } = installInScratch();
after(remove);
lend(folder, { react: 'react', '@types/react': '@types/react' });

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
    const own = { dashboard: 'EventsStatsDashboard', react: 'EventsStatsChart', wasm: 'moduleUrl', words: 'dashboardWords' }[entryPoint.split('/')[1]];
    assert.ok(namesExportedBy(entryPoint).includes(own ?? 'version'));
  });

  for (const resolution of Object.keys(RESOLUTIONS)) {
    test(`${entryPoint} declares what it exports (${resolution})`, () => {
      const names = namesExportedBy(entryPoint);
      const imports = `import { ${names.map((name) => `${name} as own_${name}`).join(', ')} } from '${entryPoint}';\n${names.map((name) => `void own_${name};`).join('\n')}\n`;
      assert.equal(typeErrors(imports, resolution), '');
    });
  }
}

test('a name that the package does not export is a type error', () => {
  assert.match(typeErrors(`import { noSuchName } from '${manifest.name}';\nvoid noSuchName;\n`, 'nodenext'), /noSuchName/);
});

const DETAILS = join(root, 'tests/fixtures/details');

/** What the module writes of each event, as `tests/event_details.rs` has it; a name begins with the event's. */
const details = readdirSync(DETAILS).map((file) => ({
  name: file.replace(/\.json$/, ''),
  event: `events-stats-${file.split(/[-.]/)[0]}`,
  /** @type {any} */
  detail: JSON.parse(readFileSync(join(DETAILS, file), 'utf8')),
}));

/** A program in which each detail must have every member that is declared, and no other. @param {typeof details} examples */
function detailsProgram(examples) {
  const whole = `type Whole<T> = T extends (infer Item)[] ? Whole<Item>[] : T extends object ? { [Key in keyof T]-?: Whole<T[Key]> } : T;\n`;
  const literals = examples.map(({ event, detail }, index) =>
    `const detail${index}: Whole<EventsStatsEventMap['${event}']['detail']> = ${JSON.stringify(detail)};\nvoid detail${index};\n`);
  return `import type { EventsStatsEventMap } from '${manifest.name}';\n${whole}${literals.join('')}`;
}

test('what the module sends with its events is what is declared', () => {
  const events = new Set(details.map(({ event }) => event));
  assert.deepEqual([...events].sort(), ['load', 'metric', 'series', 'split'].map((name) => `events-stats-${name}`));
  assert.equal(typeErrors(detailsProgram(details), 'nodenext'), '');
});

test('a member too many or too few, at any depth, is a type error', () => {
  const faults = details.flatMap(({ name, event, detail }) => membersOf(detail, []).flatMap((path) => [
    { name: `${name} without ${path.join('.')}`, event, detail: changed(detail, path, (owner, key) => { delete owner[key]; }) },
    { name: `${name} with more beside ${path.join('.')}`, event, detail: changed(detail, path, (owner) => { owner.more = 1; }) },
  ]));
  assert.ok(faults.length > 20);
  const complaints = typeErrors(detailsProgram(faults), 'nodenext');
  const lines = new Set([...complaints.matchAll(/program\.ts\((\d+),/g)].map(([, line]) => Number(line)));
  // Two lines each, after the import and the helper type.
  const unnoticed = faults.filter((_, index) => !lines.has(3 + 2 * index));
  assert.deepEqual(unnoticed.map(({ name }) => name), []);
});

/**
 * Paths of all members that are declared: those of a list, and tags, are any.
 * @param {any} value @param {string[]} path @returns {string[][]}
 */
function membersOf(value, path) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const own = [...path, key];
    const isAny = Array.isArray(value) || path.at(-1) === 'tags';
    return [...(isAny ? [] : [own]), ...membersOf(member, own)];
  });
}

/** A copy in which the owner of a member is changed. */
function changed(detail, path, change) {
  const copy = structuredClone(detail);
  change(path.slice(0, -1).reduce((owner, key) => owner[key], copy), path.at(-1));
  return copy;
}

test("the shell's own declarations of the glue are those of the generated glue", () => {
  const written = JSON.stringify(join(root, 'www/element/wasm/events_stats_widget.js'));
  const generated = JSON.stringify(join(wasmDir, 'events_stats_widget.js'));
  // How it is loaded is declared more narrowly than it can be.
  const program = `import type * as written from ${written};
import type * as generated from ${generated};
declare const made: typeof generated;
export const held: Omit<typeof written, 'default' | 'initSync'> = made;
`;
  assert.equal(typeErrors(program, 'nodenext'), '');
  assert.match(typeErrors(program.replace("'default' | ", ''), 'nodenext'), /is not assignable/);
});
