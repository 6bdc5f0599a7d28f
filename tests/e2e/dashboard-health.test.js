/** Widgets of issues and of release health in a dashboard, in both browsers: what is asked for them, and what is shown. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser, useServer } from './harness.js';
import { answer, openPage, WIDGET } from './pages.js';

const REGISTER = '<script type="module" src="/package/dashboard.js"></script>';
const SCRIPT = '/package/dashboard-endpoints.js';
const CSP = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'">`;
const HOSTILE = '<img src=x onerror="globalThis.hurt = true">';
const query = (more = {}) => ({ name: '', conditions: '', orderby: '', aggregates: [], columns: [], fields: [], ...more });
/** @returns {any} */
const widget = (/** @type {string} */ id, more = {}) => ({ id, title: `Widget ${id}`, interval: '5m', ...more });
const ISSUES = widget('issues', { displayType: 'table', widgetType: 'issue', limit: 5, queries: [query({ fields: ['issue', 'title', 'assignee', 'events', 'lastSeen'], columns: ['issue', 'title', 'assignee', 'events', 'lastSeen'], conditions: 'is:unresolved', orderby: 'freq' })] });
const LINE = widget('line', { displayType: 'line', widgetType: 'metrics', queries: [query({ aggregates: ['crash_free_rate(session)'], fields: ['crash_free_rate(session)'] })] });
const BARS = widget('bars', { displayType: 'bar', widgetType: 'metrics', limit: 5, queries: [query({ aggregates: ['sum(session)'], columns: ['release'], fields: ['release', 'sum(session)'], orderby: '-sum(session)' })] });
const RATES = widget('rates', { displayType: 'table', widgetType: 'metrics', queries: [query({ aggregates: ['crash_free_rate(user)', 'count_crashed(session)'], columns: ['release'], fields: ['release', 'crash_free_rate(user)', 'count_crashed(session)'], orderby: '-count_crashed(session)' })] });
const NUMBER = widget('number', { displayType: 'big_number', widgetType: 'metrics', queries: [query({ aggregates: ['crash_free_rate(user)'], fields: ['crash_free_rate(user)'] })] });
const ALL = [ISSUES, LINE, BARS, RATES, NUMBER];

/** Sentry's list of groups. */
const GROUPS = [
  { id: '1', shortId: 'WEB-1', title: HOSTILE, count: '1200', userCount: 30, assignedTo: { name: 'Jane' }, lastSeen: '2026-02-05T13:05:09Z' }, { id: '2', shortId: 'WEB-2', title: 'Second', count: '40', userCount: 3, assignedTo: null, lastSeen: '2026-02-04T13:05:09Z' },
];

/** Two releases over whole hours up to now; the second one crashes more. @param {URL} url */
function sessionsOf(url) {
  const fields = url.searchParams.getAll('field');
  const groupBy = url.searchParams.getAll('groupBy');
  const hours = Number.parseInt(url.searchParams.get('interval') ?? '1', 10);
  const [start, end] = [url.searchParams.get('start'), url.searchParams.get('end')].map((time) => (time ? Date.parse(`${time}Z`) : null));
  const now = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const from = start ?? now - 24 * 3_600_000;
  const intervals = [];
  for (let time = from; time < (end ?? now + 1); time += hours * 3_600_000) intervals.push(`${new Date(time).toISOString().slice(0, 19)}Z`);
  const value = (/** @type {string} */ field, /** @type {number} */ place) => (field.includes('rate') ? 0.99 - place / 20 : 100 * (2 - place));
  const releases = groupBy.includes('release') ? ['shop@1.0', 'shop@2.0'] : [undefined];
  const groups = releases.flatMap((release, place) => (groupBy.includes('session.status') ? ['healthy', 'crashed'] : [undefined]).map((status) => {
    const own = (/** @type {string} */ field) => (status === 'crashed' ? 5 + place : value(field, place));
    return {
      by: { ...(release && { release }), ...(status && { 'session.status': status }) },
      totals: Object.fromEntries(fields.map((field) => [field, own(field)])), series: Object.fromEntries(fields.map((field) => [field, intervals.map(() => own(field))])),
    };
  }));
  return { start: intervals[0], end: intervals.at(-1), query: url.searchParams.get('query'), intervals, groups };
}

