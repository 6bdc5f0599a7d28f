/**
 * Errors or transactions: what is decided, kept with the widget, and answered.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Dashboards } from '../../www/server/dashboards/dashboard-file.js';
import { QueryError } from '../../www/server/errors.js';
import { decide, hasData } from '../../www/server/stats/split.js';
import { at, serve, values } from './harness.js';

const ERROR = { timestamp: at(0, 1), message: 'broken', 'error.type': 'blah' };
const TRANSACTION = {
  timestamp: at(1, 1), 'event.type': 'transaction', transaction: '/t', 'transaction.duration': 5, 'transaction.status': 'ok',
};
const QUERY = { start: at(), end: at(2), interval: '1h', dataset: 'metricsEnhanced', dashboardWidgetId: '2' };

/**
 * @param {Array<Record<string, unknown>>} events
 * @param {(server: Awaited<ReturnType<typeof serve>>, widget: Record<string, any>) => Promise<void>} run
 * @param {Record<string, any>} [options]
 */
async function withWidget(events, run, options = {}) {
  const dashboards = await Dashboards.open();
  const server = await serve(events, { dashboards, ...options });
  try {
    await run(server, /** @type {Record<string, any>} */ (dashboards.findWidget('2')));
  } finally {
    await server.close();
  }
}

test('the table of decisions', () => {
  const name = (/** @type {any} */ outcome) => outcome && `${outcome.decision} ${outcome.source}`;
  assert.deepEqual([[true, false], [false, true], [true, true], [false, false]].flatMap(([errors, transactions]) =>
    [true, false].map((selector) => name(decide(errors, transactions, selector)))), [
    'error-events inferred', 'error-events inferred', 'transaction-like inferred', 'transaction-like inferred',
    'error-events forced', 'discover inferred', 'error-events forced', null,
  ]);
});

test('what counts as data', () => {
  const rows = (/** @type {any[]} */ list) => /** @type {any} */ ({ rows: list.map((a0) => ({ time: 7, a0 })), series: null });
  assert.equal(hasData(rows([0, null, 'text', 0])), false);
  for (const value of [1, -1, 0.5, NaN, true]) assert.equal(hasData(rows([0, value])), true, String(value));
  assert.equal(hasData(/** @type {any} */ ({ rows: [{ time: 1, a0: 0, comparison: 3 }], series: null })), true);
  const series = new Map([['a', { order: 0, group: [], rows: [{ time: 1, a0: 2 }] }]]);
  assert.equal(hasData(/** @type {any} */ ({ rows: [], series })), true);
});

describe('not split yet', () => {
  /** @type {Array<[string, Array<Record<string, unknown>>, boolean, string|undefined, string|undefined, number[]]>} */
  const cases = [
    ['errors alone', [ERROR], true, 'error-events', 'inferred', [1, 0]],
    ['transactions alone', [TRANSACTION], true, 'transaction-like', 'inferred', [0, 1]],
    ['both', [ERROR, TRANSACTION], true, 'error-events', 'forced', [1, 0]],
    ['neither', [{ ...ERROR, timestamp: at(-5) }], true, 'error-events', 'forced', [0, 0]],
    ['both, without the selector', [ERROR, TRANSACTION], false, 'discover', 'inferred', [1, 1]],
    ['neither, without the selector', [{ ...ERROR, timestamp: at(-5) }], false, undefined, undefined, [0, 0]],
  ];
  for (const [name, events, datasetSelector, decision, source, expected] of cases) {
    test(name, () => withWidget(events, async ({ stats }, widget) => {
      const { status, body } = await stats(QUERY);
      assert.equal(status, 200);
      assert.deepEqual(values(body), expected);
      assert.equal(body.meta.discoverSplitDecision, decision === 'discover' ? undefined : decision);
      assert.deepEqual([widget.discoverWidgetSplit, widget.datasetSource], [decision, decision ? source : undefined]);
    }, { datasetSelector }));
  }

  test('top events: every series says so', () => withWidget([ERROR], async ({ stats }) => {
    const { body } = await stats({ ...QUERY, topEvents: 5, field: ['count()', 'error.type'], query: 'error.type:blah' });
    assert.deepEqual(Object.keys(body), ['blah']);
    assert.equal(body.blah.meta.discoverSplitDecision, 'error-events');
  }));

  test('several axes: every axis says so', () => withWidget([TRANSACTION], async ({ stats }) => {
    const { body } = await stats({ ...QUERY, yAxis: ['count()', 'p95()'] });
    assert.equal(body['p95()'].meta.discoverSplitDecision, 'transaction-like');
  }));

  test('what came from metrics is not asked a third time', () => withWidget([ERROR, TRANSACTION], async ({ stats }, widget) => {
    const { body } = await stats({ ...QUERY, dashboardWidgetId: [] });
    assert.deepEqual([body.isMetricsData, body.meta.isMetricsData], [true, true]);
    assert.equal((await stats(QUERY)).body.meta.discoverSplitDecision, 'error-events');
    assert.equal(widget.datasetSource, 'forced');
    assert.equal((await stats({ ...QUERY, dataset: 'discover' })).body.meta.isMetricsData, false);
  }, { extractedMetrics: true }));

  test('the dashboard shows what was decided', () => withWidget([ERROR], async ({ get, stats }) => {
    await stats(QUERY);
    const { widgets } = (await get('dashboards/1')).body;
    const widget = widgets.find((/** @type {any} */ one) => one.id === '2');
    assert.deepEqual([widget.widgetType, widget.datasetSource], ['error-events', 'inferred']);
  }));
});

