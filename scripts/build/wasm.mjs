/** The crate as a WebAssembly module with its JavaScript glue, in `dist/wasm/`. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hostCargoEnv, WASM_TARGET, wasmCargoEnv } from '../lib/cargo.mjs';
import { cargoTarget, lateFile, namedWasmDir, nodeModules, root, toolsBin, wasmDir, wasmFile } from '../lib/paths.mjs';
import { outputOf, runStreaming, secondsSince, StepError } from '../lib/run.mjs';
import { chromium } from '../setup/browsers.mjs';
import { withOrderedNames } from './function-order.mjs';
import { shrinkGlue } from './glue.mjs';
import { digestOf, isBuiltFrom, markBuiltFrom } from './inputs.mjs';
import { withoutLinking } from './pieces/linking.mjs';
import { sharedPlaces, withSharedTable } from './pieces/shared-functions.mjs';

const INPUTS = ['Cargo.toml', 'Cargo.lock', '.cargo', 'src', ...['wasm', 'glue', 'wasm-names', 'function-order'].map((name) => `scripts/build/${name}.mjs`), 'scripts/build/pieces', 'scripts/lib/wasm-reader.mjs', 'package-lock.json'];

/** A late piece without anything, beside a module that is whole. */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

const LINKED = join(cargoTarget, WASM_TARGET, 'release/events_stats_widget.wasm');

/** Rust reserves 1 MiB; the parsers' depth limit keeps the stack far below this. A release module only: debug frames are larger. */
const STACK_BYTES = 128 * 1024;

/** Nothing is inlined but what says so or is called once. 30 is 6 KB heavier (brotli, all of it), and as fast since the loops over points and bytes say so: `#[inline(always)]`. */
const INLINE_THRESHOLD = 5;

/** What the compiler and the bindings' generator emit by default, so that wasm-opt accepts and uses it. */
const WASM_FEATURES = [
  'simd', 'bulk-memory', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'reference-types', 'multivalue',
];

/** Of functions that are called from several places, those of a few instructions: 20, which is usual, is 1 KB heavier (brotli). Of those that are called from one, the ones that are not large: 0.2 KB. */
const INLINING = ['--flexible-inline-max-function-size=8', '--one-caller-inline-max-function-size=150'];

/** Rust's linker puts the stack first: what lies lowest is used by nothing but a stack that is about to overflow. So an addition before a read or a write may become a part of that (1.3 KB of the first piece, brotli). */
const ASSUMPTIONS = ['--low-memory-unused'];

/** What wasm-opt changes when it runs again makes other functions similar: a second time is worth 0.3 KB, a third nothing. */
const ORDERING_ROUNDS = 2;

/** For `npm run dev`: soon ready, larger and slower. */
const QUICK_BUILD = {
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_INCREMENTAL: 'true',
};

/**
 * @typedef {object} WasmOptions
 * @property {boolean} [quick] to look at while working, not to ship or to measure
 * @property {boolean} [names] the same functions with their names, beside what is shipped: to see what weighs how much
 */

/**
 * Does nothing when the sources, the compiler and the options are those of the last time.
 * @param {WasmOptions} [options]
 */
export async function buildWasm({ quick = false, names = false } = {}) {
  const folder = names ? namedWasmDir : wasmDir;
  const stamp = join(folder, '.built-from');
  const env = { ...wasmCargoEnv(), ...(quick && QUICK_BUILD) };
  const browserPath = quick ? null : chromium();
  const compiler = outputOf('rustc', ['-vV'], env) ?? '';
  const digest = digestOf(INPUTS, [compiler, quick ? 'quick' : '', browserPath ? 'cut' : 'whole']);
  if (isBuiltFrom(digest, stamp)) return;
  const start = performance.now();
  await compile(env, compiler, browserPath !== null);
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await bind(fresh);
  shrinkGlue(fresh);
  if (browserPath) await cut(fresh, browserPath, { names, linked: LINKED });
  else writeFileSync(join(fresh, lateFile), EMPTY_MODULE);
  if (!quick && !browserPath) console.log('Build: the module stays in one piece. What a first chart runs of it is seen in Chromium, which is not here.');
  if (!quick) await shrinkPieces(fresh, { isCut: browserPath !== null, names });
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  markBuiltFrom(digest, stamp);
  console.log(`Build: the module is ready, after ${secondsSince(start)} s.`);
}

