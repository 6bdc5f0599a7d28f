/**
 * The element in a page: where its configuration comes from, what a move or an early property
 * does to it, and in which words it fails.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium } from './harness.js';
import { answer, openPage, REGISTER, settle, shownText, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const DASHBOARD = { id: '1', title: 'D', widgets: [{ ...WIDGET, id: '1', title: 'One' }, { ...WIDGET, id: '2', title: 'Two' }] };

let browser;
before(async () => { browser = await launchChromium(); });
after(() => browser?.close());

const facts = (page) => page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map((widget) => ({
  state: widget.state, error: widget.error, title: widget.shadowRoot.querySelector('.title')?.textContent,
})));
const isDashboard = (path) => path.includes('/dashboards/');
const api = (url) => ({ json: isDashboard(url.pathname) ? DASHBOARD : answer() });

test('elements of one dashboard cause one request for it, and equal queries one request', async () => {
  const html = REGISTER + tag({ ...OWN, 'widget-id': '1', 'dashboard-id': '1' }) + tag({ ...OWN, 'widget-id': '2', 'dashboard-id': '1' }).repeat(2);
  const { page, requests } = await openPage(browser, html, { api });
  await settle(page);
  assert.deepEqual((await facts(page)).map(({ title }) => title), ['One', 'Two', 'Two']);
  assert.equal(requests.filter(isDashboard).length, 1);
  assert.equal(requests.length, 2, requests.join('\n'));
  await page.close();
});

test('a property beats a child script, which beats configure(), which beats the dashboard', async () => {
  const html = `<script type="module">
    import { configure, defineElement } from '/package/element.js';
    configure({ widgets: { 1: ${JSON.stringify({ ...WIDGET, title: 'configured' })} } });
    document.getElementById('p').config = ${JSON.stringify({ ...WIDGET, title: 'property' })};
    defineElement();
  </script>${tag({ ...OWN, id: 'p', 'widget-id': '1' }, { ...WIDGET, title: 'script' })}${tag({ ...OWN, 'widget-id': '1' }, { ...WIDGET, title: 'script' })}`
    + tag({ ...OWN, 'widget-id': '1', 'dashboard-id': '1' }) + tag({ ...OWN, 'widget-id': '2', 'dashboard-id': '1' });
  const { page } = await openPage(browser, html, { api });
  await settle(page);
  assert.deepEqual((await facts(page)).map(({ title }) => title), ['property', 'script', 'configured', 'Two']);
  await page.close();
});

test('a move within the document asks nothing again; removal ends it and a return begins anew', async () => {
  const { page, requests } = await openPage(browser, `${REGISTER}${tag(OWN, WIDGET)}<main></main>`);
  await settle(page);
  await page.evaluate(() => document.querySelector('main').append(document.querySelector('events-stats-widget')));
  await settle(page);
  assert.equal(requests.length, 1);
  assert.equal((await facts(page))[0].state, 'ready');
  await page.evaluate(async () => {
    globalThis.kept = document.querySelector('events-stats-widget');
    globalThis.kept.remove();
    await new Promise((resolve) => { setTimeout(resolve); });
  });
  assert.equal(await page.evaluate(() => globalThis.kept.state), 'idle');
  await page.evaluate(() => document.body.append(globalThis.kept));
  await settle(page);
  assert.equal((await facts(page))[0].state, 'ready');
  assert.equal(requests.length, 1, 'what was answered a moment ago serves');
  await page.close();
});

test('attributes changed together ask once, and looks ask nothing', async () => {
  const { page, requests } = await openPage(browser, REGISTER + tag(OWN, WIDGET));
  await settle(page);
  await page.evaluate(() => {
    const widget = document.querySelector('events-stats-widget');
    widget.setAttribute('stats-period', '24h');
    widget.setAttribute('environment', 'production');
  });
  await settle(page);
  assert.equal(requests.length, 2);
  assert.match(requests[1], /statsPeriod=24h/);
  assert.match(requests[1], /environment=production/);
  await page.evaluate(() => document.querySelector('events-stats-widget').setAttribute('theme', 'dark'));
  await settle(page);
  assert.equal(requests.length, 2);
  await page.close();
});

test('an answer of the page itself is shown without any request', async () => {
  const { page, requests } = await openPage(browser, REGISTER + tag(OWN));
  await page.evaluate((response) => { document.querySelector('events-stats-widget').response = response; }, answer());
  await settle(page);
  assert.equal((await facts(page))[0].state, 'ready');
  assert.deepEqual(requests, []);
  await page.close();
});

test('the element\'s own fetch is used in place of the page\'s', async () => {
  const { page, requests } = await openPage(browser, REGISTER);
  const seen = await page.evaluate(async ({ config, body }) => {
    const urls = [];
    const widget = document.createElement('events-stats-widget');
    widget.setAttribute('org', 'demo');
    widget.config = config;
    widget.fetch = async (url) => { urls.push(url); return Response.json(body); };
    document.body.append(widget);
    await widget.settled();
    return { urls, state: widget.state };
  }, { config: WIDGET, body: answer() });
  assert.equal(seen.state, 'ready');
  assert.equal(seen.urls.length, 1);
  assert.deepEqual(requests, []);
  await page.close();
});

test('the configuration may be an attribute, which a script child gives way to, and the property goes before', async () => {
  const asked = [];
  const { page, problems } = await openPage(browser, `${REGISTER}${tag({ ...OWN, config: JSON.stringify({ ...WIDGET, title: 'By attribute' }).replaceAll('"', '&quot;') }, { ...WIDGET, title: 'By child' })}`, {
    api: (url) => { asked.push(url); return { json: answer() }; },
  });
  await settle(page);
  assert.equal(await shownText(page, '.title'), 'By attribute');
  await page.evaluate(async (config) => {
    const widget = document.querySelector('events-stats-widget');
    widget.setAttribute('config', JSON.stringify({ ...config, title: 'Changed' }));
    await widget.settled();
  }, WIDGET);
  assert.equal(await shownText(page, '.title'), 'Changed');
  await page.evaluate(async (config) => {
    const widget = /** @type {import('/package/index.js').EventsStatsWidget} */ (document.querySelector('events-stats-widget'));
    widget.config = { ...config, title: 'By property' };
    await widget.settled();
  }, WIDGET);
  assert.equal(await shownText(page, '.title'), 'By property');
  assert.deepEqual(problems, []);
  await page.close();
});

