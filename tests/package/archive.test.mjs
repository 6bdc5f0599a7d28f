/** What the build makes beside the package, and what it adds to the sources: the packed file, digests, source maps, licences. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { withDigests } from '../../scripts/build/archive.mjs';
import { containedPackages } from '../../scripts/build/licences.mjs';
import { dist, packageDir, root } from '../../scripts/lib/paths.mjs';
import { manifest, packedFiles, tarball } from './support.mjs';

const read = (name) => readFileSync(join(packageDir, name), 'utf8');
const digests = JSON.parse(readFileSync(join(dist, 'sri.json'), 'utf8'));

test('the packed file holds the package as it stands in its folder', () => {
  const names = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n').map((name) => name.replace('package/', ''));
  assert.deepEqual(names.sort(), packedFiles());
  for (const name of ['index.js', 'package.json', 'README.md']) {
    assert.equal(execFileSync('tar', ['-xzOf', tarball, `package/${name}`], { encoding: 'utf8' }), read(name), name);
  }
});

test('there are digests of all that a script tag or a preload names, and they are of these files', () => {
  assert.equal(digests.package, `${manifest.name}@${manifest.version}`);
  assert.deepEqual(Object.keys(digests.files), ['index.js', 'element.js', 'inline.js', 'dashboard.js', 'words/de.js', 'words/ja.js', 'wasm/events_stats_widget_bg.wasm', 'wasm/events_stats_widget_late.wasm']);
  for (const [name, digest] of Object.entries(digests.files)) {
    assert.equal(digest, `sha384-${createHash('sha384').update(readFileSync(join(packageDir, name))).digest('base64')}`, name);
  }
});

test("the script tags of the package's README have the digests of its files", () => {
  const found = [...read('README.md').matchAll(/<script [^>]*\/events-stats-widget\/([\w.]+)" integrity="([^"]*)" crossorigin>/g)].map(([, name, digest]) => [name, digest]);
  assert.deepEqual(Object.fromEntries(found), { 'index.js': digests.files['index.js'], 'inline.js': digests.files['inline.js'] });
});

test('a tag with a digest of something that has none ends the build', () => {
  assert.throws(() => withDigests('<script src="/events-stats-widget/other.js" integrity="sha384-"></script>', packageDir), /digest of other\.js, which has none/);
});

const scripts = packedFiles().filter((name) => /\.c?js$/.test(name));

test('every script has a source map beside it, with the texts of its sources under names of no machine', () => {
  for (const script of scripts) {
    assert.ok(read(script).endsWith(`//# sourceMappingURL=${basename(script)}.map`), script);
    const map = JSON.parse(read(`${script}.map`));
    assert.ok(map.sources.length > 0, script);
    for (const [index, source] of map.sources.entries()) {
      assert.match(source, /^events-stats-widget\/(?:[\w-]+\/){0,2}[\w.-]+$/, script);
      // The pieces of the module are no text to step through.
      assert.equal(map.sourcesContent[index] === null, source.endsWith('.wasm'), source);
      const own = join(root, 'www/element', source.replace(/^[^/]+\//, ''));
      if (existsSync(own) && source.endsWith('.js')) assert.equal(map.sourcesContent[index], readFileSync(own, 'utf8'), source);
    }
  }
});

test('a place in a script leads to its line in the source', () => {
  const lines = read('index.js').split('\n');
  const line = lines.findIndex((text) => text.includes('does not compile: '));
  const map = new SourceMap(JSON.parse(read('index.js.map')));
  const { originalSource, originalLine } = /** @type {import('node:module').SourceMapping} */ (map.findEntry(line, lines[line].indexOf('does not compile: ')));
  assert.equal(originalSource, 'events-stats-widget/module.js');
  assert.match(readFileSync(join(root, 'www/element/module.js'), 'utf8').split('\n')[originalLine], /does not compile: /);
});

test('the list of licences has every crate of the module and what scripts contain, with its terms, and no tool of the build', () => {
  const text = read('LICENSES.txt');
  const crates = containedPackages();
  assert.ok(crates.length > 20);
  for (const { name, version } of crates) assert.match(text, new RegExp(`^${name} ${version.replaceAll('.', '\\.')} \\(.+\\)$`, 'm'));
  for (const name of ['plotters', 'wasm-bindgen', 'serde']) assert.ok(crates.some((crate) => crate.name === name), name);
  for (const name of ['syn', 'proptest', 'png']) assert.ok(!crates.some((crate) => crate.name === name), name);
  // What reads Markdown, with what it is made of, and nothing that it only names.
  for (const name of ['markdown-it', 'linkify-it', 'entities', 'mdurl']) assert.match(text, new RegExp(`^${name} [\\d.]+ \\(.+\\)$`, 'm'));
  assert.doesNotMatch(text, /^(?:argparse|esbuild|react) /m);
  const parts = text.split(/^-{80}$/m).slice(1);
  for (const part of parts) assert.match(part, /\n\n[\s\S]*(Copyright|licen[cs]e)/i, part.slice(0, 80));
});
