/** Command-line tools that come from crates.io, built into `.tools/bin`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, tools, toolsBin } from '../lib/paths.mjs';
import { outputOf, runWithProgress, StepError } from '../lib/run.mjs';
import { plainEnv } from './host.mjs';

/** @typedef {{crate: string, program: string, version: () => string}} CargoTool */

/** One target folder for all of them: they share dependencies. Removed when the last one is built. */
export const cargoToolsTarget = join(tools, 'cargo-target');

/** Built to be ready soon, not to run fast: a minute of compiling costs more than they ever save. */
const QUICK_BUILD = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_DEBUG: '0',
};

/** The bindings' generator must be of exactly the version that the crate is compiled against. */
export const wasmBindgenCli = { crate: 'wasm-bindgen-cli', program: 'wasm-bindgen', version: lockedWasmBindgen };
export const wasmPack = { crate: 'wasm-pack', program: 'wasm-pack', version: () => '0.15.1' };
export const geckodriver = { crate: 'geckodriver', program: 'geckodriver', version: () => '0.37.1' };

/**
 * What is wrong with the installed tool, or null.
 * @param {CargoTool} tool
 */
export function cargoToolMissing({ program, version }) {
  const found = outputOf(join(toolsBin, program), ['--version'])?.split(/\s+/)[1];
  if (found === version()) return null;
  return found ? `version ${found} is there, ${version()} is needed` : 'not installed';
}

/** @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * One after the other: each uses all processors, and cargo would lock the shared folder anyway.
 * @param {CargoTool} tool
 */
export function installCargoTool(tool) {
  const done = queue.then(() => build(tool));
  queue = done.catch(() => {});
  return done;
}

/** @param {CargoTool} tool */
function build({ crate, version }) {
  return runWithProgress(
    `${crate} ${version()}`,
    'cargo',
    // Not --locked: the lock files that these crates ship name versions that were withdrawn since.
    ['install', crate, '--version', `=${version()}`, '--root', tools, '--force'],
    { env: { ...plainEnv(), ...QUICK_BUILD, CARGO_TARGET_DIR: cargoToolsTarget } },
  );
}

function lockedWasmBindgen() {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  const version = /\[\[package\]\]\nname = "wasm-bindgen"\nversion = "([^"]+)"/.exec(lock)?.[1];
  if (!version) throw new StepError('Cargo.lock names no wasm-bindgen: expected a [[package]] of that name.');
  return version;
}
