/** What lies beside the package in `dist`: the packed file that npm would publish, and the digests for script tags. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist, lateFile, packageDir, wasmFile } from '../lib/paths.mjs';
import { outputOf, StepError } from '../lib/run.mjs';

/** What a page names in a script tag or preloads. */
const NAMED_BY_PAGES = ['index.js', 'element.js', 'inline.js', 'dashboard.js', 'words/de.js', 'words/ja.js', `wasm/${wasmFile}`, `wasm/${lateFile}`];

/** The digests as `integrity` has them. @param {string} folder the package @returns {Record<string, string>} */
export function digestsOf(folder) {
  return Object.fromEntries(NAMED_BY_PAGES.map((name) => [name, `sha384-${createHash('sha384').update(readFileSync(join(folder, name))).digest('base64')}`]));
}

/**
 * The package's README with the digests of its own files in its tags.
 * @param {string} text @param {string} folder the package
 */
export function withDigests(text, folder) {
  const digests = digestsOf(folder);
  return text.replace(/(<(?:script|link)[^>]*\/events-stats-widget\/([\w./]+)"[^>]* integrity=")[^"]*"/g, (tag, before, name) => {
    if (digests[name] === undefined) throw new StepError(`The package's README has a tag with a digest of ${name}, which has none: expected ${Object.keys(digests).join(', ')}.`);
    return `${before}${digests[name]}"`;
  });
}

/** Packs a folder as npm would publish it. @param {string} folder @param {string} into a folder @returns {string} path of the file */
export function pack(folder, into) {
  const packed = outputOf('npm', ['pack', folder, '--json', '--pack-destination', into]);
  if (packed === null) throw new StepError(`npm pack ${folder} failed.`);
  return join(into, JSON.parse(packed)[0].filename);
}

/** Packs the package, and writes its digests. */
export function writeArchive() {
  const { name, version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  for (const old of readdirSync(dist)) if (old.startsWith(`${name}-`) && old.endsWith('.tgz')) rmSync(join(dist, old));
  pack(packageDir, dist);
  writeFileSync(join(dist, 'sri.json'), `${JSON.stringify({ package: `${name}@${version}`, files: digestsOf(packageDir) }, null, 2)}\n`);
}
