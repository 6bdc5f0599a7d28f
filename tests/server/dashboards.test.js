/**
 * Dashboards as data: read, listed, put, kept on disk, and refused field by field.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Dashboards } from '../../www/server/dashboards/dashboard-file.js';
import { createApp } from '../../www/server/app.js';
import { EventStore } from '../../www/server/events/store.js';

const BASE = '/api/0/organizations/demo/dashboards/';
const QUERY = { name: '', fields: ['count()'], aggregates: ['count()'], columns: [], conditions: '', orderby: '' };
const WIDGET = { title: 'New', displayType: 'line', interval: '5m', queries: [QUERY] };

/** @type {string} */ let folder;
/** @type {EventStore} */ let store;
/** @type {import('fastify').FastifyInstance} */ let app;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dashboards-'));
  store = await EventStore.of([]);
});
after(async () => {
  store.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await rm(join(folder, 'kept'), { recursive: true, force: true });
  app = await createApp({ store, dashboards: await Dashboards.open(join(folder, 'kept', 'dashboards.json')) });
});

/** @param {any} payload */
const put = async (payload, id = '1') => {
  const response = await app.inject({ method: 'PUT', url: `${BASE}${id}/`, payload });
  return { status: response.statusCode, body: response.json() };
};
const get = async (id = '1/') => (await app.inject(`${BASE}${id}`)).json();

describe('reading', () => {
  test('the list says what each holds', async () => {
    const [dashboard] = await get('');
    assert.deepEqual([dashboard.id, dashboard.widgetDisplay.length], ['1', 9]);
    assert.equal(dashboard.widgets, undefined);
  });

  test('the demo has nine widgets in the shape of the API', async () => {
    const dashboard = await get();
    assert.equal(dashboard.widgets.length, 9);
    for (const widget of dashboard.widgets) {
      for (const key of ['id', 'title', 'displayType', 'interval', 'widgetType', 'datasetSource', 'limit', 'thresholds', 'queries']) {
        assert.ok(key in widget, `${widget.title} has no ${key}`);
      }
      for (const key of ['name', 'fields', 'aggregates', 'columns', 'conditions', 'orderby', 'fieldAliases']) {
        assert.ok(key in widget.queries[0], `${widget.title}'s query has no ${key}`);
      }
    }
  });

  test('the second one has a text and one of each type that is not drawn', async () => {
    const { widgets } = await get('2/');
    const types = new Set(widgets.map((/** @type {any} */ { displayType }) => displayType));
    for (const type of ['text', 'categorical_bar', 'heatmap', 'wheel', 'details', 'server_tree', 'rage_and_dead_clicks', 'agents_traces_table']) assert.ok(types.has(type), type);
    const { status } = await put(await get('2/'), '2');
    assert.equal(status, 200, 'and can be put back');
  });

  test('the third one is release health and issues', async () => {
    const third = await get('3/');
    assert.deepEqual([...new Set(third.widgets.map((/** @type {any} */ { widgetType }) => widgetType))], ['metrics', 'issue']);
    assert.equal((await put(third, '3')).status, 200, 'and can be put back');
  });

  test('projects and environments are named', async () => {
    const own = await EventStore.of([{ timestamp: Date.now() / 1000, project: 'web', environment: 'prod' }, { timestamp: Date.now() / 1000, project: 'api', environment: 'dev' }]);
    const other = await createApp({ store: own });
    const named = async (/** @type {string} */ name) => (await other.inject(`/api/0/organizations/demo/${name}/`)).json();
    assert.deepEqual((await named('projects')).map((/** @type {any} */ { id, slug, name }) => [typeof id, slug, name]).sort(), [['string', 'api', 'api'], ['string', 'web', 'web']]);
    assert.deepEqual((await named('environments')).map((/** @type {any} */ { name }) => name), ['dev', 'prod']);
    await other.close();
    own.close();
  });

  test('what is not there', async () => {
    for (const path of ['99/', 'x/', '%27/']) {
      const response = await app.inject(BASE + path);
      assert.deepEqual([response.statusCode, response.json().detail], [404, 'The requested resource does not exist']);
    }
  });
});

