/** Whether a build's inputs are those of the last time: a digest of their contents beside the output. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../lib/paths.mjs';

/**
 * @param {string[]} paths files and folders below `folder`; one that is not there counts as absent
 * @param {string[]} facts anything else that the output depends on
 */
export function digestOf(paths, facts = [], folder = root) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const path of paths.flatMap((each) => filesUnder(folder, each)).sort()) {
    hash.update(`${path}\0`).update(readFileSync(join(folder, path))).update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} digest @param {string} stampPath */
export function isBuiltFrom(digest, stampPath) {
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === digest;
}

/** @param {string} digest @param {string} stampPath */
export function markBuiltFrom(digest, stampPath) {
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, digest);
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {string[]} relative to `folder`
 */
function filesUnder(folder, path) {
  const full = join(folder, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full).flatMap((name) => filesUnder(folder, join(path, name)));
}
