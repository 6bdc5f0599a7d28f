/**
 * One hundred widgets come and go and leave nothing behind: not in the page, not in the heap,
 * not among the module's handles. Twins that are built to leak show that the check would see it.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium } from './harness.js';
import { answer, KEEP_INSTANCE, openPage, REGISTER, WIDGET } from './pages.js';

const COUNT = 100;
/** Rounds until every cache has what it will ever hold, and rounds that are then looked at. */
const WARM_ROUNDS = 1;
const ROUNDS = 2;
/** What may be more than before, whatever the number of widgets: the browser keeps some things a little longer. */
const BOUNDS = { nodes: 25, listeners: 5, heapBytes: 1_000_000, handles: 0, moduleBytes: 1 << 19 };

let browser;
before(async () => { browser = await launchChromium(); });
after(() => browser?.close());

/** Runs in the page: one round. `twin` does to each widget what a page may not do. */
async function round({ count, config, twin }) {
  const moment = (ms = 0) => new Promise((resolve) => { setTimeout(resolve, ms); });
  const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
  const [first, second] = document.querySelectorAll('main');
  const forms = ['line', 'area', 'bar', 'table', 'big_number'];
  const widgets = Array.from({ length: count }, (_, index) => {
    const widget = document.createElement('events-stats-widget');
    const attributes = { org: 'demo', 'base-url': '/', 'widget-id': index % 7, refresh: index % 3 ? 0 : 60, group: `g${index % 5}` };
    for (const [name, value] of Object.entries(attributes)) widget.setAttribute(name, String(value));
    widget.config = { ...config, title: `Number ${index}`, displayType: forms[index % forms.length] };
    // Every tenth has a `fetch` of its own, which holds on to it.
    if (index % 10 === 0) widget.fetch = (url, init) => (widget.isConnected, fetch(url, init));
    return widget;
  });
  const settled = () => Promise.all(widgets.map((widget) => widget.settled()));
  const hover = (widget) => widget.shadowRoot.querySelector('.chart')?.dispatchEvent(
    new PointerEvent('pointermove', { clientX: widget.getBoundingClientRect().x + 120, clientY: widget.getBoundingClientRect().y + 150 }),
  );

  first.append(...widgets);
  await settled();
  for (const widget of widgets) hover(widget);
  await frame();
  second.append(...widgets);
  for (const widget of widgets) widget.hidden = true;
  await frame();
  for (const widget of widgets) widget.hidden = false;
  for (const widget of widgets.slice(0, 10)) widget.range = { statsPeriod: '24h' };
  await settled();
  for (const widget of widgets) widget.remove();
  await moment();
  first.append(...widgets);
  // Some go while their data is under way.
  for (const widget of widgets.slice(0, 30)) widget.remove();
  await settled();
  globalThis[twin]?.(widgets);
  for (const widget of widgets) if (twin !== 'staying' || !widget.isConnected) widget.remove();
  await moment(50);
}

/** What is there now, all garbage collected. */
async function measure(page, cdp) {
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 100); }));
  // What finalizers give back is garbage of the next collection.
  for (let pass = 0; pass < 3; pass += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name) => metrics.find((one) => one.name === name).value;
  // A handle's lower half is its place in the module's table: the first free one.
  const module = await page.evaluate(async () => {
    const { memory, connect, disconnect } = instance.exports;
    const host = { changed() {}, announce() {}, select() {}, keep() {} };
    const taken = [];
    for (let more = true; more;) {
      const handle = connect(document.createElement('div').attachShadow({ mode: 'open' }), host) >>> 0;
      taken.push(handle);
      more = taken.length < 400;
    }
    for (const handle of taken) disconnect(handle);
    return { places: 1 + Math.max(...taken.map((handle) => handle & 0xffff)), taken: taken.length, bytes: memory.buffer.byteLength };
  });
  return {
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    heapBytes: metric('JSHeapUsedSize'),
    handles: module.places - module.taken,
    moduleBytes: module.bytes,
  };
}

/** By how much each count has grown over its bound. */
async function leaksOf(twin) {
  const { page, problems } = await openPage(browser, `${KEEP_INSTANCE}${REGISTER}<main></main><main></main>`, { api: () => ({ json: answer() }) });
  await page.evaluate(() => {
    const kept = [];
    globalThis.keeping = (widgets) => kept.push(...widgets.map((widget) => widget.shadowRoot.firstElementChild));
    globalThis.listening = (widgets) => {
      for (const widget of widgets) document.addEventListener('visibilitychange', () => widget.state);
    };
    globalThis.staying = (widgets) => document.querySelector('main').append(...widgets);
    return customElements.whenDefined('events-stats-widget');
  });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const go = () => page.evaluate(round, { count: COUNT, config: WIDGET, twin });
  for (let at = 0; at < WARM_ROUNDS; at += 1) await go();
  await measure(page, cdp);
  const before = await measure(page, cdp);
  for (let at = 0; at < ROUNDS; at += 1) await go();
  const now = await measure(page, cdp);
  await page.close();
  assert.deepEqual(problems, []);
  const grown = Object.fromEntries(Object.keys(BOUNDS).map((name) => [name, now[name] - before[name]]));
  return { grown, leaks: Object.keys(BOUNDS).filter((name) => grown[name] > BOUNDS[name]) };
}

test(`${COUNT} widgets connected, moved, hidden, removed and connected again leave nothing behind`, async () => {
  const { grown, leaks } = await leaksOf();
  assert.deepEqual(leaks, [], JSON.stringify(grown));
});

for (const [twin, expected] of Object.entries({ keeping: ['nodes'], listening: ['listeners'], staying: ['handles', 'nodes'] })) {
  test(`the same check sees a page that leaks: ${twin}`, async () => {
    const { grown, leaks } = await leaksOf(twin);
    for (const name of expected) assert.ok(leaks.includes(name), JSON.stringify(grown));
  });
}
