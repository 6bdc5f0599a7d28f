/** Widgets as documents: pictures, numbers, what an address may ask of them, and what links unfurl to. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Documents } from '../../www/server/chart/documents.js';
import { chartCsv, tableCsv } from '../../www/server/chart/csv.js';
import { chartRequests } from '../../www/server/chart/request.js';
import { readAncestors } from '../../www/server/embed/routes.js';
import { httpPlugins } from '../../www/server/http/index.js';
import { matchRequest } from '../../www/server/proxy/match.js';
import { widgetRequests } from '../../www/server/proxy/widget-requests.js';
import { DASHBOARD } from './proxy/dashboard.js';
import { at, serve } from './harness.js';

const modulePath = fileURLToPath(new URL('../../dist/package/node.js', import.meta.url));
const EVENTS = Array.from({ length: 40 }, (_, index) => ({ timestamp: at(0, index), message: 'x', level: 'error', 'error.type': ['A', 'B', '=cmd', 'C,D'][index % 4] }));

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** Requests that the API was asked. @type {string[]} */
const asked = [];
before(async () => {
  const count = async (/** @type {import('fastify').FastifyInstance} */ app) => app.addHook('onRequest', async ({ url }) => { if (url.startsWith('/api/')) asked.push(url); });
  server = await serve(EVENTS, {
    embed: { modulePath, ancestors: readAncestors('https://wiki.example.com') },
    http: [Object.assign(count, { [Symbol.for('skip-override')]: true }), ...httpPlugins({ packageDir: 'dist/package', demoDir: 'www/demo', log: null })],
  });
});
after(() => server.close());

