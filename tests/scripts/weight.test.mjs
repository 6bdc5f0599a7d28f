/** What a module weighs is read from its file, and its functions are put into the rooms of the crate. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomOf, withoutMarks } from '../../scripts/weight/rooms.mjs';
import { sectionsOf } from '../../scripts/lib/wasm-reader.mjs';
import { functionsOf, noteRuns } from '../../scripts/weight/wasm-file.mjs';

const sized = (content) => [content.length, ...content];
const text = (word) => sized([...Buffer.from(word)]);
const section = (id, content) => [id, ...sized(content)];
/** The body of a function that returns what it is given. */
const SAME = [0, 0x20, 0, 0x0b];

/**
 * `first` calls `second` when it is given something; `third` is called by nobody. A function and a global come from
 * elsewhere, so that numbers of functions and globals do not begin at none.
 */
const MODULE = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7f]),
  ...section(2, [2, ...text('env'), ...text('f'), 0, 0, ...text('env'), ...text('g'), 3, 0x7f, 0]),
  ...section(3, [3, 0, 0, 0]),
  ...section(6, [1, 0x7f, 1, 0x41, 7, 0x0b]),
  ...section(7, [1, ...text('first'), 0, 1]),
  // With a local of its own, which what is added must come after.
  ...section(10, [3, ...sized([1, 1, 0x7f, 0x20, 0, 0x04, 0x7f, 0x20, 0, 0x10, 2, 0x05, 0x23, 1, 0x0b, 0x0b]), ...sized(SAME), ...sized(SAME)]),
  ...section(0, [...text('name'), 1, ...sized([3, 1, ...text('first'), 2, ...text('second'), 3, ...text('third')])]),
]);

const IMPORTS = () => ({ env: { f: (value) => value, g: new WebAssembly.Global({ value: 'i32' }, 0) } });

test('functions are read with their names and sizes', async () => {
  await WebAssembly.compile(MODULE);
  assert.deepEqual(functionsOf(MODULE), [{ name: 'first', bytes: 16 }, { name: 'second', bytes: 4 }, { name: 'third', bytes: 4 }]);
  assert.deepEqual(sectionsOf(MODULE).map(({ id }) => id), [1, 2, 3, 6, 7, 10, 0]);
});

test('the copy works the same and knows what has run', async () => {
  const { instance } = await WebAssembly.instantiate(noteRuns(MODULE, 'ran '), /** @type {any} */ (IMPORTS()));
  const exports = /** @type {any} */ (instance.exports);
  const ran = () => [0, 1, 2].map((index) => exports[`ran ${index}`].value);
  assert.deepEqual(ran(), [0, 0, 0]);
  assert.equal(exports.first(0), 7);
  assert.deepEqual(ran(), [1, 0, 0]);
  assert.equal(exports.first(5), 5);
  assert.deepEqual(ran(), [1, 1, 0]);
});

for (const [name, room] of Object.entries({
  'events_stats_widget::decode::reader::Reader::token': 'decode',
  'events_stats_widget[0123456789abcdef]::decode::reader::Reader::token': 'decode',
  '<events_stats_widget::web::widget::Widget>::dispatch': 'web/widget',
  '<events_stats_widget::web::widget::configure::Inputs as core::fmt::Debug>::fmt': 'web/widget',
  'events_stats_widget::web::indexer::record::{{closure}}': 'web/indexer',
  'core::ptr::drop_in_place<events_stats_widget::series::Series>': '(core)',
  '<&T as core::fmt::Debug>::fmt': '(core)',
  '<u8 as core::fmt::Display>::fmt::h0123456789abcdef': '(core)',
  '<alloc::vec::Vec<events_stats_widget::json::Json> as core::clone::Clone>::clone': '(alloc)',
  'events_stats_widget::draw': 'draw',
  'connect externref shim': '(shims)',
  '': '(shims)',
})) {
  test(`the room of ${name || 'a function without a name'} is ${room}`, () => assert.equal(roomOf(name), room));
}

test('a name is printed without the marks of the compiler and of the crate', () => {
  assert.equal(withoutMarks('<events_stats_widget[0123456789abcdef]::json::Json>::parse'), '<json::Json>::parse');
});
