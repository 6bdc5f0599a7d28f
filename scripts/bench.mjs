/**
 * `npm run bench`, or `npm run bench -- NAME ...` for some: runs the benches one after the other.
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
  for (const { command, args, env } of chosenBenches(process.argv.slice(2))) {
    const outcome = await runStreaming(command, args, { env });
    if (outcome !== 0) throw new StepError(`The bench ended with ${outcome}.`);
  }
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
