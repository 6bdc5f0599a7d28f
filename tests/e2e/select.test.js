/** What a viewer chooses: the event that the page is told, and the way to its events in Sentry, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { configure, openPage, REGISTER, settle, tag } from './pages.js';

const HOUR = 3600;
const START = 1_767_225_600;
const OWN = { org: 'demo', 'base-url': '/', locale: 'en-US', timezone: 'UTC', project: '3', start: '2026-01-01T00:00:00', end: '2026-01-02T00:00:00' };
const STYLE = '<style>body { margin: 16px } events-stats-widget { display: block; inline-size: 600px; block-size: 300px }</style>';
/** Each event as it was told; of those that `refused` names it is forbidden. */
const LISTEN = `<script>
  globalThis.told = []; globalThis.opened = []; globalThis.refused = false;
  globalThis.open = (...given) => { opened.push(given); };
  document.addEventListener('events-stats-select', (event) => {
    told.push({ ...event.detail, isCancelable: event.cancelable, isComposed: event.composed });
    if (refused) event.preventDefault();
  });
</script>`;
const CHART = {
  id: '7', title: 'Errors', displayType: 'line', widgetType: 'error-events', interval: '1h',
  queries: [{ conditions: 'level:error', aggregates: ['count()'], columns: ['title'], orderby: '-count()' }],
};
const TABLE = { ...CHART, displayType: 'table', queries: [{ conditions: 'level:error', fields: ['title', 'count()'], orderby: '-count()' }] };
const SERIES = Object.fromEntries(['a "b"', 'c'].map((name, order) => [name, {
  data: Array.from({ length: 24 }, (_, hour) => [START + hour * HOUR, [{ count: order * 50 + hour }]]),
  order, start: START, end: START + 24 * HOUR, meta: { fields: { 'count()': 'integer' } },
}]));
const ROWS = { data: [{ title: 'x', 'count()': 3 }, { title: null, 'count()': 1 }], meta: { fields: { title: 'string', 'count()': 'integer' } } };
const QUERY = {
  dataset: 'errors', query: '(level:error) title:"c"', fields: ['title'], project: ['3'], environment: [],
  start: '2026-01-01T12:00:00Z', end: '2026-01-01T13:00:00Z',
};
const ADDRESS = 'https://sentry.example/organizations/demo/discover/results/?queryDataset=error-events'
  + '&query=%28level%3Aerror%29+title%3A%22c%22&field=title&field=timestamp&start=2026-01-01T12%3A00%3A00&end=2026-01-01T13%3A00%3A00&project=3';

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    async function open(t, /** @type {any} */ config = CHART, sentryUrl = 'https://sentry.example/') {
      const { page, problems } = await openPage(host.browser, STYLE + LISTEN + REGISTER + tag(OWN, config), { api: () => ({ json: config.displayType === 'table' ? ROWS : SERIES }) });
      t.after(() => page.close());
      assert.equal(await configure(page, { sentryUrl }), null);
      await settle(page);
      /** Where the chart lies, or the first cell of the table. */
      const place = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector('events-stats-widget');
        const { x, y, width, height } = (shadowRoot.querySelector('tbody td') ?? shadowRoot.querySelector('[part~=chart]')).getBoundingClientRect();
        return { x, y, width, height };
      });
      const told = (count) => until(() => page.evaluate(() => globalThis.told), (all) => all.length >= count);
      const opened = () => page.evaluate(() => globalThis.opened);
      const shadow = (work, given) => page.evaluate(`(${work})(document.querySelector('events-stats-widget').shadowRoot, ${JSON.stringify(given)})`);
      const isPinned = () => shadow((root) => root.querySelector('.tooltip')?.matches('[data-pinned]:popover-open') ?? false);
      const click = () => page.mouse.click(place.x + place.width * 0.54, place.y + 30);
      return { page, problems, told, opened, shadow, isPinned, click, place };
    }

    it('a click tells the bucket and the series that is pointed at, and keeps the tooltip', async (t) => {
      const { told, opened, isPinned, click, problems } = await open(t);
      await click();
      const [choice] = await told(1);
      assert.deepEqual(choice, {
        widgetId: '7', kind: 'bucket', series: 'c', group: { title: 'c' }, values: { 'count()': 62 },
        bucket: { start: QUERY.start, end: QUERY.end }, query: QUERY, action: 'pin', isCancelable: true, isComposed: true,
      });
      assert.equal(await isPinned(), true);
      assert.deepEqual(await opened(), []);
      assert.deepEqual(problems, []);
    });

    it('a page that has its own way keeps the tooltip from staying', async (t) => {
      const { page, told, isPinned, click } = await open(t);
      await page.evaluate(() => { globalThis.refused = true; });
      await click();
      await told(1);
      assert.equal(await until(isPinned, (pinned) => !pinned), false);
    });

    it('the button of a pinned tooltip opens its events in Sentry, unless the page forbids it', async (t) => {
      const { page, told, opened, shadow, click } = await open(t);
      await click();
      const press = () => shadow((root) => {
        const button = root.querySelector('[part~=open-events]');
        button?.click();
        return button?.textContent ?? null;
      });
      assert.equal(await until(press, (text) => text !== null), 'Open these events');
      const choice = (await told(2))[1];
      assert.equal(choice.action, 'open');
      assert.deepEqual(choice.query, QUERY);
      assert.deepEqual(await opened(), [[ADDRESS, '_blank', 'noopener']]);
      await page.evaluate(() => { globalThis.refused = true; });
      await press();
      await told(3);
      assert.equal((await opened()).length, 1);
    });

    it('without an address of Sentry nothing is offered', async (t) => {
      const { page, told, shadow, click, opened } = await open(t, CHART, null);
      await click();
      await told(1);
      assert.equal(await shadow((root) => root.querySelector('[part~=open-events]')), null);
      await page.keyboard.press('o');
      assert.equal((await told(2))[1].action, null);
      assert.deepEqual(await opened(), []);
    });

    it('O opens the events of what keys have marked', async (t) => {
      const { page, told, opened, shadow } = await open(t);
      await shadow((root) => root.querySelector('[part~=chart]').focus());
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('o');
      const [choice] = await told(1);
      assert.equal(choice.action, 'open');
      assert.deepEqual(choice.bucket, { start: '2026-01-01T00:00:00Z', end: '2026-01-01T01:00:00Z' });
      assert.match(choice.query.query, /^\(level:error\) title:"(c|a \\"b\\")"$/);
      assert.equal((await opened()).length, 1);
    });

    it('a legend entry that is pressed with Shift opens its series, and stays', async (t) => {
      const { page, told, opened, shadow } = await open(t);
      const entry = await shadow((root) => {
        const { x, y, width, height } = root.querySelector('.entry').getBoundingClientRect();
        return [x + width / 2, y + height / 2];
      });
      await page.keyboard.down('Shift');
      await page.mouse.click(...entry);
      await page.keyboard.up('Shift');
      const [choice] = await told(1);
      assert.equal(choice.kind, 'series');
      assert.equal(choice.bucket, null);
      assert.deepEqual([choice.query.start, choice.query.end], ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']);
      assert.equal(await shadow((root) => root.querySelector('.entry').getAttribute('aria-pressed')), 'true');
      assert.equal((await opened()).length, 1);
    });

    it('the menu opens the events of all that is shown', async (t) => {
      const { told, opened, shadow } = await open(t);
      await shadow((root) => root.querySelector('.dots').click());
      const press = () => shadow((root) => {
        const item = root.querySelector('.item[name=sentry]');
        item?.click();
        return item?.textContent ?? null;
      });
      assert.equal(await until(press, (text) => text !== null), 'Open in Sentry');
      const [choice] = await told(1);
      assert.deepEqual(choice, {
        widgetId: '7', kind: 'widget', series: null, group: null, bucket: null, values: { 'a "b"': 276, c: 1476 },
        query: { ...QUERY, query: 'level:error', start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' }, action: 'open', isCancelable: true, isComposed: true,
      });
      assert.equal((await opened()).length, 1);
    });

    it('a drag zooms and tells nothing', async (t) => {
      const { page, place, told, click } = await open(t);
      await page.mouse.move(place.x + place.width * 0.4, place.y + 30);
      await page.mouse.down();
      await page.mouse.move(place.x + place.width * 0.6, place.y + 30, { steps: 3 });
      await page.mouse.up();
      await settle(page);
      await click();
      assert.equal((await told(1)).length, 1, 'of the click alone');
    });

    it('a row tells its values, and opens its events with Shift', async (t) => {
      const { page, told, opened, place } = await open(t, TABLE);
      const at = [place.x + 20, place.y + place.height / 2];
      await page.mouse.click(...at);
      const [choice] = await told(1);
      assert.deepEqual([choice.kind, choice.group, choice.values, choice.action], ['row', { title: 'x' }, { 'count()': 3 }, null]);
      assert.equal(choice.query.query, '(level:error) title:"x"');
      assert.deepEqual(await opened(), []);
      await page.keyboard.down('Shift');
      await page.mouse.click(at[0], at[1] + place.height);
      await page.keyboard.up('Shift');
      const second = (await told(2))[1];
      assert.deepEqual([second.group, second.action], [{ title: null }, 'open']);
      assert.equal(second.query.query, '(level:error) !has:title');
      assert.equal((await opened()).length, 1);
    });
  });
}
