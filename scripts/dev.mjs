/**
 * `npm run dev`: as `npm start`, and what is changed in `src` or `www` is built at once; pages that
 * are open load themselves again. A server that was changed is started anew.
 */
import { once } from 'node:events';
import { build } from './build.mjs';
import { createDevProxy } from './dev/proxy.mjs';
import { ServerProcess } from './dev/server.mjs';
import { consequences, watch } from './dev/watch.mjs';
import { endWithNpm, exitWith, secondsSince, StepError } from './lib/run.mjs';
import { setup } from './setup.mjs';

const WATCHED = ['src', 'www', 'Cargo.toml', 'Cargo.lock'];

const server = new ServerProcess();
const proxy = createDevProxy(() => server.address);

try {
  endWithNpm();
  await setup('start');
  await build({ quick: true });
  const address = await listen(Number(process.env.PORT || 8080));
  await server.restart();
  const unwatch = watch(WATCHED, update);
  console.log(`${address}\nWatching ${WATCHED.join(', ')}.`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(unwatch));
} catch (error) {
  await server.stop();
  exitWith(error);
}

/** A change that does not build is told here; pages keep what they have. @param {string[]} changed */
async function update(changed) {
  const start = performance.now();
  const { build: mustBuild, restart } = consequences(changed);
  try {
    if (mustBuild) await build({ quick: true });
    if (restart) await server.restart();
    proxy.reload();
    console.log(`${changed.join(', ')}: done after ${secondsSince(start)} s.`);
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error);
  }
}

/** @param {number} port */
async function listen(port) {
  proxy.server.listen(port, '127.0.0.1');
  await once(proxy.server, 'listening').catch((error) => {
    throw error.code === 'EADDRINUSE' ? new StepError(`Port ${port} is taken; stop what listens there, or set PORT to another number.`) : error;
  });
  const { port: actual } = /** @type {import('node:net').AddressInfo} */ (proxy.server.address());
  return `http://127.0.0.1:${actual}/`;
}

/** @param {() => void} unwatch */
async function end(unwatch) {
  unwatch();
  await server.stop();
  process.exit(0);
}
