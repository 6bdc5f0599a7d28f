/** The package in Node: no element to register; the module is read from disk. */
import { readFile } from 'node:fs/promises';
import { init as load } from './element.js';
import * as functions from './exports.js';
import { defaultUrl } from './module.js';

export * from './element.js';

/** @param {Parameters<typeof load>[0]} [input] */
export function init(input) {
  return load(input ?? readFile(defaultUrl()));
}

/** @type {typeof functions.renderSvg} */
export async function renderSvg(...given) {
  await init();
  return functions.renderSvg(...given);
}
