/** Share links: what each opens, and everything that it does not. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SignJWT, UnsecuredJWT } from 'jose';
import { Admin } from '../../www/server/http/admin.js';
import { httpPlugins } from '../../www/server/http/index.js';
import { RevokedShares } from '../../www/server/share/revoked.js';
import { readShareSecret, readWish, signShare } from '../../www/server/share/tokens.js';
import { raw } from './http/harness.js';
import { at, NOW, serve } from './harness.js';

const SECRET = 'a-secret-of-more-than-thirty-two-characters';
const KEY = 'an-admin-key-of-some-length';
const DAY = 86_400_000;
const query = (/** @type {Record<string, any>} */ facts) => ({ name: '', conditions: '', orderby: '', aggregates: ['count()'], columns: [], fields: ['count()'], ...facts });
const widget = (/** @type {string} */ id, /** @type {Record<string, any>} */ facts) => ({ id, title: `Widget ${id}`, displayType: 'line', widgetType: 'error-events', interval: '5m', ...facts });
const DASHBOARD = {
  id: '1', title: 'Shared', projects: [], environment: [], filters: {}, createdBy: { email: 'author@example.com' },
  widgets: [
    widget('1', { queries: [query({ conditions: 'level:error' })] }),
    widget('2', { queries: [query({ conditions: 'level:fatal' })] }),
    widget('3', { displayType: 'area', limit: 3, queries: [query({ columns: ['user.email'], fields: ['user.email', 'count()'], orderby: '-count()' })] }),
  ],
};
const catalogue = { find: (/** @type {string} */ org, /** @type {string} */ id) => (org === 'demo' && id === '1' ? DASHBOARD : null) };

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {string[]} */
const lines = [];
const secret = /** @type {Uint8Array} */ (readShareSecret({ SHARE_SECRET: SECRET }));
const link = (/** @type {Record<string, any>} */ facts = {}, /** @type {number} */ from = NOW) => signShare(secret, readWish({ org: 'demo', dashboard: '1', widget: '1', days: 30, ranges: ['24h', '7d'], ...facts }), from);
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'share-'));
  const events = [['error', 'a@x.example'], ['error', 'b@x.example'], ['fatal', 'c@x.example']].map(([level, email], index) => ({ timestamp: at(20, index), level, message: 'x', user: { email } }));
  server = await serve(events, {
    admin: new Admin({ key: KEY, isLocal: false }), catalogue,
    embed: { modulePath: fileURLToPath(new URL('../../dist/package/node.js', import.meta.url)), share: { secret, revoked: new RevokedShares(join(folder, 'revoked.txt')) } },
    http: httpPlugins({ packageDir: 'dist/package', demoDir: 'www/demo', log: (line) => lines.push(line) }),
  });
});
after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** @param {string} path @param {Record<string, string>} [headers] */
async function get(path, headers = {}) {
  const { status, headers: sent, body } = await raw(server.address, path, { headers });
  return { status, headers: sent, text: String(body), json: () => JSON.parse(String(body)) };
}

const API = 'api/0/organizations/demo';
const STATS = `${API}/events-stats/?yAxis=count()&interval=1h&statsPeriod=24h&dataset=errors&query=level:error`;
const GROUPED = 'field=user.email&field=count()';

