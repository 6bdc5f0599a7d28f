/** The figures of the whole page in the foot of the dashboard. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { launchChromium, openPage, settle, startServer } from './harness.js';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

it('the dashboard sums up what its charts did', async () => {
  const { page, close } = await openPage(browser);
  const statuses = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/0/')) statuses.push(response.status());
  });
  await page.goto(`${server.url}?refresh=0`);
  await settle(page);
  await page.waitForTimeout(600);
  const shown = () => page.locator('.figures > div').evaluateAll((figures) =>
    Object.fromEntries(figures.map((figure) => [figure.querySelector('dt').textContent, figure.querySelector('dd').textContent])));
  const first = await shown();
  assert.equal(first.Requests, String(statuses.length));
  const failed = statuses.filter((status) => status >= 400).length;
  assert.ok(failed > 0, 'the query with a mistake in it');
  assert.equal(first.Failed, String(failed));
  for (const name of ['Request', 'Decode', 'Layout', 'Paint']) assert.match(first[name], /^[\d.]+ ms$/);
  await page.locator('events-stats-widget[widget-id="2"]').evaluate((widget) => widget.refresh());
  await page.waitForTimeout(600);
  assert.equal(Number((await shown()).Refreshes), Number(first.Refreshes) + 1);
  await close();
});
