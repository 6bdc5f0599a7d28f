/** Rules that hold for every tracked file: it stands alone, names no machine, and stays small enough to read. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';

const MAX_LINES = 500;
const SOURCE = new Set(['.rs', '.js', '.mjs', '.css', '.html', '.ts', '.pegjs']);
const BINARY = new Set(['.ttf', '.png', '.gif', '.wasm', '.woff2', '.parquet', '.gz', '.br']);

/** Words in halves, so that this file does not hold what it forbids. */
const joined = (...halves) => halves.join('');
const MACHINE_FOLDERS = [joined('wo', 'rk'), joined('ro', 'ot'), joined('tmp/', 'wt')];
const REGISTRY_HOSTS = [joined('registry.', 'npmjs'), joined('index.', 'crates.io'), joined('static.', 'crates.io'), joined('deb.', 'debian'), joined('arti', 'factory')];

const FORBIDDEN = [
  { what: 'a path of one machine', pattern: new RegExp(`(^|[\\s"'\`(=:])/(${MACHINE_FOLDERS.join('|')})/`, 'm') },
  { what: 'a registry host', pattern: new RegExp(REGISTRY_HOSTS.join('|').replaceAll('.', '\\.'), 'i') },
  { what: 'a folder outside the checkout', pattern: new RegExp(joined('\\.\\./sha', 'red/')) },
];

/** What is tracked, and what is about to be: a new file should fail before it is committed. */
function files() {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((path) => path && existsSync(join(root, path)));
}

function read(path) {
  return readFileSync(join(root, path), 'utf8');
}

for (const { what, pattern } of FORBIDDEN) {
  test(`no file names ${what}`, () => {
    const found = files()
      .filter((path) => !BINARY.has(extname(path)))
      .flatMap((path) => pattern.exec(read(path))?.[0].trim().concat(` in ${path}`) ?? []);
    assert.deepEqual(found, []);
  });
}

test(`no source file is longer than ${MAX_LINES} lines`, () => {
  const long = files()
    .filter((path) => /^(src|www|scripts|tests)\//.test(path) && !path.includes('/fixtures/') && SOURCE.has(extname(path)))
    .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES);
  assert.deepEqual(long, []);
});

test('no line ends in a space, and every file ends in a line end', () => {
  // What a server once answered and what a licence says stay as they are.
  const texts = files().filter((path) => !BINARY.has(extname(path)) && !/^LICENSE|\/fixtures\/|\/golden\//.test(path));
  const isTidy = (text) => !/[ \t]$/m.test(text) && !text.includes('\r') && text.endsWith('\n');
  const untidy = texts.filter((path) => !isTidy(read(path)));
  assert.deepEqual(untidy, []);
});

test('every file that defines tests for Node has a name that its runner looks for', () => {
  // Helpers may take hooks from the runner.
  const definesTests = /import \{[^}]*\b(test|it|describe)\b[^}]*\} from 'node:test'/;
  const unseen = files().filter((path) => /^tests\/.*\.m?js$/.test(path) && !/\.test\.m?js$/.test(path) && definesTests.test(read(path)));
  assert.deepEqual(unseen, []);
});

test('the lock files name no address to download from', () => {
  assert.equal(/"resolved":/.test(read('package-lock.json')), false);
  const sources = new Set(read('Cargo.lock').match(/^source = .*$/gm));
  assert.deepEqual([...sources], ['source = "registry+https://github.com/rust-lang/crates.io-index"']);
});
