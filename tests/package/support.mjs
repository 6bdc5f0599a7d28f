/** The built package, packed and installed as a stranger would. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dist, nodeModules, packageDir } from '../../scripts/lib/paths.mjs';

if (!existsSync(packageDir)) throw new Error(`There is no ${packageDir}: run \`npm run build\` first.`);

export const manifest = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));

/** What `npm publish` would send. */
export function packedFiles() {
  const [packed] = JSON.parse(npm(['pack', '--dry-run', '--json'], packageDir));
  return packed.files.map(({ path }) => path).sort();
}

/** The packed package, as the build made it. */
export const tarball = join(dist, `${manifest.name}-${manifest.version}.tgz`);

/** A project in a scratch folder with the packed package in its `node_modules`; `remove()` it afterwards. */
export function installInScratch() {
  const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  npm(['install', '--offline', '--no-audit', '--no-fund', tarball], folder);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** Every target of the manifest's export map, with the path it is asked for by and its conditions. */
export function exportTargets() {
  const walk = (value, subpath, conditions) => (typeof value === 'string'
    ? [{ subpath, conditions, file: value.replace(/^\.\//, '') }]
    : Object.entries(value).flatMap(([condition, inner]) => walk(inner, subpath, [...conditions, condition])));
  return Object.entries(manifest.exports).flatMap(([subpath, value]) => walk(value, subpath, []));
}

/** Puts what is installed here into a project of `installInScratch`. @param {string} folder @param {Record<string, string>} packages by the name there, the name here */
export function lend(folder, packages) {
  for (const [name, own] of Object.entries(packages)) {
    const there = join(folder, 'node_modules', name);
    mkdirSync(dirname(there), { recursive: true });
    rmSync(there, { force: true });
    symlinkSync(join(nodeModules, own), there);
  }
}

function npm(args, cwd) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
