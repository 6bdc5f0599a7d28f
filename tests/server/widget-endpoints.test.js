/**
 * What a dashboard's element asks for widgets of issues and of release health: what it puts to which endpoint, and what comes
 * of the answers; with bodies of Sentry's shape, and against the server's own.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { drawable, ownSearches } from '../../www/element/dashboard/endpoints/drawable.js';
import { pickOf, searchOf } from '../../www/element/dashboard/endpoints/group-search.js';
import { ask } from '../../www/element/dashboard/endpoints/index.js';
import { issueRows } from '../../www/element/dashboard/endpoints/issues.js';
import { kindOf } from '../../www/element/dashboard/types.js';
import { at, DAY_AGO, serve } from './harness.js';

const ORIGIN = 'https://charts.example';
const API = `${ORIGIN}/base/api/0/organizations/a%20b/`;

/** @param {Record<string, any>} widget @param {Record<string, any>} [dashboard] */
const told = (widget, dashboard = {}) => JSON.stringify({ id: '7', projects: [1], environment: ['prod'], filters: {}, ...dashboard, widgets: [{ id: '1', displayType: 'line', widgetType: 'metrics', queries: [{ conditions: '' }], ...widget }] });

/** What was asked of which endpoint, in order; each answered by the next body. @param {any[]} bodies */
function sentry(bodies) {
  /** @type {Array<[endpoint: string, params: Record<string, string[]>]>} */
  const asked = [];
  const call = async (/** @type {string} */ url) => {
    const { pathname, searchParams, href } = new URL(url);
    assert.ok(href.startsWith(API), href);
    asked.push([pathname.split('/').at(-2) ?? '', Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]))]);
    const body = bodies.shift();
    return body instanceof Response ? body : Response.json(body);
  };
  return { asked, call };
}

/** @param {string} text @param {string} request @param {any[]} bodies */
async function asks(text, request, bodies) {
  const { asked, call } = sentry(bodies);
  const response = await ask(text, call, new URL(request, API));
  return { asked, status: response.status, body: await response.text().then((raw) => { try { return JSON.parse(raw); } catch { return raw; } }) };
}

const HOURS = ['2026-01-14T10:00:00Z', '2026-01-14T11:00:00Z'];
const TIMES = HOURS.map((time) => Date.parse(time) / 1000);
/** @param {any[]} groups */
const sessions = (groups) => ({ start: HOURS[0], end: '2026-01-14T12:00:00Z', query: '', intervals: HOURS, groups });
/** @param {Record<string, any>} by @param {Record<string, any>} totals @param {Record<string, any>} [series] */
const group = (by, totals, series = {}) => ({ by, totals, series });

describe('what is drawn', () => {
  test('tables of issues, and whatever sessions can be asked for', () => {
    const health = (/** @type {string[]} */ fields, displayType = 'line') => kindOf({ widgetType: 'metrics', displayType, queries: [{ fields }] });
    assert.equal(kindOf({ widgetType: 'issue', displayType: 'table', queries: [{ fields: ['issue'] }] }), 'issues');
    for (const field of ['sum(session)', 'count_unique(user)', 'crash_free_rate(user)', 'crash_rate(session)', 'count_errored(user)', 'count_healthy(session)', 'anr_rate()', 'foreground_anr_rate()']) assert.equal(health([field]), 'sessions', field);
    assert.equal(health(['release', 'session.status', 'project', 'environment', 'sum(session)'], 'table'), 'sessions');
    for (const [widget, word] of /** @type {Array<[any, string]>} */ ([
      [{ widgetType: 'issue', displayType: 'line', queries: [{ fields: ['count(new_issues)'] }] }, 'typeIssues'], [{ widgetType: 'issue', displayType: 'table', queries: [] }, 'typeIssues'],
      [{ widgetType: 'metrics', displayType: 'line', queries: [{ fields: ['p50(session.duration)'] }] }, 'typeReleaseHealth'], [{ widgetType: 'metrics', displayType: 'line', queries: [{ fields: ['equation|sum(session) / 2'] }] }, 'typeReleaseHealth'],
      [{ widgetType: 'metrics', displayType: 'line', queries: [{ fields: ['sum(user)'] }] }, 'typeReleaseHealth'], [{ widgetType: 'metrics', displayType: 'line' }, 'typeReleaseHealth'],
      [{ widgetType: 'metrics', displayType: 'categorical_bar', queries: [{ fields: ['sum(session)'] }] }, 'typeReleaseHealth'],
    ])) assert.equal(kindOf(widget), word, JSON.stringify(widget));
  });

  test('the widget is told of as one that is drawn, within the filters that are meant for it', () => {
    const globalFilter = [{ dataset: 'metrics', value: 'release:1' }, { dataset: 'error-events', value: 'level:error' }, { value: 'project:a OR project:b' }];
    const body = JSON.parse(told({ interval: '5m', queries: [{ aggregates: ['crash_free_rate(session)'], conditions: 'environment:x' }] }, { filters: { release: ['a"b', 'c'], globalFilter } }));
    const { filters, widgets: [widget] } = drawable(body);
    assert.deepEqual(filters, { release: ['a"b', 'c'], globalFilter: [{ value: 'release:1' }, { value: 'project:a OR project:b' }] });
    assert.deepEqual([widget.widgetType, widget.interval, widget.axisRange, widget.limit, widget.params], ['tracemetrics', '1h', 'dataMin', 10, { excludeOther: true }]);
    assert.deepEqual(ownSearches(body), ['(environment:x) release:["a\\"b","c"] release:1 (project:a OR project:b)']);
    const other = drawable(JSON.parse(told({ displayType: 'table', interval: '5h', limit: 50, queries: [{ fields: ['release', 'sum(session)'] }] }))).widgets[0];
    assert.deepEqual([other.interval, other.axisRange, other.limit], ['6h', null, 50]);
    assert.equal(drawable(JSON.parse(told({ widgetType: 'issue', displayType: 'table' }))).widgets[0].params, undefined);
  });
});

