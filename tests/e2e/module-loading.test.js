/**
 * The words of the JavaScript shell before the module runs, in both browsers: why there is no
 * module, that another try helps once the cause is gone, and that nothing around it moves.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { packageDir } from '../../scripts/lib/paths.mjs';
import { BROWSERS, launchChromium } from './harness.js';
import { fileOf, htmlOf, openPage, REGISTER, settle, startSite, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const MODULE = '/package/wasm/events_stats_widget_bg.wasm';
const HTML = { contentType: 'text/html', body: '<!doctype html><title>Not here</title>' };
const moduleBytes = () => /** @type {Buffer} */ (fileOf(MODULE).body);

/** What is wrong with the module's file, for as long as the test says so. */
/** @typedef {import('./pages.js').Answer} Answer @type {Array<[name: string, given: Answer | (() => Answer), code: string, words: RegExp]>} */
const BROKEN = [
  ['missing', { status: 404 }, 'wasm_missing', /is not at http:\S+events_stats_widget_bg\.wasm: the server responded with status 404\.$/],
  ['refused', { status: 403 }, 'wasm_missing', /status 403\.$/],
  ['an HTML page', HTML, 'wasm_not_wasm', /^Expected the chart module at .*, found an HTML page\.$/],
  ['an HTML page that calls itself wasm', { ...HTML, contentType: 'application/wasm' }, 'wasm_not_wasm', /found an HTML page\.$/],
  ['something else', { contentType: 'application/wasm', body: 'no' }, 'wasm_not_wasm', /found 2 bytes of something else\.$/],
  ['cut in half', () => ({ contentType: 'application/wasm', body: moduleBytes().subarray(0, 5000) }), 'wasm_compile', /does not compile: /],
  ['not to be reached', { isCut: true }, 'wasm_network', /^The chart module could not be fetched from http:/],
];

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    const facts = (page) => page.evaluate(() => {
      const widget = document.querySelector('events-stats-widget');
      const part = (selector) => widget.shadowRoot.querySelector(selector);
      return {
        state: widget.state,
        error: widget.error,
        what: part('.message .what')?.textContent,
        why: part('.message .why')?.textContent,
        role: part('.message')?.getAttribute('role'),
        offers: part('.retry')?.checkVisibility() === true,
        box: (({ x, y, width, height }) => [x, y, width, height])(widget.getBoundingClientRect()),
      };
    });

    async function failsWith(page, code, words) {
      await settle(page);
      const { state, error, what, why, role, offers } = await facts(page);
      assert.deepEqual({ state, what, role, offers }, { state: 'error', what: 'This chart cannot be shown', role: 'alert', offers: true });
      assert.equal(error.code, code);
      assert.match(error.message, words);
      assert.equal(why, error.message);
    }

    async function recovers(page) {
      await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.retry').click());
      await page.waitForFunction(() => document.querySelector('events-stats-widget').state === 'ready');
      assert.equal((await facts(page)).error, null);
    }

    for (const [name, given, code, words] of BROKEN) {
      it(`the module is ${name}; another try helps once it is there`, async () => {
        let isBroken = true;
        const { page, problems } = await openPage(browser, REGISTER + tag(OWN, WIDGET), {
          serve: (path) => {
            if (path !== MODULE || !isBroken) return undefined;
            return typeof given === 'function' ? given() : given;
          },
        });
        await failsWith(page, code, words);
        isBroken = false;
        await recovers(page);
        assert.deepEqual(problems, []);
        await page.close();
      });
    }

    for (const contentType of ['application/octet-stream', 'text/plain', 'text/html']) {
      it(`does without the right content type: ${contentType}`, async () => {
        const { page, problems } = await openPage(browser, REGISTER + tag(OWN, WIDGET), {
          serve: (path) => (path === MODULE ? { contentType, body: moduleBytes() } : undefined),
        });
        await settle(page);
        assert.equal((await facts(page)).state, 'ready');
        assert.deepEqual(problems, []);
        await page.close();
      });
    }

    it("names what the page's policy lacks", async () => {
      const policy = (more) => ({ 'content-security-policy': `default-src 'self'; script-src 'self'${more}` });
      const page = (more) => openPage(browser, '', { serve: (path) => (path === '/' ? htmlOf(REGISTER + tag(OWN, WIDGET), policy(more)) : undefined) });
      const blocked = await page('');
      await failsWith(blocked.page, 'wasm_blocked', /content security policy forbids WebAssembly: its script-src needs 'wasm-unsafe-eval'\.$/);
      await blocked.page.close();
      const allowed = await page(" 'wasm-unsafe-eval'");
      await settle(allowed.page);
      assert.equal((await facts(allowed.page)).state, 'ready');
      assert.deepEqual(allowed.problems, []);
      await allowed.page.close();
    });

    it('says that a browser has no SIMD, or no WebAssembly at all', async () => {
      const without = '<script>globalThis.valid = WebAssembly.validate; WebAssembly.validate = () => false;</script>';
      const old = await openPage(browser, without + REGISTER + tag(OWN, WIDGET));
      await failsWith(old.page, 'simd_unsupported', /no SIMD \(Chrome 91, Firefox 89, Safari 16\.4 have it\)\.$/);
      await old.page.evaluate(() => { WebAssembly.validate = globalThis.valid; });
      await recovers(old.page);
      await old.page.close();
      const none = await openPage(browser, `<script>delete globalThis.WebAssembly;</script>${REGISTER}${tag(OWN, WIDGET)}`);
      await failsWith(none.page, 'wasm_unsupported', /^This browser does not support WebAssembly/);
      assert.deepEqual([...old.problems, ...none.problems], []);
      await none.page.close();
    });

    it('names CORS as the likely cause where the module is of another origin', async () => {
      let allowed = /\.js$/;
      const other = await startSite(({ pathname }) => ({
        ...fileOf(pathname), headers: allowed.test(pathname) ? { 'access-control-allow-origin': '*' } : {},
      }));
      const { page } = await openPage(browser, `<script type="module" src="${other.origin}/package/index.js"></script>${tag(OWN, WIDGET)}`);
      const name = other.origin.replaceAll('.', '\\.');
      await failsWith(page, 'wasm_network', new RegExp(`from ${name}/package/wasm/\\S+: ${name} probably does not allow this page to read it \\(CORS: it needs Access-Control-Allow-Origin\\), or this page's connect-src does not name it\\.$`));
      allowed = /./;
      await recovers(page);
      await page.close();
      other.stop();
    });

    it('asks again where the page said that the module lies', async () => {
      let isThere = false;
      const asked = [];
      const { page } = await openPage(browser, `<script type="module">
        import { defineElement, init } from '/package/element.js';
        init('/elsewhere.wasm?key=secret').catch(() => {});
        defineElement();
      </script>${tag(OWN, WIDGET)}`, {
        serve: (path) => {
          if (path.endsWith('.wasm') && !path.endsWith('_late.wasm')) asked.push(path);
          if (path !== '/elsewhere.wasm') return undefined;
          return isThere ? fileOf(MODULE) : { status: 404 };
        },
      });
      await failsWith(page, 'wasm_missing', /\/elsewhere\.wasm: the server/);
      isThere = true;
      await recovers(page);
      assert.deepEqual([...new Set(asked)], ['/elsewhere.wasm']);
      await page.close();
    });

    it('takes another source that the page names while the module is on its way', async () => {
      let release;
      const held = new Promise((resolve) => { release = resolve; });
      const { page } = await openPage(browser, `${REGISTER}${tag(OWN, WIDGET)}`, {
        serve: async (path) => {
          if (path === '/elsewhere.wasm') return fileOf(MODULE);
          if (path !== MODULE) return undefined;
          await held;
          return HTML;
        },
      });
      await page.waitForFunction(() => document.querySelector('events-stats-widget').state === 'loading');
      const outcomes = await page.evaluate(async () => {
        const { init } = await import('/package/index.js');
        // Who waits for the first source gets the second.
        const waiting = init();
        await init('/elsewhere.wasm');
        globalThis.waiting = waiting.then(() => 'ready', (error) => error.code);
        return document.querySelector('events-stats-widget').error;
      });
      assert.equal(outcomes, null);
      release();
      assert.equal(await page.evaluate(() => globalThis.waiting), 'ready');
      await settle(page);
      assert.equal((await facts(page)).state, 'ready');
      await page.close();
    });

    it('names the setting of Vite where its dev mode has moved the script away from the module', async () => {
      const { page } = await openPage(browser, `<script type="module">
        import { defineElement, init } from '/package/element.js';
        init('/node_modules/.vite/deps/wasm/events_stats_widget_bg.wasm').catch(() => {});
        defineElement();
      </script>${tag(OWN, WIDGET)}`, { serve: (path) => (path.includes('.vite') ? HTML : undefined) });
      await failsWith(page, 'wasm_not_wasm', /found an HTML page \(Vite: set optimizeDeps\.exclude to \['events-stats-widget'\]\)\.$/);
      await page.close();
    });

    it('takes another source after a failure, and tells nothing of one that was replaced', async () => {
      const { page } = await openPage(browser, `${REGISTER}${tag(OWN, WIDGET)}`, {
        serve: (path) => (path === '/elsewhere.wasm' ? fileOf(MODULE) : path === MODULE ? HTML : undefined),
      });
      await failsWith(page, 'wasm_not_wasm', /found an HTML page\.$/);
      await page.evaluate(async () => (await import('/package/index.js')).init('/elsewhere.wasm'));
      await settle(page);
      assert.equal((await facts(page)).state, 'ready');
      await page.close();
    });

    it('says so on a page that was opened as a file', async () => {
      // Browsers load no module scripts from files, so this can only be a bundle.
      const folder = await mkdtemp(join(tmpdir(), 'events-stats-file-'));
      await build({ entryPoints: [join(packageDir, 'index.js')], bundle: true, format: 'iife', outfile: join(folder, 'bundle.js'), logLevel: 'error', logOverride: { 'empty-import-meta': 'silent' } });
      await writeFile(join(folder, 'page.html'), `<!doctype html><meta charset="utf-8">${tag(OWN, WIDGET)}<script src="bundle.js"></script>`);
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(folder, 'page.html')).href);
      await failsWith(page, 'wasm_file', /^This page was opened as a file; browsers load WebAssembly over http only\./);
      await page.close();
      await rm(folder, { recursive: true });
    });

    it("shows what the page put into the element while there is no chart, beside the reason", async () => {
      let isBroken = true;
      let release;
      const held = new Promise((resolve) => { release = resolve; });
      const html = `${REGISTER}<events-stats-widget org="demo" base-url="/"><script type="application/json">${JSON.stringify(WIDGET)}</script><p id="mine">See the report instead.</p></events-stats-widget>`;
      const { page } = await openPage(browser, html, {
        serve: async (path) => {
          if (path !== MODULE || !isBroken) return undefined;
          await held;
          return { status: 404 };
        },
      });
      const fallback = () => page.evaluate(() => document.querySelector('#mine').checkVisibility({ checkOpacity: true }) && document.querySelector('#mine').getClientRects().length > 0);
      await page.waitForFunction(() => document.querySelector('events-stats-widget').state === 'loading');
      assert.equal(await fallback(), true, 'on the way');
      release();
      await failsWith(page, 'wasm_missing', /404/);
      assert.equal(await fallback(), true, 'failed');
      isBroken = false;
      await recovers(page);
      assert.equal(await fallback(), false, 'drawn');
      await page.close();
    });

    it('moves nothing: not when it comes, nor when it fails or is mended', async () => {
      let isBroken = true;
      const watch = `<script>
        globalThis.shifts = [];
        if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
          new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true });
        }
      </script>`;
      const html = `${watch}${REGISTER}<div id="before">Before</div><main></main><div id="after">After</div>`;
      const { page } = await openPage(browser, html, { serve: (path) => (path === MODULE && isBroken ? { status: 404 } : undefined) });
      const boxes = () => page.evaluate(async () => {
        for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
        return ['#before', 'events-stats-widget', '#after'].map((selector) => {
          const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
          return [x, y, width, height];
        });
      });
      await page.waitForFunction(() => customElements.get('events-stats-widget'));
      // Space is reserved by the connected element itself, in the same frame.
      await page.evaluate(([config]) => {
        const widget = document.createElement('events-stats-widget');
        widget.setAttribute('org', 'demo');
        widget.config = config;
        document.querySelector('main').append(widget);
      }, [WIDGET]);
      const first = await boxes();
      assert.equal(first[1][3], 300);
      await failsWith(page, 'wasm_missing', /404/);
      assert.deepEqual(await boxes(), first, 'failed');
      isBroken = false;
      await recovers(page);
      assert.deepEqual(await boxes(), first, 'drawn');
      const shifts = await page.evaluate(() => globalThis.shifts);
      // What was appended below its neighbours moved #after once, on the page's own account.
      assert.ok(shifts.length <= 1, `${shifts}`);
      await page.close();
    });
  });
}

