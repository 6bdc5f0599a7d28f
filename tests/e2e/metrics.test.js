/** What a page is told of the module's own work, and what leaves it, in a real browser. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { launchChromium, openPage, settle, startServer, until } from './harness.js';

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
      document.addEventListener('events-stats-metric', ({ target, detail }) => globalThis.told.push([/** @type {Widget} */ (target).getAttribute('widget-id'), detail.name]));
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
    for (const line of [/^sentry\.widget\.api\.call\.count:1\|c\|#.*endpoint:events-stats/m, /^sentry\.widget\.stage\.duration:[\d.]+\|d\|#stage:paint$/m]) {
      assert.match(await until(() => lines.join('\n'), (text) => line.test(text)), line);
    }
    // The server counts what it relays; one of the demo's widgets has a mistake in it.
    const figures = async () => Object.fromEntries([...(await (await fetch(`${server.url}metrics`)).text()).matchAll(/^widget_refreshes_total\{state="(\w+)"\} (\d+)$/gm)].map(([, state, count]) => [state, Number(count)]));
    const { ready, error } = await until(figures, ({ error }) => error > 0);
    assert.ok(ready > error, `${ready} ready, ${error} with an error`);
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
      configure({ metrics: { backend: { name: 'datadog', url: '/series-intake', version: 'v2', host: 'wall-7', api_key: 'hush-hush', tags: { host: 'wall' } }, batch: { waitMs: 50 } } });
    });
    await settle(opened.page);
    await opened.page.evaluate(() => document.querySelector('events-stats-widget').refresh());
    await until(() => posts.length, Boolean);
    assert.equal((await posts[0].allHeaders())['dd-api-key'], 'hush-hush');
    const body = posts[0].postDataJSON();
    assert.ok(body.series.length > 0 && body.series.every(({ metric, tags }) => metric.startsWith('sentry.') && tags.includes('host:wall')));
    for (const { resources } of body.series) assert.deepEqual(resources, [{ type: 'host', name: 'wall-7' }]);
    assert.ok(!posts[0].url().includes('hush') && !posts[0].postData().includes('hush'));
    assert.ok(!opened.complaints.join('\n').includes('hush'));
    await opened.close();
  });

  /** A page with an SDK of its own, as its public interface is; what it was told. */
  async function withSdk(methods) {
    const { page, close } = await open(`(async () => {
      globalThis.told = [];
      const metrics = {};
      for (const name of ${JSON.stringify(methods)}) {
        metrics[name] = function (...given) {
          if (this !== metrics) throw new TypeError('called without its object');
          globalThis.told.push([name, ...given]);
        };
      }
      globalThis.Sentry = { metrics, getTraceData: () => ({ 'sentry-trace': '771a43a4192642f0b136d5159a501700-7d85d26a1a4b1b3e-1' }) };
      globalThis.seen = [];
      const { configure } = await import('/package/index.js');
      configure({ metrics: { backend: ['sentry', (metric) => globalThis.seen.push(metric)], tags: { wall: 'north' } } });
    })()`);
    const [told, seen] = await page.evaluate(() => [globalThis.told, globalThis.seen]);
    await close();
    return { told, seen };
  }

  it("go to the page's own Sentry SDK, and carry its trace elsewhere", async () => {
    const { told, seen } = await withSdk(['count', 'gauge', 'distribution']);
    const of = (name, key) => told.filter(([method, metric]) => method === name && metric === key);
    const calls = of('count', 'sentry.widget.api.call.count').map(([, , amount, { attributes }]) => ({ amount, wall: attributes.wall, status: attributes.status_code }));
    for (const { amount, wall } of calls) assert.deepEqual([amount, wall], [1, 'north']);
    // One query of the demo has a mistake in it, and which is answered first is chance.
    assert.deepEqual([...new Set(calls.map(({ status }) => status))].sort(), ['200', '400']);
    const [, , took, { unit }] = of('distribution', 'sentry.widget.stage.duration')[0];
    assert.ok(took >= 0);
    assert.equal(unit, 'millisecond');
    assert.ok(of('gauge', 'sentry.widget.cache.size').every(([, , size]) => Number.isInteger(size)));
    assert.ok(seen.length > 0);
    for (const { trace } of seen) assert.deepEqual(trace, { traceId: '771a43a4192642f0b136d5159a501700', spanId: '7d85d26a1a4b1b3e' });
  });

  it('go to an SDK of before version 10 by the names it had', async () => {
    const { told } = await withSdk(['increment', 'gauge', 'distribution']);
    const counted = told.find(([method, metric]) => method === 'increment' && metric === 'sentry.widget.api.call.count');
    assert.equal(counted[3].tags.wall, 'north');
  });

  it('say which widget they are about by a short number that lasts', async () => {
    const { page, close } = await open(() => {});
    /** Numbers by widget, as told during one more refresh of each; the late piece tells them. */
    const numbers = () => until(refreshed, (found) => Object.keys(found).length > 3 && Object.values(found).every(Boolean));
    async function refreshed() {
      const told = await page.evaluate(async () => {
        const seen = [];
        document.addEventListener('events-stats-metric', ({ target, detail }) => seen.push([/** @type {Widget} */ (target).getAttribute('widget-id'), detail.tags.widget]));
        await Promise.all([...document.querySelectorAll('events-stats-widget')].map((widget) => widget.refresh()));
        await new Promise((resolve) => setTimeout(resolve, 100));
        return seen;
      });
      return Object.fromEntries(told);
    }
    const first = await numbers();
    assert.ok(Object.keys(first).length > 3 && Object.values(first).every((number) => /^\d+$/.test(number)), JSON.stringify(first));
    assert.equal(new Set(Object.values(first)).size, Object.keys(first).length, 'a number of its own each');
    await page.reload();
    await settle(page);
    assert.deepEqual(await numbers(), first);
    await close();
  });

  it('that nobody takes are reported once and disturb nothing', async () => {
    const { page, complaints, close } = await open(async () => {
      const { configure } = await import('/package/index.js');
      configure({ metrics: { backend: [() => { throw new Error('full'); }, async () => { throw new Error('later'); }] } });
    });
    const state = await page.locator('events-stats-widget[widget-id="1"]').evaluate((/** @type {Widget} */ element) => element.state);
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
        configure({ metrics: { backend: /** @type {any} */ ('graphite') } });
      } catch (error) {
        return error.message;
      }
    });
    assert.match(message, /`metrics\.backend`: expected .*`dogstatsd`/);
    await close();
  });
});
