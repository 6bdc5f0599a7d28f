/** The counts behind the last line of `npm test`: they must not be fooled. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readRustResult, Tally } from '../../scripts/test/tally.mjs';

const reporter = new URL('../../scripts/test/count-reporter.mjs', import.meta.url).href;
const scratch = mkdtempSync(join(tmpdir(), 'tally-'));
after(() => rmSync(scratch, { recursive: true }));

/** Runs files of tests in a runner of their own and returns what the reporter counted. */
function countsOf(files) {
  const paths = Object.entries(files).map(([name, source]) => {
    writeFileSync(join(scratch, name), source);
    return join(scratch, name);
  });
  const env = { ...process.env };
  // Set for tests under the runner: with it, the inner runner would report to the outer one.
  delete env.NODE_TEST_CONTEXT;
  const { stdout } = spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, ...paths], { env, encoding: 'utf8' });
  return JSON.parse(stdout);
}

test('reads the closing lines of libtest and of the browser runner', () => {
  assert.deepEqual(
    readRustResult('test result: ok. 25 passed; 0 failed; 2 ignored; 0 measured; 1 filtered out; finished in 0.01s'),
    { passed: 25, failed: 0, skipped: 2 },
  );
  assert.deepEqual(
    readRustResult('test result: FAILED. 1 passed; 3 failed; 0 ignored; 0 filtered out; finished in 0.00s'),
    { passed: 1, failed: 3, skipped: 0 },
  );
});

test('takes nothing else for a closing line', () => {
  for (const line of ['test a ... ok', '  test result: ok. 9 passed; 0 failed; 0 ignored;', 'test result: maybe. 9 passed; 0 failed; 0 ignored;', '']) {
    assert.equal(readRustResult(line), null, line);
  }
});

test('adds up, and prints the line that closes a run', () => {
  const tally = new Tally().add({ passed: 2 }).add({ failed: 1, skipped: 3 }).add(new Tally().add({ passed: 4 }));
  assert.equal(String(tally), '6 passed, 1 failed, 3 skipped');
});

test('counts tests and subtests of Node, but neither suites nor files', () => {
  const source = `
    import { describe, it, test } from 'node:test';
    describe('suite', () => { it('one', () => {}); it('two', () => { throw new Error('no'); }); });
    test('parent', async (t) => { await t.test('child', () => {}); });
    test('left out', { skip: true }, () => {});
    test('to do', { todo: true }, () => { throw new Error('not yet'); });
    console.log('# pass 99');`;
  assert.deepEqual(countsOf({ 'mixed.test.mjs': source }), { passed: 3, failed: 1, skipped: 2 });
});

test('a file without a test counts nothing, a file that cannot be read is a failure', () => {
  assert.deepEqual(countsOf({ 'empty.test.mjs': '// nothing' }), { passed: 0, failed: 0, skipped: 0 });
  assert.deepEqual(countsOf({ 'broken.test.mjs': 'throw new Error("broken")' }), { passed: 0, failed: 1, skipped: 0 });
});
