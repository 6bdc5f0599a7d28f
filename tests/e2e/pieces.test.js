/**
 * The module in two pieces: a chart waits for the first alone; the late one comes after the first
 * picture or when it is called for, and where it cannot be had its features say so and the charts
 * stand.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROWSERS, until } from './harness.js';
import { answer, fileOf, openPage, REGISTER, settleCharts, shownText, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const FIRST = '/package/wasm/events_stats_widget_bg.wasm';
const LATE = '/package/wasm/events_stats_widget_late.wasm';
const CHART = SIZED + REGISTER + tag(OWN, WIDGET);
const TABLE = { ...WIDGET, displayType: 'table', queries: [{ aggregates: ['count()'], columns: ['title'], fields: ['title', 'count()'], conditions: '' }] };
const GONE = { status: 404 };

/** What the first widget does with `work`, or what it rejects with. */
const outcome = (page, work) => page.evaluate(async (work) => {
  try {
    const module = await import('/package/element.js');
    return { value: await new Function('widget', 'module', `return ${work}`)(document.querySelector('events-stats-widget'), module) };
  } catch ({ name, code, message }) {
    return { name, code, message };
  }
}, work);

/** What a viewer and a page do with a chart: pointer, keys, legend, attributes, a move, paper, removal. */
async function use(page) {
  const { x, y, width, height } = await page.evaluate(() => document.querySelector('events-stats-widget').getBoundingClientRect().toJSON());
  const at = (share) => page.mouse.move(x + width * share, y + height * 0.6, { steps: 3 });
  for (const share of [0.3, 0.5, 0.7]) await at(share);
  await page.mouse.down();
  await at(0.9);
  await page.mouse.up();
  await settleCharts(page);
  await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('events-stats-widget');
    for (const button of shadowRoot.querySelectorAll('.legend button')) button.click();
    shadowRoot.querySelector('[tabindex="0"]')?.focus();
  });
  for (const key of ['ArrowRight', 'ArrowLeft', 'Home', 'End', 'Enter', 'Escape']) await page.keyboard.press(key);
  await page.evaluate(async () => {
    const widget = document.querySelector('events-stats-widget');
    widget.setAttribute('theme', 'dark');
    widget.setAttribute('stats-period', '7d');
    await widget.settled();
    await widget.refresh();
    widget.range = { statsPeriod: '1h' };
    await widget.settled();
    document.body.append(widget);
    await widget.settled();
    for (const kind of ['beforeprint', 'afterprint', 'online']) window.dispatchEvent(new Event(kind));
    widget.style.inlineSize = '300px';
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
    await widget.settled();
    widget.remove();
    await new Promise((resolve) => { setTimeout(resolve); });
  });
}