test('`refresh` is a method, and set it is the attribute', async () => {
  const { page } = await openPage(browser, `${REGISTER}${tag(OWN, WIDGET)}`);
  await settle(page);
  const seen = await page.evaluate(async () => {
    const widget = /** @type {import('/package/index.js').EventsStatsWidget} */ (document.querySelector('events-stats-widget'));
    widget.refresh = 60;
    const set = widget.getAttribute('refresh');
    const { drawn } = await widget.refresh();
    widget.refresh = null;
    const early = /** @type {any} */ (document.createElement('events-stats-early'));
    early.refresh = 30;
    (await import('/package/index.js')).defineElement('events-stats-early');
    document.body.append(early);
    return { set, drawn, taken: widget.getAttribute('refresh'), early: early.getAttribute('refresh'), isMethod: typeof early.refresh };
  });
  assert.deepEqual(seen, { set: '60', drawn: true, taken: null, early: '30', isMethod: 'function' });
  await page.close();
});

/** @type {Array<[name: string, html: string, code: string, words: RegExp]>} */
const WRONG = [
  ['no id', tag(OWN), 'config', /`widget-id`: expected the id of a widget, or a configuration as `config` or as a JSON script inside the element, found nothing/],
  ['no dashboard', tag({ ...OWN, 'widget-id': '1' }), 'config', /`dashboard-id`/],
  ['no organization', tag({ 'base-url': '/', 'widget-id': '1' }, WIDGET), 'config', /`org`/],
  ['an id that is not there', tag({ ...OWN, 'widget-id': '9', 'dashboard-id': '1' }), 'config', /`widget-id`: expected a widget of dashboard 1/],
  ['broken JSON', tag(OWN, '{'), 'config', /`config`: expected an object in JSON/],
  ['broken JSON in the attribute', tag({ ...OWN, config: '{' }), 'config', /`config`: expected an object in JSON/],
  ['an object that a framework made a text of', tag({ ...OWN, config: '[object Object]' }), 'config', /^`config`: expected an object as the property, or its JSON as the attribute, found `\[object Object\]`$/],
  ['a display type', tag(OWN, { ...WIDGET, displayType: 'pie' }), 'config', /`displayType`.*`pie`/],
  ['an attribute', tag({ ...OWN, refresh: 'often' }, WIDGET), 'config', /`refresh`.*`often`/],
];

for (const [name, html, code, words] of WRONG) {
  test(`a wrong configuration is a sentence in the widget and an event: ${name}`, async () => {
    const listen = '<script>globalThis.codes = []; document.addEventListener("events-stats-error", (event) => codes.push(event.detail.code));</script>';
    const { page, problems } = await openPage(browser, listen + REGISTER + html, { api });
    await settle(page);
    const [{ state, error }] = await facts(page);
    assert.equal(state, 'error');
    assert.equal(error.code, code);
    assert.match(error.message, words);
    assert.ok((await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.textContent)).includes(error.message));
    assert.deepEqual(await page.evaluate(() => globalThis.codes), [code]);
    assert.deepEqual(problems, []);
    await page.close();
  });
}

test('registering twice, and under two names, does no harm', async () => {
  const { page } = await openPage(browser, REGISTER);
  assert.ok(await page.evaluate(async () => {
    const { defineElement } = await import('/package/element.js');
    const other = defineElement('other-chart');
    const own = defineElement();
    return own === defineElement() && other === defineElement('other-chart')
      && document.createElement('other-chart') instanceof other;
  }));
  await page.close();
});

test('configure() names an unknown key and a wrong value, and keeps what was set', async () => {
  const { page } = await openPage(browser, REGISTER + tag(OWN, WIDGET));
  await settle(page);
  const said = await page.evaluate(async () => {
    const { configure } = await import('/package/element.js');
    const said = [];
    for (const options of [{ colour: 1 }, { timeoutMs: 'long' }, 7]) {
      try { configure(/** @type {any} */ (options)); } catch (error) { said.push([error.code, error.message]); }
    }
    return said;
  });
  assert.deepEqual(said.map(([code]) => code), ['config', 'config', 'config']);
  assert.match(said[0][1], /`colour`/);
  assert.match(said[1][1], /`timeoutMs`/);
  await settle(page);
  assert.equal((await facts(page))[0].state, 'ready');
  await page.close();
});
