/** Goals are judged as they are written, and one that nobody measured is missed. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { GOALS, isMet } from '../bench/goals.mjs';
import { drawing, judge } from '../bench/report.mjs';
import { preloadsOf, withDepths } from '../bench/start/site.mjs';

const result = (figures) => ({ browsers: {}, rows: [], figures });
/** @type {import('../bench/goals.mjs').Goal} */
const FASTER = { id: 'a', bench: 'draw', what: 'a & b', unit: 'times', is: 'at least', goal: 2 };
/** @type {import('../bench/goals.mjs').Goal} */
const SMALLER = { id: 'b', bench: 'draw', what: 'c', unit: 'KB', is: 'at most', goal: 100, next: 72 };

test('every goal has a name of its own and a bench that sets it', () => {
  const ids = GOALS.map(({ id }) => id);
  assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), []);
  for (const { bench, id } of GOALS) {
    const file = join(root, 'tests/bench', `${bench}.bench.mjs`);
    assert.ok(existsSync(file), `${id}: ${file}`);
    // By its name, or by the part that it shares with others.
    const parts = [id, id.split('.').slice(0, -1).join('.'), id.split('.')[0]];
    const text = readFileSync(file, 'utf8');
    assert.ok(parts.some((part) => text.includes(part)), `${bench} does not set ${id}`);
  }
});

test('a goal is met at its figure, and not a step beside it', () => {
  assert.deepEqual([1.99, 2, 2.01].map((figure) => isMet(FASTER, figure)), [false, true, true]);
  assert.deepEqual([99, 100, 101].map((figure) => isMet(SMALLER, figure)), [true, true, false]);
});

test('a goal that was not measured is missed', () => {
  assert.equal(isMet(FASTER, undefined), false);
  assert.equal(isMet(SMALLER, Number.NaN), false);
  assert.deepEqual(judge([FASTER], []).map((verdict) => verdict.isMet), [false]);
});

test('Chromium is judged, other browsers stand beside it', () => {
  const [verdict] = judge([FASTER], [result({ Firefox: { a: 1 }, Chromium: { a: 3 } })]);
  assert.equal(verdict.isMet, true);
  assert.deepEqual(verdict.others, { Firefox: 1 });
  const [other] = judge([FASTER], [result({ Firefox: { a: 9 } })]);
  assert.equal(other.isMet, false);
});

test('a bar is as long as the share of the goal that is reached, twice the goal at most', () => {
  const widths = (figure) => [...drawing(judge([FASTER, SMALLER], [result({ Chromium: figure })])).matchAll(/<rect x="380"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));
  assert.deepEqual(widths({ a: 2, b: 100 }), [220, 220]);
  assert.deepEqual(widths({ a: 1, b: 200 }), [110, 110]);
  assert.deepEqual(widths({ a: 40, b: 0 }), [440, 440]);
  assert.match(drawing(judge([FASTER], [])), /a &amp; b/);
});

test('a request is as deep as what was answered before it was sent, and data is left out', () => {
  const served = [['/a.js', 0, 10], ['/b.js', 1, 30], ['/c.js', 12, 22], ['/api/x', 13, 20], ['/d.wasm', 25, 35], ['/e.js', 31, 41]];
  const loaded = withDepths(served.map(([path, from, until]) => /** @type {any} */ ({ path, bytes: 1, from, until })));
  assert.deepEqual(loaded.map(({ path, depth }) => `${path} ${depth}`), ['/a.js 1', '/b.js 1', '/c.js 2', '/d.wasm 3', '/e.js 3']);
});

test('preloads of the documents lead to the package, once each, and to nothing else', () => {
  const files = ['index.js', 'x.wasm', 'wasm/x.wasm'];
  const script = '<link rel="modulepreload" href="/node_modules/events-stats-widget/index.js">';
  const module = '<link rel="preload" as="fetch" crossorigin href="wasm/x.wasm">';
  assert.equal(
    preloadsOf([`Write ${script} and ${module}.`, script, '<link rel="stylesheet" href="index.js">'], files),
    '<link rel="modulepreload" href="/package/index.js"><link rel="preload" as="fetch" crossorigin href="/package/wasm/x.wasm">',
  );
  assert.throws(() => preloadsOf(['<link rel="preload" href="other.js">'], files), /other\.js/);
});
