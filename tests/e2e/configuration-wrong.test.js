/**
 * Every attribute, property and configuration key with a wrong value, in both browsers: a
 * sentence in the widget that names the key, what was expected and what was found, one
 * `events-stats-error`, and nothing thrown into the page.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS } from './harness.js';
import { answer, openPage, REGISTER, settle, tag, WIDGET } from './pages.js';

const OWN = { org: 'demo', 'base-url': '/' };
const QUERY = WIDGET.queries[0];

/** A wrong attribute beside a right configuration. */
const attribute = (key, value, expected, found = `\`${value}\``) => ({
  name: `${key}="${value}"`, html: tag({ ...OWN, [key]: value }, WIDGET), key, expected, found,
});
/** A wrong member of the configuration. */
const member = (key, value, expected, found) => ({
  name: `config ${key}: ${JSON.stringify(value)}`, html: tag(OWN, { ...WIDGET, [key]: value }), key, expected, found,
});
/** The same for the only query. */
const inQuery = (key, value, expected, found, path = key) => ({
  name: `config queries[0].${key}: ${JSON.stringify(value)}`,
  html: tag(OWN, { ...WIDGET, queries: [{ ...QUERY, [key]: value }] }),
  key: `queries[0].${path}`, expected, found,
});
/** The same for a member further down. */
const within = (key, value, path, expected, found) => ({ ...member(key, value, expected, found), key: path });
/** A wrong property, given by a script. */
const property = (name, value, key, expected, found) => ({
  name: `${name} = ${value}`, html: tag(OWN, WIDGET), set: `widget.${name} = ${value}`, property: name, key, expected, found,
});

