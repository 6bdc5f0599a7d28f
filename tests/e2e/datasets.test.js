/**
 * Spans, logs and trace metrics from end to end: what a widget shows of a person's file is what is reckoned here from its
 * rows, for every form, through both endpoints; and the demo's dashboard of them.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { colorCount, launchChromium, openPage, settle, startServer } from './harness.js';

const HOUR = 3600;
const END = Math.floor(Date.now() / 1000 / HOUR) * HOUR;
const HOURS = 6;
const START = END - HOURS * HOUR;
const iso = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19);

/** A generated set: so many of each kind, each with a time, a group and a number of its own. */
const ITEMS = Array.from({ length: 300 }, (_, index) => ({
  seconds: START + ((index * 7919) % (HOURS * HOUR)), group: ['a', 'b, "c"', 'd'][(index * index) % 7 % 3], number: (index * 37) % 101,
}));
const SPANS = ITEMS.map(({ seconds, group, number }) => ({ timestamp: `${iso(seconds)}Z`, 'span.op': group, 'span.duration': number, trace: 'a'.repeat(32) }));
const LOGS = ITEMS.map(({ seconds, group, number }) => ({ timestamp: `${iso(seconds)}Z`, severity: group, message: 'm', 'worker.number': number }));
const METRICS = ITEMS.map(({ seconds, group, number }) => ({
  timestamp: `${iso(seconds)}Z`, 'metric.name': 'work', 'metric.type': 'distribution', 'metric.unit': 'millisecond', kind: group, value: number,
}));

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const COUNT = (numbers) => numbers.length;
const MEAN = (numbers) => (numbers.length === 0 ? 0 : sum(numbers) / numbers.length);
const work = (name) => `${name}(value,work,distribution,millisecond)`;

/** What is asked of each data set: the column of groups, and axes with what they reckon. */
const ASKED = {
  spans: { column: 'span.op', axes: { 'count(span.duration)': COUNT, 'sum(span.duration)': sum, 'avg(span.duration)': MEAN, 'max(span.duration)': (numbers) => Math.max(0, ...numbers) } },
  logs: { column: 'severity', axes: { 'count(message)': COUNT, 'sum(tags[worker.number,number])': sum } },
  tracemetrics: { column: 'kind', axes: { [work('sum')]: sum, [work('avg')]: MEAN, [work('count')]: COUNT } },
};

/** @param {number} from @param {number} to @param {string} [group] */
const numbersOf = (from, to, group) => ITEMS
  .filter((item) => item.seconds >= from && item.seconds < to && (group === undefined || item.group === group)).map(({ number }) => number);

/** The groups from the highest down, as the widget orders them. @param {(numbers: number[]) => number} reckon */
const ranked = (reckon) => ['a', 'b, "c"', 'd']
  .map((group) => ({ group, value: reckon(numbersOf(START, END, group)) })).sort((one, other) => other.value - one.value);

/** A CSV's rows without its head; none of these texts breaks a line. @param {string} text */
const cellsOf = (text) => text.trim().split('\r\n').slice(1).map((line) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));

/** @param {string[][]} rows @param {number[][]} expected without the time */
function assertSeries(rows, expected, title) {
  assert.equal(rows.length, expected.length, title);
  for (const [at, [, ...cells]] of rows.entries()) {
    assert.equal(cells.length, expected[at].length, title);
    for (const [column, cell] of cells.entries()) assert.ok(Math.abs(Number(cell) - expected[at][column]) < 1e-6, `${title}: ${cell}, not ${expected[at][column]} in hour ${at}`);
  }
}

const HOURLY = Array.from({ length: HOURS }, (_, hour) => [START + hour * HOUR, START + (hour + 1) * HOUR]);

/** Widgets with what they have to show. */
const SET = Object.entries(ASKED).flatMap(([widgetType, { column, axes }]) => Object.entries(axes).flatMap(([axis, reckon]) => {
  const query = { aggregates: [axis], columns: [], fields: [axis], conditions: '', orderby: '' };
  const grouped = { ...query, columns: [column], fields: [column, axis], orderby: `-${axis}` };
  const order = ranked(reckon);
  const top = order.slice(0, 2).map(({ group }) => group);
  const rest = (from, to) => ITEMS.filter((item) => item.seconds >= from && item.seconds < to && !top.includes(item.group)).map(({ number }) => number);
  const series = HOURLY.map(([from, to]) => [reckon(numbersOf(from, to))]);
  const groups = HOURLY.map(([from, to]) => [...top.map((group) => reckon(numbersOf(from, to, group))), reckon(rest(from, to))]);
  /** @param {string} displayType @param {object} own @param {{limit?: number, endpoint?: string}} [more] */
  const widget = (displayType, own, more = {}) => ({ title: `${widgetType} ${displayType} ${axis}`, displayType, widgetType, interval: '1h', queries: [own], ...more });
  return [
    { config: widget('line', query), check: (rows, title) => assertSeries(rows, series, title) },
    { config: widget('line', query, { endpoint: 'events-timeseries' }), check: (rows, title) => assertSeries(rows.slice(0, HOURS), series, title) },
    { config: widget('line', grouped, { limit: 2 }), check: (rows, title) => assertSeries(rows, groups, title) },
    { config: widget('table', grouped, { limit: 3 }), check: (rows, title) => assert.deepEqual(rows.map(([group, value]) => [group, Number(value).toFixed(6)]), order.map(({ group, value }) => [group, value.toFixed(6)]), title) },
    { config: widget('big_number', query), check: (rows, title) => assert.equal(Number(rows[0].at(-1)).toFixed(6), reckon(numbersOf(START, END)).toFixed(6), title) },
  ];
}));

