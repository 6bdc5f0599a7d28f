/** The parts of the test suite: what each runs, and in which environment. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hostCargoEnv, WASM_TARGET, wasmCargoEnv } from '../lib/cargo.mjs';
import { toolsBin } from '../lib/paths.mjs';
import { outputOf, StepError } from '../lib/run.mjs';
import { crateTargets } from '../lib/targets.mjs';
import { chromedriver, chromium, firefox } from '../setup/browsers.mjs';
import { runCheck, runNodeTests, runRustTests } from './runs.mjs';
import { Tally } from './tally.mjs';

const DENY_WARNINGS = ['--', '-D', 'warnings'];
const GECKODRIVER = join(toolsBin, 'geckodriver');

/** In the order in which they run: what is quick to fail comes first. */
export const parts = { unit, wasm, server: nodePart('server'), e2e: nodePart('e2e'), package: nodePart('package') };

/** Parts that look at the built package. */
export const partsOfTheBuild = new Set(['server', 'e2e', 'package']);

async function unit() {
  const tally = await runNodeTests('tests/scripts');
  const env = hostCargoEnv();
  tally.add(await runComponent('fmt', ['--check'], env));
  tally.add(await runComponent('clippy', ['--all-targets', ...DENY_WARNINGS], env));
  tally.add(await runRustTests('cargo', ['test', '--no-fail-fast'], env));
  const wasmLint = ['--target', WASM_TARGET, '--lib', ...browserTests(), ...DENY_WARNINGS];
  return tally.add(await runComponent('clippy', wasmLint, wasmTestEnv()));
}

/** A check by a component that a minimal Rust lacks: skipped there. */
function runComponent(name, args, env) {
  if (outputOf('cargo', [name, '--version'], env) !== null) return runCheck('cargo', [name, ...args], env);
  console.log(`\ncargo ${name} is not installed: skipped.`);
  return { skipped: 1 };
}

async function wasm() {
  const env = wasmTestEnv();
  const targets = browserTests();
  if (targets.length === 0) throw new StepError('The crate holds no browser test: expected #[wasm_bindgen_test] in a target of tests/.');
  const tally = new Tally();
  const browsers = [['--chrome', '--chromedriver', chromedriver()], ['--firefox', '--geckodriver', GECKODRIVER]];
  for (const browser of browsers) {
    tally.add(await runRustTests('wasm-pack', ['test', '--headless', '--mode', 'no-install', ...browser, '--', ...targets], env));
  }
  return tally;
}

function nodePart(name) {
  return () => runNodeTests(`tests/${name}`, browserEnv());
}

/** Where Node's tests and benches find the browsers and their drivers. */
export function browserEnv() {
  return { ...process.env, CHROMIUM: chromium(), CHROMEDRIVER: chromedriver(), FIREFOX: firefox(), GECKODRIVER };
}

/** Panics name their line without debug information, which makes a test module ten times as large. */
function wasmTestEnv() {
  return { ...wasmCargoEnv(), CARGO_PROFILE_DEV_DEBUG: '0', WASM_BINDGEN_TEST_TIMEOUT: '180' };
}

/** The test targets that hold browser tests, as arguments for cargo. All others are for the host. */
function browserTests() {
  return crateTargets('test')
    .filter(({ path }) => holdsBrowserTests(basename(path) === 'main.rs' ? dirname(path) : path))
    .flatMap(({ name }) => ['--test', name]);
}

function holdsBrowserTests(path) {
  if (!existsSync(path)) return false;
  if (statSync(path).isDirectory()) return readdirSync(path).some((name) => holdsBrowserTests(join(path, name)));
  return path.endsWith('.rs') && readFileSync(path, 'utf8').includes('#[wasm_bindgen_test');
}
