/** Charts and dashboards in the languages that the package has words of, in both browsers: what they say, and that it fits. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { answer, openPage, REGISTER, settle, tag } from './pages.js';

const HOUR = 3600;
const START = 1_767_225_600;
const OWN = { org: 'demo', 'base-url': '/', timezone: 'UTC', start: '2026-01-01T00:00:00', end: '2026-01-02T00:00:00' };
const STACK = {
  title: 'Web', displayType: 'area', widgetType: 'error-events', interval: '1h', limit: 12,
  queries: [{ conditions: '', aggregates: ['count()'], columns: ['title'], orderby: '-count()' }],
};
const rows = (/** @type {(hour: number) => number} */ of) => Array.from({ length: 24 }, (_, hour) => [START + hour * HOUR, [{ count: of(hour) }]]);
const facts = { start: START, end: START + 24 * HOUR, meta: { fields: { 'count()': 'integer' } } };
const GROUPS = Object.fromEntries([...Array.from({ length: 11 }, (_, at) => `group-${at}`), 'Other'].map((name, order) => [name, { ...facts, order, data: rows(() => 1000 + order) }]));

/** What is said of `GROUPS`, of nothing, and of refusals. */
const SAID = {
  de: {
    locale: 'de-DE', other: 'Sonstige', sum: 'group-0: Summe 24.000', total: 'Gesamt 12.066', more: '+ 4 weitere', opener: 'Diese Ereignisse öffnen',
    menu: ['Aktualisieren', 'Als Tabelle anzeigen', 'Intervall', 'Legende als Tabelle', 'Daten kopieren', 'CSV herunterladen', 'PNG herunterladen', 'SVG herunterladen', 'Vollbild', 'In Sentry öffnen', 'Untersuchen'],
    table: 'Als Diagramm anzeigen', empty: /^Keine Daten.* anzeigen$/s, failed: /^Fehler beim Laden der Diagrammdaten.*Erneut versuchen$/s,
    signedOut: /^Nicht angemeldet/, cannotShow: 'Dieses Diagramm kann nicht angezeigt werden',
    dashboard: ['24 Stunden (gespeichert)', 'Zeitraum', 'Nächstes Dashboard', '1 von 2', 'Projekt 1'], refused: /^Dieses Dashboard kann nicht angezeigt werden\s+Keine Berechtigung: no\s+Erneut versuchen$/,
  },
  ja: {
    locale: 'ja-JP', other: 'その他', sum: 'group-0: 合計 24,000', total: '合計 12,066', more: '他4件', opener: 'これらのイベントを開く',
    menu: ['更新', 'テーブルで表示', '間隔', '凡例を表で表示', 'データをコピー', 'CSVをダウンロード', 'PNGをダウンロード', 'SVGをダウンロード', '全画面表示', 'Sentryで開く', '検査'],
    table: 'グラフで表示', empty: /^データなし.*を表示$/s, failed: /^グラフデータの読み込みに失敗しました.*再試行$/s,
    signedOut: /^サインインしていません/, cannotShow: 'このグラフを表示できません',
    dashboard: ['24 時間（保存済み）', '期間', '次のダッシュボード', '1/2', 'プロジェクト 1'], refused: /^このダッシュボードを表示できません\s+権限がありません: no\s+再試行$/,
  },
};

const style = (/** @type {number} */ width, height = 260) => `<style>body { margin: 8px } events-stats-widget { display: block; inline-size: ${width}px; block-size: ${height}px }</style>`;
const switched = (/** @type {string} */ language) => `<script type="module">
  import { configure } from '/package/element.js';
  import { words } from '/package/words/${language}.js';
  configure({ words, sentryUrl: 'https://sentry.example', retry: false });
</script>`;