describe('putting', () => {
  test('the outcome of a split stays that, and a type alone is a person\'s', async () => {
    const { widgets } = await get();
    const [first, ...others] = widgets;
    const facts = async (/** @type {any} */ change) => {
      const { status, body } = await put({ widgets: [{ ...first, ...change }, ...others] });
      assert.equal(status, 200, JSON.stringify(body));
      const { widgetType, datasetSource } = (await get()).widgets[0];
      return [widgetType, datasetSource];
    };
    const split = (/** @type {string} */ type) => ({ widgetType: type, discoverWidgetSplit: type });
    assert.deepEqual(await facts({ ...split('transaction-like'), datasetSource: 'inferred' }), ['transaction-like', 'inferred']);
    assert.deepEqual(await facts({ ...split('error-events'), datasetSource: 'forced' }), ['error-events', 'forced']);
    assert.deepEqual(await facts({ widgetType: 'discover', datasetSource: 'forced' }), ['discover', 'user']);
    const { status, body } = await put({ widgets: [{ ...first, datasetSource: 'x', discoverWidgetSplit: 'spans' }] });
    assert.equal(status, 400);
    assert.deepEqual(body.widgets[0], {
      datasetSource: ['"x" is not a valid choice.'], discoverWidgetSplit: ['"spans" is not a valid choice.'],
    });
  });

  test('a title is kept, and survives a restart', async () => {
    const { status, body } = await put({ title: 'Mine' });
    assert.deepEqual([status, body.title, body.widgets.length], [200, 'Mine', 9]);
    const again = await Dashboards.open(join(folder, 'kept', 'dashboards.json'));
    assert.equal(again.find('1')?.title, 'Mine');
    JSON.parse(await readFile(join(folder, 'kept', 'dashboards.json'), 'utf8'));
  });

  test('widgets: known ones are changed, new ones get an id, others go', async () => {
    const { body } = await put({ widgets: [{ ...WIDGET, id: '2', title: 'Changed' }, WIDGET] });
    assert.deepEqual(body.widgets.map((/** @type {any} */ { id, title }) => [id, title]), [['2', 'Changed'], ['36', 'New']]);
    assert.equal(body.widgets[0].widgetType, 'transaction-like');
    const more = await put({ widgets: [WIDGET] });
    assert.equal(more.body.widgets[0].id, '37');
  });

  test('widgets by their id alone stay as they are, in the order given', async () => {
    const before = await get();
    const { status, body } = await put({ widgets: [{ id: 3 }, { id: '1' }] });
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(body.widgets, [before.widgets[2], before.widgets[0]]);
    const { body: renamed } = await put({ widgets: [{ id: '1', title: 'New title' }, { id: '3', layout: { x: 0, y: 0, w: 2, h: 5, minH: 2, i: 'no', moved: false } }] });
    assert.deepEqual(renamed.widgets.map((/** @type {any} */ one) => one.title), ['New title', before.widgets[2].title]);
    assert.deepEqual(renamed.widgets[1].layout, { x: 0, y: 0, w: 2, h: 5, minH: 2 });
  });

  test('the dashboard as it was read can be put back whole', async () => {
    const before = await get();
    const { status, body } = await put(before);
    assert.deepEqual([status, body.widgets], [200, before.widgets]);
  });

  test('queries: known ones are changed and move, new ones are added, others go', async () => {
    const query = (/** @type {string} */ name) => ({ name, fields: ['count()'], conditions: 'event.type:error' });
    const { body } = await put({ widgets: [{ ...WIDGET, queries: [query('a'), query('b')] }] });
    const [{ id, queries: [a, b] }] = body.widgets;
    const names = async (/** @type {any[]} */ queries) => {
      const { body: changed } = await put({ widgets: [{ id, queries }] });
      return changed.widgets[0].queries.map((/** @type {any} */ one) => [one.id, one.name]);
    };
    assert.deepEqual(await names([{ id: b.id }, { id: a.id }]), [[b.id, 'b'], [a.id, 'a']]);
    assert.deepEqual(await names([{ id: a.id }, query('c')]), [[a.id, 'a'], ['3', 'c']]);
    assert.deepEqual(await names([{ id: a.id, name: 'd' }]), [[a.id, 'd']]);
  });

  test('a title that another dashboard has', async () => {
    const dashboards = await Dashboards.open(null);
    dashboards.list.push({ id: '2', title: 'Other', widgets: [] });
    app = await createApp({ store, dashboards });
    assert.deepEqual(await put({ title: 'Other' }), { status: 409, body: ['Dashboard with that title already exists.'] });
  });

  test('a type that a person chooses replaces what was inferred', async () => {
    const dashboards = await Dashboards.open(null);
    await dashboards.saveSplit('2', { decision: 'error-events', source: 'inferred' });
    app = await createApp({ store, dashboards });
    assert.equal((await get()).widgets[1].widgetType, 'error-events');
    const { body } = await put({ widgets: [{ ...WIDGET, id: '2', widgetType: 'transaction-like' }] });
    assert.deepEqual([body.widgets[0].widgetType, body.widgets[0].datasetSource], ['transaction-like', 'user']);
  });

  test('many at once leave a whole file', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => put({ title: `T${index}` })));
    const [kept] = JSON.parse(await readFile(join(folder, 'kept', 'dashboards.json'), 'utf8'));
    assert.equal(kept.title, (await get()).title);
  });

  /** @type {Array<[string, any, any]>} */
  const refusals = [
    ['no object', [1], { nonFieldErrors: ['Invalid data. Expected a dictionary.'] }],
    ['a blank title', { title: ' ' }, { title: ['This field may not be blank.'] }],
    ['a long title', { title: 'x'.repeat(256) }, { title: ['Ensure this field has no more than 255 characters.'] }],
    ['a widget without a title', { widgets: [WIDGET, { ...WIDGET, title: undefined }] }, { widgets: [{}, { title: ['Title is required during creation.'] }] }],
    ['a widget without a display', { widgets: [{ ...WIDGET, displayType: undefined }] }, { widgets: [{ displayType: ['displayType is required during creation.'] }] }],
    ['an interval that is none', { widgets: [{ id: '1' }, { ...WIDGET, interval: '1q' }] }, { widgets: [{}, { interval: ['Invalid interval'] }] }],
    ['a search that is none', { widgets: [{ ...WIDGET, queries: [{ ...QUERY, conditions: 'foo: bar:' }] }] },
      { widgets: [{ queries: [{ conditions: ["Invalid conditions: Empty string after 'foo:'"] }] }] }],
    ['an unknown function', { widgets: [{ ...WIDGET, queries: [{ name: 'Errors', fields: ['wrong()'], conditions: '' }] }] },
      { widgets: [{ queries: [{ fields: ['Invalid fields: wrong is not a valid function'] }] }] }],
    ['a function of what is no number', { widgets: [{ id: '1', queries: [{ fields: ['p95(user)'] }] }] },
      { widgets: [{ queries: [{ fields: ['Invalid fields: p95(user): column argument invalid: user is not a numeric column'] }] }] }],
    ['a function that spans do not have', { widgets: [{ ...WIDGET, widgetType: 'spans', queries: [{ ...QUERY, fields: ['apdex(300)'] }] }] },
      { widgets: [{ queries: [{ fields: ['Invalid fields: Unknown function apdex'] }] }] }],
    ['a search by what is no span id', { widgets: [{ ...WIDGET, widgetType: 'spans', queries: [{ ...QUERY, fields: ['count()'], conditions: 'id:x' }] }] },
      { widgets: [{ queries: [{ conditions: ['Invalid conditions: id must be a valid 16 character hex (containing only digits, or a-f characters)'] }] }] }],
    ['a kind of trace metric that is none', { widgets: [{ ...WIDGET, widgetType: 'tracemetrics', queries: [{ ...QUERY, fields: ['sum(value,orders,meter,-)'] }] }] },
      { widgets: [{ queries: [{ fields: ['Invalid fields: meter is not a valid argument for sum'] }] }] }],
    ['a place that is none', { widgets: [{ id: '1', layout: { x: 'left', y: 0, w: 2, h: 5, minH: 2 } }] }, { widgets: [{ layout: ['Expected number for: x'] }] }],
    ['half a place', { widgets: [{ id: '1', layout: { x: 1, y: 0 } }] }, { widgets: [{ layout: ['Missing required keys: h, minH, w'] }] }],
    ['a widget of another dashboard', { widgets: [{ id: '99', title: 'x' }] }, ['You cannot update widgets that are not part of this dashboard.']],
    ['a query of another widget', { widgets: [{ id: '1', queries: [{ id: '7' }] }] }, ['You cannot use a query not owned by this widget']],
    ['an unknown display', { widgets: [{ ...WIDGET, displayType: 'pie' }] }, { widgets: [{ displayType: ['"pie" is not a valid choice.'] }] }],
    ['no query', { widgets: [{ ...WIDGET, queries: [] }] }, { widgets: [{ queries: ['One or more queries are required to create a widget'] }] }],
    ['fields that are no list', { widgets: [{ ...WIDGET, queries: [{ ...QUERY, fields: 'count()' }] }] },
      { widgets: [{ queries: [{ fields: ['Expected a list of strings.'] }] }] }],
    ['a limit beyond ten', { widgets: [{ ...WIDGET, limit: 11 }] }, { widgets: [{ limit: ['Ensure this value is less than or equal to 10.'] }] }],
    ['too many widgets', { widgets: Array(31).fill(WIDGET) }, { widgets: ['Number of widgets must be less than 30'] }],
    ['projects that are no ids', { projects: ['one'] }, { projects: ['Expected a list of integers.'] }],
  ];
  for (const [name, payload, problems] of refusals) {
    test(name, async () => {
      assert.deepEqual(await put(payload), { status: 400, body: problems });
      assert.equal((await get()).title, 'Storefront health');
    });
  }

  test('what is no JSON, and a dashboard that is not there', async () => {
    const bad = await app.inject({ method: 'PUT', url: `${BASE}1/`, payload: '{', headers: { 'content-type': 'application/json' } });
    assert.equal(bad.statusCode, 400);
    assert.equal((await put({ title: 'x' }, '9')).status, 404);
  });
});

