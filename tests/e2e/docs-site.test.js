/**
 * The documents as a site, from a server of files under a path of its own: its links, what each page does in a
 * browser, and the page to paste an answer into.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { buildDocs } from '../../scripts/docs.mjs';
import { menu } from '../../scripts/docs/pages.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { BROWSERS, PATIENCE_MS, until, useBrowser } from './harness.js';
import { startSite } from './pages.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.txt': 'text/plain; charset=utf-8' };
/** A server of files knows nothing of the site, and need not have it at its root. */
const UNDER = '/some/folder/';
const FIXTURE = readFileSync(join(root, 'tests/fixtures/responses/04_top_events_with_other.json'), 'utf8');
const CONFIG = JSON.stringify({ title: '<img src=x onerror="document.title=1">', displayType: 'area', limit: 5, queries: [{ aggregates: ['count()'], columns: ['environment'], orderby: '-count()' }] });

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof startSite>>} */
let site;
/** @type {string[]} */
const asked = [];
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docs-site-'));
  await buildDocs(folder);
  site = await startSite(({ pathname }) => {
    asked.push(pathname);
    const file = join(folder, pathname.replace(UNDER, ''));
    if (!pathname.startsWith(UNDER) || !existsSync(file)) return { status: 404 };
    return { contentType: TYPES[extname(file)], body: readFileSync(file) };
  });
});
after(() => {
  site?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

const pages = () => readdirSync(folder).filter((name) => name.endsWith('.html'));
/** @param {string} name */
const read = (name) => readFileSync(join(folder, name), 'utf8');
/** Text of HTML that nothing but the site's own renderer has written. @param {string} html */
const idsOf = (html) => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));

test('every document and every page of the menu is written, with its heading and its policy', () => {
  const listed = menu().flatMap(({ pages }) => pages);
  assert.deepEqual([...new Set(listed.map(({ file }) => file))].sort(), pages().sort());
  assert.equal(new Set(listed.map(({ title }) => title)).size, listed.length);
  for (const name of pages()) {
    const html = read(name);
    assert.equal(html.match(/<h1/g)?.length, 1, name);
    assert.match(html, /Content-Security-Policy" content="default-src 'none';/, name);
    assert.doesNotMatch(html, /<script(?![^>]* src=)|<style| style=| on\w+="/, name);
  }
});

test('every link and every picture of the site leads to what is there', () => {
  const missing = pages().flatMap((name) => [...read(name).matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, target]) => target).filter((target) => {
    if (/^(https?|mailto):/.test(target)) return false;
    const [path, id] = target.split('#');
    const file = path || name;
    if (path.startsWith('/') || !existsSync(join(folder, file))) return true;
    return id !== undefined && !idsOf(read(file)).has(id);
  }).map((target) => `${name}: ${target}`));
  assert.deepEqual(missing, []);
});

