/** Pages of hosts in Chromium: what they show, and what they complain of. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { colorCount, launchChromium, openPage } from '../e2e/harness.js';
import { answer, startSite } from '../e2e/pages.js';

/** Where all hosts, and the examples, have their API: where `npm start` serves it. */
export const API = 'http://127.0.0.1:8080/';

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** An API, and a browser that finds it at `API`, whatever listens there on this machine. */
export async function openBrowser() {
  const asked = [];
  const api = await startSite((url) => {
    asked.push(url.pathname);
    return { json: answer(), headers: { 'access-control-allow-origin': '*' } };
  });
  const browser = await launchChromium([`--host-resolver-rules=MAP ${new URL(API).host} ${new URL(api.origin).host}`]);
  return {
    browser,
    asked,
    async close() {
      await browser.close();
      api.stop();
    },
  };
}

/** Serves a folder as it was built. @param {string} folder */
export function serveFolder(folder) {
  return startSite(({ pathname }) => {
    const file = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (pathname === '/favicon.ico') return { status: 204 };
    return existsSync(file) ? { contentType: TYPES[extname(file)], body: readFileSync(file) } : { status: 404 };
  });
}

/**
 * Opens a page and asserts that its charts stand, that each has a picture, and that nobody complains.
 * @param {import('playwright-core').Browser} browser @param {string} address @param {number} count of charts
 */
export async function assertCharts(browser, address, count) {
  const { page, complaints, close } = await openPage(browser);
  try {
    await page.goto(address);
    await page.waitForFunction((count) => {
      const widgets = /** @type {any[]} */ ([...document.querySelectorAll('events-stats-widget')]);
      return widgets.length === count && widgets.every(({ state }) => state === 'ready' || state === 'error');
    }, count).catch((cause) => { throw new Error(`${address} shows no charts: ${complaints.join('; ')}`, { cause }); });
    const widgets = await page.locator('events-stats-widget').all();
    for (const widget of widgets) {
      const facts = await widget.evaluate(async (/** @type {any} */ element) => {
        await element.settled();
        // The late piece has to be found as well.
        return { error: element.error, state: element.state, svg: (await element.toSvg()).slice(0, 4) };
      });
      assert.deepEqual(facts, { error: null, state: 'ready', svg: '<svg' });
      assert.ok(await colorCount(widget) > 4, 'the canvas is blank');
    }
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}
