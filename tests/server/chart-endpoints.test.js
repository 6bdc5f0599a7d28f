/** Documents of release health and of issues: what is asked for them, what they show, and who refuses them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Documents } from '../../www/server/chart/documents.js';
import { matchRequest } from '../../www/server/proxy/match.js';
import { widgetRequests } from '../../www/server/proxy/widget-requests.js';
import { readShareSecret, readWish, signShare } from '../../www/server/share/tokens.js';
import { DASHBOARD as OF_SENTRY } from './proxy/dashboard.js';
import { at, NOW, serve } from './harness.js';

const modulePath = fileURLToPath(new URL('../../dist/package/node.js', import.meta.url));
const query = (/** @type {Record<string, any>} */ facts) => ({ name: '', conditions: '', orderby: '', aggregates: [], columns: [], fields: [], ...facts });
const widget = (/** @type {string} */ id, /** @type {Record<string, any>} */ facts) => ({ id, title: `Widget ${id}`, widgetType: 'metrics', interval: '5m', limit: 5, ...facts });
const RELEASES = query({ aggregates: ['sum(session)'], columns: ['release'], fields: ['release', 'sum(session)'], orderby: '-sum(session)' });
const DASHBOARD = {
  id: '5', title: 'Health', projects: [], environment: [], filters: {}, period: '2d', widgets: [
    widget('line', { displayType: 'line', queries: [query({ aggregates: ['crash_free_rate(session)'], fields: ['crash_free_rate(session)'] })] }),
    widget('area', { displayType: 'area', queries: [query({ aggregates: ['count_crashed(session)', 'sum(session)'], fields: ['count_crashed(session)', 'sum(session)'] })] }),
    widget('bars', { displayType: 'bar', queries: [RELEASES] }),
    widget('several', { displayType: 'line', queries: [query({ name: 'All', aggregates: ['sum(session)'] }), { ...RELEASES, name: 'By', conditions: 'release:shop@1.0' }] }),
    widget('table', { displayType: 'table', queries: [{ ...RELEASES, aggregates: ['sum(session)', 'count_crashed(session)'], fields: ['release', 'sum(session)', 'count_crashed(session)'] }] }),
    widget('number', { displayType: 'big_number', queries: [query({ aggregates: ['crash_free_rate(user)'] })] }),
    widget('issues', { displayType: 'table', widgetType: 'issue', queries: [query({ columns: ['issue', 'title', 'events'], fields: ['issue', 'title', 'events'], conditions: 'is:unresolved', orderby: 'freq' })] }),
    widget('projects', { displayType: 'table', queries: [query({ aggregates: ['sum(session)'], columns: ['project'], fields: ['project', 'sum(session)'], orderby: '-sum(session)' })] }),
    widget('duration', { displayType: 'line', queries: [query({ aggregates: ['p50(session.duration)'] })] }),
    widget('resolved', { displayType: 'line', widgetType: 'issue', queries: [query({ aggregates: ['count(resolved_issues)'] })] }),
    widget('wrong', { displayType: 'table', queries: [{ ...RELEASES, conditions: '(release:' }] }),
  ],
};
/** Two releases; every tenth session of the second one crashes. */
const SESSIONS = Array.from({ length: 60 }, (_, index) => ({
  'event.type': 'session', timestamp: at(Math.floor(index / 20), index % 20), project: 'web', release: `shop@${1 + (index % 2)}.0`, user: { id: String(index % 5) }, 'session.status': index % 20 === 9 ? 'crashed' : 'ok',
}));
const ERRORS = [['WEB-1', '=cmd|calc'], ['WEB-2', 'Second'], ['WEB-1', '=cmd|calc']].map(([issue, title], index) => ({ timestamp: at(1, index), 'error.type': title, issue, level: 'error' }));
const secret = /** @type {Uint8Array} */ (readShareSecret({ SHARE_SECRET: 'a-secret-of-more-than-thirty-two-characters' }));

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  server = await serve([...SESSIONS, ...ERRORS], { catalogue: { find: () => DASHBOARD }, embed: { modulePath, share: { secret, revoked: /** @type {any} */ ({ has: async () => false }) } } });
});
after(() => server.close());

