/** The demo's other pages: a chart in somebody else's page, and in surroundings that work against it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { colorCount, openPage, settle, useServerAndBrowser } from './harness.js';

/** Chromium's advice on frames of the same origin, which that page is about. */
const SANDBOX_ADVICE = /^An iframe which has both allow-scripts and allow-same-origin/;

describe("the demo's other pages", () => {
  const host = useServerAndBrowser();

  /** @param {string} path */
  async function open(path) {
    const opened = await openPage(host.browser);
    await opened.page.goto(host.url + path);
    await settle(opened.page);
    return opened;
  }

  /** @param {import('playwright-core').Page | import('playwright-core').Frame} page */
  async function assertAllDrawn(page, count) {
    const widgets = await page.locator('events-stats-widget').all();
    assert.equal(widgets.length, count);
    for (const [index, widget] of widgets.entries()) {
      await widget.scrollIntoViewIfNeeded();
      await settle(page);
      assert.equal(await widget.evaluate((/** @type {Widget} */ element) => element.state), 'ready', `chart ${index}`);
      assert.ok((await colorCount(widget)) > 4, `chart ${index} holds more than four colours`);
    }
  }

  it('embed.html holds a chart of the width of its text', async () => {
    const { page, complaints, close } = await open('embed.html');
    await assertAllDrawn(page, 1);
    const [chart, text] = await page.evaluate(() => ['events-stats-widget', '.lead'].map((selector) => document.querySelector(selector).getBoundingClientRect().width));
    assert.ok(chart <= text + 1, `${chart} pixels of chart beside ${text} of text`);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('hostile.html draws its charts right to left, scaled, cut off, and in a sandboxed frame', async () => {
    const { page, complaints, close } = await open('hostile.html');
    await assertAllDrawn(page, 3);
    const [frame] = page.frames().filter((found) => found !== page.mainFrame());
    await settle(frame);
    await assertAllDrawn(frame, 1);
    // The host resets every element of its own; nothing of that may reach the chart.
    const lost = await page.locator('events-stats-widget').evaluateAll((widgets) => widgets
      .map((widget) => widget.shadowRoot.querySelector('.widget'))
      .filter((root) => getComputedStyle(root).display === 'inline' || root.getBoundingClientRect().height < 100).length);
    assert.equal(lost, 0);
    assert.deepEqual(complaints.filter((text) => !SANDBOX_ADVICE.test(text)), []);
    await close();
  });
});
