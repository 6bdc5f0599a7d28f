/** A dashboard's filters as a viewer changes them, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { answer, openPage, WIDGET } from './pages.js';

const REGISTER = '<script type="module" src="/package/dashboard.js"></script>';
const HOSTILE = '<img src=x onerror="globalThis.hurt = true">';
const ALL = 'project environment release filter';
const widget = (/** @type {string} */ id, more = {}) => ({ ...WIDGET, id, title: `Widget ${id}`, ...more });
const DASHBOARD = {
  id: '7', title: 'Filtered', period: '24h', projects: [2], environment: ['prod'],
  filters: { release: ['a', 'b'], other: ['x'], globalFilter: [{ dataset: 'error-events', tag: { key: 'level' }, value: 'level:error' }, { dataset: 'spans', value: 'span.op:db' }] },
  widgets: [widget('1'), widget('2', { widgetType: 'spans', queries: [{ aggregates: ['count(span.duration)'], conditions: '' }] })],
};
const LISTS = {
  projects: [{ id: '1', slug: 'web' }, { id: '2', slug: HOSTILE }, { id: '3', slug: 'api' }],
  environments: [{ id: '1', name: 'prod' }, { id: '2', name: 'dev' }, { id: '3', name: '' }],
};

/** @param {Record<string, string>} attributes */
const tag = (attributes) => `<events-stats-dashboard${Object.entries({ org: 'demo', 'dashboard-id': '7', 'base-url': '/', 'editable-filters': ALL, ...attributes }).map(([name, value]) => ` ${name}="${value}"`).join('')}></events-stats-dashboard>`;

const settled = (/** @type {any} */ page) => page.evaluate(async () => {
  await customElements.whenDefined('events-stats-dashboard');
  await document.querySelector('events-stats-dashboard').settled();
});

/** Runs in the page. */
const inPage = {
  filters: () => [...document.querySelector('events-stats-dashboard').shadowRoot.querySelectorAll('.filters > li:not([hidden])')].map((item) => item.textContent),
  panel: () => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.panel')?.innerText ?? null,
  focus: () => document.querySelector('events-stats-dashboard').shadowRoot.activeElement?.textContent ?? null,
};

/** Opens a panel by its name; resolves when it is filled. */
async function open(/** @type {any} */ page, /** @type {string} */ name) {
  await page.evaluate((name) => {
    const { shadowRoot } = document.querySelector('events-stats-dashboard');
    [...shadowRoot.querySelectorAll('.chip')].find((chip) => chip.textContent.startsWith(name)).click();
  }, name);
  await until(() => page.evaluate(inPage.panel), (text) => text !== null && !text.includes('Loading'));
}

