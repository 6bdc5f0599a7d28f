/** Pages for frames and walls, as a browser shows them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readShareSecret, readWish, signShare } from '../../www/server/share/tokens.js';
import { colorCount, openPage, settle, until, useServerAndBrowser } from './harness.js';

const SHARE_SECRET = 'a-secret-of-more-than-thirty-two-characters';

describe('embed pages', () => {
  const host = useServerAndBrowser({ SHARE_SECRET });

  /** @param {string} path @param {{width: number, height: number}} size */
  async function open(path, size) {
    const opened = await openPage(host.browser);
    await opened.page.setViewportSize(size);
    await opened.page.goto(host.url + path);
    await settle(opened.page);
    return opened;
  }

  /** Of the page's own box, whatever overlays a scroll bar. @param {import('playwright-core').Page} page */
  const room = (page) => page.evaluate(() => {
    const { clientWidth, scrollWidth, clientHeight, scrollHeight } = document.documentElement;
    return { hidden: [scrollWidth - clientWidth, scrollHeight - clientHeight], bar: innerWidth - clientWidth };
  });

  it('one widget fills its frame, whatever its size, without scroll bars', async () => {
    for (const size of [{ width: 640, height: 360 }, { width: 300, height: 150 }, { width: 1280, height: 720 }]) {
      const { page, complaints, close } = await open('embed/demo/1/1?theme=dark&range=24h&refresh=0', size);
      assert.deepEqual(await room(page), { hidden: [0, 0], bar: 0 }, JSON.stringify(size));
      const widget = page.locator('events-stats-widget');
      const box = await widget.boundingBox();
      assert.deepEqual([box.width, box.height], [size.width, size.height]);
      assert.equal(await widget.evaluate((/** @type {Widget} */ element) => element.state), 'ready');
      assert.ok((await colorCount(widget)) > 4);
      assert.deepEqual(complaints, []);
      await close();
    }
  });

  it('a share link shows its widgets with their comparison, and asks nothing outside of the link', async () => {
    const wish = readWish({ org: 'demo', dashboard: '1', days: 1, ranges: ['24h'], compare: '1d' });
    const { token } = await signShare(readShareSecret({ SHARE_SECRET }), wish);
    const { page, close } = await openPage(host.browser);
    await page.setViewportSize({ width: 1600, height: 900 });
    /** @type {Array<[url: URL, status: number]>} */
    const answers = [];
    page.on('response', (response) => answers.push([new URL(response.url()), response.status()]));
    await page.goto(`${host.url}s/${token}?refresh=0`);
    await settle(page);
    const states = () => page.locator('events-stats-widget').evaluateAll((widgets) => widgets.map((widget) => /** @type {Widget} */ (widget).state));
    assert.deepEqual(await until(states, (found) => found.every((state) => state === 'ready' || state === 'error')), ['ready', 'ready', 'error', 'ready', 'ready', 'ready', 'ready', 'ready', 'ready']);
    const changes = () => page.locator('events-stats-widget').evaluateAll((widgets) => widgets.filter((widget) => /[▲▼]|no change/.test(widget.shadowRoot.textContent)).length);
    assert.ok(await until(changes, (count) => count >= 6) >= 6, `${await changes()} widgets show a change`);
    const api = answers.filter(([{ pathname }]) => pathname.includes('/api/'));
    assert.ok(api.length > 9);
    assert.deepEqual(api.filter(([{ pathname }]) => !pathname.startsWith(`/s/${token}/api/`)), []);
    // The third widget of the demo has a mistake in it: what no search is, is nobody's.
    const refused = api.filter(([, status]) => status !== 200).map(([{ searchParams }]) => searchParams.get('query'));
    assert.ok(refused.length > 0 && refused.every((query) => query.includes('(level')), JSON.stringify(refused));
    await close();
  });

  it('widgets of release health and of issues fill theirs by a dashboard of one, and nobody else loads its script', async () => {
    for (const [id, size] of /** @type {Array<[string, {width: number, height: number}]>} */ ([['30', { width: 640, height: 360 }], ['31', { width: 300, height: 150 }], ['32', { width: 1280, height: 720 }], ['34', { width: 1280, height: 300 }], ['35', { width: 400, height: 300 }]])) {
      const { page, complaints, close } = await open(`embed/demo/3/${id}?theme=light&range=7d&refresh=0`, size);
      assert.deepEqual(await room(page), { hidden: [0, 0], bar: 0 }, id);
      const widget = page.locator('events-stats-widget');
      assert.equal(await widget.count(), 1);
      const box = await widget.boundingBox();
      assert.deepEqual([box.x, box.y, box.width, box.height], [0, 0, size.width, size.height], id);
      assert.deepEqual(await widget.evaluate((/** @type {Widget} */ element) => [element.getAttribute('widget-id'), element.state]), [id, 'ready']);
      assert.deepEqual(complaints, []);
      await close();
    }
    const { page, close } = await openPage(host.browser);
    const loaded = /** @type {string[]} */ ([]);
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.goto(`${host.url}embed/demo/1/1?refresh=0`);
    await settle(page);
    assert.deepEqual(loaded.filter((path) => path.includes('dashboard') && path.startsWith('/package/')), []);
    await close();
  });

  it('a share link of such a widget shows it, with its comparison, and asks nothing outside of the link', async () => {
    const wish = readWish({ org: 'demo', dashboard: '3', widget: '32', days: 1, ranges: ['7d'], compare: '1w' });
    const { token } = await signShare(readShareSecret({ SHARE_SECRET }), wish);
    const { page, close } = await openPage(host.browser);
    /** @type {Array<[path: string, status: number]>} */
    const answers = [];
    page.on('response', (response) => answers.push([new URL(response.url()).pathname, response.status()]));
    await page.goto(`${host.url}s/${token}?refresh=0`);
    await settle(page);
    const widget = page.locator('events-stats-widget');
    assert.equal(await widget.evaluate((/** @type {Widget} */ element) => element.state), 'ready');
    const text = () => widget.evaluate((element) => element.shadowRoot.textContent);
    assert.match(await until(text, (found) => /[▲▼]|no change/.test(found)), /[▲▼]|no change/);
    const api = answers.filter(([path]) => path.includes('/api/'));
    assert.ok(api.some(([path]) => path.endsWith('/sessions/')));
    assert.deepEqual(api.filter(([path, status]) => !path.startsWith(`/s/${token}/api/`) || status !== 200), []);
    await close();
  });

  it('a widget that the dashboard does not have is told with those that it has', async () => {
    const { page, close } = await open('embed/demo/3/30?refresh=0', { width: 640, height: 360 });
    await page.evaluate(async () => {
      const dashboard = document.querySelector('events-stats-dashboard');
      dashboard.setAttribute('widget-id', 'nobody');
      await dashboard.settled();
    });
    const told = await page.evaluate(() => document.querySelector('events-stats-dashboard').error);
    assert.equal(told.code, 'config');
    assert.match(told.message, /^`widget-id`: expected a widget of dashboard 3 \(`30` Crash-free sessions, .*\), found `nobody`$/);
    await page.evaluate(async () => {
      const dashboard = document.querySelector('events-stats-dashboard');
      dashboard.removeAttribute('widget-id');
      await dashboard.settled();
    });
    assert.equal(await page.locator('events-stats-widget').count(), 6);
    await close();
  });

  it('a dashboard fills a wall, and is one column where it is narrow', async () => {
    const wide = await open('embed/demo/1?range=24h&refresh=0', { width: 1600, height: 900 });
    assert.deepEqual(await room(wide.page), { hidden: [0, 0], bar: 0 });
    const columns = (/** @type {import('playwright-core').Page} */ page) => page.locator('events-stats-widget').evaluateAll((widgets) => new Set(widgets.map((widget) => widget.getBoundingClientRect().left)).size);
    assert.equal(await columns(wide.page), 3);
    const states = await wide.page.locator('events-stats-widget').evaluateAll((widgets) => widgets.map((widget) => /** @type {Widget} */ (widget).state));
    // The third widget of the demo has a mistake in it.
    assert.deepEqual(states, ['ready', 'ready', 'error', 'ready', 'ready', 'ready', 'ready', 'ready', 'ready']);
    await wide.close();
    const narrow = await open('embed/demo/1?range=24h&refresh=0', { width: 400, height: 800 });
    assert.equal(await columns(narrow.page), 1);
    const { hidden, bar } = await room(narrow.page);
    assert.deepEqual([hidden[0], bar], [0, 0]);
    await narrow.close();
  });
});
