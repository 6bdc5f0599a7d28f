/**
 * A panic ends the instance and not the page: every widget says so, gets a new instance, and
 * shows its data again. After three in an hour it is left alone.
 *
 * The package is built around a module with an export that panics; all else is as it is published.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cut } from '../../scripts/build/wasm.mjs';
import { WASM_TARGET, wasmCargoEnv } from '../../scripts/lib/cargo.mjs';
import { shrinkGlue } from '../../scripts/build/glue.mjs';
import { packInto } from '../../scripts/build/package.mjs';
import { cargoTarget, root, toolsBin } from '../../scripts/lib/paths.mjs';
import { chromium } from '../../scripts/setup/browsers.mjs';
import { BROWSERS } from './harness.js';
import { answer, KEEP_INSTANCE, openPage, REGISTER, tag, WIDGET } from './pages.js';

const PAGE = KEEP_INSTANCE + REGISTER + tag({ org: 'demo', 'base-url': '/', id: 'a' }, WIDGET) + tag({ org: 'demo', 'base-url': '/', id: 'b' }, WIDGET);

const DASHBOARD = { id: '1', title: 'D', widgets: [{ ...WIDGET, id: '7' }] };
const ASKED = tag({ org: 'demo', 'base-url': '/', id: 'c', 'widget-id': '7', 'dashboard-id': '1' });

let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'events-stats-panic-'));
  const built = join(folder, 'module');
  const env = wasmCargoEnv();
  must('cargo', ['build', '--lib', '--features', 'test-panic', '--target', WASM_TARGET], env);
  must(join(toolsBin, 'wasm-bindgen'), [
    '--target', 'web', '--experimental-reset-state-function', '--no-demangle', '--out-dir', built,
    join(cargoTarget, WASM_TARGET, 'debug/events_stats_widget.wasm'),
  ], env);
  shrinkGlue(built);
  await cut(built, chromium(), { always: /missForTest|miss_for_test/ });
  await packInto(join(folder, 'package'), built);
});

after(() => {
  if (folder) rmSync(folder, { recursive: true, force: true });
});

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('a panic ends and remakes the instance', async () => {
      const { page, requests } = await open(browser);
      assert.deepEqual(await states(page), ['ready', 'ready']);
      const colours = await coloursOf(page);
      assert.ok(colours.every((count) => count > 4), `${colours}`);

      const seen = await panic(page);
      assert.deepEqual(seen.codes, ['panic', 'panic'], 'each widget fires its error once');
      assert.match(seen.words[0], /has stopped and is being started again/);
      await settle(page);
      assert.deepEqual(await states(page), ['ready', 'ready']);
      assert.ok((await coloursOf(page)).every((count) => count > 4));
      assert.ok(requests.length >= 2, 'it asked anew');
      assert.equal(await page.evaluate(() => document.getElementById('a').shadowRoot.querySelectorAll('.widget').length), 1);
      await page.close();
    });

    test('while the server is down, the new instance shows the last data as stale', async () => {
      let isDown = false;
      const down = { status: 502, body: '<h1>Bad Gateway</h1>', contentType: 'text/html' };
      const { page } = await open(browser, (url) => (isDown ? down : { json: url.pathname.includes('/dashboards/') ? DASHBOARD : answer() }));
      const before = await page.evaluate(() => document.getElementById('c').toCsv());
      isDown = true;
      await panic(page);
      await page.waitForFunction(() => [...document.querySelectorAll('events-stats-widget')].every((widget) => widget.state === 'stale' && widget.error?.code === 'server'));
      await page.evaluate(() => Promise.all([...document.querySelectorAll('events-stats-widget')].map((widget) => widget.settled())));
      assert.ok((await coloursOf(page)).every((count) => count > 4));
      assert.equal(await page.evaluate(() => document.getElementById('c').toCsv()), before);
      await page.close();
    });

    test('after three panics in an hour it is left alone, and the page goes on', async () => {
      const { page } = await open(browser);
      for (let round = 0; round < 3; round += 1) {
        await panic(page);
        await settle(page);
        assert.deepEqual(await states(page), ['ready', 'ready'], `round ${round}`);
      }
      const { words } = await panic(page);
      assert.match(words[0], /stopped too often. Reload the page/);
      assert.deepEqual(await states(page), ['error', 'error']);
      assert.deepEqual(await page.evaluate(() => document.getElementById('a').settled()), { drawn: false });
      assert.equal(await page.evaluate(() => 1 + 1), 2);
      await page.close();
    });

    test('after the last restart every element says so, and refreshing tries again', async () => {
      const { page, problems } = await open(browser);
      await exhaust(page);
      // One that comes later is told the same, and nothing is left pending.
      const late = await page.evaluate(async () => {
        const [first] = document.querySelectorAll('events-stats-widget');
        const late = first.cloneNode(true);
        late.id = 'late';
        document.body.append(late);
        const { drawn } = await late.settled();
        const { renderSvg } = await import('/package/index.js');
        const thrown = await renderSvg({ displayType: 'line', queries: [{ aggregates: ['count()'] }] }, { data: [] }).then((text) => ({ text }), (error) => error);
        return { drawn, state: late.state, code: late.error?.code, words: late.shadowRoot.textContent, thrown: [thrown?.name, thrown?.code] };
      });
      assert.deepEqual([late.drawn, late.state, late.code, late.thrown], [false, 'error', 'panic', ['EventsStatsError', 'panic']]);
      assert.match(late.words, /stopped too often/);

      const again = await page.evaluate(() => document.getElementById('b').refresh());
      assert.deepEqual(again, { drawn: true });
      await settle(page);
      assert.deepEqual(await states(page), ['ready', 'ready', 'ready']);
      assert.deepEqual(problems.filter(isOurs), []);
      await page.close();
    });

    test('the button of any element tries again for all', async () => {
      const { page } = await open(browser);
      await exhaust(page);
      await page.evaluate(() => document.getElementById('a').shadowRoot.querySelector('button.retry').click());
      await settle(page);
      assert.deepEqual(await states(page), ['ready', 'ready']);
      await page.close();
    });

    test('what waits for an instance that ends is told so', async () => {
      let isHeld = false;
      const { page } = await open(browser, async (url) => {
        if (isHeld) await new Promise((resolve) => { setTimeout(resolve, 3_000).unref(); });
        return served(url);
      });
      isHeld = true;
      const outcome = await page.evaluate(async () => {
        const widget = document.getElementById('a');
        const refreshed = widget.refresh();
        setTimeout(() => instance.exports.panicForTest(), 20);
        return refreshed;
      });
      assert.deepEqual(outcome, { drawn: false });
      await page.close();
    });

    test('timers, frames and answers of an instance that has ended are nobody\'s matter', async () => {
      let delay = 0;
      const { page, problems } = await open(browser, async (url) => {
        await new Promise((resolve) => { setTimeout(resolve, delay); });
        return served(url);
      });
      await page.evaluate(async () => (await import('/package/index.js')).configure({ testMode: true }));
      delay = 150;
      for (let round = 0; round < 4; round += 1) {
        await page.evaluate(async () => {
          for (const widget of document.querySelectorAll('events-stats-widget')) {
            widget.setAttribute('refresh', '1');
            widget.shadowRoot.querySelector('.chart')?.dispatchEvent(new PointerEvent('pointermove', { clientX: 200, clientY: 100 }));
            widget.refresh();
          }
          await new Promise((resolve) => { setTimeout(resolve, 30); });
        });
        await panic(page);
        await page.evaluate(async () => {
          window.dispatchEvent(new Event('online'));
          document.dispatchEvent(new Event('visibilitychange'));
          document.body.style.width = `${400 + Math.random() * 100}px`;
          await new Promise((resolve) => { setTimeout(resolve, 1_500); });
        });
        if (round < 3) await settle(page);
      }
      assert.deepEqual(problems.filter(isOurs), []);
      await page.close();
    });

    test('widgets whose own data end the instance are set aside, the others live', async () => {
      let kills = true;
      const { page, requests } = await open(browser, (url) => ({ json: kills && /killer/.test(url.search) ? killing() : answer() }), mixed());
      await page.waitForFunction(() => [...document.querySelectorAll('events-stats-widget')].every((widget) => (
        widget.className === 'killer' ? widget.error?.code === 'panic' && /was disabled/.test(widget.shadowRoot.textContent) : widget.state === 'ready'
      )));
      assert.deepEqual(await states(page), ['ready', 'error', 'ready', 'error', 'ready', 'error']);
      const before = requests.length;
      await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 1_000); }));
      assert.equal(requests.length, before, 'it is at rest');
      // The others go on: also over a panic that is nobody's.
      assert.deepEqual(await page.evaluate(() => /** @type {Widget} */ (document.querySelector('.well')).refresh()), { drawn: true });
      await panic(page, '.well');
      await page.waitForFunction(() => [.../** @type {NodeListOf<Widget>} */ (document.querySelectorAll('.well'))].every((widget) => widget.state === 'ready'));
      // One that is mended is shown again when it is refreshed; the others need not.
      kills = false;
      assert.deepEqual(await page.evaluate(() => /** @type {Widget} */ (document.querySelector('.killer')).refresh()), { drawn: true });
      assert.deepEqual(await states(page), ['ready', 'ready', 'ready', 'error', 'ready', 'error']);
      await page.close();
    });

    test('the next instance is complete at once, without another fetch', async () => {
      const { page, fetches } = await open(browser);
      const csv = () => page.evaluate(() => /** @type {Widget} */ (document.getElementById('a')).toCsv());
      const before = await csv();
      await panic(page);
      await settle(page);
      assert.equal(await csv(), before);
      assert.equal(fetches.length, 1);
      await page.close();
    });

    /** A call into the late piece that does not know it is missing; whether it came to its end. */
    const miss = (page) => page.evaluate(() => new Promise((resolve) => {
      setTimeout(() => {
        globalThis.memory = instance.exports.memory;
        setTimeout(() => resolve(false));
        instance.exports.missForTest(3);
        resolve(true);
      });
    }));

    const errorsOf = (page) => page.evaluateHandle(() => {
      const errors = [];
      document.addEventListener('events-stats-error', (event) => errors.push(event.detail.message));
      return errors;
    });

    test('what is called in the late piece before it is there waits for it', async () => {
      // Asked for in a quiet moment, and once more by the call; some browsers wait for the first answer before they send that.
      const { page, problems, fetches } = await open(browser, undefined, PAGE, { late: new Promise((resolve) => { setTimeout(resolve, 2_000); }) });
      const errors = await errorsOf(page);
      assert.equal(await miss(page), true);
      await page.evaluate(() => /** @type {Widget} */ (document.getElementById('a')).toCsv());
      assert.equal(await miss(page), true);
      assert.ok(fetches.length <= 2, `${fetches.length} fetches`);
      assert.deepEqual(await errors.jsonValue(), []);
      assert.deepEqual(await states(page), ['ready', 'ready']);
      assert.deepEqual(problems.filter(isOurs), []);
      await page.close();
    });

    test('where a call cannot wait for it, the instance is made anew with it, and no widget errs', async () => {
      const given = PAGE.replace(REGISTER, `<script type="module">
        import { defineElement, init } from '/package/element.js';
        init(undefined, new Promise((resolve) => { globalThis.giveLate = () => resolve(fetch('/package/wasm/events_stats_widget_late.wasm')); }));
        defineElement();
      </script>`);
      const { page, problems } = await open(browser, undefined, given);
      const errors = await errorsOf(page);
      assert.equal(await miss(page), false);
      await page.evaluate(() => globalThis.giveLate());
      await page.waitForFunction(() => instance.exports.memory !== globalThis.memory);
      await page.evaluate(() => Promise.all([...document.querySelectorAll('events-stats-widget')].map((widget) => /** @type {Widget} */ (widget).toCsv())));
      assert.equal(await miss(page), true);
      assert.deepEqual(await errors.jsonValue(), []);
      assert.deepEqual(await states(page), ['ready', 'ready']);
      assert.deepEqual(problems.filter(isOurs), []);
      await page.close();
    });

    test('a trap without a panic ends the instance too', async () => {
      const { page } = await open(browser);
      // Before the late piece is there, a trap is taken for a call into it.
      await page.evaluate(() => /** @type {Widget} */ (document.getElementById('a')).toCsv());
      for (let round = 0; round < 2; round += 1) {
        await page.evaluate(async () => {
          const stopped = new Promise((resolve) => { document.addEventListener('events-stats-error', resolve, { once: true }); });
          setTimeout(() => instance.exports.trapForTest(3), 0);
          await stopped;
        });
        await settle(page);
        assert.deepEqual(await states(page), ['ready', 'ready']);
      }
      await page.close();
    });

    test('an instance that has grown is replaced in a quiet moment, unseen', async () => {
      const { page, problems } = await open(browser);
      const seen = await page.evaluate(async () => {
        const bytes = () => instance.exports.memory.buffer.byteLength;
        const states = new Set();
        const errors = [];
        let blank = 0;
        document.addEventListener('events-stats-error', (event) => errors.push(event.detail.message));
        const widgets = [...document.querySelectorAll('events-stats-widget')];
        let isOver = false;
        const look = () => {
          for (const widget of widgets) {
            states.add(widget.state);
            if (!widget.shadowRoot.querySelector('canvas')) blank += 1;
          }
          if (!isOver) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        instance.exports.memory.grow(257 * 16);
        const grown = bytes();
        await widgets[0].refresh();
        for (let tries = 0; tries < 4_000 && bytes() === grown; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 25); });
        await Promise.all(widgets.map((widget) => widget.settled()));
        isOver = true;
        return { grown, now: bytes(), states: [...states], errors, blank };
      });
      assert.ok(seen.grown > 256 * 2 ** 20 && seen.now < 64 * 2 ** 20, JSON.stringify(seen));
      assert.deepEqual([seen.errors, seen.blank], [[], 0]);
      assert.ok(!seen.states.includes('error'), `${seen.states}`);
      assert.deepEqual(await states(page), ['ready', 'ready']);
      assert.ok((await coloursOf(page)).every((count) => count > 4));
      assert.deepEqual(problems, []);
      // It was no panic: three more are still mended.
      for (let round = 0; round < 3; round += 1) {
        await panic(page);
        await settle(page);
        assert.deepEqual(await states(page), ['ready', 'ready'], `round ${round}`);
      }
      await page.close();
    });
  });
}

