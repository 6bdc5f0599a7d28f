/** What set-up reads about a machine and a checkout, and what it concludes. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { digestOf } from '../../scripts/build/inputs.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { parseVersion } from '../../scripts/setup/host.mjs';
import { lockDifference } from '../../scripts/setup/node-modules.mjs';
import { stages } from '../../scripts/setup/steps.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'setup-'));
after(() => rmSync(scratch, { recursive: true }));

test('reads the processor from the compiler', () => {
  const text = 'rustc 1.95.0 (abc 2026-01-01)\nbinary: rustc\ncommit-hash: abc\nhost: aarch64-unknown-linux-gnu\nrelease: 1.95.0\n';
  assert.deepEqual(parseVersion(text), { host: 'aarch64-unknown-linux-gnu', release: '1.95.0', commit: 'abc' });
});

test('each step waits only for steps that come before it', () => {
  const seen = new Set();
  for (const step of stages.test) {
    for (const name of step.after ?? []) assert.ok(seen.has(name), `${step.name} waits for ${name}`);
    seen.add(step.name);
  }
});

test('npm start needs no browser', () => {
  const names = stages.start.map(({ name }) => name);
  for (const name of ['browsers', 'wasm-pack', 'geckodriver']) assert.ok(!names.includes(name), name);
});

test('npm run docs needs neither Rust nor a browser', () => {
  assert.deepEqual(stages.docs.map(({ name }) => name), ['npm packages']);
  assert.match(readFileSync(join(root, 'scripts/docs.mjs'), 'utf8'), /setup\(hasPictures \? 'build' : 'docs'\)/);
});

test('tells installed packages from the lock file', () => {
  const wanted = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a-win32': { version: '1.0.0', optional: true } };
  assert.equal(lockDifference(wanted, { 'node_modules/a': { version: '1.0.0' } }), null);
  assert.match(lockDifference(wanted, { 'node_modules/a': { version: '0.9.0' } }), /node_modules\/a is not at 1\.0\.0/);
  assert.match(lockDifference(wanted, {}), /node_modules\/a is not at/);
  assert.match(lockDifference(wanted, { ...wanted, 'node_modules/b': { version: '2.0.0' } }), /node_modules\/b is no longer wanted/);
  const oldOptional = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a-win32': { version: '0.1.0' } };
  assert.match(lockDifference(wanted, oldOptional), /a-win32 is not at/);
});

test('a digest depends on names, contents and facts, not on the order asked in', () => {
  const root = scratch;
  writeFileSync(join(scratch, 'one'), 'text');
  writeFileSync(join(scratch, 'two'), 'more');
  const first = digestOf(['one', 'two'], ['fact'], root);
  assert.equal(digestOf(['two', 'one'], ['fact'], root), first);
  assert.notEqual(digestOf(['one', 'two'], ['other'], root), first);
  writeFileSync(join(scratch, 'two'), 'less');
  assert.notEqual(digestOf(['one', 'two'], ['fact'], root), first);
  assert.notEqual(digestOf(['one', 'two', 'absent'], [], root), digestOf(['one'], [], root));
});

test('a command that sets up first imports nothing that set-up installs', () => {
  const seen = new Set();
  const foreign = [];
  const visit = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, name] of readFileSync(path, 'utf8').matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'/gm)) {
      if (name.startsWith('.')) visit(join(dirname(path), name));
      else if (!name.startsWith('node:')) foreign.push(`${path} imports ${name}`);
    }
  };
  for (const name of ['setup', 'start', 'dev', 'build', 'test', 'bench', 'docs', 'lint', 'soak', 'weight']) visit(join(root, `scripts/${name}.mjs`));
  assert.ok(seen.size > 20, 'the commands are followed into their files');
  assert.deepEqual(foreign, []);
});
