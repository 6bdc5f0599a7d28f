/** A page of thirty different charts over the reference server, whose requests can be told to go wrong. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPage, PATIENCE_MS, startServer } from './harness.js';
import { keepInstance } from './pages.js';

export const WIDGETS = 30;

const EVENTS = 600;
const SPAN_MS = 6 * 3_600_000;

/** A server over a few events that do not change, so that the same question has the same answer, and soon. */
export async function startFaultyServer() {
  const folder = await mkdtemp(join(tmpdir(), 'events-stats-wall-'));
  const file = join(folder, 'events.ndjson');
  const now = Date.now();
  const events = Array.from({ length: EVENTS }, (_, index) => JSON.stringify({
    id: index.toString(16).padStart(32, '0'),
    timestamp: new Date(now - (SPAN_MS * ((index * 7) % EVENTS)) / EVENTS).toISOString(),
    'event.type': 'error', level: 'error', message: 'A failure', release: `1.${index % 3}`, project: 'demo',
  }));
  await writeFile(file, `${events.join('\n')}\n`);
  const server = await startServer({ FAULTS: '1', EVENTS_FILE: file, DATA_DIR: folder });
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * @param {import('playwright-core').Browser | import('puppeteer-core').Browser} browser
 * @param {string} url of the server, started with FAULTS=1
 * @param {{attributes?: Record<string, string>, byDashboard?: boolean, fault?: string | null, faultOn?: string, [option: string]: unknown}} [options]
 *   of `configure()`; besides, `attributes` of every element, `byDashboard` where a dashboard configures them, and the
 *   `fault` that the page is opened into, on addresses that hold `faultOn`
 */
export async function openWall(browser, url, { attributes = {}, byDashboard = false, fault = null, faultOn = '/', ...options } = {}) {
  const opened = /** @type {Awaited<ReturnType<typeof openPage>>} */ (await ('newContext' in browser ? openPage(browser) : openPuppeteerPage(browser)));
  const { page } = opened;
  await page.goto(`${url}blank.html`);
  await page.evaluate(keepInstance);
  await page.evaluate(build, { count: WIDGETS, attributes, byDashboard, fault, faultOn, options });
  await settleAll(page, fault === null);
  return {
    ...opened,
    /** Requests since the last reset, those under way, and the most there were at once. */
    traffic: () => page.evaluate(() => globalThis.traffic),
    reset: () => page.evaluate(() => Object.assign(globalThis.traffic, { sent: 0, most: 0 })),
    /** Every coming request asks the server for this fault. */
    setFault: (fault) => page.evaluate((fault) => { globalThis.fault = fault; }, fault),
  };
}

/** @param {import('puppeteer-core').Browser} browser */
async function openPuppeteerPage(browser) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return { page, complaints: [], close: () => page.close() };
}

/**
 * Runs in the page. Each chart asks another question, so that no two share a request. The requests
 * are counted here, where they are made: a browser reports the end of one after the start of the next.
 */
async function build({ count, attributes, byDashboard, fault, faultOn, options }) {
  const { configure, defineElement } = await import('/package/element.js');
  const traffic = { sent: 0, underWay: 0, most: 0, dashboards: 0, times: [] };
  Object.assign(globalThis, { fault, traffic });
  const configOf = (index) => ({
    id: String(index), title: `Chart ${index}`, displayType: 'line', widgetType: 'error-events', interval: '30m',
    queries: [{ aggregates: ['count()'], conditions: `!release:never-${index}` }],
  });
  const dashboard = JSON.stringify({ id: '7', title: 'Wall', widgets: Array.from({ length: count }, (_, index) => configOf(index)) });

  /** The dashboard is this page's own; its faults are the server's. */
  async function answered(address, init, isFaulty) {
    if (!address.includes('/dashboards/')) return fetch(address, init);
    traffic.dashboards += 1;
    return !isFaulty ? new Response(dashboard) : fetch(address.replace(/dashboards\/.*/, 'events-stats/?yAxis=count()&statsPeriod=6h'), init);
  }

  async function counted(address, init) {
    const headers = new Headers(init.headers);
    const isFaulty = globalThis.fault !== null && address.includes(faultOn);
    if (isFaulty) headers.set('x-test-fault', globalThis.fault);
    let isOver = false;
    const end = () => {
      if (!isOver) traffic.underWay -= 1;
      isOver = true;
    };
    traffic.sent += 1;
    traffic.times.push(performance.now());
    traffic.underWay += 1;
    traffic.most = Math.max(traffic.most, traffic.underWay);
    init.signal.addEventListener('abort', end);
    try {
      const response = await answered(address, { ...init, headers }, isFaulty);
      return new Response(response.body.pipeThrough(new TransformStream({ flush: end })), response);
    } catch (error) {
      end();
      throw error;
    }
  }

  configure({ org: 'demo', baseUrl: '/', fetch: counted, ...options });
  defineElement();
  for (let index = 0; index < count; index += 1) {
    const widget = document.createElement('events-stats-widget');
    for (const [name, value] of Object.entries({ 'stats-period': '6h', ...attributes })) widget.setAttribute(name, value);
    Object.assign(widget.style, { display: 'inline-block', width: '200px', height: '140px' });
    if (byDashboard) {
      widget.setAttribute('dashboard-id', '7');
      widget.setAttribute('widget-id', String(index));
    } else {
      widget.config = /** @type {Widget['config']} */ (configOf(index));
    }
    document.body.append(widget);
  }
}

/** Waits until every chart is at rest, and drawn unless told otherwise. */
export async function settleAll(page, drawn = true) {
  await page.evaluate(async (wanted) => {
    const widgets = [...document.querySelectorAll('events-stats-widget')];
    const isDrawn = async () => (await Promise.all(widgets.map((widget) => widget.settled()))).every(({ drawn }) => drawn || !wanted);
    while (!await isDrawn()) await new Promise((resolve) => { setTimeout(resolve, 20); });
  }, drawn);
}

/** Asks all charts for new data; resolves when each has it, or has failed. */
export async function refreshAll(page) {
  await page.evaluate(() => Promise.all([...document.querySelectorAll('events-stats-widget')].map((widget) => widget.refresh())));
}

/**
 * What a host and a viewer see of each chart. `picture` is the chart as a document of one size: on
 * the page a notice may take some of its height.
 */
export function lookAtAll(page) {
  return page.evaluate(() => Promise.all([...document.querySelectorAll('events-stats-widget')].map(async (widget) => {
    const isPainted = [...widget.shadowRoot.querySelectorAll('canvas')].some((layer) => layer.width > 1
      && new Uint32Array(layer.getContext('2d').getImageData(0, 0, layer.width, layer.height).data.buffer).some((pixel) => pixel !== 0));
    const or = (error) => error.code;
    const [values, picture] = [await widget.toCsv().catch(or), await widget.toSvg({ width: 300, height: 150 }).catch(or)];
    return { state: widget.state, error: widget.error, text: widget.shadowRoot.textContent, isPainted, values, picture };
  })));
}
