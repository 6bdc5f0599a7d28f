/** Properties of the element: what they take, when, and in which words they refuse it, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from './harness.js';
import { answer, openPage, REGISTER, settle, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };

const facts = (page) => page.evaluate(() => {
  const { state, error } = document.querySelector('events-stats-widget');
  return { state, error };
});

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('answers of the page are taken as a buffer, a part of one, and an object', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag(OWN, WIDGET));
      await page.evaluate(() => customElements.whenDefined('events-stats-widget'));
      await settle(page);
      const before = requests.length;
      const shown = await page.evaluate(async (body) => {
        const widget = document.querySelector('events-stats-widget');
        const bytes = new TextEncoder().encode(JSON.stringify(body));
        const around = new Uint8Array(bytes.length + 20).fill(120);
        around.set(bytes, 10);
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const foreign = new /** @type {typeof globalThis} */ (/** @type {unknown} */ (frame.contentWindow)).ArrayBuffer(bytes.length);
        new Uint8Array(foreign).set(bytes);
        const forms = { buffer: bytes.buffer, part: around.subarray(10, 10 + bytes.length), view: new DataView(bytes.buffer), object: body, foreign };
        const shown = {};
        for (const [name, response] of Object.entries(forms)) {
          widget.response = { data: [] };
          await widget.settled();
          const between = widget.state;
          widget.response = response;
          await widget.settled();
          shown[name] = [between, widget.state, (await widget.toCsv()).trim().split('\n').length];
        }
        return shown;
      }, answer());
      for (const [form, found] of Object.entries(shown)) assert.deepEqual(found, ['empty', 'ready', 49], form);
      assert.equal(requests.length, before);
      await page.evaluate(() => { document.querySelector('events-stats-widget').response = /** @type {any} */ (7); });
      await settle(page);
      assert.match((await facts(page)).error.message, /`response`: expected an ArrayBuffer.*found 7/);
      await page.evaluate(() => { document.querySelector('events-stats-widget').response = null; });
      await settle(page);
      assert.deepEqual(await facts(page), { state: 'ready', error: null });
      assert.equal(requests.length, before, 'its own question was answered a moment ago');
      await page.close();
    });

    test('bytes stay those of the page: what is shown does not change with them', async () => {
      const { page, problems } = await openPage(browser, SIZED + REGISTER + tag(OWN, WIDGET));
      await settle(page);
      const shown = await page.evaluate(async (body) => {
        const widget = document.querySelector('events-stats-widget');
        const bytes = new TextEncoder().encode(JSON.stringify(body));
        widget.response = bytes;
        await widget.settled();
        const before = await widget.toCsv();
        bytes.fill(32);
        widget.style.inlineSize = '320px';
        widget.setAttribute('theme', 'dark');
        await widget.settled();
        return { before, after: await widget.toCsv(), state: widget.state };
      }, answer());
      assert.equal(shown.after, shown.before);
      assert.ok(shown.before.split('\n').length > 48, shown.before);
      assert.equal(shown.state, 'ready');
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('properties set before the element is known are kept', async () => {
      const { page, requests } = await openPage(browser, `${SIZED}${tag({ ...OWN, 'widget-id': '1' })}`);
      const urls = await page.evaluate(async ({ config, body }) => {
        const urls = [];
        const widget = document.querySelector('events-stats-widget');
        Object.assign(widget, { config, range: { statsPeriod: '2h' }, fetch: async (url) => { urls.push(url); return Response.json(body); } });
        await import('/package/index.js');
        await widget.settled();
        return [...urls, 'statsPeriod' in widget.range && widget.range.statsPeriod, widget.state, Object.keys(widget).length];
      }, { config: WIDGET, body: answer() });
      assert.match(urls[0], /statsPeriod=2h/);
      assert.deepEqual(urls.slice(1), ['2h', 'ready', 0]);
      assert.deepEqual(requests, []);
      await page.close();
    });

    /** @type {Array<[what: string, properties: object, attributes: Record<string, string>, words: RegExp]>} */
    const WRONG = [
      ['range', { range: 'yesterday' }, {}, /`range`: expected \{statsPeriod\} or \{start, end\}, found `yesterday`/],
      ['an empty range', { range: {} }, {}, /`range`: expected/],
      ['half a range', { range: { start: '2026-01-01T00:00:00Z' } }, {}, /`end`: expected `start` and `end` together, found nothing/],
      ['a moment that is none', { range: { start: 'noon', end: '2026-01-01' } }, {}, /`start`.*`noon`/],
      ['a Date that is none', { range: { statsPeriod: 'long' } }, {}, /`stats-period`.*`long`/],
      ['config', { config: [1] }, {}, /`config`: expected an object/],
      ['fetch', { fetch: 'mine' }, {}, /`fetch`: expected a function/],
      ['timezone', {}, { timezone: 'Mars/Phobos' }, /`timezone`: expected an IANA zone.*`Mars\/Phobos`/],
      ['locale', {}, { locale: 'no language' }, /`locale`: expected a language tag.*`no language`/],
      ['a locale of another system', {}, { locale: 'en_US' }, /`locale`: expected a language tag.*`en_US`/],
      ['compare', {}, { compare: 'then' }, /`compare`.*`then`/],
      ['theme', {}, { theme: 'pink' }, /`theme`.*`pink`/],
      ['project', {}, { project: '1,web' }, /`project`.*`web`/],
    ];
    test('wrong properties and attributes are sentences in the widget that name them, and can be mended', async () => {
      const { page, problems } = await openPage(browser, SIZED + REGISTER + tag(OWN, WIDGET));
      await settle(page);
      for (const [what, properties, attributes, words] of WRONG) {
        const said = await page.evaluate(async ({ properties, attributes }) => {
          const widget = document.querySelector('events-stats-widget');
          const before = Object.fromEntries(Object.keys(properties).map((key) => [key, widget[key]]));
          const codes = [];
          const listen = ({ detail }) => codes.push(detail.code);
          widget.addEventListener('events-stats-error', listen);
          Object.assign(widget, properties);
          for (const [key, value] of Object.entries(attributes)) widget.setAttribute(key, value);
          await widget.settled();
          widget.removeEventListener('events-stats-error', listen);
          const said = { message: widget.error?.message, codes, text: widget.shadowRoot.textContent };
          Object.assign(widget, before);
          for (const key of Object.keys(attributes)) widget.removeAttribute(key);
          await widget.settled();
          return { ...said, after: widget.state };
        }, { properties, attributes });
        assert.match(said.message ?? '', words, what);
        assert.equal(said.codes.length, 1, what);
        assert.ok(said.text.includes(said.message), what);
        assert.equal(said.after, 'ready', what);
      }
      assert.deepEqual(problems, []);
      await page.close();
    });
  });
}