/** @param {string} path @param {Record<string, string>} [headers] */
async function get(path, headers = {}) {
  const response = await fetch(server.address + path, { headers });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

describe('documents', () => {
  test('an SVG picture in the size and theme asked for', async () => {
    const { status, headers, body } = await get('/chart/demo/1/1.svg?width=640&height=320&range=2d&theme=dark');
    assert.equal(status, 200, String(body));
    assert.equal(headers.get('content-type'), 'image/svg+xml; charset=utf-8');
    assert.match(String(body), /^<svg [^>]*width="640" height="320"/);
    assert.match(String(body), />Errors by type</);
    assert.match(String(body), />C,D</);
    assert.doesNotMatch(String(body), /<script/);
  });

  test('a PNG picture, larger by its scale, of the same drawing', async () => {
    /** @type {Array<[query: string, width: number, height: number]>} */
    const table = [['width=400&height=200', 400, 200], ['width=400&height=200&scale=2', 800, 400], ['', 800, 300]];
    for (const [query, width, height] of table) {
      const { status, headers, body } = await get(`/chart/demo/1/1.png?range=2d&${query}`.replace(/&$/, ''));
      assert.equal(status, 200, String(body));
      assert.equal(headers.get('content-type'), 'image/png');
      assert.equal(body.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
      assert.deepEqual([body.readUInt32BE(16), body.readUInt32BE(20)], [width, height]);
      assert.ok(body.length > 3000, `${body.length} bytes are more than a blank picture`);
    }
  });

  test('numbers, with no formula among them', async () => {
    const { status, headers, body } = await get('/chart/demo/1/1.csv?range=2d');
    assert.equal(status, 200, String(body));
    assert.match(headers.get('content-type') ?? '', /^text\/csv/);
    const [head, ...rows] = String(body).trimEnd().split('\r\n');
    assert.deepEqual(new Set(head.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)), new Set(['time', 'A', 'B', "'=cmd", '"C,D"']));
    assert.equal(rows.reduce((sum, row) => sum + row.split(',').slice(1).reduce((total, cell) => total + Number(cell), 0), 0), 40);
    assert.match(rows[0], /^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z,/);
  });

  test('are drawn once for everybody while they are fresh, and cost nothing where they are known', async () => {
    asked.length = 0;
    const all = await Promise.all(Array.from({ length: 30 }, () => get('/chart/demo/1/2.png?range=1d')));
    assert.equal(new Set(all.map(({ body }) => body.toString('base64'))).size, 1);
    assert.equal(asked.length, 1);
    const etag = all[0].headers.get('etag') ?? '';
    const again = await get('/chart/demo/1/2.png?range=1d', { 'if-none-match': etag });
    assert.deepEqual([again.status, again.body.length], [304, 0]);
    assert.equal(again.headers.get('cache-control'), 'private, max-age=30');
    assert.equal(asked.length, 1);
  });

  test('of a page of pictures come all at once; too many at once are told to come again', async () => {
    const page = await Promise.all(Array.from({ length: 60 }, (_, index) => get(`/chart/demo/1/2.svg?range=1d&height=60&width=${100 + index}`)));
    assert.ok(page.every(({ status }) => status === 200));
    let answer = () => {};
    const slow = new Promise((resolve) => { answer = () => resolve({ statusCode: 200, headers: {}, body: '{"data":[[0,[{"count":1}]]]}' }); });
    const documents = new Documents(/** @type {any} */ ({ inject: () => slow }), modulePath);
    const subject = { org: 'acme', dashboard: DASHBOARD, widget: DASHBOARD.widgets[0] };
    const draw = (/** @type {number} */ index) => documents.get(subject, 'csv', { width: 100 + index, height: 60, scale: 1, theme: 'light' });
    const drawn = Array.from({ length: 100 }, (_, index) => draw(index));
    await assert.rejects(draw(100), { statusCode: 503, headers: { 'retry-after': '1' } });
    const known = draw(5);
    answer();
    assert.equal(new Set(await Promise.all([...drawn, known])).size, 1);
    assert.match(String(await draw(100)), /^time,count/);
  });

  test('stand in pages of other origins where frames may', async () => {
    assert.equal((await get('/chart/demo/1/1.svg?range=2d')).headers.get('cross-origin-resource-policy'), 'cross-origin');
    const closed = await serve(EVENTS, { embed: { modulePath }, http: httpPlugins({ packageDir: '.', demoDir: '.', log: null }) });
    const response = await fetch(`${closed.address}/chart/demo/1/1.svg?range=2d`);
    await closed.close();
    assert.equal(response.headers.get('cross-origin-resource-policy'), 'same-origin');
  });
});

describe('a widget of several queries', () => {
  const query = (/** @type {Record<string, any>} */ facts) => ({ name: '', conditions: '', orderby: '', aggregates: ['count()'], columns: [], fields: ['count()'], ...facts });
  const widgets = [
    { id: '1', displayType: 'line', queries: [query({ conditions: 'error.type:A' }), query({ name: 'Kinds', columns: ['error.type'], fields: ['error.type', 'count()'], orderby: '-count()', conditions: '!error.type:A' })] },
    { id: '2', displayType: 'line', queries: [query({ conditions: 'error.type:A' }), query({ conditions: '(error.type:A' })] },
    { id: '3', displayType: 'table', queries: [query({ conditions: 'error.type:A' }), query({ conditions: 'error.type:B' })] },
  ].map((facts) => ({ title: `Widget ${facts.id}`, widgetType: 'error-events', interval: '1h', limit: 5, ...facts }));
  const dashboard = { id: '5', title: 'Several', projects: [], environment: [], filters: {}, widgets };
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let own;
  before(async () => { own = await serve(EVENTS, { catalogue: { find: () => dashboard }, embed: { modulePath } }); });
  after(() => own.close());
  const ask = async (/** @type {string} */ file) => {
    const response = await fetch(`${own.address}/chart/demo/5/${file}`);
    return { status: response.status, text: await response.text() };
  };

  test('is one picture of all of them', async () => {
    const { status, text } = await ask('1.svg?range=2d');
    assert.equal(status, 200, text);
    for (const name of ['error.type:A : count()', 'Kinds : B', 'Kinds : C,D', 'Kinds : =cmd']) assert.ok(text.includes(`>${name}<`), `${name} is not in ${text}`);
  });

  test('has the numbers of all of them, under the names that the page has', async () => {
    const { status, text } = await ask('1.csv?range=2d');
    assert.equal(status, 200, text);
    const [head, ...rows] = text.trimEnd().split('\r\n');
    assert.equal(head.replace(/^time,/, ''), ['error.type:A : count()', ...['=cmd', 'B', 'C,D'].map((kind) => `Kinds : ${kind}`)].map((name) => (name.includes(',') ? `"${name}"` : name)).join(','));
    assert.equal(rows.reduce((sum, row) => sum + row.split(',').slice(1).reduce((total, cell) => total + Number(cell), 0), 0), 40);
  });

  test('of which one is refused is refused, rather than drawn without it', async () => {
    const { status, text } = await ask('2.svg?range=2d');
    assert.equal(status, 400, text);
  });

  test('has the rows of the first where it is a table, as on the page', async () => {
    const { status, text } = await ask('3.csv?range=2d');
    assert.deepEqual([status, text], [200, 'count()\r\n10\r\n']);
  });
});

/** @type {Array<[path: string, status: number, detail: RegExp]>} */
const REFUSED = [
  ['/chart/demo/1/1.gif', 404, /^Expected WIDGET\.svg, WIDGET\.png or WIDGET\.csv\.$/],
  ['/chart/demo/1/1', 404, /Expected WIDGET\.svg/],
  ['/chart/demo/1/77.svg', 404, /has no widget 77\. It has 1 \(Errors by type\)/],
  ['/chart/demo/9/1.svg', 404, /no such dashboard/],
  ['/chart/other/1/1.svg', 404, /no such dashboard/],
  ['/chart/demo/1/1.png?width=5000', 400, /^width: expected pixels from 100 to 2000, found "5000"\.$/],
  ['/chart/demo/1/1.png?height=1', 400, /^height: expected /],
  ['/chart/demo/1/1.png?scale=4', 400, /^scale: expected a number from 1 to 3/],
  ['/chart/demo/1/1.png?scale=1e9', 400, /^scale: /],
  ['/chart/demo/1/1.png?width=2000&height=1500&scale=3', 400, /expected at most 8000000 pixels/],
  ['/chart/demo/1/1.png?refresh=5', 400, /^Expected no other parameters/],
  ['/chart/demo/1/1.png?range=99999d&range=1d', 400, /^range: expected .+ several values/],
  ['/chart/demo/1/3.svg?range=1d', 400, /^Parse error at/],
  ['/oembed', 400, /^url: expected the address of a page of this server\.$/],
  ['/oembed?url=https://evil.example/embed/demo/1/1', 400, /^url: expected/],
  ['/oembed?url=javascript:alert(1)', 400, /^url: expected/],
];

for (const [path, status, detail] of REFUSED) {
  test(`${path} is ${status} in words`, async () => {
    const answer = await get(path);
    assert.equal(answer.status, status, String(answer.body));
    assert.match(JSON.parse(String(answer.body)).detail, detail);
  });
}

test('a link unfurls: its picture is there, and its frame is that page', async () => {
  const page = `${server.address}/embed/demo/1/1?range=2d&theme=dark`;
  const text = String((await get(page.slice(server.address.length))).body);
  const unescaped = (/** @type {string} */ value) => value.replaceAll('&amp;', '&');
  const image = unescaped(/<meta property="og:image" content="([^"]+)">/.exec(text)?.[1] ?? '');
  assert.equal(image, `${server.address}/chart/demo/1/1.png?theme=dark&range=2d&width=1200&height=630`);
  assert.equal((await get(image.slice(server.address.length))).headers.get('content-type'), 'image/png');
  const link = unescaped(/<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(text)?.[1] ?? '');
  const oembed = JSON.parse(String((await get(`${link.slice(server.address.length)}&maxwidth=400`)).body));
  assert.deepEqual([oembed.version, oembed.type, oembed.title, oembed.width, oembed.height], ['1.0', 'rich', 'Errors by type', 400, 360]);
  assert.equal(oembed.html, `<iframe src="${page.replaceAll('&', '&amp;')}" width="400" height="360" title="Errors by type" frameborder="0"></iframe>`);
  assert.equal(oembed.thumbnail_url, image);
  for (const [query, status] of /** @type {Array<[string, number]>} */ ([['/embed/demo/1/77', 404], ['/embed/demo/1/1?theme=pink', 400], ['/demo', 404], ['/embed/%E0%A4%A/1', 404]])) {
    assert.equal((await get(`/oembed?url=${encodeURIComponent(server.address + query)}`)).status, status, query);
  }
  assert.equal((await get(`/oembed?format=xml&url=${encodeURIComponent(page)}`)).status, 501);
});

