/** What becomes of a module that is cut: the same answers, whichever of its code is said to have run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { cutData } from '../../scripts/build/pieces/data.mjs';
import { withSharedTable } from '../../scripts/build/pieces/shared-functions.mjs';
import { outline } from '../../scripts/build/pieces/outline.mjs';
import { ranIn, withProbes } from '../../scripts/build/pieces/probes.mjs';
import { split } from '../../scripts/build/pieces/split.mjs';

/** Every way in which control may leave code: ends, returns, branches with and without values, to loops, by tables. */
const TEXT = `(module
  (import "page" "0" (func $note (param i32)))
  (memory (export "memory") 1)
  (global $count (mut i32) (i32.const 0))
  (func $twice (param $x i32) (result i32) (i32.mul (local.get $x) (i32.const 2)))
  (func $steps (export "steps") (param $x i32) (result i32) (local $n i32) (local $sum i64) (local $share f64)
    (local.set $n (i32.const 0))
    (loop $again
      (if (i32.eqz (local.get $x)) (then (return (i32.sub (i32.const -1) (local.get $n)))))
      (if (i32.and (local.get $x) (i32.const 1))
        (then
          (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_s (local.get $x))))
          (local.set $x (i32.and (i32.add (i32.mul (local.get $x) (i32.const 3)) (i32.const 1)) (i32.const 1023)))
          (call $note (local.get $x)))
        (else
          (local.set $x (i32.shr_u (local.get $x) (i32.const 1)))
          (local.set $share (f64.add (local.get $share) (f64.const 0.5)))))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $again (i32.and (i32.gt_u (local.get $x) (i32.const 1)) (i32.lt_u (local.get $n) (i32.const 60)))))
    (i32.add (i32.wrap_i64 (local.get $sum)) (i32.add (local.get $n) (i32.trunc_f64_s (local.get $share)))))
  (func $choose (export "choose") (param $x i32) (result i32) (local $y i32)
    (block $end (result i32)
      (block $second
        (block $first
          (block $zero
            (br_table $zero $first $second $zero (i32.rem_u (local.get $x) (i32.const 5))))
          (local.set $y (i32.add (local.get $y) (call $twice (local.get $x))))
          (if (i32.gt_s (local.get $y) (i32.const 40)) (then (br $end (i32.sub (local.get $y) (i32.const 3))))
            (else (local.set $y (i32.add (local.get $y) (i32.const 100))) (br $second)))
          (unreachable))
        (call $note (i32.const 7))
        (local.set $y (i32.sub (i32.mul (local.get $x) (local.get $x)) (i32.const 11)))
        (if (i32.lt_s (local.get $y) (i32.const 0)) (then (call $note (local.get $y)) (return (i32.const -5))))
        (drop (br_if $end (i32.const 77) (i32.eq (local.get $x) (i32.const 6)))))
      (global.set $count (i32.add (global.get $count) (i32.const 1)))
      (call $note (i32.add (global.get $count) (local.get $y)))
      (if (result i32) (i32.and (local.get $x) (i32.const 2))
        (then (call $note (i32.const 2)) (i32.add (call $twice (local.get $y)) (global.get $count)))
        (else (i32.sub (local.get $y) (i32.mul (local.get $x) (i32.const 7)))))))
  (func $search (export "search") (param $x i32) (result i32) (local $i i32) (local $best i32)
    (block $found
      (loop $outer
        (local.set $best (i32.const -1))
        (loop $inner
          (if (i32.eq (i32.mul (local.get $i) (local.get $i)) (local.get $x)) (then
            (local.set $best (local.get $i)) (call $note (local.get $best)) (br $found)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (if (i32.gt_u (local.get $i) (i32.const 9)) (then
            (if (i32.gt_u (local.get $x) (i32.const 20)) (then
              (local.set $i (i32.const 0)) (local.set $x (i32.shr_u (local.get $x) (i32.const 1))) (call $note (local.get $x)) (br $outer)))
            (local.set $best (i32.add (local.get $x) (i32.const 1000))) (br $found)))
          (br $inner))))
    (i32.add (local.get $best) (local.get $i))))`;

const INPUTS = Array.from({ length: 48 }, (_, index) => index);
const WHOLE = binaryen.parseText(TEXT).emitBinary();

/** @param {Uint8Array} bytes @param {() => void} [onMissing] */
function instanceOf(bytes, onMissing = () => {}) {
  /** @type {number[]} */
  const noted = [];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)), { page: { 0: (/** @type {number} */ x) => noted.push(x), 1: onMissing } });
  const ask = () => ['steps', 'choose', 'search'].map((name) => INPUTS.map((x) => /** @type {Function} */ (exports[name])(x)));
  return { exports, results: () => ({ results: ask(), noted }) };
}

