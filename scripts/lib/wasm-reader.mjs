/** Reading and writing the bytes of a WebAssembly file: numbers, texts, sections. */

export const HEADER_BYTES = 8;
export const SECTIONS = /** @type {const} */ ({ custom: 0, import: 2, table: 4, memory: 5, global: 6, export: 7, element: 9, code: 10, data: 11 });
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

/** A section that is a list, with nothing in it. */
export const NOTHING = Uint8Array.of(0);

/** The order of sections in a file, by number; custom ones stand anywhere. */
const ORDER = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

/**
 * The file with some of its sections written anew.
 * @param {Uint8Array} file
 * @param {Record<number, (content: Uint8Array) => Uint8Array>} changes by number; one that is not there has nothing in it
 */
export function withSections(file, changes) {
  const sections = sectionsOf(file).map(({ id, from, until }) => ({ id, content: file.subarray(from, until) }));
  for (const [key, change] of Object.entries(changes)) {
    const id = Number(key);
    const found = sections.find((section) => section.id === id);
    if (found) {
      found.content = change(found.content);
      continue;
    }
    const behind = sections.findIndex((section) => ORDER.indexOf(section.id) > ORDER.indexOf(id));
    sections.splice(behind < 0 ? sections.length : behind, 0, { id, content: change(NOTHING) });
  }
  return Buffer.concat([file.subarray(0, HEADER_BYTES), ...sections.flatMap(({ id, content }) => [Uint8Array.of(id), measured([content])])]);
}

/** A list, as a section is, with more at its end. @param {Uint8Array} content @param {Array<number[] | Uint8Array>} added */
export function longer(content, added) {
  const reader = new WasmReader(content);
  const count = reader.number() + added.length;
  return Buffer.concat([Uint8Array.from(numberBytes(count)), content.subarray(reader.at), ...added.map((entry) => Uint8Array.from(entry))]);
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

/** What comes from elsewhere; of each kind, these are counted first. @param {Uint8Array} file @returns {Array<{name: string, kind: number}>} */
export function importsOf(file) {
  const reader = readerAt(file, SECTIONS.import);
  if (!reader) return [];
  return Array.from({ length: reader.number() }, () => {
    reader.text();
    return { name: reader.text(), kind: reader.importKind() };
  });
}

/** @param {Uint8Array} file */
export function importedCounts(file) {
  const kinds = importsOf(file).map(({ kind }) => kind);
  const countOf = (/** @type {number} */ wanted) => kinds.filter((kind) => kind === wanted).length;
  return { functions: countOf(KINDS.function), tables: countOf(KINDS.table), globals: countOf(KINDS.global) };
}

/** @typedef {{name: string, kind: number, index: number}} Export */

/** @param {Uint8Array} file @returns {Export[]} */
export function exportsOf(file) {
  const reader = readerAt(file, SECTIONS.export);
  if (!reader) return [];
  return Array.from({ length: reader.number() }, () => ({ name: reader.text(), kind: reader.byte(), index: reader.number() }));
}

/** One of them as it stands in its section. @param {Export} one */
export function exportBytes({ name, kind, index }) {
  return Buffer.concat([measured([Buffer.from(name)]), Uint8Array.of(kind, ...numberBytes(index))]);
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