/** Parts of a widget that are cut off, at their own edge or at the window's. */
const cutOff = (/** @type {any} */ page, /** @type {string} */ selector) => page.evaluate((selector) => {
  const parts = [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll(selector)].filter((part) => part.checkVisibility());
  if (parts.length === 0) return [`there is no ${selector}`];
  return parts.filter((part) => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    const isClipped = part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
    return isClipped || left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1;
  }).map((part) => `${part.className}: ${part.textContent}`);
}, selector);

const texts = (/** @type {any} */ page, /** @type {string} */ selector) => page.evaluate(
  (selector) => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll(selector)].map((part) => part.textContent), selector,
);
const message = (/** @type {any} */ page) => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.message').innerText);

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    /** @param {any} t @param {string} html @param {(url: URL) => any} api @param {number} width of the window */
    async function open(t, html, api, width) {
      const opened = await openPage(host.browser, `<meta name="viewport" content="width=device-width">${html}`, { api });
      t.after(() => opened.page.close());
      const size = { width, height: 700 };
      // Two drivers, two names.
      await (opened.page.setViewportSize?.(size) ?? opened.page.setViewport(size));
      return opened;
    }

    for (const [language, said] of Object.entries(SAID)) {
      const { locale } = said;

      for (const width of [640, 240]) {
        it(`${language}: legend, tooltip and menu, in a widget of ${width} px`, async (t) => {
          const html = style(width) + REGISTER + switched(language) + tag({ ...OWN, locale }, STACK);
          const { page, problems } = await open(t, html, () => ({ json: GROUPS }), width + 80);
          await settle(page);
          assert.ok((await texts(page, '.legend .name')).includes(said.other));
          assert.ok((await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.legend button').title)).startsWith(said.sum));
          const box = await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.chart').getBoundingClientRect().toJSON());
          const at = /** @type {const} */ ([box.x + box.width / 2, box.y + box.height / 3]);
          await page.mouse.move(...at);
          const sums = () => page.evaluate(() => [...document.querySelector('events-stats-widget').shadowRoot.querySelectorAll('.tooltip:popover-open .row')].map((row) => `${row.querySelector('.name').textContent} ${row.querySelector('.value').textContent}`));
          const lines = await until(sums, (all) => all.length > 8);
          assert.equal(lines.at(-1), said.total);
          assert.ok(lines.at(-2).startsWith(said.more), lines.join('\n'));
          assert.deepEqual(await cutOff(page, '.tooltip, .tooltip [data-kind=sum] .name'), []);
          await page.mouse.click(...at);
          await until(() => texts(page, '[part~=open-events]'), ([text]) => text === said.opener);
          assert.deepEqual(await cutOff(page, '[part~=open-events]'), []);
          await page.keyboard.press('Escape');
          const menu = async () => {
            await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.dots').click());
            return until(() => texts(page, '.menu-panel [role=menuitem]'), (items) => items.length === said.menu.length);
          };
          assert.deepEqual(await menu(), said.menu);
          assert.deepEqual(await cutOff(page, '.menu-panel, .menu-panel [role=menuitem]'), []);
          await page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.item[name=table]').click());
          await until(() => texts(page, 'table th'), ([first]) => first !== undefined);
          assert.equal((await menu())[1], said.table);
          assert.deepEqual(problems, []);
        });
      }

      it(`${language}: no data, and failures, in a small widget`, async (t) => {
        let respond = () => /** @type {any} */ ({ json: { ...facts, data: [] } });
        const html = style(240, 180) + REGISTER + switched(language) + tag({ ...OWN, locale, start: '2026-01-01T00:00:00', end: '2026-01-01T06:00:00' }, { ...STACK, queries: [{ aggregates: ['count()'] }] });
        const { page } = await open(t, html, () => respond(), 300);
        const says = async (/** @type {RegExp} */ words) => {
          assert.match(await until(() => message(page), (text) => words.test(text)), words);
          assert.deepEqual(await cutOff(page, '.message, .message .what, .message button'), []);
        };
        await settle(page);
        await says(said.empty);
        // What has an answer keeps it: each failure is of a new widget, which asks for something else.
        for (const [status, words] of /** @type {Array<[number, RegExp]>} */ ([[401, said.signedOut], [500, said.failed]])) {
          respond = () => ({ status, json: { detail: 'no' } });
          await page.evaluate((filter) => {
            const before = document.querySelector('events-stats-widget');
            const fresh = /** @type {Element} */ (before.cloneNode(true));
            fresh.setAttribute('filter', filter);
            before.replaceWith(fresh);
          }, `level:${status}`);
          await settle(page);
          await says(words);
        }
      });

      it(`${language}: a widget without a module`, async (t) => {
        const html = `${style(240, 200)}${switched(language)}<script type="module">
          import { defineElement, init } from '/package/element.js';
          init('/missing.wasm').catch(() => {});
          defineElement();
        </script>${tag({ ...OWN, locale }, STACK)}`;
        const { page } = await open(t, html, () => ({ json: GROUPS }), 300);
        await until(() => texts(page, '.message .what'), ([text]) => text === said.cannotShow);
        assert.deepEqual(await cutOff(page, '.message .what, .message button'), []);
      });

      for (const width of [900, 320]) {
        it(`${language}: a dashboard, ${width} px wide`, async (t) => {
          let isRefused = false;
          const dashboard = { id: '7', title: 'Web', period: '24h', projects: [1], widgets: [{ ...STACK, id: '1', layout: { x: 0, y: 0, w: 6, h: 2 } }] };
          const api = (/** @type {URL} */ { pathname }) => {
            if (!pathname.includes('/dashboards/')) return { json: answer() };
            return isRefused ? { status: 403, json: { detail: 'no' } } : { json: dashboard };
          };
          const html = `<script type="module">
            import '/package/dashboard.js';
            import { dashboardWords } from '/package/words/${language}.js';
            document.querySelector('events-stats-dashboard').words = dashboardWords;
          </script><events-stats-dashboard org="demo" base-url="/" dashboard-id="7,8" locale="${locale}"></events-stats-dashboard>`;
          const { page, problems } = await open(t, html, api, width);
          const seen = () => page.evaluate(() => {
            const { shadowRoot } = document.querySelector('events-stats-dashboard');
            const select = shadowRoot.querySelector('select');
            const [next] = [...shadowRoot.querySelectorAll('.controls button')].filter((button) => button.checkVisibility());
            return [select.selectedOptions[0]?.text, select.getAttribute('aria-label'), next?.getAttribute('aria-label'), shadowRoot.querySelector('.place').textContent, shadowRoot.querySelector('.filters li')?.textContent];
          });
          await page.waitForFunction(() => document.querySelector('events-stats-dashboard').shadowRoot?.querySelector('.title')?.textContent === 'Web');
          assert.deepEqual(await seen(), said.dashboard);
          const beyond = await page.evaluate(() => {
            const { shadowRoot } = document.querySelector('events-stats-dashboard');
            const parts = [...shadowRoot.querySelectorAll('.head, .controls, .filters, select, .controls button')].filter((part) => part.checkVisibility());
            return [document.documentElement.scrollWidth > innerWidth, ...parts.filter((part) => part.getBoundingClientRect().right > innerWidth || part.scrollWidth > part.clientWidth + 1).map((part) => part.className || part.localName)];
          });
          assert.deepEqual(beyond, [false]);
          assert.deepEqual(problems, []);
          isRefused = true;
          await page.evaluate(() => document.querySelector('events-stats-dashboard').setAttribute('dashboard-id', '9'));
          const why = () => page.evaluate(() => document.querySelector('events-stats-dashboard').shadowRoot.querySelector('.message').innerText.trim());
          assert.match(await until(why, (text) => said.refused.test(text)), said.refused);
          // What programs read stays as it is.
          assert.equal(await page.evaluate(() => document.querySelector('events-stats-dashboard').error.message), 'Permission denied: no');
        });
      }
    }
  });
}
