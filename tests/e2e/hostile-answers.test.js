/**
 * Answers that once stopped the charts of a page, or its tab, in both browsers; and one picture
 * wherever it is drawn.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageDir, root } from '../../scripts/lib/paths.mjs';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const GIVEN = ['trap-capacity-overflow', 'span-of-2-to-the-32', 'end-in-milliseconds', 'end-of-1e15', 'slow-far-future-with-zone'];
/** A tab that hangs is one for minutes; a busy machine, ten times slower than a quiet one, is none. */
const LONGEST_MS = 60_000;

const fixture = (name) => JSON.parse(readFileSync(join(root, 'tests/fixtures/hostile', `${name}.json`), 'utf8'));

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    for (const one of GIVEN) {
      test(`${one}: shown by its rows or refused, and the chart beside it is unharmed`, async () => {
        const { config, looks, body } = fixture(one);
        const attributes = { locale: looks.locale ?? 'en-US', timezone: looks.timezone ?? 'Europe/Berlin', id: 'a' };
        const html = `${REGISTER}${tag(attributes)}${tag({ org: 'demo', 'base-url': '/', id: 'b' }, WIDGET)}`;
        const { page, problems } = await openPage(browser, html);
        const seen = await page.evaluate(async (given) => {
          await customElements.whenDefined('events-stats-widget');
          const began = performance.now();
          const [a, b] = document.querySelectorAll('events-stats-widget');
          a.config = given.config;
          a.response = new TextEncoder().encode(given.body);
          await a.settled();
          await b.settled();
          return {
            ms: performance.now() - began, states: [a.state, b.state], code: a.error?.code, text: a.shadowRoot.textContent,
          };
        }, { config, body });
        assert.ok(seen.ms < LONGEST_MS, `${seen.ms} ms`);
        assert.equal(seen.states[1], 'ready');
        if (one.startsWith('slow-')) {
          assert.deepEqual([seen.states[0], seen.code], ['error', 'decode']);
        } else {
          assert.deepEqual([seen.states[0], seen.code], ['ready', undefined]);
        }
        if (one.startsWith('end-')) assert.match(seen.text, /`end` is out of bounds/i);
        if (one.startsWith('span-')) assert.match(seen.text, /The rows are too far apart\./);
        assert.deepEqual(problems, []);
        await page.close();
      });
    }

    test('hung-tab-long-range-compare: it settles, and so does its neighbour', async () => {
      const { config, attributes, size, answers } = fixture('hung-tab-long-range-compare');
      let sent = 0;
      const html = REGISTER
        + `<div style="width:${size[0]};height:${size[1]}">${tag({ ...attributes, org: 'demo', 'base-url': '/' }, config)}</div>`
        + tag({ org: 'demo', 'base-url': '/' }, WIDGET);
      const { page, problems } = await openPage(browser, html, {
        api: (url) => {
          if (!url.search.includes('1969') && !url.search.includes('1970')) return { json: { data: [[1_767_225_600, [{ count: 1 }]]] } };
          const { status, headers, body } = answers[Math.min(sent++, answers.length - 1)];
          return { status, headers, body };
        },
      });
      const began = Date.now();
      await settle(page);
      assert.ok(Date.now() - began < 3 * LONGEST_MS, `${Date.now() - began} ms`);
      assert.ok(sent > 0 && sent < 40, `${sent} requests`);
      assert.equal(await page.evaluate(() => document.querySelectorAll('events-stats-widget')[1].state), 'ready');
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('a picture is the same text in a page, in a worker and in Node', async () => {
      const body = JSON.parse(readFileSync(join(root, 'tests/fixtures/responses/04_top_events_with_other.json'), 'utf8'));
      const config = {
        title: 'Wide words, WWW', displayType: 'area', widgetType: 'error-events', limit: 5,
        queries: [{ aggregates: ['count()'], columns: ['error.type'] }],
      };
      /** @type {[object, object, object]} */
      const given = [config, body, { width: 640, height: 320, timezone: 'Europe/Berlin', locale: 'en-US' }];
      const { page } = await openPage(browser, REGISTER, {
        serve: (path) => (path === '/worker.js'
          ? { contentType: 'text/javascript', body: "import { renderSvg } from '/package/index.js'; onmessage = async ({ data }) => postMessage(await renderSvg(...data));" }
          : undefined),
      });
      const inPage = await page.evaluate(async (given) => (await import('/package/index.js')).renderSvg(.../** @type {Parameters<typeof charts.renderSvg>} */ (given)), given);
      const inWorker = await page.evaluate((given) => new Promise((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message ?? 'the worker failed'));
        worker.postMessage(given);
      }), given);
      const { renderSvg } = await import(join(packageDir, 'node.js'));
      const inNode = await renderSvg(...given);
      assert.match(inNode, /^<svg .*<path /s);
      assert.equal(inPage, inNode);
      assert.equal(inWorker, inNode);
      await page.close();
    });
  });
}
