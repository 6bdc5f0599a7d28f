/**
 * The server's npm package: packed, installed into an empty folder with what it depends on, and run by Node alone; also as
 * another user, who can write its data folder and nothing else of it.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { packServer } from '../../scripts/build/server-package.mjs';

const run = promisify(execFile);
const PATIENCE_MS = 300_000;
const SECRET = 'a-secret-of-more-than-thirty-two-characters';
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;
/** Nobody, and nobody's group. */
const OTHER_USER = { uid: 65_534, gid: 65_534 };

/** @type {string} */
let folder;
/** @type {string} */
let file;
/** Nothing of this checkout: neither its Node modules nor its programs are on the way. @param {Record<string, string>} [more] */
const environment = (more) => ({ PATH: process.env.PATH, HOME: folder, PORT: '0', EVENTS_FILE: join(folder, 'events.ndjson'), SHARE_SECRET: SECRET, ...more });
const bin = () => join(folder, 'node_modules/.bin/events-stats-server');

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-package-'));
  file = packServer(folder);
  await writeFile(join(folder, 'events.ndjson'), '{"timestamp":"2026-01-14T10:01:00Z","message":"x"}\n');
  await writeFile(join(folder, 'package.json'), '{"private": true}');
  // As anybody installs it, hence with npm's own settings and from where those say.
  await run('npm', ['install', '--no-audit', '--no-fund', '--engine-strict', file], { cwd: folder });
}, { timeout: PATIENCE_MS });
after(async () => {
  await run('chmod', ['-R', 'u+w', folder]);
  await rm(folder, { recursive: true });
});

/**
 * Starts the program, hands its address over, and ends it.
 * @param {import('node:child_process').SpawnOptions} options @param {(address: string) => Promise<void>} use
 */
async function whileItRuns(options, use) {
  const child = spawn(bin(), [], { cwd: folder, env: environment(), ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    let said = '';
    child.stderr.on('data', (text) => { said += text; });
    for await (const text of child.stdout) {
      said += text;
      if (ADDRESS.test(said)) break;
    }
    const [address] = ADDRESS.exec(said) ?? [];
    assert.ok(address, said);
    await use(address);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  } finally {
    child.kill('SIGKILL');
  }
}

/** That everything a page, a wiki and a wall ask for is there. @param {string} address */
async function answers(address) {
  for (const path of ['/', '/package/index.js', '/package/wasm/events_stats_widget_bg.wasm', '/embed-page.css', '/embed/demo/1', '/readyz']) {
    assert.equal((await fetch(address + path)).status, 200, path);
  }
  const search = new URLSearchParams({ yAxis: 'equation|count() / 2', query: 'message:x', start: '2026-01-14T10:00:00', end: '2026-01-14T11:00:00', interval: '1h' });
  const stats = await fetch(`${address}/api/0/organizations/demo/events-stats/?${search}`);
  assert.equal((await stats.json()).data[0][1][0].count, 0.5);
  assert.equal((await fetch(`${address}/chart/demo/3/35.csv`)).status, 200, 'issues, by the element\'s own translation');
  const picture = await fetch(`${address}/chart/demo/1/2.png`);
  assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/png']);
}

describe('the installed package', { timeout: PATIENCE_MS }, () => {
  test('holds what runs and nothing of what builds it', async () => {
    const { stdout } = await run('tar', ['tzf', file]);
    const paths = stdout.trim().split('\n').map((path) => path.replace(/^package\//, ''));
    assert.deepEqual(paths.filter((path) => /\.(rs|test\.js|toml)$|^tests|screenshots/.test(path)), []);
    const manifest = JSON.parse(await readFile(join(folder, 'node_modules/events-stats-server/package.json'), 'utf8'));
    assert.deepEqual([manifest.bin, manifest.scripts], [{ 'events-stats-server': 'www/server/bin.js' }, undefined]);
    const modules = await readdir(join(folder, 'node_modules'));
    assert.deepEqual(['peggy', 'esbuild', 'playwright-core'].filter((name) => modules.includes(name)), []);
  });

  test('answers, and keeps its data where it was started', async () => {
    const home = join(folder, 'home');
    await mkdir(home);
    const { stdout } = await run(bin(), ['share', '--revoke', 'abcdefghijkl'], { cwd: home, env: environment() });
    assert.equal(stdout, 'abcdefghijkl is withdrawn.\n');
    assert.deepEqual(await readdir(home, { recursive: true }), ['events-stats-data', 'events-stats-data/revoked-shares.txt']);
    const link = await run(bin(), ['share', 'demo/1', '2', '--days', '1'], { cwd: home, env: environment() });
    assert.match(link.stdout, /; npx events-stats-server share --revoke \S+ withdraws it\n$/);
    await whileItRuns({ cwd: home }, async (address) => {
      await answers(address);
      const [path] = /\/s\/\S+/.exec(link.stdout) ?? [];
      assert.equal((await fetch(address + path)).status, 200);
    });
  });

  test('in front of a Sentry, `/` has the command that makes a share link here, and it makes one', async () => {
    // In place of a Sentry: a server of this package, whose API has the same shape.
    await whileItRuns({}, async (sentry) => {
      const env = environment({ SENTRY_URL: sentry, SENTRY_AUTH_TOKEN: 'token', SENTRY_DASHBOARDS: 'demo/1', PORT: '0' });
      await whileItRuns({ env }, async (address) => {
        const page = await (await fetch(`${address}/`)).text();
        const commands = [...page.matchAll(/<dt>Share link <button.*?<pre>([^<]*)<\/pre>/g)].map(([, command]) => command);
        assert.deepEqual(commands.slice(0, 2), ['npx events-stats-server share demo/1 --days 30', 'npx events-stats-server share demo/1 1 --days 30']);
        const { stdout } = await run('sh', ['-c', commands[1]], { cwd: folder, env });
        const [path] = /\/s\/\S+/.exec(stdout) ?? [];
        assert.equal((await fetch(address + path)).status, 200, stdout);
      });
    });
  });

  test('says how it is used where it is not understood', async () => {
    const { code, stderr } = await run(bin(), ['start'], { env: environment() }).catch((error) => error);
    assert.equal(code, 2);
    assert.match(stderr, /^Usage: events-stats-server\n/);
  });

  test('runs as another user on a root that cannot be written, with its data folder alone', async () => {
    const data = join(folder, 'data');
    await mkdir(data);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(data, OTHER_USER.uid, OTHER_USER.gid);
    await run('chmod', ['-R', 'a-w,a+rX', join(folder, 'node_modules')]);
    await chmod(folder, 0o555);
    const options = { env: environment({ DATA_DIR: data }), ...(isRoot ? OTHER_USER : {}) };
    const denied = await run('touch', [join(folder, 'node_modules/x')], options).catch((error) => error);
    assert.match(denied.stderr, /denied/, 'this user could write');
    await whileItRuns(options, async (address) => {
      await answers(address);
      const saved = await fetch(`${address}/api/0/organizations/demo/dashboards/1/`, {
        method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ title: 'Mine' }),
      });
      assert.equal(saved.status, 200, await saved.text());
    });
    assert.deepEqual(await readdir(data), ['own-dashboards.json']);
  });
});