test('the page of types has every export, with its comment and its members', () => {
  const html = read('api.html');
  const exported = ['index.d.ts', 'data.d.ts', 'dashboard.d.ts', 'react.d.ts', 'wasm.d.ts'].flatMap((file) => (
    [...readFileSync(join(root, 'dist/package', file), 'utf8').matchAll(/^export (?:declare )?(?:class|interface|type|function|const) (\w+)/gm)].map(([, name]) => name)
  ));
  assert.ok(exported.length > 20, String(exported.length));
  assert.deepEqual(exported.filter((name) => !html.includes(`>${name}</h3>`)), []);
  assert.match(html, /<code>toPng\(size\?: \{ width\?: number; height\?: number; scale\?: number \}\): Promise&lt;Blob&gt;<\/code>/);
  assert.match(html, /What is shown, as a PNG picture\./);
});

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    /** @param {import('node:test').TestContext} t @param {string} name */
    async function open(t, name) {
      const page = await host.browser.newPage();
      t.after(() => page.close());
      page.setDefaultTimeout(PATIENCE_MS);
      const problems = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      await page.goto(`${site.origin}${UNDER}${name}`);
      return { page, problems };
    }

    it('opens every page without a complaint', async (t) => {
      for (const name of pages()) {
        const { page, problems } = await open(t, name);
        await page.evaluate(async () => { for (const widget of document.querySelectorAll('events-stats-widget')) await widget.settled?.(); });
        assert.deepEqual(problems, [], name);
      }
    });

    it('draws every chart of the gallery', async (t) => {
      const { page, problems } = await open(t, 'gallery.html');
      const states = await until(() => page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ state }) => state)), (states) => states.length >= 14 && states.every((state) => state !== 'loading' && state !== 'idle'));
      assert.deepEqual([...new Set(states)], ['ready']);
      assert.deepEqual(problems, []);
    });

    it('draws what is pasted into the playground, and tells what is wrong with it', async (t) => {
      const { page, problems } = await open(t, 'playground.html');
      await until(() => seen(page), ({ state }) => state === 'ready');
      const before = asked.length;
      await paste(page, '#config', CONFIG);
      await paste(page, '#answer', FIXTURE);
      const drawn = await until(() => seen(page), ({ title, legend }) => title?.startsWith('<img') && legend.includes('staging'));
      // What is pasted is text, in the chart too.
      assert.equal(drawn.title, JSON.parse(CONFIG).title);
      assert.equal(drawn.images, 0);
      assert.match(drawn.legend, /production.*staging.*\(no value\).*Other/s);
      assert.deepEqual(drawn.wrong, ['', '']);
      assert.ok(drawn.ink > 1000, String(drawn.ink));

      await paste(page, '#config', CONFIG.replace('area', '<b>pie</b>'));
      const refused = await until(() => seen(page), ({ wrong }) => wrong[0]);
      assert.match(refused.wrong[0], /^`displayType`: expected one of `line`, .* found `<b>pie<\/b>`$/);
      assert.equal(refused.wrong[1], '');
      assert.equal(refused.elements, 0);

      await paste(page, '#config', CONFIG.slice(0, -1));
      assert.match((await until(() => seen(page), ({ wrong }) => wrong[0]?.startsWith('This is not JSON'))).wrong[0], /^This is not JSON: .+/);
      await paste(page, '#config', CONFIG);
      await until(() => seen(page), ({ wrong }) => !wrong[0]);

      for (const [text, told] of /** @type {Array<[string, RegExp]>} */ ([['<html>', /^This is not JSON: .+/], ['', /^Paste JSON here\.$/], ['{"detail": "no"}', /expected series by group, found an object with `detail`$/]])) {
        await paste(page, '#answer', text);
        const { wrong, invalid } = await until(() => seen(page), ({ wrong }) => told.test(wrong[1]));
        assert.match(wrong[1], told);
        assert.deepEqual(invalid, ['false', 'true']);
      }
      // Each is told of itself.
      await paste(page, '#answer', '[');
      await paste(page, '#config', '{"queries": 1}');
      const both = await until(() => seen(page), ({ wrong }) => wrong[0] && wrong[1].startsWith('This is not JSON'));
      assert.match(both.wrong[0], /^`queries`: expected /);
      await paste(page, '#config', CONFIG);
      await paste(page, '#answer', FIXTURE);
      await until(() => seen(page), ({ wrong }) => !wrong[0] && !wrong[1]);

      assert.deepEqual(asked.slice(before), []);
      assert.equal(await page.evaluate(() => location.hash + location.search + localStorage.length), '0');
      await page.reload();
      assert.notEqual((await until(() => seen(page), ({ state }) => state === 'ready')).title, JSON.parse(CONFIG).title);
      assert.deepEqual(problems, []);
    });

    it('fits a narrow window', async (t) => {
      for (const name of ['index.html', 'playground.html', 'gallery.html', 'api.html', 'server.html']) {
        const { page } = await open(t, name);
        if (page.setViewportSize) await page.setViewportSize({ width: 360, height: 740 });
        else await page.setViewport({ width: 360, height: 740 });
        const width = await until(() => page.evaluate(() => document.documentElement.scrollWidth), (width) => width <= 360);
        assert.ok(width <= 360, `${name}: ${width}`);
      }
    });

    for (const theme of ['light', 'dark']) {
      it(`has nothing for axe to complain about, ${theme}`, async (t) => {
        for (const name of ['index.html', 'playground.html', 'gallery.html', 'api.html', 'errors.html']) {
          const { page } = await open(t, name);
          if (page.emulateMedia) await page.emulateMedia({ colorScheme: theme });
          else await page.emulateMediaFeatures?.([{ name: 'prefers-color-scheme', value: theme }]).catch(() => t.diagnostic('This browser has its own theme.'));
          await page.evaluate(async () => { for (const widget of document.querySelectorAll('events-stats-widget')) await widget.settled?.(); });
          await page.evaluate(AXE);
          const found = await page.evaluate(async () => {
            const { violations } = await globalThis.axe.run(document);
            return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${JSON.stringify(target)}`));
          });
          assert.deepEqual(found, [], name);
        }
      });
    }
  });
}

/** As a person pastes: all at once, in place of what was there. */
function paste(page, selector, text) {
  return page.evaluate(([selector, text]) => {
    const field = document.querySelector(selector);
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
  }, [selector, text]);
}

/** What a viewer of the playground sees. */
function seen(page) {
  return page.evaluate(async () => {
    const widget = /** @type {any} */ (document.querySelector('events-stats-widget'));
    const inside = widget.shadowRoot;
    const text = (selector) => inside?.querySelector(selector)?.textContent ?? null;
    const canvas = [...inside?.querySelectorAll('canvas') ?? []];
    const inkOf = (canvas) => {
      if (!canvas.width || !canvas.height) return 0;
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      return copy.getImageData(0, 0, canvas.width, canvas.height).data.filter((value, index) => index % 4 === 3 && value > 0).length;
    };
    const fields = ['config', 'answer'];
    return {
      state: widget.state ?? null, title: text('[part~=title]'), legend: text('[part~=legend]') ?? '',
      images: inside?.querySelectorAll('img').length ?? 0, ink: canvas.reduce((sum, each) => sum + inkOf(each), 0),
      wrong: fields.map((name) => document.getElementById(`${name}-problem`).textContent),
      invalid: fields.map((name) => document.getElementById(name).getAttribute('aria-invalid')),
      elements: document.querySelectorAll('.problem *').length,
    };
  });
}