describe('what is asked for a picture', () => {
  test('is what the widget may ask of a real Sentry, for every widget that is drawn here', () => {
    const known = widgetRequests('acme', DASHBOARD);
    let count = 0;
    for (const widget of DASHBOARD.widgets) {
      for (const range of [undefined, '1h', '90d']) {
        const requests = chartRequests('acme', DASHBOARD, widget, range);
        assert.ok(requests.every(({ urls }) => urls.length === widget.queries.length));
        for (const url of requests.flatMap(({ urls }) => urls)) {
          const { pathname, searchParams } = new URL(url, 'http://localhost');
          const verdict = matchRequest({ org: 'acme', endpoint: pathname.split('/').at(-2) ?? '', params: searchParams }, known);
          assert.ok(verdict.allowed, `${url}: ${JSON.stringify(verdict)}`);
          count += 1;
        }
      }
    }
    assert.ok(count > 25);
  });

  test('has the buckets of the page', () => {
    /** @type {Array<[range: string, displayType: string, interval: string|undefined, wanted: string]>} */
    const table = [
      ['1h', 'line', '5m', '5m'], ['24h', 'line', '5m', '5m'], ['7d', 'line', '5m', '30m'], ['30d', 'line', '5m', '1h'], ['90d', 'area', '1h', '4h'],
      ['1h', 'line', undefined, '1m'], ['24h', 'line', '30m', '30m'], ['14d', 'bar', '5m', '1d'],
    ];
    for (const [range, displayType, interval, wanted] of table) {
      const [{ urls: [url] }] = chartRequests('acme', DASHBOARD, { ...DASHBOARD.widgets[0], displayType, interval }, range);
      assert.equal(new URL(url, 'http://localhost').searchParams.get('interval'), wanted, `${range} ${displayType} ${interval}`);
    }
  });
});

test('numbers of every form of answer', () => {
  const data = (/** @type {number[]} */ ...values) => values.map((count, index) => [index * 3600, [{ count }]]);
  assert.equal(chartCsv([{ answer: { data: data(1, 2) }, axis: 'count()' }]), 'time,count()\r\n1970-01-01T00:00:00Z,1\r\n1970-01-01T01:00:00Z,2\r\n');
  assert.equal(chartCsv([{ answer: { 'p95()': { data: data(3), order: 1 }, 'count()': { data: data(1), order: 0 } }, axis: 'x' }]), 'time,count(),p95()\r\n1970-01-01T00:00:00Z,1,3\r\n');
  assert.equal(chartCsv([{ answer: { a: { order: 0, 'count()': { data: data(1), order: 0 }, 'p95()': { data: data(2), order: 1 } } }, axis: 'x' }]), 'time,a : count(),a : p95()\r\n1970-01-01T00:00:00Z,1,2\r\n');
  assert.equal(tableCsv({ data: [{ title: '+1', n: null }, { title: 'a "b"', n: 2 }] }, ['title', 'n']), 'title,n\r\n\'+1,\r\n"a ""b""",2\r\n');
});
