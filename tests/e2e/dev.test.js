/** `npm run dev` in a browser: a page loads itself again when something was built, and only there. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { createDevProxy } from '../../scripts/dev/proxy.mjs';
import { launchChromium, openPage, settle, startServer } from './harness.js';

describe('a page of npm run dev', () => {
  let server;
  let browser;
  let proxy;
  let address;

  before(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    proxy = createDevProxy(() => server.url);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    address = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (proxy.server.address()).port}/`;
  });
  after(async () => {
    await browser?.close();
    proxy?.server.close();
    proxy?.server.closeAllConnections();
    await server?.stop();
  });

  it('draws its charts under the same content security policy, and loads itself again', async () => {
    const { page, complaints, close } = await openPage(browser);
    const listens = page.waitForResponse(`${address}dev/events`);
    const response = await page.goto(`${address}embed.html`);
    const own = await fetch(`${server.url}embed.html`);
    assert.equal((await response.allHeaders())['content-security-policy'], own.headers.get('content-security-policy'));
    await listens;
    await settle(page);
    assert.deepEqual(await page.locator('events-stats-widget').evaluateAll((/** @type {Widget[]} */ widgets) => widgets.map((widget) => widget.state)), ['ready']);
    for (let time = 0; time < 2; time += 1) {
      await page.evaluate(() => { document.title = 'before'; });
      const listensAgain = page.waitForResponse(`${address}dev/events`);
      proxy.reload();
      await listensAgain;
      assert.notEqual(await page.title(), 'before');
    }
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is not what the server itself serves', async () => {
    assert.doesNotMatch(await (await fetch(server.url)).text(), /\/dev\//);
    assert.equal((await fetch(`${server.url}dev/reload.js`)).status, 404);
  });
});
