/**
 * The server as an npm package, with the demo and the built module inside, so that Node alone runs it: neither Rust nor a
 * build nor a checkout. Paths are those of the checkout, so that nothing in it has to know.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { dist, root } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';
import { pack } from './archive.mjs';

const NAME = 'events-stats-server';
const BIN = 'www/server/bin.js';
/** What the server reads of the element's sources: how widgets of issues and of release health are asked for. */
const OF_ELEMENT = ['endpoints', 'filters.js', 'types.js'].map((name) => `www/element/dashboard/${name}`);
const CONTENTS = [
  'www/server', 'www/demo', ...OF_ELEMENT, 'dist/package', 'dist/server', 'src/paint/bitmap/font',
  'scripts/share.mjs', 'scripts/lib/paths.mjs', 'scripts/lib/run.mjs', 'docs/deploy.md', 'LICENSE-MIT', 'LICENSE-APACHE',
];
/** For readers of the repository. */
const LEFT_OUT = ['screenshots', 'PACKAGE.md'];

/** Of what a build has made. @param {string} folder where the file goes @returns {string} its path */
export function packServer(folder = dist) {
  const staged = join(dist, NAME);
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  for (const path of CONTENTS) {
    if (!existsSync(join(root, path))) throw new StepError(`${path} is not there: run \`npm run build\` first.`);
    cpSync(join(root, path), join(staged, path), { recursive: true, filter: (from) => !LEFT_OUT.includes(basename(from)) });
  }
  cpSync(join(root, 'www/server/PACKAGE.md'), join(staged, 'README.md'));
  chmodSync(join(staged, BIN), 0o755);
  const { manifest, shrinkwrap } = manifestAndLock();
  for (const [name, value] of [['package.json', manifest], ['npm-shrinkwrap.json', shrinkwrap]]) {
    writeFileSync(join(staged, /** @type {string} */ (name)), `${JSON.stringify(value, null, 2)}\n`);
  }
  const file = pack(staged, folder);
  rmSync(staged, { recursive: true });
  return file;
}

/** What it depends on, and the versions that the tests ran with, which `npm ci` in the unpacked folder installs. */
function manifestAndLock() {
  const read = (/** @type {string} */ name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
  const { version, license, engines, dependencies } = read('package.json');
  const facts = { name: NAME, version, license, engines, dependencies, bin: { [NAME]: BIN } };
  const { lockfileVersion, packages } = read('package-lock.json');
  const needed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  return {
    manifest: { ...facts, description: 'Charts of Sentry dashboards for other pages, walls and wikis, with the token kept on the server', type: 'module' },
    shrinkwrap: { name: NAME, version, lockfileVersion, requires: true, packages: { '': facts, ...Object.fromEntries(needed) } },
  };
}
