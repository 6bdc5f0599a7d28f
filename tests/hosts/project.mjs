/** A host's folder, copied into a scratch folder, with the packed package installed by npm, as its developers would have it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/lib/paths.mjs';
import { manifest, tarball } from '../package/support.mjs';

/** A cold build of Next on a busy machine included. */
const LONGEST_COMMAND_MS = 420_000;
const LONGEST_START_MS = 120_000;

/** The answer that pages show without any request. */
const ANSWER = join(root, 'tests/fixtures/responses/01_single_axis.json');

/** Without what Node's runner and npm tell their own children; build tools ask nobody and report nothing. */
const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_TEST|NODE_ENV|INIT_CWD)/.test(name))),
  CI: '1', NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', NG_CLI_ANALYTICS: 'false', PARCEL_WORKERS: '1',
};

/**
 * @param {string} source the host's folder, from the root of the checkout
 * @param {Record<string, string>} [versions] in place of those that its manifest names
 * @param {Record<string, string>} [variables] of the environment of its scripts
 */
export async function installHost(source, versions = {}, variables = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'host-'));
  cpSync(join(root, source), folder, { recursive: true, filter: (path) => !/\/(node_modules|dist|\.next)$/.test(path) });
  cpSync(ANSWER, join(folder, 'answer.json'));
  const host = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  host.dependencies = { ...host.dependencies, [manifest.name]: `file:${tarball}` };
  for (const [name, version] of Object.entries(versions)) {
    const list = host.devDependencies?.[name] === undefined ? host.dependencies : host.devDependencies;
    list[name] = version;
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(host, null, 2)}\n`);
  /** @type {Array<() => Promise<void>>} */
  const servers = [];
  const remove = async () => {
    for (const stop of servers) await stop();
    rmSync(folder, { recursive: true, maxRetries: 5 });
  };
  try {
    await runIn(folder, ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    /** Ends what it serves, too. */
    remove,
    /** @param {string} script @param {string[]} [more] */
    run: (script, more = []) => runIn(folder, ['npm', 'run', script, ...(more.length > 0 ? ['--', ...more] : [])], variables),
    /** @param {string} script @param {string[]} [more] */
    async serve(script, more = []) {
      const site = await serveFrom(folder, script, more, variables);
      servers.push(site.stop);
      return site;
    },
  };
}

/** @param {string} folder @param {string[]} command @param {Record<string, string>} variables @param {import('node:child_process').SpawnOptions} options */
function start(folder, command, variables, options) {
  const child = spawn(command[0], command.slice(1), { cwd: folder, env: { ...ENVIRONMENT, ...variables }, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => said.push(text));
  return { child, words: () => said.join('').slice(-6000) };
}

/** @param {string} folder @param {string[]} command */
async function runIn(folder, command, variables = {}) {
  const { child, words } = start(folder, command, variables, { timeout: LONGEST_COMMAND_MS });
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code ?? signal}:\n${words()}`);
  return words();
}

/** A server that a script starts on a free port, once it answers. @param {string} folder @param {string} script @param {string[]} more @param {Record<string, string>} variables */
async function serveFrom(folder, script, more, variables) {
  const port = await freePort();
  // npm does not hand a signal on to what its script started: a group of its own is ended as one.
  const { child, words } = start(folder, ['npm', 'run', script, '--', ...more, '--port', String(port)], variables, { detached: true });
  const ended = once(child, 'close');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  const origin = `http://localhost:${port}`;
  const end = performance.now() + LONGEST_START_MS;
  while (!(await answers(origin))) {
    if (child.exitCode !== null) throw new Error(`npm run ${script} ended with ${child.exitCode}:\n${words()}`);
    if (performance.now() > end) {
      await stop();
      throw new Error(`npm run ${script} answers nothing at ${origin}:\n${words()}`);
    }
    await sleep(100);
  }
  return { origin, stop, words };
}

/** @param {string} origin */
const answers = (origin) => fetch(origin, { headers: { accept: 'text/html' } }).then((response) => response.ok, () => false);

export async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  return port;
}
