/**
 * DogStatsD for pages: a browser sends no datagrams, so it posts its lines here, and they go
 * on as UDP to one agent. Which agent is the server's setting; a page can only name the same one.
 */
import { createSocket } from 'node:dgram';

/** Largest datagram that crosses an ethernet in one piece. */
const MAX_DATAGRAM = 1432;
const MAX_BODY = 256 * 1024;
const ROUTE = '/api/0/relay/statsd/';

/** `name:value|type`, then rate and tags; nothing that could begin another line. */
const LINE = /^[^:|@#\s]+:-?\d[\d.eE+-]*\|(?:c|g|ms|h|d|s)(?:\|@[\d.eE-]+)?(?:\|#[^|\n]*)?$/;

/**
 * @typedef {object} Agent
 * @property {string} host
 * @property {number} port
 */

/** @param {NodeJS.ProcessEnv} env @returns {Agent} */
export function readAgent(env) {
  const port = Number(env.STATSD_PORT || 8125);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`STATSD_PORT must be a whole number from 1 to 65535, found "${env.STATSD_PORT}"`);
  }
  return { host: env.STATSD_HOST || '127.0.0.1', port };
}

/**
 * `POST /api/0/relay/statsd/` with lines as text; answers `{accepted, refused}`.
 * @param {Agent} agent
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const statsdRelay = (agent) => async (app) => {
  const socket = createSocket('udp4');
  // An agent that is not there answers with an ICMP error, which must not end the server.
  socket.on('error', (error) => app.log.warn({ err: error }, 'statsd agent'));
  socket.unref();
  app.addHook('onClose', (_, done) => { socket.close(() => done()); });
  // `sendBeacon` can send no other type without asking first.
  app.addContentTypeParser(['text/plain', 'application/octet-stream'], { parseAs: 'string' }, (_, body, done) => done(null, body));

  app.post(ROUTE, { bodyLimit: MAX_BODY }, async (request, reply) => {
    const wanted = wantedAgent(/** @type {Parameters<typeof wantedAgent>[0]} */ (request.query));
    if (wanted && (wanted.host !== agent.host || wanted.port !== agent.port)) {
      return reply.code(403).send({ detail: `This server relays to ${agent.host}:${agent.port} only.` });
    }
    if (typeof request.body !== 'string') {
      return reply.code(400).send({ detail: 'Expected DogStatsD lines as text/plain.' });
    }
    const lines = request.body.split('\n').filter((line) => line !== '');
    const accepted = lines.filter((line) => LINE.test(line) && Buffer.byteLength(line) <= MAX_DATAGRAM);
    for (const datagram of pack(accepted)) socket.send(datagram, agent.port, agent.host);
    return { accepted: accepted.length, refused: lines.length - accepted.length };
  });
};

/** @param {{statsd_host?: string, statsd_port?: string}} query */
function wantedAgent({ statsd_host: host, statsd_port: port }) {
  if (host === undefined && port === undefined) return null;
  return { host: host ?? '127.0.0.1', port: Number(port ?? 8125) };
}

/** Lines joined into as few datagrams as they fit in, in order. @param {string[]} lines */
function* pack(lines) {
  let datagram = '';
  for (const line of lines) {
    const longer = datagram === '' ? line : `${datagram}\n${line}`;
    if (Buffer.byteLength(longer) > MAX_DATAGRAM) {
      yield datagram;
      datagram = line;
    } else {
      datagram = longer;
    }
  }
  if (datagram !== '') yield datagram;
}
