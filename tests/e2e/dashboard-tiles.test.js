/** What stands in a dashboard where there is no chart, in both browsers: texts, and types that are not drawn. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { answer, openPage, WIDGET } from './pages.js';

const REGISTER = '<script type="module" src="/package/dashboard.js"></script>';
const HOSTILE = '<img src=x onerror="globalThis.hurt = true">';
const CSP = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'">`;
const widget = (/** @type {string} */ id, more = {}) => ({ ...WIDGET, id, title: `Widget ${id}`, ...more });
const text = (/** @type {string} */ description) => widget('text', { displayType: 'text', description, queries: [] });
const ROWS = { data: [{ 'error.type': 'KeyError', 'count()': 9 }, { 'error.type': 'TypeError', 'count()': 4 }], meta: { fields: { 'error.type': 'string', 'count()': 'integer' } } };
const BAR = widget('bar', { displayType: 'categorical_bar', limit: 20, queries: [{ aggregates: ['count()'], columns: ['error.type'], fields: ['error.type', 'count()'], conditions: '', orderby: '-count()' }] });

const settled = (/** @type {any} */ page) => page.evaluate(async () => {
  await customElements.whenDefined('events-stats-dashboard');
  await document.querySelector('events-stats-dashboard').settled();
});
const shown = (/** @type {any} */ page, selector = '.tile') => page.evaluate((selector) => [...document.querySelector('events-stats-dashboard').shadowRoot.querySelectorAll(selector)].map((tile) => tile.innerText), selector);

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(`${browserName}: tiles of a dashboard`, () => {
    const host = useBrowser(launch);

    /** @param {any} t @param {object[]} widgets @param {{attributes?: string, prepare?: string, serve?: (path: string) => any}} [options] */
    async function open(t, widgets, { attributes = '', prepare = '', serve } = {}) {
      const server = { dashboard: { id: '7', title: 'Tiles', widgets } };
      const scripts = /** @type {string[]} */ ([]);
      const opened = await openPage(host.browser, `${prepare}${REGISTER}<events-stats-dashboard org="a b" dashboard-id="7" base-url="/" ${attributes}></events-stats-dashboard>`, {
        api: ({ pathname }) => ({ json: pathname.includes('/dashboards/') ? server.dashboard : pathname.endsWith('/events/') ? ROWS : answer() }),
        serve: (path) => { scripts.push(path); return serve?.(path); },
      });
      t.after(() => opened.page.close());
      await settled(opened.page);
      return { ...opened, server, scripts };
    }

    it('each type that is not drawn says what it is, and leads to Sentry where that is known', async (t) => {
      const types = {
        heatmap: 'Heat map', wheel: 'Score wheel', details: 'Details of a span', server_tree: 'Server tree', rage_and_dead_clicks: 'Rage and dead clicks',
        agents_traces_table: 'Traces of agents', world_map: 'World map', 'new in 2030': 'A type that is not known here',
      };
      const sources = { issue: 'Issues', metrics: 'Release health', 'custom-metrics': 'Custom metrics', 'preprod-app-size': 'App size' };
      const widgets = [
        ...Object.keys(types).map((displayType) => widget(displayType, { displayType })), ...Object.keys(sources).map((widgetType) => widget(widgetType, { widgetType })),
        widget('chart'), widget('last', { displayType: 'wheel', title: HOSTILE, description: HOSTILE }),
      ];
      const { page, problems, scripts } = await open(t, widgets, { attributes: 'sentry-url="https://sentry.example/app"' });
      const expected = Object.entries({ ...types, ...sources }).map(([id, what]) => `Widget ${id} ${what} Widgets of this type are shown in Sentry alone. Open in Sentry`);
      const tiles = (await shown(page)).map((words) => words.replace(/\s+/g, ' ').trim());
      assert.deepEqual(tiles.slice(0, -1), expected);
      assert.equal(tiles.at(-1), `${HOSTILE} Score wheel ${HOSTILE} Widgets of this type are shown in Sentry alone. Open in Sentry`);
      const links = await page.evaluate(() => [...document.querySelector('events-stats-dashboard').shadowRoot.querySelectorAll('.tile a')].map((link) => ['href', 'target', 'rel'].map((name) => link.getAttribute(name)).join(' ')));
      assert.deepEqual([...new Set(links)], ['https://sentry.example/app/organizations/a%20b/dashboard/7/ _blank noopener noreferrer']);
      assert.deepEqual(await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.map((element) => [element.getAttribute('widget-id'), element.state])), [['chart', 'ready']]);
      assert.ok(!(await page.evaluate(() => globalThis.hurt)));
      assert.equal(scripts.includes('/package/dashboard-text.js'), false, 'what reads Markdown comes with a text alone');
      assert.deepEqual(problems, []);
    });

    it('without an address of Sentry there is no link, and a wrong one is named', async (t) => {
      const { page } = await open(t, [widget('1', { displayType: 'wheel' })]);
      const links = () => page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelectorAll('.tile a').length);
      assert.equal(await links(), 0);
      await page.evaluate(() => document.querySelector('events-stats-dashboard').setAttribute('sentry-url', 'https://sentry.example/'));
      await settled(page);
      assert.equal(await links(), 1);
      await page.evaluate(() => document.querySelector('events-stats-dashboard').setAttribute('sentry-url', 'javascript:alert(1)'));
      await settled(page);
      assert.match(await page.evaluate(() => document.querySelector('events-stats-dashboard').error.message), /`sentry-url`: expected an address such as https:\/\/sentry\.io\/, found `javascript:/);
    });

    it('a text is Markdown, made of elements under a strict policy', async (t) => {
      const markdown = '# Head\n\nA *line* with `code`,\n**strong** &amp; ~~gone~~ \\* https://plain.example\n\n1. one\n2. two\n   - deep\n\n3. three\n\n| a | b |\n| - | -: |\n| 1 | 2 |\n\n> quote\n\n```js\nlet a = "<b>";\n```\n\n---\n\n[link](https://a.example/ "t") [mail](mailto:a@b.example) ![picture](https://c.example/x.png)';
      const { page, problems } = await open(t, [text(markdown)], { prepare: CSP });
      const html = await page.evaluate(() => {
        const body = document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.tile .body');
        /** @type {(node: any) => string} */
        const write = (node) => (node.nodeType === Node.TEXT_NODE ? node.data : `<${node.localName}${node.href ? ` ${node.href} ${node.target} ${node.rel}` : ''}${node.localName === 'ol' && node.start > 1 ? ` ${node.start}` : ''}>${[...node.childNodes].map(write).join('')}</>`);
        return [...body.childNodes].map(write).join('\n');
      });
      const link = (/** @type {string} */ href, /** @type {string} */ words) => `<a ${href} _blank noopener noreferrer>${words}</>`;
      assert.deepEqual(html.split('\n'), [
        '<h4>Head</>',
        '<p>A <em>line</> with <code>code</>,', `<strong>strong</> & <s>gone</> * ${link('https://plain.example/', 'https://plain.example')}</>`,
        '<ol><li><p>one</></><li><p>two</><ul><li>deep</></></><li><p>three</></></>',
        '<table><thead><tr><th>a</><th>b</></></><tbody><tr><td>1</><td>2</></></></>',
        '<blockquote><p>quote</></>',
        '<pre><code>let a = "<b>";</></>',
        '<hr></>',
        `<p>${link('https://a.example/', 'link')} ${link('mailto:a@b.example', 'mail')} ${link('https://c.example/x.png', 'picture')}</>`,
      ]);
      assert.deepEqual(problems, []);
    });

    it('HTML in a text stays text, and a link that is none leads nowhere', async (t) => {
      const hostile = `${HOSTILE}\n\n<script>globalThis.hurt = true</script>\n\n<div onclick="hurt()">x</div> [a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](/relative) [e](//other.example/) ![f](x.svg)\n\n<https://auto.example/>`;
      const { page, problems } = await open(t, [text(hostile), widget('2', { displayType: 'text', description: `${'> '.repeat(5_000)}deep ${'['.repeat(20_000)}` })]);
      const [first] = await shown(page);
      for (const part of [HOSTILE, '<script>globalThis.hurt = true</script>', '<div onclick="hurt()">x</div>']) assert.ok(first.includes(part), first);
      const found = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector('events-stats-dashboard');
        return { links: [...shadowRoot.querySelectorAll('.tile a')].map((link) => link.getAttribute('href')), others: shadowRoot.querySelectorAll('.tile .body :is(img, script, div, [onclick])').length };
      });
      assert.deepEqual(found, { links: ['https://auto.example/'], others: 0 });
      assert.ok(!(await page.evaluate(() => globalThis.hurt)));
      assert.deepEqual(problems, []);
    });

    it('a text follows an edit, and one that is empty says so', async (t) => {
      const { page, server } = await open(t, [text('*old*'), widget('1')]);
      await page.evaluate(() => { globalThis.first = document.querySelector('events-stats-dashboard').widgets[0]; });
      server.dashboard.widgets = [text('**new**'), widget('1')];
      await page.evaluate(() => document.querySelector('events-stats-dashboard').refresh());
      assert.deepEqual(await shown(page, '.body'), ['new']);
      server.dashboard.widgets = [text(''), widget('1')];
      await page.evaluate(() => document.querySelector('events-stats-dashboard').refresh());
      assert.deepEqual(await shown(page, '.body'), ['This text is empty.']);
      assert.ok(await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets[0] === globalThis.first), 'the chart beside it stays');
    });

    it('a text stands as it was written where its script cannot be fetched', async (t) => {
      const { page } = await open(t, [text('**strong**')], { serve: (path) => (path === '/package/dashboard-text.js' ? { status: 404 } : undefined) });
      assert.deepEqual(await shown(page, '.body'), ['**strong**']);
    });

    it('a categorical bar is a table with a bar behind each number, as many rows as it has', async (t) => {
      const { page, requests } = await open(t, [BAR]);
      const { state, rows, bars } = await page.evaluate(() => {
        const [element] = document.querySelector('events-stats-dashboard').widgets;
        const cells = [...element.shadowRoot.querySelectorAll('tbody tr')];
        return { state: element.state, rows: cells.map((row) => row.innerText.trim().split(/\s+/)), bars: element.shadowRoot.querySelectorAll('tbody .bar, tbody [style*="--"]').length };
      });
      assert.deepEqual([state, rows], ['ready', [['KeyError', '9'], ['TypeError', '4']]]);
      assert.ok(bars >= 2, `${bars} bars`);
      const [asked] = requests.filter((path) => path.includes('/events/')).map((path) => new URLSearchParams(path.split('?')[1]));
      assert.deepEqual([asked.getAll('field'), asked.get('sort'), asked.get('per_page')], [['error.type', 'count()'], '-count()', '20']);
    });

    it('what a widget saves leaves the type of the others, and the dashboard\'s filters', async (t) => {
      const prepare = `<script>const own = fetch; globalThis.puts = []; globalThis.fetch = (url, init) => {
        if (init?.method !== 'PUT') return own(url, init);
        globalThis.puts.push(init.body);
        return Promise.resolve(Response.json({}));
      };</script>`;
      const { page } = await open(t, [BAR, widget('mixed', { widgetType: 'discover', queries: [{ aggregates: ['count()'], conditions: 'event.type:transaction' }] })], { prepare, attributes: 'editable-filters="release"' });
      await page.evaluate(async () => {
        const { configure } = await import('/package/index.js');
        configure({ split: { save: true } });
        const element = document.querySelector('events-stats-dashboard');
        element.shadowRoot.querySelector('.chip').click();
        // The panel is filled a moment later.
        await Promise.resolve();
        const form = element.shadowRoot.querySelector('.panel');
        form.querySelector('textarea').value = 'chosen';
        form.querySelector('button').click();
        await element.settled();
        await element.widgets[1].refresh({ split: true });
      });
      const puts = await until(() => page.evaluate(() => globalThis.puts), (all) => all.length > 0);
      const body = JSON.parse(puts[0]);
      assert.deepEqual(body.widgets.map((one) => [one.id, one.displayType, one.widgetType]), [['bar', 'categorical_bar', 'error-events'], ['mixed', 'line', 'transaction-like']]);
      assert.deepEqual(Object.keys(body.widgets[0]).sort(), Object.keys(BAR).sort());
      assert.equal(puts.join().includes('chosen'), false);
    });
  });
}
