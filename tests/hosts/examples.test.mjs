/** The examples, by the commands of their READMEs, over the reference server. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { hostCargoEnv } from '../../scripts/lib/cargo.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { startServer } from '../e2e/harness.js';
import { API, assertCharts, browserWith, serveFolder } from './browser.mjs';
import { installHost } from './project.mjs';

/** Where the READMEs open them. */
const PAGE = 'http://localhost:3000/';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => { server = await startServer({ ALLOWED_ORIGINS: new URL(PAGE).origin }); });
after(() => server?.stop());

/** @param {import('node:test').TestContext} t @param {{origin: string}} site @param {number} count of charts */
async function assertPage(t, site, count) {
  const browser = await browserWith({ [API]: server.url, [PAGE]: site.origin });
  t.after(() => browser.close());
  await assertCharts(browser, PAGE, count);
}

/** @param {import('node:test').TestContext} t @param {string} name */
async function install(t, name) {
  const project = await installHost(`examples/${name}`, {}, { CHARTS_URL: server.url });
  t.after(project.remove);
  return project;
}

/** The commands of an example's README. @param {string} name */
const commandsOf = (name) => readFileSync(join(root, 'examples', name, 'README.md'), 'utf8').match(/^ {4}\S.*$/gm).map((line) => line.trim());

for (const [name, count] of /** @type {const} */ ([['page', 1], ['status-page', 4]])) {
  test(name, async (t) => {
    const site = await serveFolder(join(root, 'examples', name));
    t.after(site.stop);
    await assertPage(t, site, count);
  });
}

for (const name of ['react', 'vue', 'next']) {
  test(name, async (t) => {
    const project = await install(t, name);
    const site = await project.serve('start');
    await assertPage(t, site, 1);
    if (name !== 'next') return;
    const picture = await fetch(`${site.origin}/errors.svg`);
    assert.equal(picture.headers.get('content-type'), 'image/svg+xml');
    assert.match(await picture.text(), /^<svg .*<path /s);
  });
}

test('email-picture', async (t) => {
  const project = await install(t, 'email-picture');
  await project.run('start');
  const mail = readFileSync(join(project.folder, 'errors.eml'), 'utf8');
  assert.match(mail, /^Content-Id: <errors>/im);
  const [, base64] = /^Content-Type: image\/png[\s\S]*?\r?\n\r?\n([\w+/=\s]+)/im.exec(mail);
  const bytes = Buffer.from(base64, 'base64');
  assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
  assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [600, 240]);
});

test('rust', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'example-rust-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [fetched, run] = commandsOf('rust');
  // In a scratch folder, over the manifest where it lies: it names the crate by its path.
  const shell = (/** @type {string} */ command) => promisify(execFile)('sh', ['-c', command], { cwd: folder, env: hostCargoEnv() });
  const draw = run.replace('cargo run', `cargo run --quiet --manifest-path ${join(root, 'examples/rust/Cargo.toml')}`);
  await shell(fetched.replace(API, server.url));
  const { stdout } = await shell(draw);
  assert.equal(stdout, 'Wrote errors.svg and errors.png.\n');
  assert.match(readFileSync(join(folder, 'errors.svg'), 'utf8'), /^<svg .*Errors by hour.*<path /s);
  const bytes = readFileSync(join(folder, 'errors.png'));
  assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
  assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1600, 600]);
  await assert.rejects(shell(draw.replace('answer.json', 'errors.svg')), /expected a value, found/);
});

test('every example has a README with two commands, is listed, and installs the packed file of this version', () => {
  const list = readFileSync(join(root, 'examples/README.md'), 'utf8');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  assert.ok(names.length >= 7);
  for (const name of names) {
    const folder = join(root, 'examples', name);
    assert.equal(commandsOf(name).length, 2, name);
    assert.ok(list.includes(`](${name}/README.md)`), name);
    if (!existsSync(join(folder, 'package.json'))) continue;
    const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies['events-stats-widget'];
    if (own) assert.equal(own, `file:../../dist/events-stats-widget-${version}.tgz`, name);
  }
});
