/** The package draws in Node, where there is no document. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageDir, root } from '../../scripts/lib/paths.mjs';

const body = readFileSync(join(root, 'tests/fixtures/responses/04_top_events_with_other.json'));
const config = {
  title: 'Errors <by> "type" & more', displayType: 'area', widgetType: 'error-events', limit: 5,
  queries: [{ aggregates: ['count()'], columns: ['error.type'], fields: ['error.type', 'count()'], conditions: '', orderby: '-count()' }],
};

test('an answer becomes an SVG document without an element', async () => {
  const { renderSvg } = await import(join(packageDir, 'node.js'));
  const svg = await renderSvg(config, body, { width: 640, height: 320, theme: 'dark', timezone: 'UTC', locale: 'en-GB' });
  assert.match(svg, /^<svg [^>]*width="640" height="320"/);
  assert.match(svg, /Errors &lt;by&gt; (&quot;|")type(&quot;|") &amp; more/);
  assert.match(svg, /<path /);
  assert.doesNotMatch(svg, /<script|href=|<by>/);
  const parsed = JSON.parse(body.toString());
  const again = await renderSvg(config, parsed, { width: 640, height: 320, theme: 'dark', timezone: 'UTC', locale: 'en-GB' });
  assert.equal(again, svg, 'an object is as good as its bytes');
});

test('what is wrong is named in an error with a code', async () => {
  const { renderSvg } = await import(join(packageDir, 'node.js'));
  const refused = (given, code, words) => assert.rejects(renderSvg(...given), (/** @type {Error & {code?: string}} */ error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.code, code);
    assert.match(error.message, words);
    return true;
  });
  await refused([{ ...config, displayType: 'pie' }, body], 'config', /`displayType`/);
  await refused([config, body, { theme: 'pink' }], 'config', /`theme`/);
  await refused([config, 7], 'config', /`response`: expected an ArrayBuffer/);
  await refused([config, new TextEncoder().encode('<html>')], 'decode', /not readable at byte 0/);
  await refused([config, body, { width: 1e9 }], 'config', /device pixels/);
});

test('the import registers nothing where there is no page', async () => {
  const { defineElement, EventsStatsWidget } = await import(join(packageDir, 'node.js'));
  assert.equal(defineElement(), EventsStatsWidget);
});