const WRONG = [
  { name: 'no widget-id', html: tag(OWN), key: 'widget-id', expected: 'the id of a widget, or a configuration as `config` or as a JSON script inside the element', found: 'nothing' },
  { name: 'no dashboard-id', html: tag({ ...OWN, 'widget-id': '1' }), key: 'dashboard-id', expected: /^the id of a dashboard/, found: 'nothing' },
  { name: 'no org', html: tag({ 'base-url': '/', 'widget-id': '1', 'dashboard-id': '1' }), key: 'org', expected: /slug or id/, found: 'nothing' },
  { name: 'no org for its own configuration', html: tag({ 'base-url': '/' }, WIDGET), key: 'org', expected: /slug or id/, found: 'nothing' },
  { name: 'an id that is not there', html: tag({ ...OWN, 'widget-id': '9', 'dashboard-id': '1' }), key: 'widget-id', expected: /^a widget of dashboard 1/, found: '`9`' },
  attribute('base-url', 'http://[', 'a URL'),
  attribute('project', 'web', /^project ids: integers/),
  attribute('project', '1,web', /^project ids: integers/, '`web`'),
  attribute('stats-period', 'fortnight', /`24h` or `14d`$/),
  attribute('stats-period', '-1d', /`24h` or `14d`$/),
  { ...attribute('start', '2026-01-01', '`start` and `end` together', 'nothing'), key: 'end' },
  { ...attribute('end', '2026-01-01', '`start` and `end` together', 'nothing'), key: 'start' },
  { ...attribute('start', 'noon', 'an ISO 8601 date or time'), html: tag({ ...OWN, start: 'noon', end: '2026-01-01' }, WIDGET) },
  { ...attribute('end', '2026-02-30', 'an ISO 8601 date or time'), html: tag({ ...OWN, start: '2026-01-01', end: '2026-02-30' }, WIDGET) },
  { ...attribute('end', '2026-01-01', 'a date after `start`'), name: 'a range that runs back', html: tag({ ...OWN, start: '2026-01-02', end: '2026-01-01' }, WIDGET) },
  attribute('refresh', 'often', /^seconds between refreshes/),
  attribute('refresh', '-5', /^seconds between refreshes/),
  attribute('compare', 'lately', /^`previous` or an offset/),
  attribute('theme', 'sepia', 'one of `auto`, `light`, `dark`'),
  attribute('timezone', 'Mars/Olympus', /^an IANA zone/),
  attribute('locale', 'no language!', /^a language tag/),

  { name: 'a child script that is no JSON', html: tag(OWN, '{"title": '), key: 'config', expected: 'an object in JSON', found: 'JSON that ends inside a value' },
  { name: 'a child script with a stray comma', html: tag(OWN, '{"title": "A",}'), key: 'config', expected: 'an object in JSON', found: /^.* at byte 14, where .* was expected$/ },
  { name: 'an empty child script', html: tag(OWN, ''), key: 'config', expected: 'an object in JSON', found: 'JSON that ends inside a value' },
  { name: 'a child script with a list', html: tag(OWN, '[]'), key: 'config', expected: /^a widget: an object/, found: 'a list of 0' },
  member('id', {}, 'an id: a string or an integer', 'an object'),
  member('title', 7, 'a string', 'the number 7'),
  member('displayType', 'pie', /^one of `line`, /, '`pie`'),
  member('displayType', 'world_map', /^one of `line`, /, '`world_map`. This display type is not supported by the selected dataset.'),
  member('interval', 'often', /^a duration such as/, '`often`'),
  member('interval', 300, /^a duration such as/, 'the number 300'),
  member('limit', 'many', 'an integer from 0 to 100', '`many`'),
  member('limit', 101, 'an integer from 0 to 100', 'the number 101'),
  member('limit', 2.5, 'an integer from 0 to 100', 'the number 2.5'),
  member('widgetType', 'profiles', /^one of `discover`, /, '`profiles`'),
  member('widgetType', 'metrics', /^one of `discover`, /, /^`metrics`\. This display type is not supported/),
  member('datasetSource', 'guess', /^one of `unknown`, /, '`guess`'),
  member('endpoint', 'discover', 'one of `events-stats`, `events-timeseries`', '`discover`'),
  member('thresholds', 5, 'an object with `max_values`', 'the number 5'),
  within('thresholds', { max_values: 5 }, 'thresholds.max_values', 'an object with `max1` and `max2`', 'the number 5'),
  within('thresholds', { max_values: { max1: 'low' } }, 'thresholds.max_values.max1', 'a number', '`low`'),
  within('thresholds', { max_values: { max2: [1] } }, 'thresholds.max_values.max2', 'a number', 'a list of 1'),
  within('thresholds', { unit: 5 }, 'thresholds.unit', 'a string', 'the number 5'),
  within('thresholds', { preferredPolarity: 'up' }, 'thresholds.preferredPolarity', /^one of /, '`up`'),
  within('thresholds', { timeWindow: 'wide' }, 'thresholds.timeWindow', /^a duration such as/, '`wide`'),
  member('params', [], 'an object of request parameters', 'a list of 0'),
  within('params', { team: { id: 1 } }, 'params.team', /^a string, a number/, 'an object'),
  within('params', { team: [1, [2]] }, 'params.team[1]', /^a string, a number/, 'a list of 1'),
  member('queries', null, 'a list of one query or more', 'nothing'),
  member('queries', [], 'a list of one query or more', 'a list of 0'),
  member('queries', {}, 'a list of one query or more', 'an object'),
  within('queries', ['count()'], 'queries[0]', /^a query: an object/, '`count()`'),
  inQuery('name', 1, 'a string', 'the number 1'),
  inQuery('conditions', ['a:1'], 'a string', 'a list of 1'),
  inQuery('orderby', false, 'a string', '`false`'),
  inQuery('fields', 'count()', 'a list of strings', '`count()`'),
  inQuery('columns', 'title', 'a list of strings', '`title`'),
  inQuery('columns', ['title', 5], 'a string', 'the number 5', 'columns[1]'),
  inQuery('fieldAliases', 'A', 'a list of strings', '`A`'),
  inQuery('aggregates', 'count()', 'a list of strings', '`count()`'),
  inQuery('aggregates', ['count'], /^a function such as/, '`count`', 'aggregates[0]'),

  property('config', "'errors'", 'config', /^an object in the shape/, '`errors`'),
  property('config', '[]', 'config', /^an object in the shape/, 'a list'),
  property('config', '() => ({})', 'config', /^an object in the shape/, 'a function'),
  property('config', '(() => { const loop = {}; loop.loop = loop; return loop; })()', 'config', 'a value that can be written as JSON', /circular|cyclic/),
  property('range', "'7d'", 'range', '{statsPeriod} or {start, end}', '`7d`'),
  property('range', '({})', 'range', '{statsPeriod} or {start, end}', 'an object'),
  property('range', "({ statsPeriod: 'soon' })", 'stats-period', /`24h` or `14d`$/, '`soon`'),
  property('range', "({ start: '2026-01-01' })", 'end', '`start` and `end` together', 'nothing'),
  property('range', "({ start: new Date('2026-01-02'), end: new Date(NaN) })", 'end', 'an ISO 8601 date or time', '`Invalid Date`'),
  property('response', '7', 'response', /^an ArrayBuffer, a Uint8Array or an object/, '7'),
  property('response', '({ size: 5n })', 'response', 'a value that can be written as JSON', /BigInt/),
  property('fetch', "'/api'", 'fetch', 'a function', '`/api`'),
];

