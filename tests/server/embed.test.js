/** Pages for frames and walls: what they hold, what an address may choose, and who may frame them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readAncestors } from '../../www/server/embed/routes.js';
import { httpPlugins } from '../../www/server/http/index.js';
import { serve } from './harness.js';

const HOSTILE = '"><script>alert(1)</script><x a=\'&amp;';
const DASHBOARDS = {
  id: '5', title: HOSTILE, widgets: [
    { id: '2', title: 'Second', layout: { x: 3, y: 4, w: 3, h: 2, minH: 2 } },
    { id: '1', title: HOSTILE, layout: { x: 0, y: 0, w: 6, h: 40, minH: 2 } },
    { id: HOSTILE, title: 'odd', layout: { x: 5, y: 4, w: 3, h: 1 } },
  ],
};
const query = (/** @type {Record<string, any>} */ facts) => ({ conditions: '', aggregates: [], columns: [], fields: [], ...facts });
const HEALTH = {
  id: '8', title: 'Health', widgets: [
    { id: '1', title: HOSTILE, displayType: 'line', widgetType: 'metrics', queries: [query({ aggregates: ['sum(session)'] })] },
    { id: '2', title: 'Issues', displayType: 'table', widgetType: 'issue', queries: [query({ columns: ['title'] })] },
    { id: '3', title: 'Text', displayType: 'text', widgetType: 'discover', description: '# a', queries: [] },
    { id: '4', title: 'Categories', displayType: 'categorical_bar', widgetType: 'error-events', queries: [query({ aggregates: ['count()'], columns: ['release'] })] },
    { id: '5', title: 'Line', displayType: 'line', widgetType: 'error-events', queries: [query({ aggregates: ['count()'] })] },
  ],
};
const catalogue = { find: (/** @type {string} */ org, /** @type {string} */ id) => (org === 'acme' ? [DASHBOARDS, HEALTH].find((one) => one.id === id) ?? null : null) };

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  server = await serve([], { embed: { ancestors: readAncestors('https://wiki.example.com') }, catalogue, http: httpPlugins({ packageDir: 'dist/package', demoDir: 'www/demo', log: null }) });
});
after(() => server.close());

/** @param {string} path */
async function get(path) {
  const response = await fetch(server.address + path);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** @param {string} text @returns {Array<Record<string, string>>} attributes of the widgets in order */
const widgetsOf = (text) => [...text.matchAll(/<events-stats-widget([^>]*)>/g)].map(([, tag]) =>
  Object.fromEntries([...tag.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])));

describe('pages', () => {
  test('one widget, with what the address chooses', async () => {
    const { status, headers, text } = await get('/embed/acme/5/2?theme=dark&range=7d&refresh=30&compare=1w&locale=de-AT&timezone=Europe/Vienna');
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^text\/html; charset=utf-8$/);
    assert.deepEqual(widgetsOf(text), [{
      'widget-id': '2', org: 'acme', 'dashboard-id': '5', 'base-url': '/', 'stats-period': '7d', refresh: '30', compare: '1w', theme: 'dark', locale: 'de-AT', timezone: 'Europe/Vienna',
    }]);
    assert.match(text, /<html lang="de-AT" data-theme="dark">/);
  });

  test('a dashboard, without a head, with what is asked for', async () => {
    const { status, text } = await get('/embed/acme/5?range=7d&theme=dark&compare=1w');
    assert.equal(status, 200);
    assert.match(text, /<events-stats-dashboard org="acme" dashboard-id="5" base-url="\/" stats-period="7d" refresh="60" compare="1w" theme="dark" kiosk=""><\/events-stats-dashboard>/);
    assert.match(text, /<script type="module" src="\/package\/dashboard\.js">/);
  });

  test('a dashboard with a head, where filters may be changed over our own events', async () => {
    const { text } = await get('/embed/acme/5?controls=1');
    assert.match(text, /<events-stats-dashboard org="acme" dashboard-id="5" base-url="\/" refresh="60" theme="auto" in-address="" editable-filters="project environment release filter"><\/events-stats-dashboard>/);
    for (const path of ['/embed/acme/5?controls=yes', '/embed/acme/5/2?controls=1']) assert.equal((await get(path)).status, 400, path);
  });

  test('what only a dashboard draws is shown by a dashboard of that widget, and its script comes with nothing else', async () => {
    for (const id of ['1', '2', '3', '4']) {
      const { text } = await get(`/embed/acme/8/${id}?range=7d&theme=dark`);
      assert.ok(text.includes(`<events-stats-dashboard widget-id="${id}" org="acme" dashboard-id="8" base-url="/" stats-period="7d" refresh="60" theme="dark" kiosk=""></events-stats-dashboard>`), text);
      assert.match(text, /<script type="module" src="\/package\/dashboard\.js">/);
      assert.match(text, /<body class="one">/);
      assert.deepEqual(widgetsOf(text), []);
    }
    const { text } = await get('/embed/acme/8/5');
    assert.deepEqual(widgetsOf(text).map((tag) => tag['widget-id']), ['5']);
    assert.doesNotMatch(text, /dashboard\.js/);
  });

  test('texts of a dashboard are no markup', async () => {
    for (const path of ['/embed/acme/5', '/embed/acme/5/1', '/embed/acme/8/1']) {
      const { text } = await get(path);
      assert.doesNotMatch(text, /<script>|<x /);
      assert.match(text, /<title>&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&lt;x a=&#39;&amp;amp;<\/title>/);
      assert.equal([...text.matchAll(/<script/g)].length, 1);
    }
  });

  test('are framed by whom the setting names, under the policy of all pages', async () => {
    const policy = (await get('/embed/acme/5')).headers.get('content-security-policy') ?? '';
    assert.match(policy, /; frame-ancestors 'self' https:\/\/wiki\.example\.com$/);
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
    assert.match((await get('/')).headers.get('content-security-policy') ?? '', /frame-ancestors 'self'$/);
  });

  test('the demo has them for its own dashboards', async (t) => {
    const demo = await serve([], { embed: {} });
    t.after(() => demo.close());
    const text = await (await fetch(`${demo.address}/embed/demo/1`)).text();
    assert.match(text, /<events-stats-dashboard org="demo" dashboard-id="1"/);
    assert.equal((await fetch(`${demo.address}/embed/other/1`)).status, 404);
  });
});

