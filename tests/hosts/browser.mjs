/** Pages of hosts in Chromium: what they show, and what they complain of. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { colorCount, launchChromium, openPage } from '../e2e/harness.js';
import { answer, startSite } from '../e2e/pages.js';

/** Where all hosts, and the examples, have their API: where `npm start` serves it. */
export const API = 'http://127.0.0.1:8080/';

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** A browser to which some addresses lead elsewhere on this machine. @param {Record<string, string>} places origins by the origins that pages name */
export function browserWith(places) {
  const rules = Object.entries(places).map(([named, real]) => `MAP ${new URL(named).host} ${new URL(real).host}`);
  return launchChromium([`--host-resolver-rules=${rules.join()}`]);
}

/** An API, and a browser that finds it at `API`, whatever listens there on this machine. */
export async function openBrowser() {
  const api = await startSite(() => ({ json: answer(), headers: { 'access-control-allow-origin': '*' } }));
  const browser = await browserWith({ [API]: api.origin });
  return {
    browser,
    async close() {
      await browser.close();
      api.stop();
    },
  };
}

/**
 * Opens a page and asserts what its chart says in place of a picture.
 * @param {import('playwright-core').Browser} browser @param {string} address @param {RegExp} words
 */
export async function assertError(browser, address, words) {
  const { page, close } = await openPage(browser);
  try {
    await page.goto(address);
    const found = () => /** @type {any} */ (document.querySelector('events-stats-widget'))?.error;
    await page.waitForFunction(found);
    assert.match((await page.evaluate(found)).message, words);
  } finally {
    await close();
  }
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
      const number = await widget.evaluate((element) => element.shadowRoot.querySelector('[part~=number]')?.textContent ?? '');
      assert.ok(await colorCount(widget) > 4 || /\d/.test(number), 'the canvas is blank, and there is no number');
    }
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}
