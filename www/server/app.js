/**
 * Puts the server together: options in, a Fastify instance out. Listens nowhere (`main.js` does).
 * Order: HTTP concerns first, then the API over the events, then whatever is served as files.
 */
import Fastify from 'fastify';
import { ApiError } from './errors.js';
import { SERVER_LIMITS } from './http/limits.js';

/**
 * @typedef {object} AppOptions
 * @property {import('./events/store.js').EventStore} [store] the events to answer from
 * @property {() => number} [now] the clock, epoch milliseconds
 * @property {Array<import('fastify').FastifyPluginAsync>} [http] plugins of `http/`: host check, security headers,
 *   CORS, rate limit, request log, files. Registered before the routes, in this order.
 * @property {Array<import('fastify').FastifyPluginAsync>} [routes] plugins with routes
 * @property {import('fastify').FastifyServerOptions['logger']} [logger]
 */

/**
 * @param {AppOptions} [options]
 * @returns {Promise<import('fastify').FastifyInstance>}
 */
export async function createApp(options = {}) {
  const app = Fastify({
    logger: options.logger ?? false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: 'idle',
    ...SERVER_LIMITS,
  });
  app.setErrorHandler(answerError);
  for (const plugin of options.http ?? []) await app.register(plugin);
  app.get('/healthz', async () => ({ status: 'ok' }));
  for (const plugin of options.routes ?? []) await app.register(plugin);
  return app;
}

/**
 * Sentry's error body: `{"detail": text}`.
 * @param {Error & {statusCode?: number}} error
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 */
function answerError(error, request, reply) {
  if (error instanceof ApiError && error.statusCode < 500) {
    return reply.code(error.statusCode).send({ detail: error.message });
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.code(status).send({ detail: error.message });
  request.log.error({ err: error.cause ?? error }, 'request failed');
  const detail = error instanceof ApiError ? error.message : 'Internal error. Please try again.';
  return reply.code(status).send({ detail });
}
