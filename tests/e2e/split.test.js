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
/** The database is written behind the chart's back. */
const kept = (page, count = 1) => page.waitForFunction((wanted) => new Promise((resolve) => {
  const opening = indexedDB.open('events-stats-widget');
  opening.onsuccess = () => {
    const all = opening.result.transaction('decisions').objectStore('decisions').count();
    all.onsuccess = () => { opening.result.close(); resolve(all.result === wanted); };
  };
}), count);
/** All that is kept, as text. */
const decisions = (page) => page.evaluate(() => new Promise((resolve) => {
  const opening = indexedDB.open('events-stats-widget');
  opening.onsuccess = () => {
    const all = opening.result.transaction('decisions').objectStore('decisions').getAll();
    all.onsuccess = () => { opening.result.close(); resolve(JSON.stringify(all.result)); };
  };
}));
/** Does what decides otherwise, and waits until that is kept in place of the decision before. */
async function decidingAnew(page, work) {
  const before = await decisions(page);
  await work();
  await until(() => decisions(page), (now) => now !== before);
}
async function reload(page) {
  await page.reload();
  await settle(page);
}
/** Nobody waits for a database that is slow to answer, as on a busy machine: some other load is quicker. */
async function loadAskingOnce(page, asked, load = () => reload(page)) {
  const first = asked();
  if (first.length === 1) return first;
  return until(async () => {
    await load();
    return asked();
  }, (queries) => queries.length === 1);
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
  await kept(page);

  assert.deepEqual(await loadAskingOnce(page, asked), [ERRORS]);
  const { decidedAt, ...facts } = (await split(page)).evidence;
  assert.deepEqual({ ...facts, decidedAt: evidence.decidedAt }, evidence);
  assert.ok(decidedAt >= evidence.decidedAt);

  const tab = await context.newPage();
  await tab.goto(page.url());
  await settle(tab);
  assert.deepEqual(await loadAskingOnce(tab, asked), [ERRORS]);
  assert.equal(await named(tab), 'error-events forced');
});

test('a forced side warns in Sentry\'s words; the viewer\'s own choice replaces it, here and at the next load', async () => {
  const { page, asked } = await open(PAGE, { api: having('errors', 'original', 'transactions') });
  const before = await shown(page);
  assert.deepEqual([before.isThere, before.label, before.isWarning], [true, 'Errors', true]);
  assert.ok(before.reason.includes(WARNING));
  asked();
  await kept(page);
  await decidingAnew(page, () => press(page, 'Transactions'));
  await settle(page);
  assert.deepEqual(asked(), [], 'finding out has asked it a moment ago');
  assert.equal(await named(page), 'transaction-like user');
  assert.equal((await shown(page)).isWarning, false);
  assert.deepEqual(await loadAskingOnce(page, asked), [TRANSACTIONS]);
  assert.equal(await named(page), 'transaction-like user');
});

test('asked anew, by the viewer and by the host, it is found out again and kept', async () => {
  let sides = ['errors'];
  const { page, asked } = await open(PAGE, { api: (url) => having(...sides)(url) });
  assert.equal(await named(page), 'error-events inferred');
  assert.deepEqual(asked(), [ERRORS, 'a:1']);
  sides = ['original'];
  await kept(page);
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
  assert.deepEqual(await loadAskingOnce(page, asked), [ERRORS]);
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
  await kept(page);
  await page.evaluate((config) => { document.querySelector('events-stats-widget').config = config; },
    { ...MIXED, queries: [{ aggregates: ['count()'], conditions: 'a:2' }] });
  await settle(page);
  assert.equal(asked().length, 2);
});

test('the host\'s own type stands, and is not asked for', async () => {
  const { page, asked } = await open(PAGE, { api: having('errors') });
  asked();
  await kept(page);
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
  await kept(page);
  const stats = await until(async () => {
    requests.length = 0;
    await reload(page);
    return requests.filter((url) => url.includes('/events-stats/')).map((url) => new URL(url, 'http://localhost').searchParams.get('dataset'));
  }, (datasets) => datasets.join() === 'transactions');
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

test('a database that hangs delays the first request by its patience at most', async () => {
  const html = `<script>
    const open = IDBFactory.prototype.open;
    globalThis.isWaiting = globalThis.isOver = false;
    IDBFactory.prototype.open = function (...given) {
      const request = open.apply(this, given);
      // It opens, and then answers nothing.
      IDBObjectStore.prototype.get = function () {
        if (!globalThis.isWaiting) setTimeout(() => { globalThis.isOver = true; }, 400);
        globalThis.isWaiting = true;
        return {};
      };
      return request;
    };
    const ask = globalThis.fetch;
    globalThis.fetch = (url, init) => {
      // Timers of one page come in the order of their times, however slow it is.
      if (String(url).includes('events-stats/')) globalThis.asked ??= [globalThis.isWaiting, globalThis.isOver];
      return ask(url, init);
    };
  </script>${PAGE.replace(REGISTER, `<script type="module">
    import { defineElement, renderSvg } from '/package/element.js';
    // What reads the database is here before the widget.
    await renderSvg({ displayType: 'line', queries: [{ aggregates: ['count()'] }] }, { data: [] });
    defineElement();
  </script>`)}`;
  const { page } = await open(html, { api: having('errors') });
  assert.deepEqual(await page.evaluate(() => globalThis.asked), [true, false], 'while the database hangs, and before 400 ms are over');
  assert.equal(await named(page), 'error-events inferred');
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
  await kept(page);
  // Nobody waits for a database that is slow to answer: some other load is quicker.
  const looks = await until(async () => {
    await reload(page);
    return page.evaluate(() => globalThis.looks);
  }, (found) => found.join() === 'hits');
  assert.deepEqual(looks, ['hits']);
});