const state = (page) => page.evaluate(() => document.querySelector('events-stats-widget').state);

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    /** A page whose late piece is answered by `late`. Counts how often it was asked for, and when. */
    async function open(t, html, late, options = {}) {
      const asked = [];
      const opened = await openPage(browser, html, {
        ...options,
        serve: (path) => {
          if (path.endsWith('.wasm')) asked.push(path);
          return path === LATE ? late() : options.serve?.(path);
        },
      });
      t.after(() => opened.page.close());
      return { ...opened, asked };
    }

    it('a chart stands while the late piece is on its way, and what needs it waits', async (t) => {
      let release;
      const held = new Promise((resolve) => { release = resolve; });
      const { page, asked, problems } = await open(t, CHART, async () => { await held; return undefined; });
      await settleCharts(page);
      assert.equal(await state(page), 'ready');
      let hasCome = false;
      const csv = outcome(page, 'widget.toCsv()').then(({ value }) => {
        hasCome = true;
        return value;
      });
      await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
      assert.equal(hasCome, false);
      release();
      assert.match(await csv, /count/);
      assert.deepEqual(asked, [FIRST, LATE]);
      assert.deepEqual(problems, []);
    });

    it('what a pointer and a key do before it is here waits for it', async (t) => {
      let release;
      const held = new Promise((resolve) => { release = resolve; });
      const { page, problems } = await open(t, CHART, async () => { await held; return undefined; });
      await settleCharts(page);
      const tooltip = () => page.evaluate(() => {
        const shown = document.querySelector('events-stats-widget').shadowRoot.querySelector('.tooltip');
        return shown?.matches(':popover-open') ? shown.querySelector('time').dateTime : null;
      });
      const chart = await page.evaluate(() => {
        const element = document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart');
        element.focus();
        return element.getBoundingClientRect().toJSON();
      });
      const moveTo = (share) => page.mouse.move(chart.x + chart.width * share, chart.y + chart.height / 2);
      await moveTo(0.3);
      await page.keyboard.press('Home');
      await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
      assert.equal(await tooltip(), null);
      release();
      const byKey = await until(tooltip, Boolean);
      await moveTo(0.7);
      const byPointer = await until(tooltip, (time) => time !== null && time !== byKey);
      assert.ok(byKey < byPointer, `${byKey} by the key, ${byPointer} by the pointer`);
      assert.deepEqual(problems, []);
    });

    it('it is fetched once after the first picture, uncalled', async (t) => {
      const { page, asked } = await open(t, `${CHART}<script type="module">
        addEventListener('events-stats-load', () => performance.mark('loaded'), { once: true });
      </script>`, () => undefined);
      await page.waitForFunction(() => performance.getEntriesByName(new URL('/package/wasm/events_stats_widget_late.wasm', location.href).href).length > 0);
      const times = await page.evaluate(() => ({
        loadedAt: performance.getEntriesByName('loaded')[0].startTime,
        fetchedAt: performance.getEntriesByName(new URL('/package/wasm/events_stats_widget_late.wasm', location.href).href)[0].startTime,
      }));
      assert.ok(times.loadedAt < times.fetchedAt, JSON.stringify(times));
      await page.evaluate(() => document.querySelector('events-stats-widget').toCsv());
      assert.deepEqual(asked, [FIRST, LATE]);
    });

    it('where it cannot be fetched, its features say so; a further call tries again', async (t) => {
      let isGone = true;
      const { page, problems } = await open(t, CHART, () => (isGone ? GONE : undefined));
      await settleCharts(page);
      const words = /^A part of the chart module could not be loaded\. The chart module is not at http:\S+_late\.wasm: the server responded with status 404\.$/;
      for (const work of ['widget.toCsv()', 'widget.toSvg()', 'widget.toPng()', 'module.clearStore()', 'module.renderSvg({}, {})']) {
        const { name, code, message } = await outcome(page, work);
        assert.deepEqual([name, code], ['EventsStatsError', 'wasm_piece'], work);
        assert.match(message, words);
      }
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.opener.dots').click());
      await page.waitForFunction(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.copy-status').textContent !== '');
      assert.match(await shownText(page, '.copy-status'), words);
      await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
      assert.equal(await state(page), 'ready');
      isGone = false;
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(problems, []);
    });

    it('a table says that it cannot be shown, and the chart beside it stands', async (t) => {
      let isGone = true;
      const { page } = await open(t, `${CHART}${tag({ ...OWN, group: 'table' }, TABLE)}`, () => (isGone ? GONE : undefined), {
        api: (url) => (url.pathname.endsWith('/events/')
          ? { json: { data: [{ title: 'Oops', 'count()': 3 }], meta: { fields: { title: 'string', 'count()': 'integer' } } } }
          : { json: { data: [[1_767_225_600, [{ count: 1 }]]], meta: {} } }),
      });
      await settleCharts(page);
      const states = () => page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ state, error }) => [state, error?.code ?? null]));
      assert.deepEqual(await states(), [['ready', null], ['error', 'wasm_piece']]);
      isGone = false;
      const text = await page.evaluate(async () => {
        const [, table] = document.querySelectorAll('events-stats-widget');
        // The first may still hear of an answer that was on its way.
        await table.refresh();
        if (table.state !== 'ready') await table.refresh();
        return table.shadowRoot.querySelector('table').textContent;
      });
      assert.match(text, /Oops/);
      assert.deepEqual(await states(), [['ready', null], ['ready', null]]);
    });

    it('a chart that was to be compared is shown alone, with a note', async (t) => {
      const { page } = await open(t, SIZED + REGISTER + tag({ ...OWN, compare: 'previous' }, WIDGET), () => GONE);
      await settleCharts(page);
      assert.equal(await state(page), 'ready');
      assert.match(await shownText(page, '.notes-panel'), /There is no comparison: A part of the chart module could not be loaded\./);
    });

    const grouped = { limit: 5, queries: [{ aggregates: ['count()'], columns: ['title'], fields: ['title', 'count()'], conditions: '', orderby: '-count()' }] };
    const top = () => ({ json: Object.fromEntries(['a', 'b', 'c'].map((name, order) => [name, { ...answer(), order }])) });
    /** Without the late piece a call into it would end the instance, and the console would tell. @type {Array<[string, object, (() => object)?]>} */
    const ordinary = [
      ['line', {}], ['area', { displayType: 'area' }], ['bar', { displayType: 'bar' }],
      ['of groups', grouped, top], ['bar of groups', { ...grouped, displayType: 'bar' }, top],
      ['of errors or transactions', { widgetType: 'discover' }], ['of two axes', { queries: [{ aggregates: ['count()', 'p95(transaction.duration)'], conditions: '' }] }],
      ['without data', {}, () => ({ json: { data: [], meta: {} } })],
      ['that the server refuses', {}, () => ({ status: 403, json: { detail: 'You do not have permission.' } })],
      ['of a broken answer', {}, () => ({ body: '{"data": [[1, [{"count": 1e', contentType: 'application/json' })],
    ];
    for (const [kind, more, api] of ordinary) {
      it(`without it, a chart ${kind} is drawn, used, changed and removed`, async (t) => {
        const { page, problems } = await open(t, SIZED + REGISTER + tag(OWN, { ...WIDGET, ...more }), () => GONE, { api });
        await settleCharts(page);
        await use(page);
        assert.deepEqual(problems, []);
      });
    }

    it('without it, an answer that the page assigns is drawn', async (t) => {
      const { page, asked, problems } = await open(t, SIZED + REGISTER + tag(OWN, WIDGET), () => GONE, { api: () => ({ status: 403, json: {} }) });
      await settleCharts(page);
      for (const name of ['count()', 'p95(transaction.duration)']) {
        const body = { [name]: answer(), Other: { ...answer(), order: 1 } };
        const { drawn } = await page.evaluate(async (body) => {
          const widget = /** @type {import('/package/index.js').EventsStatsWidget} */ (document.querySelector('events-stats-widget'));
          widget.response = body;
          widget.flush();
          return widget.settled();
        }, body);
        assert.equal(drawn, true);
        assert.equal(await state(page), 'ready');
      }
      assert.equal(asked.filter((path) => path === FIRST).length, 1);
      assert.deepEqual(problems, []);
    });

    const EARLIER = { data: answer().data.map(([time], index) => [time, [{ count: index, comparisonCount: index + 1 }]]), meta: {} };

    it('an answer of the page that can be compared is compared once it is here', async (t) => {
      let release;
      const held = new Promise((resolve) => { release = resolve; });
      const { page, asked, problems } = await open(t, SIZED + REGISTER + tag({ ...OWN, compare: 'previous' }, undefined), async () => { await held; return undefined; });
      await page.waitForFunction(() => customElements.get('events-stats-widget'));
      await page.evaluate((body) => { document.querySelector('events-stats-widget').response = body; }, EARLIER);
      await page.waitForFunction(() => document.querySelector('events-stats-widget').state === 'ready');
      assert.deepEqual([await shownText(page, '.compared-panel'), await shownText(page, '.delta')], [null, null]);
      release();
      await settleCharts(page);
      assert.match(await shownText(page, '.compared-panel'), /^Compared to /);
      assert.match(await shownText(page, '.delta'), /-[\d.]+%$/);
      assert.equal(asked.filter((path) => path === FIRST).length, 1);
      assert.deepEqual(problems, []);
    });

    it('a chart whose server compares, as its `params` ask, waits for it', async (t) => {
      const { page, requests, problems } = await open(t, SIZED + REGISTER + tag(OWN, { ...WIDGET, params: { comparisonDelta: 86_400 } }), () => sleep(1_000), { api: () => ({ json: EARLIER }) });
      await settleCharts(page);
      assert.match(await shownText(page, '.delta'), /-[\d.]+%$/);
      assert.equal(requests.length, 1);
      assert.deepEqual(problems, []);
    });

    it('and without it stands alone, with a note', async (t) => {
      const { page, asked } = await open(t, SIZED + REGISTER + tag(OWN, undefined), () => GONE);
      await page.waitForFunction(() => customElements.get('events-stats-widget'));
      await page.evaluate((body) => { document.querySelector('events-stats-widget').response = body; }, EARLIER);
      await settleCharts(page);
      assert.equal(await state(page), 'ready');
      assert.match(await shownText(page, '.notes-panel'), /There is no comparison: A part of the chart module could not be loaded\./);
      assert.equal(asked.filter((path) => path === FIRST).length, 1);
    });

    it('a piece of another version is refused, in words', async (t) => {
      const { page } = await open(t, CHART, () => {
        const file = fileOf(LATE);
        const bytes = Buffer.from(/** @type {Buffer} */ (file.body));
        bytes.write('00000000', bytes.indexOf('late:') + 'late:'.length);
        return { ...file, body: bytes };
      });
      await settleCharts(page);
      const { code, message } = await outcome(page, 'widget.toCsv()');
      assert.equal(code, 'wasm_piece');
      assert.match(message, /Expected both parts of the chart module to be of one version of the package/);
      assert.equal(await state(page), 'ready');
    });

    const elsewhere = (init) => `${SIZED}<script type="module">
      import { defineElement, init } from '/package/element.js';
      ${init}
      defineElement();
    </script>${tag(OWN, WIDGET)}`;
    const served = {
      serve: (path) => {
        if (path === '/other/first.wasm') return fileOf(FIRST);
        return ['/other/events_stats_widget_late.wasm', '/third/late.wasm'].includes(path) ? fileOf(LATE) : undefined;
      },
    };

    it('it is looked for beside the first piece, where that lies elsewhere', async (t) => {
      const { page, asked } = await open(t, elsewhere("init('/other/first.wasm?v=2');"), () => GONE, served);
      await settleCharts(page);
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(asked, ['/other/first.wasm', '/other/events_stats_widget_late.wasm']);
    });

    it('and in the package, where it is not beside it', async (t) => {
      const { page, asked } = await open(t, elsewhere("init('/first.wasm');"), () => undefined, { serve: (path) => (path === '/first.wasm' ? fileOf(FIRST) : undefined) });
      await settleCharts(page);
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(asked, ['/first.wasm', '/events_stats_widget_late.wasm', LATE]);
    });

    it('where the first piece is given as bytes, it comes from the package', async (t) => {
      const { page, asked } = await open(t, elsewhere("init(fetch('/other/first.wasm').then((response) => response.arrayBuffer()));"), () => undefined, served);
      await settleCharts(page);
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(asked, ['/other/first.wasm', LATE]);
    });

    it('or from where the page says', async (t) => {
      const { page, asked } = await open(t, elsewhere("init('/other/first.wasm', '/third/late.wasm');"), () => GONE, served);
      await settleCharts(page);
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(asked, ['/other/first.wasm', '/third/late.wasm']);
    });
  });
}
