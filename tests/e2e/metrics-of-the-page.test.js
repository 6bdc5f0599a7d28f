/** Metrics that a page records itself, reads back, and those of what a viewer does. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium } from './harness.js';
import { answer, openPage, settle, tag, WIDGET } from './pages.js';

const MEMORY = `<script type="module">
  import * as charts from '/package/index.js';
  charts.configure({ retry: false, metrics: { backend: 'memory', tags: { wall: 'north' } } });
  globalThis.charts = charts;
</script>`;
const OWN = { org: 'demo', 'base-url': '/', 'widget-id': '1' };

describe('metrics', () => {
  let browser;
  before(async () => { browser = await launchChromium(); });
  after(() => browser?.close());

  const kept = (page, name) => page.evaluate((wanted) => charts.metrics().filter((metric) => metric.name === wanted), `sentry.${name}`);

  it('of the page go with those of the module, by the same rules', async () => {
    const { page, problems } = await openPage(browser, MEMORY);
    await page.waitForFunction(() => globalThis.charts);
    const early = await page.evaluate(() => {
      charts.recordMetric('early', 2);
      return charts.metrics();
    });
    assert.deepEqual(early, [], 'nothing runs yet');
    await page.evaluate(() => charts.init());
    await page.evaluate(() => {
      const { recordMetric } = charts;
      recordMetric('opened');
      recordMetric('opened', 3, { type: 'count', tags: { shop: 'south', wall: 'own', n: 5, is: true, none: null }, instance: 'card' });
      recordMetric('size', 0, { type: 'gauge', unit: 'byte', instance: '' });
      recordMetric('took', 0.25, { type: 'timing' });
      recordMetric('took', 12, { type: 'timing', unit: 'millisecond' });
      recordMetric('spread', -1.5, { type: 'distribution', sampleRate: 1 });
      recordMetric('left out', 1, { sampleRate: 0 });
      recordMetric('denied', 1, { tags: { project: 'p', user_id: 'u', use_case_id: 'c' } });
      const hostile = JSON.parse('{"__proto__": "x"}');
      recordMetric('hostile', 1, { tags: hostile });
    });
    const all = await page.evaluate(() => charts.metrics().map(({ name, type, value, unit, tags }) => [name, type, value, unit, Object.entries(tags)]));
    const wall = ['wall', 'north'];
    assert.deepEqual(all.filter(([name]) => !name.startsWith('sentry.widget.')), [
      ['sentry.early', 'counter', 2, null, [wall]],
      ['sentry.opened', 'counter', 1, null, [wall]],
      ['sentry.opened', 'counter', 3, null, [['instance', 'card'], ['is', 'true'], ['n', '5'], ['shop', 'south'], ['wall', 'own']]],
      ['sentry.size', 'gauge', 0, 'byte', [wall]],
      ['sentry.took', 'timing', 0.25, 'second', [wall]],
      ['sentry.took', 'timing', 12, 'millisecond', [wall]],
      ['sentry.spread', 'distribution', -1.5, null, [wall]],
      ['sentry.denied', 'counter', 1, null, [['use_case_id', 'c'], wall]],
      ['sentry.hostile', 'counter', 1, null, [['__proto__', 'x'], wall]],
    ]);
    assert.deepEqual(problems, []);
    await page.close();
  });

  it('that are wrong are refused by name, at once', async () => {
    const { page } = await openPage(browser, MEMORY);
    await page.waitForFunction(() => globalThis.charts);
    const refusals = await page.evaluate(() => [
      [], [''], [7], ['x', '1'], ['x', NaN], ['x', Infinity], ['x', 1, null], ['x', 1, []], ['x', 1, { kind: 'gauge' }], ['x', 1, { type: 'set' }],
      ['x', 1, { type: 'toString' }], ['x', 1, { unit: 1 }], ['x', 1, { instance: {} }], ['x', 1, { sampleRate: 2 }], ['x', 1, { sampleRate: '1' }],
      ['x', 1, { tags: ['a'] }], ['x', 1, { tags: { a: {} } }], ['x', 1, { tags: { a: NaN } }],
    ].map((given) => {
      try {
        charts.recordMetric(.../** @type {Parameters<typeof charts.recordMetric>} */ (/** @type {unknown} */ (given)));
        return null;
      } catch (error) {
        return [error.code, error.message];
      }
    }));
    const keys = ['name', 'name', 'name', 'value', 'value', 'value', 'options', 'options', 'kind', 'type', 'type', 'unit', 'instance', 'sampleRate', 'sampleRate', 'tags', 'tags.a', 'tags.a'];
    for (const [index, key] of keys.entries()) {
      assert.equal(refusals[index][0], 'config');
      assert.match(refusals[index][1], new RegExp(`^\`recordMetric\\.${key.replace('.', '\\.')}\`: expected .+, found `), refusals[index][1]);
    }
    await page.close();
  });

  it('tell a dashboard that was written from one that was read', async () => {
    const discover = { ...WIDGET, id: '1', widgetType: 'discover' };
    const api = (url) => (url.pathname.includes('/dashboards/') ? { json: { id: '7', title: 'D', widgets: [discover] } } : { json: answer() });
    const page = await openPage(browser, MEMORY + tag({ ...OWN, 'dashboard-id': '7' }), { api }).then((opened) => opened.page);
    await page.evaluate(() => charts.configure({ split: { save: true } }));
    await settle(page);
    await page.waitForFunction(() => charts.metrics().some(({ tags }) => tags.method === 'PUT'));
    const calls = (await kept(page, 'widget.api.call.count')).filter(({ tags }) => tags.endpoint === 'dashboards').map(({ tags }) => tags.method);
    assert.deepEqual([...new Set(calls)].sort(), ['GET', 'PUT']);
    assert.equal(calls.filter((method) => method === 'PUT').length, 1);
    await page.close();
  });

  it('count what a viewer does, and whether it came to what was wished', async () => {
    let status = 500;
    const { page } = await openPage(browser, MEMORY + tag(OWN, WIDGET), { api: () => (status === 200 ? { json: answer() } : { status, json: { detail: 'no' } }) });
    await settle(page);
    const retry = page.locator('events-stats-widget .message button');
    await retry.click();
    await settle(page);
    await page.waitForFunction(() => charts.metrics().some(({ name }) => name.endsWith('command.failures')));
    status = 200;
    await retry.click();
    await settle(page);
    const facts = async (name) => (await kept(page, name)).map(({ tags }) => [tags.command, tags.success, tags.error_type]);
    assert.deepEqual(await facts('widget.command.failures'), [['retry', 'false', 'server']]);
    assert.deepEqual(await facts('widget.command.usage'), [['retry', 'false', 'server'], ['retry', 'true', undefined]]);
    assert.equal((await kept(page, 'widget.command.execution_time')).length, 2);
    await page.close();
  });

  it('say when a report could not be copied', async () => {
    const { page } = await openPage(browser, MEMORY + tag(OWN, WIDGET));
    await settle(page);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } }));
    await page.locator('events-stats-widget .opener.dots').click();
    await page.getByRole('menuitem', { name: 'Inspect' }).click();
    await page.locator('events-stats-widget .action', { hasText: 'Copy as text' }).click();
    await page.waitForFunction(() => charts.metrics().some(({ name }) => name.endsWith('command.failures')));
    const [{ tags }] = await kept(page, 'widget.command.failures');
    assert.deepEqual([tags.command, tags.error_type], ['copy_report', 'clipboard']);
    await page.close();
  });
});