describe('groups by their search', () => {
  const columns = ['release', 'session.status'];
  const by = { release: 'a "b"', 'session.status': 'crashed' };

  test('a condition on columns picks groups', () => {
    for (const [text, expected] of /** @type {Array<[string, boolean | null]>} */ ([
      ['release:"a \\"b\\""', true], ['!release:"a \\"b\\""', false], ['session.status:crashed', true], ['has:release', true], ['!has:release', false],
      ['(release:"x" OR session.status:"crashed")', true], ['(release:"x" AND session.status:"crashed")', false], ['((release:"x" AND has:release) OR (!release:"y" AND !session.status:"healthy"))', true],
      ['user.email:"a"', null], ['(release:"x" OR user:"y")', null], ['release:"x*"', null], ['(release:"x" OR release:"y" AND release:"z")', null], ['(release:"x"', null], ['release:"x") OR (release:"y"', null], ['', null], ['('.repeat(50), null],
    ])) assert.equal(pickOf(text, columns)?.(by) ?? null, expected, text);
  });

  test('what a comparison adds is taken off the widget\'s own search, and nothing else is', () => {
    const groups = '(release:"1" OR release:"2")';
    for (const [text, own, query, picks] of /** @type {Array<[string, string[], string, boolean]>} */ ([
      ['environment:x', ['environment:x'], 'environment:x', false], [`(environment:x) AND ${groups}`, ['environment:x'], 'environment:x', true], [groups, [''], '', true], ['release:"1"', ['release:"1"'], 'release:"1"', false],
      [`((a) AND release:"1") AND ${groups}`, ['(a) AND release:"1"'], '(a) AND release:"1"', true], [`((a) b) AND ${groups}`, ['a'], '(a) b', true], ['(a) AND b', ['a'], '(a) AND b', false], ['', [''], '', false],
    ])) {
      const found = searchOf(text, columns, own);
      assert.deepEqual([found.query, found.pick !== null], [query, picks], text);
    }
  });
});

