/**
 * The module in two pieces: a chart waits for the first alone; the late one comes after the first
 * picture or when it is called for, and where it cannot be had its features say so and the charts
 * stand.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS } from './harness.js';
import { fileOf, openPage, REGISTER, settle, shownText, SIZED, tag, WIDGET } from './pages.js';

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
      await settle(page);
      assert.equal(await state(page), 'ready');
      await page.evaluate(() => {
        window.csv = null;
        document.querySelector('events-stats-widget').toCsv().then((text) => { window.csv = text; });
      });
      await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
      assert.equal(await page.evaluate(() => window.csv), null);
      release();
      await page.waitForFunction(() => window.csv !== null);
      assert.match(await page.evaluate(() => window.csv), /count/);
      assert.deepEqual(asked, [FIRST, LATE]);
      assert.deepEqual(problems, []);
    });

    it('it is fetched once after the first picture, uncalled', async (t) => {
      let stateThen;
      const { page, asked } = await open(t, `${CHART}<script type="module">
        addEventListener('events-stats-load', () => { window.loadedAt ??= performance.now(); });
      </script>`, () => undefined);
      await page.waitForFunction(() => performance.getEntriesByName(new URL('/package/wasm/events_stats_widget_late.wasm', location.href).href).length > 0);
      stateThen = await page.evaluate(() => ({
        loadedAt: window.loadedAt,
        fetchedAt: performance.getEntriesByName(new URL('/package/wasm/events_stats_widget_late.wasm', location.href).href)[0].startTime,
      }));
      assert.ok(stateThen.loadedAt < stateThen.fetchedAt, JSON.stringify(stateThen));
      await page.evaluate(() => document.querySelector('events-stats-widget').toCsv());
      assert.deepEqual(asked, [FIRST, LATE]);
    });

    it('where it cannot be fetched, its features say so; a further call tries again', async (t) => {
      let isGone = true;
      const { page, problems } = await open(t, CHART, () => (isGone ? GONE : undefined));
      await settle(page);
      const words = /^A part of the chart module could not be loaded\. The chart module is not at http:\S+_late\.wasm: the server responded with status 404\.$/;
      for (const work of ['widget.toCsv()', 'widget.toSvg()', 'widget.toPng()', 'module.clearStore()', 'module.renderSvg({}, {})']) {
        const { name, code, message } = await outcome(page, work);
        assert.deepEqual([name, code], ['EventsStatsError', 'wasm_piece'], work);
        assert.match(message, words);
      }
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.opener.inspector').click());
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
      const { page } = await open(t, `${CHART.replace('<events-stats-widget', '<events-stats-widget id="chart"')}${tag({ ...OWN, id: 'table' }, TABLE)}`, () => (isGone ? GONE : undefined), {
        api: (url) => (url.pathname.endsWith('/events/')
          ? { json: { data: [{ title: 'Oops', 'count()': 3 }], meta: { fields: { title: 'string', 'count()': 'integer' } } } }
          : { json: { data: [[1_767_225_600, [{ count: 1 }]]], meta: {} } }),
      });
      await settle(page);
      const states = () => page.evaluate(() => ['chart', 'table'].map((id) => { const { state, error } = document.getElementById(id); return [state, error?.code ?? null]; }));
      assert.deepEqual(await states(), [['ready', null], ['error', 'wasm_piece']]);
      isGone = false;
      await page.evaluate(() => document.getElementById('table').refresh());
      await page.waitForFunction(() => document.getElementById('table').state === 'ready');
      assert.match(await page.evaluate(() => document.getElementById('table').shadowRoot.querySelector('table').textContent), /Oops/);
    });

    it('a chart that was to be compared is shown alone, with a note', async (t) => {
      const { page } = await open(t, SIZED + REGISTER + tag({ ...OWN, compare: 'previous' }, WIDGET), () => GONE);
      await settle(page);
      assert.equal(await state(page), 'ready');
      assert.match(await shownText(page, '.notes-panel'), /There is no comparison: A part of the chart module could not be loaded\./);
    });

    it('a piece of another version is refused, in words', async (t) => {
      const { page } = await open(t, CHART, () => {
        const file = fileOf(LATE);
        const bytes = Buffer.from(/** @type {Buffer} */ (file.body));
        bytes.write('00000000', bytes.indexOf('late:') + 'late:'.length);
        return { ...file, body: bytes };
      });
      await settle(page);
      const { code, message } = await outcome(page, 'widget.toCsv()');
      assert.equal(code, 'wasm_piece');
      assert.match(message, /The two parts of the chart module do not fit together: they must be of one version of the package/);
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
      await settle(page);
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(asked, ['/other/first.wasm', '/other/events_stats_widget_late.wasm']);
    });

    it('and in the package, where it is not beside it', async (t) => {
      const { page, asked } = await open(t, elsewhere("init('/first.wasm');"), () => undefined, { serve: (path) => (path === '/first.wasm' ? fileOf(FIRST) : undefined) });
      await settle(page);
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(asked, ['/first.wasm', '/events_stats_widget_late.wasm', LATE]);
    });

    it('where the first piece is given as bytes, it comes from the package', async (t) => {
      const { page, asked } = await open(t, elsewhere("init(fetch('/other/first.wasm').then((response) => response.arrayBuffer()));"), () => undefined, served);
      await settle(page);
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(asked, ['/other/first.wasm', LATE]);
    });

    it('or from where the page says', async (t) => {
      const { page, asked } = await open(t, elsewhere("init('/other/first.wasm', '/third/late.wasm');"), () => GONE, served);
      await settle(page);
      assert.match((await outcome(page, 'widget.toCsv()')).value, /count/);
      assert.deepEqual(asked, ['/other/first.wasm', '/third/late.wasm']);
    });
  });
}
