/**
 * The headers every answer carries. Who may read it from elsewhere is cors.js. `@fastify/helmet` would be told to leave out
 * more than these, among it what only whoever holds the certificate can promise.
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

/** What a page may add to the policy by an attribute of its first tag. */
const OPTIONS = {
  /** No text becomes script. */
  'data-require-trusted-types': "require-trusted-types-for 'script'",
  /** Frames that show pages of this server. */
  'data-allow-own-frames': "frame-src 'self'",
};

/**
 * The policy of a page, with what its first tag adds: there, whoever reads the page sees it.
 * @param {string} html the beginning of the page
 */
export function policyOfPage(html) {
  const tag = /^\s*<!doctype html>\s*<html([^>]*)>/i.exec(html)?.[1] ?? '';
  const names = new Set(tag.split(/\s+/).map((attribute) => attribute.split('=')[0].toLowerCase()));
  const added = Object.entries(OPTIONS).filter(([name]) => names.has(name)).map(([, directive]) => directive);
  return [CONTENT_SECURITY_POLICY, ...added].join('; ');
}

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