describe('a link to one widget', () => {
  test('shows its page, whose API is the link itself', async () => {
    const { token } = await link({ compare: '1w' });
    const { status, text, headers } = await get(`/s/${token}?theme=dark`);
    assert.equal(status, 200);
    assert.match(text, new RegExp(`<events-stats-widget widget-id="1" org="demo" dashboard-id="1" base-url="/s/${token.replaceAll('.', '\\.')}/" stats-period="24h" refresh="60" compare="1w" theme="dark">`));
    assert.match(String(headers['content-security-policy']), /connect-src 'self'/);
    assert.equal(headers['referrer-policy'], 'no-referrer');
    const dashboard = (await get(`/s/${token}/${API}/dashboards/1/`)).json();
    assert.deepEqual(dashboard.widgets.map((/** @type {any} */ { id }) => id), ['1']);
    assert.equal(dashboard.createdBy, undefined);
    const stats = await get(`/s/${token}/${STATS}`);
    assert.equal(stats.status, 200, stats.text);
    assert.equal(stats.json().data.reduce((/** @type {number} */ sum, /** @type {any} */ [, [{ count }]]) => sum + count, 0), 2);
  });

  test('has its ranges and no other, and its comparison alone', async () => {
    const { token } = await link();
    assert.match((await get(`/s/${token}?range=7d`)).text, /stats-period="7d"/);
    /** @type {Array<[query: string, detail: RegExp]>} */
    const table = [['range=30d', /^range: expected one of this link's, 24h, 7d, found "30d"\.$/], ['compare=1w', /^compare: this link compares with nothing else/]];
    for (const [search, detail] of table) {
      const { status, json } = await get(`/s/${token}?${search}`);
      assert.equal(status, 403);
      assert.match(json().detail, detail);
    }
    assert.equal((await get(`/s/${token}?filter=x`)).status, 400);
  });

  test('its comparison may ask for the earlier period, and for groups that were answered', async () => {
    const { token } = await link({ widget: '3', compare: '1d' });
    const groups = `/s/${token}/${API}/events/?${GROUPED}&sort=-count()&per_page=3&statsPeriod=24h&dataset=errors`;
    const earlier = (/** @type {string} */ search) => get(`/s/${token}/${API}/events-stats/?yAxis=count()&${GROUPED}&topEvents=1&orderby=-count()&excludeOther=1&interval=1h&dataset=errors&start=${new Date(NOW - 2 * DAY).toISOString().slice(0, 19)}&end=${new Date(NOW - DAY).toISOString().slice(0, 19)}&query=${encodeURIComponent(search)}`);
    assert.equal((await earlier('user.email:"a@x.example"')).status, 403);
    const answered = await get(groups);
    assert.equal(answered.status, 200, answered.text);
    assert.equal((await earlier('user.email:"a@x.example"')).status, 200);
    assert.equal((await earlier('user.email:a*')).status, 403);
  });
});

test('a link to one widget has its picture and its numbers, over its ranges, and unfurls into the picture', async () => {
  const { token } = await link();
  const page = (await get(`/s/${token}?range=7d`)).text;
  const image = /<meta property="og:image" content="([^"]+)">/.exec(page)?.[1].replaceAll('&amp;', '&') ?? '';
  assert.equal(image, `${server.address}/s/${token}/chart.png?range=7d&width=1200&height=630`);
  assert.doesNotMatch(page, /oembed/);
  const picture = await raw(server.address, image.slice(server.address.length));
  assert.deepEqual([picture.status, picture.headers['content-type'], picture.body.readUInt32BE(16)], [200, 'image/png', 1200]);
  assert.match((await get(`/s/${token}/chart.csv`)).text, /^time,count\(\)\r\n2026-01-1/);
  for (const [path, status] of /** @type {Array<[string, number]>} */ ([['chart.png?range=90d', 403], ['chart.png?width=9999', 400], ['chart.png?widget=2', 400], ['chart.gif', 403], ['chart/demo/1/2.png', 403]])) {
    assert.equal((await get(`/s/${token}/${path}`)).status, status, path);
  }
  const { token: all } = await link({ widget: null });
  assert.equal((await get(`/s/${all}/chart.png`)).status, 403);
});

test('a link to a dashboard shows all its widgets', async () => {
  const { token } = await link({ widget: null });
  assert.ok((await get(`/s/${token}`)).text.includes(`<events-stats-dashboard org="demo" dashboard-id="1" base-url="/s/${token}/"`));
  assert.equal((await get(`/s/${token}/${API}/dashboards/1/`)).json().widgets.length, 3);
  assert.equal((await get(`/s/${token}/${STATS.replace('level:error', 'level:info')}`)).status, 403);
  assert.equal((await get(`/s/${token}/${API}/events-stats/?yAxis=count()&interval=1h&statsPeriod=24h&dataset=errors&query=level:fatal`)).status, 200);
});

