/**
 * `npm test`, or `npm run test:NAME` for one part: sets up what is missing, builds what has
 * changed, runs the parts in order. The last line printed is the sum over all of them.
 */
import { build } from './build.mjs';
import { secondsSince, StepError } from './lib/run.mjs';
import { setup } from './setup.mjs';
import { parts, partsByName, partsOfTheBuild } from './test/parts.mjs';
import { Tally } from './test/tally.mjs';

/** @typedef {keyof typeof parts} PartName */

const chosen = process.argv[2] === undefined ? Object.keys(parts).filter((name) => !partsByName.has(name)) : process.argv.slice(2);
const sum = new Tally();

try {
  const unknown = chosen.find((name) => !(name in parts));
  if (unknown) throw new StepError(`There is no part "${unknown}": expected ${Object.keys(parts).join(', ')}.`);
  await setup('test');
  for (const name of chosen) sum.add(await runPart(/** @type {PartName} */ (name)));
} catch (error) {
  report(error);
  sum.add({ failed: 1 });
}
process.exitCode = sum.failed === 0 ? 0 : 1;
console.log(String(sum));

/**
 * A part that cannot run (its build fails, it holds no test) is a failure; the other parts still run.
 * @param {PartName} name
 */
async function runPart(name) {
  const start = performance.now();
  const tally = new Tally();
  try {
    if (partsOfTheBuild.has(name)) await build();
    tally.add(await parts[name]());
  } catch (error) {
    report(error);
    tally.add({ failed: 1 });
  }
  console.log(`\n== ${name}: ${tally} (${secondsSince(start)} s)\n`);
  return tally;
}

/** @param {unknown} error */
function report(error) {
  console.error(error instanceof StepError ? error.message : error);
}
