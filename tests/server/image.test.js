/**
 * The container image, as far as it can be seen without a container engine: what its last stage holds is a server that
 * answers, writes nothing beside its data folder, and is called healthy while it is; documents name only settings that
 * there are. Another user on a root that cannot be written is in tests/package/server.test.mjs.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packServer } from '../../scripts/build/server-package.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PATIENCE_MS = 120_000;
const run = promisify(execFile);
const read = (path) => readFile(join(ROOT, path), 'utf8');

describe('the image', () => {
  let folder;
  let lines;
  let app;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'server-image-'));
    const [built, last] = (await read('Dockerfile')).split(/^FROM node:20-bookworm-slim$/m);
    lines = last.split('\n');
    assert.match(built, /tar xzf dist\/events-stats-server-\*\.tgz -C \/server --strip-components=1\nRUN cd \/server && npm ci /);
    assert.deepEqual(lines.filter((line) => line.startsWith('COPY')), ['COPY --from=build /server ./']);
    app = join(folder, 'app');
    await mkdir(app);
    await run('tar', ['xzf', packServer(folder), '-C', app, '--strip-components=1']);
    // Before there is anything: what the lock names is all that the manifest asks for.
    await run('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--engine-strict'], { cwd: app });
    await symlink(join(ROOT, 'node_modules'), join(app, 'node_modules'));
    await writeFile(join(folder, 'events.ndjson'), '{"timestamp":"2026-01-14T10:01:00Z","message":"x"}\n');
  });
  after(() => rm(folder, { recursive: true }));

  const environment = () => {
    const [, settings] = /^ENV (.*)$/.exec(lines.find((line) => line.startsWith('ENV '))) ?? [];
    const named = Object.fromEntries(settings.split(' ').map((pair) => pair.split('=')));
    assert.equal(named.DATA_DIR, '/data');
    return { PATH: process.env.PATH, ...named, HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), EVENTS_FILE: join(folder, 'events.ndjson'), PORT: '0' };
  };
  /** What an instruction of the last stage runs. @param {string} instruction @returns {string[]} */
  const command = (instruction) => JSON.parse(lines.find((line) => line.startsWith(instruction)).replace(/^.*CMD /, ''));

  /** Whether it is healthy, as the engine asks. @param {string} port */
  async function isHealthy(port) {
    const [program, ...rest] = command('HEALTHCHECK');
    const child = spawn(program, rest, { env: { PATH: process.env.PATH, PORT: port } });
    const [code] = await once(child, 'exit');
    return code === 0;
  }

  async function contents() {
    const found = await readdir(app, { recursive: true });
    return Promise.all(found.sort().map(async (path) => `${path} ${(await stat(join(app, path))).mtimeMs}`));
  }

  test('starts, answers and is healthy with what it holds, and writes into its data folder alone', { timeout: PATIENCE_MS }, async () => {
    const before = await contents();
    const [program, ...rest] = command('CMD');
    const child = spawn(program, rest, { cwd: app, env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let said = '';
      for await (const text of child.stdout) {
        said += text;
        if (/http:\/\/127\.0\.0\.1:\d+/.test(said)) break;
      }
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      const { port } = new URL(address);
      for (const path of ['/', '/package/index.js', '/package/wasm/events_stats_widget_bg.wasm', '/readyz', '/embed-page.css']) {
        assert.equal((await fetch(address + path)).status, 200, path);
      }
      const { dashboard, widget } = await firstWidget(address);
      const picture = await fetch(`${address}/chart/demo/${dashboard}/${widget}.png`);
      assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/png']);
      assert.equal(await isHealthy(port), true);
      child.kill('SIGTERM');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
      assert.equal(await isHealthy(port), false);
    } finally {
      child.kill('SIGKILL');
    }
    assert.deepEqual(await contents(), before);
  });

  test('makes share links by the command that it says', async () => {
    const env = { ...environment(), SHARE_SECRET: 'a-secret-of-more-than-thirty-two-characters' };
    const { stderr } = await run('sh', ['-c', 'node scripts/share.mjs'], { cwd: app, env }).catch((error) => error);
    assert.match(stderr, /^Usage: node scripts\/share\.mjs ORG\/DASHBOARD/m);
    const { stdout } = await run('sh', ['-c', 'node scripts/share.mjs demo/1 --days 1'], { cwd: app, env });
    assert.match(stdout, /\/s\/ey.+\nuntil .+; node scripts\/share\.mjs --revoke \S+ withdraws it\n$/);
    assert.match(await read('docs/deploy.md'), /docker compose exec charts node scripts\/share\.mjs acme\/123/);
  });

  test('runs as a user without rights, on a root that cannot be written', async () => {
    assert.ok(lines.includes('USER node'));
    const compose = await read('compose.yaml');
    assert.match(compose, /^ {4}read_only: true$/m);
    assert.match(compose, /^ {4}init: true$/m);
    assert.match(compose, /^ {4}cap_drop:\n {6}- ALL$/m);
  });
});

/** The first line, area or bar chart of the server's dashboards. */
async function firstWidget(address) {
  const get = async (path) => (await fetch(`${address}/api/0/organizations/demo/dashboards/${path}`)).json();
  for (const { id } of await get('')) {
    const { widgets } = await get(`${id}/`);
    const chart = widgets.find(({ displayType, queries }) => displayType === 'line' && queries.length === 1);
    if (chart) return { dashboard: id, widget: chart.id };
  }
  throw new Error('no dashboard with a line');
}

test('a proxy on the machine is trusted by the address that it has for the container', async () => {
  const [, gateway] = /^ {10}gateway: (\S+)$/m.exec(await read('compose.yaml')) ?? [];
  assert.ok(gateway && (await read('docs/deploy.md')).includes(`TRUST_PROXY=${gateway}\n`), gateway);
});

test('documents and files of a deployment name only settings that are read', async () => {
  const sources = (await readdir(join(ROOT, 'www/server'), { recursive: true })).filter((path) => path.endsWith('.js')).map((path) => `www/server/${path}`);
  const code = (await Promise.all([...sources, 'scripts/share.mjs'].map(read))).join('\n');
  const known = new Set([...code.matchAll(/\benv\.([A-Z][A-Z_]*)|'(SENTRY_[A-Z_]+)'/g)].map(([, member, text]) => member ?? text));
  const documents = await Promise.all(['docs/deploy.md', 'compose.yaml', 'Dockerfile'].map(read));
  const named = documents.flatMap((text) => [...text.matchAll(/(?:^|[\s`(])([A-Z][A-Z]*_[A-Z_]+|HOST|PORT)(?==|`)/gm)].map(([, name]) => name));
  assert.ok(named.includes('SENTRY_AUTH_TOKEN') && named.includes('DATA_DIR'));
  assert.deepEqual(named.filter((name) => !known.has(name) && name !== 'NODE_ENV'), []);
});
