/**
 * The reference server as a process: environment in, an address printed when ready, a quiet end on a signal.
 * What it answers from: a real Sentry, a person's own events, or events it makes up.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createApp } from './app.js';
import { Dashboards } from './dashboards/dashboard-file.js';
import { pathOf } from './embed/overview.js';
import { openGeneratedStore } from './events/generator/generated-store.js';
import { openEventsFile } from './events/load-file.js';
import { httpPlugins } from './http/index.js';
import { BACKLOG } from './http/limits.js';
import { Health } from './operations/health.js';
import { readOptions } from './options.js';
import { openProxy } from './proxy/index.js';
import { statsdRelay } from './relay/statsd.js';
import { WidgetStates } from './relay/widget-states.js';

/** @typedef {import('./options.js').Options} Options */
/** @typedef {{app: import('./app.js').AppOptions, close: () => Promise<void>}} Source */

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error ? error.message : String(error));

/** A title of somebody's, without what a terminal would obey. @param {unknown} text */
const printable = (text) => String(text ?? '').replace(/\p{C}/gu, ' ');

/** @param {import('./events/generator/generator.js').Generator} generator */
async function fill(generator) {
  const began = Date.now();
  const notice = setTimeout(() => console.log('making up two weeks of events, once; this takes some seconds'), 1000);
  await generator.fill();
  clearTimeout(notice);
  const seconds = (Date.now() - began) / 1000;
  if (seconds > 1) console.log(`events are ready after ${seconds.toFixed(1)} s`);
}

/** @param {Options} options @param {Health} health @returns {Promise<Source>} */
async function openGenerated({ dataFolder, datasetSelector, extractedMetrics }, health) {
  // Before the events: a file that a person has to mend is said at once.
  const dashboards = await Dashboards.open(join(dataFolder, 'dashboards.json'));
  const { store, generator } = await openGeneratedStore(dataFolder, { fill, log: (line) => console.error(line) });
  // A full disk fails once a second; it is news once.
  const note = (/** @type {string|null} */ problem) => {
    if (health.set('live events', problem)) console.error(`live events: ${problem ?? 'written again'}`);
  };
  generator.start((error) => note(reasonOf(error)), () => note(null));
  return {
    app: { store, dashboards, datasetSelector, extractedMetrics },
    close: async () => {
      await generator.stop();
      store.close();
    },
  };
}

/**
 * Dashboards over a person's own events are kept apart from the demo's.
 * @param {Options} options
 * @returns {Promise<Source>}
 */
async function openFile({ eventsFile, dataFolder, datasetSelector, extractedMetrics }) {
  const dashboards = await Dashboards.open(join(dataFolder, 'own-dashboards.json'));
  // These events are kept in memory, and may be more than it holds. Of this process alone: no lock keeps another off.
  const spill = join(dataFolder, `events-${process.pid}.tmp`);
  const store = await openEventsFile(/** @type {string} */ (eventsFile), { spill }, (line) => console.log(line));
  return { app: { store, dashboards, datasetSelector, extractedMetrics }, close: async () => store.close() };
}

/** @param {Options} options @param {Health} health @returns {Promise<Source>} */
function openSource(options, health) {
  if (options.proxy) return openSentry(options.proxy, health);
  return options.eventsFile ? openFile(options) : openGenerated(options, health);
}

/** @param {import('./proxy/settings.js').ProxySettings} settings @param {Health} health @returns {Promise<Source>} */
async function openSentry(settings, health) {
  const { routes, catalogue, figures, editable } = await openProxy(settings, { health });
  return { app: { routes: [routes], catalogue, figures, editable }, close: async () => {} };
}

/** @param {{listen: (where: {host: string, port: number, backlog: number}) => Promise<any>}} server @param {Options} options */
async function listen(server, { host, port }) {
  try {
    return await server.listen({ host, port, backlog: BACKLOG });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EADDRINUSE') {
      throw new Error(`port ${port} is taken on ${host}; stop what listens there, or set PORT to another number`);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Error(`HOST must be an address of this machine, found "${host}"`);
    }
    throw error;
  }
}

/** Said at once, and not after the events were made. @param {Options} options */
async function checkPort(options) {
  const probe = createServer();
  await listen({ listen: (where) => once(probe.listen(where), 'listening') }, options);
  probe.close();
  await once(probe, 'close');
}

async function main() {
  const options = readOptions(process.env);
  await checkPort(options);
  const health = new Health();
  const source = await openSource(options, health);
  const { store } = source.app;
  if (store) health.checks.set('database', () => store.database.rows('SELECT 1'));
  const { admin, embed, trustProxy, statsdAgent } = options;
  const states = statsdAgent && new WidgetStates(statsdAgent.prefix ?? '');
  const routes = [...(source.app.routes ?? []), statsdRelay(statsdAgent, (line) => states?.note(line))];
  const figures = [...(source.app.figures ?? []), ...(states ? [states.figure] : [])];
  const app = await createApp({
    ...source.app, routes, figures, admin, embed, trustProxy, health,
    // The standard output is for the address.
    logger: { level: 'warn', stream: process.stderr }, http: httpPlugins(options.http),
  });
  let ending = false;
  const end = async () => {
    // A second signal is from someone who does not want to wait.
    if (ending) process.exit(1);
    ending = true;
    await app.close();
    await source.close();
    process.exit(0);
  };
  // Before the address is printed: whoever reads it may ask for the end at once.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  const address = await listen(app, options);
  console.log(`${address}/`);
  for (const listed of source.app.catalogue?.all?.() ?? []) console.log(`${address}${pathOf(listed)}  ${printable(listed.dashboard.title)}`);
}

main().catch((error) => {
  console.error(reasonOf(error));
  process.exit(1);
});
