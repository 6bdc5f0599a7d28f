/**
 * Faults on demand, for tests of whoever reads this server. Only a server started
 * for tests has this plugin. A request asks for its own fault by the header or the
 * parameter `x-test-fault`; `POST /__test/faults` orders one for coming requests:
 * `{"path": "/events-stats/", "fault": "latency=500", "times": 2}`; DELETE clears them.
 */
import fp from 'fastify-plugin';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const JSON_TYPE = 'application/json';
/** @param {string} value */
const series = (value) => `{"data":[[1767225600,[{"count":${value}}]]],"start":1767225600,"end":1767229200}`;

/** Bodies that are sent in place of the answer. @type {Record<string, [status: number, type: string, body: string | Buffer]>} */
const BODIES = {
  'html-502': [502, 'text/html', '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'],
  'rate-limit': [429, 'text/html; charset=utf-8', '"You are attempting to use this endpoint too frequently. Limit is 10 requests in 1 seconds"'],
  'wrong-shape': [200, JSON_TYPE, '{"rows":[{"name":"a","value":1}],"total":1}'],
  'duplicate-keys': [200, JSON_TYPE, '{"data":[[1767225600,[{"count":1}]]],"data":[[1767225600,[{"count":2,"count":3}]]]}'],
  'deep-nesting': [200, JSON_TYPE, `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  nan: [200, JSON_TYPE, series('NaN')],
  infinity: [200, JSON_TYPE, series('-Infinity')],
  'huge-number': [200, JSON_TYPE, series('1e999')],
  'empty-body': [200, JSON_TYPE, ''],
  'not-json': [200, JSON_TYPE, '{"data": [[1767225600,'],
  'bad-utf8': [200, JSON_TYPE, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
};

const ROWS_AT_ONCE = 100;

/** Faults that need the connection itself. Each takes the reply over for good. @type {Record<string, (reply: import('fastify').FastifyReply) => void>} */
const CONNECTION = {
  silence() {},
  'cut-connection': (reply) => reply.raw.destroy(),
  'endless-body': (reply) => {
    reply.raw.writeHead(200, { 'content-type': JSON_TYPE });
    Readable.from(endless()).on('error', () => {}).pipe(reply.raw);
    reply.raw.on('error', () => {});
  },
};

function* endless() {
  yield '{"data":[';
  for (let hour = 0; ; hour += ROWS_AT_ONCE) {
    yield Array.from({ length: ROWS_AT_ONCE }, (_, row) => `[${1767225600 + (hour + row) * 3600},[{"count":1}]],`).join('');
  }
}

/**
 * Faults that change the real answer; they run when it is about to be sent.
 * @type {Record<string, (reply: import('fastify').FastifyReply, payload: any) => Promise<unknown>>}
 */
const ANSWER = {
  'cut-body': async (reply, payload) => {
    const body = Buffer.from(payload ?? '');
    reply.header('content-length', body.length);
    return Readable.from((async function* half() {
      yield body.subarray(0, Math.floor(body.length / 2));
      await sleep(50);
      reply.raw.destroy();
    })());
  },
  'wrong-type': async (reply, payload) => {
    reply.header('content-type', 'text/html');
    return payload;
  },
};

/** The names a fault may have; `latency` and `status` take a number, as in `latency=500`. */
export const FAULTS = Object.freeze([
  'latency', 'status', ...Object.keys(BODIES), ...Object.keys(CONNECTION), ...Object.keys(ANSWER),
]);

/** @param {unknown} text such as `latency=500` @returns {{name: string, amount: number}|null} */
function readFault(text) {
  const [, name, amount = '0'] = /^([a-z0-9-]+?)(?:=(\d{1,6}))?$/.exec(String(text)) ?? [];
  return FAULTS.includes(name) ? { name, amount: Number(amount) } : null;
}

/** @returns {import('fastify').FastifyPluginAsync} */
export const faults = () => fp(async (app) => {
  /** @type {Array<{path: string, fault: string, times: number}>} */
  let orders = [];
  /** The fault of a request whose answer is to be changed. @type {WeakMap<import('fastify').FastifyRequest, string>} */
  const chosen = new WeakMap();

  app.post('/__test/faults', async (request, reply) => {
    const { path = '/api/', fault = '', times = 1 } = /** @type {Partial<typeof orders[0]>} */ (request.body ?? {});
    if (readFault(fault) === null) {
      return reply.code(400).send({ detail: `Unknown fault. Expected one of: ${FAULTS.join(', ')}` });
    }
    orders.push({ path, fault, times });
    return { orders };
  });
  app.delete('/__test/faults', async () => {
    orders = [];
    return { orders };
  });

  app.addHook('onRequest', async (request, reply) => {
    const fault = readFault(askedBy(request) ?? ordered(orders, request.url));
    if (fault === null || request.url.startsWith('/__test/')) return undefined;
    chosen.set(request, fault.name);
    // A compressor keeps what it has not filled a block with: a cut body would arrive as none at all.
    if (Object.hasOwn(ANSWER, fault.name)) delete request.headers['accept-encoding'];
    if (fault.name === 'latency') await sleep(fault.amount);
    if (fault.name === 'status') return reply.code(fault.amount || 500).send({ detail: 'A fault that a test asked for.' });
    if (Object.hasOwn(CONNECTION, fault.name)) {
      reply.hijack();
      CONNECTION[fault.name](reply);
      return undefined;
    }
    if (!Object.hasOwn(BODIES, fault.name)) return undefined;
    const [status, type, body] = BODIES[fault.name];
    return reply.code(status).type(type).send(body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const fault = chosen.get(request) ?? '';
    return Object.hasOwn(ANSWER, fault) ? ANSWER[fault](reply, payload) : payload;
  });
}, { name: 'faults' });

/** @param {import('fastify').FastifyRequest} request */
function askedBy(request) {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  return request.headers['x-test-fault'] ?? query.get('x-test-fault');
}

/** @param {Array<{path: string, fault: string, times: number}>} orders @param {string} url */
function ordered(orders, url) {
  const order = orders.find(({ path, times }) => times > 0 && url.includes(path));
  if (order === undefined) return null;
  order.times -= 1;
  return order.fault;
}
