/**
 * Many viewers of one wall in front of a Sentry: a stand-in counts what reaches it. First 200 viewers who load one dashboard at the
 * same time, then as many requests as fifty connections get through. Server, stand-in and viewers are processes of their own.
 * Fails where the viewers cost more than one does, or any request fails.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DASHBOARD } from '../server/proxy/dashboard.js';

const VIEWERS = Number(process.env.VIEWERS ?? 200);
/** As many as a browser opens to one origin. */
const CONNECTIONS_OF_A_VIEWER = 6;
const CONCURRENCY = 50;
const SECONDS = Number(process.env.SECONDS ?? 20);
/** How long Sentry takes to answer. */
const LATENCY_MS = 100;
const MAIN = fileURLToPath(new URL('../../www/server/main.js', import.meta.url));

const SCOPE = 'project=1&project=2&environment=prod&statsPeriod=24h';
const CHART = `/api/0/organizations/acme/events-stats/?${SCOPE}&interval=5m&partial=1`;
const TABLE = `/api/0/organizations/acme/events/?${SCOPE}`;
/** What a page of the dashboard asks: itself, its files, and its widgets. */
const FILES = ['/embed/acme/7', '/embed-page.css', '/package/dashboard.js', '/package/index.js', '/package/wasm/events_stats_widget_bg.wasm'];
const ASKED = [
  '/api/0/organizations/acme/dashboards/7/',
  `${CHART}&yAxis=count()`, `${CHART}&yAxis=count()&query=level:error OR level:fatal`, `${CHART}&yAxis=eps()&query=a:b`,
  `${CHART}&yAxis=p50(transaction.duration)&yAxis=p95(transaction.duration)&yAxis=equation|count() / 2&query=transaction:/a&dataset=metricsEnhanced`,
  `${CHART}&yAxis=count()&field=error.type&field=release&field=count()&topEvents=4&sort=-count()&query=level:error OR level:fatal`,
  `${TABLE}&field=title&field=count()&sort=-count&per_page=10&query=error.handled:0&dataset=errors`,
  `${TABLE}&field=count()&query=level:fatal&dataset=errors`,
].map((path) => path.replaceAll(' ', '%20'));

/** @typedef {{times: number[], failed: number, seconds: number}} Outcome */

/** The viewers' process: does what it is told, and says how long each request took. */
function view() {
  process.on('message', async (/** @type {{address: string, what: 'wall'|'load'}} */ { address, what }) => {
    const outcome = { times: /** @type {number[]} */ ([]), failed: 0 };
    const began = performance.now();
    if (what === 'wall') await Promise.all(Array.from({ length: VIEWERS }, () => viewer(address, outcome)));
    else await load(address, outcome);
    process.send?.({ ...outcome, seconds: (performance.now() - began) / 1000 });
  });
}

/** One person's browser: the page and its files, then what its widgets ask. @param {string} address @param {{times: number[], failed: number}} outcome */
async function viewer(address, outcome) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS_OF_A_VIEWER });
  await Promise.all(FILES.map((path) => timed(address + path, agent, outcome)));
  await Promise.all(ASKED.map((path) => timed(address + path, agent, outcome)));
  agent.destroy();
}

/** @param {string} address @param {{times: number[], failed: number}} outcome */
async function load(address, outcome) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const end = performance.now() + SECONDS * 1000;
  let next = 0;
  await Promise.all(Array.from({ length: CONCURRENCY }, async () => {
    while (performance.now() < end) await timed(address + ASKED[next++ % ASKED.length], agent, outcome);
  }));
  agent.destroy();
}

/** @param {string} url @param {http.Agent} agent @param {{times: number[], failed: number}} outcome @returns {Promise<void>} */
function timed(url, agent, outcome) {
  const began = performance.now();
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ isGood) => {
      outcome.times.push(performance.now() - began);
      if (!isGood) outcome.failed += 1;
      resolve();
    };
    http.get(url, { agent, headers: { 'accept-encoding': 'br' } }, (response) => {
      response.on('end', () => end(response.statusCode === 200)).on('error', () => end(false)).resume();
    }).on('error', () => end(false));
  });
}

