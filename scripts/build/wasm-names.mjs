/** Other names for what a WebAssembly module imports and exports: those two sections are written anew, all else stays as it is. */
import { HEADER_BYTES, measured, numberBytes, SECTIONS, sectionsOf, WasmReader } from '../lib/wasm-reader.mjs';

/**
 * @typedef {object} Names
 * @property {(name: string, from: string) => string} imported by the name of an import, and of the module it comes from
 * @property {(name: string) => string} exported
 *
 * @param {Uint8Array} wasm
 * @param {Names} names
 */
export function rename(wasm, names) {
  return Buffer.concat([wasm.subarray(0, HEADER_BYTES), ...sectionsOf(wasm).flatMap(({ id, from, until }) => {
    const reader = new WasmReader(wasm, from);
    /** @type {Record<number, () => Uint8Array>} */
    const changes = {
      [SECTIONS.import]: () => list(reader, () => importOf(reader, names)),
      [SECTIONS.export]: () => list(reader, () => exportOf(reader, names)),
    };
    const content = changes[id]?.() ?? wasm.subarray(from, until);
    return [Uint8Array.of(id), measured([content])];
  })]);
}

/** @param {WasmReader} reader @param {() => Uint8Array} next */
function list(reader, next) {
  const count = reader.number();
  return Buffer.concat([Uint8Array.from(numberBytes(count)), ...Array.from({ length: count }, next)]);
}

/** @param {WasmReader} reader @param {Names} names */
function importOf(reader, { imported }) {
  const [from, name] = [reader.text(), reader.text()];
  return Buffer.concat([textOf(from), textOf(imported(name, from)), reader.taking(() => reader.importKind())]);
}

/** @param {WasmReader} reader @param {Names} names */
function exportOf(reader, { exported }) {
  const name = reader.text();
  return Buffer.concat([textOf(exported(name)), reader.taking(() => { reader.number(); reader.number(); })]);
}

/** @param {string} text */
function textOf(text) {
  return measured([Buffer.from(text, 'utf8')]);
}