test('an hour after the last restart it is tried again by itself', async (t) => {
  const browser = await BROWSERS.Chromium();
  t.after(() => browser.close());
  const page = await browser.newPage();
  // An hour passes in a moment; all else takes its time.
  await page.addInitScript(() => {
    const own = window.setTimeout;
    const hasty = (work, ms, ...given) => own(work, ms >= 3_000_000 ? 300 : ms, ...given);
    window.setTimeout = /** @type {typeof setTimeout} */ (hasty);
  });
  const { page: opened } = await open({ newPage: async () => page });
  await exhaust(opened);
  await opened.waitForFunction(() => [...document.querySelectorAll('events-stats-widget')].every((widget) => widget.state === 'ready'));
});

/** Four panics, the last of which is one too many. */
async function exhaust(page) {
  for (let round = 0; round < 4; round += 1) {
    await panic(page);
    if (round < 3) await settle(page);
  }
  assert.deepEqual(await states(page), ['error', 'error']);
}

/** Three that are well and three that are not, in turns. */
function mixed() {
  const one = (name, index) => `<events-stats-widget class="${name}" org="demo" base-url="/"><script type="application/json">${JSON.stringify({
    ...WIDGET, title: `${name} ${index}`, queries: [{ ...WIDGET.queries[0], conditions: `release:${name}${index}` }],
  })}</script></events-stats-widget>`;
  return KEEP_INSTANCE + REGISTER + [0, 1, 2].map((index) => one('well', index) + one('killer', index)).join('');
}

