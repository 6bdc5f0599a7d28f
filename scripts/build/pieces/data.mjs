/** Which of the module's data the first piece needs: the rest comes with the code that reads it. */
import binaryen from 'binaryen';
import { childrenOf, definedFunctions, kinds, UnknownExpression } from './code.mjs';

/** @typedef {{address: number, bytes: Uint8Array}} Stretch of memory */

/** A stretch begins with about as many bytes. */
const GAP_BYTES = 8;

/**
 * @param {binaryen.Module} module
 * @param {Set<string>} late functions
 * @param {import('./linking.mjs').Linking} linking
 * @returns {Set<number>} the symbols of what the other functions refer to, and what that refers to
 */
function dataOfFirst(module, late, linking) {
  const needed = new Set([...linking.data].flatMap(([symbol, { address }]) => (address >= linking.writable ? [symbol] : [])));
  const bodies = new Map(definedFunctions(module).map(({ name, pointer }) => [name, kinds.Function.getBody(pointer)]));
  for (const [name, addresses] of linking.functions) {
    if (late.has(name)) continue;
    const body = bodies.get(name);
    // The bindings' generator names some anew.
    const numbers = body === undefined ? addresses.keys() : numbersIn(body, addresses.keys());
    for (const number of numbers) for (const symbol of addresses.get(number) ?? []) needed.add(symbol);
  }
  for (const symbol of needed) for (const other of linking.data.get(symbol)?.refersTo ?? []) needed.add(other);
  return needed;
}

/** @param {number} body @param {Iterable<number>} all taken where it holds what is not known here @returns {Set<number>} */
function numbersIn(body, all) {
  /** @type {Set<number>} */
  const numbers = new Set();
  /** @param {number} expression */
  const look = (expression) => {
    const id = binaryen.getExpressionId(expression);
    if (id === binaryen.ConstId && binaryen.getExpressionType(expression) === binaryen.i32) numbers.add(kinds.Const.getValueI32(expression));
    const offset = OFFSETS.get(id)?.(expression);
    if (offset !== undefined) numbers.add(offset);
    for (const child of childrenOf(expression)) look(child);
  };
  try {
    look(body);
    return numbers;
  } catch (error) {
    if (error instanceof UnknownExpression) return new Set(all);
    throw error;
  }
}

/** What is added to an address as it is read or written. @type {Map<number, (expression: number) => number>} */
const OFFSETS = new Map([
  [binaryen.LoadId, kinds.Load.getOffset], [binaryen.StoreId, kinds.Store.getOffset],
  [binaryen.SIMDLoadId, kinds.SIMDLoad.getOffset], [binaryen.SIMDLoadStoreLaneId, kinds.SIMDLoadStoreLane.getOffset],
]);

/**
 * @param {Stretch[]} memory what is in it at the beginning
 * @param {binaryen.Module} module
 * @param {Set<string>} late functions
 * @param {import('./linking.mjs').Linking} linking
 * @returns {{first: Stretch[], late: Stretch[]}}
 */
export function cutData(memory, module, late, linking) {
  const needed = dataOfFirst(module, late, linking);
  // What may be written must not be set twice.
  const [fixed, others] = [memory.filter(({ address }) => address < linking.writable), memory.filter(({ address }) => address >= linking.writable)];
  const marked = fixed.map(({ address: start, bytes }) => {
    const marks = new Uint8Array(bytes.length);
    for (const symbol of needed) {
      const { address, size } = /** @type {import('./linking.mjs').Data} */ (linking.data.get(symbol));
      marks.fill(1, Math.max(0, address - start), Math.max(0, address - start + size));
    }
    return { start, bytes, marks };
  });
  return {
    first: [...marked.flatMap(({ start, bytes, marks }) => stretches(bytes, start, marks, 1)), ...others],
    late: marked.flatMap(({ start, bytes, marks }) => stretches(bytes, start, marks, 0)),
  };
}

/** @param {Uint8Array} bytes @param {number} start @param {Uint8Array} marks @param {0 | 1} mark @returns {Stretch[]} */
function stretches(bytes, start, marks, mark) {
  /** @type {Array<{from: number, until: number}>} */
  const found = [];
  for (let from = marks.indexOf(mark); from >= 0;) {
    const end = marks.indexOf(1 - mark, from);
    const until = end < 0 ? marks.length : end;
    const last = found.at(-1);
    // Small gaps are filled with what is there: it is the same in both pieces.
    if (last && from - last.until <= GAP_BYTES) last.until = until;
    else found.push({ from, until });
    from = marks.indexOf(mark, until);
  }
  return found.map(({ from, until }) => ({ address: start + from, bytes: bytes.slice(from, until) }));
}
