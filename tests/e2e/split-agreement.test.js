/**
 * The module and the reference server decide alike: every widget of a generated set is asked through the element
 * in a browser, and put to the server's own split under the same parameters. And: decisions written to a dashboard.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchChromium, settle, startServer, until } from './harness.js';

const HOUR = 3600;
const END = Math.floor(Date.now() / 1000 / HOUR) * HOUR;
const RANGE = { start: END - 4 * HOUR, end: END };
const iso = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19);

/** Every lane is a distribution, by which metrics can be filtered too, that the events of one kind alone have, or both, or none. */
const LANES = { errors: ['error'], transactions: ['transaction'], both: ['error', 'transaction'], neither: [] };
const KINDS = {
  error: { 'event.type': 'error', 'error.type': 'TypeError', level: 'error', message: 'broken' },
  transaction: {
    'event.type': 'transaction', transaction: '/t', 'transaction.op': 'http.server', 'transaction.duration': 120, 'transaction.status': 'ok',
  },
};

function events() {
  const lanes = Object.entries(LANES).flatMap(([lane, kinds]) => kinds.map((kind) => [lane, kind]));
  return lanes.flatMap(([lane, kind], at) => [0, 1, 2].flatMap((hour) => ['1.0', '2.0'].map((release, index) => ({
    timestamp: `${iso(RANGE.start + hour * HOUR + at * 60 + index)}Z`, release, 'user.id': `u${index}`, dist: lane, ...KINDS[kind],
  }))));
}

const AXES = [['count()'], ['count()', 'count_unique(user)'], ['p95(transaction.duration)']];
const GROUPS = [[], ['release']];

/** Errors only, transactions only, both, neither; one axis, several, performance; with and without top events. */
const SET = Object.keys(LANES).flatMap((lane) => AXES.flatMap((aggregates) => GROUPS.map((columns) => ({
  title: `${lane}: ${aggregates.join(', ')}${columns.length ? ' by release' : ''}`,
  displayType: 'line', interval: '1h', limit: 3, widgetType: 'discover', params: { dataset: 'metricsEnhanced' },
  queries: [{ name: '', fields: [...columns, ...aggregates], aggregates, columns, conditions: `dist:${lane}`, orderby: columns.length ? `-${aggregates[0]}` : '' }],
}))));
/** Fields that one kind alone has, in the search: names that tell, whatever the data. */
const NAMED = Object.keys(LANES).flatMap((lane) => ['error.type:TypeError', 'transaction.op:http.server'].map((condition) => ({
  ...SET[0], title: `${lane}: ${condition}`, queries: [{ ...SET[0].queries[0], conditions: `dist:${lane} ${condition}` }],
})));

