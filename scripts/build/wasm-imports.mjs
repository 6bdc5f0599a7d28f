/** Other names for what a WebAssembly module imports: its import section is written anew, all else stays as it is. */

const HEADER_BYTES = 8;
const IMPORT_SECTION = 2;
/** Kinds of what is imported, beside functions. */
const [TABLE, MEMORY, GLOBAL, TAG] = [1, 2, 3, 4];

/**
 * @param {Uint8Array} wasm
 * @param {string} from the module whose imports are renamed
 * @param {(name: string) => string} rename
 */
export function renameImports(wasm, from, rename) {
  for (let at = HEADER_BYTES; at < wasm.length;) {
    const reader = new Reader(wasm, at + 1);
    const size = reader.number();
    const start = reader.at;
    if (wasm[at] === IMPORT_SECTION) {
      const section = renamed(new Reader(wasm, start), from, rename);
      return Buffer.concat([wasm.subarray(0, at), sectionOf(IMPORT_SECTION, section), wasm.subarray(start + size)]);
    }
    at = start + size;
  }
  return Buffer.from(wasm);
}

/** @param {Reader} reader @param {string} from @param {(name: string) => string} rename */
function renamed(reader, from, rename) {
  const count = reader.number();
  const parts = [leb(count)];
  for (let index = 0; index < count; index += 1) {
    const [module, name] = [reader.text(), reader.text()];
    parts.push(textOf(module), textOf(module === from ? rename(name) : name), Uint8Array.from(reader.description()));
  }
  return Buffer.concat(parts);
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

  /** Kind and type of an import, as they stand. */
  description() {
    const start = this.at;
    const kind = this.number();
    if (kind > TAG) throw new Error(`An import of an unknown kind, ${kind}, at byte ${start} of the module.`);
    if (kind !== MEMORY) this.number();
    if (kind === TABLE || kind === MEMORY) this.limits();
    if (kind === GLOBAL || kind === TAG) this.number();
    return this.bytes.subarray(start, this.at);
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
