/** How documents and declarations become pages of the site. What the pages do is `tests/e2e/docs-site.test.js`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import markdownIt from 'markdown-it';
import { declarations } from '../../scripts/docs/api.mjs';
import { slugOf, teachDocuments } from '../../scripts/docs/markdown.mjs';

/** @param {string} text @param {string} [source] */
function rendered(text, source = 'docs/element.md') {
  const md = markdownIt({ html: true });
  const files = new Set();
  teachDocuments(md, new Map([['README.md', 'index.html'], ['docs/errors.md', 'errors.html']]), files);
  return { html: md.render(text, { source }), files: [...files] };
}

test('links lead from page to page, and to a copy of what is no page', () => {
  const { html, files } = rendered('[a](../README.md#the-tag) [b](errors.md) [c](../src/series.rs) [d](#here) [e](https://example.com/x.md)');
  assert.deepEqual([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href), ['index.html#the-tag', 'errors.html', 'files/src-series.rs.txt', '#here', 'https://example.com/x.md']);
  assert.deepEqual(files, ['src/series.rs']);
});

test('a link to nothing and HTML outside of code end the build, with the document named', () => {
  assert.throws(() => rendered('[gone](gone.md)'), /docs\/element\.md leads to gone\.md, which is not there/);
  assert.throws(() => rendered('A <b>word</b>'), /docs\/element\.md has HTML outside of code, .* <b>/);
  assert.throws(() => rendered('<script src="x.js"></script>'), /has HTML outside of code/);
  assert.match(rendered('    <script src="x.js"></script>\n\nand `<b>`').html, /^<pre tabindex="0"><code>&lt;script.*<code>&lt;b&gt;<\/code>/s);
  assert.match(rendered('<form></form>', 'www/site/playground.md').html, /<form>/);
});

test('headings have the names that links to them use, each its own', () => {
  assert.equal(slugOf('Properties, methods, events'), 'properties-methods-events');
  assert.match(rendered('## On `Node` alone\n\n## On Node alone').html, /<h2 id="on-node-alone">.*<h2 id="on-node-alone-1">/s);
});

test('a head without words is left out of its table, and one with words stays', () => {
  assert.doesNotMatch(rendered('| | |\n| --- | --- |\n| a | b |').html, /<thead>/);
  assert.match(rendered('| | x |\n| --- | --- |\n| a | b |\n\n| | |\n| --- | --- |\n| a | b |').html, /<thead>.*<\/thead>.*<\/table>.*<table>\s*<tbody>/s);
});

test('declarations bring their comments and members, and a file of errors ends the build', () => {
  const { doc, found } = declarations('x.d.ts', [
    '/** What the file is. */', "import type { A } from './a.js';", '/**', ' * Draws,', ' * and says so.', ' */', 'export function draw(a: A): void;',
    'export interface Look {', '  /** In CSS pixels. */', '  width: number;', '  // No comment for readers.', '  height?: number;', '}', 'declare const hidden: 1;',
  ].join('\n'));
  assert.equal(doc, 'What the file is.');
  assert.deepEqual(found.map(({ name, doc }) => [name, doc]), [['draw', 'Draws,\nand says so.'], ['Look', '']]);
  assert.deepEqual(found[1].members, [{ text: 'width: number', doc: 'In CSS pixels.' }, { text: 'height?: number', doc: '' }]);
  assert.throws(() => declarations('x.d.ts', 'export interface {'), /x\.d\.ts: /);
});
