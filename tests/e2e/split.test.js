/**
 * Errors or transactions, in a page: what is asked and how often, what is kept for the next load and the next
 * tab, and what the viewer, the host and the dashboard have to say in it.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launchChromium, until } from './harness.js';
import { answer, openPage, REGISTER, settle, tag } from './pages.js';

const MIXED = {
  id: '7', title: 'Mixed', displayType: 'line', widgetType: 'discover',
  queries: [{ aggregates: ['count()'], conditions: 'a:1' }],
};
const ERRORS = '(a:1) AND !event.type:transaction';
const TRANSACTIONS = '(a:1) AND event.type:transaction';
const OWN = { org: 'demo', 'base-url': '/', 'widget-id': '7' };
const WARNING = 'We defaulted this widget to Errors.';

let browser;
before(async () => { browser = await launchChromium(); });
after(() => browser?.close());

/** One person's browser: its pages share a database. */
let context;
beforeEach(async () => { context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-US' }); });
afterEach(() => context.close());

const zeros = () => {
  const { data, ...rest } = answer();
  return { ...rest, data: data.map(([time]) => [time, [{ count: 0 }]]) };
};
const queryOf = (url) => new URL(url, 'http://localhost').searchParams.get('query');
const sideOf = (query) => {
  if (query.includes('!event.type:transaction')) return 'errors';
  return query.includes('event.type:transaction') ? 'transactions' : 'original';
};
/** An API of which these sides have data. */
const having = (...sides) => (url) => ({ json: sides.includes(sideOf(queryOf(url))) ? answer() : zeros() });

/** What the page asked since the last look. */
function asker(requests) {
  return () => requests.splice(0).filter((url) => url.includes('/events-stats/')).map(queryOf).sort();
}

/** @param {string} html @param {object} [options] of `openPage` */
async function open(html, options) {
  const { page, requests, problems } = await openPage(context, html, options);
  await settle(page);
  return { page, asked: asker(requests), requests, problems };
}

const PAGE = REGISTER + tag(OWN, MIXED);
const split = (page) => page.evaluate(() => document.querySelector('events-stats-widget').split);
const named = async (page) => {
  const found = await split(page);
  return found && `${found.dataset} ${found.source}`;
};
/** All decisions that are kept, as text. */
const kept = (page) => page.evaluate(() => Object.keys(localStorage)
  .filter((name) => name.startsWith('events-stats-widget:decision:')).map((name) => localStorage.getItem(name)).join('\n'));
/** Decisions are kept by the late piece of the module; a document waits for that. */
const lateIsHere = (page) => page.evaluate(() => document.querySelector('events-stats-widget').toSvg());
/** Does what decides otherwise, and waits until that is kept in place of the decision before. */
async function decidingAnew(page, work) {
  await lateIsHere(page);
  const before = await kept(page);
  await work();
  await until(() => kept(page), (now) => now !== before);
}
async function reload(page) {
  await lateIsHere(page);
  await page.reload();
  await settle(page);
}
const press = (page, button) => page.evaluate((name) => {
  const { shadowRoot } = document.querySelector('events-stats-widget');
  const found = [...shadowRoot.querySelectorAll('.dataset-panel button')].find(({ textContent }) => textContent === name);
  found.click();
}, button);
const shown = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector('events-stats-widget');
  const button = shadowRoot.querySelector('.opener.dataset');
  return {
    isThere: !button.hidden,
    label: button.querySelector('.label').textContent,
    isWarning: !shadowRoot.querySelector('.opener.dataset .warning').hidden,
    reason: shadowRoot.querySelector('.dataset-panel .reason').textContent,
    notes: [...shadowRoot.querySelectorAll('.notes-panel li')].map(({ textContent }) => textContent),
  };
});

test('an undecided widget is found out once; a reload and another tab ask once', async () => {
  const began = Math.floor(Date.now() / 1000);
  const { page, asked } = await open(PAGE, { api: having('errors', 'original', 'transactions') });
  assert.deepEqual(asked(), [ERRORS, TRANSACTIONS, 'a:1']);
  const decision = await split(page);
  assert.deepEqual([decision.dataset, decision.source], ['error-events', 'forced']);
  const { evidence } = decision;
  assert.deepEqual(evidence.asked.map(({ query, hasData }) => [query, hasData]), [[ERRORS, true], ['a:1', true], [TRANSACTIONS, true]]);
  assert.ok(evidence.decidedAt >= began && evidence.decidedAt <= Math.ceil(Date.now() / 1000), `${evidence.decidedAt}`);
  await reload(page);
  assert.deepEqual(asked(), [ERRORS]);
  const { decidedAt, ...facts } = (await split(page)).evidence;
  assert.deepEqual({ ...facts, decidedAt: evidence.decidedAt }, evidence);
  assert.ok(decidedAt >= evidence.decidedAt);

  await lateIsHere(page);
  const tab = await context.newPage();
  await tab.goto(page.url());
  await settle(tab);
  assert.deepEqual(asked(), [ERRORS]);
  assert.equal(await named(tab), 'error-events forced');
});

