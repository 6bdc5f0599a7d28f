/** What the pieces of the module and their glue weigh on the wire, against limits. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { glueFile, lateFile, wasmFile } from '../lib/paths.mjs';

const KB = 1000;

/**
 * Limits in bytes: a step above what the module weighs, so that it can only become lighter unnoticed.
 * @type {Array<{file: string, gzip: number, brotli?: number}>}
 */
const BUDGET = [
  { file: wasmFile, gzip: 310 * KB, brotli: 257 * KB },
  { file: lateFile, gzip: 74 * KB, brotli: 63 * KB },
  { file: glueFile, gzip: 7 * KB },
];

/** @param {string} folder where the module and its glue lie */
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
 * @param {string} folder where the module and its glue lie
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