describe('a generated set', () => {
  let browser;
  let server;
  /** @type {string} */ let folder;
  before(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), 'datasets-'));
    await writeFile(join(folder, 'events.ndjson'), [...SPANS, ...LOGS, ...METRICS].map((item) => JSON.stringify(item)).join('\n'));
    server = await startServer({ EVENTS_FILE: join(folder, 'events.ndjson'), DATA_DIR: join(folder, 'data') });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(folder, { recursive: true });
  });

  test(`${SET.length} widgets show what the rows of the file come to`, async () => {
    const { page, complaints, close } = await openPage(browser, { timezoneId: 'UTC', locale: 'en-US' });
    await page.route('**/set', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body></body>' }));
    await page.goto(`${server.url}set`);
    await page.evaluate(async ({ configs, range }) => {
      const { configure, defineElement } = await import('/package/element.js');
      configure({ org: 'demo', baseUrl: '/' });
      for (const config of configs) document.body.append(Object.assign(document.createElement('events-stats-widget'), { config, range }));
      defineElement();
    }, { configs: SET.map(({ config }) => config), range: { start: iso(START), end: iso(END) } });
    await settle(page);
    const shown = await page.evaluate(() => Promise.all([...document.querySelectorAll('events-stats-widget')].map(async (/** @type {any} */ widget) =>
      ({ error: widget.error?.message ?? null, csv: widget.error ? '' : await widget.toCsv() }))));
    for (const [at, { config, check }] of SET.entries()) {
      assert.equal(shown[at].error, null, config.title);
      check(cellsOf(shown[at].csv), `${config.title} ${config.endpoint ?? ''}\n${shown[at].csv}`);
    }
    assert.deepEqual(complaints, []);
    await close();
  });
});

describe('the demo', () => {
  let browser;
  let server;
  before(async () => {
    browser = await launchChromium();
    server = await startServer();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('its dashboard of traces, log and metrics stands, widget by widget', async () => {
    const { page, complaints, close } = await openPage(browser);
    await page.goto(`${server.url}embed/demo/2?refresh=0`);
    await settle(page);
    const widgets = await page.locator('events-stats-widget').all();
    assert.equal(widgets.length, 11);
    let charts = 0;
    for (const widget of widgets) {
      await widget.scrollIntoViewIfNeeded();
      await settle(page);
      const { state, title, rows } = await widget.evaluate(async (/** @type {Widget} */ element) => ({
        state: element.state, title: element.shadowRoot.querySelector('.title').textContent, rows: (await element.toCsv()).trim().split('\r\n').length,
      }));
      assert.equal(state, 'ready', title);
      assert.ok(rows > 1, title);
      charts += (await colorCount(widget)) > 4 ? 1 : 0;
    }
    // The others are three tables, one of them for a categorical bar, and a number.
    assert.equal(charts, 7);
    const tiles = await page.locator('events-stats-dashboard .tile').allInnerTexts();
    assert.match(tiles[0], /^About this dashboard\s+Spans, logs and trace metrics of a made-up shop/);
    const types = tiles.slice(1).map((text) => text.trim().split(/\n+/)[1]);
    assert.deepEqual(types, ['Heat map', 'Score wheel', 'Details of a span', 'Server tree', 'Rage and dead clicks', 'Traces of agents', 'App size']);
    assert.deepEqual(complaints, []);
    await close();
  });

  test('the first page leads to it', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(server.url);
    await page.getByRole('link', { name: 'traces, log and metrics' }).click();
    await settle(page);
    assert.equal(new URL(page.url()).pathname, '/embed/demo/2');
    await page.getByRole('button', { name: 'environment all' }).click();
    await page.getByRole('checkbox', { name: 'staging' }).check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await settle(page);
    assert.equal(new URL(page.url()).searchParams.get('environment'), 'staging');
    const states = await page.locator('events-stats-widget').evaluateAll((widgets) => widgets.map((widget) => /** @type {Widget} */ (widget).state));
    assert.ok(states.every((state) => state === 'ready' || state === 'empty'), states.join());
    await close();
  });
});
