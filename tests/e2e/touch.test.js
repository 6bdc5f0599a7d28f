/** A chart under fingers, in both browsers: taps, swipes, scrolling, and two fingers. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/', 'stats-period': '24h' };
const STYLE = '<style>body { margin: 16px; block-size: 3000px } events-stats-widget { inline-size: 600px; block-size: 300px }</style>';

/** @typedef {[x: number, y: number]} Place */

/** Fingers of a browser's own input, not events made up in the page. */
async function fingersOf(page, browserName) {
  if (browserName === 'Firefox') {
    const { touchscreen } = page;
    return {
      down: (/** @type {Place} */ place) => touchscreen.touchStart(...place),
      move: (/** @type {Place} */ place) => touchscreen.touchMove(...place),
      up: () => touchscreen.touchEnd(),
    };
  }
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const send = (type, /** @type {Place[]} */ places) => session.send('Input.dispatchTouchEvent', { type, touchPoints: places.map(([x, y], id) => ({ x, y, id })) });
  return {
    down: (...places) => send('touchStart', places),
    move: (...places) => send('touchMove', places),
    up: () => send('touchEnd', []),
  };
}

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    async function open(attributes = {}) {
      const { page, problems } = await openPage(browser, STYLE + REGISTER + tag({ ...OWN, ...attributes }, WIDGET));
      await settle(page);
      const box = await page.evaluate(() => {
        const { x, y, width, height } = document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart').getBoundingClientRect();
        return { x, y, width, height };
      });
      /** @param {number} x @param {number} [y] @returns {Place} */
      const at = (x, y = 0.5) => [Math.round(box.x + box.width * x), Math.round(box.y + box.height * y)];
      return { page, problems, at, fingers: await fingersOf(page, browserName) };
    }
    /** The moment that the tooltip tells of, or null. */
    const shown = (page) => page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const tooltip = document.querySelector('events-stats-widget').shadowRoot.querySelector('.tooltip');
      return tooltip?.matches(':popover-open') ? tooltip.querySelector('time').dateTime : null;
    });
    const tap = async (fingers, place) => {
      await fingers.down(place);
      await fingers.up();
    };

    it('a tap shows the tooltip, until the next tap elsewhere', async () => {
      const { page, problems, at, fingers } = await open();
      await tap(fingers, at(0.3));
      const first = await shown(page);
      assert.ok(first);
      // The tooltip stands to the right.
      await tap(fingers, at(0.15));
      const second = await shown(page);
      assert.ok(second && second < first, `${second} before ${first}`);
      await tap(fingers, [700, 500]);
      assert.equal(await shown(page), null);
      await tap(fingers, at(0.3));
      await tap(fingers, at(0.3));
      assert.equal(await shown(page), null, 'the same bucket again');
      assert.deepEqual(problems, []);
      await page.close();
    });

    it('a swipe sideways moves it, and selects nothing', async () => {
      const { page, at, fingers } = await open();
      await tap(fingers, at(0.3));
      const before = await shown(page);
      await fingers.down(at(0.25));
      for (const x of [0.2, 0.15, 0.1]) await fingers.move(at(x));
      const during = await shown(page);
      await fingers.up();
      assert.ok(during && during < before, `${during} before ${before}`);
      assert.equal(await shown(page), during);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').range), null);
      await page.close();
    });

    // The other driver has one finger, which does not scroll.
    if (browserName !== 'Chromium') return;

    it('two fingers zoom where the host allows it, else the page', async () => {
      const { page, at, fingers } = await open({ 'pinch-range': '' });
      const action = () => page.evaluate(() => getComputedStyle(document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart')).touchAction);
      assert.equal(await action(), 'pan-y');
      await fingers.down(at(0.4), at(0.6));
      for (const step of [0.05, 0.1, 0.15, 0.2]) await fingers.move(at(0.4 - step), at(0.6 + step));
      await fingers.up();
      await settle(page);
      const { start, end } = await page.evaluate(() => /** @type {{start: string, end: string}} */ (document.querySelector('events-stats-widget').range));
      const hours = (Date.parse(end) - Date.parse(start)) / 3_600_000;
      assert.ok(hours >= 7 && hours <= 9, `a third of 24 h: ${start} to ${end}`);
      assert.equal(await shown(page), null);
      await page.evaluate(() => document.querySelector('events-stats-widget').removeAttribute('pinch-range'));
      assert.match(await action(), /pan-y.*pinch-zoom|pinch-zoom.*pan-y/);
      await page.close();
    });

    it('up and down scrolls the page, and what was tapped goes along', async () => {
      const { page, at, fingers } = await open();
      await tap(fingers, at(0.3));
      const before = await shown(page);
      const top = () => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.tooltip').getBoundingClientRect().top);
      const was = await top();
      await fingers.down(at(0.5, 0.9));
      for (let step = 1; step <= 8; step += 1) await fingers.move([at(0.5)[0], at(0.5, 0.9)[1] - step * 12]);
      await fingers.up();
      await page.waitForFunction(() => scrollY > 20);
      assert.equal(await shown(page), before, 'a scroll is no tap');
      const [now, scrolled] = [await top(), await page.evaluate(() => scrollY)];
      // The faster a machine, the longer the page goes on: the tooltip stays within the window.
      assert.ok(Math.abs(Math.max(was - scrolled, 8) - now) <= 2, `${was} - ${scrolled} is not ${now}`);
      await page.close();
    });
  });
}