/** What a link to widget 1 does not share, below it. */
const SMUGGLED = [
  `${API}/events-stats/?yAxis=count()&interval=1h&statsPeriod=24h&dataset=errors&query=level:fatal`,
  `${API}/events-stats/?yAxis=count()&interval=1h&statsPeriod=24h&dataset=errors`,
  STATS.replace('24h', '14d'), STATS.replace('statsPeriod=24h', ''), STATS.replace('statsPeriod=24h', 'statsPeriodStart=24h&statsPeriodEnd=1h'), `${STATS}&start=2026-01-01T00:00:00&end=2026-01-02T00:00:00`,
  STATS.replace('statsPeriod=24h', 'start=2025-12-01T00:00:00&end=2025-12-02T00:00:00'), STATS.replace('statsPeriod=24h', 'start=2026-01-14T00:00:00&end=2027-01-02T00:00:00'),
  STATS.replace('statsPeriod=24h', 'start=x&end=y'), STATS.replace('statsPeriod=24h', 'start=2026-01-14T00:00:00'), `${STATS}&statsPeriod=90d`, `${STATS}&query=level:fatal`,
  STATS.replace('count()', 'count_unique(user.email)'), `${STATS}&yAxis=p95()`, `${STATS}&field=user.email&topEvents=5`, `${STATS} OR has:user.email`, `${STATS} AND user.email:a*`, `${STATS}&project=-1`,
  `${STATS}&environment=prod`, `${STATS}&team=1`, STATS.replace('errors', 'discover'), STATS.replace('errors', 'transactions'), STATS.replace('/demo/', '/other/'), STATS.replace('demo', 'demo%2F..%2Fother'), STATS.replace('events-stats', 'events'),
  STATS.replace('events-stats', 'events-stats/..%2fdashboards'), `${API}/events/?field=id&field=user.email&statsPeriod=24h`, `${API}/events/?${GROUPED}&per_page=3&sort=-count()&statsPeriod=24h&dataset=errors`,
  `${API}/projects/`, `${API}/environments/`, `${API}/dashboards/`, `${API}/dashboards/2/`, `${API}/dashboards/1/?expand=x`, `${API}/dashboards/1%2F..%2F2/`, `${API}/`, 'api/0/', 'api/share', 'api/0/relay/statsd/', 'healthz', 'package/index.js', 'embed/demo/1', 'chart/demo/1/1.svg',
  's/x', '%2e%2e/api/0/organizations/demo/dashboards/1/', '..%2f..%2fapi/0/organizations/demo/dashboards/1/', '//api/0/organizations/demo/dashboards/2/', `${API}\\dashboards\\2`,
];

test(`${SMUGGLED.length} requests below a link that it does not share are refused`, async () => {
  const { token } = await link();
  assert.ok(SMUGGLED.length >= 40);
  for (const path of SMUGGLED) {
    const { status, text } = await get(`/s/${token}/${path.replaceAll(' ', '%20')}`);
    assert.ok([400, 403, 404].includes(status), `${path}: ${status} ${text.slice(0, 100)}`);
    assert.equal(typeof JSON.parse(text).detail, 'string');
  }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    for (const path of ['', `/${API}/dashboards/1/`]) {
      const answer = await raw(server.address, `/s/${token}${path}`, { method, ...(method === 'DELETE' ? {} : { headers: { 'content-type': 'application/json' }, body: '{}' }) });
      assert.ok([403, 404, 405].includes(answer.status), `${method} ${path}: ${answer.status} ${answer.body}`);
    }
  }
});

