/**
 * What a page's own code throws is the page's: it is reported as the browser reports it, and
 * ends no chart, whatever it is and wherever it is thrown.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const PAGE = tag({ ...OWN, id: 'a' }, WIDGET) + tag({ ...OWN, id: 'b' }, WIDGET);
const ROUNDS = 6;

/** Functions in place of `fetch` that are none, in source text. */
const HOSTILE = {
  'throws a RangeError': '() => { new Date(NaN).toISOString(); }',
  'throws a trap of another module': "() => { throw new WebAssembly.RuntimeError('unreachable'); }",
  'throws nothing': '() => { throw undefined; }',
  'rejects with a text': "() => Promise.reject('no')",
  'rejects with null': '() => Promise.reject(null)',
  'returns nothing': '() => undefined',
  'returns a number': '() => 7',
  'returns a thenable that throws': '() => ({ get then() { throw new RangeError("then"); } })',
  'returns a thenable that calls back with an error': '() => ({ then(_, reject) { reject(new RangeError("no")); } })',
  'returns a promise whose own `then` throws': '() => Object.assign(Promise.resolve(7), { then() { throw new RangeError("then"); } })',
  'returns a promise whose `constructor` throws': '() => Object.defineProperty(Promise.resolve(1), "constructor", { get() { throw new RangeError("constructor"); } })',
  'returns an answer without a status': '() => ({ headers: new Headers(), body: null })',
  'returns an answer whose members throw': '() => ({ get status() { throw new RangeError("status"); } })',
  'returns an answer whose second look throws': `() => { let looks = 0; return {
    get status() { looks += 1; if (looks > 1) throw new RangeError("again"); return 200; }, headers: new Headers(), body: null, arrayBuffer: async () => new ArrayBuffer(0) }; }`,
  'returns headers that throw': '() => ({ status: 200, headers: { get() { throw new RangeError("get"); } }, body: null, arrayBuffer: async () => new ArrayBuffer(0) })',
  'returns headers that are numbers': '() => ({ status: 503, headers: { get: () => 7 }, body: null, arrayBuffer: async () => new ArrayBuffer(0) })',
  'returns a body that is no stream': '() => ({ status: 200, headers: new Headers(), body: { getReader() { throw new RangeError("reader"); } } })',
  'returns a body that breaks': '() => new Response(new ReadableStream({ pull() { throw new RangeError("pull"); } }))',
  'returns a body of texts': '() => new Response(new ReadableStream({ start(it) { it.enqueue("text"); it.close(); } }))',
  'returns no promise of a buffer': '() => ({ status: 200, headers: new Headers(), body: null, arrayBuffer: () => 7 })',
  'returns a buffer that throws': '() => ({ status: 200, headers: new Headers(), body: null, arrayBuffer() { throw new RangeError("buffer"); } })',
  'listens to a signal and throws': '(url, init) => new Promise(() => init.signal.addEventListener("abort", () => { new Date(NaN).toISOString(); }))',
};

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    for (const kind of ['events-stats-load', 'events-stats-range', 'events-stats-series', 'events-stats-metric', 'focusin']) {
      test(`a listener of ${kind} that throws is never counted as a panic`, async () => {
        const { page, problems } = await openPage(browser, `${PAGE}<script type="module">
          import { configure } from '/package/index.js';
          window.thrown = 0;
          document.addEventListener('${kind}', () => { window.thrown += 1; new Date(NaN).toISOString(); });
        </script>`);
        await settle(page);
        await page.evaluate(async (rounds) => {
          const [widget] = document.querySelectorAll('events-stats-widget');
          for (let round = 0; round < rounds; round += 1) {
            widget.range = { statsPeriod: `${round + 1}d` };
            await widget.refresh();
            widget.shadowRoot.querySelector('.legend button')?.click();
            widget.shadowRoot.querySelector('.chart').focus();
            await widget.settled();
            widget.shadowRoot.querySelector('.chart').blur();
          }
        }, ROUNDS);
        await stayWell(page);
        assert.ok(await page.evaluate(() => window.thrown) > 0 || kind === 'events-stats-series', 'the listener was called');
        assert.deepEqual(problems.filter((text) => !/[Ii]nvalid (time|date)/.test(text)), [], 'only what the listener threw is told');
        await page.close();
      });
    }

    test('a `dispatchEvent` of the page\'s that throws stops no widget', async () => {
      const { page } = await openPage(browser, PAGE + REGISTER);
      await settle(page);
      await page.evaluate(async (rounds) => {
        const [widget] = document.querySelectorAll('events-stats-widget');
        widget.dispatchEvent = () => { new Date(NaN).toISOString(); return true; };
        for (let round = 0; round < rounds; round += 1) await widget.refresh();
        delete widget.dispatchEvent;
      }, ROUNDS);
      await stayWell(page);
      await page.close();
    });

    test('a metric function that throws stops no widget', async () => {
      const { page } = await openPage(browser, `${PAGE}<script type="module">
        import { configure } from '/package/index.js';
        window.called = 0;
        configure({ metrics: { backend: [() => { window.called += 1; new Date(NaN).toISOString(); }, () => ({ get then() { throw new RangeError('then'); } })] } });
      </script>`);
      await settle(page);
      await page.evaluate(async (rounds) => {
        for (let round = 0; round < rounds; round += 1) await document.querySelector('events-stats-widget').refresh();
      }, ROUNDS);
      assert.ok(await page.evaluate(() => window.called) > 4);
      await stayWell(page);
      await page.close();
    });

    test('a page that breaks a function of the browser for a moment breaks no widget for good', async () => {
      const { page } = await openPage(browser, PAGE + REGISTER);
      await settle(page);
      await page.evaluate(async (rounds) => {
        const own = Element.prototype.getBoundingClientRect;
        const widgets = document.querySelectorAll('events-stats-widget');
        const [widget] = widgets;
        for (let round = 0; round < rounds; round += 1) {
          Element.prototype.getBoundingClientRect = () => { throw new RangeError('not now'); };
          const chart = widget.shadowRoot.querySelector('.chart');
          chart?.dispatchEvent(new PointerEvent('pointermove', { clientX: 200, clientY: 100, bubbles: true }));
          Element.prototype.getBoundingClientRect = own;
          // Each instance that the page has broken is followed by another a little later, and no widget is taken for its cause.
          await new Promise((resolve) => { setTimeout(resolve); });
          for (const one of widgets) {
            while (one.state !== 'ready') await new Promise((resolve) => { setTimeout(resolve, 20); });
            await one.settled();
          }
        }
      }, ROUNDS);
      await stayWell(page);
      await page.close();
    });

    for (const [what, fetch] of Object.entries(HOSTILE)) {
      test(`a \`fetch\` that ${what} fails for its own element`, async () => {
        const { page } = await openPage(browser, PAGE + REGISTER);
        await settle(page);
        const seen = await page.evaluate(async (source) => {
          const { configure } = await import('/package/index.js');
          configure({ retry: false, timeoutMs: 300 });
          const [widget] = document.querySelectorAll('events-stats-widget');
          widget.config = { ...JSON.parse(widget.querySelector('script').textContent), title: 'Another' };
          widget.fetch = (0, eval)(source);
          await widget.settled();
          for (let round = 0; round < 4; round += 1) await widget.refresh();
          const { error } = widget;
          configure({ timeoutMs: undefined });
          widget.fetch = undefined;
          await widget.settled();
          return error;
        }, fetch);
        assert.ok(seen && seen.code !== 'panic', JSON.stringify(seen));
        await stayWell(page);
        await page.close();
      });
    }
  });
}

/** All widgets are drawn, and answer. */
async function stayWell(page) {
  const states = await page.evaluate(async () => {
    const widgets = [...document.querySelectorAll('events-stats-widget')];
    const outcomes = [];
    for (const widget of widgets) {
      widget.range = { statsPeriod: '14d' };
      await widget.refresh();
      outcomes.push([widget.state, widget.error?.code ?? null]);
    }
    return outcomes;
  });
  assert.deepEqual(states, states.map(() => ['ready', null]));
}
