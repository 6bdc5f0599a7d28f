/** What a page asks for until its first chart stands: how often, and how soon. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS } from './harness.js';
import { answer, openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const INDEX = '/package/index.js';
const MODULE = '/package/wasm/events_stats_widget_bg.wasm';
const CHART = tag({ org: 'demo', 'base-url': '/' }, WIDGET);
/** As the package's README tells hosts to write it. */
const PRELOADS = `<link rel="modulepreload" href="${INDEX}"><link rel="preload" as="fetch" type="application/wasm" crossorigin href="${MODULE}">`;
/** The parser waits for it. */
const LATE = '<script src="/late.js"></script>';
const SCRIPT = { contentType: 'text/javascript', body: 'globalThis.isLate = true;' };

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    /** A page whose late script is answered once these files were asked for; with what it asked for, in turn. */
    async function open(html, first = []) {
      const asked = [];
      let answerLate;
      const isTime = new Promise((resolve) => { answerLate = resolve; });
      const opened = await openPage(browser, html, {
        serve: async (path) => {
          // What comes after the first chart: pieces.test.js.
          if (path.startsWith('/package/') && !path.endsWith('_late.wasm')) asked.push(path);
          if (first.every((file) => asked.includes(file))) answerLate();
          if (path !== '/late.js') return undefined;
          await isTime;
          return SCRIPT;
        },
      });
      await settle(opened.page);
      return { ...opened, asked };
    }

    it('a chart takes one script and one module', async () => {
      const { page, asked, requests, problems } = await open(REGISTER + CHART);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
      assert.deepEqual(asked, [INDEX, MODULE]);
      assert.equal(requests.length, 1);
      assert.deepEqual(problems, []);
      await page.close();
    });

    it('the module is on its way as soon as the script runs, while the page is still read', async () => {
      const { page, asked, problems } = await open(`<script type="module" async src="${INDEX}"></script>${CHART}${LATE}`, [INDEX, MODULE]);
      assert.deepEqual(asked, [INDEX, MODULE]);
      assert.deepEqual(problems, []);
      await page.close();
    });

    it('the preloads of the README are both used, and asked for before any script has run', async () => {
      const { page, asked, problems } = await open(`<head>${PRELOADS}${LATE}${REGISTER}</head>${CHART}`, [INDEX, MODULE]);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
      assert.deepEqual([...asked].sort(), [INDEX, MODULE]);
      assert.deepEqual(problems, []);
      await page.close();
    });

    it('the preload of a dashboard is used, by Chromium', async () => {
      const dashboard = '/api/0/organizations/demo/dashboards/1/';
      const api = ({ pathname }) => ({ json: pathname === dashboard ? { id: '1', title: 'D', widgets: [{ ...WIDGET, id: '7' }] } : answer() });
      const chart = tag({ org: 'demo', 'base-url': '/', 'dashboard-id': '1', 'widget-id': '7' });
      const { page, requests } = await openPage(browser, `<head><link rel="preload" as="fetch" crossorigin href="${dashboard}">${REGISTER}</head>${chart}`, { api });
      await settle(page);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
      const times = requests.filter((path) => path === dashboard).length;
      assert.ok(name === 'Chromium' ? times === 1 : times <= 2, `${times} requests`);
      await page.close();
    });

    it('a page without a chart loads no module', async () => {
      const { page, asked } = await open(`${REGISTER}<p>Nothing to show.</p>`);
      await page.evaluate(() => new Promise((resolve) => { requestIdleCallback(resolve); }));
      assert.deepEqual(asked, [INDEX]);
      await page.close();
    });

    it('both files of the package are one on a page, whichever comes first', async () => {
      for (const files of [['index', 'element'], ['element', 'index']]) {
        const { page, asked } = await open(`<script type="module">
          import * as first from '/package/${files[0]}.js';
          import * as second from '/package/${files[1]}.js';
          globalThis.differing = Object.keys(first).filter((name) => first[name] !== second[name]);
          second.configure({ baseUrl: 'http://[' });
        </script>${tag({ org: 'demo' }, WIDGET)}`);
        assert.deepEqual(await page.evaluate(() => globalThis.differing), [], files.join(', '));
        // What one was told holds for the elements of the other.
        assert.match(await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.textContent), /found `http:\/\/\[`/);
        assert.equal(asked.filter((path) => path === MODULE).length, 1);
        await page.close();
      }
    });
  });
}
