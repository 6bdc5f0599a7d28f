/**
 * The end of a server: no new connections, those without an answer under way closed at once, the others after a grace.
 * Node itself waits for a request that never arrives whole as long as for any other.
 */
import fp from 'fastify-plugin';

/** Milliseconds that answers under way have. */
export const GRACE = 5000;

/**
 * @param {{grace?: number}} [options]
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const shutdown = ({ grace = GRACE } = {}) => fp(async (app) => {
  /** @type {Set<import('node:net').Socket>} */
  const connections = new Set();
  /** Connections whose request has arrived whole, by answers under way. @type {Map<import('node:net').Socket, number>} */
  const answering = new Map();
  let closing = false;

  app.server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });

  /** @param {import('node:net').Socket} socket @param {1|-1} step */
  const count = (socket, step) => {
    const left = (answering.get(socket) ?? 0) + step;
    if (left > 0) answering.set(socket, left);
    else answering.delete(socket);
    if (left <= 0 && closing) socket.end();
  };

  // A body has been read by then; a refusal before that is written at once.
  app.addHook('preHandler', async (request, reply) => {
    const { socket } = request.raw;
    count(socket, 1);
    reply.raw.once('close', () => count(socket, -1));
  });

  app.addHook('preClose', async () => {
    closing = true;
    for (const socket of connections) if (!answering.has(socket)) socket.destroy();
    const timer = setTimeout(() => app.server.closeAllConnections(), grace);
    app.server.once('close', () => clearTimeout(timer));
  });
}, { name: 'shutdown' });
