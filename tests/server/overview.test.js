/** `/` in front of a real Sentry: what it shows of whom, and how to put it elsewhere. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { httpPlugins } from '../../www/server/http/index.js';
import { serve } from './harness.js';

const HOSTILE = '"><script>alert(1)</script><x a=\'&amp;';
const DASHBOARDS = [
  {
    org: 'acme', dashboard: {
      id: '5', title: HOSTILE, widgets: [
        { id: '2', title: 'Second', displayType: 'line', layout: { x: 3, y: 4, w: 3, h: 2 } },
        { id: HOSTILE, title: HOSTILE, displayType: 'table', layout: null },
        { id: '3', title: 'Issues', displayType: 'table', widgetType: 'issue', queries: [{ columns: ['title'] }], layout: null },
      ],
    },
  },
  { org: 'other', dashboard: { id: '7', title: 'Sevens', widgets: [] } },
];
const catalogue = {
  find: (/** @type {string} */ org, /** @type {string} */ id) => DASHBOARDS.find((one) => one.org === org && one.dashboard.id === id)?.dashboard ?? null,
  all: () => listed,
};
let listed = DASHBOARDS;

const unescaped = (/** @type {string} */ text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

describe('the first page', () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  const share = { secret: new Uint8Array(32), revoked: /** @type {any} */ ({ has: async () => false }) };
  before(async () => {
    server = await serve([], { catalogue, embed: { share }, http: httpPlugins({ packageDir: 'dist/package', demoDir: 'www/demo', log: null }) });
  });
  after(() => server.close());
  const page = async () => {
    const response = await fetch(`${server.address}/`);
    assert.equal(response.status, 200);
    return response.text();
  };

  test('shows the first dashboard, and the others by name', async () => {
    const text = await page();
    assert.match(text, /<events-stats-dashboard org="acme" dashboard-id="5" base-url="\/" refresh="60" theme="auto" in-address=""><\/events-stats-dashboard>/);
    assert.match(text, /<a href="\/embed\/acme\/5">as a page<\/a>/);
    assert.match(text, /<a href="\/embed\/other\/7">Sevens<\/a> <small>other\/7<\/small>/);
  });

  test('has for the dashboard and for each widget what is pasted elsewhere, and all of it is there', async () => {
    const ways = [...(await page()).matchAll(/<dt>([^<]*) <button type="button" hidden>Copy<\/button><\/dt><dd><pre>([^<]*)<\/pre><\/dd>/g)].map(([, name, text]) => [name, unescaped(text)]);
    const { address } = server;
    const tag = (/** @type {string} */ file, /** @type {string} */ element) => `<script type="module" src="${address}/package/${file}.js"></script>\n${element}`;
    assert.deepEqual(ways.slice(0, 3), [
      ['Tag', tag('dashboard', `<events-stats-dashboard dashboard-id="5" org="acme" base-url="${address}/">The charts are on their way.</events-stats-dashboard>`)],
      ['Frame', `<iframe src="${address}/embed/acme/5" width="640" height="640" title="${HOSTILE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')}"></iframe>`],
      ['Share link', 'npm run share -- acme/5 --days 30'],
    ]);
    assert.deepEqual(ways.slice(3, 7), [
      ['Tag', tag('index', `<events-stats-widget widget-id="2" org="acme" dashboard-id="5" base-url="${address}/">The chart is on its way.</events-stats-widget>`)],
      ['Frame', `<iframe src="${address}/embed/acme/5/2" width="640" height="320" title="Second"></iframe>`],
      ['Picture', `${address}/chart/acme/5/2.png`],
      ['Share link', 'npm run share -- acme/5 2 --days 30'],
    ]);
    assert.deepEqual(ways.slice(7, 9).map(([name]) => name), ['Tag', 'Frame'], 'a table has no picture, and its id is no word for a shell');
    assert.deepEqual(ways.slice(9, 11), [
      ['Tag', tag('dashboard', `<events-stats-dashboard widget-id="3" org="acme" dashboard-id="5" base-url="${address}/" kiosk>The chart is on its way.</events-stats-dashboard>`)],
      ['Frame', `<iframe src="${address}/embed/acme/5/3" width="640" height="320" title="Issues"></iframe>`],
    ]);
    for (const path of ['/package/index.js', '/package/dashboard.js', '/embed/acme/5', '/embed/acme/5/2', '/overview.css', '/overview.js']) assert.equal((await fetch(address + path)).status, 200, path);
  });

  test('texts of a dashboard are no markup', async () => {
    const text = await page();
    assert.doesNotMatch(text, /<script>|<x /);
    assert.equal([...text.matchAll(/<script/g)].length, 2);
  });

  test('says where there is none', async (t) => {
    listed = [];
    t.after(() => { listed = DASHBOARDS; });
    assert.match(await page(), /<h1>No dashboard<\/h1>/);
  });
});

test('over the embedded events `/` stays the demo', async (t) => {
  const server = await serve([], { embed: {}, http: httpPlugins({ packageDir: 'dist/package', demoDir: 'www/demo', log: null }) });
  t.after(() => server.close());
  assert.match(await (await fetch(`${server.address}/`)).text(), /dashboard\.js/);
});
