/** Source maps as they are published: sources by names that mean the same on every machine, with their texts. */
import { isAbsolute, join, relative } from 'node:path';
import { root } from '../lib/paths.mjs';

/** What is no source to step through: the module's pieces as text. */
const DATA = /^packed:/;

/** @param {string} text the map @param {string} folder where its script lies */
export function readableMap(text, folder) {
  const map = JSON.parse(text);
  map.sources.forEach((/** @type {string} */ source, /** @type {number} */ index) => {
    const isData = DATA.test(source);
    map.sources[index] = named(source, folder);
    if (isData) map.sourcesContent[index] = null;
  });
  return JSON.stringify(map);
}

/** @param {string} source @param {string} folder */
function named(source, folder) {
  if (DATA.test(source)) return `events-stats-widget/${source.split('/').at(-1)}`;
  const path = relative(root, isAbsolute(source) ? source : join(folder, source));
  // The generated code lies wherever it was generated.
  return `events-stats-widget/${path.startsWith('www/element/') ? path.slice('www/element/'.length) : path.split('/').at(-1)}`;
}
