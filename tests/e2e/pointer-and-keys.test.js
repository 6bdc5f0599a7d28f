/** A chart under the pointer and by keys, in both browsers: tooltip, crosshair, and what a screen reader is told. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser, useServer } from './harness.js';
import { BODY, CONFIG, HOUR, openChart, START } from './single-chart.js';
import { openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const server = useServer();

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    const host = useBrowser(launch);

    /** @param {Parameters<typeof openChart>[2]} [given] */
    const open = (given) => openChart(host.browser, server.url, given);

    it('follows the pointer and the keys', async () => {
      const page = await open({ attributes: { 'widget-id': '7' }, config: CONFIG, response: BODY });
      const box = await page.evaluate(() => {
        const { x, y, width, height } = window.widget.shadowRoot.querySelector('.chart').getBoundingClientRect();
        return { x, y, width, height };
      });
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      const shown = () =>
        page.evaluate(async () => {
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const tooltip = window.widget.shadowRoot.querySelector('.tooltip');
          return tooltip?.matches(':popover-open')
            ? { at: tooltip.querySelector('time').dateTime, value: tooltip.querySelector('.value').textContent }
            : null;
        });
      // What pointers do is in the late piece, which may still be on its way.
      const byPointer = await until(shown, (now) => now !== null);
      const hour = (Date.parse(byPointer.at) / 1000 - START) / HOUR;
      assert.equal(byPointer.value, String((hour * 7) % 13));
      await page.mouse.move(1, 1);
      assert.equal(await shown(), null);
      await page.evaluate(() => window.widget.shadowRoot.querySelector('.chart').focus());
      await page.keyboard.press('Home');
      assert.equal(Date.parse((await shown()).at) / 1000, START);
      await page.keyboard.press('ArrowRight');
      assert.equal(Date.parse((await shown()).at) / 1000, START + HOUR);
      await page.keyboard.press('Escape');
      assert.equal(await shown(), null);
      await page.close();
    });

    it('the worst bucket of all groups is read by keys alone, and zoomed in on', async () => {
      const start = Math.floor(Date.now() / 3_600_000) * 3_600 - 24 * 3_600;
      const group = (peak) => ({
        data: Array.from({ length: 24 }, (_, hour) => [start + hour * 3_600, [{ count: hour === 9 ? peak : hour }]]),
        order: peak, meta: { fields: { 'count()': 'integer' } },
      });
      const groups = { title: 'Errors', displayType: 'line', interval: '1h', queries: [{ aggregates: ['count()'], columns: ['title'], fields: ['title', 'count()'], conditions: '', orderby: '-count()' }] };
      const { page, requests, problems } = await openPage(host.browser, `<button>before</button>${REGISTER}${tag({ org: 'demo', 'base-url': '/', 'stats-period': '24h' }, groups)}`, {
        api: () => ({ json: { KeyError: group(31), TypeError: group(43), Other: group(99) } }),
      });
      await settle(page);
      const inside = (work) => page.evaluate((work) => new Function('root', `return ${work}`)(document.querySelector('events-stats-widget').shadowRoot), work);
      const readout = () => inside("root.querySelector('.readout').textContent");
      await page.waitForFunction(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart').hasAttribute('aria-description'));
      assert.match(await inside("root.querySelector('.chart').getAttribute('aria-description')"), /^Highest: TypeError 43, .*\. .*M marks the highest value/);
      let presses = 0;
      const press = async (key) => {
        presses += 1;
        await page.keyboard.press(key);
      };
      await page.evaluate(() => document.querySelector('button').focus());
      while (!(await inside("root.activeElement?.matches('.chart') ?? false")) && presses < 8) await press('Tab');
      await press('m');
      await page.waitForFunction(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.readout').textContent !== '');
      assert.match(await readout(), /: TypeError 43$/);
      assert.ok(presses <= 8, `${presses} presses`);
      await press('ArrowDown');
      assert.match(await readout(), /: KeyError 31$/);
      await press('ArrowRight');
      assert.match(await readout(), /: KeyError 10$/);
      // Two more make three hours.
      await page.keyboard.down('Shift');
      for (let more = 0; more < 2; more += 1) await page.keyboard.press('ArrowRight');
      await page.keyboard.up('Shift');
      assert.doesNotMatch(await readout(), /Error/);
      const before = requests.length;
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => 'start' in (document.querySelector('events-stats-widget').range ?? {}));
      await settle(page);
      const asked = new URLSearchParams(requests.slice(before)[0].split('?')[1]);
      const at = (hour) => new Date((start + hour * 3_600) * 1000).toISOString().slice(0, 19);
      assert.deepEqual([asked.get('start'), asked.get('end')].map((moment) => moment.slice(0, 19)), [at(10), at(13)]);
      await page.keyboard.press('Escape');
      await settle(page);
      assert.equal(await page.evaluate(() => 'start' in (document.querySelector('events-stats-widget').range ?? {})), false);
      assert.deepEqual(problems, []);
      await page.close();
    });

    it('the legend is one stop of the tab key, and arrows go round its entries', async () => {
      const groups = { ...CONFIG, queries: [{ ...CONFIG.queries[0], columns: ['title'], fields: ['title', 'count()'] }] };
      const response = Object.fromEntries(['first', 'second', 'third'].map((group, order) => [group, { ...BODY, order }]));
      const page = await open({ attributes: { 'widget-id': '7' }, config: groups, response });
      const at = () => page.evaluate(() => {
        const active = window.widget.shadowRoot.activeElement;
        return active?.matches('.name') ? active.textContent : active?.className ?? null;
      });
      await page.evaluate(() => window.widget.shadowRoot.querySelector('.chart').focus());
      await page.keyboard.press('Tab');
      assert.equal(await at(), 'first');
      const way = [];
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'ArrowUp']) {
        await page.keyboard.press(key);
        way.push(await at());
      }
      assert.deepEqual(way, ['second', 'third', 'first', 'third', 'first', 'third', 'second']);
      await page.keyboard.down('Shift');
      await page.keyboard.press('Tab');
      await page.keyboard.up('Shift');
      assert.equal(await at(), 'chart');
      await page.keyboard.press('Tab');
      assert.equal(await at(), 'second', 'where it was left');
      const stops = await page.evaluate(() => [...window.widget.shadowRoot.querySelectorAll('.legend button')].filter((button) => button.tabIndex === 0).length);
      assert.equal(stops, 1);
      await page.evaluate((response) => {
        window.widget.response = response;
        return window.widget.settled();
      }, { first: response.first, third: response.third });
      await page.evaluate(() => window.widget.shadowRoot.querySelector('.chart').focus());
      await page.keyboard.press('Tab');
      assert.ok(['first', 'third'].includes(await at()), 'a legend that has lost entries keeps its stop');
      await page.close();
    });

    it('the live region speaks for keys, and is silent for the pointer', async () => {
      const { page } = await openPage(host.browser, REGISTER + tag({ org: 'demo', 'base-url': '/', id: 'a' }, WIDGET));
      await settle(page);
      const said = await page.evaluate(async () => {
        const element = /** @type {Widget} */ (document.getElementById('a'));
        const chart = element.shadowRoot.querySelector('.chart');
        const readout = element.shadowRoot.querySelector('.readout');
        const box = chart.getBoundingClientRect();
        const heard = [];
        const observer = new MutationObserver(() => heard.push(readout.textContent));
        observer.observe(readout, { childList: true, characterData: true, subtree: true });
        const point = async (share) => {
          chart.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + box.width * share, clientY: box.top + box.height / 2, bubbles: true }));
          await element.settled();
        };
        const press = async (key) => {
          chart.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
          await element.settled();
        };
        for (const share of [0.3, 0.5, 0.7]) await point(share);
        const isOpen = element.shadowRoot.querySelector('.tooltip').matches(':popover-open');
        const byPointer = heard.filter(Boolean);
        await press('ArrowLeft');
        const byKey = readout.textContent;
        await point(0.4);
        return { isOpen, byPointer, byKey, after: readout.textContent };
      });
      assert.deepEqual([said.isOpen, said.byPointer, said.after], [true, [], '']);
      assert.match(said.byKey, /\d/);
      await page.close();
    });
  });
}
