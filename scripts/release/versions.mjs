/** Every place that holds the version of the crate and the package: one list, by which a release writes them and a test compares them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepError } from '../lib/run.mjs';

const VERSION = '(\\d+\\.\\d+\\.\\d+)';
const MANIFEST = new RegExp(`(?<=^  "version": ")${VERSION}(?=",$)`, 'm');
const CRATE = new RegExp(`(?<=^\\[package\\]\\nname = "events-stats-[a-z]+"\\nversion = ")${VERSION}(?=")`, 'm');

/** Each pattern is found once or more in its file, and holds the version alone. @type {Array<[file: string, pattern: RegExp]>} */
const PLACES = [
  ['Cargo.toml', CRATE],
  ['Cargo.toml', new RegExp(`(?<=^events-stats-raster = .*version = ")${VERSION}(?=")`, 'm')],
  ['src/raster/Cargo.toml', CRATE],
  ['Cargo.lock', new RegExp(`(?<=^name = "events-stats-(?:raster|widget)"\\nversion = ")${VERSION}(?=")`, 'm')],
  ['package.json', MANIFEST],
  ['package-lock.json', new RegExp(`(?<="name": "events-stats-widget-workspace",\\n *"version": ")${VERSION}(?=")`, 'm')],
  ['www/element/package.json', MANIFEST],
  ['www/element/version.js', new RegExp(`(?<=^export const version = ')${VERSION}(?=';$)`, 'm')],
  // What readers paste.
  ...['README.md', 'docs/deploy.md', 'docs/frameworks.md', 'www/server/PACKAGE.md'].map((file) => /** @type {[string, RegExp]} */ ([file, new RegExp(`(?<=events-stats-(?:server|widget)-)${VERSION}(?=\\.tgz)`)])),
  ...['next', 'react', 'vue'].map((name) => /** @type {[string, RegExp]} */ ([`examples/${name}/package.json`, new RegExp(`(?<=/dist/events-stats-widget-)${VERSION}(?=\\.tgz")`)])),
];

/** @param {string} folder the checkout @returns {Array<{file: string, version: string}>} as often as a version stands there */
export function readVersions(folder) {
  return PLACES.flatMap(([file, pattern]) => {
    const found = readFileSync(join(folder, file), 'utf8').match(everywhere(pattern));
    if (found === null) throw new StepError(`${file} holds no version where one is expected: ${pattern.source}.`);
    return found.map((version) => ({ file, version }));
  });
}

/** @param {string} folder the checkout @param {string} version */
export function writeVersions(folder, version) {
  for (const [file, pattern] of PLACES) {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(everywhere(pattern), version));
  }
}

/** The files that hold a version. */
export const versionedFiles = [...new Set(PLACES.map(([file]) => file))];

/** @param {RegExp} pattern */
const everywhere = (pattern) => new RegExp(pattern.source, `${pattern.flags}g`);

/** Whether one version comes after the other. @param {string} version @param {string} other */
export function isHigher(version, other) {
  const [ours, theirs] = [version, other].map((text) => text.split('.').map(Number));
  const at = ours.findIndex((part, index) => part !== theirs[index]);
  return at >= 0 && ours[at] > theirs[at];
}