describe('split already', () => {
  /** @type {Array<[string, number[]]>} */
  const cases = [['error-events', [1, 0]], ['transaction-like', [0, 1]], ['discover', [1, 1]]];
  for (const [kept, expected] of cases) {
    test(kept, () => withWidget([ERROR, TRANSACTION], async ({ stats }, widget) => {
      widget.discoverWidgetSplit = kept;
      const { body } = await stats({ ...QUERY, query: 'message:broken OR message:/t' });
      assert.deepEqual(values(body), expected);
      assert.equal(body.meta.discoverSplitDecision, undefined);
    }));
  }
});

describe('no split', () => {
  test('without a widget, with one that is not there, and on other datasets', () => withWidget([TRANSACTION], async ({ stats }, widget) => {
    for (const change of [{ dashboardWidgetId: [] }, { dashboardWidgetId: '999' }, { dashboardWidgetId: "1'--" }, { dataset: 'discover' }]) {
      const { status, body } = await stats({ ...QUERY, ...change });
      assert.equal(status, 200);
      assert.deepEqual(values(body), [0, 1]);
      assert.equal(body.meta.discoverSplitDecision, undefined);
    }
    assert.equal(widget.discoverWidgetSplit, undefined);
  }));

  test('whatever goes wrong in it, the plain question is answered', () => withWidget([TRANSACTION], async ({ stats, app }) => {
    assert.ok(app);
    const { status, body } = await stats(QUERY);
    assert.equal(status, 200);
    assert.equal(body.meta.discoverSplitDecision, undefined);
  }, { dashboards: { findWidget: () => ({}), saveSplit: async () => { throw new Error('disk full'); } } }));

  test('a bad query is the same refusal as ever', () => withWidget([ERROR], async ({ stats }) => {
    const { status, body } = await stats({ ...QUERY, query: '(a:b' });
    assert.equal(status, 400);
    assert.match(body.detail, /^Parse error at/);
  }));

  test('a query that takes too long is refused in the words for it', () => withWidget([ERROR], async ({ stats, store }) => {
    store.database.rows = async () => { throw new Error('INTERRUPT Error: Interrupted!'); };
    const { status, body } = await stats({ ...QUERY, dashboardWidgetId: [] });
    assert.equal(status, 400);
    assert.match(body.detail, /^\nQuery timeout\. Please try again\..*performance data\.\n$/s);
  }));

  test('a database that fails is 500 in fixed words', () => withWidget([ERROR], async ({ stats, store }) => {
    store.database.rows = async () => { throw new Error('secret path /x'); };
    const { status, body } = await stats(QUERY);
    assert.deepEqual({ status, body }, { status: 500, body: { detail: new QueryError(null).message } });
  }));
});
