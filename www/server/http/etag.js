/**
 * An answer with a validator of its content: asked again with it, what has not changed costs no body.
 */
import { createHash } from 'node:crypto';

/** RFC 9110: If-None-Match compares weakly, holds a list or a star. @param {string|undefined} header @param {string} etag */
function matches(header, etag) {
  if (header === undefined) return false;
  return header.split(',').map((entry) => entry.trim().replace(/^W\//, '')).some((entry) => entry === '*' || entry === etag);
}

/**
 * @param {import('fastify').FastifyRequest} request @param {import('fastify').FastifyReply} reply
 * @param {string|Buffer} body @param {string} [caching]
 */
export function sendWithEtag(request, reply, body, caching = 'private, no-cache') {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  reply.headers({ etag, 'cache-control': caching });
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.send(body);
}