/** What is checked, or written, and applied. */
async function apply(/** @type {any} */ page, /** @type {string[]} */ values) {
  await page.evaluate((values) => {
    const form = document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.panel');
    for (const input of form.querySelectorAll('input')) input.checked = values.includes(input.value);
    const field = form.querySelector('textarea');
    if (field) field.value = values.join('\n');
    form.querySelector('button').click();
  }, values);
  await settled(page);
}

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(`${browserName}: a dashboard's filters`, () => {
    const host = useBrowser(launch);

    /** @param {any} t @param {Record<string, string>} [attributes] @param {{path?: string}} [options] */
    async function start(t, attributes = {}, options = {}) {
      const server = { dashboard: structuredClone(DASHBOARD), lists: /** @type {Record<string, any>} */ ({ ...LISTS }), fails: /** @type {any} */ (null) };
      const api = (/** @type {URL} */ { pathname }) => {
        if (pathname.includes('/dashboards/')) return { json: server.dashboard };
        const list = server.lists[/\/(projects|environments)\/$/.exec(pathname)?.[1] ?? ''];
        if (list) return Array.isArray(list) ? { json: list } : list;
        return server.fails ?? { json: answer() };
      };
      const opened = await openPage(host.browser, REGISTER + tag(attributes), { api, ...options });
      t.after(() => opened.page.close());
      await settled(opened.page);
      /** What a widget of errors has asked last, by parameter. */
      const asked = () => {
        const found = opened.requests.splice(0).filter((path) => path.includes('/events-stats/')).map((path) => new URLSearchParams(path.split('?')[1])).filter((params) => params.get('dataset') === 'errors');
        const last = found.at(-1);
        return last && { project: last.getAll('project'), environment: last.getAll('environment'), query: last.get('query') };
      };
      return { ...opened, server, asked };
    }

    it('are shown, and nothing is asked for them, where the page lets nobody change them', async (t) => {
      const { page, requests } = await start(t, { 'editable-filters': '' });
      assert.deepEqual(await page.evaluate(inPage.filters), ['project 2', 'environment prod', 'release a, b', 'other x', 'level:error', 'span.op:db']);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelectorAll('.filters button').length), 0);
      assert.deepEqual(requests.filter((path) => /projects|environments/.test(path)), []);
    });

    it('of environments and projects are chosen among those that the server names, and all widgets follow', async (t) => {
      const { page, asked, problems } = await start(t);
      assert.deepEqual(await until(() => page.evaluate(inPage.filters), (all) => all[0].includes('<')), [`project ${HOSTILE}`, 'environment prod', 'release a, b', 'other x', 'filter level:error, span.op:db']);
      assert.deepEqual(asked(), { project: ['2'], environment: ['prod'], query: 'release:["a","b"] other:"x" level:error' });
      await open(page, 'environment');
      assert.match(await page.evaluate(inPage.panel), /^dev\s+prod\s+None checked: all\s+Apply$/);
      await apply(page, ['dev']);
      assert.deepEqual(asked()?.environment, ['dev']);
      await open(page, 'project');
      await apply(page, ['1', '3']);
      assert.deepEqual(asked()?.project.sort(), ['1', '3']);
      await open(page, 'environment');
      await apply(page, []);
      assert.deepEqual(asked(), { project: ['3', '1'], environment: [], query: 'release:["a","b"] other:"x" level:error' }, 'none checked is all');
      assert.deepEqual((await page.evaluate(inPage.filters)).slice(0, 2), ['project api, web', 'environment all']);
      assert.ok(!(await page.evaluate(() => globalThis.hurt)));
      assert.deepEqual(problems, []);
    });

    it('of releases and searches are text; a search stays with its data set, and the server says what is wrong with it', async (t) => {
      const { page, server, asked, requests } = await start(t);
      await open(page, 'release');
      await apply(page, ['a "b"']);
      assert.equal(asked()?.query, String.raw`release:"a \"b\"" other:"x" level:error`);
      await open(page, 'filter');
      await apply(page, ['level:fatal', 'span.op:http', 'user.id:7']);
      const [errors, spans] = await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets.map((element) => element.state));
      assert.deepEqual([errors, spans], ['ready', 'ready']);
      const spansAsked = requests.some((path) => new URLSearchParams(path.split('?')[1]).get('query')?.endsWith('other:"x" span.op:http user.id:7'));
      assert.ok(spansAsked, 'those of spans have theirs');
      assert.equal(asked()?.query, String.raw`release:"a \"b\"" other:"x" level:fatal user.id:7`);
      await open(page, 'filter');
      server.fails = { status: 400, json: { detail: 'Error parsing search query' } };
      await apply(page, ['level:"']);
      const { code, message } = await page.evaluate(() => document.querySelector('events-stats-dashboard').widgets[0].error);
      assert.deepEqual([code, message.includes('Error parsing search query')], ['bad_request', true]);
    });

    it('come back to the dashboard\'s own by one press, and an own one that is chosen is no choice', async (t) => {
      const { page, asked } = await start(t);
      await page.evaluate(() => {
        globalThis.told = [];
        document.querySelector('events-stats-dashboard').addEventListener('events-stats-filters', (event) => globalThis.told.push(/** @type {any} */ (event).detail));
      });
      await open(page, 'environment');
      await apply(page, ['dev']);
      assert.equal((await page.evaluate(inPage.filters)).at(-1), 'Saved filters');
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelectorAll('.chosen').length), 1);
      asked();
      await page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.reset button').click());
      await settled(page);
      assert.equal((await page.evaluate(inPage.filters)).includes('Saved filters'), false);
      assert.match(await page.evaluate(inPage.focus), /^project/, 'the keyboard is still in the bar');
      await open(page, 'environment');
      await apply(page, ['dev']);
      await open(page, 'environment');
      await apply(page, ['prod']);
      assert.equal((await page.evaluate(inPage.filters)).includes('Saved filters'), false);
      const told = await page.evaluate(() => globalThis.told);
      assert.deepEqual(told.map(({ environment }) => environment), [['dev'], ['prod'], ['dev'], ['prod']]);
      assert.deepEqual(told[0], { project: ['2'], environment: ['dev'], release: ['a', 'b'], filter: ['level:error', 'span.op:db'] });
    });

    it('win over the element\'s attributes while they are chosen', async (t) => {
      const { page, asked } = await start(t, { environment: 'stage', project: '9' });
      assert.deepEqual(asked(), { project: ['9'], environment: ['stage'], query: 'release:["a","b"] other:"x" level:error' });
      await open(page, 'environment');
      assert.match(await page.evaluate(inPage.panel), /stage/, 'what is in force can be kept');
      await apply(page, []);
      assert.deepEqual([asked()?.environment, await page.evaluate(() => document.querySelector('events-stats-dashboard').getAttribute('environment'))], [[], 'stage']);
    });

    it('are kept in the address on wish, and a reload comes back to them', async (t) => {
      const { page, asked } = await start(t, { 'in-address': '' });
      await open(page, 'project');
      await apply(page, ['1', '3']);
      await open(page, 'environment');
      await apply(page, []);
      await open(page, 'release');
      await apply(page, ['c']);
      await open(page, 'filter');
      await apply(page, ['level:info']);
      assert.equal(await page.evaluate(() => location.search), '?project=3&project=1&environment=&release=c&globalFilter=level%3Ainfo');
      asked();
      await page.reload();
      await settled(page);
      assert.deepEqual(asked(), { project: ['3', '1'], environment: [], query: 'release:"c" other:"x" level:info' });
      await page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.reset button').click());
      assert.equal(await page.evaluate(() => location.search), '');
    });

    it('of an address change nothing where the page lets nobody change them', async (t) => {
      const { page, asked } = await start(t, { 'in-address': '', 'editable-filters': 'release' }, { path: '/?environment=dev&globalFilter=x%3A1&release=c' });
      assert.deepEqual(asked(), { project: ['2'], environment: ['prod'], query: 'release:"c" other:"x" level:error' });
      await page.evaluate(() => document.querySelector('events-stats-dashboard').removeAttribute('editable-filters'));
      await settled(page);
      assert.deepEqual(await until(asked, Boolean), { project: ['2'], environment: ['prod'], query: 'release:["a","b"] other:"x" level:error' });
    });

    it('say so where the server names nothing, and stand as they are', async (t) => {
      const { page, server } = await start(t);
      server.lists.environments = { status: 403, json: { detail: HOSTILE } };
      await open(page, 'environment');
      assert.equal(await page.evaluate(inPage.panel), `They cannot be listed: Permission denied: ${HOSTILE}`);
      assert.ok((await page.evaluate(inPage.filters))[1].startsWith('environment prod'));
      server.lists.environments = { json: {} };
      await open(page, 'release');
      await open(page, 'environment');
      assert.match(await page.evaluate(inPage.panel), /Expected a list of environments, found something else/);
    });

    it('are asked for page by page', async (t) => {
      const { page, server, requests } = await start(t);
      const link = (/** @type {boolean} */ more) => ({ link: `<http://x/>; rel="previous"; results="false"; cursor="0:0:1", <http://x/>; rel="next"; results="${more}"; cursor="0:1:0"` });
      let pages = 0;
      Object.defineProperty(server.lists, 'environments', { get: () => { pages += 1; return { json: [{ name: `page ${pages}` }], headers: link(pages < 3) }; } });
      await open(page, 'environment');
      assert.match(await page.evaluate(inPage.panel), /page 1\s+page 2\s+page 3\s+prod|prod\s+page 1\s+page 2\s+page 3/);
      assert.deepEqual(requests.filter((path) => path.includes('/environments/')).map((path) => path.split('?')[1]), [undefined, 'cursor=0%3A1%3A0', 'cursor=0%3A1%3A0']);
    });

    it('wrong names of filters are told', async (t) => {
      const { page } = await start(t, { 'editable-filters': 'project team' });
      assert.match(await page.evaluate(() => document.querySelector('events-stats-dashboard').error.message), /`editable-filters`: expected some of `project environment release filter`, found `team`/);
    });

    it('are reached and left by keys', async (t) => {
      const { page } = await start(t);
      const focused = () => page.evaluate(() => {
        const focused = /** @type {HTMLInputElement | null} */ (document.querySelector('events-stats-dashboard').shadowRoot.activeElement);
        return `${focused?.localName} ${focused?.value ?? ''}`;
      });
      await page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.chip').focus());
      await page.keyboard.press('Enter');
      await until(focused, (now) => now.startsWith('input'));
      assert.equal(await focused(), 'input 2', 'the first one that there is to choose');
      await page.keyboard.press(' ');
      await page.keyboard.press('Tab');
      await page.keyboard.press(' ');
      await page.keyboard.press('Enter');
      await until(() => page.evaluate(inPage.panel), (panel) => panel === null);
      assert.match((await page.evaluate(inPage.filters))[0], /^project api$/);
      assert.match(await page.evaluate(inPage.focus), /^project/, 'back where it was opened');
      await page.keyboard.press(' ');
      await until(focused, (now) => now.startsWith('input'));
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(inPage.panel), null);
      assert.match(await page.evaluate(inPage.focus), /^project/);
      await page.keyboard.press('Enter');
      await until(focused, (now) => now.startsWith('input'));
      await page.evaluate(() => document.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })));
      assert.equal(await page.evaluate(inPage.panel), null, 'a press elsewhere closes it');
    });

    it('wrap where it is narrow, with panels that stay within', async (t) => {
      const { page } = await start(t);
      await page.evaluate(() => { document.querySelector('events-stats-dashboard').style.width = '320px'; });
      for (const name of ['project', 'filter']) {
        await open(page, name);
        const { head, panel, chips, hidden } = await page.evaluate(() => {
          const { shadowRoot } = document.querySelector('events-stats-dashboard');
          const box = (selector) => { const { left, right } = shadowRoot.querySelector(selector).getBoundingClientRect(); return { left, right }; };
          return {
            head: box('.head'), panel: box('.panel'), hidden: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            chips: [...shadowRoot.querySelectorAll('.chip:not([hidden] *)')].map((chip) => { const { right, height } = chip.getBoundingClientRect(); return { right, height }; }),
          };
        });
        assert.ok(panel.left >= head.left && panel.right <= head.right, JSON.stringify([head, panel]));
        assert.ok(chips.every(({ right, height }) => right <= head.right && height >= 24), JSON.stringify(chips));
        assert.equal(hidden, 0);
      }
    });
  });
}