let browser;
/** @type {string} */ let folder;
before(async () => {
  browser = await launchChromium();
  folder = await mkdtemp(join(tmpdir(), 'split-'));
  await writeFile(join(folder, 'events.ndjson'), events().map((event) => JSON.stringify(event)).join('\n'));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function startOwn(name, env = {}) {
  const server = await startServer({ EVENTS_FILE: join(folder, 'events.ndjson'), DATA_DIR: join(folder, name), ...env });
  const dashboard = `${server.url}api/0/organizations/demo/dashboards/1/`;
  const get = async () => (await fetch(dashboard)).json();
  const put = async (widgets) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(dashboard, { method: 'PUT', headers, body: JSON.stringify({ title: 'Set', widgets }) });
    assert.equal(response.status, 200, await response.clone().text());
    return (await response.json()).widgets;
  };
  return { ...server, get, put };
}

/**
 * The set in a page of the server's: what the client decided and shows, and what it asked as it stood.
 * @param {{url: string}} server @param {any[]} widgets @param {object} options of `configure`
 */
async function askByClient({ url }, widgets, options) {
  const context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-US', bypassCSP: true });
  const page = await context.newPage();
  await page.route('**/set', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body></body>' }));
  await page.goto(`${url}set`);
  await page.evaluate(async ({ widgets, options, range }) => {
    const { configure, defineElement } = await import('/package/element.js');
    configure({ org: 'demo', baseUrl: '/', concurrency: 20, ...options });
    globalThis.asked = {};
    for (const config of widgets) {
      const element = document.createElement('events-stats-widget');
      Object.assign(element, { config, range, id: `w${config.id}` });
      element.fetch = (address, init) => {
        globalThis.asked[config.id] ??= [];
        globalThis.asked[config.id].push(String(address));
        return fetch(address, init);
      };
      document.body.append(element);
    }
    defineElement();
  }, { widgets, options, range: { start: iso(RANGE.start), end: iso(RANGE.end) } });
  await settle(page);
  const found = await page.evaluate(async (ids) => Promise.all(ids.map(async (id) => {
    const element = /** @type {Widget} */ (document.querySelector(`#w${id}`));
    return { split: element.split, error: element.error, csv: await element.toCsv(), asked: globalThis.asked[id] };
  })), widgets.map(({ id }) => id));
  /** What an answer looks like in the same widget. */
  const show = (id, response) => page.evaluate(async ([widget, body]) => {
    const element = /** @type {Widget} */ (document.querySelector(`#w${widget}`));
    element.response = body;
    await element.settled();
    return element.toCsv();
  }, [id, response]);
  return { found, show, close: () => context.close() };
}

/** The server's own decision for what the client asked as it stood. */
async function askServer(server, id, asked) {
  const original = asked.map((address) => new URL(address)).find(({ searchParams }) =>
    searchParams.get('dataset') === 'metricsEnhanced' && !searchParams.get('query').includes('event.type'));
  original.searchParams.set('dashboardWidgetId', id);
  const response = await fetch(original);
  assert.equal(response.status, 200, String(original));
  const body = await response.json();
  const { widgetType, datasetSource } = (await server.get()).widgets.find((widget) => widget.id === id);
  return { body, decision: `${widgetType} ${datasetSource}` };
}

const decisionOf = ({ split }) => split && `${split.dataset} ${split.source}`;

for (const extracted of ['0', '1']) {
  describe(`against the started server, ${extracted === '1' ? 'answering from metrics' : 'without metrics'}`, () => {
    let server;
    before(async () => { server = await startOwn(`set-${extracted}`, { EXTRACTED_METRICS: extracted }); });
    after(() => server?.stop());

    test('by data alone, client and server agree on every widget, and show the same', async () => {
      const widgets = await server.put(SET);
      assert.equal(widgets.length, 24);
      const { found, show, close } = await askByClient(server, widgets, { split: { names: false, policy: 'errors' } });
      const decisions = new Set();
      for (const [at, { id, title }] of widgets.entries()) {
        const client = found[at];
        assert.equal(client.error, null, title);
        assert.equal(client.split.evidence.usedMetrics, extracted === '1', title);
        const { body, decision } = await askServer(server, id, client.asked);
        assert.equal(decisionOf(client), decision, title);
        assert.equal(client.csv, await show(id, body), title);
        decisions.add(decision);
      }
      // A set that ends in one decision would prove little.
      assert.deepEqual([...decisions].sort(), ['error-events forced', 'error-events inferred', 'transaction-like inferred']);
      await close();
    });

    test('by names, these differ from the server, which looks at data alone', async () => {
      const widgets = await server.put([...SET.filter(({ title }) => !title.includes('release')), ...NAMED]);
      const { found, close } = await askByClient(server, widgets, { split: { policy: 'errors' } });
      // The server is asked what the client would ask without names.
      const plain = await askByClient(server, widgets, { split: { names: false, policy: 'errors' } });
      const differing = [];
      for (const [at, { id, title }] of widgets.entries()) {
        const { decision } = await askServer(server, id, plain.found[at].asked);
        assert.equal(decisionOf(plain.found[at]), decision, title);
        if (decisionOf(found[at]) !== decision) differing.push([title, decisionOf(found[at]), decision]);
      }
      assert.deepEqual(differing, [
        // No event has data, which forces errors on the server; the name says as much without asking.
        ['neither: p95(transaction.duration)', 'transaction-like inferred', 'error-events forced'],
        ['errors: p95(transaction.duration)', 'transaction-like inferred', 'error-events forced'],
        // Errors alone lie in this lane, and no error has the field: no data again.
        ['errors: transaction.op:http.server', 'transaction-like inferred', 'error-events forced'],
        // Transactions alone lie in this lane, and none of them has the field.
        ['transactions: error.type:TypeError', 'error-events inferred', 'error-events forced'],
        ['neither: error.type:TypeError', 'error-events inferred', 'error-events forced'],
        ['neither: transaction.op:http.server', 'transaction-like inferred', 'error-events forced'],
      ].sort((a, b) => titles(widgets, a) - titles(widgets, b)));
      await Promise.all([close(), plain.close()]);
    });
  });
}
const titles = (/** @type {any[]} */ widgets, /** @type {string[]} */ [title]) => widgets.findIndex((widget) => widget.title === title);

describe('decisions in the dashboard', () => {
  let server;
  before(async () => { server = await startOwn('saved'); });
  after(() => server?.stop());
  const LANE = (lane) => SET.find(({ title }) => title === `${lane}: count()`);

  /** @param {string[]} ids @param {object} options of `configure` @param {(page: import('playwright-core').Page) => Promise<void>} [prepare] */
  async function openDashboard(ids, options, prepare = async () => {}) {
    const context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-US', bypassCSP: true });
    const page = await context.newPage();
    const puts = [];
    page.on('request', (request) => { if (request.method() === 'PUT') puts.push(request.postDataJSON()); });
    await page.route('**/set', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body></body>' }));
    await prepare(page);
    await page.goto(`${server.url}set`);
    await page.evaluate(async ({ ids, options, range }) => {
      const { configure, defineElement } = await import('/package/element.js');
      configure({ org: 'demo', baseUrl: '/', ...options });
      globalThis.errors = [];
      addEventListener('events-stats-error', ({ detail }) => globalThis.errors.push([detail.code, detail.status]));
      for (const id of ids) {
        const element = document.createElement('events-stats-widget');
        element.setAttribute('widget-id', id);
        element.setAttribute('dashboard-id', '1');
        element.range = range;
        document.body.append(element);
      }
      defineElement();
    }, { ids, options, range: { start: iso(RANGE.start), end: iso(RANGE.end) } });
    await settle(page);
    return { page, puts, close: () => context.close() };
  }
  const facts = async () => (await server.get()).widgets.map(({ widgetType, datasetSource }) => `${widgetType} ${datasetSource}`);
  /** The dashboard is written behind the charts' back. */
  const factsOnce = (wanted) => until(facts, (found) => String(found) === String(wanted));
  const DECIDED = ['error-events inferred', 'transaction-like inferred', 'error-events forced'];
  const UNDECIDED = ['discover unknown', 'discover unknown', 'discover unknown'];
  const putAnew = () => server.put(['errors', 'transactions', 'both'].map(LANE));

  test('nothing is written unless the host says so', async () => {
    const widgets = await putAnew();
    const { page, puts, close } = await openDashboard(widgets.map(({ id }) => id), {});
    await page.waitForTimeout(1_500);
    assert.deepEqual([puts.length, await facts()], [0, UNDECIDED]);
    await close();
  });

  test('widgets that decide together are written together, the viewer\'s choice too, and nothing else changes', async () => {
    const widgets = await putAnew();
    const before = await server.get();
    const ids = widgets.map(({ id }) => id);
    const { page, puts, close } = await openDashboard(ids, { split: { save: true } });
    assert.deepEqual(await factsOnce(DECIDED), DECIDED);
    assert.ok(puts.length < ids.length, `${puts.length} writings`);
    assert.deepEqual(Object.keys(puts[0]), ['title', 'widgets']);
    const after = await server.get();
    const without = ({ widgetType, datasetSource, ...rest }) => rest;
    assert.deepEqual({ ...after, widgets: after.widgets.map(without) }, { ...before, widgets: before.widgets.map(without) });

    await page.evaluate(() => {
      const { shadowRoot } = document.querySelectorAll('events-stats-widget')[2];
      [...shadowRoot.querySelectorAll('.dataset-panel button')].find(({ textContent }) => textContent === 'Transactions').click();
    });
    const chosen = [...DECIDED.slice(0, 2), 'transaction-like user'];
    assert.deepEqual(await factsOnce(chosen), chosen);
    await close();
  });

  test('a refusal is told and noted, and the charts stay', async () => {
    const widgets = await putAnew();
    const refuse = (page) => page.route('**/dashboards/1/', (route) => (route.request().method() === 'PUT'
      ? route.fulfill({ status: 403, json: { detail: 'You do not have permission to perform this action.' } }) : route.continue()));
    const { page, puts, close } = await openDashboard([widgets[0].id], { split: { save: true } }, refuse);
    await page.waitForFunction(() => globalThis.errors.length > 0);
    assert.equal(puts.length, 1);
    assert.deepEqual(await page.evaluate(() => globalThis.errors), [['forbidden', 403]]);
    await settle(page);
    const { state, error, notes } = await page.evaluate(() => {
      const widget = document.querySelector('events-stats-widget');
      return { state: widget.state, error: widget.error, notes: widget.shadowRoot.querySelector('.notes-panel').textContent };
    });
    assert.deepEqual([state, error], ['ready', null]);
    assert.match(notes, /could not be saved to the dashboard: You do not have permission/);
    assert.deepEqual((await facts())[0], 'discover unknown');
    await close();
  });
});
