/** A dashboard that is edited while its widgets are shown, and what it says of its times. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium, PATIENCE_MS, until } from './harness.js';
import { answer, fileOf, REGISTER, settle, startSite, tag, WIDGET } from './pages.js';

const DASHBOARD = '/api/0/organizations/demo/dashboards/7/';
const LATER = '05:10';

describe('the dashboard of a page', () => {
  let browser;
  before(async () => { browser = await launchChromium(); });
  after(() => browser?.close());

  /** A page of so many widgets over a dashboard that the test may change. */
  async function open({ dashboard = {}, attributes = [{}, {}, {}], clock = true, context = {} } = {}) {
    const server = {
      dashboard: /** @type {Record<string, any>} */ ({ id: '7', title: 'D', widgets: ['1', '2', '3'].map((id) => ({ ...WIDGET, id, title: `Widget ${id}` })), ...dashboard }),
      status: 200, looks: [], asked: [], tries: 0,
    };
    const own = { 'dashboard-id': '7', org: 'demo', 'base-url': '/' };
    const html = REGISTER + attributes.map((more, index) => tag({ 'widget-id': String(index + 1), ...own, ...more })).join('');
    const site = await startSite((url, request) => {
      if (!url.pathname.startsWith('/api/')) return fileOf(url.pathname, html);
      if (url.pathname !== DASHBOARD) {
        server.asked.push(url.searchParams.get('query'));
        return { json: answer() };
      }
      server.tries += 1;
      const etag = `"${JSON.stringify(server.dashboard).length}-${JSON.stringify(server.dashboard).split('').reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65521, 7)}"`;
      const isKnown = request.headers['if-none-match'] === etag;
      if (server.status !== 200) return { status: server.status, json: { detail: 'no' } };
      server.looks.push(isKnown ? 304 : 200);
      return isKnown ? { status: 304, headers: { etag } } : { json: server.dashboard, headers: { etag, 'cache-control': 'max-age=3600' } };
    });
    const page = await (await browser.newContext({ locale: 'en-US', ...context })).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    if (clock) await page.clock.install();
    await page.goto(site.origin);
    await settle(page);
    /** Time passes; in a page that is looked at, the dashboard is asked for. */
    const pass = async ({ isSeen = true } = {}) => {
      const { tries } = server;
      await page.clock.fastForward(LATER);
      if (isSeen) await until(() => server.tries, (now) => now > tries);
      await settle(page);
    };
    const titles = () => page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ shadowRoot }) => shadowRoot.querySelector('.title').textContent));
    /** What was asked since. What widgets ask alike at once may be one request; none asks more than once. */
    const take = () => {
      const asked = server.asked.splice(0);
      assert.ok(asked.length <= attributes.length, `${asked.length} requests of ${attributes.length} widgets`);
      return [server.looks.splice(0), [...new Set(asked)]];
    };
    /** As `take`, once so many questions were asked: what follows from an edit comes after it. */
    const takeOnce = async (count) => {
      await until(() => new Set(server.asked).size, (size) => size >= count);
      await settle(page);
      return take();
    };
    return { page, server, pass, titles, take, takeOnce, close: async () => { await page.context().close(); site.stop(); } };
  }

  it('is looked at slowly, once for all widgets, by what the browser has of it', async () => {
    const { server, pass, titles, take, takeOnce, close } = await open();
    assert.deepEqual(take(), [[200], ['']]);
    await pass();
    assert.deepEqual(take(), [[304], []], 'nothing has changed, nothing happens');
    server.dashboard.widgets[1] = { ...server.dashboard.widgets[1], title: 'Edited', queries: [{ aggregates: ['count()'], conditions: 'a:1' }] };
    await pass();
    assert.deepEqual(await takeOnce(1), [[200], ['a:1']], 'the one that was edited asks');
    assert.deepEqual(await titles(), ['Widget 1', 'Edited', 'Widget 3']);
    server.dashboard.filters = { release: ['x'] };
    await pass();
    const [looks, asked] = await takeOnce(2);
    assert.deepEqual([looks, asked.sort()], [[200], ['(a:1) release:"x"', 'release:"x"']]);
    await close();
  });

  it('is looked at by refresh() at once, which waits for it', async () => {
    const { page, server, titles, take, close } = await open({ clock: false });
    take();
    const refresh = () => page.evaluate(() => Promise.all([...document.querySelectorAll('events-stats-widget')].map((widget) => widget.refresh())));
    await refresh();
    assert.deepEqual(take(), [[304], ['']]);
    server.dashboard.widgets[0] = { ...server.dashboard.widgets[0], title: 'Edited', queries: [{ aggregates: ['count()'], conditions: 'b:2' }] };
    await refresh();
    assert.deepEqual(await titles(), ['Edited', 'Widget 2', 'Widget 3']);
    const [looks, asked] = take();
    assert.deepEqual(looks, [200]);
    assert.ok(asked.includes('b:2'));
    await close();
  });

  it('that cannot be had, or is broken, changes nothing', async () => {
    const { page, server, pass, titles, take, close } = await open();
    take();
    server.status = 500;
    await pass();
    server.status = 200;
    const sound = server.dashboard;
    server.dashboard = { widgets: 'none' };
    await pass();
    const states = await page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ state, error }) => [state, error]));
    assert.deepEqual(states, Array(3).fill(['ready', null]));
    server.dashboard = { ...sound, widgets: sound.widgets.map((widget) => ({ ...widget, title: 'Back' })) };
    await pass();
    assert.deepEqual(await until(titles, (shown) => shown.join() === 'Back,Back,Back'), ['Back', 'Back', 'Back']);
    await close();
  });

  it('waits while nobody looks, and is looked at when the page comes to the front', async () => {
    const { page, server, pass, take, close } = await open();
    take();
    const hide = (hidden) => page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await hide(true);
    await pass({ isSeen: false });
    await pass({ isSeen: false });
    assert.deepEqual(take()[0], []);
    await hide(false);
    await until(() => server.looks.length, Boolean);
    assert.deepEqual(take()[0], [304]);
    await close();
  });

  it('shows times in UTC where it says so and the element names no zone', async () => {
    const documents = async (utc) => {
      const attributes = [{}, { timezone: 'Europe/Berlin' }, { timezone: 'UTC' }];
      const { page, close } = await open({ dashboard: { utc }, attributes, clock: false, context: { timezoneId: 'Asia/Tokyo' } });
      const texts = await page.evaluate(async () => {
        const widgets = [...document.querySelectorAll('events-stats-widget')];
        const documents = await Promise.all(widgets.map((widget) => widget.toSvg({ width: 600, height: 300 })));
        const all = documents.map((text) => [...new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('text')]);
        const joined = (describe) => all.map((texts) => texts.map(describe).join('|').replace(/Widget \d/g, ''));
        // At some hours zones have labels of the same texts, at other places.
        return { texts: joined(({ textContent }) => textContent), places: joined((text) => `${text.textContent} at ${text.getAttribute('x')}`) };
      });
      const chart = page.locator('events-stats-widget .chart').first();
      const box = await chart.boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      const tooltip = page.locator('events-stats-widget .tooltip').first();
      await tooltip.waitFor({ state: 'visible' });
      const moment = await tooltip.locator('time').innerText();
      await close();
      return { ...texts, moment };
    };
    for (const [utc, isUtc] of [[true, true], ['true', true], [false, false], [null, false], ['false', false]]) {
      const { texts: [own, , named], places: [place, berlin], moment } = await documents(utc);
      assert.equal(own === named, isUtc, `${utc}: ${own}`);
      assert.notEqual(place, berlin);
      assert.equal(moment.includes('UTC'), isUtc, moment);
    }
  });
});