const settled = (/** @type {any} */ page) => page.evaluate(async () => {
  await customElements.whenDefined('events-stats-dashboard');
  await document.querySelector('events-stats-dashboard').settled();
});
const states = (/** @type {any} */ page) => page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.map((one) => `${one.getAttribute('widget-id')} ${one.state}`));
const cells = (/** @type {any} */ page, /** @type {string} */ id) => page.evaluate((id) => {
  const widget = document.querySelector('events-stats-dashboard').widgets.find((one) => one.getAttribute('widget-id') === id);
  return [...widget.shadowRoot.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => /** @type {HTMLElement} */ (cell).innerText.trim()));
}, id);
/** The parameters of all requests of an endpoint. @param {string[]} requests @param {string} endpoint */
const askedOf = (requests, endpoint) => requests.filter((path) => path.includes(`/${endpoint}/?`)).map((path) => new URLSearchParams(path.split('?')[1]));

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(`${browserName}: issues and release health`, () => {
    const host = useBrowser(launch);

    /** @param {any} t @param {object[]} widgets @param {{attributes?: string, prepare?: string, dashboard?: object, serve?: (path: string) => any}} [options] */
    async function open(t, widgets, { attributes = '', prepare = '', dashboard = {}, serve } = {}) {
      const server = { dashboard: { id: '7', title: 'Health', period: '24h', ...dashboard, widgets } };
      const scripts = /** @type {string[]} */ ([]);
      const opened = await openPage(host.browser, `${prepare}${REGISTER}<events-stats-dashboard org="a b" dashboard-id="7" base-url="/" timezone="UTC" locale="en-US" ${attributes}></events-stats-dashboard>`, {
        api: (url) => ({ json: url.pathname.includes('/dashboards/') ? server.dashboard : url.pathname.endsWith('/issues/') ? GROUPS : url.pathname.endsWith('/sessions/') ? sessionsOf(url) : answer() }),
        serve: (path) => { scripts.push(path); return serve?.(path); },
      });
      t.after(() => opened.page.close());
      await settled(opened.page);
      return { ...opened, server, scripts };
    }

    it('are drawn from their own endpoints, under a strict policy', async (t) => {
      const { page, problems, requests, scripts } = await open(t, ALL, { prepare: CSP });
      assert.deepEqual(await states(page), ['issues ready', 'line ready', 'bars ready', 'rates ready', 'number ready']);
      assert.deepEqual(await cells(page, 'issues'), [['WEB-1', HOSTILE, 'Jane', '1,200', 'Feb 5, 2026 1:05:09 PM UTC'], ['WEB-2', 'Second', '—', '40', 'Feb 4, 2026 1:05:09 PM UTC']]);
      assert.deepEqual(await cells(page, 'rates'), [['shop@2.0', '94%', '6'], ['shop@1.0', '99%', '5']]);
      const number = await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.at(-1).shadowRoot.textContent);
      assert.match(number, /99%/);
      const csv = await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets[2].toCsv());
      assert.match(csv, /^time,1\.0,2\.0\r\n.*,200,100\r\n/);
      assert.deepEqual(requests.filter((path) => /\/events(-stats)?\//.test(path)), [], 'events are not asked for');
      const [issues] = askedOf(requests, 'issues');
      assert.equal(issues.toString(), 'statsPeriod=24h&query=is%3Aunresolved&sort=freq&limit=5');
      assert.ok(askedOf(requests, 'sessions').every((params) => params.get('statsPeriod') === '24h' && params.get('interval') === '1h'));
      assert.equal(scripts.filter((path) => path === SCRIPT).length, 1);
      assert.ok(!(await page.evaluate(() => globalThis.hurt)));
      assert.deepEqual(problems, []);
    });

    it('their script comes with them alone, and without it they say that they cannot be shown', async (t) => {
      const { scripts } = await open(t, [{ ...WIDGET, id: '1' }, widget('2', { displayType: 'line', widgetType: 'issue', queries: [query({ aggregates: ['count()'] })] })]);
      assert.equal(scripts.includes(SCRIPT), false);
      const { page } = await open(t, [LINE], { serve: (path) => (path === SCRIPT ? { status: 404 } : undefined) });
      assert.deepEqual(await states(page), ['line error']);
    });

    it('an issue leads to Sentry where that is known, unless the page knows another', async (t) => {
      const links = (/** @type {any} */ page) => page.evaluate(() => [...document.querySelector('events-stats-dashboard').widgets[0].shadowRoot.querySelectorAll('tbody a')].map((link) => ['href', 'target', 'rel'].map((name) => link.getAttribute(name)).join(' ')));
      const { page, requests } = await open(t, [ISSUES, RATES], { attributes: 'sentry-url="https://sentry.example/app"' });
      assert.deepEqual((await links(page)).map((link) => link.split(' ')[0]), ['https://sentry.example/app/organizations/a%20b/issues/WEB-1/', 'https://sentry.example/app/organizations/a%20b/issues/WEB-2/']);
      assert.match((await links(page))[0], / _blank noopener/);
      assert.equal(requests.filter((path) => path.includes('/dashboards/')).length, 1);
      assert.deepEqual(await links((await open(t, [ISSUES])).page), []);
      const own = await open(t, [ISSUES], { attributes: 'sentry-url="https://sentry.example/app"', prepare: '<script type="module">import { configure } from "/package/index.js"; configure({ sentryUrl: "https://other.example" });</script>' });
      assert.match((await links(own.page))[0], /^https:\/\/other\.example\/organizations\//);
    });

    it('what is chosen is told under its own name, and opens no events', async (t) => {
      const { page, problems } = await open(t, [ISSUES, RATES], { attributes: 'sentry-url="https://sentry.example"' });
      await page.evaluate(() => {
        globalThis.told = [];
        document.addEventListener('events-stats-select', ({ detail }) => globalThis.told.push([detail.kind, detail.action, detail.query.dataset]));
        for (const one of document.querySelector('events-stats-dashboard').widgets) one.shadowRoot.querySelector('tbody tr td:nth-child(2)').click();
      });
      assert.deepEqual(await until(() => page.evaluate(() => globalThis.told), (told) => told.length === 2), [['row', null, 'issues'], ['row', null, 'sessions']]);
      assert.deepEqual(problems, []);
    });

    it('filters, the range, a refresh and edits are for them as for the others', async (t) => {
      const globalFilter = [{ dataset: 'metrics', value: 'environment:x' }, { dataset: 'issue', value: 'level:error' }, { dataset: 'spans', value: 'span.op:db' }];
      const { page, requests, server, problems } = await open(t, [ISSUES, LINE], { attributes: 'editable-filters="release project"', dashboard: { projects: [4], environment: ['prod'], filters: { release: ['r 1'], globalFilter } } });
      const [issues, sessions] = [askedOf(requests, 'issues')[0], askedOf(requests, 'sessions')[0]];
      assert.deepEqual([issues.get('query'), sessions.get('query')], ['(is:unresolved) release:"r 1" level:error', 'release:"r 1" environment:x']);
      assert.deepEqual([issues, sessions].map((params) => [params.get('project'), params.get('environment')]), [['4', 'prod'], ['4', 'prod']]);
      await page.evaluate(async () => {
        const element = document.querySelector('events-stats-dashboard');
        [...element.shadowRoot.querySelectorAll('.chip')].find((chip) => chip.textContent.includes('release')).click();
        await Promise.resolve();
        const form = element.shadowRoot.querySelector('.panel');
        form.querySelector('textarea').value = 'chosen';
        form.querySelector('button').click();
        await element.settled();
      });
      assert.deepEqual([askedOf(requests, 'issues').at(-1).get('query'), askedOf(requests, 'sessions').at(-1).get('query')], ['(is:unresolved) release:"chosen" level:error', 'release:"chosen" environment:x']);
      await page.evaluate(async () => {
        const element = document.querySelector('events-stats-dashboard');
        element.setAttribute('stats-period', '7d');
        await element.settled();
      });
      await until(() => [askedOf(requests, 'issues').at(-1).get('statsPeriod'), askedOf(requests, 'sessions').at(-1).get('statsPeriod')], (periods) => periods.every((period) => period === '7d'));
      const before = askedOf(requests, 'sessions').length;
      await page.evaluate(() => document.querySelector('events-stats-dashboard').refresh());
      assert.ok(askedOf(requests, 'sessions').length > before);
      await page.evaluate(() => { globalThis.first = document.querySelector('events-stats-dashboard').widgets[0]; });
      server.dashboard.widgets = [{ ...ISSUES, queries: [query({ ...ISSUES.queries[0], conditions: 'is:resolved' })] }, LINE];
      await page.evaluate(() => document.querySelector('events-stats-dashboard').refresh());
      await until(() => askedOf(requests, 'issues').at(-1).get('query'), (text) => text === '(is:resolved) release:"chosen" level:error');
      assert.ok(await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets[0] === globalThis.first));
      assert.deepEqual(problems, []);
    });

    it('release health is compared with an earlier period, group by group; a list of issues is not', async (t) => {
      const { page, requests, problems } = await open(t, [ISSUES, LINE, BARS, RATES], { attributes: 'compare="1w"' });
      assert.deepEqual(await states(page), ['issues ready', 'line ready', 'bars ready', 'rates ready']);
      const earlier = askedOf(requests, 'sessions').filter((params) => params.has('start'));
      assert.ok(earlier.length >= 3, `${earlier.length} requests for the earlier period`);
      assert.ok(earlier.every((params) => params.get('query') === ''), 'groups are picked from the answer');
      assert.equal(askedOf(requests, 'issues').length, 1);
      const read = () => page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.map((one) => one.shadowRoot.querySelector('.widget').innerText));
      // What a comparison is drawn by comes with the late piece of the module.
      const texts = await until(read, (all) => all.slice(1).every((text) => text.includes('1 week earlier')));
      assert.doesNotMatch(texts[0], /1 week earlier/);
      assert.deepEqual(problems, []);
    });

    it('a refusal is in the server\'s words', async (t) => {
      const detail = 'Cannot group field crash_rate(user) by session.status';
      const opened = await openPage(host.browser, `${REGISTER}<events-stats-dashboard org="demo" dashboard-id="7" base-url="/"></events-stats-dashboard>`, {
        api: ({ pathname }) => (pathname.includes('/dashboards/') ? { json: { id: '7', title: 'x', widgets: [LINE] } } : { status: 400, json: { detail } }),
      });
      t.after(() => opened.page.close());
      await settled(opened.page);
      const error = await opened.page.evaluate(() => document.querySelector('events-stats-dashboard').widgets[0].error);
      assert.equal(error.status, 400);
      assert.ok(error.message.includes(detail), error.message);
    });
  });
}

describe('release health and issues of the demo', () => {
  const server = useServer();
  const host = useBrowser(Object.values(BROWSERS)[0]);

  it('are all drawn, and agree with each other', async (t) => {
    const page = await host.browser.newPage();
    t.after(() => page.close());
    await page.goto(server.url);
    assert.equal(await page.locator('a[href^="/embed/demo/3"]').textContent(), 'release health and issues');
    await page.goto(`${server.url}embed/demo/3?refresh=0&controls=1`);
    await settled(page);
    assert.deepEqual((await states(page)).map((/** @type {string} */ state) => state.split(' ')[1]), ['ready', 'ready', 'ready', 'ready', 'ready', 'ready']);
    const releases = await cells(page, '34');
    assert.ok(releases.length > 0 && releases.every(([release, , , rate]) => release.startsWith('shop@4.') && /^9\d(\.\d+)?%$/.test(rate)), JSON.stringify(releases));
    const issues = await cells(page, '35');
    assert.equal(issues.length, 8);
    const events = issues.map((row) => Number(row[3].replace(',', '')));
    assert.deepEqual(events, [...events].sort((a, b) => b - a));
  });
});
