/**
 * What is answered to an error, and where its cause goes: Sentry's body to the client, the cause to the log under an id
 * that the answer has as well.
 */
import { STATUS_CODES } from 'node:http';
import { ApiError } from '../errors.js';

/** What Node refuses before there is a request. @type {Record<string, [status: number, detail: string]>} */
const MALFORMED = {
  HPE_HEADER_OVERFLOW: [431, 'The headers of this request are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'This request did not arrive in time.'],
};

/** @param {Error & {code?: string}} error @param {import('node:net').Socket} socket */
export function answerMalformed({ code }, socket) {
  if (code !== 'ECONNRESET' && socket.writable) {
    const [status, detail] = MALFORMED[code ?? ''] ?? [400, 'This is no request that HTTP knows.'];
    const body = JSON.stringify({ detail });
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
  }
  socket.destroy();
}

/** An address that cannot be decoded, or a part of one that is too long. @param {Error} _ @param {unknown} request @param {import('fastify').FastifyReply} reply */
export function answerBadAddress(_, request, reply) {
  reply.code(400).send({ detail: 'This address cannot be read.' });
}

/**
 * Sentry's error body: `{"detail": text}`.
 * @param {Error & {statusCode?: number}} error
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 */
export function answerError(error, request, reply) {
  const status = error.statusCode ?? 500;
  if (error instanceof ApiError) reply.headers(error.headers);
  // What is asked for and not there, as a form of an answer, is no fault of the server.
  if (status < 500 || status === 501) return reply.code(status).send({ detail: error.message });
  const where = { method: request.method, route: request.routeOptions.url };
  // Full, or Sentry away: words say all of it, many times a second perhaps, where a stack says nothing.
  if (error instanceof ApiError && error.cause === undefined) request.log.warn({ ...where, status, reason: error.message }, 'request failed');
  else request.log.error({ ...where, err: error.cause ?? error }, 'request failed');
  const detail = error instanceof ApiError ? error.message : 'Internal error. Please try again.';
  return reply.code(status).header('x-request-id', request.id).send({ detail });
}
