/** A whole dashboard by one tag, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, launchChromium, openPage as openCounted, until, useBrowser } from './harness.js';
import { answer, fileOf, openPage, startSite, WIDGET } from './pages.js';

const REGISTER = '<script type="module" src="/package/dashboard.js"></script>';
const HOSTILE = '<img src=x onerror="globalThis.hurt = true">';

/** @param {string} id @param {object} [more] */
const widget = (id, more = {}) => ({ ...WIDGET, id, title: `Widget ${id}`, ...more });
/** @param {number} x @param {number} y @param {number} w @param {number} h */
const at = (x, y, w, h) => ({ layout: { x, y, w, h } });
const DASHBOARD = {
  id: '7', title: HOSTILE, period: '24h', projects: [1, 2], environment: ['prod'], filters: { release: ['a', 'b'], globalFilter: [{ tag: { key: 'x' }, value: HOSTILE }] },
  widgets: [widget('c', at(4, 2, 2, 2)), widget('b', at(4, 0, 2, 2)), widget('new'), widget('a', at(0, 0, 4, 4)), { title: 'nobody can name it' }],
};

/** @param {Record<string, string>} attributes */
const tag = (attributes) => `<events-stats-dashboard${Object.entries({ org: 'demo', 'dashboard-id': '7', 'base-url': '/', ...attributes }).map(([name, value]) => ` ${name}="${value}"`).join('')}></events-stats-dashboard>`;

const dashboardOf = (/** @type {URL} */ { pathname }) => /\/dashboards\/([^/]+)\/$/.exec(pathname)?.[1];

