/** A WebAssembly file: its functions by name and size, and a copy of it that notes which of them run. */

import { bodiesOf, exportBytes, importedCounts, KINDS, longer, measured, NAMED, NOTHING, namesOf, numberBytes, readerAt, SECTIONS, WasmReader, withSections } from '../lib/wasm-reader.mjs';

const I32 = 0x7f;
const [I32_CONST, GLOBAL_SET, END] = [0x41, 0x24, 0x0b];

/**
 * @typedef {{name: string, bytes: number}} NamedFunction
 */

/** Those that the file defines, in its order. @param {Uint8Array} file @returns {NamedFunction[]} */
export function functionsOf(file) {
  const names = namesOf(file, NAMED.functions);
  const { functions: imported } = importedCounts(file);
  return bodiesOf(file).map(({ from, until }, index) => ({ name: names.get(imported + index) ?? '', bytes: until - from }));
}

/**
 * A copy in which each function sets a global of its own when it runs: the exported `PREFIX` with its place among
 * those of `functionsOf`.
 * @param {Uint8Array} file
 * @param {string} prefix
 */
export function noteRuns(file, prefix) {
  const bodies = bodiesOf(file);
  const globals = readerAt(file, SECTIONS.global);
  const first = importedCounts(file).globals + (globals?.number() ?? 0);
  return withSections(file, {
    [SECTIONS.global]: (content) => longer(content, bodies.map(() => [I32, 1, I32_CONST, 0, END])),
    [SECTIONS.export]: (content) => longer(content, bodies.map((_, index) => exportBytes({ name: `${prefix}${index}`, kind: KINDS.global, index: first + index }))),
    [SECTIONS.code]: () => longer(NOTHING, bodies.map(({ from, until }, index) => {
      const start = afterLocals(file, from);
      return measured([file.subarray(from, start), [I32_CONST, 1, GLOBAL_SET, ...numberBytes(first + index)], file.subarray(start, until)]);
    })),
  });
}

/** @param {Uint8Array} file @param {number} from where a function's body begins */
function afterLocals(file, from) {
  const reader = new WasmReader(file, from);
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.number();
    // A type is one byte, or a reference's two or more.
    const type = reader.byte();
    if (type === 0x63 || type === 0x64) reader.number();
  }
  return reader.at;
}
