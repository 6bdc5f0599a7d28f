/**
 * The server as a process: what it prints, how it ends, and what it says when it cannot start.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../www/server/main.js', import.meta.url));

/** Long before any time limit of a connection: those begin at a minute. */
const SOON_MS = 30_000;

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-process-'));
  await writeFile(join(folder, 'own.ndjson'), '{"timestamp":"2026-01-14T10:01:00Z","message":"x"}\n');
  await writeFile(join(folder, 'bad.ndjson'), '{"message":"x"}\n');
});
/** @type {import('node:child_process').ChildProcess[]} */
const children = [];
after(async () => {
  // What a failed test left running.
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** @param {Record<string, string>} env */
function start(env) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => { said.out += data; });
  child.stderr.on('data', (data) => { said.err += data; });
  const ended = once(child, 'exit').then(([code]) => code);
  const ready = new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const address = /^(http:\/\/\S+:\d+)\/$/m.exec(said.out)?.[1];
      if (address) resolve(address);
    });
    ended.then((code) => reject(new Error(`ended with ${code}: ${said.err}`)));
  });
  ready.catch(() => {});
  return { child, said, ended, ready: /** @type {Promise<string>} */ (ready) };
}

describe('a server over a file', () => {
  test('prints its address when ready, answers, keeps dashboards, ends with 0', async () => {
    const server = start({ EVENTS_FILE: join(folder, 'own.ndjson') });
    const address = await server.ready;
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual(await (await fetch(`${address}/healthz`)).json(), { status: 'ok' });
    const query = 'start=2026-01-14T10:00:00&end=2026-01-14T12:00:00&interval=1h';
    const answer = await (await fetch(`${address}/api/0/organizations/demo/events-stats/?${query}`)).json();
    assert.deepEqual(answer.data.map(([, [bucket]]) => bucket.count), [1, 0]);
    const put = await fetch(`${address}/api/0/organizations/demo/dashboards/1/`, {
      method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"title":"Mine"}',
    });
    assert.equal(put.status, 200);
    assert.deepEqual(await (await fetch(`${address}/readyz`)).json(), { status: 'ready' });
    server.child.kill('SIGTERM');
    assert.equal(await server.ended, 0);
    assert.equal(server.said.err, '', 'a start without trouble says nothing of trouble');
    assert.match(await readFile(join(folder, 'data', 'own-dashboards.json'), 'utf8'), /"Mine"/);
  });

  test('an open connection does not hold it', async () => {
    const server = start({ EVENTS_FILE: join(folder, 'own.ndjson') });
    const address = await server.ready;
    await fetch(`${address}/healthz`, { headers: { connection: 'keep-alive' } });
    server.child.kill('SIGINT');
    assert.equal(await server.ended, 0);
  });
});

test('a thousand who come while the server is busy are let in', async () => {
  const server = start({ EVENTS_FILE: join(folder, 'own.ndjson') });
  const { port } = new URL(await server.ready);
  // Nothing is as busy as a process that is stopped.
  server.child.kill('SIGSTOP');
  let isLetIn = 0;
  const sockets = Array.from({ length: 1000 }, () => connect(Number(port), '127.0.0.1', () => { isLetIn += 1; }));
  for (const socket of sockets) socket.on('error', () => {});
  // Without a place it would be let in a second later at the earliest, and here never.
  for (const end = performance.now() + SOON_MS; isLetIn < sockets.length && performance.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.equal(isLetIn, sockets.length);
  server.child.kill('SIGCONT');
  for (const socket of sockets) socket.destroy();
  server.child.kill('SIGTERM');
  assert.equal(await server.ended, 0);
});

describe('ends soon', () => {
  for (const [name, sent] of [['a request without an end', 'GET /healthz HTTP/1.1\r\nHost: loc'], ['a body that does not come', 'PUT /api/0/organizations/demo/dashboards/1/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"ti'], ['nothing sent', '']]) {
    test(`with ${name}`, async () => {
      const server = start({ EVENTS_FILE: join(folder, 'own.ndjson') });
      const { port } = new URL(await server.ready);
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      if (sent !== '') await new Promise((resolve) => { socket.write(sent, resolve); });
      await new Promise((resolve) => { setTimeout(resolve, 200); });
      const began = performance.now();
      server.child.kill('SIGTERM');
      assert.equal(await server.ended, 0);
      assert.ok(performance.now() - began < SOON_MS, `${performance.now() - began} ms`);
      socket.destroy();
    });
  }
});

test('a broken file of made-up events is moved aside and made anew', { timeout: 180_000 }, async () => {
  const data = join(folder, 'broken');
  await mkdir(data);
  await writeFile(join(data, 'events.duckdb'), 'x'.repeat(20_000));
  const server = start({ DATA_DIR: data });
  await server.ready;
  assert.match(server.said.err, /events\.duckdb is broken \(.+\); moved to .+events\.duckdb\.broken, its made-up events are made anew/);
  assert.equal((await readFile(join(data, 'events.duckdb.broken'), 'utf8')).length, 20_000);
  server.child.kill('SIGTERM');
  assert.equal(await server.ended, 0);
});

describe('cannot start', () => {
  /** @param {Record<string, string>} env */
  async function refusal(env) {
    const server = start(env);
    assert.equal(await server.ended, 1);
    assert.equal(server.said.out, '');
    return server.said.err.trim();
  }

  test('the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (other.address());
    assert.equal(await refusal({ PORT: String(port), EVENTS_FILE: join(folder, 'own.ndjson') }),
      `port ${port} is taken on 127.0.0.1; stop what listens there, or set PORT to another number`);
    other.close();
  });

  test('a bad file, a bad port, a bad address', async () => {
    assert.equal(await refusal({ EVENTS_FILE: join(folder, 'bad.ndjson') }), 'EVENTS_FILE bad.ndjson, row 1: timestamp is missing');
    assert.equal(await refusal({ PORT: 'eighty' }), 'PORT must be a whole number from 0 to 65535, found "eighty"');
    assert.equal(await refusal({ HOST: '203.0.113.7' }), 'HOST must be an address of this machine, found "203.0.113.7"');
  });

  test('dashboards that were cut off', async () => {
    const data = join(folder, 'cut');
    await mkdir(data);
    for (const [name, env] of Object.entries({ 'dashboards.json': {}, 'own-dashboards.json': { EVENTS_FILE: join(folder, 'own.ndjson') } })) {
      await writeFile(join(data, name), '[{"id":"1",');
      assert.match(await refusal({ DATA_DIR: data, ...env }), new RegExp(`${name} cannot be read as dashboards: .+ Mend it, or move it away`));
    }
  });

  test('a proxy without a token', async () => {
    assert.match(await refusal({ SENTRY_URL: 'https://sentry.example' }), /^SENTRY_AUTH_TOKEN: /);
  });
});
