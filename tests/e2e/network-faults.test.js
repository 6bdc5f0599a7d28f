/**
 * Thirty charts on one page, and everything that can befall their requests. Each row: a first good
 * load, then a refresh into the fault, then a refresh after its end.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROWSERS, launchChromium, openPage } from './harness.js';
import { lookAtAll, openWall, refreshAll, settleAll, startFaultyServer, WIDGETS } from './wall.js';

const CONCURRENCY = 5;
const MAX_BYTES = 250_000;
/** Shorter than the silence; nothing else is asked under it. */
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

/** What failed, in which words, and how often it was tried: once for each chart, or once more. @type {Array<[fault: string, code: string, words: RegExp, requests: number]>} */
const FAILURES = [
  ['cut-connection', 'network', /^no response from the server: /, TWICE],
  ['cut-body', 'network', /^no response from the server: /, TWICE],
  ['html-502', 'server', /^502 Bad Gateway$/, TWICE],
  ['status=503', 'server', /^A fault that a test asked for\.$/, TWICE],
  ['status=408', 'http', /^A fault that a test asked for\.$/, TWICE],
  ['empty-body', 'truncated', /^the response ended early, after 0 bytes$/, TWICE],
  ['not-json', 'truncated', /^the response ended early, after 22 bytes$/, TWICE],
  ['status=400', 'bad_request', /^A fault that a test asked for\.$/, WIDGETS],
  ['status=404', 'not_found', /^A fault that a test asked for\. \(http:.*\/events-stats\/\)$/, WIDGETS],
  ['status=418', 'http', /^A fault that a test asked for\.$/, WIDGETS],
  ['endless-body', 'too_large', /^the response is larger than 250000 bytes$/, WIDGETS],
  ['wrong-shape', 'decode', /expected an object with rows in `data`, found an object with `rows`, `total`$/, WIDGETS],
  ['deep-nesting', 'decode', /expected an object of series, found a list$/, WIDGETS],
  ['nan', 'decode', /expected a value, found `NaN`, which is not valid JSON$/, WIDGETS],
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

for (const [fault, code, words] of /** @type {Array<[string, string, RegExp]>} */ ([
  ['status=401', 'unauthorized', /You are not signed in/],
  ['status=403', 'forbidden', /Permission denied/],
])) {
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

/** Answers that are odd, and answers all the same. @type {Array<[fault: string, state: string, words: RegExp]>} */
const ODDITIES = [
  ['latency=150', 'ready', /^/],
  ['wrong-type', 'ready', /^/],
  ['duplicate-keys', 'ready', /`data` appears twice; the last one is used\./],
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
  wall = await openWall(browser, server.url, { timeoutMs: 20_000, retry: RETRY });
  await limit(wall, SHORT_TIMEOUT_MS);
  const before = await begin();
  await failWith('silence', TWICE);
  assertAll(await lookAtAll(wall.page), (look, index) => {
    assert.equal(look.state, 'stale');
    assert.equal(look.error.code, 'timeout');
    assert.match(look.error.message, /^no response from the server within 1000 ms$/);
    assert.equal(look.picture, before[index].picture);
  });
  await wall.setFault(null);
  await limit(wall, 20_000);
  await recover();
  await wall.close();
  wall = patient;
});

test('too many requests: the whole origin waits, and then all are served', async () => {
  await begin();
  await wall.setFault('rate-limit');
  const refreshed = refreshAll(wall.page);
  const { sent, errors, refusedAt } = await wall.page.evaluate(async () => {
    const widgets = [...document.querySelectorAll('events-stats-widget')];
    const errors = () => widgets.map(({ error }) => error).filter(Boolean);
    while (traffic.underWay > 0 || errors().length < Math.max(1, traffic.sent)) await new Promise((resolve) => { setTimeout(resolve, 5); });
    globalThis.fault = null;
    return { sent: traffic.sent, errors: errors(), refusedAt: performance.now() };
  });
  assert.ok(sent <= CONCURRENCY, `${sent} requests, though the first was told to slow down`);
  assert.equal(errors.length, sent);
  for (const error of errors) {
    assert.deepEqual([error.code, error.status], ['rate_limited', 429]);
    assert.match(error.message, /^You are attempting to use this endpoint too frequently\. /);
  }
  await refreshed;
  await allReady();
  const { sent: all, times } = await wall.traffic();
  assert.equal(all, sent + WIDGETS, 'those refused are tried once more, and nobody else is');
  // Two seconds of patience begin with the first refusal; most of them are looked at.
  assert.deepEqual(times.slice(-all).filter((time) => time > refusedAt && time < refusedAt + 1_500), []);
});

/** What a page can be opened into: in Chromium all of it, in Firefox the worst. */
const FIRST = ['html-502', 'status=503', 'cut-connection', 'cut-body', 'not-json', 'wrong-shape', 'bad-utf8', 'status=404', 'rate-limit', 'silence'];
const WORST = ['html-502', 'cut-connection', 'wrong-shape', 'status=404', 'rate-limit'];
/** Long enough for every fault to be met more than once, and as short as it may be. */
const FAULT_MS = 1_500;
const FIRST_RETRY = { attempts: 3, baseMs: 100, capMs: 400, refusedMs: 1_000 };

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  const chosen = browserName === 'Chromium' ? FIRST : WORST;
  describe(`a wall by its dashboard-id, in ${browserName}`, () => {
    let own;
    before(async () => { own = await launch(); });
    after(() => own?.close());

    for (const [fault, faultOn] of [...chosen.map((fault) => [fault, '/']), [WORST[0], '/dashboards/'], ['silence', '/dashboards/']]) {
      it(`is opened into ${fault} on ${faultOn}, and heals by itself with one request for all`, async () => {
        const timeoutMs = fault === 'silence' ? 2_000 : 20_000;
        const options = { attributes: { refresh: '1' }, testMode: true, timeoutMs, maxBytes: MAX_BYTES, retry: FIRST_RETRY };
        const opened = await openWall(own, server.url, { ...options, byDashboard: true, fault, faultOn });
        try {
          await sleep(FAULT_MS);
          const failed = await opened.page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ state, error }) => [state, error?.code]));
          assert.ok(failed.every(([state]) => ['error', 'loading'].includes(state)), JSON.stringify(failed));
          const { dashboards } = await opened.traffic();
          assert.ok(dashboards >= 1 && dashboards < WIDGETS, `${dashboards} requests for the dashboard`);
          await opened.setFault(null);
          await opened.page.waitForFunction(() => [...document.querySelectorAll('events-stats-widget')].every(({ shadowRoot, state }) => shadowRoot && ['ready', 'stale'].includes(state)));
        } finally {
          await opened.close();
        }
      });
    }
  });
}

