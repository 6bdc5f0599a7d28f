/** How often new data comes, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, until } from './harness.js';
import { configure, openPage, REGISTER, settle, SIZED, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(); });
    after(() => browser?.close());

    test('a refresh comes every second in test mode alone, and says so', async () => {
      const { page, requests } = await openPage(browser, SIZED + REGISTER + tag({ ...OWN, refresh: 1 }, WIDGET));
      await settle(page);
      const notes = () => page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('#notes li')].map((note) => note.textContent).join());
      assert.match(await notes(), /`refresh`: 1 s was changed to 5 s/);
      assert.equal((await configure(page, { testMode: 'yes' })).code, 'config');
      assert.equal(await configure(page, { testMode: true }), null);
      await settle(page);
      assert.match(await notes(), /Test mode: new data every 1 s/);
      const before = requests.length;
      const began = performance.now();
      await until(() => requests.length, (count) => count >= before + 2);
      assert.ok(requests.length >= before + 2, `${requests.length - before} in ${performance.now() - began} ms`);
      await page.close();
    });
  });
}
