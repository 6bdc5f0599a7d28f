/**
 * Every kind and state of a widget under axe-core's rules, target sizes among them: light and dark, with
 * nothing opened and with everything that a widget opens.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { BROWSERS } from './harness.js';
import { answer, openPage, REGISTER, tag, WIDGET } from './pages.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'));
const COUNT = { 'count()': 'integer' };
const grouped = { limit: 3, queries: [{ aggregates: ['count()'], columns: ['title'], fields: ['title', 'count()'], conditions: '', orderby: '-count()' }] };
const top = { json: Object.fromEntries(['TypeError', 'KeyError', 'Other'].map((name, order) => [name, { ...answer(), order }])) };
const rows = { json: { data: [{ title: 'TypeError', 'count()': 43 }, { title: 'KeyError', 'count()': 7 }], meta: { fields: { title: 'string', ...COUNT } } } };

/** By name: configuration, what the API answers, attributes. @type {Record<string, [object, any, object?]>} */
const WIDGETS = {
  line: [{}, { json: answer() }],
  groups: [grouped, top],
  stack: [{ ...grouped, displayType: 'area' }, top],
  bars: [{ ...grouped, displayType: 'bar' }, top],
  compared: [grouped, top, { compare: 'previous' }],
  mixed: [{ widgetType: 'discover' }, { json: answer() }],
  number: [{ displayType: 'big_number' }, { json: { data: [{ 'count()': 43 }], meta: { fields: COUNT } } }],
  table: [{ ...grouped, displayType: 'table' }, rows],
  empty: [{}, { json: { data: [], meta: {} } }],
  forbidden: [{}, { status: 403, json: { detail: 'You do not have permission to perform this action.' } }],
  broken: [{}, { json: { data: 'none' } }],
  loading: [{}, new Promise(() => {})],
  untitled: [{ title: '' }, { json: answer() }],
  misconfigured: [{ displayType: 'lines' }, { json: answer() }],
};
const PAGE = `<html lang="en"><title>Errors</title><style>body { margin: 8px } events-stats-widget { block-size: 260px; margin: 8px }</style><script src="/axe.js"></script>${REGISTER}
  <main><h1>Errors</h1><h2>Of today</h2>${Object.entries(WIDGETS).map(([name, [config, , attributes]]) => (
    tag({ org: 'demo', 'base-url': `/${name}/`, id: name, 'stats-period': '24h', ...attributes }, { ...WIDGET, title: `Errors, ${name}`, ...config })
  )).join('')}</main></html>`;

const DASHBOARD = {
  id: '7', title: 'All errors', period: '24h', projects: [1], environment: ['prod'], filters: { release: ['a', 'b'] },
  widgets: [
    ...['1', '2'].map((id, index) => ({ ...WIDGET, id, title: `Errors, ${id}`, layout: { x: index * 3, y: 0, w: 3, h: 2 } })),
    { ...WIDGET, id: '3', title: 'Words', displayType: 'text', description: `# Head\n\n*text* and [link](https://a.example/)\n\n${'- more\n'.repeat(40)}`, queries: [] },
    { ...WIDGET, id: '4', title: 'A wheel', displayType: 'wheel', description: 'Scores.' },
  ],
};
/** Shown, with others to come, and with why there is none. */
const DASHBOARDS = `<html lang="en"><title>Errors</title><script src="/axe.js"></script><script type="module" src="/package/dashboard.js"></script>
  <main><h1>Errors</h1>${['7', '7,8', '9'].map((ids) => `<events-stats-dashboard org="demo" base-url="/" dashboard-id="${ids}" rotate="600" editable-filters="project release" sentry-url="https://sentry.example/"></events-stats-dashboard>`).join('')}</main></html>`;

/** @param {string} html @param {string} theme */
const themed = (html, theme) => html.replaceAll(/<events-stats-(?:widget|dashboard)(?=[ >])/g, (tag) => `${tag} theme="${theme}"`)
  .replace('<title>', `<style>body { background: ${theme === 'dark' ? '#111; color: #eee' : '#fff'} }</style><title>`);

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    for (const theme of ['light', 'dark']) {
      it(`finds nothing in dashboards, ${theme}`, async (t) => {
        const { page } = await openPage(browser, themed(DASHBOARDS, theme), {
          serve: (path) => (path === '/axe.js' ? { body: AXE, contentType: 'text/javascript' } : undefined),
          api: ({ pathname }) => {
            if (pathname.endsWith('/projects/')) return { json: [{ id: '1', slug: 'web' }, { id: '2', slug: 'api' }] };
            if (!pathname.includes('/dashboards/')) return { json: answer() };
            return pathname.endsWith('/7/') ? { json: DASHBOARD } : { status: 404, json: { detail: 'The requested resource does not exist' } };
          },
        });
        t.after(() => page.close());
        const states = await page.evaluate(async () => {
          await customElements.whenDefined('events-stats-dashboard');
          return Promise.all([...document.querySelectorAll('events-stats-dashboard')].map(async (element) => (await element.settled(), element.state)));
        });
        assert.deepEqual(states, ['ready', 'ready', 'error']);
        assert.deepEqual(await findings(page), []);
        for (const name of ['project', 'release']) {
          await page.evaluate(async (name) => {
            const { shadowRoot } = document.querySelector('events-stats-dashboard');
            [...shadowRoot.querySelectorAll('.chip')].find((chip) => chip.textContent.startsWith(name)).click();
            while (!shadowRoot.querySelector('.panel button')) await new Promise((resolve) => { setTimeout(resolve, 20); });
          }, name);
          assert.deepEqual(await findings(page), [], `with the panel of ${name}`);
        }
      });

      it(`finds nothing to complain about, ${theme}`, async (t) => {
        const { page } = await openPage(browser, themed(PAGE, theme), {
          serve: (path) => {
            if (path === '/axe.js') return { body: AXE, contentType: 'text/javascript' };
            const given = WIDGETS[path.split('/')[1]];
            return given && path.includes('/api/') ? given[1] : undefined;
          },
        });
        t.after(() => page.close());
        await settled(page);
        assert.deepEqual(await findings(page), []);
        for (const name of ['groups', 'compared', 'mixed']) {
          const count = await page.evaluate((name) => document.getElementById(name).shadowRoot.querySelectorAll('.opener').length, name);
          assert.ok(count > 0, name);
          for (let index = 0; index < count; index += 1) {
            await page.evaluate(({ name, index }) => {
              const opener = document.getElementById(name).shadowRoot.querySelectorAll('.opener')[index];
              opener.click();
            }, { name, index });
            await settled(page);
            assert.deepEqual(await findings(page), [], `${name}, opener ${index}`);
          }
        }
      });
    }
  });
}

/** All but the one that never is. */
function settled(page) {
  return page.evaluate(async () => {
    await Promise.all([...document.querySelectorAll('events-stats-widget:not(#loading)')].map((widget) => /** @type {Widget} */ (widget).settled()));
    await /** @type {Widget} */ (document.getElementById('line')).toCsv();
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  });
}

/** What axe finds: rule, element, reason. */
function findings(page) {
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { rules: { 'target-size': { enabled: true } } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary.split('\n').slice(1).join(' ')}`));
  });
}