describe('what is no link', () => {
  const sign = (/** @type {Record<string, any>} */ claims, /** @type {{key?: Uint8Array, alg?: string, audience?: string, exp?: number|null}} */ { key = secret, alg = 'HS256', audience = 'share', exp = Math.floor(NOW / 1000) + 600 } = {}) => {
    const token = new SignJWT({ o: 'demo', d: '1', w: '1', r: ['24h'], ...claims }).setProtectedHeader({ alg }).setAudience(audience).setJti('abcdefghijkl');
    return (exp === null ? token : token.setExpirationTime(exp)).sign(key);
  };
  const other = new TextEncoder().encode('another-secret-of-more-than-thirty-two-characters-for-every-algorithm');
  /** @type {Record<string, [make: () => Promise<string>, status: number]>} */
  const TABLE = {
    'an expired one': [async () => (await link({ days: 1 }, NOW - 2 * DAY)).token, 410],
    'a forged one': [async () => { const { token } = await link(); const [head, , sign] = token.split('.'); return [head, Buffer.from(JSON.stringify({ o: 'demo', d: '1', r: ['90d'], aud: 'share', jti: 'x', exp: 9e9 })).toString('base64url'), sign].join('.'); }, 404],
    'a cut one': [async () => (await link()).token.slice(0, -3), 404],
    'one with another secret': [() => sign({}, { key: other }), 404],
    'one without a signature': [async () => new UnsecuredJWT({ o: 'demo', d: '1', w: '1', r: ['24h'] }).setAudience('share').setJti('x').setExpirationTime(NOW / 1000 + 600).encode(), 404],
    'one by another algorithm': [() => sign({}, { alg: 'HS512', key: other }), 404],
    'one for something else': [() => sign({}, { audience: 'session' }), 404],
    'one without an end': [() => sign({}, { exp: null }), 404],
    'one of a dashboard that is not here': [() => sign({ d: '99' }), 404],
    'one of a widget that is not here': [() => sign({ w: '99' }), 404],
    'no token': [async () => 'x', 404],
    'the admin key': [async () => KEY, 404],
    'the secret': [async () => SECRET, 404],
  };
  for (const [name, [make, wanted]] of Object.entries(TABLE)) {
    test(`${name} is ${wanted}`, async () => {
      const token = await make();
      const { status, text } = await get(`/s/${token}`);
      assert.equal(status, wanted, text);
      assert.doesNotMatch(text, /events-stats-widget/);
      const below = await get(`/s/${token}/${STATS}`);
      assert.ok(below.status === wanted || below.status === 403, `${below.status}`);
      // The admin key in the header opens no link.
      assert.equal((await get(`/s/${token}`, { authorization: `Bearer ${KEY}` })).status, wanted);
    });
  }
});

test('a withdrawn link ends at once, and the list may go away again', async () => {
  const { token, id } = await link();
  const path = join(folder, 'revoked.txt');
  assert.equal((await get(`/s/${token}`)).status, 200);
  await writeFile(path, `someotherid1\n${id} given to a customer who left\n`);
  for (const below of ['', `/${STATS}`]) {
    const { status, json } = await get(`/s/${token}${below}`);
    assert.deepEqual([status, json()], [410, { detail: 'This share link was withdrawn.' }]);
  }
  assert.equal((await get(`/s/${(await link()).token}`)).status, 200);
  await unlink(path);
  assert.equal((await get(`/s/${token}`)).status, 200);
});

test('a list that cannot be read closes all links', async (t) => {
  const closed = await serve([], { catalogue, embed: { share: { secret, revoked: new RevokedShares(folder) } } });
  t.after(() => closed.close());
  const response = await fetch(`${closed.address}/s/${(await link()).token}`);
  assert.deepEqual([response.status, await response.json()], [503, { detail: 'Share links cannot be checked at the moment.' }]);
});

