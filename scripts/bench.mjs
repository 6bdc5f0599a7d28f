/**
 * `npm run bench`, or `npm run bench -- NAME ...` for some: runs the benches one after the other, prints
 * goals beside figures, writes them to `dist/bench/`, and ends with an error where a goal is missed.
 * Native ones are bench targets of Cargo.toml; those that need Node or a browser are
 * `tests/bench/NAME.bench.mjs`, and find the built package in `dist/package/`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { hostCargoEnv } from './lib/cargo.mjs';
import { root } from './lib/paths.mjs';
import { exitWith, runStreaming, StepError } from './lib/run.mjs';
import { crateTargets } from './lib/targets.mjs';
import { setup } from './setup.mjs';
import { browserEnv } from './test/parts.mjs';

const FOLDER = 'tests/bench';
const SUFFIX = '.bench.mjs';

try {
  await setup('test');
  await build();
  const benches = chosenBenches(process.argv.slice(2));
  /** @type {string[]} */
  const problems = [];
  // They import what set-up may have installed a moment ago.
  const { forgetFigures, report } = await import('../tests/bench/report.mjs');
  forgetFigures();
  for (const { name, command, args, env } of benches) {
    const outcome = await runStreaming(command, args, { env });
    // The others are measured all the same: a run takes long.
    if (outcome !== 0) problems.push(`the bench "${name}" ended with ${outcome}`);
  }
  const missed = report(benches.map(({ name }) => name));
  if (missed.length > 0) problems.push(`${missed.length} goals are missed:\n  ${missed.join('\n  ')}`);
  if (problems.length > 0) throw new StepError(`${problems.join('\n')}.`);
} catch (error) {
  exitWith(error);
}

/** @param {string[]} names all benches where there is none */
function chosenBenches(names) {
  const benches = [...nativeBenches(), ...nodeBenches()];
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (benches.length === 0 || unknown) {
    throw new StepError(`There is no bench "${unknown ?? ''}": expected ${benches.map(({ name }) => name).join(', ') || `some in ${FOLDER}`}.`);
  }
  return names.length === 0 ? benches : benches.filter(({ name }) => names.includes(name));
}

/** @typedef {{name: string, command: string, args: string[], env: NodeJS.ProcessEnv}} Bench */

/** @returns {Bench[]} */
function nativeBenches() {
  return crateTargets('bench').map(({ name }) => ({ name, command: 'cargo', args: ['bench', '--bench', name], env: hostCargoEnv() }));
}

/** @returns {Bench[]} */
function nodeBenches() {
  if (!existsSync(join(root, FOLDER))) return [];
  return readdirSync(join(root, FOLDER))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => ({ name: file.slice(0, -SUFFIX.length), command: process.execPath, args: [join(FOLDER, file)], env: browserEnv() }));
}
