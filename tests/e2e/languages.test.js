/** The chart in other languages: from right to left, and clock times as each language writes them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, until } from './harness.js';
import { answer, openPage, REGISTER, settle, shownText, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/', timezone: 'UTC' };
/** Hours of a day that is over. */
const HOURS = [0, 6, 9, 12, 18, 23];
const DAY = Date.UTC(2026, 10, 20) / 1000;
const hourly = () => ({
  data: Array.from({ length: 24 }, (_, hour) => [DAY + hour * 3600, [{ count: hour }]]),
  meta: { fields: { 'count()': 'integer' } }, start: DAY, end: DAY + 24 * 3600,
});
/** How the hours of the day begin, by language. */
const CLOCKS = {
  'en-GB': ['00:00', '06:00', '09:00', '12:00', '18:00', '23:00'],
  de: ['00:00', '06:00', '09:00', '12:00', '18:00', '23:00'],
  ja: ['0:00', '6:00', '9:00', '12:00', '18:00', '23:00'],
  'en-US': ['12:00 AM', '6:00 AM', '9:00 AM', '12:00 PM', '6:00 PM', '11:00 PM'],
};

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('hours have as many digits as the language gives them', async () => {
      const { page, problems } = await openPage(browser, SIZED + REGISTER + tag({ ...OWN, start: '2026-11-20T00:00:00', end: '2026-11-21T00:00:00' }, { ...WIDGET, interval: '1h' }), { api: () => ({ json: hourly() }) });
      for (const [locale, expected] of Object.entries(CLOCKS)) {
        await page.evaluate((locale) => document.querySelector('events-stats-widget').setAttribute('locale', locale), locale);
        await settle(page);
        const shown = await page.evaluate((hours) => {
          const { shadowRoot } = document.querySelector('events-stats-widget');
          const chart = shadowRoot.querySelector('.chart');
          const press = (key) => chart.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
          press('Home');
          const texts = [];
          for (let hour = 0; hour < 24; hour += 1) {
            document.querySelector('events-stats-widget').flush();
            if (hours.includes(hour)) texts.push(shadowRoot.querySelector('.when').textContent);
            press('ArrowRight');
          }
          return texts;
        }, HOURS);
        for (const [at, text] of shown.entries()) {
          assert.match(text, new RegExp(`(^|[^\\d])${expected[at]}(?![\\d])`), `${locale}: ${text}`);
        }
      }
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('the next try is told in the same way, at several hours', async () => {
      for (const hour of ['00', '05', '08', '15']) {
        // What time it is says the server.
        const headers = { date: `Fri, 20 Nov 2026 ${hour}:10:00 GMT` };
        let status = 200;
        const { page } = await openPage(browser, REGISTER + tag({ ...OWN, locale: 'en-GB', refresh: '3600' }, WIDGET), {
          api: () => ({ status, json: status === 200 ? hourly() : { detail: 'Internal Error' }, headers }),
        });
        await settle(page);
        status = 500;
        await page.evaluate(() => document.querySelector('events-stats-widget').refresh());
        const told = await until(() => shownText(page, '.status'), (text) => text?.includes('retry'));
        assert.match(told, new RegExp(`Next retry at ${hour}:1\\d:\\d\\d\\.$`));
        await page.close();
      }
    });

    test('from right to left, numbers keep their signs and units on their own side', async () => {
      const { page, problems } = await openPage(browser, `<body dir="rtl">${SIZED}${REGISTER}${tag({ ...OWN, compare: '1d' }, WIDGET)}${tag({ ...OWN, compare: '1d' }, { ...WIDGET, displayType: 'big_number', queries: [{ aggregates: ['epm()'], conditions: '' }] })}`, {
        api: ({ pathname }) => ({ json: pathname.endsWith('/events/') ? { data: [{ 'epm()': 71.8 }], meta: { fields: { 'epm()': 'rate' }, units: { 'epm()': '1/minute' } } } : answer() }),
      });
      await settle(page);
      const read = () => page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].flatMap(({ shadowRoot }) => {
        shadowRoot.querySelector('.chart').dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
        const parts = [...shadowRoot.querySelectorAll('.value, .amount, .figure, .when, .tooltip .earlier, .number .earlier')];
        return parts.filter((part) => part.getClientRects().length > 0 && part.firstChild).map((part) => {
          const text = /** @type {Text} */ (part.firstChild);
          const lefts = Array.from(text.data, (letter, at) => {
            const range = document.createRange();
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return [letter, range.getBoundingClientRect().left];
          });
          const seen = lefts.filter(([letter]) => letter !== ' ').sort(([, one], [, other]) => Number(one) - Number(other));
          return [part.className, text.data.replaceAll(' ', ''), seen.map(([letter]) => letter).join('')];
        });
      }));
      const parts = await until(read, (found) => found.some(([name]) => name === 'when') && found.some(([name]) => name === 'amount'));
      for (const kind of ['value', 'amount', 'figure', 'when']) assert.ok(parts.some(([name]) => name === kind), `${kind} among ${JSON.stringify(parts)}`);
      for (const [part, text, seen] of parts) assert.equal(seen, text, part);
      assert.deepEqual(problems, []);
      await page.close();
    });
  });
}
