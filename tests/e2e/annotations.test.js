/** Moments that a page marks on the time axis: what is drawn, what a pointer and a screen reader are told, in both browsers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { configure, openPage, REGISTER, settle, tag } from './pages.js';

const HOUR = 3600;
const START = 1_767_225_600;
const OWN = { org: 'demo', 'base-url': '/', theme: 'light', locale: 'en-US', timezone: 'UTC', start: '2026-01-01T00:00:00', end: '2026-01-02T00:00:00' };
const STYLE = '<style>body { margin: 16px } events-stats-widget { display: block; inline-size: 600px; block-size: 300px }</style>';
const CONFIG = { title: 'Errors', displayType: 'line', widgetType: 'error-events', interval: '1h', queries: [{ aggregates: ['count()'], conditions: '' }] };
const DEPLOY = { time: '2026-01-01T12:30:00Z', text: '<b>Deploy</b> 4.2' };
const INCIDENT = { time: '2026-01-01T12:00:00Z', end: '2026-01-01T14:00:00Z', text: 'Incident' };
const ANSWER = {
  data: Array.from({ length: 24 }, (_, hour) => [START + hour * HOUR, [{ count: 5 }]]),
  meta: { fields: { 'count()': 'integer' } }, start: START, end: START + 24 * HOUR,
};

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    async function open(t, config = CONFIG) {
      const { page, problems } = await openPage(host.browser, STYLE + REGISTER + tag(OWN, config), { api: () => ({ json: ANSWER }) });
      t.after(() => page.close());
      await settle(page);
      const shadow = (work) => page.evaluate(`(${work})(document.querySelector('events-stats-widget').shadowRoot)`);
      const place = await shadow((root) => {
        const { x, y, width, height } = root.querySelector('[part~=chart]').getBoundingClientRect();
        return { x, y, width, height };
      });
      /** How light the lower half of the chart is, where no line is: all channels of all pixels together, whichever canvas they are on. */
      const light = () => shadow((root) => {
        const layers = [...root.querySelectorAll('canvas')];
        const { width, height } = layers[0];
        const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
        for (const layer of layers) context.drawImage(layer, 0, 0);
        const { data } = context.getImageData(Math.round(width * 0.2), Math.round(height * 0.5), Math.round(width * 0.7), Math.round(height * 0.2));
        return data.reduce((sum, value) => sum + value, 0);
      });
      const told = () => shadow((root) => root.querySelector('.tooltip:popover-open .annotations')?.textContent ?? null);
      return { page, problems, shadow, place, light, told };
    }

    it('a mark is drawn and told where its bucket is pointed at, as a text', async (t) => {
      const { page, problems, shadow, place, told } = await open(t, { ...CONFIG, annotations: [DEPLOY] });
      await page.mouse.move(place.x + place.width * 0.53, place.y + place.height / 2);
      assert.equal(await until(told, (text) => text === DEPLOY.text), DEPLOY.text);
      assert.equal(await shadow((root) => root.querySelector('.tooltip b')), null);
      await page.mouse.move(place.x + place.width * 0.8, place.y + place.height / 2);
      assert.equal(await until(told, (text) => text === ''), '');
      assert.deepEqual(problems, []);
    });

    it('the page marks all charts, and takes its marks away', async (t) => {
      const { page, light } = await open(t);
      const bare = await light();
      assert.equal(await configure(page, { annotations: [INCIDENT] }), null);
      const marked = await until(light, (sum) => sum !== bare);
      assert.ok(marked < bare, `${marked} with a mark, ${bare} without`);
      assert.equal(await configure(page, { annotations: null }), null);
      assert.equal(await until(light, (sum) => sum === bare), bare);
    });

    it('keys tell a screen reader of it, and pictures show it', async (t) => {
      const { page, shadow } = await open(t, { ...CONFIG, annotations: [INCIDENT] });
      await page.keyboard.press('Tab');
      await shadow((root) => root.querySelector('[part~=chart]').focus());
      await page.keyboard.press('Home');
      for (let step = 0; step < 13; step += 1) await page.keyboard.press('ArrowRight');
      const spoken = await until(() => shadow((root) => root.textContent), (text) => text.includes('Incident'));
      assert.match(spoken, /1:00 PM.*: Incident, /);
      const svg = (widget) => page.evaluate(`document.querySelector('events-stats-widget').toSvg()${widget}`);
      const marked = (await svg('')).match(/<rect/g).length;
      await page.evaluate((config) => { document.querySelector('events-stats-widget').config = config; }, CONFIG);
      await settle(page);
      assert.equal(marked - (await svg('')).match(/<rect/g).length, 4);
    });

    it('a mark without a time is told by its path', async (t) => {
      const { page } = await open(t);
      assert.match((await configure(page, { annotations: [{ text: 'Deploy' }] })).message, /annotations\[0\]\.time.*expected a time such as `2026-01-31T12:00:00Z`, found nothing/);
    });
  });
}
