/**
 * What the linker says of a module that it has not stripped (`--emit-relocs`): which function and
 * which data refer to which data. Exact where an address in the code alone is not: it may be that of
 * a place before or after what it means.
 * https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md
 */
import { bodiesOf, customSection, HEADER_BYTES, importedCounts, NAMED, namesOf, partsOf, readerAt, SECTIONS, sectionsOf, WasmReader } from '../../lib/wasm-reader.mjs';

const SYMBOL_TABLE = 8;
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
    const segments = segmentsOf(file);
    const names = namesOf(file, NAMED.segments);
    for (const [index, { address }] of segments.entries()) if (!names.get(index)?.startsWith('.rodata')) this.writable = Math.min(this.writable, address);
    this.#readSymbols(file, segments);
    this.#readData(file, segments);
    this.#readCode(file);
  }

  /** @param {Uint8Array} file @param {Segment[]} segments */
  #readSymbols(file, segments) {
    const section = customSection(file, 'linking') ?? missing('linking');
    section.reader.number();
    for (const reader of partsOf(section, SYMBOL_TABLE)) {
      for (let index = 0, count = reader.number(); index < count; index += 1) this.#readSymbol(reader, index, segments);
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

  /** @param {Uint8Array} file @param {Segment[]} segments */
  #readData(file, segments) {
    const all = [...this.data.values()];
    for (const { at, symbol } of relocations(file, 'reloc.DATA', SECTIONS.data)) {
      const segment = segments.find(({ from, until }) => from <= at && at < until);
      if (!segment || !this.data.has(symbol)) continue;
      const address = segment.address + at - segment.from;
      // The ends of texts are shared: more than one may hold this place.
      for (const data of all) if (data.address <= address && address < data.address + data.size) data.refersTo.push(symbol);
    }
  }

  /** @param {Uint8Array} file */
  #readCode(file) {
    const [bodies, names, imported] = [bodiesOf(file), namesOf(file, NAMED.functions), importedCounts(file).functions];
    let body = 0;
    for (const { at, symbol, addend } of relocations(file, 'reloc.CODE', SECTIONS.code)) {
      while (bodies[body].until <= at) body += 1;
      const data = this.data.get(symbol);
      if (!data) continue;
      const name = names.get(imported + body) ?? missing(`the name of function ${body}`);
      const numbers = valueOr(this.functions, name, () => new Map());
      valueOr(numbers, data.address + addend, () => new Set()).add(symbol);
    }
  }
}

/** @typedef {{address: number, from: number, until: number}} Segment of memory, and where its bytes stand in the file */

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
  return segmentsOf(file).map(({ address, from, until }) => ({ address, bytes: file.slice(from, until) }));
}

/** @param {Uint8Array} file @returns {Segment[]} */
function segmentsOf(file) {
  const reader = readerAt(file, SECTIONS.data) ?? missing('data');
  return Array.from({ length: reader.number() }, () => {
    // Active, at a number.
    if (reader.number() !== 0 || reader.byte() !== 0x41) missing('a segment at an address');
    const address = reader.signed();
    reader.byte();
    const length = reader.number();
    const from = reader.at;
    reader.at += length;
    return { address, from, until: from + length };
  });
}

/** Those of addresses in memory, in the order of their places in the file. @param {Uint8Array} file @param {string} name @param {number} id of the section they are in */
function relocations(file, name, id) {
  const { reader } = customSection(file, name) ?? missing(name);
  const start = (readerAt(file, id) ?? missing(`section ${id}`)).at;
  reader.number();
  const all = Array.from({ length: reader.number() }, () => {
    const type = reader.byte();
    const at = start + reader.number();
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
