/**
 * The headers every answer carries. Who may read it from elsewhere is cors.js.
 */
import fp from 'fastify-plugin';

/** What a page of this server may do; the widget works inside it without an exception. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** As above, for pages that let no text become script. */
export const TRUSTED_TYPES_POLICY = `${CONTENT_SECURITY_POLICY}; require-trusted-types-for 'script'`;

/** @returns {import('fastify').FastifyPluginAsync} */
export const securityHeaders = () => fp(async (app) => {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
}, { name: 'security-headers' });
