/** The compiler that Cargo.toml promises is enough for the crates that the module is made of. Clippy looks at our own code. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostCargoEnv, WASM_TARGET } from '../../scripts/lib/cargo.mjs';
import { outputOf } from '../../scripts/lib/run.mjs';

/** `1.85` and `1.85.0` are one version. @param {string} text */
const parts = (text) => [...text.split('.').map(Number), 0].slice(0, 3);

/** @param {string} left @param {string} right */
function isNewer(left, right) {
  const [ours, theirs] = [parts(left), parts(right)];
  const at = ours.findIndex((part, index) => part !== theirs[index]);
  return at !== -1 && ours[at] > theirs[at];
}

test('versions are compared by their numbers', () => {
  assert.ok(isNewer('1.100', '1.90'));
  assert.ok(isNewer('1.90.1', '1.90'));
  for (const other of ['1.90', '1.90.0', '1.85.1', '1.9']) assert.equal(isNewer(other, '1.90'), false, other);
});

test('no crate of the module asks for a newer compiler than Cargo.toml names', () => {
  const text = outputOf('cargo', ['metadata', '--locked', '--format-version', '1', '--filter-platform', WASM_TARGET], hostCargoEnv());
  assert.ok(text, 'cargo metadata failed');
  const { packages, resolve } = JSON.parse(text);
  const used = new Set(resolve.nodes.map(({ id }) => id));
  const promised = packages.find(({ name }) => name === 'events-stats-widget').rust_version;
  const asking = packages.filter(({ id, rust_version: version }) => used.has(id) && version);
  assert.ok(asking.length > 10, `${asking.length} crates name a version`);
  assert.deepEqual(asking.filter(({ rust_version: version }) => isNewer(version, promised)).map(({ name, rust_version: version }) => `${name} ${version}`), []);
});
