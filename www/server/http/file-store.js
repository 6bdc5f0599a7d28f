/**
 * A folder's files with their type, validator and compressed forms. A form is made
 * when first asked for, at first quickly and then well, and kept until the file
 * changes on disk.
 */
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Mime } from 'mime/lite';
import standardTypes from 'mime/types/standard.js';
import { hashOf } from './etag.js';
import { policyOfPage } from './security-headers.js';

/** @param {Buffer} body @param {number} quality @returns {Promise<Buffer>} */
const brotli = (body, quality) => promisify(brotliCompress)(body, {
  params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
});
/** @typedef {Record<string, (body: Buffer) => Promise<Buffer>>} Compressors */

/** @type {Compressors} */
const best = { br: (body) => brotli(body, 11), gzip: (body) => promisify(gzip)(body, { level: 9 }) };
/** The best Brotli takes a second for a module of half a megabyte: too long for whoever asks first. @type {Compressors} */
const quick = { br: (body) => brotli(body, 5), gzip: best.gzip };
const COMPRESSIBLE = /^(?:text\/|application\/(?:javascript|json|wasm|manifest\+json|xml)|image\/svg\+xml)/;
/** The registered types, and type declarations, which share their ending with a video format. */
const TYPES = new Mime(standardTypes).define({ 'text/plain': ['ts'], 'application/json': ['map'] }, true);
/** Below this a compressed form saves no packet. */
const MIN_COMPRESSED = 512;

export class FileStore {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = path.resolve(folder);
    /** Who asks while a file is being read waits for that: each reading is compressed anew. @type {Map<string, {version: string, file: Promise<StoredFile>}>} */
    this.files = new Map();
  }

  /**
   * @param {string} name relative to the folder, slashes between its parts, already decoded
   * @returns {Promise<StoredFile|null>} null: no such file, or not one to show
   */
  async find(name) {
    const parts = name.split('/').filter((part) => part !== '');
    // Dots at the front are for files that are nobody's business and for climbing out of the folder.
    if (parts.some((part) => part.startsWith('.') || /[\0\\]/.test(part))) return null;
    const found = await this.#locate(path.join(this.folder, ...parts));
    if (found === null) return null;
    const known = this.files.get(found.path);
    if (known?.version === found.version) return known.file;
    const file = readFile(found.path).then((body) => new StoredFile(found.path, body));
    this.files.set(found.path, { version: found.version, file });
    // What could not be read is tried again.
    file.catch(() => this.files.get(found.path)?.file === file && this.files.delete(found.path));
    return file;
  }

  /** @param {string} candidate */
  async #locate(candidate) {
    try {
      const [root, real] = await Promise.all([realpath(this.folder), realpath(candidate)]);
      const facts = await stat(real);
      if (!facts.isFile() || !real.startsWith(root + path.sep)) return null;
      return { path: real, version: `${facts.mtimeMs}-${facts.size}` };
    } catch (error) {
      if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? '')) return null;
      throw error;
    }
  }
}

export class StoredFile {
  /** @param {string} file @param {Buffer} body */
  constructor(file, body) {
    this.name = path.basename(file);
    const type = TYPES.getType(file) ?? 'application/octet-stream';
    this.type = /^text\/|javascript|json/.test(type) ? `${type}; charset=utf-8` : type;
    const compressible = COMPRESSIBLE.test(type) && body.length >= MIN_COMPRESSED;
    /** Best first: among encodings a browser likes equally the first is taken. */
    this.encodings = compressible ? ['br', 'gzip', 'identity'] : ['identity'];
    this.policy = type === 'text/html' ? policyOfPage(body.toString('utf8', 0, 1024)) : null;
    this.body = body;
    this.hash = hashOf(body);
    /** @type {Map<string, Promise<Variant>|Variant>} */
    this.variants = new Map([['identity', { body, etag: this.etags('identity')[0] }]]);
  }

  /**
   * @typedef {{body: Buffer, etag: string}} Variant
   * @param {string} encoding one of `encodings`
   * @returns {Promise<Variant>|Variant} the best form there is by now
   */
  variant(encoding) {
    const known = this.variants.get(encoding);
    if (known) return known;
    const [good, early] = this.etags(encoding);
    const made = this.#make(quick, encoding, early);
    this.variants.set(encoding, made);
    made.then(() => this.#make(best, encoding, good))
      .then((better) => this.variants.set(encoding, better), () => {});
    return made;
  }

  /** The validators of this content in an encoding. @param {string} encoding @returns {string[]} first that of the best form */
  etags(encoding) {
    return encoding === 'identity' ? [`"${this.hash}"`] : [`"${this.hash}-${encoding}"`, `"${this.hash}-${encoding}-quick"`];
  }

  /** @param {Compressors} compress @param {string} encoding @param {string} etag */
  async #make(compress, encoding, etag) {
    return { body: await compress[encoding](this.body), etag };
  }
}