const settled = (/** @type {any} */ page) => page.evaluate(async () => {
  await customElements.whenDefined('events-stats-dashboard');
  await document.querySelector('events-stats-dashboard').settled();
});
const inPage = {
  widgets: () => document.querySelector('events-stats-dashboard').widgets.map((element) => element.getAttribute('widget-id')),
  states: () => document.querySelector('events-stats-dashboard').widgets.map((element) => element.state),
  text: () => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.message:not([hidden])')?.innerText ?? null,
};

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(`${browserName}: <events-stats-dashboard>`, () => {
    const host = useBrowser(launch);

    /** @param {any} t @param {Record<string, string>} [attributes] */
    async function open(t, attributes = {}, dashboards = /** @type {Record<string, any>} */ ({ 7: structuredClone(DASHBOARD) }), prepare = '') {
      const server = { dashboards, fails: /** @type {any} */ (null) };
      const api = (/** @type {URL} */ url) => {
        const id = dashboardOf(url);
        if (!id) return { json: answer() };
        return server.fails ?? (server.dashboards[id] ? { json: server.dashboards[id] } : { status: 404, json: { detail: 'The requested resource does not exist' } });
      };
      const opened = await openPage(host.browser, prepare + REGISTER + tag(attributes), { api });
      t.after(() => opened.page.close());
      await settled(opened.page);
      return { ...opened, server };
    }

    it('shows the widgets in Sentry\'s grid, read from top to bottom and from left to right', async (t) => {
      const { page, problems } = await open(t);
      await page.evaluate(() => { document.querySelector('events-stats-dashboard').style.width = '1200px'; });
      assert.deepEqual(await page.evaluate(inPage.widgets), ['a', 'b', 'c', 'new']);
      assert.deepEqual(await page.evaluate(inPage.states), ['ready', 'ready', 'ready', 'ready']);
      const boxes = await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { left, top, right, bottom };
      }));
      const [a, b, c, added] = boxes;
      assert.ok(a.right < b.left && a.top === b.top && b.bottom < c.top && a.bottom === c.bottom, JSON.stringify(boxes));
      assert.ok(Math.abs((a.right - a.left) / (b.right - b.left) - 2) < 0.1, 'four columns are twice as wide as two');
      assert.ok(added.top > a.bottom, 'what has no place comes after those that have');
      await page.evaluate(() => { document.querySelector('events-stats-dashboard').style.width = '500px'; });
      const lefts = await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.map((element) => element.getBoundingClientRect().left));
      assert.equal(new Set(lefts).size, 1, 'one column where it is narrow');
      assert.deepEqual(problems, []);
    });

    it('one widget alone has the height of one, or what room the element has, however narrow', async (t) => {
      const { page, problems } = await open(t, { 'widget-id': 'b', kiosk: '' });
      const boxOf = (/** @type {string} */ style) => page.evaluate(async (style) => {
        const dashboard = document.querySelector('events-stats-dashboard');
        dashboard.style.cssText = style;
        const { width, height } = dashboard.widgets[0].getBoundingClientRect();
        return [dashboard.widgets.length, width, height, dashboard.getBoundingClientRect().height];
      }, style);
      assert.deepEqual(await page.evaluate(inPage.widgets), ['b']);
      for (const width of [300, 1000]) {
        assert.deepEqual(await boxOf(`width: ${width}px`), [1, width, 300, 300]);
        assert.deepEqual(await boxOf(`width: ${width}px; height: 150px`), [1, width, 150, 150]);
        assert.deepEqual(await boxOf(`width: ${width}px; height: 640px`), [1, width, 640, 640]);
      }
      assert.deepEqual(problems, []);
    });

    it('says its title and what it is filtered by, as text', async (t) => {
      const { page } = await open(t);
      const said = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector('events-stats-dashboard');
        return [shadowRoot.querySelector('.title').textContent, [...shadowRoot.querySelectorAll('.filters li')].map((item) => item.textContent), shadowRoot.querySelectorAll('img').length, globalThis.hurt];
      });
      assert.deepEqual(said.slice(0, 3), [HOSTILE, ['project 1, 2', 'environment prod', 'release a, b', HOSTILE], 0]);
      assert.ok(!said[3]);
    });

    it('one range is for all: the dashboard\'s own, the one that is chosen, dates of the page', async (t) => {
      const { page, requests } = await open(t);
      const periods = () => new Set(requests.splice(0).filter((path) => path.includes('/events-stats/')).map((path) => new URLSearchParams(path.split('?')[1]).get('statsPeriod') ?? 'dates'));
      const select = () => page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('select').selectedOptions[0].text);
      // A range of whole buckets is asked for by its dates.
      periods();
      assert.equal(await select(), '24 hours (saved)');
      await page.evaluate(() => {
        const element = document.querySelector('events-stats-dashboard');
        globalThis.told = [];
        element.addEventListener('events-stats-range', ({ target, detail }) => { if (target === element) globalThis.told.push(detail.statsPeriod); });
        const box = element.shadowRoot.querySelector('select');
        box.value = '7d';
        box.dispatchEvent(new Event('change'));
      });
      await settled(page);
      assert.equal(await select(), '7 days');
      assert.deepEqual(await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.map((element) => element.getAttribute('stats-period'))), ['7d', '7d', '7d', '7d']);
      assert.ok((await page.evaluate(() => globalThis.told)).includes('7d'));
      assert.ok(periods().size > 0, 'they asked anew');
      await page.evaluate(() => {
        const element = document.querySelector('events-stats-dashboard');
        element.removeAttribute('stats-period');
        element.setAttribute('start', '2026-01-01T00:00:00Z');
        element.setAttribute('end', '2026-01-02T00:00:00Z');
      });
      await settled(page);
      assert.equal(await select(), 'Fixed dates');
      assert.deepEqual(await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.map((element) => element.getAttribute('start'))), Array(4).fill('2026-01-01T00:00:00Z'));
    });

    it('the range that a viewer chose is in the address, and a reload comes back to it', async (t) => {
      const { page } = await open(t, { 'in-address': '' });
      const choose = (/** @type {string} */ period) => page.evaluate((period) => {
        const box = document.querySelector('events-stats-dashboard').shadowRoot.querySelector('select');
        box.value = period;
        box.dispatchEvent(new Event('change'));
        return location.search;
      }, period);
      assert.equal(await choose('30d'), '?statsPeriod=30d');
      await page.reload();
      await settled(page);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets[0].getAttribute('stats-period')), '30d');
      assert.equal(await choose(''), '');
      await page.evaluate(() => history.replaceState(null, '', '?statsPeriod=%3Cimg%3E'));
      await page.reload();
      await settled(page);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-dashboard').hasAttribute('stats-period')), false, 'what is no range is none');
    });

    it('widgets of one dashboard are one group, and two dashboards are two', async (t) => {
      const { page } = await open(t);
      const groups = await page.evaluate(async () => {
        const first = document.querySelector('events-stats-dashboard');
        const second = first.cloneNode();
        document.body.append(second);
        await second.settled();
        return [first, second].map((element) => [...new Set(element.widgets.map((one) => one.getAttribute('group')))]);
      });
      assert.deepEqual(groups.map((of) => of.length), [1, 1]);
      assert.notEqual(groups[0][0], groups[1][0]);
    });

    it('follows an edit, and what stays is the same element', async (t) => {
      const { page, server } = await open(t);
      await page.evaluate(() => { globalThis.first = document.querySelector('events-stats-dashboard').widgets; });
      server.dashboards[7].title = 'Edited';
      server.dashboards[7].widgets = [widget('b', at(0, 0, 2, 2)), widget('more', at(2, 0, 2, 2)), widget('a', at(0, 2, 6, 2))];
      await page.evaluate(() => document.querySelector('events-stats-dashboard').refresh());
      assert.deepEqual(await page.evaluate(inPage.widgets), ['b', 'more', 'a']);
      assert.deepEqual(await page.evaluate(() => {
        const { widgets, shadowRoot } = document.querySelector('events-stats-dashboard');
        return [widgets.map((element) => globalThis.first.indexOf(element)), shadowRoot.querySelector('.title').textContent];
      }), [[1, -1, 0], 'Edited']);
    });

    it('says in words why there is none, and tries again when asked', async (t) => {
      const { page, server } = await open(t, {}, {});
      /** @type {Array<[answer: any, words: RegExp, code: string]>} */
      const cases = [
        [{ status: 401, json: { detail: 'Authentication credentials were not provided.' } }, /You are not signed in: Authentication credentials/, 'unauthorized'],
        [{ status: 403, json: { detail: HOSTILE } }, /Permission denied: <img src=x/, 'forbidden'],
        [{ status: 404, json: { detail: 'Gone' } }, /Not found: Gone/, 'not_found'],
        [{ status: 400, json: { detail: 'No' } }, /The server rejected the request: No/, 'bad_request'],
        [{ status: 429, json: 'slow' }, /Too many requests\./, 'rate_limited'],
        [{ status: 409, json: {} }, /status 409\./, 'http'],
        [{ status: 502, body: '<html>', contentType: 'text/html' }, /status 502\./, 'server'],
        [{ body: '<!doctype html>', contentType: 'text/html' }, /Expected a dashboard in JSON, found an HTML page/, 'decode'],
        [{ json: {} }, /Expected a dashboard with `widgets`/, 'decode'],
        [{ isCut: true }, /No response from the server/, 'network'],
      ];
      assert.match(await page.evaluate(inPage.text), /This dashboard cannot be shown\s+Not found: The requested resource does not exist\s+Retry/);
      for (const [fails, words, code] of cases) {
        server.fails = fails;
        await page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.message button').click());
        await settled(page);
        assert.match(await page.evaluate(inPage.text), words);
        assert.equal(await page.evaluate(() => document.querySelector('events-stats-dashboard').error.code), code);
      }
      server.fails = null;
      server.dashboards[7] = { id: '7', title: 'None', widgets: [] };
      await page.evaluate(() => document.querySelector('events-stats-dashboard').refresh());
      assert.equal(await page.evaluate(inPage.text), 'This dashboard has no widgets.');
      assert.ok(!(await page.evaluate(() => globalThis.hurt)));
    });

    it('what is shown stays where the dashboard cannot be read again', async (t) => {
      const { page, server } = await open(t);
      server.fails = { status: 503, json: { detail: 'down' } };
      await page.evaluate(() => document.querySelector('events-stats-dashboard').refresh());
      assert.deepEqual(await page.evaluate(inPage.widgets), ['a', 'b', 'c', 'new']);
      const { state, error } = await page.evaluate(() => {
        const { state, error } = document.querySelector('events-stats-dashboard');
        return { state, error };
      });
      assert.deepEqual([state, error.status], ['ready', 503]);
    });

    it('wrong attributes are named', async (t) => {
      const { page } = await open(t, { 'dashboard-id': '' });
      const saysAfter = async (/** @type {Record<string, string>} */ attributes) => {
        await page.evaluate((attributes) => {
          for (const [name, value] of Object.entries(attributes)) document.querySelector('events-stats-dashboard').setAttribute(name, value);
        }, attributes);
        await settled(page);
        return page.evaluate(inPage.text);
      };
      assert.match(await page.evaluate(inPage.text), /`dashboard-id`: expected the id of a dashboard, found nothing/);
      assert.match(await saysAfter({ 'dashboard-id': '7', org: ' ' }), /`org`: expected an organization's slug or id, found nothing/);
      assert.match(await saysAfter({ org: 'demo', 'base-url': 'http://[' }), /`base-url`: expected a URL, found `http:\/\/\[`/);
      const secret = await saysAfter({ 'base-url': 'https://ann:secret@sentry.example/' });
      assert.match(secret, /without user name and password/);
      assert.ok(!secret.includes('secret@'));
      assert.equal(await saysAfter({ 'base-url': '/' }), null);
    });

    it('a page\'s options serve it, whenever they are given', async (t) => {
      const { page } = await open(t, { org: '', 'base-url': '' });
      assert.match(await page.evaluate(inPage.text), /`org`/);
      await page.evaluate(async () => {
        const { configure } = await import('/package/index.js');
        configure({ org: 'demo', baseUrl: '/' });
      });
      await settled(page);
      assert.deepEqual(await page.evaluate(inPage.widgets), ['a', 'b', 'c', 'new']);
    });

    it('the `fetch` of a page asks the origins that it was given for, and the element\'s own asks all', async (t) => {
      const other = await startSite((url) => ({ json: dashboardOf(url) ? DASHBOARD : answer(), headers: { 'access-control-allow-origin': '*' } }));
      t.after(() => other.stop());
      const { page } = await open(t);
      const asked = await page.evaluate(async (origin) => {
        const { configure } = await import('/package/index.js');
        const names = [];
        const by = (name) => (url, init) => {
          if (url.includes('/dashboards/')) names.push(name);
          return fetch(url, init);
        };
        const element = document.querySelector('events-stats-dashboard');
        const took = async (change) => {
          change();
          await element.settled();
          return names.splice(0).includes('page') ? 'page' : 'others';
        };
        return [
          await took(() => configure({ fetch: by('page') })),
          await took(() => element.setAttribute('base-url', origin)),
          await took(() => configure({ fetchOrigins: [origin] })),
          await took(() => { element.fetch = by('own'); }),
        ];
      }, other.origin);
      assert.deepEqual(asked, ['page', 'others', 'page', 'others']);
    });

    it('moves within the document, and ends when it is taken out', async (t) => {
      const { page } = await open(t);
      const steps = await page.evaluate(async () => {
        const element = document.querySelector('events-stats-dashboard');
        const [first] = element.widgets;
        const box = document.createElement('div');
        document.body.append(box);
        box.append(element);
        await element.settled();
        const isSame = element.widgets[0] === first;
        element.remove();
        await Promise.resolve();
        const gone = [element.state, element.widgets.length];
        document.body.append(element);
        await element.settled();
        return [isSame, gone, element.state, element.widgets.length];
      });
      assert.deepEqual(steps, [true, ['idle', 0], 'ready', 4]);
    });
  });
}