async function measure() {
  const sentry = await standIn();
  const folder = await mkdtemp(join(tmpdir(), 'wall-bench-'));
  const server = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, SENTRY_URL: sentry.url, SENTRY_AUTH_TOKEN: 'token', SENTRY_DASHBOARDS: 'acme/7' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const viewers = fork(fileURLToPath(import.meta.url), ['viewers']);
  try {
    const address = await addressOf(server);
    const run = async (/** @type {'wall'|'load'} */ what) => {
      const before = sentry.asked.length;
      const cpu = cpuSecondsOf(server.pid);
      viewers.send({ address, what });
      const [outcome] = /** @type {[Outcome]} */ (await once(viewers, 'message'));
      return { ...outcome, asked: sentry.asked.slice(before), cpu: cpuSecondsOf(server.pid) - cpu };
    };
    const wall = await run('wall');
    say(`${VIEWERS} viewers who load a dashboard of ${ASKED.length - 1} widgets at once`, wall, server.pid);
    if (new Set(wall.asked).size !== ASKED.length || wall.asked.length !== ASKED.length) throw new Error(`${wall.asked.length} requests reached Sentry, expected ${ASKED.length}`);
    const loaded = await run('load');
    say(`${CONCURRENCY} connections that ask for ${SECONDS} s what its widgets ask`, loaded, server.pid);
    if (wall.failed + loaded.failed > 0) throw new Error('requests failed');
  } finally {
    viewers.kill();
    server.kill();
    await once(server, 'exit');
    sentry.close();
    await rm(folder, { recursive: true });
  }
}

/** @param {string} what @param {Outcome & {asked: string[], cpu: number}} outcome @param {number|undefined} pid */
function say(what, { times, failed, seconds, asked, cpu }, pid) {
  const sorted = times.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0)} ms`;
  console.log(`${what}:\n  ${times.length} requests in ${seconds.toFixed(1)} s, ${(times.length / seconds).toFixed(0)} a second, ${failed} failed; p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}; `
    + `${asked.length} requests to Sentry; processor ${cpu.toFixed(1)} s, memory ${memoryOf(pid, 'VmRSS')} MiB, at most ${memoryOf(pid, 'VmHWM')} MiB`);
}

/** A Sentry that takes its time, counts, and answers a day in five minutes. */
async function standIn() {
  /** @type {string[]} */
  const asked = [];
  const series = JSON.stringify({ data: Array.from({ length: 288 }, (_, index) => [1_767_225_600 + index * 300, [{ count: (index * 7919) % 1000 }]]), start: 1_767_225_600, end: 1_767_312_000 });
  const server = http.createServer((request, response) => {
    asked.push(String(request.url));
    const body = request.url?.endsWith('/dashboards/7/') ? JSON.stringify(DASHBOARD) : series;
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), LATENCY_MS);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { asked, url: `http://127.0.0.1:${port}`, close: () => { server.closeAllConnections(); server.close(); } };
}

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} */
async function addressOf(server) {
  let said = '';
  for await (const text of /** @type {import('node:stream').Readable} */ (server.stdout)) {
    said += text;
    const [, address] = /^(http:\/\/\S+:\d+)\/$/m.exec(said) ?? [];
    if (address) return address;
  }
  throw new Error('the server does not start');
}

/** @param {number|undefined} pid @param {string} name of a line of its status @returns {number} MiB */
const memoryOf = (pid, name) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);

/** @param {number|undefined} pid @returns {number} that it has used so far */
function cpuSecondsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  // In hundredths, as Linux counts for programs everywhere.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

if (process.argv[2] === 'viewers') view();
else await measure();