test('a forced side warns in Sentry\'s words; the viewer\'s own choice replaces it, here and at the next load', async () => {
  const { page, asked } = await open(PAGE, { api: having('errors', 'original', 'transactions') });
  const before = await shown(page);
  assert.deepEqual([before.isThere, before.label, before.isWarning], [true, 'Errors', true]);
  assert.ok(before.reason.includes(WARNING));
  asked();
  await decidingAnew(page, () => press(page, 'Transactions'));
  await settle(page);
  assert.deepEqual(asked(), [], 'finding out has asked it a moment ago');
  assert.equal(await named(page), 'transaction-like user');
  assert.equal((await shown(page)).isWarning, false);
  await reload(page);
  assert.deepEqual(asked(), [TRANSACTIONS]);
  assert.equal(await named(page), 'transaction-like user');
});

test('asked anew, by the viewer and by the host, it is found out again and kept', async () => {
  let sides = ['errors'];
  const { page, asked } = await open(PAGE, { api: (url) => having(...sides)(url) });
  assert.equal(await named(page), 'error-events inferred');
  assert.deepEqual(asked(), [ERRORS, 'a:1']);
  sides = ['original'];
  await decidingAnew(page, () => press(page, 'Detect again'));
  await settle(page);
  assert.deepEqual(asked(), [ERRORS, 'a:1']);
  assert.equal(await named(page), 'transaction-like inferred');
  sides = ['errors'];
  await decidingAnew(page, () => page.evaluate(() => document.querySelector('events-stats-widget').refresh({ split: true })));
  assert.deepEqual(asked(), [ERRORS, 'a:1']);
  assert.equal(await named(page), 'error-events inferred');
  await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
  assert.deepEqual(asked(), [ERRORS]);
  await reload(page);
  assert.deepEqual(asked(), [ERRORS]);
});

test('what neither side tells stays open under the policy `undecided`, and is asked again next time', async () => {
  const html = `<script type="module">
    import { configure, defineElement } from '/package/element.js';
    configure({ split: { policy: 'undecided' } });
    globalThis.told = [];
    addEventListener('events-stats-split', (event) => told.push(event.detail && event.detail.dataset));
    defineElement();
  </script>${tag(OWN, MIXED)}`;
  let sides = [];
  const { page, asked } = await open(html, { api: (url) => having(...sides)(url) });
  for (let load = 0; load < 2; load += 1) {
    assert.equal(await split(page), null);
    assert.deepEqual(asked(), [ERRORS, 'a:1']);
    const { isThere, reason } = await shown(page);
    assert.ok(isThere && reason.startsWith('The dataset is not known yet'), reason);
    await reload(page);
  }
  asked();
  sides = ['errors'];
  await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
  assert.equal(await named(page), 'error-events inferred');
  sides = [];
  await page.evaluate(() => document.querySelector('events-stats-widget').refresh({ split: true }));
  assert.equal(await split(page), null);
  assert.deepEqual(await page.evaluate(() => globalThis.told), ['error-events', null]);
});

test('a widget that was edited is found out again', async () => {
  const { page, asked } = await open(PAGE, { api: having('errors') });
  asked();
  await page.evaluate((config) => { document.querySelector('events-stats-widget').config = config; },
    { ...MIXED, queries: [{ aggregates: ['count()'], conditions: 'a:2' }] });
  await settle(page);
  assert.equal(asked().length, 2);
});

test('the host\'s own type stands, and is not asked for', async () => {
  const { page, asked } = await open(PAGE, { api: having('errors') });
  asked();
  await page.evaluate((config) => { document.querySelector('events-stats-widget').config = config; },
    { ...MIXED, widgetType: 'transaction-like' });
  await settle(page);
  assert.deepEqual(asked(), ['a:1']);
  assert.equal(await named(page), 'transaction-like user');
  assert.equal((await shown(page)).isThere, false);
});

test('the side that a dashboard forced may be changed, and the change is kept', async () => {
  const forced = { ...MIXED, widgetType: 'error-events', datasetSource: 'forced' };
  const api = (url) => ({ json: url.pathname.includes('/dashboards/') ? { id: '1', title: 'D', widgets: [forced] } : answer() });
  const { page, requests } = await open(REGISTER + tag({ ...OWN, 'dashboard-id': '1' }), { api });
  const { isThere, isWarning } = await shown(page);
  assert.deepEqual([isThere, isWarning], [true, true]);
  await press(page, 'Transactions');
  await settle(page);
  requests.length = 0;
  await reload(page);
  const stats = requests.filter((url) => url.includes('/events-stats/')).map((url) => new URL(url, 'http://localhost').searchParams.get('dataset'));
  assert.equal(await named(page), 'transaction-like user');
  assert.deepEqual(stats, ['transactions']);
});

test('what fails inside the split is one plain query and a note', async () => {
  const api = (url) => (sideOf(queryOf(url)) === 'errors' ? { status: 500, json: { detail: 'Internal error' } } : { json: answer() });
  const { page } = await open(PAGE, { api });
  assert.equal(await split(page), null);
  assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
  assert.match((await shown(page)).notes.join(), /dataset could not be determined/);
});

