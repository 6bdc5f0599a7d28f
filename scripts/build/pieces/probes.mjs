/**
 * Which code a page runs: a module of the same functions that sets a byte of its memory wherever
 * control arrives, and what that says of each function.
 */
import binaryen from 'binaryen';
import { numberBytes, SECTIONS, sectionsOf, WasmReader } from '../../lib/wasm-reader.mjs';
import { definedFunctions, unitsOf } from './code.mjs';

const PAGE_BYTES = 65_536;

/**
 * @param {Uint8Array} bytes
 * @returns {{bytes: Uint8Array, from: number, count: number}} where in its memory the marks stand
 */
export function withProbes(bytes) {
  binaryen.setDebugInfo(false);
  const module = binaryen.readBinary(bytes);
  const { initial } = /** @type {{initial: number}} */ (module.getMemoryInfo());
  // The allocator asks for pages of its own, so those that are there from the beginning beyond the data are nobody's.
  const from = initial * PAGE_BYTES;
  let count = 0;
  for (const { pointer } of definedFunctions(module)) {
    const units = unitsOf(pointer).map((unit) => {
      const probe = module.i32.store8(from + count, 1, module.i32.const(0), module.i32.const(1));
      count += 1;
      return { ...unit, probe };
    });
    // The inner ones first: an outer place holds them.
    for (const { expression, probe, replace } of units.reverse()) replace(module.block(null, [probe, expression], binaryen.getExpressionType(expression)));
  }
  const probed = module.emitBinary();
  module.dispose();
  return { bytes: withPages(probed, Math.ceil(count / PAGE_BYTES)), from, count };
}

/** With that many more pages of memory from the beginning. @param {Uint8Array} bytes @param {number} more */
function withPages(bytes, more) {
  const { from, until } = sectionsOf(bytes).find(({ id }) => id === SECTIONS.memory) ?? fail();
  const reader = new WasmReader(bytes, from);
  if (reader.number() !== 1) fail();
  const limits = reader.byte();
  const initial = reader.number();
  const content = [1, limits, ...numberBytes(initial + more), ...bytes.subarray(reader.at, until)];
  const start = from - numberBytes(until - from).length - 1;
  return Buffer.concat([bytes.subarray(0, start), Buffer.from([SECTIONS.memory, ...numberBytes(content.length), ...content]), bytes.subarray(until)]);
}

/** @returns {never} */
function fail() {
  throw new Error('The module has not one memory of its own.');
}

/**
 * @param {binaryen.Module} module read from the bytes that were given to `withProbes`
 * @param {Uint8Array} marks
 * @returns {Map<string, Map<number, boolean>>} of each function, what stands at its places and whether it ran; empty for what is not known
 */
export function ranIn(module, marks) {
  let at = 0;
  return new Map(definedFunctions(module).map(({ pointer, name }) => [name, new Map(unitsOf(pointer).map(({ expression }) => {
    at += 1;
    return [expression, marks[at - 1] === 1];
  }))]));
}
