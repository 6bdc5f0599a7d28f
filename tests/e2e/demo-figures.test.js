/** The figures of the whole page in the foot of the dashboard. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openPage, settle, until, useServerAndBrowser } from './harness.js';

const host = useServerAndBrowser();

it('the dashboard sums up what its charts did', async () => {
  const { page, close } = await openPage(host.browser);
  const statuses = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/0/')) statuses.push(response.status());
  });
  await page.goto(`${host.url}?refresh=0`);
  await settle(page);
  const shown = () => page.locator('.figures > div').evaluateAll((figures) =>
    Object.fromEntries(figures.map((figure) => [figure.querySelector('dt').textContent, figure.querySelector('dd').textContent])));
  const first = await until(shown, ({ Requests }) => Requests === String(statuses.length));
  assert.equal(first.Requests, String(statuses.length));
  const failed = statuses.filter((status) => status >= 400).length;
  assert.ok(failed > 0, 'the query with a mistake in it');
  assert.equal(first.Failed, String(failed));
  for (const name of ['Request', 'Decode', 'Layout', 'Paint']) assert.match(first[name], /^[\d.]+ ms$/);
  await page.locator('events-stats-widget[widget-id="2"]').evaluate((/** @type {Widget} */ widget) => widget.refresh());
  const refreshes = Number(first.Refreshes) + 1;
  const { Refreshes } = await until(shown, (figures) => Number(figures.Refreshes) === refreshes);
  assert.equal(Number(Refreshes), refreshes);
  await close();
});