test('a refusal quotes the query as its author wrote it', async () => {
  const bad = { ...MIXED, queries: [{ aggregates: ['count()'], conditions: '(level:error' }] };
  const api = (url) => ({ status: 400, json: { detail: `Parse error at '${queryOf(url).slice(0, 6)}'` } });
  const { page } = await open(REGISTER + tag(OWN, bad), { api });
  assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').error.message), "Parse error at '(level'");
});

test('three questions are one loading, and the first right chart stays', async () => {
  const late = {};
  const api = async (url) => {
    if (sideOf(queryOf(url)) !== 'errors') await new Promise((resolve) => { late[sideOf(queryOf(url))] = resolve; });
    return { json: answer() };
  };
  const html = `<script type="module">
    globalThis.loads = 0;
    addEventListener('events-stats-load', () => { globalThis.loads += 1; });
    import '/package/index.js';
  </script>${tag(OWN, MIXED)}`;
  const { page } = await openPage(context, html, { api });
  await page.waitForFunction(() => customElements.get('events-stats-widget'));
  const chart = () => page.evaluate(() => {
    const widget = document.querySelector('events-stats-widget');
    const layers = [...widget.shadowRoot.querySelectorAll('canvas')];
    const { x, y, width, height } = layers[0].getBoundingClientRect();
    return { state: widget.state, loads: globalThis.loads, box: [x, y, width, height], pixels: layers.map((layer) => layer.toDataURL()) };
  });
  await page.waitForFunction(() => document.querySelector('events-stats-widget').state === 'ready');
  await page.evaluate(() => document.querySelector('events-stats-widget').flush());
  const first = await chart();
  assert.equal(first.state, 'ready');
  await until(() => late.original, Boolean);
  late.original();
  await until(() => late.transactions, Boolean);
  assert.deepEqual(await chart(), first);
  late.transactions();
  await settle(page);
  assert.equal(await named(page), 'error-events forced');
  assert.deepEqual(await chart(), { ...first, loads: 1 });
});

test('it asks, shows and decides before the late piece of the module is there', async () => {
  const fresh = await context.browser().newContext();
  const { page } = await openPage(fresh, '', { api: having('errors') });
  let letThrough;
  const held = new Promise((resolve) => { letThrough = resolve; });
  await page.route('**/*_late.wasm', async (route) => { await held; await route.continue(); });
  await page.evaluate((html) => { document.body.innerHTML = html; import('/package/index.js'); }, PAGE);
  await page.waitForFunction(() => document.querySelector('events-stats-widget').split);
  assert.equal(await named(page), 'error-events inferred');
  assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
  letThrough();
  await settle(page);
  await fresh.close();
});

for (const [what, script] of Object.entries({
  'refuses its storage': "Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });",
  'has no storage': "Object.defineProperty(globalThis, 'localStorage', { value: null });",
  'has a full storage': "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
})) {
  test(`where the browser ${what}, a decision holds as long as the page`, async () => {
    const fresh = await context.browser().newContext();
    const { page, requests, problems } = await openPage(fresh, `<script>${script}</script>${PAGE}`, { api: having('errors') });
    const asked = asker(requests);
    await settle(page);
    const found = await split(page);
    assert.equal(found.dataset, 'error-events');
    assert.equal(asked().length, 2);
    await lateIsHere(page);
    await page.evaluate(() => { document.querySelector('events-stats-widget').outerHTML += ''; });
    await settle(page);
    assert.deepEqual(await split(page), found);
    await press(page, 'Transactions');
    await page.evaluate(() => { document.querySelector('events-stats-widget').outerHTML += ''; });
    await settle(page);
    assert.equal(await named(page), 'transaction-like user');
    asked();
    await reload(page);
    assert.equal(asked().length, 2);
    assert.deepEqual(problems, []);
    await fresh.close();
  });
}

test('`clearStore` forgets all decisions, and nothing of the page', async () => {
  const { page, asked } = await open(PAGE, { api: having('errors') });
  asked();
  await lateIsHere(page);
  assert.notEqual(await kept(page), '');
  await page.evaluate(async () => {
    localStorage.setItem('of-the-page', 'stays');
    const { clearStore } = await import('/package/index.js');
    await clearStore();
  });
  assert.equal(await kept(page), '');
  assert.equal(await page.evaluate(() => localStorage.getItem('of-the-page')), 'stays');
  await reload(page);
  assert.equal(asked().length, 2);
});

test('looks into the kept decisions are counted', async () => {
  const html = `<script type="module">
    globalThis.looks = [];
    addEventListener('events-stats-metric', ({ detail }) => {
      if (detail.tags.cache_name === 'decisions') globalThis.looks.push(detail.name.split('.').at(-1));
    });
    import '/package/index.js';
  </script>${tag(OWN, MIXED)}`;
  const { page } = await open(html, { api: having('errors') });
  assert.deepEqual(await page.evaluate(() => globalThis.looks), ['misses']);
  await reload(page);
  assert.deepEqual(await page.evaluate(() => globalThis.looks), ['hits']);
});
