/** Each fault does what its name says, and only on a server that has faults switched on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import http from 'node:http';
import { FAULTS } from '../../../www/server/http/faults.js';
import { LARGE, raw, startServer } from './harness.js';

const STATS = '/api/0/organizations/demo/events-stats/';
let server;
before(async () => { server = await startServer({ faults: true }); });
after(() => server.close());

const ask = (fault, options = {}) => raw(server.address, STATS, { ...options, headers: { 'x-test-fault': fault, ...options.headers } });

test('a server without the switch knows no faults', async (t) => {
  const plain = await startServer();
  t.after(() => plain.close());
  assert.equal((await raw(plain.address, STATS, { headers: { 'x-test-fault': 'html-502' } })).status, 200);
  assert.equal((await raw(plain.address, '/__test/faults', { method: 'POST' })).status, 404);
});

/** @type {Array<[fault: string, status: number, type: RegExp, body: RegExp]>} */
const BODIES = [
  ['html-502', 502, /^text\/html/, /^<html>/],
  ['rate-limit', 429, /^text\/html/, /^"You are attempting to use this endpoint too frequently\. /],
  ['wrong-shape', 200, /json/, /^\{"rows"/],
  ['duplicate-keys', 200, /json/, /"data".*"data"/],
  ['nan', 200, /json/, /"count":NaN/],
  ['infinity', 200, /json/, /"count":-Infinity/],
  ['huge-number', 200, /json/, /"count":1e999/],
  ['empty-body', 200, /json/, /^$/],
  ['not-json', 200, /json/, /,$/],
  ['wrong-type', 200, /^text\/html/, /^\{"data"/],
  ['status=418', 418, /json/, /detail/],
];

for (const [fault, status, type, body] of BODIES) {
  test(fault, async () => {
    const answer = await ask(fault);
    assert.equal(answer.status, status);
    assert.match(answer.headers['content-type'], type);
    assert.match(answer.body.toString(), body);
  });
}

test('deep-nesting is 100,000 levels of valid JSON', async () => {
  const { body } = await ask('deep-nesting');
  assert.equal(body.length, 200_000);
});

test('bad-utf8 is no UTF-8', async () => {
  const { body } = await ask('bad-utf8');
  assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(body));
});

test('latency comes before the real answer', async () => {
  const started = performance.now();
  const { body } = await ask('latency=200');
  assert.ok(performance.now() - started >= 190);
  assert.deepEqual(JSON.parse(String(body)), LARGE);
});

test('cut-connection ends without an answer', async () => {
  await assert.rejects(ask('cut-connection'), /socket hang up|ECONNRESET/);
});

test('cut-body promises more than it sends', async () => {
  const answer = await ask('cut-body');
  assert.equal(answer.complete, false);
  assert.ok(answer.body.length > 0);
  assert.ok(answer.body.length < Number(answer.headers['content-length']));
  const encoded = await ask('cut-body', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(encoded.complete, false);
  assert.ok(encoded.body.length > 0);
});

/** Asks and gives up after a time, or after enough bytes; what came until then. */
function askFor(fault, milliseconds, enough = Infinity) {
  return new Promise((resolve) => {
    let bytes = 0;
    let status = null;
    const giveUp = () => { clearTimeout(timer); request.destroy(); resolve({ status, bytes }); };
    const timer = setTimeout(giveUp, milliseconds);
    const request = http.get(`${server.address}${STATS}`, { headers: { 'x-test-fault': fault } }, (response) => {
      status = response.statusCode;
      response.on('data', (chunk) => { bytes += chunk.length; if (bytes > enough) giveUp(); });
      response.on('error', () => {});
    });
    request.on('error', () => {});
  });
}

test('silence says nothing, endless-body never stops', async () => {
  assert.deepEqual(await askFor('silence', 300), { status: null, bytes: 0 });
  const endless = await askFor('endless-body', 120_000, 1_000_000);
  assert.equal(endless.status, 200);
  assert.ok(endless.bytes > 1_000_000);
});

test('faults can be ordered for coming requests', async () => {
  const order = (body) => raw(server.address, '/__test/faults', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal((await order({ path: '/events-stats/', fault: 'html-502', times: 2 })).status, 200);
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await raw(server.address, STATS)).status);
  assert.deepEqual(statuses, [502, 502, 200]);
  await order({ fault: 'html-502', times: 5 });
  await raw(server.address, '/__test/faults', { method: 'DELETE' });
  assert.equal((await raw(server.address, STATS)).status, 200);
  assert.equal((await raw(server.address, `${STATS}?x-test-fault=html-502`)).status, 502);
  assert.equal((await order({ fault: 'explode' })).status, 400);
  assert.equal((await raw(server.address, STATS, { headers: { 'x-test-fault': 'constructor' } })).status, 200);
});

test('every fault has a test above', () => {
  const tested = new Set([...BODIES.map(([name]) => name.split('=')[0]), 'latency', 'deep-nesting', 'bad-utf8', 'silence', 'cut-connection', 'endless-body', 'cut-body']);
  assert.deepEqual([...FAULTS].sort(), [...tested].sort());
});
