/** What a page posts is what a UDP agent receives. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../../../www/server/app.js';
import { readAgent, statsdRelay } from '../../../www/server/relay/statsd.js';
import { WidgetStates } from '../../../www/server/relay/widget-states.js';
import { WIDGET_METRICS } from '../../../www/server/relay/widget-metrics.js';

const OWN = ['a.b', 'g', 't', 'd', 's', 'ok', 'x', 'a', ...Array.from({ length: 200 }, (_, index) => `metric.${index}`)];

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
    address = { host: '127.0.0.1', port: agent.address().port, names: OWN };
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

  it('relays the metrics of the module and those that are named, and no other', async () => {
    const ours = WIDGET_METRICS.map((name) => `sentry.${name}:1|c`);
    const strange = ['widget.task.executions:1|c', 'sentry.widget.task.executionsx:1|c', 'other.sentry.widget.task.executions:1|c', 'nginx.requests:1|c',
      '_e{5,4}:title|text', '_sc|check|0', 'sentry.widget.task.executions:1|c|#a|x:1|c', 'sentry.widget.task.executions|c', 'constructor:1|c'];
    assert.deepEqual((await post([...ours, ...strange].join('\n'))).json(), { accepted: ours.length, refused: strange.length });
    assert.deepEqual((await settle(1)).join('\n').split('\n'), ours);
  });

  it('knows the metrics that the module records', () => {
    const table = readFileSync(new URL('../../../src/metrics/README.md', import.meta.url), 'utf8');
    assert.deepEqual([...table.matchAll(/^\| `((?:widget|data-forwarding)\.[^`]+)`/gm)].map(([, name]) => name), [...WIDGET_METRICS]);
  });

  it('lets no page name an agent, and tells nobody which one there is', async () => {
    const answers = [];
    for (const query of [`?statsd_host=127.0.0.1&statsd_port=${address.port}`, `?statsd_port=${address.port}`, '?statsd_host=10.0.0.1&statsd_port=53']) {
      const { statusCode, body } = await post('a:1|c', query);
      assert.equal(statusCode, 403);
      answers.push(body);
    }
    assert.equal(new Set(answers).size, 1, 'the right one is refused in the same words');
    assert.doesNotMatch(answers[0], /127|\d{4}/);
    assert.deepEqual(await settle(0), []);
  });

  it('counts refreshes by the state that they left their widgets in, and nothing that is none', async (t) => {
    const states = new WidgetStates('my.');
    const counted = await createApp({ routes: [statsdRelay({ ...address, prefix: 'my.' }, (line) => states.note(line))], figures: [states.figure] });
    t.after(() => counted.close());
    const refresh = (/** @type {string} */ tags, value = '1') => `my.widget.task.executions:${value}|c|#task_name:refresh,${tags}`;
    const lines = [
      refresh('task_type:first,success:true,widget:3'), refresh('task_type:repeat,success:true'), refresh('success:true,task_type:repeat', '2'),
      refresh('task_type:repeat,success:false,error_type:server'), refresh('task_type:first,success:false,error_type:network'), refresh('task_type:repeat,success:false,error_type:forbidden'),
      'my.widget.task.executions:1|c|@0.5|#success:true,task_name:refresh,page:a:b',
      // Of no refresh, of no outcome, of no such amount, of another type or another metric.
      'my.widget.task.executions:1|c', 'my.widget.task.executions:1|c|#task_name:other,success:true', refresh('success:maybe'), refresh('success:true', '-5'), refresh('success:true', '1e9'),
      'my.widget.task.executions:1|c|@0.0000001|#task_name:refresh,success:true', 'my.widget.task.executions:1|c|@0|#task_name:refresh,success:true', 'my.widget.task.executions:1|c|@-1|#task_name:refresh,success:true',
      'my.widget.task.executions:1|g|#task_name:refresh,success:true', 'my.widget.task.failures:1|c|#task_name:refresh,success:false', refresh('success:true,constructor:x,__proto__:y', '0'),
    ];
    const refused = 'sentry.widget.task.executions:1|c|#task_name:refresh,success:true';
    const answer = await counted.inject({ method: 'POST', url: '/api/0/relay/statsd/', payload: [...lines, refused].join('\n'), headers: { 'content-type': 'text/plain' } });
    assert.deepEqual(answer.json(), { accepted: lines.length, refused: 1 });
    const text = (await counted.inject('/metrics')).body;
    assert.deepEqual([...text.matchAll(/^widget_refreshes_total\{state="(\w+)"\} (.+)$/gm)].map(([, state, count]) => [state, count]), [['ready', '6'], ['stale', '1'], ['error', '2']]);
    await settle(2);
    received.length = 0;
  });

  it('is not there without a target', async (t) => {
    const off = await createApp({ routes: [statsdRelay(readAgent({}))] });
    t.after(() => off.close());
    const { statusCode, body } = await off.inject({ method: 'POST', url: '/api/0/relay/statsd/', payload: 'a:1|c', headers: { 'content-type': 'text/plain' } });
    assert.deepEqual([statusCode, JSON.parse(body)], [404, { detail: 'This server relays no metrics: STATSD_HOST is not set.' }]);
  });

  it('reads its agent from the environment', () => {
    assert.equal(readAgent({}), null);
    assert.deepEqual(readAgent({ STATSD_PORT: '8126' }), { host: '127.0.0.1', port: 8126, prefix: 'sentry.', names: [] });
    assert.deepEqual(readAgent({ STATSD_HOST: 'agent', STATSD_PORT: '9125', STATSD_PREFIX: '', STATSD_NAMES: 'page.clicks, b' }), { host: 'agent', port: 9125, prefix: '', names: ['page.clicks', 'b'] });
    assert.throws(() => readAgent({ STATSD_PORT: 'x' }), /STATSD_PORT must be a whole number/);
    assert.throws(() => readAgent({ STATSD_HOST: 'a', STATSD_NAMES: 'a b' }), /STATSD_NAMES: expected names.+found "a b"/);
  });
});
