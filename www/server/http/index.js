/**
 * Everything about HTTP that is not the API itself, as plugins in the order they
 * must run: refusals first, then what every answer carries, then files.
 */
import { clientLimit } from './client-limit.js';
import { compression } from './compression.js';
import { cors } from './cors.js';
import { errorBodies } from './error-bodies.js';
import { faults } from './faults.js';
import { files } from './files.js';
import { hostCheck } from './host-check.js';
import { rateLimit } from './rate-limit.js';
import { requestLog } from './request-log.js';
import { securityHeaders } from './security-headers.js';
import { shutdown } from './shutdown.js';

export { readHttpSettings } from './settings.js';

/**
 * @typedef {object} HttpOptions
 * @property {string} packageDir the built package, served under `/package/`
 * @property {string} demoDir the demo's pages, served everywhere else
 * @property {string} [listenHost] the address listened on
 * @property {string[]} [allowedHosts] further names the server answers for
 * @property {string[]} [allowedOrigins] origins whose pages may read `/api` and `/package`
 * @property {{limit: number, window?: number, concurrent?: number, now?: () => number}} [rateLimit] Sentry's own; on when given
 * @property {import('./client-limit.js').Limit} [clientLimit] what one client may ask; on when given
 * @property {import('./client-limit.js').Limit} [shareLimit] what is asked by one share link; on when given
 * @property {((line: string) => void)|null} [log] where a line a request goes; null: nowhere
 * @property {boolean} [faults] faults on demand, for tests
 *
 * @param {HttpOptions} options
 * @returns {import('fastify').FastifyPluginAsync[]}
 */
export function httpPlugins(options) {
  const { packageDir, demoDir, listenHost, allowedHosts, allowedOrigins } = options;
  return [
    shutdown(),
    ...(options.log === null ? [] : [requestLog({ write: options.log })]),
    securityHeaders(),
    hostCheck({ listenHost, allowedHosts }),
    // After what lets a page of another origin read that it was refused, and until when.
    cors({ allowedOrigins }),
    clientLimit({ client: options.clientLimit, share: options.shareLimit }),
    ...(options.rateLimit ? [rateLimit(options.rateLimit)] : []),
    compression(),
    ...(options.faults ? [faults()] : []),
    errorBodies(),
    files({ packageDir, demoDir }),
  ];
}