describe('without any script', () => {
  it('leaves the word to the page', async (t) => {
    const browser = await BROWSERS.Chromium();
    t.after(() => browser.close());
    const site = await startSite(({ pathname }) => fileOf(pathname, `${REGISTER}<events-stats-widget widget-id="1"><noscript>Charts need scripts.</noscript></events-stats-widget>`));
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(site.origin);
    assert.equal(await page.locator('events-stats-widget').innerText(), 'Charts need scripts.');
    site.stop();
  });
});

describe('a module that a route of the browser breaks', () => {
  let browser;
  before(async () => { browser = await launchChromium(); });
  after(() => browser?.close());

  /** @type {Array<[name: string, answer: {status?: number, contentType?: string, body?: string}, code: string, words: RegExp]>} */
  const BROKEN_MODULES = [
    ['missing', { status: 404 }, 'wasm_missing', /status 404/],
    ['an HTML page', { contentType: 'text/html', body: '<!doctype html>' }, 'wasm_not_wasm', /found an HTML page/],
    ['not a module', { contentType: 'application/wasm', body: 'no' }, 'wasm_not_wasm', /found 2 bytes of something else/],
  ];

  for (const [name, fulfilled, code, words] of BROKEN_MODULES) {
    it(`the shell has the words while the module is ${name}, and tries again`, async () => {
      const opened = await openPage(browser, '', {});
      let isBroken = true;
      await opened.page.route('**/*_bg.wasm', (route) => (isBroken ? route.fulfill(fulfilled) : route.fallback()));
      await opened.page.setContent(`<base href="${opened.page.url()}">${REGISTER}${tag(OWN, WIDGET)}`);
      await settle(opened.page);
      const { state, error } = await opened.page.evaluate(() => {
        const widget = document.querySelector('events-stats-widget');
        return { state: widget.state, error: widget.error };
      });
      assert.equal(state, 'error');
      assert.equal(error.code, code);
      assert.match(error.message, words);
      isBroken = false;
      await opened.page.locator('events-stats-widget button.retry').click();
      await opened.page.waitForFunction(() => document.querySelector('events-stats-widget').state === 'ready');
      await opened.page.close();
    });
  }
});
