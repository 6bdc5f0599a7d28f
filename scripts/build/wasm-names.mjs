/** Other names for what a WebAssembly module imports and exports: those two sections are written anew, all else stays as it is. */

const HEADER_BYTES = 8;
const IMPORT_SECTION = 2;
const EXPORT_SECTION = 7;
/** Kinds of what is imported, beside functions. */
const [TABLE, MEMORY, GLOBAL, TAG] = [1, 2, 3, 4];

/**
 * @typedef {object} Names
 * @property {(name: string, from: string) => string} imported by the name of an import, and of the module it comes from
 * @property {(name: string) => string} exported
 *
 * @param {Uint8Array} wasm
 * @param {Names} names
 */
export function rename(wasm, names) {
  const parts = [wasm.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < wasm.length;) {
    const reader = new Reader(wasm, at + 1);
    const size = reader.number();
    const start = reader.at;
    const end = start + size;
    if (wasm[at] === IMPORT_SECTION) parts.push(sectionOf(IMPORT_SECTION, list(reader, () => importOf(reader, names))));
    else if (wasm[at] === EXPORT_SECTION) parts.push(sectionOf(EXPORT_SECTION, list(reader, () => exportOf(reader, names))));
    else parts.push(wasm.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** @param {Reader} reader @param {() => Uint8Array} next */
function list(reader, next) {
  const count = reader.number();
  return Buffer.concat([leb(count), ...Array.from({ length: count }, next)]);
}

/** @param {Reader} reader @param {Names} names */
function importOf(reader, { imported }) {
  const [from, name] = [reader.text(), reader.text()];
  return Buffer.concat([textOf(from), textOf(imported(name, from)), reader.description()]);
}

/** @param {Reader} reader @param {Names} names */
function exportOf(reader, { exported }) {
  const name = reader.text();
  return Buffer.concat([textOf(exported(name)), reader.taking(() => { reader.number(); reader.number(); })]);
}

class Reader {
  /** @param {Uint8Array} bytes @param {number} at */
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** An unsigned LEB128. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at];
      this.at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString('utf8');
  }

  /** The bytes that are read, as they stand. @param {() => void} read */
  taking(read) {
    const start = this.at;
    read();
    return Uint8Array.from(this.bytes.subarray(start, this.at));
  }

  /** Kind and type of an import. */
  description() {
    return this.taking(() => {
      const kind = this.number();
      if (kind > TAG) throw new Error(`The module imports something of an unknown kind, ${kind}.`);
      if (kind !== MEMORY) this.number();
      if (kind === TABLE || kind === MEMORY) this.limits();
      if (kind === GLOBAL || kind === TAG) this.number();
    });
  }

  limits() {
    const hasMost = (this.number() & 1) === 1;
    this.number();
    if (hasMost) this.number();
  }
}

/** @param {number} id @param {Uint8Array} content */
function sectionOf(id, content) {
  return Buffer.concat([Uint8Array.of(id), leb(content.length), content]);
}

/** @param {string} text */
function textOf(text) {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([leb(bytes.length), bytes]);
}

/** @param {number} value */
function leb(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.of(...bytes, rest);
}
