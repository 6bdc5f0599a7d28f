/**
 * Answers for what no route takes, in the bodies Sentry's API uses.
 */
import fp from 'fastify-plugin';

const API = /^\/api(?:\/|$)/;

/** @returns {import('fastify').FastifyPluginAsync} */
export const errorBodies = () => fp(async (app) => {
  /** @type {Array<{pattern: RegExp, methods: string[]}>} */
  const routes = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ pattern: pathPattern(url), methods: [method].flat() });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0];
    if (!API.test(path)) return reply.code(404).send({ detail: 'Not found' });
    const methods = new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods));
    if (methods.size === 0) return reply.code(404).send({ detail: 'The requested resource does not exist' });
    reply.header('allow', [...methods].sort().join(', '));
    return reply.code(405).send({ detail: `Method "${request.method}" not allowed.` });
  });
}, { name: 'error-bodies' });

/** A route's address as a pattern; the star of the files' routes is no address of the API. @param {string} url */
function pathPattern(url) {
  if (url.endsWith('*')) return /^(?!)/;
  const parts = url.split('/').filter(Boolean)
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, '\\$&')));
  return new RegExp(`^/${parts.join('/')}/?$`);
}
