/**
 * Sends JSON that is already text, as Sentry's server labels it.
 */

/** @param {import('fastify').FastifyReply} reply @param {string} json */
export function sendJson(reply, json) {
  return reply.type('application/json').send(json);
}