/** Options of the page, one key wrong each. */
const OPTIONS = [
  ['{ colour: 1 }', 'colour', /^one of .*palette/, 'an unknown key'],
  ["{ baseUrl: 7 }", 'baseUrl', 'a string', 'the number 7'],
  ["{ org: ['a'] }", 'org', 'an id: a string or an integer', 'a list of 1'],
  ["{ fetch: 'no' }", 'fetch', 'a function', '`no`'],
  ['{ widgets: [] }', 'widgets', 'an object of widgets by id', 'a list of 0'],
  ['{ concurrency: 0 }', 'concurrency', 'an integer from 1 to 100', 'the number 0'],
  ["{ timeoutMs: 'long' }", 'timeoutMs', 'an integer from 1 to 3600000', '`long`'],
  ['{ maxBytes: -1 }', 'maxBytes', /^an integer from 1/, 'the number -1'],
  ['{ retry: true }', 'retry', /^`false`, a number of attempts/, '`true`'],
  ['{ retry: { attempts: 99 } }', 'retry.attempts', 'an integer from 0 to 20', 'the number 99'],
  ['{ retry: { times: 9 } }', 'retry.times', /^one of `attempts`/, 'an unknown key'],
  ["{ cache: 'no' }", 'cache', '`true`, `false` or an object', '`no`'],
  ['{ cache: { maxBytes: 0.5 } }', 'cache.maxBytes', /^an integer/, 'the number 0.5'],
  ['{ cache: { days: 1 } }', 'cache.days', /^one of `maxBytes`/, 'an unknown key'],
  ['{ cacheKey: 5 }', 'cacheKey', 'a string', 'the number 5'],
  ["{ split: { policy: 'both' } }", 'split.policy', /^one of `errors`/, '`both`'],
  ["{ split: { save: 'yes' } }", 'split.save', '`true` or `false`', '`yes`'],
  ['{ split: { keep: true } }', 'split.keep', /^one of `policy`/, 'an unknown key'],
  ["{ painter: 'oil' }", 'painter', /^one of `auto`/, '`oil`'],
];

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    describe('a widget', () => {
      let found;
      let mended;
      let problems;
      before(async () => {
        const marked = WRONG.map(({ html }, index) => html.replace('<events-stats-widget', `<events-stats-widget id="w${index}"`));
        const setters = WRONG.map(({ set }, index) => (set ? `{ const widget = document.querySelector('#w${index}'); ${set}; }` : ''));
        const opened = await openPage(browser, `${LISTEN}${marked.join('')}<script>${setters.join('')}</script>${REGISTER}`, {
          api: (url) => ({ json: url.pathname.includes('/dashboards/') ? { id: '1', title: 'A', widgets: [] } : answer() }),
        });
        await settle(opened.page);
        found = await opened.page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map((widget) => ({
          state: widget.state,
          error: widget.error,
          shown: [...widget.shadowRoot.querySelectorAll('.why, .status')].map((part) => part.textContent).join(''),
          offers: [...widget.shadowRoot.querySelectorAll('.retry')].some((button) => button.checkVisibility()),
          events: globalThis.events.filter(({ id }) => id === widget.id),
        })));
        mended = await opened.page.evaluate(async (properties) => {
          const widgets = [...document.querySelectorAll('events-stats-widget')];
          for (const [index, name] of properties.entries()) if (name) widgets[index][name] = undefined;
          await Promise.all(widgets.map((widget) => widget.settled()));
          return widgets.map(({ state, error }) => ({ state, error }));
        }, WRONG.map(({ property }) => property ?? null));
        problems = [...opened.problems, ...await opened.page.evaluate(() => globalThis.thrown)];
        await opened.page.close();
      });

      it('throws nothing into the page', () => assert.deepEqual(problems, []));

      for (const [index, { name, key, expected, found: what }] of WRONG.entries()) {
        it(`says what is wrong: ${name}`, () => {
          const { state, error, shown, events, offers } = found[index];
          assert.equal(state, 'error');
          assert.deepEqual([error.code, error.status], ['config', null]);
          assertSentence(error.message, key, expected, what);
          assert.equal(shown, error.message);
          assert.equal(offers, false, 'the same again would fail again');
          assert.deepEqual(events.map(({ code, message }) => [code, message]), [['config', error.message]]);
        });
      }

      for (const [index, { name, property: taken }] of WRONG.entries()) {
        if (taken) it(`goes on once it is taken back: ${name}`, () => assert.deepEqual(mended[index], { state: 'ready', error: null }));
      }
    });

    it('keeps the title that the configuration has', async () => {
      const wrong = { ...WIDGET, id: '1', title: 'Errors <today>', displayType: 'pie' };
      const html = tag(OWN, wrong) + tag({ ...OWN, 'widget-id': '1', 'dashboard-id': '1' }) + tag(OWN, '{"title": ');
      const { page, problems } = await openPage(browser, html + REGISTER, {
        api: (url) => ({ json: url.pathname.includes('/dashboards/') ? { id: '1', title: 'A', widgets: [wrong] } : answer() }),
      });
      await settle(page);
      const titles = await page.evaluate(() => [...document.querySelectorAll('events-stats-widget')].map(({ state, shadowRoot }) => [state, shadowRoot.querySelector('.title').textContent]));
      assert.deepEqual(titles, [['error', 'Errors <today>'], ['error', 'Errors <today>'], ['error', '']]);
      assert.deepEqual(problems, []);
      await page.close();
    });

    for (const [options, key, expected, what] of OPTIONS) {
      it(`the page's options: ${options}`, async () => {
        const html = `${LISTEN}<script type="module">
          import { configure } from '/package/index.js';
          try { configure(${options}); } catch (error) { globalThis.refused = error; }
        </script>${tag(OWN, WIDGET)}`;
        const { page, problems } = await openPage(browser, html);
        await settle(page);
        const { refused, widget } = await page.evaluate(() => {
          const { state, error } = document.querySelector('events-stats-widget');
          return { refused: globalThis.refused?.message, widget: { state, error, events: globalThis.events.map(({ code }) => code) } };
        });
        // A name is checked where it stands; a value by the module, which may not run yet.
        if (refused) {
          assertSentence(refused, key, expected, what);
          assert.equal(widget.state, 'ready');
        } else {
          assert.deepEqual([widget.state, widget.error.code, widget.events], ['error', 'config', ['config']]);
          assertSentence(widget.error.message, key, expected, what);
        }
        assert.deepEqual(problems, []);
        await page.close();
      });
    }
  });
}

const LISTEN = `<script>
  globalThis.events = [];
  globalThis.thrown = [];
  addEventListener('events-stats-error', ({ target, detail }) => events.push({ id: target.id, code: detail.code, message: detail.message }));
  addEventListener('error', ({ message }) => thrown.push(message));
  addEventListener('unhandledrejection', ({ reason }) => thrown.push(String(reason)));
</script>`;

function assertSentence(message, key, expected, what) {
  const [, named, wished, found] = /^`(.+?)`: expected (.*), found (.*)$/s.exec(message) ?? assert.fail(message);
  assert.equal(named, key, message);
  for (const [said, rule] of [[wished, expected], [found, what]]) {
    if (typeof rule === 'string') assert.equal(said, rule, message);
    else assert.match(said, rule, message);
  }
}
