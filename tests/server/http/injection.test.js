/**
 * Hostile text in every parameter of the API: an answer that is Sentry's own refusal or
 * finds nothing, never an error of the database, and never more than was asked for.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { at, serve } from '../harness.js';

const SECRET = 'only-in-the-other-project';
const EVENTS = [
  { timestamp: at(0, 5), 'event.type': 'error', project: 'web', level: 'error', message: 'one', tags: { a: 'b' } },
  { timestamp: at(0, 6), 'event.type': 'error', project: 'web', level: 'error', message: 'two', tags: { a: 'c' } },
  { timestamp: at(0, 7), 'event.type': 'error', project: 'api', level: 'fatal', message: SECRET },
];

const HOSTILE = [
  "'", '"', '`', ';', '--', '/*', '*/', '\\', "\\'", '%', '_', '?', '??', '$1', ':x', '@x', '#', '{}', '[]', '()', '\u0000', '\u202e', '🎉',
  "' OR '1'='1", "' OR 1=1 --", "') OR ('1'='1", "x'; DROP TABLE events; --", "'; DELETE FROM events; --", "' UNION SELECT message FROM events --",
  '1 OR 1=1', '1; DROP TABLE events', 'count(*) FROM events --', "(SELECT string_agg(message, '') FROM events)", "read_csv('/etc/passwd')",
  "count()'); SELECT 1; --", 'count(") OR 1=1 --")', "COPY events TO '/dev/stdout'", 'ATTACH ":memory:" AS x', "getenv('PATH')", "pragma_version()",
];

const RANGE = { start: at(0), end: at(2), interval: '1h', project: '1' };
const TABLE = { ...RANGE, field: ['level', 'count()'], sort: '-count()' };
const SERIES = { ...RANGE, yAxis: ['count()'], groupBy: ['level'], topEvents: '3', dataset: 'discover' };
const TOP = { ...RANGE, field: ['level', 'count()'], topEvents: '3' };

/** endpoint, request, parameter that gets the hostile text, how it is wrapped */
/** @type {Array<[endpoint: string, query: Record<string, string | string[]>, name: string, wrap?: (text: string) => string]>} */
const PLACES = [
  ['events-stats', RANGE, 'yAxis'], ['events-stats', RANGE, 'yAxis', (text) => `count_unique(${text})`],
  ['events-stats', RANGE, 'yAxis', (text) => `count_if(message,equals,"${text}")`], ['events-stats', RANGE, 'yAxis', (text) => `equation|count() / ${text}`],
  ['events-stats', RANGE, 'query'], ['events-stats', RANGE, 'query', (text) => `level:"${text.replaceAll('"', '\\"')}"`],
  ['events-stats', RANGE, 'query', (text) => `tags[${text}]:x`], ['events-stats', RANGE, 'query', (text) => `count():${text}`],
  ['events-stats', RANGE, 'query', (text) => `level:[${text},x]`], ['events-stats', RANGE, 'query', (text) => `"${text}":x`],
  ['events-stats', RANGE, 'interval'], ['events-stats', RANGE, 'start'], ['events-stats', RANGE, 'end'],
  ['events-stats', { interval: '1h', project: '1' }, 'statsPeriod'], ['events-stats', { interval: '1h' }, 'project'],
  ['events-stats', RANGE, 'environment'], ['events-stats', RANGE, 'comparisonDelta'], ['events-stats', RANGE, 'dataset'],
  ['events-stats', TOP, 'topEvents'], ['events-stats', TOP, 'field'], ['events-stats', TOP, 'sort'], ['events-stats', TOP, 'orderby'],
  ['events-stats', TOP, 'field', (text) => `to_other(message,"${text}",a,b)`], ['events-stats', TOP, 'field', (text) => `tags[${text}]`],
  ['events', TABLE, 'field'], ['events', TABLE, 'field', (text) => `max(${text})`], ['events', TABLE, 'query'], ['events', TABLE, 'sort'],
  ['events', TABLE, 'per_page'], ['events', TABLE, 'cursor'], ['events', TABLE, 'dataset'], ['events', TABLE, 'environment'],
  ['events-timeseries', SERIES, 'yAxis'], ['events-timeseries', SERIES, 'groupBy'], ['events-timeseries', SERIES, 'query'],
  ['events-timeseries', SERIES, 'sort'], ['events-timeseries', SERIES, 'topEvents'], ['events-timeseries', SERIES, 'interval'],
  ['releases/stats', RANGE, 'environment'], ['releases/stats', RANGE, 'project'], ['releases/stats', RANGE, 'start'], ['releases/stats', RANGE, 'query'],
  ['events-stats', RANGE, 'referrer'], ['events-stats', RANGE, 'partial'], ['events-stats', RANGE, 'excludeOther'],
  ['events-stats', { ...RANGE, dataset: 'metricsEnhanced' }, 'dashboardWidgetId'], ['events-stats', { ...RANGE, useOnDemandMetrics: 'true' }, 'onDemandType'],
];

let server;
before(async () => { server = await serve(EVENTS, { projects: [{ id: 1, slug: 'web' }, { id: 2, slug: 'api' }] }); });
after(() => server.close());

async function ask(endpoint, query) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const item of [value].flat()) params.append(name, item);
  const response = await fetch(`${server.address}/api/0/organizations/demo/${endpoint}/?${params}`);
  return { status: response.status, text: await response.text() };
}

const total = async () => JSON.parse((await ask('events-stats', { ...RANGE, project: '-1' })).text).data
  .flatMap(([, buckets]) => buckets).reduce((sum, { count }) => sum + count, 0);

test('the same requests without hostile text are answered', async () => {
  for (const [endpoint, query] of PLACES) {
    assert.equal((await ask(endpoint, query)).status, 200, `${endpoint} ${JSON.stringify(query)}`);
  }
});

for (const [endpoint, query, name, wrap = (text) => text] of PLACES) {
  test(`${HOSTILE.length} texts as ${name} of ${endpoint}, ${wrap('TEXT')}`, async () => {
    for (const text of HOSTILE) {
      const hostile = wrap(text);
      const value = Array.isArray(query[name]) ? [...query[name], hostile] : hostile;
      const answer = await ask(endpoint, { ...query, [name]: value });
      assert.ok([200, 400, 403, 404].includes(answer.status), `${answer.status} for ${hostile}: ${answer.text}`);
      const body = JSON.parse(answer.text);
      if (answer.status !== 200) assert.equal(typeof body.detail, 'string');
      // The refusal may quote what was asked; it says nothing of the database or the code.
      assert.doesNotMatch(answer.text, /(?:Binder|Catalog|Parser|Conversion) Error|epoch_ms|CAST\(|duckdb|node_modules|\\n\s+at /, hostile);
      assert.doesNotMatch(answer.text, new RegExp(SECRET), hostile);
    }
    assert.equal(await total(), EVENTS.length);
  });
}

test('texts as part of the path', async () => {
  for (const text of HOSTILE) {
    for (const path of [`organizations/${encodeURIComponent(text)}/events-stats/`, `organizations/demo/dashboards/${encodeURIComponent(text)}/`]) {
      const response = await fetch(`${server.address}/api/0/${path}`);
      assert.ok([400, 404].includes(response.status), `${response.status} for ${path}`);
      assert.equal(typeof (await response.json()).detail, 'string');
    }
  }
});
