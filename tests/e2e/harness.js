/**
 * A really started server and a real browser for the end-to-end tests.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY_WITHIN_MS = 120_000;
/** For whatever is waited for: a defect takes for ever, a machine that is ten times slower takes ten times as long. */
export const PATIENCE_MS = 120_000;
/** Kept between runs, since two weeks of events take a while to make up; one server at a time uses it. */
const DATA_DIR = join(ROOT, 'tests/results/data');

/** As root in a container: no sandbox, no GPU, no calls home. */
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the server as `npm start` does, on a free port, over the tests' own data.
 * @param {Record<string, string>} [env]
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export async function startServer(env = {}) {
  const child = spawn(process.execPath, ['www/server/main.js'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', DATA_DIR, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithProcess = () => child.kill('SIGKILL');
  process.once('exit', killWithProcess);
  const url = await addressOf(child);
  return {
    url,
    async stop() {
      process.off('exit', killWithProcess);
      if (child.exitCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }
    },
  };
}

/**
 * The server, started before the tests of a suite, or of a file, and stopped after them.
 * @param {Record<string, string> | (() => Promise<Record<string, string>>)} [env] of the server
 */
export function useServer(env = {}) {
  /** @type {Awaited<ReturnType<typeof startServer>> | undefined} */
  let server;
  before(async () => { server = await startServer(typeof env === 'function' ? await env() : env); });
  after(() => server?.stop());
  return {
    /** The server's address, with a slash at its end. */
    get url() { return server.url; },
  };
}

/** The same of a browser. @param {() => Promise<any>} launch */
export function useBrowser(launch) {
  /** @type {any} */
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser?.close());
  return {
    get browser() { return browser; },
  };
}

/** The server and Chromium. @param {Parameters<typeof useServer>[0]} [env] of the server */
export function useServerAndBrowser(env) {
  const [server, chromium] = [useServer(env), useBrowser(launchChromium)];
  return {
    get url() { return server.url; },
    get browser() { return /** @type {import('playwright-core').Browser} */ (chromium.browser); },
  };
}

/**
 * Reads until it is as wished, or until there is no hope; what was read last, for an assertion to tell of.
 * @template T
 * @param {() => T | Promise<T>} read
 * @param {(value: Awaited<T>) => unknown} isWished
 * @returns {Promise<Awaited<T>>}
 */
export async function until(read, isWished) {
  const end = performance.now() + PATIENCE_MS;
  let value = await read();
  while (!isWished(value) && performance.now() < end) {
    await sleep(25);
    value = await read();
  }
  return value;
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => fail('it named no address in time'), READY_WITHIN_MS);
    const fail = (why) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`the server did not start: ${why}\n${said}`));
    };
    const listen = (chunk) => {
      said += chunk;
      const address = /http:\/\/127\.0\.0\.1:[1-9]\d*\//.exec(said);
      if (address) {
        clearTimeout(timer);
        resolve(address[0]);
      }
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('exit', (code) => fail(`it ended with code ${code}`));
  });
}

/** Debian's Chromium, headless. @param {string[]} [flags] more of them */
export function launchChromium(flags = []) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}: run \`npm run setup\``);
  }
  return chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...flags], timeout: PATIENCE_MS });
}

/**
 * Debian's Firefox, headless: Playwright drives no Firefox but its own.
 * @param {Record<string, unknown>} [preferences]
 */
export function launchFirefox(preferences) {
  const executablePath = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}: run \`npm run setup\``);
  }
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true, timeout: PATIENCE_MS, extraPrefsFirefox: preferences });
}

/** What must hold in every browser is written against what the pages of both drivers have in common. */
export const BROWSERS = { Chromium: launchChromium, Firefox: launchFirefox };

/**
 * A page that remembers everything it complained of.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints, close: () => context.close() };
}

/** Waits until no widget of the page, or of its dashboards, has anything in flight or undrawn. */
export async function settle(page) {
  await page.waitForFunction(() => customElements.get('events-stats-widget'));
  await page.evaluate(async () => {
    const elements = /** @type {NodeListOf<HTMLElementTagNameMap['events-stats-widget' | 'events-stats-dashboard']>} */ (document.querySelectorAll('events-stats-widget, events-stats-dashboard'));
    await Promise.all([...elements].map(async (element) => {
      await customElements.whenDefined(element.localName);
      await element.settled();
    }));
  });
}

/**
 * How many different colours the canvases of a widget hold, layers put together.
 * @param {import('playwright-core').Locator} widget
 */
export function colorCount(widget) {
  return widget.evaluate((element) => {
    const layers = [...element.shadowRoot.querySelectorAll('canvas')].filter((layer) => layer.width > 1);
    if (layers.length === 0) return 0;
    const flat = document.createElement('canvas');
    flat.width = layers[0].width;
    flat.height = layers[0].height;
    const context = flat.getContext('2d', { willReadFrequently: true });
    for (const layer of layers) context.drawImage(layer, 0, 0);
    const { data } = context.getImageData(0, 0, flat.width, flat.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}