describe('release health', () => {
  const FRAME = 'statsPeriod=24h&project=1&environment=prod&referrer=x&dataset=tracemetrics';

  test('one axis, several axes, and a rate without sessions', async () => {
    const one = await asks(told({}), `events-stats/?interval=5m&${FRAME}&query=&yAxis=crash_free_rate(session)&partial=1&excludeOther=1`, [sessions([group({}, {}, { 'crash_free_rate(session)': [0.5, null] })])]);
    assert.deepEqual(one.asked, [['sessions', { statsPeriod: ['24h'], project: ['1'], environment: ['prod'], field: ['crash_free_rate(session)'], query: [''], interval: ['1h'] }]]);
    assert.deepEqual(one.body.data, [[TIMES[0], [{ count: 0.5 }]], [TIMES[1], [{ count: null }]]]);
    assert.deepEqual([one.body.start, one.body.end, one.body.meta.fields], [TIMES[0], TIMES[1] + 3600, { 'crash_free_rate(session)': 'percentage' }]);
    const several = await asks(told({}), `events-stats/?interval=2h&${FRAME}&query=&yAxis=sum(session)&yAxis=count_crashed(session)`, [
      sessions([group({}, {}, { 'sum(session)': [5, 6] })]), sessions([group({ 'session.status': 'healthy' }, {}, { 'sum(session)': [4, 4] }), group({ 'session.status': 'crashed' }, {}, { 'sum(session)': [1, 2] })]),
    ]);
    assert.deepEqual(several.asked.map(([, { field, groupBy, interval }]) => [field, groupBy, interval]), [[['sum(session)'], undefined, ['2h']], [['sum(session)'], ['session.status'], ['2h']]]);
    assert.deepEqual(Object.entries(several.body).map(([name, { order, data }]) => [name, order, data.map(([, [{ count }]]) => count)]), [['sum(session)', 0, [5, 6]], ['count_crashed(session)', 1, [1, 2]]]);
    const none = await asks(told({}), `events-stats/?${FRAME}&yAxis=sum(session)`, [sessions([])]);
    assert.deepEqual(none.body.data.map((/** @type {any} */ [, [{ count }]]) => count), [0, 0]);
  });

  test('groups come as top events in their order, as many as were asked for', async () => {
    const { asked, body } = await asks(told({}), `events-stats/?interval=1h&${FRAME}&query=&yAxis=sum(session)&topEvents=2&field=release&field=environment&field=sum(session)&orderby=-sum(session)`, [sessions([
      group({ release: 'b', environment: 'p' }, { 'sum(session)': 9 }, { 'sum(session)': [4, 5] }), group({ environment: 'p' }, { 'sum(session)': 3 }, { 'sum(session)': [1, 2] }), group({ release: 'z' }, { 'sum(session)': 1 }, {}),
    ])]);
    assert.deepEqual(asked[0][1], { statsPeriod: ['24h'], project: ['1'], environment: ['prod'], field: ['sum(session)'], groupBy: ['release', 'environment'], query: [''], interval: ['1h'], orderBy: ['-sum(session)'], per_page: ['2'] });
    assert.deepEqual(Object.entries(body).map(([key, { order, data }]) => [key, order, data[1][1][0].count]), [['b,p', 0, 5], [',p', 1, 2]]);
    assert.deepEqual((await asks(told({}), `events-stats/?${FRAME}&yAxis=sum(session)&topEvents=5&field=release&field=sum(session)`, [sessions([])])).body, {});
  });

  test('what is counted by state orders groups that the endpoint cannot order', async () => {
    const [first, second] = [sessions([group({ release: 'a' }, { 'crash_rate(session)': 0.1 }), group({ release: 'b' }, { 'crash_rate(session)': 0.2 })]), sessions([
      group({ release: 'a', 'session.status': 'crashed' }, { 'sum(session)': 1 }), group({ release: 'b', 'session.status': 'crashed' }, { 'sum(session)': 7 }), group({ release: 'b', 'session.status': 'errored' }, { 'sum(session)': 99 }),
    ])];
    const { asked, body } = await asks(told({ displayType: 'table' }), `events/?${FRAME}&field=release&field=crash_rate(session)&field=count_crashed(session)&sort=-count_crashed(session)&per_page=1&query=`, [first, second]);
    assert.deepEqual(asked.map(([, { field, groupBy, orderBy, per_page, includeSeries }]) => [field, groupBy, orderBy, per_page, includeSeries]), [
      [['crash_rate(session)'], ['release'], undefined, undefined, ['0']], [['sum(session)'], ['release', 'session.status'], undefined, undefined, ['0']],
    ]);
    assert.deepEqual(body, {
      data: [{ release: 'b', 'crash_rate(session)': 0.2, 'count_crashed(session)': 7 }],
      meta: { fields: { release: 'string', 'crash_rate(session)': 'percentage', 'count_crashed(session)': 'integer' }, units: { release: null, 'crash_rate(session)': null, 'count_crashed(session)': null } },
    });
  });

  test('by state a count of one state is nothing in the others, and releases are in the order of their time', async () => {
    const { asked, body } = await asks(told({ displayType: 'table' }), `events/?${FRAME}&field=release&field=session.status&field=count_crashed(session)&sort=-release&per_page=5&query=`, [
      sessions([group({ release: 'a', 'session.status': 'healthy' }, { 'sum(session)': 5 }), group({ release: 'a', 'session.status': 'crashed' }, { 'sum(session)': 2 })]),
    ]);
    assert.deepEqual([asked.length, asked[0][1].orderBy], [1, ['-release.timestamp']]);
    assert.deepEqual(body.data.map((/** @type {any} */ row) => [row['session.status'], row['count_crashed(session)']]), [['healthy', 0], ['crashed', 2]]);
  });

  test('projects are called by their slugs, by their ids where these may not be read', async () => {
    const request = `events/?${FRAME}&field=project&field=sum(session)&per_page=5&query=`;
    const answer = sessions([group({ project: 1 }, { 'sum(session)': 5 }), group({ project: 2 }, { 'sum(session)': 4 })]);
    const named = await asks(told({ displayType: 'table' }), request, [answer, [{ id: '1', slug: 'web' }]]);
    assert.deepEqual([named.asked.map(([endpoint]) => endpoint), named.body.data.map((/** @type {any} */ { project }) => project)], [['sessions', 'projects'], ['web', '2']]);
    const unnamed = await asks(told({ displayType: 'table' }), request, [answer, Response.json({ detail: 'no' }, { status: 403 })]);
    assert.deepEqual(unnamed.body.data.map((/** @type {any} */ { project }) => project), ['1', '2']);
  });

  test('a comparison asks for the widget\'s own search, and picks its groups', async () => {
    const request = `events-stats/?interval=1h&start=2026-01-07T10:00:00&end=2026-01-07T12:00:00&query=${encodeURIComponent('(environment:x) AND (release:"b" OR release:"c")')}&yAxis=sum(session)&topEvents=2&field=release&field=sum(session)&orderby=-sum(session)`;
    const { asked, body } = await asks(told({ queries: [{ conditions: 'environment:x' }] }), request, [sessions([group({ release: 'a' }, { 'sum(session)': 9 }), group({ release: 'b' }, { 'sum(session)': 1 })])]);
    assert.deepEqual([asked[0][1].query, asked[0][1].per_page, Object.keys(body)], [['environment:x'], undefined, ['b']]);
  });

  test('long ranges have wider intervals: no answer is refused for its size', async () => {
    for (const [range, interval] of [['statsPeriod=90d', '3h'], ['statsPeriod=30d', '1h'], ['start=2025-01-01T00:00:00&end=2026-01-01T00:00:00', '24h'], ['statsPeriod=1h', '1h']]) {
      const { asked } = await asks(told({ displayType: 'big_number' }), `events/?${range}&field=sum(session)&per_page=1&query=`, [sessions([])]);
      assert.deepEqual(asked[0][1].interval, [interval], range);
    }
  });

  test('a number has a row where there is nothing, and a table has none', async () => {
    const row = async (/** @type {string} */ displayType) => (await asks(told({ displayType }), 'events/?statsPeriod=24h&field=crash_rate(user)&per_page=1&query=', [sessions([])])).body.data;
    assert.deepEqual([await row('big_number'), await row('table')], [[{ 'crash_rate(user)': null }], []]);
  });
});

