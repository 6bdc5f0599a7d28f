/** What the project needs beside Rust and Node, in stages: what `npm start` waits for, what is built to be shipped, what only tests need. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toolchain } from '../lib/paths.mjs';
import { browserPackages, browsersMissing, installBrowsers } from './browsers.mjs';
import { cargoToolMissing, cargoToolsTarget, geckodriver, installCargoTool, wasmBindgenCli, wasmPack } from './cargo-tools.mjs';
import { installPackages } from './debian.mjs';
import { findProgram } from './host.mjs';
import { installNodeModules, nodeModulesMissing } from './node-modules.mjs';
import { DEBIAN_RUST, DEBIAN_RUST_SOURCE, installWasmTarget, rustupHasWasm, wasmTargetMissing } from './wasm-target.mjs';

const C_COMPILER = ['gcc', 'libc6-dev'];
const WASM_LINTS = ['rust-web-clippy'];

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} why what it is for
 * @property {() => string} how what installing it means: where it comes from, whether it needs root
 * @property {string[]} [after] names of the steps that must be done first
 * @property {() => string | null} missing why it must be installed, or null
 * @property {() => Promise<void>} install
 */

/** @type {Step[]} */
const startSteps = [
  {
    name: 'C compiler',
    why: 'links Rust programs, compiles the C in their dependencies',
    how: () => `Debian packages ${C_COMPILER.join(' ')} (root)`,
    missing: () => (findProgram('cc') ? null : 'no cc on the path'),
    install: () => installPackages(C_COMPILER),
  },
  {
    name: 'wasm32 target',
    why: 'compiles the crate for browsers',
    how: () => `rustup; where it cannot download, Debian packages ${DEBIAN_RUST.join(' ')} (root) and half a minute of building ${DEBIAN_RUST_SOURCE} into .tools/toolchain`,
    after: ['C compiler'],
    missing: wasmTargetMissing,
    install: installWasmTarget,
  },
  {
    name: 'wasm-bindgen',
    why: 'writes the JavaScript around the module',
    how: () => `crates.io, version ${wasmBindgenCli.version()} as in Cargo.lock, built into .tools/bin (two minutes)`,
    after: ['C compiler'],
    missing: () => cargoToolMissing(wasmBindgenCli),
    install: () => installCargoTool(wasmBindgenCli),
  },
  {
    name: 'npm packages',
    why: 'the server, wasm-opt, esbuild, test tools',
    how: () => 'npm ci, into node_modules',
    missing: nodeModulesMissing,
    install: installNodeModules,
  },
];

/** @type {Step[]} */
const testSteps = [
  {
    name: 'browsers',
    why: 'the build sees in Chromium what a first chart runs; the suites run in Chromium and in Firefox',
    how: () => `Debian packages ${browserPackages().join(' ')} (root)`,
    after: ['wasm32 target'],
    missing: browsersMissing,
    install: installBrowsers,
  },
  {
    name: 'wasm32 lints',
    why: "clippy for the browser's half of the crate",
    how: () => `Debian packages ${WASM_LINTS.join(' ')} (root), of the compiler in .tools/toolchain`,
    after: ['browsers', 'wasm32 target'],
    missing: () => (rustupHasWasm() || existsSync('/usr/bin/clippy-driver') ? null : 'no clippy for that compiler'),
    install: installWasmLints,
  },
  {
    name: 'wasm-pack',
    why: 'runs the tests of the wasm module in browsers',
    how: () => `crates.io, version ${wasmPack.version()}, built into .tools/bin (one minute)`,
    after: ['wasm-bindgen'],
    missing: () => cargoToolMissing(wasmPack),
    install: () => installCargoTool(wasmPack),
  },
  {
    name: 'geckodriver',
    why: 'drives Firefox',
    how: () => `crates.io, version ${geckodriver.version()}, built into .tools/bin (one minute)`,
    after: ['wasm-pack'],
    missing: () => cargoToolMissing(geckodriver),
    install: installGeckodriver,
  },
];

/** The documents' site is made of the package as it was built last, by npm packages alone. @type {Record<'docs' | 'start' | 'build' | 'test', Step[]>} */
export const stages = { docs: startSteps.filter(({ name }) => name === 'npm packages'), start: startSteps, build: [...startSteps, ...testSteps.filter(({ name }) => name === 'browsers')], test: [...startSteps, ...testSteps] };

/** Nothing to do where rustup turned out to have the target: its own clippy serves. */
async function installWasmLints() {
  if (existsSync(join(toolchain, 'bin/rustc'))) await installPackages(WASM_LINTS);
}

async function installGeckodriver() {
  await installCargoTool(geckodriver);
  rmSync(cargoToolsTarget, { recursive: true, force: true });
}
