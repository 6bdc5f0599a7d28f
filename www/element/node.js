/** The package in Node: no element to register; the module is read from disk. */
import { readFile } from 'node:fs/promises';
import { init as load } from './element.js';
import * as functions from './exports.js';
import { defaultUrl } from './module.js';
import { defaultLateUrl } from './pieces.js';

export * from './element.js';

/** @param {Parameters<typeof load>[0]} [input] @param {Parameters<typeof load>[1]} [late] */
export function init(input, late) {
  return load(input ?? readFile(defaultUrl()), late ?? readLate());
}

/** @type {typeof functions.renderSvg} */
export async function renderSvg(...given) {
  await init();
  return functions.renderSvg(...given);
}

function readLate() {
  const bytes = readFile(defaultLateUrl());
  // Where it is missing, whoever needs it says so.
  bytes.catch(() => {});
  return bytes;
}
