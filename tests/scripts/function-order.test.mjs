/** The order of a module's functions: what is similar stands together, and each does what it did. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { similarityOrder, withOrderedNames } from '../../scripts/build/function-order.mjs';
import { bodiesOf, importsOf } from '../../scripts/lib/wasm-reader.mjs';

const bytes = (text) => Buffer.from(text);

test('similar functions stand next to each other, each once', () => {
  const bodies = ['draws one line of a chart', 'reads a body of an answer', 'draws two lines of a chart', 'reads a body of an error', 'x'].map(bytes);
  const order = similarityOrder(bodies);
  assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4]);
  const place = (index) => order.indexOf(index);
  assert.equal(Math.abs(place(0) - place(2)), 1);
  assert.equal(Math.abs(place(1) - place(3)), 1);
});

test('a module without functions, and one whose functions are all the same', () => {
  assert.deepEqual(similarityOrder([]), []);
  assert.deepEqual(similarityOrder([bytes('same'), bytes('same')]).sort(), [0, 1]);
});

test('functions in another order do what they did, imported ones too', () => {
  const unit = (name, factor) => `(func $${name} (export "${name}") (param $x i32) (result i32)
    (call $note (local.get $x)) (call $count) (i32.add (i32.mul (local.get $x) (i32.const ${factor})) (i32.const 1000000)))`;
  const module = binaryen.parseText(`(module (import "page" "2" (func $note (param i32))) (import "page" "1" (func $count))
    ${unit('three', 3)} (func $zero (export "zero") (result i32) (i32.const 0)) ${unit('seven', 7)}
    (func $both (export "both") (param $x i32) (result i32) (i32.add (call $three (local.get $x)) (call $seven (local.get $x)))))`);
  binaryen.setDebugInfo(false);
  const before = module.emitBinary();
  module.dispose();
  const ordered = binaryen.readBinary(withOrderedNames(before, Number));
  ordered.runPasses(['reorder-functions-by-name']);
  const after = ordered.emitBinary();
  ordered.dispose();
  const texts = (file) => bodiesOf(file).map(({ from, until }) => Buffer.from(file.subarray(from, until)).toString('hex'));
  assert.notDeepEqual(texts(after), texts(before));
  assert.deepEqual(importsOf(after).map(({ name }) => name), ['1', '2']);
  const answers = (file) => {
    const notes = [];
    const { exports } = /** @type {{exports: any}} */ (new WebAssembly.Instance(new WebAssembly.Module(file), { page: { 2: (x) => notes.push(x), 1: () => notes.push('called') } }));
    return [exports.three(2), exports.zero(), exports.seven(2), exports.both(5), ...notes];
  };
  assert.deepEqual(answers(after), [1_000_006, 0, 1_000_014, 2_000_050, ...[2, 2, 5, 5].flatMap((x) => [x, 'called'])]);
  assert.deepEqual(answers(after), answers(before));
});
