/**
 * Charts of one group: the crosshair and the range that they share, and the range that a viewer
 * drags over, in both browsers.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, until } from './harness.js';
import { answer, openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/', 'stats-period': '24h' };
const LISTEN = `<script>
  globalThis.told = [];
  document.addEventListener('events-stats-range', (event) => told.push({ id: event.target.id, ...event.detail }));
</script><style>events-stats-widget { display: block; block-size: 220px }</style>`;
const member = (id, group = 'a') => tag({ ...OWN, id, group }, WIDGET);
const HTML = `${LISTEN}${REGISTER}${member('one')}${member('two')}${member('three', 'b')}`;

const nextFrames = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
/** What each tooltip says, and whether a crosshair is drawn. */
const marks = async (page) => {
  await nextFrames(page);
  return page.evaluate(() => Object.fromEntries([...document.querySelectorAll('events-stats-widget')].map((widget) => {
    const root = widget.shadowRoot;
    const tooltip = root.querySelector('.tooltip');
    return [widget.id, {
      chip: [...root.querySelectorAll('.chip:not([hidden])')].map((chip) => chip.textContent).join(),
      time: tooltip?.matches(':popover-open') ? tooltip.querySelector('time').dateTime : null,
      isSaid: root.querySelector('.readout').textContent !== '',
      isMarked: [...root.querySelectorAll('canvas')].slice(1).some((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value) => value !== 0);
      }),
    }];
  })));
};
const boxOf = (page, id) => page.evaluate((id) => {
  const { x, y, width, height } = document.getElementById(id).shadowRoot.querySelector('.chart').getBoundingClientRect();
  return { x, y, width, height };
}, id);
const drag = async (page, id, from, to) => {
  const box = await boxOf(page, id);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y);
  await page.mouse.move(box.x + box.width * to, y);
  await page.mouse.up();
};
const ranges = (page) => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll('events-stats-widget')].map((widget) => [widget.id, widget.range]),
));
const told = (page) => page.evaluate(() => globalThis.told.splice(0));

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('who points at one chart is shown the same moment in the others of its group', async () => {
      const { page } = await openPage(browser, HTML);
      await settle(page);
      const box = await boxOf(page, 'one');
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
      const { one, two, three } = await marks(page);
      assert.ok(one.time);
      assert.deepEqual([two.time, two.isSaid, two.isMarked], [null, false, true], 'one tooltip for the group');
      const valueAt = (time) => {
        const rows = /** @type {Array<[number, Array<{count: number}>]>} */ (answer().data);
        const row = rows.find(([start]) => start === Date.parse(time) / 1000);
        return String(row?.[1][0].count);
      };
      assert.equal(two.chip, valueAt(one.time));
      assert.deepEqual([one.chip, three.chip], ['', '']);
      assert.deepEqual([one.isSaid, one.isMarked], [false, true], 'a pointer is followed by the eye');
      assert.deepEqual([three.time, three.isMarked], [null, false]);
      await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
      const moved = await marks(page);
      assert.notEqual(moved.one.time, one.time);
      assert.equal(moved.two.chip, valueAt(moved.one.time));
      await page.mouse.move(1, 1);
      const left = await marks(page);
      assert.deepEqual([left.one.isMarked, left.two.isMarked, left.two.chip], [false, false, '']);
      await page.close();
    });

    test('`group-tooltip` shows the whole tooltip of each', async () => {
      const { page } = await openPage(browser, HTML);
      await page.evaluate(() => document.getElementById('two').setAttribute('group-tooltip', ''));
      await settle(page);
      const box = await boxOf(page, 'one');
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
      const { one, two } = await marks(page);
      assert.ok(one.time);
      assert.deepEqual(two, { chip: '', time: one.time, isSaid: false, isMarked: true });
      await page.evaluate(() => document.getElementById('two').removeAttribute('group-tooltip'));
      await settle(page);
      const { two: after } = await marks(page);
      assert.equal(after.time, null);
      assert.notEqual(after.chip, '');
      await page.close();
    });

    test('a chart that goes away takes its mark along', async () => {
      const { page } = await openPage(browser, HTML);
      await settle(page);
      const box = await boxOf(page, 'one');
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
      assert.ok((await marks(page)).two.chip);
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
      await page.evaluate(() => document.getElementById('one').remove());
      const { two } = await until(() => marks(page), (found) => !found.two.isMarked);
      assert.deepEqual([two.isMarked, two.chip], [false, '']);
      await page.close();
    });

    test('a stretch dragged over becomes the range of the group, and two presses take it back', async () => {
      const { page, requests } = await openPage(browser, HTML);
      await settle(page);
      const before = requests.length;
      await drag(page, 'one', 0.4, 0.6);
      await settle(page);
      const events = await told(page);
      assert.deepEqual(events.map(({ id, source }) => [id, source]), [['one', 'viewer'], ['two', 'group']]);
      const [{ start, end }] = events;
      const shown = await ranges(page);
      assert.deepEqual(shown, { one: { start, end }, two: { start, end }, three: null });
      const [from, to] = [Date.parse(start), Date.parse(end)];
      assert.ok((to - from) / 3_600_000 > 3 && (to - from) / 3_600_000 < 7, `${start} to ${end}`);
      assert.deepEqual([from % 1_800_000, to % 1_800_000], [0, 0], 'whole buckets');
      const asked = requests.slice(before).map((path) => new URL(path, 'http://x').searchParams);
      assert.ok(asked.length > 0);
      for (const query of asked) assert.equal(Date.parse(`${query.get('start')}Z`), from);

      const zoomed = requests.length;
      const box = await boxOf(page, 'two');
      // Two names for one number: of Playwright and of Puppeteer.
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { clickCount: 2, count: 2 });
      await settle(page);
      assert.deepEqual(await ranges(page), { one: null, two: null, three: null });
      assert.deepEqual((await told(page)).map(({ id, source, start }) => [id, source, start]), [['two', 'viewer', null], ['one', 'group', null]]);
      assert.equal(requests.length, zoomed, 'the last 24 hours were answered a moment ago');
      await page.close();
    });

    test('zooms are named in the head, and go back one at a time, by it and by two presses', async () => {
      const { page } = await openPage(browser, HTML);
      await settle(page);
      const chips = () => page.evaluate(() => [...document.querySelectorAll('[group=a]')].map((widget) => widget.shadowRoot.querySelector('.zoom:not([hidden])')?.textContent ?? ''));
      assert.deepEqual(await chips(), ['', '']);
      await drag(page, 'one', 0.2, 0.8);
      await settle(page);
      const first = (await ranges(page)).one;
      const [outer] = await chips();
      assert.match(outer, /\d:\d\d.* – .*\d:\d\d/);
      assert.deepEqual(await chips(), [outer, outer]);
      await drag(page, 'two', 0.3, 0.6);
      await settle(page);
      const second = (await ranges(page)).one;
      assert.notDeepEqual(second, first);
      assert.notEqual((await chips())[0], outer);
      assert.deepEqual((await told(page)).map(({ zooms }) => zooms), [1, 1, 2, 2]);
      await page.evaluate(() => document.getElementById('one').shadowRoot.querySelector('.zoom').click());
      await settle(page);
      assert.deepEqual(await ranges(page), { one: first, two: first, three: null });
      assert.deepEqual(await chips(), [outer, outer]);
      const box = await boxOf(page, 'one');
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { clickCount: 2, count: 2 });
      await settle(page);
      assert.deepEqual(await ranges(page), { one: null, two: null, three: null });
      assert.deepEqual(await chips(), ['', '']);
      await page.close();
    });

    test("the page's own range ends a zoom", async () => {
      const { page, requests } = await openPage(browser, HTML);
      await settle(page);
      await drag(page, 'one', 0.2, 0.8);
      await settle(page);
      await told(page);
      const before = requests.length;
      await page.evaluate(() => {
        for (const widget of document.querySelectorAll('events-stats-widget')) widget.setAttribute('stats-period', '7d');
      });
      await settle(page);
      assert.deepEqual(await ranges(page), { one: null, two: null, three: null });
      assert.deepEqual((await told(page)).map(({ id, source, zooms }) => [id, source, zooms]), [['one', 'page', 0], ['two', 'group', 0]]);
      const asked = requests.slice(before).map((path) => new URL(path, 'http://x').searchParams.get('statsPeriod'));
      assert.ok(asked.length > 0 && asked.every((period) => period === '7d'), String(asked));
      assert.equal(await page.evaluate(() => document.getElementById('one').shadowRoot.querySelector('.zoom').hidden), true);
      await page.close();
    });

    test('the page may keep a chart from being zoomed', async () => {
      const { page, requests } = await openPage(browser, HTML);
      await settle(page);
      const before = requests.length;
      await page.evaluate(() => document.addEventListener('events-stats-range', (event) => event.preventDefault()));
      await drag(page, 'one', 0.4, 0.6);
      await settle(page);
      assert.deepEqual(await ranges(page), { one: null, two: null, three: null });
      assert.deepEqual((await told(page)).map(({ id }) => id), ['one']);
      assert.equal(requests.length, before);
      await page.close();
    });

    test('`range` of one chart goes to all of its group, once', async () => {
      const { page } = await openPage(browser, HTML);
      await settle(page);
      await page.evaluate(() => {
        // A page that hands the range on by itself makes no circle.
        document.addEventListener('events-stats-range', ({ detail: { statsPeriod } }) => {
          for (const widget of /** @type {NodeListOf<Widget>} */ (document.querySelectorAll('[group=a]'))) widget.range = { statsPeriod };
        });
        document.getElementById('two').range = { statsPeriod: '1h' };
      });
      await settle(page);
      assert.deepEqual(await ranges(page), { one: { statsPeriod: '1h' }, two: { statsPeriod: '1h' }, three: null });
      const events = await told(page);
      assert.deepEqual(events.map(({ id }) => id).sort(), ['one', 'two']);
      assert.ok(events.every(({ statsPeriod, start, end }) => statsPeriod === '1h' && start === null && end === null));
      await page.close();
    });

    test('what the viewer hid stays hidden over a refresh and another range', async () => {
      const grouped = { ...WIDGET, queries: [{ aggregates: ['count()'], columns: ['release'], fields: ['release', 'count()'], conditions: '', orderby: '-count()' }], limit: 2, displayType: 'area' };
      const api = () => {
        const one = answer();
        return { json: { a: { ...one, order: 0 }, b: { ...one, order: 1 } } };
      };
      const { page } = await openPage(browser, REGISTER + tag({ ...OWN, id: 'one' }, grouped), { api });
      await settle(page);
      const pressed = () => page.evaluate(() => [...document.getElementById('one').shadowRoot.querySelectorAll('.entry')].map((entry) => entry.getAttribute('aria-pressed')));
      await page.evaluate(() => {
        const widget = document.getElementById('one');
        widget.addEventListener('events-stats-series', ({ detail }) => { globalThis.hidden = detail.hidden; });
        widget.shadowRoot.querySelectorAll('.entry')[1].click();
      });
      assert.equal(await page.evaluate(() => globalThis.hidden.length), 1);
      await settle(page);
      assert.deepEqual(await pressed(), ['true', 'false']);
      await page.evaluate(() => document.getElementById('one').refresh());
      assert.deepEqual(await pressed(), ['true', 'false']);
      await page.evaluate(() => {
        document.getElementById('one').range = { statsPeriod: '1h' };
        return document.getElementById('one').settled();
      });
      assert.deepEqual(await pressed(), ['true', 'false']);
      await page.close();
    });
  });
}
