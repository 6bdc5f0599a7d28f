/**
 * Where the script of the charts cannot run, in both browsers: what the page put into the tag stays, and the line of the
 * README says so. In a frame that may do little it runs, and the console has nothing to say.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { blocksOf } from './blocks.js';
import { BROWSERS, PATIENCE_MS, startServer } from './harness.js';
import { answer, fileOf, htmlOf, REGISTER, startSite, tag, WIDGET } from './pages.js';

const blocks = blocksOf('README.md').map(({ text }) => text);
const LINE = blocks.find((text) => text.includes('customElements.get')).replace('10000', '100');
const PAGE = blocks.find((text) => text.startsWith('<!doctype html>')).replace('<!doctype html>', '<!doctype html><link rel="icon" href="data:,">');

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => { server = await startServer(); });
after(() => server?.stop());

/** The page of the README with its line, as it is pasted. */
const pasted = () => (PAGE + LINE).replaceAll('http://127.0.0.1:8080/', server.url);

/** @type {Array<[name: string, page: () => string, headers?: Record<string, string>]>} */
const BLOCKED = [
  ['that is not there', () => pasted().replace('/package/index.js', '/package/gone.js')],
  ['whose server does not name the page among its origins', pasted],
  ["that the page's policy does not name", pasted, { 'content-security-policy': "script-src 'unsafe-inline'" }],
];

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    /** @param {string} address */
    async function saysSo(address) {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      try {
        await page.goto(address);
        await page.waitForFunction(() => document.body.textContent.includes('The script of the charts did not run.'));
        const facts = await page.evaluate(() => {
          const widget = document.querySelector('events-stats-widget');
          return { text: widget.textContent, isShown: widget.getClientRects().length > 0, isKnown: customElements.get('events-stats-widget') !== undefined };
        });
        assert.deepEqual(facts, { text: 'The chart is on its way.', isShown: true, isKnown: false });
      } finally {
        await page.close();
      }
    }

    for (const [name, html, headers] of BLOCKED) {
      it(`a script ${name}`, async () => {
        const site = await startSite(() => ({ ...htmlOf(html().replace('<!doctype html>', '')), headers }));
        try {
          await saysSo(site.origin);
        } finally {
          site.stop();
        }
      });
    }

    it('a page that was opened as a file', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'opened-as-a-file-'));
      try {
        writeFileSync(join(folder, 'page.html'), pasted());
        await saysSo(pathToFileURL(join(folder, 'page.html')).href);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('a sandboxed frame draws, and is silent when its chart is focused, pointed at and used by keys', async () => {
      const any = { 'access-control-allow-origin': '*' };
      const frame = `<link rel="icon" href="data:,">${REGISTER}<script type="module">
        import { configure } from '/package/index.js';
        configure({ cacheKey: 'viewer' });
      </script>${tag({ org: 'demo', 'base-url': '/' }, WIDGET)}`;
      const site = await startSite(({ pathname }) => {
        if (pathname.startsWith('/api/')) return { json: answer(), headers: any };
        if (pathname === '/frame') return htmlOf(frame);
        return { ...fileOf(pathname, '<link rel="icon" href="data:,"><iframe src="/frame" sandbox="allow-scripts" width="800" height="400"></iframe>'), headers: any };
      });
      const page = await browser.newPage();
      const complaints = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => ['error', 'warn', 'warning'].includes(message.type()) && complaints.push(message.text()));
      try {
        await page.goto(site.origin);
        const inner = page.frames().find((found) => found !== page.mainFrame());
        const facts = await inner.evaluate(async () => {
          await customElements.whenDefined('events-stats-widget');
          const widget = /** @type {any} */ (document.querySelector('events-stats-widget'));
          await widget.settled();
          await widget.toCsv();
          widget.shadowRoot.querySelector('.chart').focus();
          return { state: widget.state, origin: globalThis.origin, isFocused: widget.shadowRoot.activeElement !== null };
        });
        assert.deepEqual(facts, { state: 'ready', origin: 'null', isFocused: true });
        for (const key of ['ArrowRight', 'm', 'Enter', 't', 'Escape', 'Escape']) await page.keyboard.press(key);
        await page.mouse.move(300, 150);
        await page.mouse.move(320, 160);
        await page.mouse.down();
        await page.mouse.up();
        await inner.evaluate(() => /** @type {any} */ (document.querySelector('events-stats-widget')).settled());
        assert.deepEqual(complaints, []);
      } finally {
        await page.close();
        site.stop();
      }
    });
  });
}
