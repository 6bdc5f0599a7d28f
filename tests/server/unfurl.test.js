/** Links as chats and wikis read them: by libraries that they use, over HTTP, until the picture is there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { extract } from '@extractus/oembed-extractor';
import openGraph from 'open-graph-scraper';
import { httpPlugins } from '../../www/server/http/index.js';
import { RevokedShares } from '../../www/server/share/revoked.js';
import { readShareSecret, readWish, signShare } from '../../www/server/share/tokens.js';
import { at, NOW, serve } from './harness.js';

const ODD = 'Errors "by" <type> & Straße';
const query = { name: '', conditions: '', orderby: '', aggregates: ['count()'], columns: [], fields: ['count()'] };
const widget = (/** @type {string} */ id, /** @type {Record<string, any>} */ facts) => ({ id, title: `Widget ${id}`, displayType: 'line', widgetType: 'error-events', interval: '5m', queries: [query], ...facts });
const DASHBOARD = {
  id: '1', title: 'Health & "wealth"', projects: [], environment: [], filters: {},
  widgets: [
    widget('1', { displayType: 'table' }), widget('2', { title: ODD }), widget('3', { queries: [query, query] }), widget('4', { widgetType: 'issue' }), widget('a/b?c', {}),
  ],
};
const EMPTY = { ...DASHBOARD, id: '2', title: 'Nothing', widgets: [] };
const catalogue = { find: (/** @type {string} */ org, /** @type {string} */ id) => (org !== 'demo' ? null : [DASHBOARD, EMPTY].find((one) => one.id === id) ?? null) };
const secret = /** @type {Uint8Array} */ (readShareSecret({ SHARE_SECRET: 'a-secret-of-more-than-thirty-two-characters' }));

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  server = await serve([{ timestamp: at(20), message: 'x' }], {
    catalogue, http: httpPlugins({ packageDir: 'dist/package', demoDir: 'www/demo', log: null }),
    embed: { modulePath: fileURLToPath(new URL('../../dist/package/node.js', import.meta.url)), share: { secret, revoked: new RevokedShares(null) } },
  });
});
after(() => server.close());

const share = async (/** @type {Record<string, any>} */ facts) => `/s/${(await signShare(secret, readWish({ org: 'demo', dashboard: '1', days: 1, ranges: ['7d'], ...facts }), NOW)).token}`;

/** What a parser finds at a page, and that its picture is one. @param {string} path */
async function unfurled(path) {
  const { result } = await openGraph({ url: server.address + path });
  assert.equal(result.ogUrl, server.address + path);
  assert.equal(result.ogType, 'website');
  const [picture] = result.ogImage ?? [];
  assert.equal(result.twitterCard, picture && 'summary_large_image');
  if (picture === undefined) return { title: result.ogTitle, picture: null };
  const size = [Number(picture.width), Number(picture.height)];
  await isPicture(picture.url, size);
  assert.equal(picture.type, 'image/png');
  return { title: result.ogTitle, picture: new URL(picture.url).pathname, alt: picture.alt, search: new URL(picture.url).searchParams };
}

/** @param {string} url @param {unknown[]} size */
async function isPicture(url, size) {
  const response = await fetch(url);
  const body = Buffer.from(await response.arrayBuffer());
  assert.equal(response.status, 200, String(body));
  assert.equal(response.headers.get('content-type'), 'image/png');
  assert.equal(body.subarray(1, 4).toString('latin1'), 'PNG');
  assert.deepEqual([body.readUInt32BE(16), body.readUInt32BE(20)], size);
}

/** @param {string} path @param {Record<string, number>} [limits] */
async function embedded(path, limits = {}) {
  const found = /** @type {Record<string, any>} */ (await extract(server.address + path, limits));
  assert.deepEqual([found.version, found.type], ['1.0', 'rich']);
  const [, src, width, height] = /^<iframe src="([^"]+)" width="(\d+)" height="(\d+)" title="[^"]*" frameborder="0"><\/iframe>$/.exec(found.html) ?? [];
  assert.deepEqual([Number(width), Number(height)], [found.width, found.height]);
  assert.equal((await fetch(src.replaceAll('&amp;', '&'))).status, 200, src);
  if (found.thumbnail_url !== undefined) await isPicture(found.thumbnail_url, [found.thumbnail_width, found.thumbnail_height]);
  return found;
}

test('a widget unfurls into its title and its picture, in the look of its page', async () => {
  const { search, ...rest } = await unfurled('/embed/demo/1/2?theme=dark&range=7d&refresh=0');
  assert.deepEqual(rest, { title: ODD, picture: '/chart/demo/1/2.png', alt: ODD });
  assert.deepEqual(Object.fromEntries(search ?? []), { theme: 'dark', range: '7d', width: '1200', height: '630' });
  assert.equal((await unfurled('/embed/demo/1/a%2Fb%3Fc')).picture, '/chart/demo/1/a%2Fb%3Fc.png');
});

test('a dashboard unfurls into its title and the picture of its first chart', async () => {
  const { search: _, ...rest } = await unfurled('/embed/demo/1');
  assert.deepEqual(rest, { title: DASHBOARD.title, picture: '/chart/demo/1/2.png', alt: ODD });
  assert.deepEqual(await unfurled('/embed/demo/2'), { title: 'Nothing', picture: null });
});

test('what has no picture says nothing of one', async () => {
  for (const id of ['1', '4']) {
    assert.deepEqual(await unfurled(`/embed/demo/1/${id}`), { title: `Widget ${id}`, picture: null });
    assert.equal((await embedded(`/embed/demo/1/${id}`)).thumbnail_url, undefined);
    assert.equal((await fetch(`${server.address}/chart/demo/1/${id}.png`)).status, 400);
  }
});

test('a share link unfurls into what it shares', async () => {
  const path = await share({ widget: '2' });
  const { search, ...rest } = await unfurled(path);
  assert.deepEqual(rest, { title: ODD, picture: `${path}/chart.png`, alt: ODD });
  assert.equal(search?.get('range'), '7d');
  assert.deepEqual(await unfurled(await share({ widget: '1' })), { title: 'Widget 1', picture: null });
  assert.deepEqual(await unfurled(await share({})), { title: DASHBOARD.title, picture: null });
});

test('a frame of a widget and of a dashboard is found by oEmbed, no larger than asked for', async () => {
  const found = await embedded('/embed/demo/1/2?theme=dark&range=7d', { maxwidth: 400, maxheight: 9000 });
  assert.deepEqual([found.title, found.width, found.height], [ODD, 400, 360]);
  assert.match(found.html, /^<iframe src="http[^"]+\/embed\/demo\/1\/2\?theme=dark&amp;range=7d" .+ title="Errors &quot;by&quot; &lt;type&gt; &amp; Straße"/);
  assert.match(found.thumbnail_url, /\/chart\/demo\/1\/2\.png\?theme=dark&range=7d&width=1200&height=630$/);
  const whole = await embedded('/embed/demo/1');
  assert.deepEqual([whole.title, whole.width, whole.height], [DASHBOARD.title, 640, 360]);
});
