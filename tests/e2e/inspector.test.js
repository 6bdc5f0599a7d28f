/** The inspector: what it says, that it can be reached by keys and copied, and that it keeps secrets. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium } from './harness.js';
import { answer, openPage, REGISTER, tag, WIDGET } from './pages.js';

const SECRET = 'hush0123456789abcdefghij42';

describe('the inspector', () => {
  let browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());

  const opener = 'events-stats-widget .opener.dots';
  const panel = 'events-stats-widget .inspector-panel';

  /** By the menu. */
  async function inspect(page) {
    await page.locator(opener).click();
    await page.getByRole('menuitem', { name: 'Inspect' }).click();
  }

  /** A settled widget; `api` answers for the server. */
  async function open(api, prepare) {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const html = `<body>${prepare ?? ''}${tag({ 'widget-id': '7', org: 'acme', 'stats-period': '24h' }, WIDGET)}${REGISTER}`;
    const opened = await openPage(context, html, { api });
    const { page } = opened;
    await page.waitForFunction(() => customElements.get('events-stats-widget'));
    await page.evaluate(() => document.querySelector('events-stats-widget').settled());
    return { ...opened, close: () => context.close() };
  }

  it('is not in the page until it is asked for, and gone when closed', async () => {
    const { page, close } = await open();
    assert.equal(await page.locator(`${panel} dl`).count(), 0);
    await inspect(page);
    assert.ok(await page.locator(`${panel} dl`).count() > 3);
    await page.keyboard.press('Escape');
    await page.waitForFunction((selector) => {
      const [host, inner] = selector.split(' ');
      return document.querySelector(host).shadowRoot.querySelectorAll(`${inner} dl`).length === 0;
    }, panel);
    await close();
  });

  it('says what was asked, how it went, how long it took and what was dropped', async () => {
    const body = answer();
    body.data[3] = /** @type {any} */ (['no time', [{ count: 1 }]]);
    const { page, close } = await open(() => ({ json: body }));
    await inspect(page);
    const text = await page.locator(panel).innerText();
    assert.match(text, /\d\d:\d\d:\d\d UTC\s+200, [\d.]+ ms total, network [\d.]+ ms, decode [\d.]+ ms, [\d.]+ kB — http:\/\/127\.0\.0\.1:\d+\/api\/0\/organizations\/acme\/events-stats\/\?.*statsPeriod=24h/);
    for (const line of [/Layout\s+[\d.]+ ms/, /Paint\s+[\d.]+ ms/, /Dataset|Caches/, /widget\.api\.call\.count\s+1/, /State\s+ready/, /Notes\s+1\s+\S+/]) {
      assert.match(text, line);
    }
    await close();
  });

  it('shows newer facts when it is opened again', async () => {
    let calls = 0;
    const { page, close } = await open(() => {
      calls += 1;
      return calls === 1 ? { json: answer() } : { status: 503, body: 'down' };
    });
    await inspect(page);
    await page.keyboard.press('Escape');
    await page.locator(opener).click();
    await page.getByRole('menuitem', { name: 'Refresh' }).click();
    assert.equal(await page.locator(panel).isVisible(), false);
    await inspect(page);
    await page.locator(panel).getByText('503, server').first().waitFor();
    assert.match(await page.locator(panel).innerText(), /Error\s+server:/);
    await close();
  });

  it('is in the words of the page, those of a moment ago as well', async () => {
    const { page, close } = await open();
    await inspect(page);
    await page.keyboard.press('Escape');
    await page.evaluate(async () => {
      const [{ configure }, { words }] = await Promise.all([import('/package/element.js'), import('/package/words/de.js')]);
      configure({ words });
    });
    await page.locator(opener).click();
    await page.getByRole('menuitem', { name: 'Untersuchen' }).click();
    await page.getByRole('dialog', { name: 'Untersuchung' }).waitFor();
    const text = await page.locator(panel).innerText();
    for (const line of [/Als Text kopieren/, /Zustand\s+ready/, /Letzte Anfragen\s+\d\d:\d\d:\d\d UTC\s+200, insgesamt [\d.]+ ms/, /Metriken seit dem Laden der Seite/]) assert.match(text, line);
    for (const english of [/Last requests/, /Copy as text/, /State/, /Data from/]) assert.doesNotMatch(text, english);
    await page.getByRole('button', { name: 'Als Text kopieren' }).click();
    await page.locator(panel).getByText('Kopiert').waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^Widget\n {2}Modul: \d/);
    await close();
  });

  it('is reached and left by keys alone', async () => {
    const { page, close } = await open();
    await page.locator(opener).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Refresh' }).waitFor();
    // The inspector is the last one.
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.locator(panel).waitFor();
    const focused = () => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.activeElement?.textContent);
    assert.equal(await focused(), 'Copy as text');
    assert.equal(await page.locator(opener).evaluate((button) => button.getAttribute('aria-label')), 'Menu');
    await page.getByRole('dialog', { name: 'Inspector' }).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.activeElement.className), 'report');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator(panel).isVisible(), false);
    const back = await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.activeElement?.getAttribute('aria-label'));
    assert.equal(back, 'Menu', 'the focus is where it was');
    await close();
  });

  it('is copied as text, without what is secret', async () => {
    const { page, close } = await open(() => ({ status: 401, json: { detail: `Invalid token: ${SECRET}` } }), `
      <script type="module">
        import { configure } from '/package/index.js';
        configure({
          fetch: (url, init) => fetch(url, { ...init, headers: { authorization: 'Bearer ${SECRET}' } }),
          metrics: { backend: { name: 'datadog', url: '/intake', api_key: '${SECRET}' } },
        });
        document.querySelector('events-stats-widget').config = {
          ...${JSON.stringify(WIDGET)}, params: { access: '${SECRET}' },
        };
      </script>`);
    await inspect(page);
    await page.locator(`${panel} .action`, { hasText: 'Copy as text' }).click();
    await page.locator(panel).getByText('Copied').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^Widget\n {2}Module: \d/);
    assert.match(text, /401, unauthorized/);
    assert.match(text, /access=…/);
    assert.ok(!text.includes('hush'), text);
    assert.ok(!(await page.locator(panel).innerText()).includes('hush'));
    await close();
  });

  it('offers its text to be copied by hand where the page may not write to the clipboard', async () => {
    const { page, close } = await open(undefined, '<script>Object.defineProperty(navigator, "clipboard", { value: undefined });</script>');
    await inspect(page);
    await page.locator(`${panel} .action`, { hasText: 'Copy as text' }).click();
    await page.locator(panel).getByText('Copy the selected text').waitFor();
    const selected = await page.evaluate(() => {
      const field = /** @type {HTMLTextAreaElement} */ (document.querySelector('events-stats-widget').shadowRoot.activeElement);
      return field.value.slice(field.selectionStart, field.selectionEnd);
    });
    assert.match(selected, /^Widget\n {2}Module: /);
    await close();
  });
});
