/** The licences of what others wrote and the package contains, as one text. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostCargoEnv, WASM_TARGET } from '../lib/cargo.mjs';
import { root } from '../lib/paths.mjs';
import { outputOf, StepError } from '../lib/run.mjs';

const HEAD = `This package is licensed under MIT or Apache-2.0, at your choice: see LICENSE-MIT and LICENSE-APACHE.

Its WebAssembly module contains code of Rust's standard library (MIT OR Apache-2.0, the Rust project's contributors)
and of the crates below; its JavaScript contains the packages that come after them. Where terms may be chosen, one of them is given.
`;
const LINE = `\n${'-'.repeat(80)}\n\n`;

/** How the texts are named, the one to take first. */
const TEXTS = [/^LICEN[CS]E[-_.]MIT/i, /^LICEN[CS]E(\.|$)/i, /^COPYING/i, /^LICEN[CS]E/i];

/** @typedef {{name: string, version: string, license: string, authors: string[], manifest_path: string}} Package as cargo writes it */

/** Packages of one text share it. @param {string[]} sources paths of what the scripts were made of */
export function licenceList(sources) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const each of [...containedPackages(), ...scriptPackages(sources)]) {
    const text = licenceOf(each);
    groups.set(text, [...groups.get(text) ?? [], `${each.name} ${each.version} (${each.license})`]);
  }
  return [HEAD, ...[...groups].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)].join(LINE);
}

/** What the module is compiled from, our own crates left out. @returns {Package[]} */
export function containedPackages() {
  const isContained = new Set(ask('tree', '--package', 'events-stats-widget', '--edges', 'normal,no-proc-macro', '--target', WASM_TARGET, '--prefix', 'none', '--format', '{p}')
    .split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')));
  /** @type {{packages: Array<Package & {source: string | null}>}} */
  const { packages } = JSON.parse(ask('metadata', '--format-version', '1', '--filter-platform', WASM_TARGET));
  return packages.filter(({ name, version, source }) => source !== null && isContained.has(`${name} v${version}`));
}

/** What others wrote among the sources of scripts. @param {string[]} sources @returns {Package[]} */
function scriptPackages(sources) {
  const folders = new Set(sources.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  return [...folders].sort().map((folder) => {
    const manifest = join(root, folder, 'package.json');
    const { name, version, license, author } = JSON.parse(readFileSync(manifest, 'utf8'));
    return { name, version, license, authors: [typeof author === 'string' ? author : author?.name ?? name], manifest_path: manifest };
  });
}

/** @param {string[]} args of cargo */
function ask(...args) {
  const text = outputOf('cargo', [...args, '--locked'], hostCargoEnv());
  if (text === null) throw new StepError(`cargo ${args[0]} failed: is Cargo.lock of Cargo.toml?`);
  return text;
}

/** @param {Package} contained */
function licenceOf({ license, authors, manifest_path: manifest }) {
  const folder = dirname(manifest);
  const found = TEXTS.flatMap((pattern) => readdirSync(folder).filter((name) => pattern.test(name)));
  if (found.length === 0) return readFileSync(join(root, 'LICENSE-MIT'), 'utf8').trim().replace(/^Copyright .*$/m, `Copyright (c) ${authors.join(', ')}`);
  const needed = license.includes(' AND ') ? [...new Set(found)] : found.slice(0, 1);
  return needed.map((name) => tidy(readFileSync(join(folder, name), 'utf8'))).join('\n\n');
}

/** @param {string} text */
const tidy = (text) => text.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').trim();
