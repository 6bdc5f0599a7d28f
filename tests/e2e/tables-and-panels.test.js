/**
 * What a viewer sees besides the chart: tables, big numbers, changes, notes, the dataset
 * switch. Written against what Playwright's and Puppeteer's pages have in common.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, PATIENCE_MS, useBrowser, useServer } from './harness.js';
const START = '2026-01-01T00:00:00';
const END = '2026-01-02T00:00:00';

const query = (query) => ({ name: '', conditions: '', orderby: '', fieldAliases: [], columns: [], aggregates: [], ...query });
const widget = (displayType, queries, more = {}) => ({
  id: `view-${displayType}`, title: 'A widget', displayType, interval: '1h', widgetType: 'error-events', queries: queries.map(query), ...more,
});
const COUNT = { aggregates: ['count()'], fields: ['count()'] };
const DAY = { start: START, end: END };

/**
 * Runs in the page: answers in place of a server. Counts are 10 an hour, 5 in earlier days.
 * @returns {Record<string, (url: URL) => {status?: number, body: object}>}
 */
function twins() {
  const seconds = (text) => Date.parse(`${text}${/Z|[+-]\d\d:?\d\d$/.test(text) ? '' : 'Z'}`) / 1000;
  const hours = (url, count) => {
    const [start, end] = [seconds(url.searchParams.get('start')), seconds(url.searchParams.get('end'))];
    const data = [];
    for (let time = start; time < end; time += 3600) data.push([time, [{ count }]]);
    return { data, start, end, meta: { fields: { 'count()': 'integer' }, units: { 'count()': null } } };
  };
  const isEarlier = (url) => seconds(url.searchParams.get('start')) < seconds('2026-01-01T00:00:00');
  return {
    compared: (url) => ({ body: hours(url, isEarlier(url) ? 5 : 10) }),
    refused: (url) => (isEarlier(url) ? { status: 400, body: { detail: 'Too long ago' } } : { body: hours(url, 10) }),
    both: (url) => ({ body: hours(url, 10) }),
    dropped: (url) => {
      const body = hours(url, 10);
      body.data[3] = ['noon', [{ count: 1 }]];
      return { body };
    },
    half: (url) => (url.searchParams.get('query').includes('wrong') ? { status: 400, body: { detail: 'Not a query' } } : { body: hours(url, 10) }),
    texts: () => ({
      body: {
        data: [
          { url: 'https://example.com/a?b=1', title: '<img src=x onerror="window.pwned = true">', 'count()': 1200 },
          { url: 'javascript:window.pwned = true', title: '', 'count()': null },
        ],
        meta: { fields: { url: 'string', title: 'string', 'count()': 'integer' }, units: {} },
      },
    }),
    nothing: () => ({ body: { data: [{ 'count()': null }], meta: { fields: { 'count()': 'integer' }, units: {} } } }),
  };
}

