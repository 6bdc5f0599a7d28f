/** What a page is told of the module's own work, and what leaves it, in a real browser. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { launchChromium, openPage, settle, startServer } from './harness.js';

describe('metrics of a page', () => {
  let server;
  let browser;
  let agent;
  const lines = [];

  before(async () => {
    agent = createSocket('udp4');
    agent.on('message', (datagram) => lines.push(...datagram.toString().split('\n')));
    agent.bind(0, '127.0.0.1');
    await once(agent, 'listening');
    server = await startServer({ STATSD_PORT: String(agent.address().port) });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    agent?.close();
  });

  /** A page whose module was configured before any widget ran. */
  async function open(prepare) {
    const opened = await openPage(browser);
    await opened.page.goto(`${server.url}healthz`);
    await opened.page.goto(`${server.url}?refresh=0`, { waitUntil: 'commit' });
    await opened.page.waitForFunction(() => customElements.get('events-stats-widget'));
    await opened.page.evaluate(prepare);
    await settle(opened.page);
    await opened.page.evaluate(() => Promise.all([...document.querySelectorAll('events-stats-widget')].map((widget) => widget.refresh())));
    await settle(opened.page);
    return opened;
  }

  it('reach a function of the host, with names, types and tags', async () => {
    const { page, close } = await open(async () => {
      globalThis.seen = [];
      const { configure } = await import('/package/index.js');
      configure({ metrics: { backend: (metric) => globalThis.seen.push(metric), prefix: 'p.', tags: { wall: 'north' } } });
    });
    const seen = await page.evaluate(() => globalThis.seen);
    const named = (name) => seen.filter((metric) => metric.name === name);
    const api = named('p.widget.api.call.duration').filter(({ tags }) => tags.endpoint === 'events-stats');
    assert.ok(api.length > 0 && api.every(({ type, unit, value }) => type === 'distribution' && unit === 'millisecond' && value > 0));
    assert.ok(api.some(({ tags }) => tags.status_code === '200' && tags.success === 'true' && tags.wall === 'north'));
    assert.ok(named('p.data-forwarding.http_response').some(({ tags }) => tags.plugin === 'events-stats-widget' && tags.success === 'True'));
    assert.ok(named('p.widget.task.executions').length > 0, 'refreshes are counted');
    for (const stage of ['decode', 'layout', 'paint']) {
      assert.ok(named('p.widget.stage.duration').some(({ tags }) => tags.stage === stage), stage);
    }
    await close();
  });

  it('are announced at the element they are about', async () => {
    const { page, close } = await open(() => {
      globalThis.told = [];
      document.addEventListener('events-stats-metric', ({ target, detail }) => globalThis.told.push([target.getAttribute('widget-id'), detail.name]));
    });
    const told = await page.evaluate(() => globalThis.told);
    assert.ok(told.some(([id, name]) => id === '1' && name === 'sentry.widget.task.executions'), JSON.stringify(told));
    await close();
  });

  it('arrive at a UDP agent through the relay, also when the page is left', async () => {
    const { page, close } = await open(async () => {
      const { configure } = await import('/package/index.js');
      configure({ metrics: { backend: 'dogstatsd', batch: { waitMs: 600_000, items: 10_000, capacity: 10_000 } } });
    });
    assert.equal(lines.length, 0, 'held back until now');
    await page.goto('about:blank');
    const end = Date.now() + 5_000;
    while (lines.length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(lines.some((line) => /^sentry\.widget\.api\.call\.count:1\|c\|#.*endpoint:events-stats/.test(line)), lines.join('\n'));
    assert.ok(lines.some((line) => /^sentry\.widget\.stage\.duration:[\d.]+\|d\|#stage:paint$/.test(line)));
    await close();
  });

  it('go to Datadog with their key as a header and nowhere else', async () => {
    const opened = await openPage(browser);
    const posts = [];
    await opened.page.route('**/series-intake', async (route) => {
      posts.push(route.request());
      await route.fulfill({ status: 202, body: '{}' });
    });
    await opened.page.goto(`${server.url}?refresh=0`);
    await opened.page.evaluate(async () => {
      const { configure } = await import('/package/index.js');
      configure({ metrics: { backend: { name: 'datadog', url: '/series-intake', version: 'v2', api_key: 'hush-hush', tags: { host: 'wall' } }, batch: { waitMs: 50 } } });
    });
    await settle(opened.page);
    await opened.page.evaluate(() => document.querySelector('events-stats-widget').refresh());
    for (let tries = 0; tries < 100 && posts.length === 0; tries += 1) await opened.page.waitForTimeout(50);
    assert.equal((await posts[0].allHeaders())['dd-api-key'], 'hush-hush');
    const body = posts[0].postDataJSON();
    assert.ok(body.series.length > 0 && body.series.every(({ metric, tags }) => metric.startsWith('sentry.') && tags.includes('host:wall')));
    assert.ok(!posts[0].url().includes('hush') && !posts[0].postData().includes('hush'));
    assert.ok(!opened.complaints.join('\n').includes('hush'));
    await opened.close();
  });

  it('that nobody takes are reported once and disturb nothing', async () => {
    const { page, complaints, close } = await open(async () => {
      const { configure } = await import('/package/index.js');
      configure({ metrics: { backend: [() => { throw new Error('full'); }, async () => { throw new Error('later'); }] } });
    });
    const state = await page.locator('events-stats-widget[widget-id="1"]').evaluate((element) => element.state);
    assert.equal(state, 'ready');
    assert.equal(complaints.filter((text) => text.includes('unable to record a metric: full')).length, 1);
    assert.equal(complaints.filter((text) => text.includes('later')).length, 0);
    await close();
  });

  it('wrongly configured are named', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${server.url}?refresh=0`);
    await settle(page);
    const message = await page.evaluate(async () => {
      const { configure } = await import('/package/index.js');
      try {
        configure({ metrics: { backend: 'graphite' } });
      } catch (error) {
        return error.message;
      }
    });
    assert.match(message, /`metrics\.backend`: expected .*`dogstatsd`/);
    await close();
  });
});
