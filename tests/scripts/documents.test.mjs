/** Every path that a document for contributors names is there, and what the README quotes of the sources stands in them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';

const DECISIONS = 'docs/decisions';
const DOCUMENTS = [
  'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'tests/README.md',
  ...readdirSync(join(root, DECISIONS)).map((name) => `${DECISIONS}/${name}`),
];

/** Made by the commands, and named to say so. */
const BUILT = new Set(['.tools', 'target', 'dist', 'node_modules']);

/** A name in code that is a path: it has a folder, or the ending of a file. */
const PATH = /^\.?[\w@-]+(?:[./][\w@.-]+)*\/?$/;
const ENDING = /\.(rs|m?js|ts|json|jsonc|toml|md|yml|txt|css|html)$/;

/** Files of the repository and all their folders: what is tracked, and what is about to be. */
function present() {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const all = new Set(BUILT);
  for (const file of listed.split('\0').filter((path) => path && existsSync(join(root, path)))) {
    for (let path = file; path !== '.'; path = posix.dirname(path)) all.add(path);
  }
  return all;
}

/**
 * What a document names: code that looks like a path, and the targets of links.
 * @param {string} text
 * @returns {Array<{path: string, row: string | null, isLink: boolean}>} `row`: the first path of the same table row
 */
export function namedPaths(text) {
  const outsideBlocks = text.replace(/^```.*?^```/gms, '').replace(/^ {4}.*$/gm, '');
  return outsideBlocks.split('\n').flatMap((line) => {
    const codes = [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
    const paths = codes.filter((code) => PATH.test(code) && (code.includes('/') || ENDING.test(code)));
    const row = line.startsWith('|') ? (paths[0] ?? null) : null;
    const links = [...line.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target).filter((target) => !/^[a-z]+:/.test(target));
    return [...paths.map((path) => ({ path, row, isLink: false })), ...links.map((path) => ({ path, row: null, isLink: true }))];
  });
}

/**
 * The paths of a document that lead nowhere. A link starts at its document; a name in code at the root,
 * at the document, in `src`, or in the folder that its table row is about.
 * @param {string} document
 * @param {string} text
 * @param {Set<string>} known
 */
export function missingPaths(document, text, known) {
  const own = dirname(document);
  return namedPaths(text).filter(({ path, row, isLink }) => {
    const bases = isLink ? [own] : ['.', own, 'src', ...(row ? [row, posix.join('src', row)] : [])];
    return !bases.some((base) => known.has(posix.join(base, path).replace(/\/$/, '')));
  }).map(({ path }) => path);
}

for (const document of DOCUMENTS) {
  test(`every path that ${document} names exists`, () => {
    const text = readFileSync(join(root, document), 'utf8');
    assert.deepEqual(missingPaths(document, text, present()), []);
  });
}

test('paths are told from other code, and looked for where the reader would', () => {
  const known = new Set(['src', 'src/web', 'src/web/page.rs', 'tests', 'tests/web', 'tests/README.md', 'README.md', 'www', 'www/element']);
  const text = [
    'See `src/web/page.rs`, `web/page.rs`, `web/gone.rs`, `fetch(url)`, `npm run dev`, `a.b`, `gone.rs` and [the map](README.md), [gone](gone.md), [site](https://example.com/x).',
    '| `tests/` | `web/` for both, `wasm/` for none |',
    '```',
    '`gone/in/a/block.rs`',
    '```',
  ].join('\n');
  assert.deepEqual(missingPaths('ARCHITECTURE.md', text, known), ['web/gone.rs', 'gone.rs', 'gone.md', 'wasm/']);
  assert.deepEqual(missingPaths('tests/README.md', '`web/` and [all](../README.md)', known), []);
});

test('the documents name enough for this to mean something', () => {
  const count = DOCUMENTS.map((document) => namedPaths(readFileSync(join(root, document), 'utf8')).length);
  assert.ok(count[0] > 40 && count[1] > 30 && count[3] > 15, count.join(' '));
});

/** The rows of the table under a heading of the README, as cells. @param {string} heading */
function tableUnder(heading) {
  const [, section] = readFileSync(join(root, 'README.md'), 'utf8').split(`\n## ${heading}\n`);
  const rows = section.split('\n## ')[0].split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim()));
}

test('what “Troubleshooting” quotes is what the widget says', () => {
  const folders = { 'www/element': /\.js$/, src: /^(messages\/key|error)\.rs$|^decode\/.*\.rs$/ };
  const said = Object.entries(folders).flatMap(([folder, pattern]) => (
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => pattern.test(name)).map((name) => readFileSync(join(root, folder, name), 'utf8'))
  )).join('\n').replaceAll(/\{\w+\}/g, '…');
  const quoted = tableUnder('Troubleshooting').map(([words]) => words).slice(1);
  assert.ok(quoted.length > 10, String(quoted.length));
  assert.deepEqual(quoted.filter((words) => !said.includes(words)), []);
});

test('“Styling” has all custom properties of both elements, and none besides', () => {
  const folder = join(root, 'www/element');
  const styles = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css')).map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  const used = new Set([...styles.matchAll(/var\(--events-stats-([\w-]+)/g)].map(([, name]) => name));
  const listed = tableUnder('Styling').flatMap(([names]) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  assert.deepEqual(listed.sort(), [...used].sort());
});

test('the hosted checks run the same script as everybody', () => {
  const steps = readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8').match(/^ +- run: (.*)$/gm);
  assert.ok(steps?.some((step) => step.trim() === '- run: .ci/run'), String(steps));
  assert.match(readFileSync(join(root, '.ci/run'), 'utf8'), /^exec npm test /m);
});