const server = useServer();

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    const host = useBrowser(launch);

    /**
     * A page with one widget at rest in it, answered by a twin or by the server itself.
     * @param {object} config @param {{twin?: string, [attribute: string]: string}} [given]
     */
    async function open(config, { twin = '', ...attributes } = {}) {
      const page = await host.browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(`${server.url}blank.html`);
      await page.evaluate(
        async ([config, twin, attributes]) => {
          await import('/package/index.js');
          const widget = document.createElement('events-stats-widget');
          for (const [key, value] of Object.entries({ org: 'demo', 'base-url': '/', ...attributes })) widget.setAttribute(key, value);
          widget.setAttribute('widget-id', config.id);
          window.asked = [];
          window.splits = [];
          widget.addEventListener('events-stats-split', ({ detail }) => window.splits.push(detail.source));
          widget.fetch = async (url, init) => {
            window.asked.push(String(url));
            if (!twin) return fetch(url, init);
            const { status = 200, body } = window.twin(new URL(url, location.href));
            return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
          };
          widget.config = config;
          window.widget = widget;
        },
        [config, twin, attributes],
      );
      if (twin) await page.evaluate(`window.twin = (${twins})()[${JSON.stringify(twin)}]`);
      await page.evaluate(async () => {
        document.body.append(window.widget);
        await window.widget.settled();
      });
      return page;
    }

    const text = (page, selector) =>
      page.evaluate((selector) => window.widget.shadowRoot.querySelector(selector)?.textContent ?? null, selector);
    const texts = (page, selector) =>
      page.evaluate((selector) => [...window.widget.shadowRoot.querySelectorAll(selector)].map((found) => found.textContent), selector);
    const press = (page, selector) =>
      page.evaluate(async (selector) => {
        window.widget.shadowRoot.querySelector(selector).click();
        await window.widget.settled();
      }, selector);

    it("shows a table's rows as the API has them, and orders them on demand", async () => {
      const columns = ['transaction', 'count()'];
      const page = await open(
        widget('table', [{ columns: ['transaction'], aggregates: ['count()'], fields: columns, orderby: '-count()' }], { widgetType: 'transaction-like', limit: 5 }),
        { 'stats-period': '7d' },
      );
      const rows = await page.evaluate(async () => {
        const asked = window.asked.find((url) => url.includes('/events/'));
        return (await (await fetch(asked)).json()).data;
      });
      assert.equal(rows.length, 5);
      assert.deepEqual(await texts(page, 'thead th'), columns);
      const shown = async () => (await texts(page, 'tbody td:first-child .cell'));
      assert.deepEqual(await shown(), rows.map((row) => row.transaction));
      await press(page, 'thead th:nth-child(2) button');
      await press(page, 'thead th:nth-child(2) button');
      assert.deepEqual(await shown(), rows.map((row) => row.transaction).reverse(), 'lowest first');
      const sorted = await page.evaluate(() => window.widget.shadowRoot.querySelector('th:nth-child(2)').getAttribute('aria-sort'));
      assert.equal(sorted, 'ascending');
      const align = await page.evaluate(() => getComputedStyle(window.widget.shadowRoot.querySelector('td[data-number]')).textAlign);
      assert.ok(['end', 'right'].includes(align), align);
      await page.close();
    });

    it('links only to the web, and shows texts as texts', async () => {
      const page = await open(
        widget('table', [{ columns: ['url', 'title'], aggregates: ['count()'], fields: ['url', 'title', 'count()'] }]),
        { ...DAY, twin: 'texts' },
      );
      const links = await page.evaluate(() =>
        [...window.widget.shadowRoot.querySelectorAll('a')].map((link) => [link.getAttribute('href'), link.rel]),
      );
      assert.deepEqual(links, [['https://example.com/a?b=1', 'noopener noreferrer']]);
      assert.deepEqual(await texts(page, 'tbody tr:last-child td'), ['javascript:window.pwned = true', '(empty string)', '—']);
      assert.equal(await page.evaluate(() => window.pwned), undefined);
      await page.close();
    });

    it("shows the API's number, large, and a dash for none", async () => {
      const big = widget('big_number', [COUNT]);
      const page = await open(big, { 'stats-period': '7d' });
      const counted = await page.evaluate(async () => {
        const asked = window.asked.find((url) => url.includes('/events/'));
        return (await (await fetch(asked)).json()).data[0]['count()'];
      });
      // The server goes on making events up between the two answers.
      const shown = Number((await text(page, '.number .figure')).replaceAll(',', ''));
      assert.ok(Math.abs(shown - counted) < counted / 100, `${shown} of ${counted}`);
      const [figure, box] = await page.evaluate(() => {
        const { shadowRoot } = window.widget;
        return [parseFloat(getComputedStyle(shadowRoot.querySelector('.figure')).fontSize), shadowRoot.querySelector('.number').clientWidth];
      });
      assert.ok(figure >= 40, `${figure} px in a box of ${box} px`);
      await page.close();
      const none = await open(big, { ...DAY, twin: 'nothing' });
      assert.equal(await text(none, '.number .figure'), '—');
      assert.equal(await none.evaluate(() => window.widget.shadowRoot.querySelector('.message')?.hidden ?? true), true);
      await none.close();
    });

    it('says in legend and tooltip how a series has changed', async () => {
      const page = await open(widget('line', [COUNT]), { ...DAY, compare: '1d', timezone: 'UTC', locale: 'en-US', twin: 'compared' });
      assert.equal(await text(page, '.legend .delta'), '▲+100%');
      const sense = await page.evaluate(() => window.widget.shadowRoot.querySelector('.legend .delta').dataset.change);
      assert.equal(sense, 'worse', 'more errors');
      const box = await page.evaluate(() => {
        const { x, y, width, height } = window.widget.shadowRoot.querySelector('.chart').getBoundingClientRect();
        return { x, y, width, height };
      });
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForFunction(() => window.widget.shadowRoot.querySelector('.tooltip')?.matches(':popover-open'));
      assert.equal(await text(page, '.tooltip .value'), '10');
      assert.equal(await text(page, '.tooltip .row .earlier'), '5');
      assert.equal(await text(page, '.tooltip .delta'), '▲+100%');
      assert.match(await text(page, '.tooltip .against'), /^compared to Dec 31(, 2025)? \d+:\d\d/);
      assert.equal(await text(page, '.readout'), '', 'a pointer is followed by the eye');
      await page.evaluate(() => window.widget.shadowRoot.querySelector('.chart').focus());
      await page.keyboard.press('ArrowLeft');
      await page.waitForFunction(() => window.widget.shadowRoot.querySelector('.readout')?.textContent);
      assert.match(await text(page, '.readout'), /count\(\) 10, \+100%, worse/);
      await page.close();
    });

    it('says why there is no comparison, and shows the chart', async () => {
      const page = await open(widget('line', [COUNT]), { ...DAY, compare: '1d', twin: 'refused' });
      assert.equal(await page.evaluate(() => window.widget.state), 'ready');
      assert.equal(await text(page, '.opener.compared .label'), 'No comparison');
      assert.match(await text(page, '.compared-panel .reason'), /^Comparison not available: .*Too long ago/);
      await page.close();
    });

    it('keeps what was dropped in notes that can be opened', async () => {
      const page = await open(widget('line', [COUNT]), { ...DAY, twin: 'dropped' });
      assert.equal(await text(page, '.opener.notes'), '1 note');
      await press(page, '.opener.notes');
      const panel = await page.evaluate(() => {
        const panel = window.widget.shadowRoot.querySelector('.notes-panel');
        const { left, right, top, bottom } = panel.getBoundingClientRect();
        return { isOpen: panel.matches(':popover-open'), isInside: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight };
      });
      assert.deepEqual(panel, { isOpen: true, isInside: true });
      assert.match((await texts(page, '.notes-panel li'))[0], /noon/);
      await page.close();
    });

    it('shows the other queries and says which one failed', async () => {
      const page = await open(
        widget('line', [{ ...COUNT, name: 'Right' }, { ...COUNT, name: 'Left out', conditions: 'wrong' }]),
        { ...DAY, twin: 'half' },
      );
      assert.equal(await page.evaluate(() => window.widget.state), 'ready');
      assert.match(await text(page, '.status'), /^1 of 2 queries failed/);
      assert.match((await texts(page, '.notes-panel li'))[0], /^Query 2 \(“Left out”\) failed: .*Not a query/);
      await page.close();
    });

    it('remembers hidden series over a refresh', async () => {
      const page = await open(widget('line', [{ ...COUNT, name: 'A' }, { ...COUNT, name: 'B' }]), { ...DAY, twin: 'both' });
      await press(page, '.legend li:nth-child(2) button');
      await page.evaluate(() => window.widget.refresh());
      const pressed = await page.evaluate(() =>
        [...window.widget.shadowRoot.querySelectorAll('.legend button')].map((button) => button.getAttribute('aria-pressed')),
      );
      assert.deepEqual(pressed, ['true', 'false']);
      await page.close();
    });

    it('lets the viewer choose the dataset of a mixed widget', async () => {
      const id = `mixed-${Date.now()}`;
      const page = await open(widget('line', [COUNT], { id, widgetType: 'discover' }), { ...DAY, twin: 'both' });
      assert.equal(await text(page, '.dataset .label'), 'Errors');
      assert.match(await text(page, '.dataset-panel .reason'), /^We're splitting our datasets up/);
      const warning = () =>
        page.evaluate(() => !window.widget.shadowRoot.querySelector('[aria-label="Dataset split warning"]').hidden);
      assert.equal(await warning(), true);
      await press(page, '.side:last-child');
      assert.equal(await text(page, '.dataset .label'), 'Transactions');
      assert.equal(await warning(), false);
      assert.deepEqual(await page.evaluate(() => window.splits), ['forced', 'user']);
      const asked = await page.evaluate(() => new URL(window.asked.at(-1), location.href).searchParams.get('query'));
      assert.match(asked, /event\.type:transaction/);
      await page.close();
    });

    it('has no dataset switch where there is nothing to choose', async () => {
      const page = await open(widget('line', [COUNT]), { ...DAY, twin: 'both' });
      assert.equal(await page.evaluate(() => window.widget.shadowRoot.querySelector('.opener.dataset') === null), true);
      await page.close();
    });
  });
}
