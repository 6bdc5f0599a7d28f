/**
 * What the linker says of a module that it has not stripped (`--emit-relocs`): which function and
 * which data refer to which data. Exact where an address in the code alone is not: it may be that of
 * a place before or after what it means.
 * https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md
 */
import { HEADER_BYTES, SECTIONS, sectionsOf, WasmReader } from '../../lib/wasm-reader.mjs';

const SYMBOL_TABLE = 8;
/** What is named in the section of names. */
const [FUNCTION_NAMES, SEGMENT_NAMES] = [1, 9];
const SYMBOLS = /** @type {const} */ ({ function: 0, data: 1, section: 3 });
const FLAGS = /** @type {const} */ ({ isUndefined: 0x10, hasName: 0x40 });
/** Relocations of addresses in memory: all carry what is added to the symbol's place. */
const ADDRESSES = new Set([3, 4, 5]);
/** The others that carry it: places in functions and in sections. */
const WITH_ADDEND = new Set([...ADDRESSES, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23]);

/** @typedef {{address: number, size: number, refersTo: number[]}} Data by the index of its symbol, what it holds addresses of */

export class Linking {
  /** @param {Uint8Array} file as the linker writes it */
  constructor(file) {
    /** @type {Map<number, Data>} */
    this.data = new Map();
    /** From here on it may be written: what is only read stands first. */
    this.writable = Number.POSITIVE_INFINITY;
    /** Which data a number in a function is the address of. @type {Map<string, Map<number, Set<number>>>} */
    this.functions = new Map();
    const sections = sectionsOf(file);
    const customs = new Map(sections.filter(({ id }) => id === SECTIONS.custom).map(({ from, until }) => {
      const reader = new WasmReader(file, from);
      return [reader.text(), { reader, until }];
    }));
    const custom = (/** @type {string} */ name) => customs.get(name) ?? missing(name);
    const section = (/** @type {number} */ id) => sections.find((each) => each.id === id) ?? missing(`section ${id}`);
    const segments = segmentsOf(file, section(SECTIONS.data).from);
    const names = new Map(namesOf(custom('name'), SEGMENT_NAMES));
    for (const [index, { address }] of segments.entries()) if (!names.get(index)?.startsWith('.rodata')) this.writable = Math.min(this.writable, address);
    this.#readSymbols(custom('linking'), segments);
    this.#readData(custom('reloc.DATA').reader, segments);
    this.#readCode(custom('reloc.CODE').reader, bodiesOf(file, section(SECTIONS.code).from), new Map(namesOf(custom('name'), FUNCTION_NAMES)), importedFunctions(file, section(SECTIONS.import).from));
  }

  /** @param {{reader: WasmReader, until: number}} section @param {Segment[]} segments */
  #readSymbols({ reader, until }, segments) {
    reader.number();
    for (const { kind, end } of subsections(reader, until)) {
      if (kind === SYMBOL_TABLE) {
        for (let index = 0, count = reader.number(); index < count; index += 1) this.#readSymbol(reader, index, segments);
      }
      reader.at = end;
    }
  }

  /** @param {WasmReader} reader @param {number} index @param {Segment[]} segments */
  #readSymbol(reader, index, segments) {
    const kind = reader.byte();
    const flags = reader.number();
    const isDefined = (flags & FLAGS.isUndefined) === 0;
    if (kind === SYMBOLS.data) {
      reader.text();
      if (!isDefined) return;
      const segment = segments[reader.number()];
      this.data.set(index, { address: segment.address + reader.number(), size: reader.number(), refersTo: [] });
    } else if (kind === SYMBOLS.section) {
      reader.number();
    } else {
      reader.number();
      if (isDefined || flags & FLAGS.hasName) reader.text();
    }
  }

  /** @param {WasmReader} reader @param {Segment[]} segments */
  #readData(reader, segments) {
    const sorted = [...this.data.values()].sort((a, b) => a.address - b.address);
    for (const { at, symbol } of relocations(reader)) {
      const segment = segments.find(({ from, until }) => from <= at && at < until);
      if (!segment || !this.data.has(symbol)) continue;
      const address = segment.address + at - segment.from;
      // The ends of texts are shared: more than one may hold this place.
      for (const data of sorted) if (data.address <= address && address < data.address + data.size) data.refersTo.push(symbol);
    }
  }

  /** @param {WasmReader} reader @param {Array<{from: number, until: number}>} bodies @param {Map<number, string>} names @param {number} imported */
  #readCode(reader, bodies, names, imported) {
    let body = 0;
    for (const { at, symbol, addend } of relocations(reader)) {
      while (bodies[body].until <= at) body += 1;
      const data = this.data.get(symbol);
      if (!data) continue;
      const name = names.get(imported + body) ?? missing(`the name of function ${body}`);
      const numbers = valueOr(this.functions, name, () => new Map());
      valueOr(numbers, data.address + addend, () => new Set()).add(symbol);
    }
  }
}

