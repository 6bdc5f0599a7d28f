/**
 * An answer with a validator of its content: asked again with it, what has not changed costs no body.
 * `@fastify/etag` would hash every answer, and takes neither a list nor a star for a match.
 */
import { createHash } from 'node:crypto';
import fresh from 'fresh';

/** @param {string|Buffer} body */
export const hashOf = (body) => createHash('sha256').update(body).digest('base64url').slice(0, 22);

/**
 * Whether a client has what is to be sent. Only its validators decide: a page that sends them itself, and not its
 * browser, sends `Cache-Control: no-cache` with them.
 * @param {import('fastify').FastifyRequest} request @param {string} etag
 */
export const isCurrent = ({ headers }, etag) => fresh({ 'if-none-match': headers['if-none-match'] }, { etag });

/**
 * @param {import('fastify').FastifyRequest} request @param {import('fastify').FastifyReply} reply
 * @param {string|Buffer} body @param {string} [caching]
 */
export function sendWithEtag(request, reply, body, caching = 'private, no-cache') {
  const etag = `"${hashOf(body)}"`;
  reply.headers({ etag, 'cache-control': caching });
  if (isCurrent(request, etag)) return reply.code(304).send();
  return reply.send(body);
}
