/** What bundlers make of the module's pieces: files, each of them as often as it is meant to be there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lateFile, packageDir, wasmFile } from '../../scripts/lib/paths.mjs';

/** How the bytes of a module begin in Base64. */
const IN_A_SCRIPT = 'AGFzbQEAAAA';

/** @param {string} folder what was built @param {number} [copies] of each piece */
export function assertPieces(folder, copies = 1) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
  for (const piece of [wasmFile, lateFile]) {
    const own = readFileSync(join(packageDir, 'wasm', piece));
    const found = files.filter(({ bytes }) => bytes.equals(own)).map(({ name }) => name);
    assert.equal(found.length, copies, `${piece} is there as ${found.join() || 'nothing'}`);
  }
  assert.deepEqual(files.filter(({ bytes }) => bytes.includes(IN_A_SCRIPT)).map(({ name }) => name), [], 'the module is in a script');
}
