/** The package in Node: no element to register; the module is read from disk. */
import { readFile } from 'node:fs/promises';
import { defaultUrl } from './module.js';
import { defaultLateUrl } from './pieces.js';
import * as shared from './shared.js';

export * from './shared.js';

/** @param {Parameters<typeof shared.init>[0]} [input] @param {Parameters<typeof shared.init>[1]} [late] */
export function init(input, late) {
  return shared.init(input ?? readFile(defaultUrl()), late ?? readLate());
}

/** @type {typeof shared.renderSvg} */
export async function renderSvg(...given) {
  await init();
  return shared.renderSvg(...given);
}

function readLate() {
  const bytes = readFile(defaultLateUrl());
  // Where it is missing, whoever needs it says so.
  bytes.catch(() => {});
  return bytes;
}
