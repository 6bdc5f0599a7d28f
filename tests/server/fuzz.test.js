/**
 * Hostile requests to every route: each is answered soon, in words where it is refused, and by no 5xx. `FUZZ_SEED` begins another sequence,
 * `FUZZ_SECONDS` goes on for longer.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { beforeSentry, KEY, overEvents, SENTRY_TOKEN } from './everything.js';
import { Fuzz } from './fuzz.js';

const SEED = Number(process.env.FUZZ_SEED ?? 1);
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 0);
const LEAST = 2000;
const AT_ONCE = 8;
/** Longer than any query may take. */
const PATIENCE_MS = 60_000;

/** @param {number} port @param {Buffer} request @returns {Promise<string>} all that is answered */
function send(port, request) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    /** @type {Buffer[]} */
    const chunks = [];
    const timer = setTimeout(() => { socket.destroy(); reject(new Error(`no end, only ${Buffer.concat(chunks)}`)); }, PATIENCE_MS);
    socket.on('data', (chunk) => chunks.push(chunk));
    // It may be refused before all of it was read.
    socket.on('error', () => {});
    socket.on('close', () => { clearTimeout(timer); resolve(Buffer.concat(chunks).toString('latin1')); });
    // Who ends before the answer has come gets none.
    socket.write(request);
  });
}

/** @param {string} text of a whole answer, without those that only say to go on */
function read(text) {
  const [head, ...rest] = text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '').split('\r\n\r\n');
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(head) ?? [];
  return { status: Number(status), head, body: rest.join('\r\n\r\n') };
}

for (const [place, make] of /** @type {const} */ ([['over events', overEvents], ['in front of a Sentry', beforeSentry]])) {
  describe(place, () => {
    test('no request makes a 5xx, hangs, or ends the server', async (t) => {
      const server = await make();
      t.after(() => server.close());
      const port = Number(new URL(server.address).port);
      const fuzz = new Fuzz(SEED, server.routes, Object.values(server.tokens), KEY);
      const end = performance.now() + SECONDS * 1000;
      /** @type {Map<number, number>} */
      const statuses = new Map();
      let count = 0;
      const work = async () => {
        for (; count < LEAST || performance.now() < end;) {
          count += 1;
          const request = fuzz.request();
          const asked = () => `seed ${SEED}: ${JSON.stringify(String(request.subarray(0, 2000)))}`;
          const text = await send(port, request).catch((error) => assert.fail(`${error.message}: ${asked()}`));
          const { status, head, body } = read(text);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          assert.ok(status >= 200, `${asked()}\n${text.slice(0, 300)}`);
          // XML is what oEmbed says 501 to.
          assert.ok(status < 500 || (status === 501 && /oembed\S*format=xml/.test(String(request))), `${asked()}\n${text.slice(0, 600)}\n${server.lines.at(-1)}`);
          assert.doesNotMatch(text, new RegExp(`${SENTRY_TOKEN}|^x-evil:|node_modules|^    at `, 'im'), asked());
          const isHead = /^HEAD /.test(String(request.subarray(0, 5)));
          if (status >= 400 && !isHead && !/content-encoding/i.test(head)) assert.match(body, /"detail":"[^"]{5}|^[^{]*\{"\w+":\[/, asked());
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      t.diagnostic(`${count} requests: ${[...statuses].sort().map(([status, times]) => `${times} times ${status}`).join(', ')}`);
      assert.ok((statuses.get(200) ?? 0) > count / 50, 'some of it is answered');
      const telling = new RegExp([KEY, SENTRY_TOKEN, ...Object.values(server.tokens)].join('|'));
      assert.deepEqual(server.lines.filter((line) => telling.test(line)), [], 'no secret is in a log');
      assert.equal((await fetch(`${server.address}/healthz`)).status, 200);
    });
  });
}
