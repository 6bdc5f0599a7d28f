/**
 * What is answered to an error, and where its cause goes: Sentry's body to the client, the cause to the log under an id
 * that the answer has as well.
 */
import { ApiError } from '../errors.js';

/**
 * Sentry's error body: `{"detail": text}`.
 * @param {Error & {statusCode?: number}} error
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 */
export function answerError(error, request, reply) {
  const status = error.statusCode ?? 500;
  if (error instanceof ApiError) reply.headers(error.headers);
  if (status < 500) return reply.code(status).send({ detail: error.message });
  request.log.error({ err: error.cause ?? error, method: request.method, route: request.routeOptions.url }, 'request failed');
  const detail = error instanceof ApiError ? error.message : 'Internal error. Please try again.';
  return reply.code(status).header('x-request-id', request.id).send({ detail });
}
