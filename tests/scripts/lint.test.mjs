/** Which errors of types count, and that the checker looks at JavaScript at all. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeModules, root } from '../../scripts/lib/paths.mjs';
import { judgeTypes, NOT_YET_CHECKED, ownErrors } from '../../scripts/lint/types.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'lint-'));
after(() => rmSync(scratch, { recursive: true }));

const OUTPUT = `scripts/a.mjs(1,2): error TS1: one
  that goes on.
tests/b.js(3,4): error TS2: of another project
error TS5: of no file
www/element/c.js(5,6): error TS3: known
`;

test('a project answers for its own folders and for what names no file', () => {
  assert.deepEqual(ownErrors(OUTPUT, ['scripts', 'www']), [
    'scripts/a.mjs(1,2): error TS1: one\n  that goes on.', 'error TS5: of no file', 'www/element/c.js(5,6): error TS3: known',
  ]);
  assert.deepEqual(ownErrors('', ['scripts']), []);
});

test('errors of a folder that is not yet checked are passed over, in that folder alone', () => {
  const errors = ['www/element/c.js(5,6): known', 'www/elements/d.js(5,6): new', 'error TS5: of no file'];
  assert.deepEqual(judgeTypes(errors, ['www/element']), { errors: errors.slice(1), mended: [] });
});

test('a folder that is mended, or gone, may not stay in the list', () => {
  assert.deepEqual(judgeTypes(['www/server/a.js(1,1): known'], ['www/server', 'www/element']), { errors: [], mended: ['www/element'] });
  for (const folder of NOT_YET_CHECKED) assert.ok(existsSync(join(root, folder)), folder);
});

test('types written in JSDoc are checked by the settings of this repository', () => {
  writeFileSync(join(scratch, 'wrong.mjs'), '/** @type {number} */\nexport const count = "one";\n');
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions: { types: [], paths: {} }, include: ['wrong.mjs'] }));
  const { status, stdout } = spawnSync(process.execPath, [join(nodeModules, 'typescript/bin/tsc'), '-p', scratch, '--pretty', 'false'], { cwd: scratch, encoding: 'utf8' });
  assert.notEqual(status, 0);
  assert.match(stdout, /wrong\.mjs\(2,14\): error TS2322/);
});
