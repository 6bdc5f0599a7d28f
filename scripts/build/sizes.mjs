/** What a page loads until its first chart stands, and the piece of the module that comes later (what leaves the first is in that one), as they weigh on the wire, against limits. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { lateFile, wasmFile } from '../lib/paths.mjs';

const KB = 1000;

/**
 * Limits in bytes: a step above what each file weighs, so that it can only become lighter unnoticed; two builds differ by some hundred bytes.
 * @type {Array<{file: string, gzip: number, brotli: number}>}
 */
const BUDGET = [
  { file: `wasm/${wasmFile}`, gzip: 227.6 * KB, brotli: 190.8 * KB },
  { file: `wasm/${lateFile}`, gzip: 151.7 * KB, brotli: 129.3 * KB },
  // All of the package's JavaScript, the generated part and the styles among it.
  { file: 'index.js', gzip: 15.1 * KB, brotli: 13.4 * KB },
];

/** @param {string} folder the package */
export function measureSizes(folder) {
  return BUDGET.map(({ file, ...limits }) => {
    const bytes = readFileSync(join(folder, file));
    const gzip = gzipSync(bytes, { level: 9 }).length;
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
    return { file, raw: bytes.length, gzip, brotli, limits };
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
  for (const { file, limits, ...sizes } of measureSizes(folder)) {
    const words = Object.entries(sizes).map(([name, size]) => {
      const limit = /** @type {Record<string, number | undefined>} */ (limits)[name];
      if (limit && limit < size) over.push(`${file} is ${inKb(size)} ${name}, the limit is ${inKb(limit)}`);
      return `${inKb(size)} ${name}${limit ? ` (limit ${inKb(limit)})` : ''}`;
    });
    console.log(`  ${file}: ${words.join(', ')}`);
  }
  if (over.length > 0) console.error(`Over the size budget: ${over.join('; ')}.`);
  return over;
}

/** @param {number} bytes */
function inKb(bytes) {
  return `${(bytes / KB).toFixed(1)} KB`;
}
