/** The documents' table of error codes and the sources name the same codes, each once. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');

/** Rows of the table, split into cells. */
function rows() {
  const lines = read('docs/errors.md').split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

/** Everything that `Error::code` can return: the texts in it and in the function that names statuses. */
function codesOfTheModule() {
  const source = read('src/error.rs');
  return ['pub fn code(', 'fn http_code('].flatMap((head) => {
    const from = source.indexOf(head);
    assert.notEqual(from, -1, `src/error.rs has no \`${head}\``);
    const body = source.slice(from, source.indexOf('\n}', from)).split('\n    pub fn ', 2)[0];
    return [...body.matchAll(/=> "([a-z_]+)"/g)].map(([, code]) => code);
  });
}

/** The codes of errors that the JavaScript around the module makes itself. */
function codesOfTheShell() {
  const files = readdirSync(join(root, 'www/element')).filter((name) => /\.c?js$/.test(name));
  const made = /(?:new EventsStatsError\(\s*|\.code \?\? |code: )'([a-z_]+)'/g;
  return files.flatMap((name) => [...read(`www/element/${name}`).matchAll(made)].map(([, code]) => code));
}

test('every kind of error has its own arm that names its code', () => {
  const kinds = read('src/error.rs').split('pub enum ErrorKind {')[1].split('\n}')[0].match(/^ {4}[A-Z]\w*/gm).map((name) => name.trim());
  assert.ok(kinds.length > 10);
  const code = read('src/error.rs').split('pub fn code(')[1].split('\n    }')[0];
  assert.deepEqual(kinds.filter((kind) => !code.includes(`ErrorKind::${kind}`)), []);
});

test('the table lists every code exactly once, and none that does not exist', () => {
  const listed = rows().map(([code]) => code.replaceAll('`', ''));
  assert.deepEqual(listed.filter((code, index) => listed.indexOf(code) !== index), []);
  const existing = new Set([...codesOfTheModule(), ...codesOfTheShell()]);
  assert.ok(existing.size > 25, [...existing].join(' '));
  assert.deepEqual([...listed].sort(), [...existing].sort());
});

test('each row says what the code means and what can be done', () => {
  for (const cells of rows()) {
    assert.equal(cells.length, 3, cells.join(' | '));
    assert.ok(cells.every((cell) => cell.length > 0), cells.join(' | '));
  }
});
