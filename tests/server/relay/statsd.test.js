/** What a page posts is what a UDP agent receives. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../../../www/server/app.js';
import { readAgent, statsdRelay } from '../../../www/server/relay/statsd.js';

describe('the DogStatsD relay', () => {
  let app;
  let agent;
  let address;
  const received = [];

  before(async () => {
    agent = createSocket('udp4');
    agent.on('message', (datagram) => received.push(datagram.toString()));
    agent.bind(0, '127.0.0.1');
    await once(agent, 'listening');
    address = { host: '127.0.0.1', port: agent.address().port };
    app = await createApp({ routes: [statsdRelay(address)] });
  });
  after(async () => {
    await app?.close();
    agent?.close();
  });

  const post = (payload, query = '') =>
    app.inject({ method: 'POST', url: `/api/0/relay/statsd/${query}`, payload, headers: { 'content-type': 'text/plain' } });

  async function settle(count) {
    const end = Date.now() + 60_000;
    while (received.length < count && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    return received.splice(0);
  }

  it('sends on what it gets, of every type', async () => {
    const lines = ['a.b:1|c', 'g:-2.5|g', 't:12|ms', 'd:1e3|d|@0.5|#k:v,x:ä b', 's:5|s|#only'];
    const answer = await post(lines.join('\n'));
    assert.deepEqual(answer.json(), { accepted: 5, refused: 0 });
    assert.deepEqual(await settle(1), [lines.join('\n')]);
  });

  it('packs lines into datagrams of at most 1432 bytes', async () => {
    const lines = Array.from({ length: 200 }, (_, index) => `metric.${index}:${index}|c|#tag:${'ü'.repeat(20)}`);
    await post(lines.join('\n'));
    const datagrams = await settle(9);
    assert.ok(datagrams.every((datagram) => Buffer.byteLength(datagram) <= 1432));
    assert.deepEqual(datagrams.join('\n').split('\n'), lines);
  });

  it('refuses lines that are none, and sends the others', async () => {
    const answer = await post(`ok:1|c\nno\nx:1|z\nx:NaN|c\n${'l'.repeat(1500)}:1|c\n\nok:2|c`);
    assert.deepEqual(answer.json(), { accepted: 2, refused: 4 });
    assert.deepEqual(await settle(1), ['ok:1|c\nok:2|c']);
  });

  it('relays to its own agent only', async () => {
    const own = await post('a:1|c', `?statsd_host=127.0.0.1&statsd_port=${address.port}`);
    assert.equal(own.statusCode, 200);
    await settle(1);
    const other = await post('a:1|c', '?statsd_host=10.0.0.1&statsd_port=53');
    assert.equal(other.statusCode, 403);
    assert.deepEqual(await settle(0), []);
  });

  it('reads its agent from the environment', () => {
    assert.deepEqual(readAgent({}), { host: '127.0.0.1', port: 8125 });
    assert.deepEqual(readAgent({ STATSD_HOST: 'agent', STATSD_PORT: '9125' }), { host: 'agent', port: 9125 });
    assert.throws(() => readAgent({ STATSD_PORT: 'x' }), /STATSD_PORT must be a whole number/);
  });
});