/** Address, status, what the refusal says. @type {Array<[path: string, status: number, detail: RegExp]>} */
const REFUSED = [
  ['/embed/acme/6', 404, /^This server shows no such dashboard\.$/],
  ['/embed/other/5', 404, /no such dashboard/],
  ['/embed/acme/constructor', 404, /no such dashboard/],
  ['/embed/acme/5/9', 404, /^That dashboard has no widget 9\. It has 2 \(Second\), 1 \(/],
  ['/embed/acme/5/2?theme=pink', 400, /^theme: expected `auto`, `light` or `dark`, found "pink"\.$/],
  ['/embed/acme/5/2?range=7', 400, /^range: expected a period such as .+, found "7"\.$/],
  ['/embed/acme/5/2?range=7d&range=8d', 400, /^range: expected .+, found several values\.$/],
  ['/embed/acme/5/2?refresh=1', 400, /^refresh: expected 0, or seconds from 5 to 86400, found "1"\.$/],
  ['/embed/acme/5/2?refresh=-5', 400, /^refresh: /],
  ['/embed/acme/5/2?compare=always', 400, /^compare: /],
  ['/embed/acme/5/2?locale=%22onload=x', 400, /^locale: expected a language/],
  ['/embed/acme/5/2?timezone=Mars/Base', 400, /^timezone: expected a time zone/],
  ['/embed/acme/5/2?base-url=https://evil.example', 400, /^Expected no other parameters than theme, range, .+; found "base-url"\.$/],
  ['/embed/acme/5/2?__proto__=1', 400, /Expected no other parameters/],
  ['/embed/acme/5/2?filter=user.email:a*', 400, /Expected no other parameters/],
];

for (const [path, status, detail] of REFUSED) {
  test(`${path} is ${status} in words`, async () => {
    const answer = await get(path);
    assert.equal(answer.status, status);
    assert.match(JSON.parse(answer.text).detail, detail);
  });
}

test('who may frame is told by origins, or by a star', () => {
  assert.equal(readAncestors(undefined), "'self'");
  assert.equal(readAncestors('https://a.example, http://localhost:3000'), "'self' https://a.example http://localhost:3000");
  assert.equal(readAncestors('*'), '*');
  assert.equal(readAncestors('https://*.example.com'), "'self' https://*.example.com");
  for (const wrong of ['a.example', 'https://a.example/', '*, https://a.example', "'none'", 'https://a.example; script-src *', 'null']) {
    assert.throws(() => readAncestors(wrong), /^Error: EMBED_ANCESTORS: expected origins .+ found/, wrong);
  }
});
