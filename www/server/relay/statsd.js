/**
 * DogStatsD for pages: a browser sends no datagrams, so it posts its lines here, and they go
 * on as UDP to one agent. Without a target there is no relay. Which agent it is, is the server's
 * setting: a page neither chooses it nor learns it. Only metrics of the module's own go on, or
 * whoever reaches this address could write into any metric of the agent.
 */
import { createSocket } from 'node:dgram';
import { WIDGET_METRICS } from './widget-metrics.js';

/** Largest datagram that crosses an ethernet in one piece. */
const MAX_DATAGRAM = 1432;
const MAX_BODY = 256 * 1024;
const ROUTE = '/api/0/relay/statsd/';

/** `name:value|type`, then rate and tags; nothing that could begin another line. Events (`_e`) and checks (`_sc`) are none. */
const LINE = /^([^:|@#\s]+):-?\d[\d.eE+-]*\|(?:c|g|ms|h|d|s)(?:\|@[\d.eE-]+)?(?:\|#[^|\n]*)?$/;
const NAME = /^[^:|@#,\s]+$/;

/**
 * @typedef {object} Agent
 * @property {string} host
 * @property {number} port
 * @property {string} [prefix] before the names of the module's metrics
 * @property {string[]} [names] of further metrics, whole
 */

/**
 * @param {NodeJS.ProcessEnv} env STATSD_HOST, STATSD_PORT, STATSD_PREFIX, STATSD_NAMES
 * @returns {Agent|null} null: no target, no relay
 */
export function readAgent(env) {
  if (!env.STATSD_HOST && !env.STATSD_PORT) return null;
  const port = Number(env.STATSD_PORT || 8125);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`STATSD_PORT must be a whole number from 1 to 65535, found "${env.STATSD_PORT}"`);
  }
  const names = (env.STATSD_NAMES ?? '').split(',').map((name) => name.trim()).filter(Boolean);
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined) throw new Error(`STATSD_NAMES: expected names of metrics such as page.clicks, found ${JSON.stringify(wrong)}`);
  return { host: env.STATSD_HOST || '127.0.0.1', port, prefix: env.STATSD_PREFIX ?? 'sentry.', names };
}

/**
 * `POST /api/0/relay/statsd/` with lines as text; answers `{accepted, refused}`.
 * @param {Agent|null} agent @param {(line: string) => void} [note] is told each line that goes on
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const statsdRelay = (agent, note = () => {}) => async (app) => {
  // `sendBeacon` can send no other type without asking first.
  app.addContentTypeParser(['text/plain', 'application/octet-stream'], { parseAs: 'string' }, (_, body, done) => done(null, body));
  if (agent === null) {
    app.post(ROUTE, { bodyLimit: MAX_BODY }, async (request, reply) =>
      reply.code(404).send({ detail: 'This server relays no metrics: STATSD_HOST is not set.' }));
    return;
  }
  const { host, port, prefix = 'sentry.', names = [] } = agent;
  const known = new Set([...WIDGET_METRICS.map((name) => prefix + name), ...names]);
  const socket = createSocket('udp4');
  // An agent that is not there answers with an ICMP error, which must not end the server.
  socket.on('error', (error) => app.log.warn({ err: error }, 'statsd agent'));
  socket.unref();
  app.addHook('onClose', (_, done) => { socket.close(() => done()); });
  const isOurs = (/** @type {string} */ line) => known.has(LINE.exec(line)?.[1] ?? '') && Buffer.byteLength(line) <= MAX_DATAGRAM;

  app.post(ROUTE, { bodyLimit: MAX_BODY }, async (request, reply) => {
    const { statsd_host: askedHost, statsd_port: askedPort } = /** @type {Record<string, unknown>} */ (request.query);
    // Taking the right one alone would tell by and by which one that is.
    if (askedHost !== undefined || askedPort !== undefined) {
      return reply.code(403).send({ detail: 'This server relays to its own agent only: leave statsd_host and statsd_port out.' });
    }
    if (typeof request.body !== 'string') {
      return reply.code(400).send({ detail: 'Expected DogStatsD lines as text/plain.' });
    }
    const lines = request.body.split('\n').filter((line) => line !== '');
    const accepted = lines.filter(isOurs);
    accepted.forEach(note);
    for (const datagram of pack(accepted)) socket.send(datagram, port, host);
    return { accepted: accepted.length, refused: lines.length - accepted.length };
  });
};

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