/** @param {NodeJS.ProcessEnv} env @param {string} compiler what it says of itself @param {boolean} isCut whether the linker says what refers to what */
async function compile(env, compiler, isCut) {
  // First, so that the folders to remap are there.
  await must('cargo', ['fetch', '--target', WASM_TARGET], env);
  await must('cargo', [
    '--config', `target.${WASM_TARGET}.rustflags=${JSON.stringify(remappedPaths(env, compiler))}`,
    'rustc', '--release', '--lib', '--crate-type', 'cdylib', '--target', WASM_TARGET,
    '--', `-Clink-arg=-zstack-size=${STACK_BYTES}`, ...(isCut ? ['-Clink-arg=--emit-relocs'] : []), `-Cllvm-args=-inline-threshold=${INLINE_THRESHOLD}`,
  ], env);
}

/** @param {string} folder */
async function bind(folder) {
  await must(join(toolsBin, 'wasm-bindgen'), [
    // The shell makes a new instance after a panic.
    '--target', 'web', '--experimental-reset-state-function',
    // The package names the module's file itself, once: bundlers would ship it twice.
    '--omit-default-module-path', '--remove-producers-section',
    // As the linker names them.
    '--no-demangle',
    '--out-dir', folder, LINKED,
  ]);
  writeFileSync(join(folder, wasmFile), withoutLinking(readFileSync(join(folder, wasmFile))));
}

/**
 * Panics name their place in the source: in a module for everyone that must not be a folder of this machine. Where the
 * sources of the standard library are installed, the compiler names them there, and not as it does without them.
 * @param {NodeJS.ProcessEnv} env @param {string} compiler what it says of itself
 */
function remappedPaths(env, compiler) {
  const sources = join(env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src');
  const registries = readdirSync(sources).map((name) => join(sources, name));
  const ofStandardLibrary = join(outputOf('rustc', ['--print', 'sysroot'], env) ?? '', 'lib/rustlib/src/rust');
  const [, commit] = /^commit-hash: (\w+)$/m.exec(compiler) ?? [];
  const named = [...[...registries, root].map((folder) => [`${folder}/`, '']), [ofStandardLibrary, `/rustc/${commit}`]];
  return named.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

/**
 * Before anything is inlined: the optimizer would put late functions into those that call them.
 * @param {string} folder
 * @param {string} browserPath
 * @param {{names?: boolean, linked?: string, always?: RegExp}} [options] of `cutInTwo`
 */
export async function cut(folder, browserPath, { names = false, ...options } = {}) {
  // It needs what set-up may have installed a moment ago.
  const { cutInTwo } = await import('./pieces/cut.mjs');
  const { first, late, entries } = await cutInTwo(folder, { browserPath, names, ...options });
  writeFileSync(join(folder, wasmFile), first);
  writeFileSync(join(folder, lateFile), late);
  console.log(`Build: the late piece has ${entries.length} entries.`);
}

/** @param {string} folder @param {{isCut: boolean, names: boolean}} options whether there are two pieces, and whether they keep the names of their functions */
async function shrinkPieces(folder, { isCut, names }) {
  const [first, late] = [wasmFile, lateFile].map((name) => join(folder, name));
  // The names of its imports are places in a list: scripts/build/glue.mjs.
  await shrink(first, names, Number);
  if (!isCut) return;
  await shrink(late, names, sharedPlaces(readFileSync(first)));
  const linked = withSharedTable(readFileSync(first), readFileSync(late));
  writeFileSync(first, linked.first);
  writeFileSync(late, linked.late);
}

/** @param {string} path @param {boolean} names @param {(name: string) => number} rankOf where an import is to stand among the others */
async function shrink(path, names, rankOf) {
  if (names) return optimize(path, ['-g']);
  await optimize(path, []);
  for (let round = 0; round < ORDERING_ROUNDS; round += 1) {
    writeFileSync(path, withOrderedNames(readFileSync(path), rankOf));
    await optimize(path, ['--reorder-functions-by-name']);
  }
}

/** @param {string} path @param {string[]} flags */
function optimize(path, flags) {
  const features = WASM_FEATURES.map((name) => `--enable-${name}`);
  return must(process.execPath, [join(nodeModules, 'binaryen/bin/wasm-opt'), '-O3', ...INLINING, ...ASSUMPTIONS, '--strip-target-features', ...flags, ...features, path, '-o', path]);
}

/** @param {string} command @param {string[]} args */
async function must(command, args, env = hostCargoEnv()) {
  const outcome = await runStreaming(command, args, { env });
  if (outcome !== 0) throw new StepError(`The build failed: ${command} ended with ${outcome}.`);
}
