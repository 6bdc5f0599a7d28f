/** The parts of the test suite: what each runs, and in which environment. */
import { join } from 'node:path';
import { hostCargoEnv, WASM_TARGET, wasmCargoEnv } from '../lib/cargo.mjs';
import { toolsBin } from '../lib/paths.mjs';
import { outputOf } from '../lib/run.mjs';
import { chromedriver, chromium, firefox } from '../setup/browsers.mjs';
import { runCheck, runNodeTests, runRustTests } from './runs.mjs';
import { Tally } from './tally.mjs';

/** The crate of the browser tests; its folder also holds the drivers' `webdriver.json`. */
const WEB_TESTS = 'tests/web';
const DENY_WARNINGS = ['--', '-D', 'warnings'];
const GECKODRIVER = join(toolsBin, 'geckodriver');

/** In the order in which they run: what is quick to fail comes first. */
export const parts = { unit, wasm, server: nodePart('server'), e2e: nodePart('e2e'), package: nodePart('package'), hosts: nodePart('hosts', { longestFileMinutes: 60 }) };

/** Parts that look at the built package. */
export const partsOfTheBuild = new Set(['server', 'e2e', 'package', 'hosts']);

/** Parts that run where they are named alone: they install what others publish, of which any day may bring another version. */
export const partsByName = new Set(['hosts']);

async function unit() {
  const tally = await runCheck(process.execPath, ['scripts/lint.mjs']);
  tally.add(await runNodeTests('tests/scripts'));
  const env = hostCargoEnv();
  tally.add(await runComponent('fmt', ['--all', '--check'], env));
  tally.add(await runComponent('clippy', ['--all-targets', ...DENY_WARNINGS], env));
  tally.add(await runRustTests('cargo', ['test', '--no-fail-fast'], env));
  for (const target of [['--lib'], ['--tests', '--manifest-path', `${WEB_TESTS}/Cargo.toml`]]) {
    tally.add(await runComponent('clippy', ['--target', WASM_TARGET, ...target, ...DENY_WARNINGS], wasmTestEnv()));
  }
  return tally;
}

/**
 * A check by a component that a minimal Rust lacks: skipped there.
 * @param {string} name @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Partial<Tally>>}
 */
async function runComponent(name, args, env) {
  if (outputOf('cargo', [name, '--version'], env) !== null) return runCheck('cargo', [name, ...args], env);
  console.log(`\ncargo ${name} is not installed: skipped.`);
  return { skipped: 1 };
}

async function wasm() {
  const env = wasmTestEnv();
  const tally = new Tally();
  const browsers = [['--chrome', '--chromedriver', chromedriver() ?? ''], ['--firefox', '--geckodriver', GECKODRIVER]];
  for (const browser of browsers) {
    tally.add(await runRustTests('wasm-pack', ['test', '--headless', '--mode', 'no-install', ...browser, WEB_TESTS], env));
  }
  return tally;
}

/**
 * @param {string} name
 * @param {{longestFileMinutes?: number}} [options] one file of hosts installs and builds seven frameworks: 10 minutes on two cores that are busy
 */
function nodePart(name, options) {
  return () => runNodeTests(`tests/${name}`, { env: browserEnv(), ...options });
}

/** Where Node's tests and benches find the browsers and their drivers. */
export function browserEnv() {
  const found = { CHROMIUM: chromium(), CHROMEDRIVER: chromedriver(), FIREFOX: firefox() };
  const present = Object.entries(found).flatMap(([name, path]) => (path === null ? [] : [[name, path]]));
  return { ...process.env, ...Object.fromEntries(present), GECKODRIVER };
}

/** Panics name their line without debug information, which makes a test module ten times as large. */
function wasmTestEnv() {
  return { ...wasmCargoEnv(), CARGO_PROFILE_DEV_DEBUG: '0', WASM_BINDGEN_TEST_TIMEOUT: '180' };
}
