/** Viewers who narrow a dashboard's filters in front of a Sentry: by the page, as they do it. In place of a Sentry stands the demo, whose API has its shape. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPage, settle, startServer, until, useBrowser, launchChromium } from './harness.js';

const ADDRESS = 'embed/demo/3?controls=1&refresh=0&range=24h';

describe('filters in front of a Sentry', () => {
  const host = useBrowser(launchChromium);
  /** @type {Record<'sentry' | 'narrowed' | 'plain', Awaited<ReturnType<typeof startServer>>>} */
  const servers = /** @type {any} */ ({});
  before(async () => {
    servers.sentry = await startServer();
    const env = { SENTRY_URL: servers.sentry.url, SENTRY_AUTH_TOKEN: 'token', SENTRY_DASHBOARDS: 'demo/3' };
    servers.narrowed = await startServer({ ...env, SENTRY_VIEWER_FILTERS: 'project,environment' });
    servers.plain = await startServer(env);
  });
  after(() => Promise.all(Object.values(servers).map((server) => server.stop())));

  it('some projects are chosen, and every widget shows what is of them', async () => {
    const { page, complaints, close } = await openPage(host.browser);
    /** @type {Array<[url: URL, status: number]>} */
    const answers = [];
    page.on('response', (response) => answers.push([new URL(response.url()), response.status()]));
    await page.goto(servers.narrowed.url + ADDRESS);
    await settle(page);
    const dashboard = page.locator('events-stats-dashboard');
    const states = () => page.locator('events-stats-widget').evaluateAll((widgets) => widgets.map((widget) => /** @type {Widget} */ (widget).state));
    assert.deepEqual(await until(states, (found) => found.every((state) => state === 'ready')), Array.from({ length: 6 }, () => 'ready'));
    assert.equal(await dashboard.locator('.choice .chip').count(), 2);
    await dashboard.locator('.chip', { hasText: 'project' }).click();
    const [first] = await dashboard.locator('form label').allTextContents();
    answers.length = 0;
    await dashboard.locator('form input').first().check();
    await dashboard.locator('form button').click();
    await settle(page);
    assert.match((await dashboard.locator('.chip', { hasText: 'project' }).textContent()) ?? '', new RegExp(first.trim()));
    const asked = answers.filter(([{ pathname }]) => /\/(?:issues|sessions)\/$/.test(pathname));
    assert.ok(asked.length >= 6, String(asked.length));
    assert.deepEqual(asked.filter(([{ searchParams }, status]) => status !== 200 || searchParams.getAll('project').length !== 1).map(([{ href }, status]) => [href, status]), []);
    assert.deepEqual(await states(), Array.from({ length: 6 }, () => 'ready'));
    assert.deepEqual(complaints, []);
    await close();
  });

  it('without the setting they are shown only', async () => {
    const { page, close } = await openPage(host.browser);
    await page.goto(servers.plain.url + ADDRESS);
    await settle(page);
    assert.equal(await page.locator('events-stats-dashboard').getAttribute('editable-filters'), null);
    assert.equal(await page.locator('events-stats-dashboard .chip').count(), 0);
    await close();
  });
});
