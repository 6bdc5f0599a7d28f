/** One series before the others while it is pointed at, in the legend, in the plot or by keys, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, useBrowser, useServer } from './harness.js';
import { settleLate } from './pages.js';
import { BODY, CONFIG, HOUR, openChart, START } from './single-chart.js';

/** Three lines that lie far from each other. */
const LEVELS = { low: 10, middle: 50, high: 90 };
const group = (level, order) => ({ ...BODY, data: BODY.data.map((_, hour) => [START + hour * HOUR, [{ count: level }]]), order });
const RESPONSE = Object.fromEntries(Object.entries(LEVELS).map(([name, level], order) => [name, group(level, order)]));
const GROUPS = { ...CONFIG, queries: [{ ...CONFIG.queries[0], columns: ['title'], fields: ['title', 'count()'] }] };
/** One channel each. */
const COLORS = { low: '#ff0000', middle: '#00ff00', high: '#0000ff' };

const server = useServer();

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    const host = useBrowser(launch);

    async function open(displayType = 'line') {
      const page = await openChart(host.browser, server.url, { attributes: { 'widget-id': '7' }, config: { ...GROUPS, displayType }, response: RESPONSE });
      await page.evaluate(async (colors) => {
        const { configure } = await import('/package/element.js');
        configure({ palette: colors });
        await window.widget.settled();
      }, COLORS);
      await settleLate(page);
      return page;
    }

    /** The series that stands before the others; null where none does. */
    const emphasized = (page) => page.evaluate(async (colors) => {
      await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
      const layer = [...window.widget.shadowRoot.querySelectorAll('canvas')].find((layer) => layer.style.opacity === '1');
      if (!layer) return null;
      const { data } = layer.getContext('2d').getImageData(0, 0, layer.width, layer.height);
      // A line covers no pixel whole, and an area lets the veil through: what counts is the channel that stands out.
      const seen = new Set();
      for (let at = 0; at < data.length; at += 4) {
        const parts = [...data.slice(at, at + 3)];
        const most = parts.indexOf(Math.max(...parts));
        if (data[at + 3] > 200 && parts.every((part, index) => index === most || part < parts[most] - 60)) seen.add(most);
      }
      return Object.keys(colors).filter((_, channel) => seen.has(channel)).join();
    }, COLORS);
    const inside = (page, selector, name = '') => page.evaluate(([selector, name]) => {
      const parts = [...window.widget.shadowRoot.querySelectorAll(selector)];
      const { x, y, width, height } = parts.find((part) => part.textContent.includes(name)).getBoundingClientRect();
      return { x, y, width, height };
    }, [selector, name]);
    async function hoverEntry(page, name) {
      const { x, y, width, height } = await inside(page, '.legend .entry', name);
      await page.mouse.move(x + width / 2, y + height / 2);
    }
    /** What lies behind, as text. */
    const picture = (page) => page.evaluate(() => window.widget.shadowRoot.querySelector('canvas').toDataURL());

    for (const displayType of ['line', 'area', 'bar']) {
      it(`an entry of the legend that is pointed at lets the other series recede: ${displayType}`, async () => {
        const page = await open(displayType);
        const drawn = await picture(page);
        assert.equal(await emphasized(page), null);
        await hoverEntry(page, 'low');
        assert.equal(await emphasized(page), 'low');
        await hoverEntry(page, 'high');
        assert.equal(await emphasized(page), 'high');
        assert.equal(await picture(page), drawn, 'the chart itself is not drawn again');
        await page.mouse.move(1, 1);
        assert.equal(await emphasized(page), null);
        await page.close();
      });
    }

    it('the line that the pointer is at stands before the others, and between lines none does', async () => {
      const page = await open();
      const box = await inside(page, '.chart');
      // The plot's own places are the layout's: found by going down.
      const found = [];
      for (let y = 4; y < box.height; y += 3) {
        await page.mouse.move(box.x + box.width / 2, box.y + y);
        const shown = await emphasized(page);
        if (found.at(-1) !== shown) found.push(shown);
      }
      assert.deepEqual(found.filter(Boolean), ['high', 'middle', 'low']);
      assert.equal(found.filter((shown) => shown === null).length >= 3, true, JSON.stringify(found));
      await page.close();
    });

    it('keys that mark a series, or stand at its entry, do the same', async () => {
      const page = await open();
      await page.evaluate(() => window.widget.shadowRoot.querySelector('.chart').focus());
      await page.keyboard.press('ArrowRight');
      assert.equal(await emphasized(page), null);
      await page.keyboard.press('ArrowDown');
      const marked = await emphasized(page);
      assert.ok(marked in LEVELS, marked);
      await page.keyboard.press('Escape');
      assert.equal(await emphasized(page), null);
      await page.evaluate(() => [...window.widget.shadowRoot.querySelectorAll('.legend .entry')].find((entry) => entry.textContent.includes('middle')).focus());
      assert.equal(await emphasized(page), 'middle');
      await page.keyboard.press('Enter');
      assert.equal(await emphasized(page), null, 'a hidden series stands before nothing');
      await page.close();
    });

    // Only Chromium's driver can say what a viewer wants.
    const itWithMedia = name === 'Chromium' ? it : it.skip;
    itWithMedia('nothing moves for a viewer who wants less motion', async () => {
      const page = await open();
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await hoverEntry(page, 'low');
      assert.equal(await emphasized(page), 'low');
      const duration = await page.evaluate(() => getComputedStyle([...window.widget.shadowRoot.querySelectorAll('canvas')].find((layer) => layer.style.opacity === '1')).transitionDuration);
      assert.equal(duration, '0s');
      await page.close();
    });
  });
}
