/**
 * Every state that a widget can be in, in both browsers: what it says of itself, what stays
 * on the screen, and how it gets out again.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS, until } from './harness.js';
import { answer, openPage, settle, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
/** A limit that only those answers meet that never come. */
const SHORT_MS = 1_500;
/** Without tries of its own a widget stays as it is until somebody asks. @param {number | undefined} timeoutMs */
const noRetry = (timeoutMs) => `<script type="module">
  import { configure } from '/package/index.js';
  configure({ retry: false, timeoutMs: ${timeoutMs} });
  globalThis.seen = [];
  for (const name of ['load', 'error']) {
    document.addEventListener('events-stats-' + name, ({ detail }) => seen.push(detail.code ?? name));
  }
</script>`;

const NULLS = { ...answer(), data: answer().data.map(([time]) => [time, [{ count: null }]]) };
const never = () => new Promise(() => {});
/** @param {unknown} given */
const limitOf = (given) => (given === never ? SHORT_MS : undefined);

/** The configuration or the viewer's rights must be others first. @param {number | null} status */
const canHelp = (status) => ![400, 401, 403, 404].includes(status);

/** What was shown before is not for a viewer to see who was let in no longer. */
const NO_ACCESS = ['unauthorized', 'forbidden'];

/** How answers that are none end. @type {Array<{name: string, given: any, code: string, status?: number | null, what: string, why: RegExp}>} */
const FAILURES = [
  { name: '400 with a reason', given: { status: 400, json: { detail: 'Invalid query: no such field' } }, code: 'bad_request', what: 'Error loading chart data', why: /^Invalid query: no such field/ },
  { name: '401', given: { status: 401, json: { detail: 'Authentication credentials were not provided.' } }, code: 'unauthorized', what: 'You are not signed in', why: /^Authentication credentials were not provided\./ },
  { name: '403', given: { status: 403, json: { detail: 'You do not have permission to perform this action.' } }, code: 'forbidden', what: 'Permission denied', why: /^You do not have permission to perform this action\./ },
  { name: '404', given: { status: 404, json: { detail: 'The requested resource does not exist' } }, code: 'not_found', what: 'Not found', why: /^The requested resource does not exist \(http:\/\/[^?]+\/api\/0\/organizations\/demo\/events-stats\/\)/ },
  { name: '429', given: { status: 429, json: { detail: 'You are attempting to use this endpoint too frequently.' } }, code: 'rate_limited', what: 'Too many requests', why: /^You are attempting to use this endpoint too frequently\./ },
  { name: '500 without a word', given: { status: 500, body: '' }, code: 'server', what: 'Error loading chart data', why: /^The server responded with status 500/ },
  { name: '502 with a page', given: { status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }, code: 'server', what: 'Error loading chart data', why: /502/ },
  { name: 'no answer in time', given: never, code: 'timeout', status: null, what: 'Error loading chart data', why: /within 1500 ms/ },
  { name: 'an HTML page', given: { contentType: 'text/html', body: '<!doctype html><h1>Sign in</h1>' }, code: 'decode', status: null, what: 'Error loading chart data', why: /expected .*, found/ },
  { name: 'an answer that ends early', given: { contentType: 'application/json', body: '{"data": [[1, [{"count"' }, code: 'truncated', status: null, what: 'Error loading chart data', why: /ended early/ },
];

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    /** A page whose API answers with `given`, which the test may change meanwhile: at worst to `worst`. */
    async function open(first, worst = first) {
      const server = { given: first };
      const opened = await openPage(browser, noRetry(limitOf(worst)) + tag(OWN, WIDGET), {
        api: () => (typeof server.given === 'function' ? server.given() : server.given),
      });
      return { ...opened, server };
    }

    const facts = (page) => page.evaluate(() => {
      const widget = document.querySelector('events-stats-widget');
      const root = widget.shadowRoot;
      const seen = (selector) => [...root.querySelectorAll(selector)].filter((part) => part.checkVisibility());
      const text = (selector) => seen(selector).map((part) => part.textContent).join(' ');
      const isDrawn = (layer) => layer.width > 1 && layer.checkVisibility()
        && layer.getContext('2d').getImageData(0, 0, layer.width, layer.height).data.some((value) => value > 0);
      return {
        state: widget.state,
        shown: root.querySelector('.widget').dataset.state,
        error: widget.error,
        what: text('.message .what'),
        why: text('.message .why'),
        status: text('.status'),
        offers: seen('[part=retry]').length > 0,
        spins: seen('.spinner').length > 0,
        draws: [...root.querySelectorAll('canvas')].some(isDrawn),
        events: globalThis.seen,
      };
    });

    /** By the button, where there is one. */
    async function tryAgain(page) {
      await page.evaluate(async () => {
        const widget = document.querySelector('events-stats-widget');
        const button = [...widget.shadowRoot.querySelectorAll('[part=retry]')].find((button) => button.checkVisibility());
        if (button) button.click();
        else widget.refresh();
        await widget.settled();
      });
    }

    it('is idle while it is in no document', async () => {
      const { page } = await open({ json: answer() });
      await settle(page);
      const states = await page.evaluate(() => {
        const widget = document.querySelector('events-stats-widget');
        const fresh = document.createElement('events-stats-widget').state;
        widget.remove();
        return new Promise((resolve) => setTimeout(() => resolve([fresh, widget.state, widget.error]), 0));
      });
      assert.deepEqual(states, ['idle', 'idle', null]);
      await page.close();
    });

    it('is loading until there is an answer, and ready then', async () => {
      let release;
      const { page, problems } = await open(() => new Promise((resolve) => { release = resolve; }));
      await page.waitForFunction(() => document.querySelector('events-stats-widget')?.shadowRoot?.querySelector('.title')?.textContent);
      const loading = await facts(page);
      assert.deepEqual([loading.state, loading.shown, loading.spins, loading.error], ['loading', 'loading', true, null]);
      assert.deepEqual(loading.events, []);
      await until(() => release, Boolean);
      const strengths = page.evaluate(async () => {
        const widget = document.querySelector('events-stats-widget');
        await widget.settled();
        return [...widget.shadowRoot.querySelectorAll('canvas')].map((canvas) => getComputedStyle(canvas).opacity);
      });
      release({ json: answer() });
      assert.deepEqual([...new Set(await strengths)], ['1'], 'the picture is there at once, not faded in');
      const ready = await facts(page);
      assert.deepEqual([ready.state, ready.shown, ready.spins, ready.draws, ready.what, ready.status], ['ready', 'ready', false, true, '', '']);
      assert.deepEqual(ready.events, ['load']);
      assert.deepEqual(problems, []);
      await page.close();
    });

    it('says after a while what is loading, since when, and which of its queries are awaited', async () => {
      let release;
      const queries = ['EU', 'US'].map((name) => ({ name, aggregates: ['count()'], conditions: `region:${name}` }));
      const { page, problems } = await openPage(browser, noRetry(undefined) + tag({ ...OWN, locale: 'en-US', timezone: 'UTC' }, { ...WIDGET, queries }), {
        api: (url) => (url.search.includes('US') ? new Promise((resolve) => { release = resolve; }) : { json: answer() }),
      });
      await page.waitForFunction(() => document.querySelector('events-stats-widget')?.shadowRoot?.querySelector('.title')?.textContent);
      const early = await facts(page);
      assert.deepEqual([early.state, early.what, early.why], ['loading', '', '']);
      // A change that is spoken is one of the words that are not hidden.
      await page.evaluate(() => {
        const what = document.querySelector('events-stats-widget').shadowRoot.querySelector('.message .what');
        globalThis.spoken = [];
        new MutationObserver(() => globalThis.spoken.push(what.textContent)).observe(what, { childList: true, characterData: true, subtree: true });
      });
      const hasWords = () => Boolean(document.querySelector('events-stats-widget').shadowRoot.querySelector('.message .what')?.textContent);
      await page.waitForFunction(hasWords);
      const { state, spins, what, why } = await facts(page);
      assert.deepEqual([state, spins, why], ['loading', true, '1 of 2 queries loaded. Waiting for: Query 2 (“US”).']);
      assert.match(what, /^Loading data since \d+:\d\d:\d\d [AP]M$/);
      const hidden = await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.message .why').getAttribute('aria-hidden'));
      assert.equal(hidden, 'true');
      release({ json: answer() });
      await settle(page);
      const ready = await facts(page);
      assert.deepEqual([ready.state, ready.what, ready.why], ['ready', '', '']);
      assert.deepEqual(await page.evaluate(() => globalThis.spoken), [what]);
      assert.deepEqual(problems, []);
      await page.close();
    });

    it('offers the next longer range where there is no data, as a zoom that the page may cancel', async () => {
      const { page, requests, problems } = await openPage(browser, noRetry(undefined) + tag({ ...OWN, 'stats-period': '1h' }, WIDGET), { api: () => ({ json: { data: [] } }) });
      await settle(page);
      const offer = () => page.waitForFunction(() => {
        const button = document.querySelector('events-stats-widget').shadowRoot.querySelector('.message [part=wider]');
        return button?.checkVisibility() && button.textContent;
      }).then((found) => found.jsonValue());
      const press = () => page.evaluate(() => {
        const widget = document.querySelector('events-stats-widget');
        widget.shadowRoot.querySelector('[part=wider]').click();
        return widget.settled();
      });
      const offered = [];
      for (const days of [1, 7, 14, 30, 90]) {
        offered.push(await offer());
        await press();
        const asked = new URLSearchParams(requests.at(-1).split('?')[1]);
        const [start, end] = ['start', 'end'].map((name) => Date.parse(`${asked.get(name).slice(0, 19)}Z`));
        assert.equal(Math.round((end - start) / 86_400_000), days);
      }
      assert.deepEqual(offered, ['Show 1 day', 'Show 7 days', 'Show 14 days', 'Show 30 days', 'Show 90 days']);
      const last = await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('[part=wider]').checkVisibility());
      assert.equal(last, false, 'beyond 90 days there is no longer range to offer');
      const range = () => page.evaluate(() => document.querySelector('events-stats-widget').range);
      await page.evaluate(() => { document.querySelector('events-stats-widget').range = { statsPeriod: '24h' }; });
      await settle(page);
      assert.equal(await offer(), 'Show 7 days');
      await page.evaluate(() => document.addEventListener('events-stats-range', (event) => event.preventDefault()));
      const count = requests.length;
      await press();
      assert.deepEqual([requests.length, await range()], [count, { statsPeriod: '24h' }]);
      assert.deepEqual(problems, []);
      await page.close();
    });

    for (const [name, body, words] of [
      ['no buckets', { data: [] }, 'No Data'],
      ['nothing but nulls', NULLS, 'The data does not contain any plottable values.'],
    ]) {
      it(`is empty with ${name}, in Sentry's words`, async () => {
        const { page, problems } = await open({ json: body });
        await settle(page);
        const { state, shown, what, why, error, offers } = await facts(page);
        assert.deepEqual({ state, shown, what, error, offers }, { state: 'empty', shown: 'empty', what: words, error: null, offers: false });
        assert.match(why, /^\w+ \d+ \d+:\d\d [AP]M — \w+ \d+ \d+:\d\d [AP]M \(.+\)$/, 'the range that was asked for');
        assert.deepEqual(problems, []);
        await page.close();
      });
    }

    for (const { name, given, code, status = given.status, what, why } of FAILURES) {
      it(`says why there is no chart, and offers another try where it can help: ${name}`, async () => {
        const { page, problems, server } = await open(given);
        await settle(page);
        const failed = await facts(page);
        assert.deepEqual([failed.state, failed.shown, failed.error?.code, failed.error?.status], ['error', 'error', code, status]);
        assert.equal(failed.what, what);
        assert.match(failed.why, why);
        assert.equal(failed.error.message.toLowerCase(), failed.why.toLowerCase());
        assert.equal(failed.offers, canHelp(status));
        assert.deepEqual(failed.events, [code]);
        server.given = { json: answer() };
        await tryAgain(page);
        const ready = await facts(page);
        assert.deepEqual([ready.state, ready.error, ready.what, ready.draws], ['ready', null, '', true]);
        assert.deepEqual(problems, []);
        await page.close();
      });
    }

    for (const { name, given, code, status = given.status, why } of FAILURES.filter(({ code }) => !NO_ACCESS.includes(code))) {
      it(`keeps the chart when a refresh fails, and offers another try where it can help: ${name}`, async () => {
        const { page, problems, server } = await open({ json: answer() }, given);
        await settle(page);
        server.given = given;
        await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
        const stale = await facts(page);
        assert.deepEqual([stale.state, stale.shown, stale.draws, stale.offers, stale.what], ['stale', 'stale', true, canHelp(status), '']);
        assert.equal(stale.error.code, code);
        assert.match(stale.status, why);
        assert.deepEqual(stale.events, ['load', code]);
        server.given = { json: answer() };
        await tryAgain(page);
        const ready = await facts(page);
        assert.deepEqual([ready.state, ready.error, ready.status], ['ready', null, '']);
        assert.deepEqual(problems, []);
        await page.close();
      });
    }

    for (const { name, given, code, what } of FAILURES.filter(({ code }) => NO_ACCESS.includes(code))) {
      it(`takes the chart away from a viewer who is let in no longer: ${name}`, async () => {
        const { page, server } = await open({ json: answer() }, given);
        await settle(page);
        server.given = given;
        await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
        const refused = await facts(page);
        assert.deepEqual([refused.state, refused.draws, refused.what, refused.status], ['error', false, what, '']);
        assert.deepEqual(refused.events, ['load', code]);
        await page.close();
      });
    }

    it('says when it is asked again', async () => {
      const { page, server } = await open({ json: answer() });
      await settle(page);
      server.given = { status: 500, json: { detail: 'Internal Error' } };
      await page.evaluate(() => {
        const widget = document.querySelector('events-stats-widget');
        widget.setAttribute('locale', 'en-GB');
        widget.setAttribute('timezone', 'UTC');
        widget.setAttribute('refresh', '3600');
        return widget.refresh();
      });
      const { status } = await facts(page);
      const [, hours, minutes, seconds] = /^Internal Error\. Next retry at (\d\d):(\d\d):(\d\d)\.$/.exec(status) ?? [];
      assert.ok(seconds, status);
      const at = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
      const wait = (at - (Date.now() % 86_400_000) + 86_400_000) % 86_400_000;
      assert.ok(wait > 3_600_000 * 0.85 && wait < 3_600_000 * 1.11, `${wait} ms`);
      await page.close();
    });
  });
}
