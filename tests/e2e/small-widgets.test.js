/** Small widgets: below 120 px of height a line with its newest value; from 320 x 200 on most of the card is the chart's. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, until } from './harness.js';
import { answer, openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const GROUPED = {
  ...WIDGET, title: 'Errors by type', displayType: 'area', limit: 7,
  queries: [{ aggregates: ['count()'], columns: ['error.type'], fields: ['error.type', 'count()'], conditions: '', orderby: '-count()' }],
};
const NAMES = ['TypeError', 'ValueError', 'NetworkError', 'ChunkLoadError', 'TimeoutError', 'RangeError', 'Other'];
const groups = () => Object.fromEntries(NAMES.map((name, order) => [name, { ...answer(), order }]));
const api = ({ searchParams }) => ({ json: searchParams.get('topEvents') ? groups() : answer() });

const box = (width, height) => `<div style="inline-size: ${width}px; --events-stats-height: ${height}px">${tag(OWN, GROUPED)}</div>`;

/** What each widget of the page shows, and how much of its inside is the chart's. */
const facts = (page) => page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ shadowRoot }) => {
  const heightOf = (selector) => shadowRoot.querySelector(selector)?.getBoundingClientRect().height ?? 0;
  const style = getComputedStyle(shadowRoot.querySelector('.widget'));
  const inside = shadowRoot.querySelector('.widget').clientHeight - Number.parseFloat(style.paddingTop) - Number.parseFloat(style.paddingBottom);
  const canvas = shadowRoot.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return {
    chart: heightOf('.chart'), share: heightOf('.chart') / inside, legend: heightOf('.legend'),
    latest: shadowRoot.querySelector('.latest')?.innerText.replaceAll(/\s+/g, ' ') ?? '', isShown: heightOf('.latest') > 0,
    colors: new Set(new Uint32Array(data.buffer)).size,
    canvas: [canvas.width, canvas.height],
    entries: [...shadowRoot.querySelectorAll('.legend li')].map((entry) => entry.getBoundingClientRect())
      .map(({ top, bottom }) => [top, bottom]),
    legendEnd: shadowRoot.querySelector('.legend').getBoundingClientRect().bottom,
  };
}));

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('a widget of 160 x 80 shows a line with its newest value and how it has changed', async () => {
      const { page, problems } = await openPage(browser, REGISTER + box(160, 80) + box(200, 80) + box(240, 119), { api });
      await settle(page);
      const seen = await until(() => facts(page), (all) => all.every(({ isShown }) => isShown));
      for (const { chart, legend, latest, isShown, colors } of seen) {
        assert.ok(isShown && chart >= 28, `${chart} px of chart`);
        assert.equal(legend, 0);
        // Of seven groups of equal size, over the bucket before.
        assert.match(latest, /^\d+ ?[▲▼=✦] ?([+-][\d,.]+%|no change|new)$/);
        assert.ok(colors > NAMES.length, `${colors} colours`);
      }
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('a widget that grows and shrinks has its parts again, without complaint', async () => {
      const { page, problems } = await openPage(browser, `<script>addEventListener('error', ({ message }) => console.error(message));</script>${REGISTER}${box(400, 300)}`, { api });
      await settle(page);
      const resize = async (height, isWished) => {
        await page.evaluate((height) => document.querySelector('div').style.setProperty('--events-stats-height', `${height}px`), height);
        const [seen] = await until(async () => {
          await settle(page);
          return facts(page);
        }, ([one]) => isWished(one));
        return seen;
      };
      const isDrawn = ({ canvas, chart }) => Math.abs(canvas[1] - chart) < 1;
      const [large] = await until(() => facts(page), ([one]) => isDrawn(one));
      assert.ok(large.legend > 0 && !large.isShown && isDrawn(large));
      const small = await resize(90, (one) => one.isShown && one.legend === 0 && isDrawn(one));
      assert.ok(small.isShown && small.legend === 0 && isDrawn(small), JSON.stringify(small));
      const again = await resize(300, ({ isShown, legend, canvas }) => !isShown && legend > 0 && canvas[1] === large.canvas[1]);
      assert.deepEqual([again.canvas, again.legend, again.isShown], [large.canvas, large.legend, false]);
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('from 320 x 200 on at least three fifths are the chart\'s, and the legend ends with a whole line', async () => {
      const sizes = [[320, 200], [320, 240], [400, 260], [400, 300], [600, 200], [320, 420]];
      const { page } = await openPage(browser, REGISTER + sizes.map(([width, height]) => box(width, height)).join(''), { api });
      await settle(page);
      for (const [at, { share, legend, entries, legendEnd }] of (await facts(page)).entries()) {
        assert.ok(share >= 0.6, `${sizes[at].join(' x ')}: ${share}`);
        assert.ok(legend >= 20, `${sizes[at].join(' x ')}: a legend of ${legend} px`);
        const cut = entries.filter(([top, bottom]) => top < legendEnd - 1 && bottom > legendEnd + 1);
        assert.deepEqual(cut, [], `${sizes[at].join(' x ')}: no entry is cut`);
      }
      await page.close();
    });
  });
}