describe('Chromium: dashboards in rotation', () => {
  const host = useBrowser(launchChromium);

  /** @param {any} t @param {Record<string, string>} attributes */
  async function open(t, attributes) {
    const fails = new Set(/** @type {string[]} */ ([]));
    const html = `<!doctype html>${REGISTER}${tag(attributes)}`;
    const { page, close } = await openCounted(host.browser);
    t.after(close);
    const opened = await startSite(async (url) => {
      const id = dashboardOf(url);
      if (id) return fails.has(id) ? { status: 503, json: {} } : { json: { id, title: `Number ${id}`, widgets: [widget('a')] } };
      if (url.pathname.startsWith('/api/')) return { json: answer() };
      return fileOf(url.pathname, html);
    });
    t.after(() => opened.stop());
    await page.clock.install();
    await page.goto(opened.origin);
    await settled(page);
    const title = () => page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.head:not([hidden]) .title')?.textContent ?? null);
    const button = (/** @type {string} */ name) => page.getByRole('button', { name });
    return { page, fails, title, button };
  }

  it('each has its time, and a pause holds', async (t) => {
    const { page, title, button } = await open(t, { 'dashboard-id': '1, 2,3', rotate: '20' });
    assert.equal(await title(), 'Number 1');
    for (const next of ['Number 2', 'Number 3', 'Number 1']) {
      await page.clock.fastForward(20_000);
      assert.equal(await until(title, (now) => now === next), next);
    }
    await button('Pause rotation').click();
    await page.clock.fastForward(200_000);
    assert.equal(await title(), 'Number 1');
    await button('Next dashboard').click();
    assert.equal(await until(title, (now) => now === 'Number 2'), 'Number 2');
    await button('Resume rotation').click();
    // A person was at it a moment ago.
    await page.clock.fastForward(20_000);
    assert.equal(await title(), 'Number 2');
    await page.clock.fastForward(30_000);
    assert.equal(await until(title, (now) => now === 'Number 3'), 'Number 3');
  });

  it('one that cannot be read has its turn, and the others go on', async (t) => {
    const { page, fails, title } = await open(t, { 'dashboard-id': '1,2', rotate: '20', kiosk: '' });
    fails.add('2');
    const state = () => page.evaluate(() => document.querySelector('events-stats-dashboard').state);
    await page.clock.fastForward(20_000);
    assert.equal(await until(state, (now) => now === 'error'), 'error');
    await page.clock.fastForward(20_000);
    assert.equal(await until(state, (now) => now === 'ready'), 'ready');
    assert.equal(await title(), 'Number 1');
  });

  it('an answer that failed is asked for again by itself, later each time', async (t) => {
    const { page, fails } = await open(t, { 'dashboard-id': '1' });
    fails.add('1');
    const error = () => page.evaluate(() => document.querySelector('events-stats-dashboard').error?.status ?? null);
    await page.clock.fastForward(301_000);
    assert.equal(await until(error, (status) => status === 503), 503);
    fails.clear();
    await page.clock.fastForward(6_000);
    assert.equal(await until(error, (status) => status === null), null);
  });
});