describe('making one', () => {
  const post = (/** @type {unknown} */ body, /** @type {Record<string, string>} */ headers = { authorization: `Bearer ${KEY}` }) =>
    raw(server.address, '/api/share', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const WISH = { org: 'demo', dashboard: '1', widget: '2', days: 30, ranges: ['24h'] };

  test('is for the admin key', async () => {
    const { status, body, headers } = await post(WISH);
    assert.equal(status, 201);
    assert.equal(headers['cache-control'], 'no-store');
    const { url, id, expires } = JSON.parse(String(body));
    assert.match(id, /^[\w-]{12}$/);
    assert.ok(Math.abs(Date.parse(expires) - NOW - 30 * DAY) < 5000);
    assert.equal(new URL(url).origin, server.address);
    for (const authorization of ['', 'Bearer x', `Bearer ${KEY}x`, `Basic ${KEY}`]) {
      const refused = await post(WISH, { authorization });
      assert.equal(refused.status, 401);
      assert.doesNotMatch(String(refused.body), /\/s\//);
    }
    assert.equal((await raw(server.address, '/api/share', { headers: { authorization: `Bearer ${KEY}` } })).status, 405);
  });

  test('says what is wrong with a wish', async () => {
    /** @type {Array<[change: Record<string, unknown>, status: number, detail: RegExp]>} */
    const table = [
      [{ days: 0 }, 400, /^days: expected a whole number from 1 to 3660, found 0\.$/], [{ days: '30' }, 400, /^days: /], [{ days: undefined }, 400, /^days: .+ found nothing\.$/],
      [{ org: '../x' }, 400, /^org: /], [{ dashboard: 1 }, 400, /^dashboard: expected the id of a dashboard, as text, found 1\.$/], [{ widget: {} }, 400, /^widget: /],
      [{ ranges: [] }, 400, /^ranges: expected a list of periods/], [{ ranges: ['24'] }, 400, /^ranges: /], [{ compare: 'x' }, 400, /^compare: /], [{ admin: true }, 400, /^The share: expected .+ found "admin"\.$/],
      [{ dashboard: '9' }, 404, /no such dashboard/], [{ widget: '9' }, 404, /has no widget 9/],
    ];
    for (const [change, status, detail] of table) {
      const answer = await post({ ...WISH, ...change });
      assert.equal(answer.status, status, JSON.stringify(change));
      assert.match(JSON.parse(String(answer.body)).detail, detail);
    }
  });

  test('by command, for the same server; withdrawn by command', async () => {
    const run = promisify(execFile);
    const script = fileURLToPath(new URL('../../scripts/share.mjs', import.meta.url));
    const env = { PATH: process.env.PATH, SHARE_SECRET: SECRET, SHARE_REVOKED: join(folder, 'revoked.txt'), PUBLIC_URL: 'https://charts.example.com/' };
    const { stdout } = await run(process.execPath, [script, 'demo/1', '2', '--days', '30', '--range', '7d,24h'], { env });
    const [, token, id] = /^https:\/\/charts\.example\.com\/s\/([\w.-]+)\nuntil .+Z; npm run share -- --revoke ([\w-]{12}) withdraws it\n$/.exec(stdout) ?? [];
    const shown = await get(`/s/${token}`);
    assert.equal(shown.status, 200, stdout);
    assert.match(shown.text, /widget-id="2" .+ stats-period="7d"/);
    await run(process.execPath, [script, '--revoke', id], { env });
    assert.match(await readFile(join(folder, 'revoked.txt'), 'utf8'), new RegExp(`^${id}$`, 'm'));
    assert.equal((await get(`/s/${token}`)).status, 410);
    /** @type {Array<[args: string[], change: Record<string, string>, said: RegExp]>} */
    const wrong = [
      [['demo/1', '--days', '30'], { SHARE_SECRET: '' }, /There are no share links without SHARE_SECRET/], [['demo/1', '--days', '30'], { SHARE_SECRET: 'short' }, /^SHARE_SECRET: expected at least 32 characters, found 5\.$/m],
      [['demo/1'], {}, /^Usage: /m], [['demo'], {}, /^Usage: /m], [['demo/1', '--days', 'x'], {}, /^days: expected/m], [['demo/1', '--days', '1', '--admin'], {}, /Unknown option/], [['--revoke', 'x'], {}, /^--revoke: expected/m],
    ];
    for (const [args, change, said] of wrong) {
      await assert.rejects(run(process.execPath, [script, ...args], { env: { ...env, ...change } }), (/** @type {any} */ error) => error.code === 1 && said.test(error.stderr) && error.stdout === '', args.join(' '));
    }
  });
});

test('without a secret there are none, and the server says so', async (t) => {
  const own = await serve([], { catalogue, admin: new Admin({ key: KEY }), embed: { share: { secret: readShareSecret({}), revoked: new RevokedShares(null) } } });
  t.after(() => own.close());
  const detail = 'This server has no share links: SHARE_SECRET is not set.';
  const opened = await fetch(`${own.address}/s/${(await link()).token}`);
  assert.deepEqual([opened.status, await opened.json()], [404, { detail }]);
  const made = await fetch(`${own.address}/api/share`, { method: 'POST', headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }, body: '{}' });
  assert.deepEqual([made.status, await made.json()], [404, { detail }]);
  assert.throws(() => readShareSecret({ SHARE_SECRET: 'short' }), /^Error: SHARE_SECRET: expected at least 32 characters, found 5\.$/);
});

test('the log holds no token', async () => {
  const { token } = await link();
  await get(`/s/${token}/${STATS}`);
  for (const path of [`/s//${token}`, `//s/${token}/`, `/embed/${token}`, `/s/x/${token}`, `/s${token}`]) await get(path);
  assert.ok(lines.some((line) => line.startsWith('GET /s/(token)/api/0/organizations/demo/events-stats/?')));
  assert.doesNotMatch(lines.join('\n'), /eyJ/);
});
