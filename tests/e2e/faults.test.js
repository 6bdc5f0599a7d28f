/**
 * Thirty charts on one page, and everything that can befall their requests. Each row: a first good
 * load, then a refresh into the fault, then a refresh after its end.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchChromium } from './harness.js';
import { lookAtAll, openWall, refreshAll, settleAll, startFaultyServer, WIDGETS } from './wall.js';

const CONCURRENCY = 5;
const MAX_BYTES = 250_000;
/** Shorter than the silence, and than anything else on a quiet machine. */
const SHORT_TIMEOUT_MS = 1_000;
const RETRY = { attempts: 1, baseMs: 20, capMs: 40 };
const TWICE = 2 * WIDGETS;

let server;
let browser;
let wall;
before(async () => {
  server = await startFaultyServer();
  browser = await launchChromium();
  wall = await openWall(browser, server.url, { timeoutMs: 20_000, maxBytes: MAX_BYTES, retry: RETRY });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What failed, in which words, and how often it was tried: once for each chart, or once more. */
const FAILURES = [
  ['cut-connection', 'network', /^no answer from the server: /, TWICE],
  ['cut-body', 'network', /^no answer from the server: /, TWICE],
  ['html-502', 'server', /^502 Bad Gateway$/, TWICE],
  ['status=503', 'server', /^A fault that a test asked for\.$/, TWICE],
  ['status=408', 'http', /^A fault that a test asked for\.$/, TWICE],
  ['empty-body', 'truncated', /^the answer ended early, after 0 bytes$/, TWICE],
  ['not-json', 'truncated', /^the answer ended early, after 22 bytes$/, TWICE],
  ['status=400', 'bad_request', /^A fault that a test asked for\.$/, WIDGETS],
  ['status=404', 'not_found', /^A fault that a test asked for\.$/, WIDGETS],
  ['status=418', 'http', /^A fault that a test asked for\.$/, WIDGETS],
  ['endless-body', 'too_large', /^the answer is larger than 250000 bytes$/, WIDGETS],
  ['wrong-shape', 'decode', /expected an object with rows in `data`, found an object with `rows`, `total`$/, WIDGETS],
  ['deep-nesting', 'decode', /expected an object of series, found a list$/, WIDGETS],
  ['nan', 'decode', /expected a value, found `NaN`, which JSON does not have$/, WIDGETS],
  ['infinity', 'decode', /expected a number, found `-`/, WIDGETS],
  ['huge-number', 'decode', /expected rows of times and values, found row 1: expected a number or null, found the number `1e999`$/, WIDGETS],
  ['bad-utf8', 'decode', /expected an object with rows in `data`/, WIDGETS],
];

for (const [fault, code, words, requests] of FAILURES) {
  test(`${fault}: the old charts stay, marked stale, and recover`, async () => {
    const before = await begin();
    await failWith(fault, requests);
    const now = await lookAtAll(wall.page);
    assertAll(now, (look, index) => {
      assert.equal(look.state, 'stale');
      assert.equal(look.error.code, code);
      assert.match(look.error.message, words);
      assert.ok(look.text.toLowerCase().includes(look.error.message.toLowerCase()), look.text);
      assert.equal(look.values, before[index].values);
      assert.equal(look.picture, before[index].picture);
      assert.ok(look.isPainted);
    });
    await recover();
  });
}

for (const [fault, code, words] of [
  ['status=401', 'unauthorized', /You are not signed in/],
  ['status=403', 'forbidden', /You may not see this data/],
]) {
  test(`${fault}: what the viewer may not see is hidden until the host has logged in`, async () => {
    await begin();
    await failWith(fault, WIDGETS);
    assertAll(await lookAtAll(wall.page), (look) => {
      assert.equal(look.state, 'error');
      assert.equal(look.error.code, code);
      assert.match(look.text, words);
      assert.equal(look.values, code);
    });
    await recover();
  });
}

/** Answers that are odd, and answers all the same. */
const ODDITIES = [
  ['latency=150', 'ready', /^/],
  ['wrong-type', 'ready', /^/],
  ['duplicate-keys', 'ready', /`data` stands twice; the later one counts\./],
];

for (const [fault, state, words] of ODDITIES) {
  test(`${fault}: it is shown, with a note where something was dropped`, async () => {
    await begin();
    await failWith(fault, WIDGETS);
    assertAll(await lookAtAll(wall.page), (look) => {
      assert.equal(look.state, state);
      assert.equal(look.error, null);
      assert.match(look.text, words);
    });
    await recover();
  });
}

test('silence: each request has its time limit', async () => {
  const patient = wall;
  wall = await openWall(browser, server.url, { timeoutMs: SHORT_TIMEOUT_MS, retry: RETRY });
  const before = await begin();
  await failWith('silence', TWICE);
  assertAll(await lookAtAll(wall.page), (look, index) => {
    assert.equal(look.state, 'stale');
    assert.equal(look.error.code, 'timeout');
    assert.match(look.error.message, /^no answer from the server within 1000 ms$/);
    assert.equal(look.picture, before[index].picture);
  });
  await recover();
  await wall.close();
  wall = patient;
});

test('too many requests: the whole origin waits, and then all are served', async () => {
  await begin();
  await wall.setFault('rate-limit');
  const refreshed = refreshAll(wall.page);
  // Two seconds of patience begin with the first refusal; most of them are looked at.
  const { sent, errors } = await wall.page.evaluate(async () => {
    const widgets = [...document.querySelectorAll('events-stats-widget')];
    const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
    while (!widgets.some(({ error }) => error)) await sleep(5);
    await sleep(1_500);
    globalThis.fault = null;
    return { sent: traffic.sent, errors: widgets.map(({ error }) => error).filter(Boolean) };
  });
  assert.ok(sent <= CONCURRENCY, `${sent} requests, though the first was told to slow down`);
  assert.equal(errors.length, sent);
  for (const error of errors) {
    assert.deepEqual([error.code, error.status], ['rate_limited', 429]);
    assert.match(error.message, /^You are attempting to use this endpoint too frequently\. /);
  }
  await refreshed;
  await allReady();
  assert.equal((await wall.traffic()).sent, sent + WIDGETS, 'those refused are tried once more, and nobody else is');
});

test('nothing was thrown, nothing was logged but by the browser itself', () => {
  const complaints = wall.complaints.filter((text) => !/^Failed to load resource: |^Canvas2D: Multiple readback/.test(text));
  assert.deepEqual(complaints, []);
});

/** All charts show good data; the count of requests begins at none. */
async function begin() {
  await wall.setFault(null);
  const states = await wall.page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ state }) => state));
  // After a test that failed half-way.
  if (states.some((state) => state !== 'ready')) await refreshAll(wall.page);
  const before = await lookAtAll(wall.page);
  assertAll(before, (look) => assert.deepEqual([look.state, look.error, look.isPainted], ['ready', null, true]));
  await wall.reset();
  return before;
}

/** Refreshes into a fault, until all requests that are to be expected are through, and none follows. */
async function failWith(fault, requests) {
  await wall.setFault(fault);
  await refreshAll(wall.page);
  await wall.page.waitForFunction((requests) => traffic.sent >= requests && traffic.underWay === 0, requests).catch(() => {});
  await sleep(4 * RETRY.capMs);
  await settleAll(wall.page);
  const { sent, most } = await wall.traffic();
  assert.equal(sent, requests, 'requests');
  assert.ok(most <= CONCURRENCY, `${most} requests at once`);
}

async function recover() {
  await wall.setFault(null);
  await refreshAll(wall.page);
  await allReady();
}

async function allReady() {
  await wall.page.waitForFunction(() => [...document.querySelectorAll('events-stats-widget')].every((widget) => widget.state === 'ready' && widget.error === null));
  await settleAll(wall.page);
}

/** Names the chart that differs. */
function assertAll(looks, check) {
  assert.equal(looks.length, WIDGETS);
  looks.forEach((look, index) => {
    try {
      check(look, index);
    } catch (error) {
      error.message = `chart ${index}: ${error.message}`;
      throw error;
    }
  });
}
