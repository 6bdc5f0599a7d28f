/** A chart from given data, from a dashboard, and without either, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, useBrowser, useServer } from './harness.js';
import { BODY, CONFIG, openChart } from './single-chart.js';

const server = useServer();

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    const host = useBrowser(launch);

    /** @param {Parameters<typeof openChart>[2]} [given] */
    const open = (given) => openChart(host.browser, server.url, given);

    const colors = (page) =>
      page.evaluate(() => {
        const found = new Set();
        for (const canvas of window.widget.shadowRoot.querySelectorAll('canvas')) {
          if (canvas.width <= 1) continue;
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          for (const pixel of new Uint32Array(data.buffer)) found.add(pixel);
        }
        return found.size;
      });

    const facts = (page) =>
      page.evaluate(() => {
        const { state, error } = window.widget;
        const message = window.widget.shadowRoot.querySelector('.message:not([hidden])');
        return { state, error, seen: window.seen, message: message?.textContent ?? '' };
      });

    it('draws a given response without any request', async () => {
      const page = await open({ attributes: { 'widget-id': '7' }, config: CONFIG, response: BODY });
      const { state, error, message } = await facts(page);
      assert.deepEqual({ state, error, message }, { state: 'ready', error: null, message: '' });
      assert.ok((await colors(page)) > 4);
      await page.close();
    });

    it('draws what a dashboard says, from the server', async () => {
      const page = await open({
        attributes: { 'widget-id': '1', org: 'demo', 'dashboard-id': '1', 'base-url': '/' },
      });
      const { state, seen } = await facts(page);
      assert.equal(state, 'ready');
      assert.deepEqual(seen, ['load']);
      assert.ok((await colors(page)) > 4);
      await page.close();
    });

    for (const failure of ['an Error', 'a text', 'nothing', 'an exception', 'no promise']) {
      it(`shows a fetch that fails with ${failure}`, async () => {
        const page = await open({ attributes: { 'widget-id': '7', org: 'demo' }, config: CONFIG, failure });
        const { state, error, seen } = await facts(page);
        assert.equal(state, 'error');
        assert.equal(error.code, 'network');
        // It is tried again after a random wait, which may already be over.
        assert.deepEqual([...new Set(seen)], ['error']);
        await page.close();
      });
    }

    it('names a wrong configuration by its key', async () => {
      const page = await open({
        attributes: { 'widget-id': '7', org: 'demo' },
        config: { ...CONFIG, displayType: 'pie' },
      });
      const { state, error, message } = await facts(page);
      assert.equal(state, 'error');
      assert.equal(error.code, 'config');
      assert.match(message, /displayType/);
      assert.match(message, /pie/);
      await page.close();
    });

    it('says that there is nothing to plot', async () => {
      const page = await open({ attributes: { 'widget-id': '7' }, config: CONFIG, response: { data: [] } });
      const { state, message } = await facts(page);
      assert.equal(state, 'empty');
      assert.match(message, /No Data/);
      await page.close();
    });

    it('shows text from outside as text', async () => {
      const hostile = '<img src=x onerror="window.hacked = true">';
      const page = await open({
        attributes: { 'widget-id': '7' },
        config: { ...CONFIG, title: hostile },
        response: BODY,
      });
      const title = await page.evaluate(() => window.widget.shadowRoot.querySelector('.title').textContent);
      assert.equal(title, hostile);
      assert.equal(await page.evaluate(() => window.hacked), undefined);
      await page.close();
    });
  });
}
