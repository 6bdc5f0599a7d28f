/**
 * Set-up: looks what this checkout needs, says what it will do and why, does what is missing.
 * From the command line: `npm run setup`, with `-- --check` to report only (ends with 1 when
 * something is missing). The other commands call `setup` themselves.
 */
import { exitWith, isProgram, secondsSince, StepError } from './lib/run.mjs';
import { stages } from './setup/steps.mjs';

/** @typedef {{step: import('./setup/steps.mjs').Step, reason: string}} Missing */

/**
 * @param {keyof typeof stages} stage
 * @returns {Promise<void>} when nothing of that stage is missing any more
 */
export async function setup(stage) {
  const start = performance.now();
  const todo = missingSteps(stage);
  if (todo.length === 0) return;
  console.log(`Set-up: ${todo.length} of ${stages[stage].length} things are missing. All of it goes into this checkout, Debian packages apart.`);
  describe(todo);
  await installAll(todo);
  console.log(`Set-up: done in ${secondsSince(start)} s.`);
}

/**
 * @param {keyof typeof stages} stage
 * @returns {Missing[]}
 */
function missingSteps(stage) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new StepError(`Node 20 or newer is needed, this is ${process.version}.`);
  }
  return stages[stage].flatMap((step) => {
    const reason = step.missing();
    return reason === null ? [] : [{ step, reason }];
  });
}

/** @param {Missing[]} todo */
function describe(todo) {
  for (const { step, reason } of todo) {
    console.log(`  - ${step.name}: ${step.why}. Missing: ${reason}.\n      from ${step.how()}`);
  }
}

/**
 * Steps that do not wait for each other run side by side: most of them leave a processor idle.
 * @param {Missing[]} todo
 */
async function installAll(todo) {
  const running = new Map();
  for (const { step } of todo) {
    const first = (step.after ?? []).map((name) => running.get(name));
    running.set(step.name, Promise.all(first).then(() => installOne(step)));
  }
  const outcomes = await Promise.allSettled(running.values());
  // A step that waited for a failed one fails with the same error.
  const errors = [...new Set(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])))];
  const unexplained = errors.find((error) => !(error instanceof StepError));
  if (unexplained) throw unexplained;
  if (errors.length > 0) throw new StepError(errors.map(({ message }) => message).join('\n\n'));
}

/** @param {import('./setup/steps.mjs').Step} step */
async function installOne(step) {
  const start = performance.now();
  await step.install();
  const still = step.missing();
  if (still) throw new StepError(`${step.name} was installed, yet: ${still}.`);
  console.log(`  ${step.name}: done (${secondsSince(start)} s)`);
}

function report() {
  const todo = missingSteps('test');
  if (todo.length === 0) console.log('Set-up: nothing is missing.');
  else {
    console.log('Set-up: missing, and what `npm run setup` would do:');
    describe(todo);
  }
  return todo.length === 0;
}

if (isProgram(import.meta.url)) {
  try {
    if (process.argv.includes('--check')) process.exitCode = report() ? 0 : 1;
    else {
      await setup('test');
      report();
    }
  } catch (error) {
    exitWith(error);
  }
}
