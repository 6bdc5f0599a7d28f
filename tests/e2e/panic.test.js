/**
 * A panic ends the instance and not the page: every widget says so, gets a new instance, and
 * shows its data again. After three in an hour it is left alone.
 *
 * The module is built with an export that panics; all else is the package as it is published.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { WASM_TARGET, wasmCargoEnv } from '../../scripts/lib/cargo.mjs';
import { cargoTarget, root, toolsBin } from '../../scripts/lib/paths.mjs';
import { BROWSERS } from './harness.js';
import { answer, openPage, REGISTER, tag, WIDGET } from './pages.js';

const PAGE = REGISTER + tag({ org: 'demo', 'base-url': '/', id: 'a' }, WIDGET) + tag({ org: 'demo', 'base-url': '/', id: 'b' }, WIDGET);

const DASHBOARD = { id: '1', title: 'D', widgets: [{ ...WIDGET, id: '7' }] };
const ASKED = tag({ org: 'demo', 'base-url': '/', id: 'c', 'widget-id': '7', 'dashboard-id': '1' });

let built;

before(async () => {
  built = mkdtempSync(join(tmpdir(), 'events-stats-panic-'));
  const env = wasmCargoEnv();
  must('cargo', ['build', '--lib', '--features', 'test-panic', '--target', WASM_TARGET], env);
  must(join(toolsBin, 'wasm-bindgen'), [
    '--target', 'web', '--experimental-reset-state-function', '--out-dir', built,
    join(cargoTarget, WASM_TARGET, 'debug/events_stats_widget.wasm'),
  ], env);
});

after(() => {
  if (built) rmSync(built, { recursive: true, force: true });
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
  });
}

async function open(browser, api) {
  const { page, requests } = await openPage(browser, api ? PAGE + ASKED : PAGE, { wasm: built, api: api ?? (() => ({ json: answer() })) });
  await page.evaluate(() => customElements.whenDefined('events-stats-widget'));
  await settle(page);
  return { page, requests };
}

/** Panics from a timer, as a defect in a frame would, and reports what the widgets said. */
function panic(page) {
  return page.evaluate(async () => {
    const widgets = [...document.querySelectorAll('events-stats-widget')];
    const codes = [];
    const note = (event) => codes.push(event.detail.code);
    document.addEventListener('events-stats-error', note);
    const glue = await import('/package/wasm/events_stats_widget.js');
    const stopped = new Promise((resolve) => { document.addEventListener('events-stats-error', resolve, { once: true }); });
    setTimeout(() => glue.panicForTest(), 0);
    await stopped;
    const words = widgets.map((widget) => widget.shadowRoot.textContent);
    document.removeEventListener('events-stats-error', note);
    return { codes, words };
  });
}

function settle(page) {
  return page.evaluate(async () => {
    for (const widget of document.querySelectorAll('events-stats-widget')) {
      const deadline = performance.now() + 10_000;
      while (widget.state !== 'ready' && performance.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 20); });
      await widget.settled();
    }
  });
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
