/**
 * Which share links were withdrawn: a file with one id a line, read again when it has changed.
 */
import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ApiError } from '../errors.js';

export class RevokedShares {
  #version = '';
  /** @type {Set<string>} */
  #ids = new Set();

  /** @param {string|null} path null: none is ever withdrawn */
  constructor(path) {
    this.path = path;
  }

  /** @param {string} id @returns {Promise<boolean>} */
  async has(id) {
    if (this.path !== null) await this.#refresh(this.path);
    return this.#ids.has(id);
  }

  /** @param {string} id */
  async add(id) {
    if (this.path === null) return;
    await mkdir(dirname(this.path), { recursive: true });
    await appendFile(this.path, `${id}\n`);
  }

  /** @param {string} path */
  async #refresh(path) {
    try {
      const { mtimeMs, size, ino } = await stat(path);
      const version = `${mtimeMs} ${size} ${ino}`;
      if (version === this.#version) return;
      // What stands behind the id on its line is a note for people.
      this.#ids = new Set((await readFile(path, 'utf8')).split('\n').map((line) => line.trim().split(/\s/)[0]).filter(Boolean));
      this.#version = version;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') {
        // Without the list nobody knows which links still hold.
        throw Object.assign(new ApiError(503, 'Share links cannot be checked at the moment.'), { cause: error });
      }
      this.#ids = new Set();
      this.#version = '';
    }
  }
}