describe('issues', () => {
  const ISSUE = {
    id: '5', shortId: 'WEB-5', title: 'Boom', status: 'unresolved', level: 'error', platform: '', project: { slug: 'web', platform: 'python' }, count: '12', userCount: 3, isUnhandled: true, isBookmarked: false, isSubscribed: true,
    firstSeen: '2026-01-01T00:00:00Z', lastSeen: '2026-01-02T00:00:00Z', lifetime: { count: '99', userCount: 8 }, filtered: { count: '7', userCount: 2 }, assignedTo: { type: 'user', name: 'Jane', email: 'jane@x.example' }, annotations: [{ url: 'https://t.example/1', displayName: 'T-1' }],
  };
  const FIELDS = ['issue', 'assignee', 'title', 'status', 'level', 'platform', 'events', 'users', 'lifetimeEvents', 'lifetimeUsers', 'firstSeen', 'lastSeen', 'isBookmarked', 'isHandled', 'isSubscribed', 'links', 'project'];

  test('rows hold the widget\'s columns, with their types', async () => {
    const fields = FIELDS.map((field) => `field=${field}`).join('&');
    const { asked, body } = await asks(told({ widgetType: 'issue', displayType: 'table' }), `events/?${fields}&statsPeriod=24h&project=1&environment=prod&query=is:unresolved&sort=freq&per_page=8&referrer=x&dataset=tracemetrics`, [[ISSUE]]);
    assert.deepEqual(asked, [['issues', { statsPeriod: ['24h'], project: ['1'], environment: ['prod'], query: ['is:unresolved'], sort: ['freq'], limit: ['8'] }]]);
    assert.deepEqual(Object.values(body.data[0]), ['WEB-5', 'Jane', 'Boom', 'unresolved', 'error', 'python', 7, 2, 99, 8, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', false, false, true, 'https://t.example/1', 'web']);
    assert.deepEqual(FIELDS.filter((field) => body.meta.fields[field] === 'date'), ['firstSeen', 'lastSeen']);
    assert.deepEqual(FIELDS.filter((field) => body.meta.fields[field] === 'integer'), ['events', 'users', 'lifetimeEvents', 'lifetimeUsers']);
  });

  test('what is missing or is no value is empty', () => {
    const annotations = ['<a href="https://a.example/">A</a>', '<a href="https://b.example/">B</a>'];
    const rows = issueRows([{ title: { html: '<b>' }, annotations, count: 'x' }, null, 5], [...FIELDS, 'constructor']);
    assert.deepEqual(rows.map((row) => Object.entries(row).filter(([, value]) => (value ?? null) !== null)), [[['links', 'A, B']]]);
  });
});

describe('what is no answer', () => {
  test('goes on as it is', async () => {
    const request = 'events/?statsPeriod=24h&field=sum(session)&per_page=1&query=';
    const refused = await asks(told({}), request, [Response.json({ detail: 'Invalid field: "x"' }, { status: 400 })]);
    assert.deepEqual([refused.status, refused.body], [400, { detail: 'Invalid field: "x"' }]);
    assert.equal((await asks(told({}), request, [new Response('<html>')])).body, '<html>');
    assert.deepEqual((await asks(told({}), request, [{ groups: 'x' }])).body, { groups: 'x' });
    assert.deepEqual((await asks(told({ widgetType: 'issue', displayType: 'table' }), request, [{ detail: 5 }])).body, { detail: 5 });
    assert.deepEqual((await asks(told({}), 'projects/?a=b', [['x']])).asked, [['projects', { a: ['b'] }]]);
  });
});

describe('with the server', () => {
  const ROWS = Array.from({ length: 90 }, (_, index) => ({
    'event.type': 'session', timestamp: at(Math.floor(index / 30), index % 30), project: index % 2 ? 'web' : 'api', release: `shop@${1 + (index % 3)}.0`, user: { id: String(index % 7) }, 'session.status': index % 9 === 4 ? 'crashed' : index % 9 === 7 ? 'errored' : 'ok',
  }));
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  before(async () => { server = await serve([...ROWS, { timestamp: at(1), 'error.type': 'E', 'error.value': 'v', issue: 'WEB-1', project: 'web', user: { id: '1' } }]); });
  after(() => server.close());
  /** @param {string} text @param {string} request @returns {Promise<any>} */
  const asked = async (text, request) => (await ask(text, fetch, new URL(`${server.address}/api/0/organizations/demo/${request}&start=${at()}&end=${at(3)}`))).json();

  test('crash-free rates are those of the sessions', async () => {
    const fields = ['sum(session)', 'crash_free_rate(session)', 'count_crashed(session)', 'count_unique(user)'];
    const body = await asked(told({ displayType: 'table' }), `events/?field=release&${fields.map((field) => `field=${field}`).join('&')}&sort=-release&per_page=5&query=`);
    const expected = ['shop@3.0', 'shop@2.0', 'shop@1.0'].map((release) => {
      const own = ROWS.filter((row) => row.release === release);
      const crashed = own.filter((row) => row['session.status'] === 'crashed').length;
      return { release, 'sum(session)': own.length, 'crash_free_rate(session)': 1 - crashed / own.length, 'count_crashed(session)': crashed, 'count_unique(user)': new Set(own.map((row) => row.user.id)).size };
    });
    assert.deepEqual(body.data, expected);
    const series = await asked(told({}), 'events-stats/?interval=1h&query=&yAxis=crash_free_rate(session)');
    assert.deepEqual(series.data, [0, 1, 2].map((hour) => {
      const own = ROWS.slice(hour * 30, hour * 30 + 30);
      return [DAY_AGO / 1000 + hour * 3600, [{ count: 1 - own.filter((row) => row['session.status'] === 'crashed').length / own.length }]];
    }));
    const projects = await asked(told({}), 'events-stats/?interval=1h&query=&yAxis=sum(session)&topEvents=5&field=project&field=sum(session)&orderby=-sum(session)');
    assert.deepEqual(Object.keys(projects).sort(), ['api', 'web']);
  });

  test('issues are the rows of a table', async () => {
    const body = await asked(told({ widgetType: 'issue', displayType: 'table' }), 'events/?field=issue&field=title&field=events&field=isHandled&query=is:unresolved&sort=date&per_page=5');
    assert.deepEqual(body.data, [{ issue: 'WEB-1', title: 'E: v', events: 1, isHandled: true }]);
  });
});