/** @param {string} path */
async function get(path) {
  const response = await fetch(server.address + path);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
const rowsOf = (/** @type {string} */ text) => text.trimEnd().split('\r\n').map((row) => row.split(','));

describe('pictures', () => {
  test('of lines, areas and bars, with their names and units', async () => {
    for (const [id, names] of /** @type {Array<[string, string[]]>} */ ([['line', ['%']], ['area', ['count_crashed(session)', 'sum(session)']], ['bars', ['1.0', '2.0']], ['several', ['All', '1.0']]])) {
      const { status, type, text } = await get(`/chart/demo/5/${id}.svg`);
      assert.deepEqual([status, type], [200, 'image/svg+xml; charset=utf-8'], text);
      for (const name of [`Widget ${id}`, ...names]) assert.ok(text.includes(name), `${name} is not in ${text}`);
    }
    assert.deepEqual((({ status, type }) => [status, type])(await get('/chart/demo/5/bars.png')), [200, 'image/png']);
  });

  test('are refused in words where there is none, and what nobody can ask for as well', async () => {
    for (const [path, detail] of /** @type {Array<[string, RegExp]>} */ ([
      ['table.svg', /^Tables and big numbers have no picture/], ['issues.png', /^Tables and big numbers have no picture/], ['number.svg', /^Tables and big numbers/],
      ['duration.svg', /^Widgets of type metrics cannot be drawn here\.$/], ['duration.csv', /^Widgets of type metrics cannot/], ['resolved.svg', /^Widgets of type issue cannot/], ['resolved.csv', /^Widgets of type issue cannot/], ['wrong.csv', /./],
    ])) {
      const { status, text } = await get(`/chart/demo/5/${path}`);
      assert.equal(status, 400, `${path}: ${text}`);
      assert.match(JSON.parse(text).detail, detail);
    }
  });
});

describe('numbers', () => {
  test('of series, by hour', async () => {
    const [head, ...rows] = rowsOf((await get('/chart/demo/5/bars.csv')).text);
    assert.deepEqual([head[0], new Set(head.slice(1))], ['time', new Set(['shop@1.0', 'shop@2.0'])]);
    assert.equal(rows.reduce((sum, [, ...cells]) => sum + cells.reduce((all, cell) => all + Number(cell), 0), 0), 60);
    const [axes, ...both] = rowsOf((await get('/chart/demo/5/area.csv')).text);
    assert.deepEqual(axes, ['time', 'count_crashed(session)', 'sum(session)']);
    assert.deepEqual([1, 2].map((column) => both.reduce((sum, row) => sum + Number(row[column]), 0)), [3, 60]);
    const rates = rowsOf((await get('/chart/demo/5/line.csv')).text).filter(([, rate]) => rate === '0.95');
    assert.equal(rates.length, 3);
  });

  test('of tables and numbers', async () => {
    assert.deepEqual(rowsOf((await get('/chart/demo/5/table.csv')).text), [['release', 'sum(session)', 'count_crashed(session)'], ...[['shop@1.0', '30', '0'], ['shop@2.0', '30', '3']]]);
    assert.equal((await get('/chart/demo/5/projects.csv')).text, 'project,sum(session)\r\nweb,60\r\n');
    const [[head], [value]] = rowsOf((await get('/chart/demo/5/number.csv')).text);
    assert.equal(head, 'crash_free_rate(user)');
    assert.ok(Number(value) >= 0 && Number(value) <= 1, value);
  });

  test('of issues, with no formula among them', async () => {
    assert.equal((await get('/chart/demo/5/issues.csv')).text, "issue,title,events\r\nWEB-1,'=cmd|calc,2\r\nWEB-2,Second,1\r\n");
  });
});

test('a share link has the documents and the page of such a widget', async () => {
  const link = async (/** @type {string} */ id) => `/s/${(await signShare(secret, readWish({ org: 'demo', dashboard: '5', widget: id, days: 1, ranges: ['2d'] }), NOW)).token}`;
  const line = await link('line');
  assert.match((await get(`${line}/chart.svg?range=2d`)).text, /^<svg .*Widget line/s);
  const page = (await get(line)).text;
  assert.ok(page.includes(`<events-stats-dashboard widget-id="line" org="demo" dashboard-id="5" base-url="${line}/" stats-period="2d"`), page);
  assert.match(page, /<meta property="og:image" content="[^"]*\/chart\.png/);
  assert.match((await get(`${await link('issues')}/chart.csv?range=2d`)).text, /^issue,title,events\r\n/);
});

test('what is asked for a document is what such a widget may ask of a real Sentry', async () => {
  const known = widgetRequests('acme', OF_SENTRY);
  /** @type {string[]} */
  const asked = [];
  const app = /** @type {any} */ ({ inject: async (/** @type {{url: string}} */ { url }) => {
    asked.push(url);
    return { statusCode: 200, headers: {}, body: url.includes('/issues/') ? '[]' : '{"intervals": [], "groups": []}' };
  } });
  const widgets = OF_SENTRY.widgets.filter(({ widgetType }) => ['issue', 'metrics'].includes(widgetType));
  for (const one of widgets) {
    for (const range of [undefined, '1h', '90d']) await new Documents(app, modulePath).get({ org: 'acme', dashboard: OF_SENTRY, widget: one }, 'csv', { width: 400, height: 200, scale: 1, theme: 'light', ...(range && { range }) });
  }
  assert.ok(asked.length >= 3 * widgets.length, String(asked.length));
  for (const url of asked) {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const verdict = matchRequest({ org: 'acme', endpoint: pathname.split('/').at(-2) ?? '', params: searchParams }, known);
    assert.ok(verdict.allowed, `${url}: ${JSON.stringify(verdict)}`);
  }
});

test('a refusal of the API is the document\'s, with the time to wait', async () => {
  const app = /** @type {any} */ ({ inject: async () => ({ statusCode: 429, headers: { 'retry-after': '7' }, body: '{"detail": "Patience."}' }) });
  const subject = { org: 'acme', dashboard: OF_SENTRY, widget: OF_SENTRY.widgets.find(({ id }) => id === '13') };
  await assert.rejects(new Documents(app, modulePath).get(subject, 'csv', { width: 400, height: 200, scale: 1, theme: 'light' }), { statusCode: 429, message: 'Patience.', headers: { 'retry-after': '7' } });
});