test('a dashboard that fails later takes nothing away, and a late widget is served by its neighbours', async () => {
  const opened = await openWall(browser, server.url, { byDashboard: true, timeoutMs: 20_000, retry: FIRST_RETRY });
  const before = await lookAtAll(opened.page);
  await opened.setFault('html-502');
  await refreshAll(opened.page);
  assertAll(await lookAtAll(opened.page), (look, index) => {
    assert.equal(look.state, 'stale');
    assert.equal(look.values, before[index].values);
  });
  // A failed refresh has the dashboard fetched again, which fails as well.
  await refreshAll(opened.page);
  const late = await opened.page.evaluate(async () => {
    const widget = document.querySelector('events-stats-widget').cloneNode(true);
    document.body.append(widget);
    await widget.settled();
    const { shadowRoot } = widget;
    return { title: shadowRoot.querySelector('.title').textContent, dashboards: traffic.dashboards };
  });
  assert.equal(late.title, 'Chart 0');
  await opened.setFault(null);
  await refreshAll(opened.page);
  assertAll((await lookAtAll(opened.page)).slice(0, WIDGETS), (look) => assert.equal(look.state, 'ready'));
  await opened.close();
});

test('an hour of patience: stale looks stale, a wish is tried at once, and opens the origin again', async () => {
  const opened = await openWall(browser, server.url, { attributes: { refresh: '1' }, testMode: true, timeoutMs: 20_000, retry: { attempts: 2, baseMs: 100, capMs: 200 } });
  const { page } = opened;
  await page.evaluate(() => {
    const ask = globalThis.fetch;
    globalThis.isClosed = true;
    globalThis.fetch = (address, init) => (globalThis.isClosed && address.includes('/api/')
      ? Promise.resolve(new Response('{"detail": "Slow down"}', { status: 429, headers: { 'retry-after': '3600' } })) : ask(address, init));
    // The page's clock is put back by an hour meanwhile.
    const now = Date.now.bind(Date);
    Date.now = () => now() - 3_600_000;
  });
  await page.waitForFunction(() => [...document.querySelectorAll('events-stats-widget')].every(({ state, shadowRoot }) => state === 'stale'
    && /The data is from less than a minute ago\./.test(shadowRoot.querySelector('.status').textContent)));
  await opened.reset();
  const tried = await page.evaluate(async () => {
    const [first] = document.querySelectorAll('events-stats-widget');
    await first.refresh();
    return [first.state, first.error?.code];
  });
  assert.deepEqual(tried, ['stale', 'rate_limited']);
  assert.equal((await opened.traffic()).sent, 1, 'the one that was wished for');
  await page.evaluate(() => {
    globalThis.isClosed = false;
    const [, second] = document.querySelectorAll('events-stats-widget');
    const buttons = [...second.shadowRoot.querySelectorAll('.retry')];
    buttons.find((button) => button.checkVisibility()).click();
  });
  await page.waitForFunction(() => [...document.querySelectorAll('events-stats-widget')].every(({ error }) => error === null));
  await opened.close();
});