/** This build panics over a series of such a name. */
function killing() {
  return { panics: { ...answer(), order: 0 }, others: { ...answer(), order: 1 } };
}

/** What a page sees of an instance's end, besides our own word about it. */
function isOurs(problem) {
  return !/^The chart module has stopped|unreachable|panics when asked|null function|call to null/.test(problem);
}

/** The dashboard of a page, or the data of any widget. @param {URL} url */
function served(url) {
  return { json: /dashboards/.test(url.pathname) ? DASHBOARD : answer() };
}

/** `late`: what the late piece of the module waits for; `fetches`: how often it was asked for. */
async function open(browser, api, html = api ? PAGE + ASKED : PAGE, { late = null } = {}) {
  const fetches = [];
  const serve = async (path) => {
    if (!path.endsWith('_late.wasm')) return undefined;
    fetches.push(path);
    await late;
    return undefined;
  };
  const { page, requests, problems } = await openPage(browser, html, { folder: join(folder, 'package'), api: api ?? (() => ({ json: answer() })), serve });
  await page.evaluate(() => customElements.whenDefined('events-stats-widget'));
  await settle(page, '.killer');
  return { page, requests, problems, fetches };
}

/** Panics from a timer, as a defect in a frame would, and reports what the widgets said. */
function panic(page, which = 'events-stats-widget') {
  return page.evaluate(async (which) => {
    const widgets = [...document.querySelectorAll(which)];
    const codes = [];
    const note = (event) => codes.push(event.detail.code);
    document.addEventListener('events-stats-error', note);
    const stopped = new Promise((resolve) => { document.addEventListener('events-stats-error', resolve, { once: true }); });
    setTimeout(() => instance.exports.panicForTest(), 0);
    await stopped;
    const words = widgets.map((widget) => widget.shadowRoot.textContent);
    document.removeEventListener('events-stats-error', note);
    return { codes, words };
  }, which);
}

function settle(page, without = '.none') {
  return page.evaluate(async (without) => {
    for (const widget of /** @type {NodeListOf<Widget>} */ (document.querySelectorAll(`events-stats-widget:not(${without})`))) {
      const deadline = performance.now() + 120_000;
      while (widget.state !== 'ready') {
        if (performance.now() > deadline) throw new Error(`${widget.id} is ${widget.state} for two minutes`);
        await new Promise((resolve) => { setTimeout(resolve, 20); });
      }
      await widget.settled();
    }
  }, without);
}

function states(page) {
  return page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map((widget) => widget.state));
}

function coloursOf(page) {
  return page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map((widget) => {
    const canvas = widget.shadowRoot.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }));
}

function must(command, args, env) {
  const { status, stderr } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stderr}`);
}
