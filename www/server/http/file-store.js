/**
 * A folder's files with their type, validator and compressed forms. Each form is
 * made when first asked for and kept until the file changes on disk.
 */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import mime from 'mime';

const COMPRESS = {
  br: (body) => promisify(brotliCompress)(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  }),
  gzip: (body) => promisify(gzip)(body, { level: 9 }),
};
const COMPRESSIBLE = /^(?:text\/|application\/(?:javascript|json|wasm|manifest\+json|xml)|image\/svg\+xml)/;
/** Below this a compressed form saves no packet. */
const MIN_COMPRESSED = 512;

export class FileStore {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = path.resolve(folder);
    /** @type {Map<string, StoredFile>} */
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
    if (known?.version === found.version) return known;
    const file = new StoredFile(found.path, found.version, await readFile(found.path));
    this.files.set(found.path, file);
    return file;
  }

  async #locate(candidate) {
    try {
      const [root, real] = await Promise.all([realpath(this.folder), realpath(candidate)]);
      const facts = await stat(real);
      if (!facts.isFile() || !real.startsWith(root + path.sep)) return null;
      return { path: real, version: `${facts.mtimeMs}-${facts.size}` };
    } catch (error) {
      if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES'].includes(error.code)) return null;
      throw error;
    }
  }
}

export class StoredFile {
  /** @param {string} file @param {string} version changes when the file does @param {Buffer} body */
  constructor(file, version, body) {
    this.name = path.basename(file);
    this.version = version;
    const type = mime.getType(file) ?? 'application/octet-stream';
    this.type = /^text\/|javascript|json/.test(type) ? `${type}; charset=utf-8` : type;
    const compressible = COMPRESSIBLE.test(type) && body.length >= MIN_COMPRESSED;
    /** Best first: among encodings a browser likes equally the first is taken. */
    this.encodings = compressible ? ['br', 'gzip', 'identity'] : ['identity'];
    // A page opts in where its policy can be seen by whoever reads the page.
    this.requiresTrustedTypes = type === 'text/html'
      && /^\s*<!doctype html>\s*<html[^>]*\sdata-require-trusted-types[\s>=]/i.test(body.toString('utf8', 0, 1024));
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    /** @type {Map<string, Promise<{body: Buffer, etag: string}>>} */
    this.variants = new Map([['identity', Promise.resolve({ body, etag: `"${hash}"` })]]);
    this.hash = hash;
  }

  /** @param {string} encoding one of `encodings` */
  async variant(encoding) {
    if (!this.variants.has(encoding)) {
      const made = this.variants.get('identity')
        .then(async ({ body }) => ({ body: await COMPRESS[encoding](body), etag: `"${this.hash}-${encoding}"` }));
      this.variants.set(encoding, made);
    }
    return this.variants.get(encoding);
  }
}
