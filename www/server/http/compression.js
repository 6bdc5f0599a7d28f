/** Compresses what the API answers. Files bring their compressed forms along (file-store.js). */
import compress from '@fastify/compress';
import fp from 'fastify-plugin';
import { constants } from 'node:zlib';

/** @returns {import('fastify').FastifyPluginAsync} */
export const compression = () => fp(async (app) => {
  await app.register(compress, {
    global: true,
    threshold: 1024,
    encodings: ['br', 'gzip'],
    // Answers are made once: a quick pass saves nearly as much as a slow one.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 6 },
  });
}, { name: 'compression' });
