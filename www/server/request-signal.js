/**
 * The signal of the request that is being answered, for whoever works on its behalf: it aborts when the client has gone.
 * Kept beside the calls, since what asks the database knows nothing of HTTP.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import fp from 'fastify-plugin';

/** @type {AsyncLocalStorage<AbortSignal>} */
const signals = new AsyncLocalStorage();

/** @returns {AbortSignal|undefined} undefined outside of a request */
export const requestSignal = () => signals.getStore();

/** @returns {import('fastify').FastifyPluginAsync} */
export const requestSignals = () => fp(async (app) => {
  app.addHook('onRequest', (_, reply, done) => {
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    signals.run(gone.signal, done);
  });
}, { name: 'request-signals' });