test('settled() resolves whatever is answered, one after the other', async () => {
  const opened = await openPage(browser);
  const { page } = opened;
  await page.goto(`${server.url}blank.html`);
  const restless = await page.evaluate(async (rounds) => {
    const { configure, defineElement } = await import('/package/element.js');
    configure({ org: 'demo', baseUrl: '/', timeoutMs: 400, retry: { attempts: 2, baseMs: 20, capMs: 40 } });
    defineElement();
    let seed = 7;
    const pick = (list) => {
      seed = (seed * 16_807) % 2_147_483_647;
      return list[seed % list.length];
    };
    const good = () => JSON.stringify({ data: [[1767225600, [{ count: 3 }]], [1767229200, [{ count: 4 }]]], start: 1767225600, end: 1767232800 });
    const answers = [
      () => new Response(good()),
      () => new Response(good()),
      () => new Response('{"data": []}', { status: 429, headers: { 'retry-after': pick(['-1', '3600', '1', 'x', '']), date: 'x' } }),
      () => new Response('{"detail": "topEvents must be an integer"}'),
      () => new Response('<h1>Sign in</h1>', { headers: { 'content-type': 'text/html' } }),
      () => new Response('{"data": [[1767', { status: pick([200, 503]) }),
      () => new Response('', { status: pick([400, 401, 403, 404, 500]) }),
      () => Promise.reject(pick([new TypeError('refused'), 'refused', undefined])),
      () => new Promise(() => {}),
      () => pick([null, 7, {}]),
      () => new Response(new ReadableStream({ start: (stream) => stream.error(new Error('cut')) })),
    ];
    const within = (promise, name) => Promise.race([promise.then(() => null), new Promise((resolve) => { setTimeout(resolve, 60_000, name); })]);
    for (let round = 0; round < rounds; round += 1) {
      const widget = document.createElement('events-stats-widget');
      Object.assign(widget.style, { display: 'block', width: '600px', height: pick(['0px', '200px']) });
      widget.setAttribute('stats-period', pick(['1h', '24h']));
      if (pick([true, false])) widget.setAttribute('compare', '1d');
      widget.fetch = async () => pick(answers)();
      widget.config = { displayType: 'line', widgetType: pick(['error-events', 'discover']), queries: [{ aggregates: ['epm()', 'count()'], columns: pick([[], ['release']]) }] };
      document.body.append(widget);
      const steps = Array.from({ length: 4 }, () => pick(['settled', 'refresh', 'split', 'wait']));
      for (const step of steps) {
        if (step === 'wait') await new Promise((resolve) => { setTimeout(resolve, 30); });
        const asked = step === 'refresh' ? widget.refresh() : step === 'split' ? widget.refresh({ split: true }) : widget.settled();
        const late = await within(asked, `round ${round}, ${step} of ${steps}: ${widget.state}`);
        if (late) return late;
      }
      widget.remove();
    }
    return null;
  }, 60);
  assert.equal(restless, null);
  await opened.close();
});

test('settled() resolves where the browser gives no frames', async () => {
  const opened = await openPage(browser);
  const { page } = opened;
  // The one page of the server that holds a frame, which has registered the element.
  await page.goto(`${server.url}hostile.html`);
  const settled = await page.evaluate(async () => {
    const frame = document.querySelector('iframe');
    await frame.contentWindow.customElements.whenDefined('events-stats-widget');
    frame.style.display = 'none';
    const inner = frame.contentDocument;
    const widget = inner.createElement('events-stats-widget');
    widget.setAttribute('org', 'demo');
    widget.config = { displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'] }] };
    inner.body.append(widget);
    const late = new Promise((resolve) => { setTimeout(resolve, 60_000, 'nothing'); });
    return Promise.race([widget.settled(), late]);
  });
  assert.deepEqual(settled, { drawn: false });
  await opened.close();
});

test('nothing was thrown, nothing was logged but by the browser itself', () => {
  const complaints = wall.complaints.filter((text) => !/^Failed to load resource: |^Canvas2D: Multiple readback/.test(text));
  assert.deepEqual(complaints, []);
});

/** Every request of the wall has this time limit, once all charts are at rest under it. */
async function limit({ page }, timeoutMs) {
  await page.evaluate(async (ms) => (await import('/package/element.js')).configure({ timeoutMs: ms }), timeoutMs);
  await settleAll(page);
}

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
