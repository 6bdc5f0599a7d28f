/** The texts of the widget in the words of the page, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from './harness.js';
import { answer, configure, openPage, REGISTER, settle, shownText, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const GROUPED = {
  ...WIDGET, displayType: 'area', limit: 2,
  queries: [{ aggregates: ['count()'], columns: ['release'], fields: ['release', 'count()'], conditions: '', orderby: '-count()' }],
};
const groups = () => {
  const one = answer();
  return { first: { ...one, order: 0 }, second: { ...one, order: 1 }, Other: { ...one, order: 2 } };
};

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('words of the page stand in place of the widget\'s own, and unknown ones are named', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag(OWN, GROUPED), { api: () => ({ json: groups() }) });
      await settle(page);
      const before = requests.length;
      assert.equal(await configure(page, { words: { other: 'Übrige', sum: 'Summe', retry: 'Noch einmal' } }), null);
      await settle(page);
      const names = await page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.legend .name')].map((part) => part.textContent));
      assert.deepEqual(names, ['first', 'second', 'Übrige']);
      const title = await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.legend button').title);
      assert.match(title, /^first: Summe [\d,]+/);
      const documents = await page.evaluate(async () => {
        const widget = document.querySelector('events-stats-widget');
        return { svg: await widget.toSvg(), csv: await widget.toCsv() };
      });
      assert.match(documents.svg, /Übrige/);
      assert.match(documents.csv, /Übrige/);
      assert.equal(requests.length, before, 'words ask nothing');

      const refused = await configure(page, { words: { others: 'Rest' } });
      assert.equal(refused.code, 'config');
      assert.match(refused.message, /`words\.others`: expected one of `loading`.*found an unknown key/);
      assert.equal(await configure(page, { words: { noData: 'Keine Daten' } }), null);
      await page.evaluate(() => { document.querySelector('events-stats-widget').response = { data: [] }; });
      await settle(page);
      assert.equal(await shownText(page, '.message .what'), 'Keine Daten');
      await page.close();
    });
  });
}
