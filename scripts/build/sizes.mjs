/** What a page loads until its first chart stands, and all that it ever loads (what leaves the first piece is in the late one), as they weigh on the wire, against limits. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { lateFile, wasmFile } from '../lib/paths.mjs';

const KB = 1000;
const [FIRST, LATE] = [wasmFile, lateFile].map((name) => `wasm/${name}`);

/**
 * Limits in bytes: a step above what the files weigh, so that they can only become lighter unnoticed; two builds differ by some hundred bytes.
 * @type {Array<{name: string, files: string[], gzip: number, brotli: number}>}
 */
const BUDGET = [
  { name: FIRST, files: [FIRST], gzip: 217.8 * KB, brotli: 184.7 * KB },
  // All of the package's JavaScript, the generated part and the styles among it.
  { name: 'index.js', files: ['index.js'], gzip: 14.9 * KB, brotli: 13.3 * KB },
  { name: 'all of it', files: [FIRST, LATE, 'index.js'], gzip: 391.8 * KB, brotli: 334.5 * KB },
];

/** @param {string} folder the package */
export function measureSizes(folder) {
  return BUDGET.map(({ name, files, ...limits }) => {
    const contents = files.map((file) => readFileSync(join(folder, file)));
    const sum = (/** @type {(bytes: Buffer) => number} */ size) => contents.reduce((total, bytes) => total + size(bytes), 0);
    return {
      name, limits,
      raw: sum((bytes) => bytes.length),
      gzip: sum((bytes) => gzipSync(bytes, { level: 9 }).length),
      brotli: sum((bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length),
    };
  });
}

/**
 * Prints the sizes and what is over its limit.
 * @param {string} folder the package
 * @returns {string[]} what is over, in words
 */
export function reportSizes(folder) {
  /** @type {string[]} */
  const over = [];
  for (const { name: subject, limits, ...sizes } of measureSizes(folder)) {
    const words = Object.entries(sizes).map(([name, size]) => {
      const limit = /** @type {Record<string, number | undefined>} */ (limits)[name];
      if (limit && limit < size) over.push(`${subject} is ${inKb(size)} ${name}, the limit is ${inKb(limit)}`);
      return `${inKb(size)} ${name}${limit ? ` (limit ${inKb(limit)})` : ''}`;
    });
    console.log(`  ${subject}: ${words.join(', ')}`);
  }
  if (over.length > 0) console.error(`Over the size budget: ${over.join('; ')}.`);
  return over;
}

/** @param {number} bytes */
function inKb(bytes) {
  return `${(bytes / KB).toFixed(1)} KB`;
}
