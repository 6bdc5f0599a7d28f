/**
 * `npm run soak`, or `npm run soak -- MINUTES`: thirty charts at the fastest refresh against a flapping
 * server, for a quarter of an hour. Fails where something that is held grows by more than 1 % of its
 * size an hour over the last two thirds, and by more than chance explains.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './lib/paths.mjs';
import { exitWith, StepError } from './lib/run.mjs';
import { setup } from './setup.mjs';
import { browserEnv } from './test/parts.mjs';

const MOST_PERCENT = 1;
/** The shortest that an attribute may ask for. */
const REFRESH_SECONDS = '5';

try {
  const minutes = Number(process.argv[2] ?? 15);
  if (!(minutes > 0)) throw new StepError(`Expected minutes, found "${process.argv[2]}".`);
  if (process.env.SOAK_AS_BUILT !== '1') {
    await setup('test');
    await build();
  }
  Object.assign(process.env, browserEnv());
  const { MEASURES, slope, soak } = await import('../tests/soak/soak.js');
  const seconds = minutes * 60;
  const outcome = await soak({
    seconds, everySeconds: 10, refresh: REFRESH_SECONDS,
    onSample: ({ at, ...sample }) => console.log(`${at.toFixed(0).padStart(5)} s  ${Object.entries(sample).map(([name, value]) => `${name} ${value}`).join('  ')}`),
  });
  writeFileSync(join(root, 'tests/results/soak.json'), JSON.stringify(outcome));
  const lines = Object.entries(MEASURES).map(([name, unit]) => ({ name, unit, ...slope(outcome.samples, /** @type {keyof typeof MEASURES} */ (name), seconds / 3) }));
  console.log(`\n${outcome.requests} requests in ${minutes} minutes; the last ${((minutes * 2) / 3).toFixed(1)}:`);
  for (const { name, unit, mean, percent, noise } of lines) {
    console.log(`${name.padEnd(10)} ${mean.toFixed(0).padStart(10)} ${unit.padEnd(10)} ${percent.toFixed(2).padStart(8)} % an hour, give or take ${noise.toFixed(2)}`);
  }
  const growing = lines.filter(({ percent, noise }) => percent - noise > MOST_PERCENT);
  if (growing.length > 0) throw new StepError(`These grow: ${growing.map(({ name }) => name).join(', ')}.`);
  if (outcome.states.some((state) => state !== 'ready')) throw new StepError(`Not all charts recovered: ${outcome.states.join(' ')}.`);
} catch (error) {
  exitWith(error);
}
