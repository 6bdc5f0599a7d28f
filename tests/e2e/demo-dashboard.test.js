/** The dashboard page against a really started server: what a newcomer sees. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { colorCount, openPage, settle, useServerAndBrowser } from './harness.js';

const ERRORS = '1';
const THROUGHPUT = '2';
const BAD_QUERY = '3';
const WIDGETS = 9;

describe('the dashboard page', () => {
  const host = useServerAndBrowser();

  /**
   * The page with its widgets at rest.
   * @param {import('playwright-core').BrowserContextOptions & {query?: string}} [options]
   */
  async function open({ query = '?refresh=0', ...options } = {}) {
    const opened = await openPage(host.browser, options);
    await opened.page.goto(host.url + query);
    await settle(opened.page);
    const widget = (id) => opened.page.locator(`events-stats-widget[widget-id="${id}"]`);
    return { ...opened, widget };
  }

  it('draws every chart and complains of nothing but the deliberate bad query', async () => {
    const { page, complaints, close } = await open();
    const widgets = await page.locator('events-stats-widget').all();
    assert.equal(widgets.length, WIDGETS);
    for (const widget of widgets) {
      const id = await widget.getAttribute('widget-id');
      if (id === BAD_QUERY) continue;
      await widget.scrollIntoViewIfNeeded();
      await settle(page);
      assert.equal(await widget.evaluate((/** @type {Widget} */ element) => element.state), 'ready', `widget ${id}`);
      assert.ok((await colorCount(widget)) > 4, `widget ${id} holds more than four colours`);
    }
    const others = complaints.filter((text) => !text.includes('status of 400'));
    assert.deepEqual(others, []);
    await close();
  });

  it("shows the server's own words for a bad query", async () => {
    const { widget, close } = await open();
    const bad = widget(BAD_QUERY);
    const { state, error } = await bad.evaluate((/** @type {Widget} */ element) => ({ state: element.state, error: element.error }));
    assert.equal(state, 'error');
    assert.equal(error.status, 400);
    assert.equal(error.code, 'bad_request');
    assert.ok((await bad.locator('.message').innerText()).includes(error.message));
    await close();
  });

  it("shows the API's numbers in the tooltip", async () => {
    const opened = await openPage(host.browser);
    // Listened for from the start, and read while the page is open: a closed one has no bodies.
    const response = opened.page.waitForResponse((found) => {
      const { pathname, searchParams } = new URL(found.url());
      return pathname.endsWith('/events-stats/') && searchParams.getAll('field').includes('error.type');
    });
    await opened.page.goto(`${host.url}?refresh=0`);
    const body = await (await response).json();
    await settle(opened.page);
    const { page, close } = opened;
    const widget = (id) => page.locator(`events-stats-widget[widget-id="${id}"]`);
    const chart = widget(ERRORS).locator('.chart');
    const box = await chart.boundingBox();
    for (const part of [0.25, 0.5, 0.8]) {
      await page.mouse.move(box.x + box.width * part, box.y + box.height / 2);
      const tooltip = widget(ERRORS).locator('.tooltip');
      await tooltip.waitFor({ state: 'visible' });
      const moment = await tooltip.locator('time').getAttribute('datetime');
      const rows = await tooltip.locator('.row').evaluateAll((found) =>
        found.map((row) => [
          row.querySelector('.name').textContent,
          row.querySelector('.value').textContent,
        ]),
      );
      const wanted = Object.entries(body)
        .sort(([, a], [, b]) => a.order - b.order)
        .map(([key, series]) => [key, series.data.find(([start]) => start === Date.parse(moment) / 1000)])
        .filter(([, bucket]) => bucket?.[1].length)
        .map(([key, [, [{ count }]]]) => [key, count.toLocaleString('en-US')]);
      const shown = new Map(/** @type {Array<[name: string, value: string]>} */ (rows));
      assert.ok(rows.length > 1, 'the tooltip has rows');
      for (const [key, count] of wanted) {
        const name = [...shown.keys()].find((text) => key.startsWith(text.replace(/…$/, '')) && text !== '') ?? '(empty string)';
        assert.equal(shown.get(name), count, `${key} at ${moment}`);
      }
    }
    await page.mouse.move(0, 0);
    await widget(ERRORS).locator('.tooltip').waitFor({ state: 'hidden' });
    await close();
  });

  it('asks for the dashboard once, however many widgets stand on the page', async () => {
    const { page, close } = await openPage(host.browser);
    const asked = [];
    page.on('request', (request) => {
      if (/\/dashboards\/1\/$/.test(new URL(request.url()).pathname)) asked.push(request.url());
    });
    await page.goto(`${host.url}?refresh=0`);
    await settle(page);
    assert.equal(asked.length, 1);
    await close();
  });

  it('draws anew, at the new size, when the box changes', async () => {
    const { page, widget, close } = await open();
    const width = () =>
      widget(ERRORS).evaluate((element) => element.shadowRoot.querySelector('canvas').width);
    const before = await width();
    await page.setViewportSize({ width: 620, height: 900 });
    await page.waitForFunction(
      (old) =>
        document.querySelector('events-stats-widget').shadowRoot.querySelector('canvas').width !== old,
      before,
    );
    await settle(page);
    assert.ok((await width()) < before);
    assert.ok((await colorCount(widget(ERRORS))) > 4);
    await close();
  });

  it('uses the real device pixels', async () => {
    const { widget, close } = await open({ deviceScaleFactor: 2 });
    const [css, device] = await widget(ERRORS).evaluate((element) => {
      const canvas = element.shadowRoot.querySelector('canvas');
      return [canvas.getBoundingClientRect().width, canvas.width];
    });
    assert.ok(Math.abs(device - 2 * css) <= 1, `${device} device pixels for ${css} CSS pixels`);
    await close();
  });

  it('moves on its own while it refreshes', async () => {
    const { page, widget, close } = await open({ query: '?refresh=5&stats-period=1h' });
    const loads = await widget(THROUGHPUT).evaluateHandle((element) => {
      const seen = { count: 0 };
      element.addEventListener('events-stats-load', () => (seen.count += 1));
      return seen;
    });
    await page.waitForFunction((seen) => seen.count >= 1, loads);
    assert.equal(await widget(THROUGHPUT).evaluate((/** @type {Widget} */ element) => element.state), 'ready');
    await close();
  });

  it('follows the theme', async () => {
    const backgrounds = [];
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const { widget, close } = await open({ colorScheme });
      backgrounds.push(
        await widget(ERRORS).evaluate(
          (element) => getComputedStyle(element.shadowRoot.querySelector('.widget')).backgroundColor,
        ),
      );
      await close();
    }
    assert.notEqual(backgrounds[0], backgrounds[1]);
  });
});
