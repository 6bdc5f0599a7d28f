/** One run of a runner, as a tally. A run that ends badly always counts as a failure, whatever it printed. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { runStreaming, StepError } from '../lib/run.mjs';
import { readRustResult, Tally } from './tally.mjs';

const NODE_TEST_FILE = /\.test\.m?js$/;

/** A file that leaves something open never ends by itself; it fails then, and the others run. */
const LONGEST_FILE_MINUTES = 10;

/**
 * A program without tests of its own (a formatter, a linter): one test, by its exit code.
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 */
export async function runCheck(command, args, env) {
  const outcome = await runStreaming(command, args, { env });
  return new Tally().add(outcome === 0 ? { passed: 1 } : { failed: 1 });
}

/**
 * cargo test or wasm-pack test: the sum over its test binaries.
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env
 */
export async function runRustTests(command, args, env) {
  const tally = new Tally();
  const onLine = (/** @type {string} */ line) => void tally.add(readRustResult(line) ?? {});
  const outcome = await runStreaming(command, args, { env: { ...env, CARGO_TERM_COLOR: 'never' }, onLine });
  return judge(tally, outcome, command);
}

/**
 * Node's test runner over every test file of a folder. The counts come from its events, which
 * nothing that a test prints can imitate.
 * @param {string} folder
 * @param {{env?: NodeJS.ProcessEnv, longestFileMinutes?: number}} [options]
 */
export async function runNodeTests(folder, { env = process.env, longestFileMinutes = LONGEST_FILE_MINUTES } = {}) {
  const files = testFiles(folder);
  if (files.length === 0) throw new StepError(`${folder} holds no test file.`);
  const scratch = mkdtempSync(join(tmpdir(), 'test-counts-'));
  const counts = join(scratch, 'counts.json');
  const outcome = await runStreaming(process.execPath, [
    '--test',
    // In the order of their names on any machine: files share the server's data, and measure.
    '--test-concurrency=1',
    `--test-timeout=${longestFileMinutes * 60_000}`,
    '--test-reporter=spec', '--test-reporter-destination=stdout',
    `--test-reporter=${new URL('./count-reporter.mjs', import.meta.url).href}`, `--test-reporter-destination=${counts}`,
    ...files,
  ], { env });
  const tally = new Tally().add(JSON.parse(readFileSync(counts, 'utf8') || '{}'));
  rmSync(scratch, { recursive: true });
  return judge(tally, outcome, folder);
}

/** @param {Tally} tally @param {number | string} outcome @param {string} what */
function judge(tally, outcome, what) {
  if (outcome !== 0 && tally.failed === 0) {
    console.error(`${what} ended with ${outcome}, though no test failed: counted as a failure.`);
    tally.add({ failed: 1 });
  }
  if (tally.passed + tally.failed === 0) {
    console.error(`${what} ran no test: counted as a failure.`);
    tally.add({ failed: 1 });
  }
  return tally;
}

/** @param {string} folder */
function testFiles(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => NODE_TEST_FILE.test(name))
    .map((name) => join(folder, name))
    .sort();
}
