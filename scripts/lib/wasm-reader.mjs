/** Reading and writing the bytes of a WebAssembly file: numbers, texts, sections. */

export const HEADER_BYTES = 8;
export const SECTIONS = /** @type {const} */ ({ custom: 0, import: 2, memory: 5, global: 6, export: 7, code: 10, data: 11 });
/** What is imported. */
export const KINDS = /** @type {const} */ ({ function: 0, table: 1, memory: 2, global: 3, tag: 4 });

/** @typedef {{id: number, from: number, until: number}} Section of the file's bytes, without its header */

/** Reads one thing after the other. */
export class WasmReader {
  /** @param {Uint8Array} bytes */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    this.at += 1;
    return this.bytes[this.at - 1];
  }

  /** An unsigned LEB128. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** A signed LEB128 of 32 bits. */
  signed() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      return shift < 25 && byte & 0x40 ? value | (-1 << (shift + 7)) : value;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString();
  }

  /** The bytes that are read, as they stand. @param {() => void} read */
  taking(read) {
    const start = this.at;
    read();
    return Uint8Array.from(this.bytes.subarray(start, this.at));
  }

  /** Passes over the type of an import; says its kind. */
  importKind() {
    const kind = this.number();
    if (kind > KINDS.tag) throw new Error(`The module imports something of an unknown kind, ${kind}.`);
    if (kind !== KINDS.memory) this.number();
    if (kind === KINDS.table || kind === KINDS.memory) this.limits();
    if (kind === KINDS.global || kind === KINDS.tag) this.number();
    return kind;
  }

  limits() {
    const hasMost = (this.number() & 1) === 1;
    this.number();
    if (hasMost) this.number();
  }
}

/** @param {Uint8Array} file @returns {Section[]} */
export function sectionsOf(file) {
  const reader = new WasmReader(file, HEADER_BYTES);
  const sections = [];
  while (reader.at < file.length) {
    const id = reader.byte();
    const length = reader.number();
    sections.push({ id, from: reader.at, until: reader.at + length });
    reader.at += length;
  }
  return sections;
}

/** At the beginning of a section's content. @param {Uint8Array} file @param {number} id */
export function readerAt(file, id) {
  const section = sectionsOf(file).find((each) => each.id === id);
  return section && new WasmReader(file, section.from);
}

/** At the content of a custom section, behind its name. @param {Uint8Array} file @param {string} name */
export function customSection(file, name) {
  for (const { id, from, until } of sectionsOf(file)) {
    const reader = new WasmReader(file, from);
    if (id === SECTIONS.custom && reader.text() === name) return { reader, until };
  }
  return undefined;
}

/** The parts of a custom section of one kind; each is read by whoever asks. @param {{reader: WasmReader, until: number}} section @param {number} wanted */
export function* partsOf({ reader, until }, wanted) {
  while (reader.at < until) {
    const kind = reader.byte();
    const length = reader.number();
    const end = reader.at + length;
    if (kind === wanted) yield reader;
    reader.at = end;
  }
}

/** What has names. */
export const NAMED = /** @type {const} */ ({ functions: 1, segments: 9 });

/** Names by number; of functions, imported ones come first. @param {Uint8Array} file @param {number} kind of `NAMED` @returns {Map<number, string>} */
export function namesOf(file, kind) {
  const section = customSection(file, 'name');
  for (const reader of section ? partsOf(section, kind) : []) {
    return new Map(Array.from({ length: reader.number() }, () => [reader.number(), reader.text()]));
  }
  return new Map();
}

/** How many functions, and how many globals, come from elsewhere: they are counted first. @param {Uint8Array} file */
export function importedCounts(file) {
  const counts = { functions: 0, globals: 0 };
  const reader = readerAt(file, SECTIONS.import);
  for (let left = reader?.number() ?? 0; reader && left > 0; left -= 1) {
    reader.text();
    reader.text();
    const kind = reader.importKind();
    if (kind === KINDS.function) counts.functions += 1;
    else if (kind === KINDS.global) counts.globals += 1;
  }
  return counts;
}

/** Of the functions that the file defines, in its order. @param {Uint8Array} file @returns {Array<{from: number, until: number}>} */
export function bodiesOf(file) {
  const reader = readerAt(file, SECTIONS.code);
  if (!reader) return [];
  return Array.from({ length: reader.number() }, () => {
    const length = reader.number();
    const from = reader.at;
    reader.at += length;
    return { from, until: from + length };
  });
}

/** An unsigned LEB128. @param {number} value */
export function numberBytes(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}

/** @param {Array<number[] | Uint8Array>} parts with their common length before them */
export function measured(parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from(numberBytes(length)), ...parts.map((part) => Buffer.from(part))]);
}

/** With a custom section of that text at its end. @param {Uint8Array} file @param {string} name @param {string} text */
export function withSection(file, name, text) {
  const nameBytes = Buffer.from(name);
  return Buffer.concat([file, Buffer.from([SECTIONS.custom]), measured([numberBytes(nameBytes.length), nameBytes, Buffer.from(text)])]);
}
