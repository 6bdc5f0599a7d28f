/**
 * The environment variables of the server, read once and checked: what they may be is said here and in the README.
 */
import { resolve } from 'node:path';

/**
 * @typedef {object} Options
 * @property {string} host
 * @property {number} port
 * @property {string} dataFolder
 * @property {string|null} eventsFile
 * @property {boolean} datasetSelector
 */

/** @param {string|undefined} text */
function portOf(text) {
  if (text === undefined || text === '') return 8080;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535, found "${text}"`);
  }
  return port;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Options}
 */
export function readOptions(env) {
  return {
    host: env.HOST || '127.0.0.1',
    port: portOf(env.PORT),
    dataFolder: resolve(env.DATA_DIR || 'data'),
    eventsFile: env.EVENTS_FILE ? resolve(env.EVENTS_FILE) : null,
    datasetSelector: env.SPLIT_DATASET_SELECTOR !== '0',
  };
}
