/** The package in Node: no element to register; the module is read from disk. */
import { readFile } from 'node:fs/promises';
import { defaultUrl } from './module.js';
import * as shared from './shared.js';

export * from './shared.js';

/** @param {Parameters<typeof shared.init>[0]} [input] */
export function init(input) {
  return shared.init(input ?? readFile(defaultUrl()));
}

/** @type {typeof shared.renderSvg} */
export async function renderSvg(...given) {
  await init();
  return shared.renderSvg(...given);
}
