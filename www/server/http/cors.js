/**
 * Which other origins may read `/api` and `/package`: those named, exactly, and no other.
 * `@fastify/cors` tells strangers what named origins may do, sends back whatever names of headers it is asked for, and
 * leaves alone what is sent without asking; what would remain here is as much.
 */
import fp from 'fastify-plugin';

const SHARED = /^\/(?:api|package)(?:\/|$)/;
const EXPOSED = [
  'X-Sentry-Rate-Limit-Limit', 'X-Sentry-Rate-Limit-Remaining', 'X-Sentry-Rate-Limit-Reset',
  'X-Sentry-Rate-Limit-ConcurrentLimit', 'X-Sentry-Rate-Limit-ConcurrentRemaining',
  'Retry-After', 'Date', 'Link', 'ETag',
].join(', ');
const METHODS = 'GET, HEAD, POST, PUT, OPTIONS';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~-]+(?:\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;

/**
 * @param {string|undefined} text comma list, as in ALLOWED_ORIGINS
 * @returns {string[]}
 * @throws {Error} for an entry that is no origin; a star is none
 */
export function readOrigins(text) {
  const origins = (text ?? '').split(',').map((entry) => entry.trim()).filter(Boolean);
  for (const origin of origins) {
    if (origin.includes('*') || !URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new Error(`ALLOWED_ORIGINS: expected origins such as https://status.example.com, found ${JSON.stringify(origin)}`);
    }
  }
  return origins;
}

/**
 * @param {{allowedOrigins?: string[]}} [options]
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const cors = ({ allowedOrigins = [] } = {}) => fp(async (app) => {
  const allowed = new Set(allowedOrigins);
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    const shared = SHARED.test(request.url.split('?')[0]);
    if (shared) reply.header('vary', 'Origin');
    if (origin === undefined || isOwnOrigin(request, origin)) return;
    if (shared && allowed.has(origin)) return allow(request, reply, origin);
    // A foreign page may send a request without asking first; it must not change anything.
    if (!SAFE_METHODS.has(request.method)) {
      return reply.code(403).send({ detail: 'This origin may not send requests here.' });
    }
  });
}, { name: 'cors' });

/** @param {import('fastify').FastifyRequest} request @param {string} origin */
function isOwnOrigin(request, origin) {
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}

/** @param {import('fastify').FastifyRequest} request @param {import('fastify').FastifyReply} reply @param {string} origin */
function allow(request, reply, origin) {
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
    'cross-origin-resource-policy': 'cross-origin',
  });
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return undefined;
  const asked = request.headers['access-control-request-headers'];
  reply.headers({
    vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    'access-control-allow-methods': METHODS,
    'access-control-max-age': '600',
  });
  if (asked !== undefined && HEADER_NAMES.test(asked)) reply.header('access-control-allow-headers', asked);
  if (request.headers['access-control-request-private-network'] === 'true') {
    reply.header('access-control-allow-private-network', 'true');
  }
  return reply.code(204).send();
}