/** @typedef {{address: number, from: number, until: number}} Segment of memory, and where its bytes stand in the section */

/** Without what only linkers read. @param {Uint8Array} file */
export function withoutLinking(file) {
  const parts = [file.subarray(0, HEADER_BYTES)];
  let last = HEADER_BYTES;
  for (const { id, from, until } of sectionsOf(file)) {
    const isLinking = id === SECTIONS.custom && /^(linking|reloc\..*)$/.test(new WasmReader(file, from).text());
    if (!isLinking) parts.push(file.subarray(last, until));
    last = until;
  }
  return Buffer.concat(parts);
}

/** The initial contents of memory. @param {Uint8Array} file @returns {Array<{address: number, bytes: Uint8Array}>} */
export function memoryOf(file) {
  const { from: start } = sectionsOf(file).find(({ id }) => id === SECTIONS.data) ?? missing('data');
  return segmentsOf(file, start).map(({ address, from, until }) => ({ address, bytes: file.slice(start + from, start + until) }));
}

/** @param {Uint8Array} file @param {number} start of the section @returns {Segment[]} */
function segmentsOf(file, start) {
  const reader = new WasmReader(file, start);
  return Array.from({ length: reader.number() }, () => {
    // Active, at a number.
    if (reader.number() !== 0 || reader.byte() !== 0x41) missing('a segment at an address');
    const address = reader.signed();
    reader.byte();
    const length = reader.number();
    const from = reader.at - start;
    reader.at += length;
    return { address, from, until: from + length };
  });
}

/** @param {Uint8Array} file @param {number} start of the section */
function bodiesOf(file, start) {
  const reader = new WasmReader(file, start);
  return Array.from({ length: reader.number() }, () => {
    const length = reader.number();
    const from = reader.at - start;
    reader.at += length;
    return { from, until: from + length };
  });
}

/** @param {Uint8Array} file @param {number} start of the section */
function importedFunctions(file, start) {
  const reader = new WasmReader(file, start);
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.text();
    reader.text();
    if (reader.importKind() === 0) functions += 1;
  }
  return functions;
}

/** @param {{reader: WasmReader, until: number}} section @param {number} wanted @returns {Array<[number, string]>} */
function namesOf({ reader: { bytes, at }, until }, wanted) {
  const reader = new WasmReader(bytes, at);
  for (const { kind, end } of subsections(reader, until)) {
    if (kind === wanted) return Array.from({ length: reader.number() }, () => [reader.number(), reader.text()]);
    reader.at = end;
  }
  return missing('names');
}

/** @param {WasmReader} reader @param {number} until */
function* subsections(reader, until) {
  while (reader.at < until) {
    const kind = reader.byte();
    const length = reader.number();
    yield { kind, end: reader.at + length };
  }
}

/** Those of addresses in memory, in the order of their places. @param {WasmReader} reader */
function relocations(reader) {
  reader.number();
  const all = Array.from({ length: reader.number() }, () => {
    const type = reader.byte();
    const at = reader.number();
    const symbol = reader.number();
    return { type, at, symbol, addend: WITH_ADDEND.has(type) ? reader.signed() : 0 };
  });
  return all.filter(({ type }) => ADDRESSES.has(type)).sort((a, b) => a.at - b.at);
}

/** @template K, V @param {Map<K, V>} map @param {K} key @param {() => V} make @returns {V} */
function valueOr(map, key, make) {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** @param {string} what @returns {never} */
function missing(what) {
  throw new Error(`The linked module lacks ${what}.`);
}
