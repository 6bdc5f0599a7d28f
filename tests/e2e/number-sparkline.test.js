/** The line below a big number: asked for on wish, drawn over the range, gone where there is no room, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from './harness.js';
import { answer, openPage, REGISTER, settle, tag } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/', 'stats-period': '24h' };
const NUMBER = {
  title: 'Errors', displayType: 'big_number', widgetType: 'error-events',
  queries: [{ aggregates: ['count()', 'count_unique(user)'], fields: ['count()', 'count_unique(user)'], selectedAggregate: 1, conditions: 'level:error' }],
};
const ROWS = { data: [{ 'count()': 12_345, 'count_unique(user)': 67 }], meta: { fields: { 'count()': 'integer', 'count_unique(user)': 'integer' } } };
const sized = (/** @type {number} */ height) => `<style>events-stats-widget { display: block; inline-size: 320px; block-size: ${height}px }</style>`;

const api = (url) => ({ json: url.pathname.endsWith('/events-stats/') ? answer() : ROWS });

/** Boxes of the figure, the line and the widget; the line's commands. */
const seen = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector('events-stats-widget');
  const box = (element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return { top, bottom, left, right };
  };
  const line = shadowRoot.querySelector('.sparkline');
  return {
    figure: box(shadowRoot.querySelector('.figure')),
    number: box(shadowRoot.querySelector('.number')),
    line: line?.checkVisibility() ? box(line) : null,
    paths: [...line?.querySelectorAll('path') ?? []].map((path) => path.getAttribute('d')),
    shown: shadowRoot.querySelector('.figure').textContent,
  };
});

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('`sparkline` draws the values of what the number shows below it', async () => {
      const { page, requests, problems } = await openPage(browser, sized(240) + REGISTER + tag({ ...OWN, sparkline: '' }, NUMBER), { api });
      await settle(page);
      const { figure, number, line, paths, shown } = await seen(page);
      assert.equal(shown, '67');
      const series = requests.filter((address) => address.includes('/events-stats/'));
      assert.equal(series.length, 1, requests.join('\n'));
      const { searchParams } = new URL(series[0], 'http://site');
      assert.deepEqual(['yAxis', 'query', 'statsPeriod', 'dataset'].map((key) => searchParams.getAll(key)), [['count_unique(user)'], ['level:error'], ['24h'], ['errors']]);
      assert.ok(line.top >= figure.bottom && line.bottom <= number.bottom, JSON.stringify({ line, figure, number }));
      assert.deepEqual([line.left, line.right], [number.left, number.right]);
      // The first bucket and the newest have not counted all of their time.
      assert.ok(paths.every((path) => path.split('L').length > 40), paths.join('\n'));
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('without it nothing more is asked for, and taken away it takes the line with it', async () => {
      const { page, requests } = await openPage(browser, sized(240) + REGISTER + tag(OWN, NUMBER), { api });
      await settle(page);
      assert.equal(requests.length, 1, requests.join('\n'));
      const set = async (/** @type {boolean} */ isOn) => {
        await page.evaluate((isOn) => { document.querySelector('events-stats-widget').toggleAttribute('sparkline', isOn); }, isOn);
        await settle(page);
        return (await seen(page)).line !== null;
      };
      assert.deepEqual([await set(true), await set(false), await set(true)], [true, false, true]);
      await page.close();
    });

    test('a low widget keeps the room for its number, and a refused line costs nothing else', async () => {
      const { page } = await openPage(browser, sized(120) + REGISTER + tag({ ...OWN, sparkline: '' }, NUMBER), { api });
      await settle(page);
      const low = await seen(page);
      assert.equal(low.line, null);
      assert.equal(low.shown, '67');
      await page.close();
      const refusing = (url) => (url.pathname.endsWith('/events-stats/') ? { json: { detail: 'No.' }, status: 400 } : { json: ROWS });
      const { page: other } = await openPage(browser, sized(240) + REGISTER + tag({ ...OWN, sparkline: '' }, NUMBER), { api: refusing });
      await settle(other);
      const refused = await seen(other);
      assert.deepEqual([refused.shown, refused.line], ['67', null]);
      assert.equal(await other.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
      await other.close();
    });
  });
}