/** The same for the same seed. @param {number} seed @param {number} share */
function marksOf(seed, share) {
  const { count } = withProbes(WHOLE);
  let state = seed * 2 + 1;
  return Uint8Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 < share ? 1 : 0;
  });
}

/** @param {Uint8Array} marks */
function outlined(marks) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(WHOLE);
  // However little it is.
  const late = outline(module, ranIn(module, marks), { leastBytes: 0 });
  assert.ok(module.validate());
  const bytes = module.emitBinary();
  module.dispose();
  return { bytes, late };
}

const NO_DATA = { first: [], late: [] };
const EXPECTED = instanceOf(WHOLE).results();

test('probes say what has run, and change nothing', () => {
  const { bytes, from, count } = withProbes(WHOLE);
  const { exports, results } = instanceOf(bytes);
  assert.deepEqual(results(), EXPECTED);
  const marks = new Uint8Array(/** @type {WebAssembly.Memory} */ (exports.memory).buffer, from, count);
  // All but what stands behind what cannot be left.
  assert.ok(marks.reduce((sum, mark) => sum + mark) > count * 0.8);
  assert.ok(marks.includes(0));
});

test('code that is moved does what it did, whatever is moved', () => {
  let moved = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const { bytes, late } = outlined(marksOf(seed, (seed % 10) / 10));
    assert.deepEqual(instanceOf(bytes).results(), EXPECTED, `seed ${seed}`);
    moved += late.size;
  }
  assert.ok(moved > 600, `${moved} functions`);
});

test('two pieces do what the module did; a call that comes too soon asks for the late one', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { bytes, late } = outlined(marksOf(seed, 0.7));
    const pieces = split(bytes, late, NO_DATA, false);
    let asked = 0;
    const first = instanceOf(pieces.first, () => {
      asked += 1;
      new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(pieces.late)), { m: first.exports });
    });
    assert.deepEqual(first.results(), EXPECTED, `seed ${seed}`);
    assert.equal(asked, pieces.entries.length > 0 ? 1 : 0, `seed ${seed}`);
  }
});

test('what the late piece imports stands in a table, in its order, and links as before', () => {
  let shared = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const { bytes, late } = outlined(marksOf(seed, 0.7));
    const pieces = split(bytes, late, NO_DATA, false);
    const linked = withSharedTable(pieces.first, pieces.late);
    const first = instanceOf(linked.first, () => {
      const table = /** @type {WebAssembly.Table} */ (first.exports.shared);
      let place = 0;
      const m = { ...first.exports, get next() { return table.get(place++); } };
      new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(linked.late)), { m });
      assert.equal(place, table.length, `seed ${seed}`);
      shared += place;
    });
    assert.deepEqual(Object.keys(first.exports).filter((name) => /^\d/.test(name)), [], `seed ${seed}`);
    assert.deepEqual(first.results(), EXPECTED, `seed ${seed}`);
  }
  assert.ok(shared > 20, `${shared} functions for late pieces`);
});

test('where the late piece does not come, the call traps', () => {
  const { bytes, late } = outlined(new Uint8Array(withProbes(WHOLE).count));
  const { exports } = instanceOf(split(bytes, late, NO_DATA, false).first);
  assert.throws(() => /** @type {Function} */ (exports.steps)(3), WebAssembly.RuntimeError);
});

test('constant data goes with the code that refers to it, and what that refers to; what may be written stays', () => {
  const module = binaryen.parseText(`(module (memory 1)
    (func $early (result i32) (i32.add (i32.const 100) (i32.load offset=140 (i32.const 0))))
    (func $late (result i32) (i32.const 120)))`);
  const at = (/** @type {number} */ address, /** @type {number[]} */ refersTo = []) => ({ address, size: 10, refersTo });
  const linking = {
    data: new Map([[0, at(100, [3])], [1, at(120)], [2, at(140)], [3, at(160)], [4, at(180)], [5, at(200)]]),
    // The second reads a place before its table's: only the linker knows whose it is.
    functions: new Map([['early', new Map([[100, new Set([0])], [140, new Set([2])], [999, new Set([1])]])], ['late', new Map([[120, new Set([1])]])]]),
    writable: 200,
  };
  const memory = [{ address: 100, bytes: Uint8Array.from({ length: 90 }, (_, index) => index) }, { address: 200, bytes: new Uint8Array(10) }];
  const { first, late } = cutData(memory, module, new Set(['late']), /** @type {any} */ (linking));
  const places = (/** @type {typeof first} */ stretches) => stretches.map(({ address, bytes }) => [address, bytes.length]);
  assert.deepEqual(places(first), [[100, 10], [140, 10], [160, 10], [200, 10]]);
  assert.deepEqual(places(late), [[110, 30], [150, 10], [170, 20]]);
  assert.deepEqual([...late[1].bytes], [50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
  module.dispose();
});
