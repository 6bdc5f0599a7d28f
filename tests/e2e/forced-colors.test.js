/** Forced colours: a chart in the viewer's own, dark and light, by the pixels of its canvases. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { launchChromium, launchFirefox, settle, until } from './harness.js';
import { answer, openPage, REGISTER, SIZED, tag, WIDGET } from './pages.js';

const GROUPED = {
  ...WIDGET, displayType: 'area', limit: 2,
  queries: [{ aggregates: ['count()'], columns: ['release'], fields: ['release', 'count()'], conditions: '', orderby: '-count()' }],
};
const groups = () => ({ first: { ...answer(), order: 0 }, second: { ...answer(), order: 1 } });
const html = (theme) => SIZED + REGISTER + tag({ org: 'demo', 'base-url': '/', theme }, GROUPED);

/** The viewer's colours as the page has them, and how often a canvas has which. */
const look = (page) => page.evaluate(() => {
  const color = (name) => {
    const probe = document.createElement('i');
    probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
  const { shadowRoot } = document.querySelector('events-stats-widget');
  const counts = new Map();
  const [canvas] = shadowRoot.querySelectorAll('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4) {
    const pixel = data[at + 3] === 255 ? `rgb(${data.slice(at, at + 3).join(', ')})` : 'see-through';
    counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one)[0];
  const labels = (left, width) => {
    const { data: part } = canvas.getContext('2d').getImageData(left, canvas.height - 16, width, 16);
    return new Set(Array.from({ length: part.length / 4 }, (_, at) => `rgb(${part.slice(at * 4, at * 4 + 3).join(', ')})`));
  };
  return {
    isForced: matchMedia('(forced-colors: active)').matches,
    back: color('Canvas'), text: color('CanvasText'),
    most, textPixels: counts.get(color('CanvasText')) ?? 0, shades: labels(0, canvas.width).size,
    series: shadowRoot.querySelector('.legend .entry').style.getPropertyValue('--_series'),
    swatch: getComputedStyle(shadowRoot.querySelector('.legend .entry')).backgroundImage.match(/rgba?\([^)]*\)/g),
    colors: [...counts.keys()].length,
  };
});

/** @param {Awaited<ReturnType<typeof look>>} seen */
function assertForced(seen) {
  assert.equal(seen.isForced, true);
  assert.equal(seen.most, seen.back, 'what is behind the chart');
  assert.notEqual(seen.back, seen.text);
  // The axis line alone is as wide as the chart; the inside of letters comes on top.
  assert.ok(seen.textPixels > 300, `axis and texts: ${seen.textPixels} pixels`);
  assert.ok(seen.shades > 3, 'labels below the axis');
  const hex = seen.series.slice(1).match(/../g).map((digits) => Number.parseInt(digits, 16));
  assert.deepEqual(new Set(seen.swatch), new Set([`rgb(${hex.join(', ')})`, 'rgba(0, 0, 0, 0)']), 'the legend has the colours of the chart');
}

const api = () => ({ json: groups() });

describe('forced colours', () => {
  for (const scheme of /** @type {const} */ (['dark', 'light'])) {
    it(`in Chromium, ${scheme}, whatever theme the page wants, and while the page is open`, async (t) => {
      const browser = await launchChromium();
      t.after(() => browser.close());
      const { page, problems } = await openPage(browser, html('dark'), { api });
      await settle(page);
      const before = await look(page);
      assert.equal(before.isForced, false);
      await page.emulateMedia({ forcedColors: 'active', colorScheme: scheme });
      // The page hears of it with its next frame.
      const seen = await until(() => look(page), ({ most, back }) => most === back);
      assertForced(seen);
      assert.equal(seen.back, scheme === 'dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)');
      await page.evaluate(() => document.querySelector('events-stats-widget').setAttribute('theme', 'light'));
      await settle(page);
      assertForced(await until(() => look(page), ({ most, back }) => most === back));
      await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
      await page.evaluate(() => document.querySelector('events-stats-widget').setAttribute('theme', 'dark'));
      const last = await until(() => look(page), ({ most }) => most === before.most);
      assert.equal(last.most, before.most);
      assert.deepEqual(problems, []);
    });

    it(`in Firefox, ${scheme}`, async (t) => {
      const browser = await launchFirefox({
        'browser.display.document_color_use': 2,
        'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1,
        'browser.display.background_color': '#fffff0', 'browser.display.foreground_color': '#000010',
        'browser.display.background_color.dark': '#101000', 'browser.display.foreground_color.dark': '#f0ffff',
      });
      t.after(() => browser.close());
      const { page } = await openPage(browser, html('dark'), { api });
      await settle(page);
      assertForced(await look(page));
    });
  }
});
