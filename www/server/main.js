/**
 * The reference server as a process: environment in, an address printed when ready, a quiet end on a signal.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp } from './app.js';
import { Dashboards } from './dashboards/dashboard-file.js';
import { Generator } from './events/generator/generator.js';
import { EventStore } from './events/store.js';
import { readOptions } from './options.js';

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {string} path */
async function openStore(path) {
  try {
    return await EventStore.open({ path });
  } catch (error) {
    if (!/lock/i.test(reasonOf(error))) throw error;
    throw new Error(`${path} is in use by another server; stop that one, or set DATA_DIR to another folder`);
  }
}

/** @param {import('./options.js').Options} options */
async function openGenerated({ dataFolder }) {
  await mkdir(dataFolder, { recursive: true });
  const store = await openStore(join(dataFolder, 'events.duckdb'));
  const generator = new Generator(store, { now: Date.now });
  const began = Date.now();
  const notice = setTimeout(() => console.log('making up two weeks of events, once; this takes some seconds'), 1000);
  await generator.fill();
  clearTimeout(notice);
  const seconds = (Date.now() - began) / 1000;
  if (seconds > 1) console.log(`events are ready after ${seconds.toFixed(1)} s`);
  generator.start((error) => console.error(`live events: ${reasonOf(error)}`));
  return { store, stop: () => generator.stop() };
}

/** @param {{listen: (where: {host: string, port: number}) => Promise<any>}} app @param {{host: string, port: number}} options */
async function listen(app, { host, port }) {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} is taken on ${host}; stop what listens there, or set PORT to another number`);
  }
}

/** Said at once, and not after the events were made. @param {import('./options.js').Options} options */
async function checkPort({ host, port }) {
  const probe = createServer();
  await listen({ listen: (/** @type {any} */ where) => once(probe.listen(where), 'listening') }, { host, port });
  probe.close();
  await once(probe, 'close');
}

async function main() {
  const options = readOptions(process.env);
  await checkPort(options);
  const { store, stop } = await openGenerated(options);
  const dashboards = await Dashboards.open(join(options.dataFolder, 'dashboards.json'));
  const app = await createApp({ store, dashboards, datasetSelector: options.datasetSelector });
  const address = await listen(app, options);
  console.log(`${address}/`);

  const end = async () => {
    await app.close();
    await stop();
    store.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
}

main().catch((error) => {
  console.error(reasonOf(error));
  process.exit(1);
});
