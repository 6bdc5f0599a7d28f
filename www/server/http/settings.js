/** The environment's say in who may ask and how much. */
import { readOrigins } from './cors.js';
import { hostName } from './host-check.js';

/**
 * @param {Record<string, string|undefined>} env ALLOWED_ORIGINS, ALLOWED_HOSTS, RATE_LIMIT, FAULTS
 * @returns {Pick<import('./index.js').HttpOptions, 'allowedOrigins'|'allowedHosts'|'rateLimit'|'faults'>}
 * @throws {Error} naming the variable, what was expected and what was found
 */
export function readHttpSettings(env) {
  return {
    allowedOrigins: readOrigins(env.ALLOWED_ORIGINS),
    allowedHosts: readHosts(env.ALLOWED_HOSTS),
    rateLimit: readRateLimit(env.RATE_LIMIT),
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

/** @param {string | undefined} text */
function readRateLimit(text) {
  if (!text) return undefined;
  const [, limit, window = '1'] = /^(\d{1,6})(?:\/(\d{1,5}))?$/.exec(text) ?? [];
  if (Number(limit) >= 1 && Number(window) >= 1) return { limit: Number(limit), window: Number(window) };
  throw new Error(`RATE_LIMIT: expected requests per seconds such as 40/1, found ${JSON.stringify(text)}`);
}