test('a dashboard is asked for again by its validator', async () => {
  const first = await app.inject(`${BASE}1/`);
  const { etag } = first.headers;
  assert.match(String(etag), /^"[\w-]{22}"$/);
  const again = await app.inject({ url: `${BASE}1/`, headers: { 'if-none-match': String(etag) } });
  assert.deepEqual([again.statusCode, again.body, again.headers.etag], [304, '', etag]);
  assert.equal((await put({ title: 'Other' })).status, 200);
  const changed = await app.inject({ url: `${BASE}1/`, headers: { 'if-none-match': `"x", W/${etag}` } });
  assert.deepEqual([changed.statusCode, changed.json().title], [200, 'Other']);
  assert.notEqual(changed.headers.etag, etag);
});

test('a kept file that is none says so and what to do', async () => {
  const path = join(folder, 'cut.json');
  /** @type {Array<[string, RegExp]>} */
  const cases = [
    ['', /cut\.json cannot be read as dashboards: it is empty\. Mend it, or move it away to start with the dashboards of the demo\.$/],
    ['[{"id":"1","ti', /cut\.json cannot be read as dashboards: .*JSON/], ['{}', /expected a list of dashboards/],
    ['[{"id":"1","title":"x","widgets":[{}]}]', /expected id, title and widgets with queries in entry 1/],
  ];
  for (const [text, words] of cases) {
    await writeFile(path, text);
    await assert.rejects(() => Dashboards.open(path), words);
  }
});
