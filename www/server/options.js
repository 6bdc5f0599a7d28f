/**
 * The environment variables of the server, read once and checked before anything starts.
 * Those of the proxy are read by `proxy/settings.js`, those about requests by `http/settings.js`.
 */
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAncestors } from './embed/routes.js';
import { Admin, readAdmin } from './http/admin.js';
import { readHttpSettings } from './http/index.js';
import { readProxySettings } from './proxy/index.js';
import { readAgent } from './relay/statsd.js';
import { RevokedShares } from './share/revoked.js';
import { readShareSecret } from './share/tokens.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * @typedef {object} Options
 * @property {string} host
 * @property {number} port
 * @property {string} dataFolder
 * @property {string|null} eventsFile
 * @property {boolean} datasetSelector Sentry's flag for the split
 * @property {boolean} extractedMetrics metrics of transactions are there to answer from
 * @property {NonNullable<import('./app.js').AppOptions['embed']>} embed
 * @property {boolean|string} trustProxy whose word on a client's address counts
 * @property {Admin} admin who may write
 * @property {import('./http/index.js').HttpOptions} http
 * @property {import('./proxy/settings.js').ProxySettings|null} proxy
 * @property {import('./relay/statsd.js').Agent|null} statsdAgent where metrics of pages are relayed to
 */

/** @param {string} name @param {string|undefined} text @param {number} fallback @param {number} most */
function wholeNumber(name, text, fallback, most) {
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new Error(`${name} must be a whole number from 0 to ${most}, found "${text}"`);
  }
  return value;
}

/** @param {string|undefined} text @returns {boolean|string} */
export function readTrustProxy(text) {
  if (!text) return false;
  const entries = text.split(',').map((entry) => entry.trim());
  const wrong = entries.find((entry) => !/^(?:loopback|linklocal|uniquelocal)$/.test(entry) && isIP(entry.replace(/\/\d{1,3}$/, '')) === 0);
  if (wrong === undefined) return entries.join(',');
  throw new Error(`TRUST_PROXY: expected addresses of proxies such as loopback or 10.0.0.0/8, found ${JSON.stringify(wrong)}`);
}

/** @param {NodeJS.ProcessEnv} env @param {string} dataFolder */
const readShares = (env, dataFolder) => ({
  secret: readShareSecret(env),
  revoked: new RevokedShares(env.SHARE_REVOKED ? resolve(env.SHARE_REVOKED) : join(dataFolder, 'revoked-shares.txt')),
});

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Options}
 */
export function readOptions(env) {
  const host = env.HOST || '127.0.0.1';
  const dataFolder = resolve(env.DATA_DIR || resolve(ROOT, 'data'));
  const admin = new Admin(readAdmin(env, host));
  return {
    host,
    port: wholeNumber('PORT', env.PORT, 8080, 65_535),
    dataFolder,
    eventsFile: env.EVENTS_FILE ? resolve(env.EVENTS_FILE) : null,
    datasetSelector: env.SPLIT_DATASET_SELECTOR !== '0',
    extractedMetrics: env.EXTRACTED_METRICS === '1',
    proxy: readProxySettings(env, host),
    statsdAgent: readAgent(env),
    embed: { ancestors: readAncestors(env.EMBED_ANCESTORS), modulePath: resolve(ROOT, 'dist/package/node.js'), share: readShares(env, dataFolder) },
    trustProxy: readTrustProxy(env.TRUST_PROXY),
    admin,
    http: {
      packageDir: resolve(ROOT, 'dist/package'),
      demoDir: resolve(ROOT, 'www/demo'),
      listenHost: host,
      ...readHttpSettings(env, admin.isLocal),
      log: env.REQUEST_LOG === '1' ? (line) => console.log(line) : null,
    },
  };
}
