/** The environment's say in who may ask and how much. */
import { readOrigins } from './cors.js';
import { hostName } from './host-check.js';

/** A wall of thirty widgets that refreshes every thirty seconds asks a tenth of it. */
const CLIENT_LIMIT = '600/60';
/** Ten clients, each with all that it may. */
const SHARE_LIMIT = '6000/60';

/**
 * @param {Record<string, string|undefined>} env ALLOWED_ORIGINS, ALLOWED_HOSTS, CLIENT_LIMIT, SHARE_LIMIT, RATE_LIMIT, FAULTS
 * @param {boolean} [isLocal] nobody else reaches this server: who is at the machine is limited only where that is said
 * @returns {Pick<import('./index.js').HttpOptions, 'allowedOrigins'|'allowedHosts'|'clientLimit'|'shareLimit'|'rateLimit'|'faults'>}
 * @throws {Error} naming the variable, what was expected and what was found
 */
export function readHttpSettings(env, isLocal = false) {
  const [ofClient, ofShare] = isLocal ? ['0', '0'] : [CLIENT_LIMIT, SHARE_LIMIT];
  return {
    allowedOrigins: readOrigins(env.ALLOWED_ORIGINS),
    allowedHosts: readHosts(env.ALLOWED_HOSTS),
    clientLimit: readOwnLimit('CLIENT_LIMIT', env.CLIENT_LIMIT || ofClient, CLIENT_LIMIT),
    shareLimit: readOwnLimit('SHARE_LIMIT', env.SHARE_LIMIT || ofShare, SHARE_LIMIT),
    rateLimit: env.RATE_LIMIT ? readLimit('RATE_LIMIT', env.RATE_LIMIT, '40/1') : undefined,
    faults: env.FAULTS === '1',
  };
}

/** @param {string | undefined} text */
function readHosts(text) {
  const hosts = (text ?? '').split(',').map((entry) => entry.trim()).filter(Boolean);
  const wrong = hosts.find((host) => hostName(host) !== host.toLowerCase());
  if (wrong === undefined) return hosts;
  throw new Error(`ALLOWED_HOSTS: expected host names such as charts.example.com, without a port, found ${JSON.stringify(wrong)}`);
}

/** @param {string} name @param {string} text @param {string} example @returns {import('./client-limit.js').Limit} */
function readLimit(name, text, example) {
  const [, limit, window = '1'] = /^(\d{1,6})(?:\/(\d{1,5}))?$/.exec(text) ?? [];
  if (Number(limit) >= 1 && Number(window) >= 1) return { limit: Number(limit), window: Number(window) };
  throw new Error(`${name}: expected requests per seconds such as ${example}, found ${JSON.stringify(text)}`);
}

/** @param {string} name @param {string} text `0` for none @param {string} example */
const readOwnLimit = (name, text, example) => (text === '0' ? undefined : readLimit(name, text, `${example} or 0 for none`));
