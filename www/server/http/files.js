/**
 * Files: the built package under `/package/`, the demo's pages everywhere else.
 * Reading, encodings and validators are file-store.js. `@fastify/static` has compressed forms only of what a build has put
 * beside each file, validators only of time and size, and one policy for all pages.
 */
import { negotiate } from '@fastify/accept-negotiator';
import fp from 'fastify-plugin';
import { isCurrent } from './etag.js';
import { FileStore } from './file-store.js';

/** A name with a hash in it never changes its content. */
const HASHED = /[.-][0-9a-f]{8,64}\.[a-z0-9.]+$/i;

/**
 * @param {{packageDir: string, demoDir: string}} options
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const files = ({ packageDir, demoDir }) => fp(async (app) => {
  const built = new FileStore(packageDir);
  const demo = new FileStore(demoDir);
  const route = { compress: /** @type {const} */ (false) };
  const nameOf = (/** @type {import('fastify').FastifyRequest} */ { params }) => /** @type {{'*': string}} */ (params)['*'];
  app.get('/package/*', route, async (request, reply) => send(request, reply, await built.find(nameOf(request))));
  app.get('/*', route, async (request, reply) => {
    const file = await demo.find(nameOf(request)) ?? await demo.find(`${nameOf(request)}/index.html`);
    return send(request, reply, file);
  });
}, { name: 'files' });

/** @param {import('./file-store.js').StoredFile|null} file @param {import('fastify').FastifyRequest} request @param {import('fastify').FastifyReply} reply */
async function send(request, reply, file) {
  if (file === null) return reply.callNotFound();
  const asked = request.headers['accept-encoding'];
  const encoding = asked === undefined ? 'identity' : negotiate(asked, file.encodings) ?? 'identity';
  const { body, etag } = await file.variant(encoding);
  const earlierVary = reply.getHeader('vary');
  reply.headers({
    'content-type': file.type,
    'cache-control': HASHED.test(file.name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: earlierVary ? `${earlierVary}, Accept-Encoding` : 'Accept-Encoding',
  });
  if (file.policy !== null) reply.header('content-security-policy', file.policy);
  // However well it was compressed, it is the same content.
  if (file.etags(encoding).some((known) => isCurrent(request, known))) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(body);
}
