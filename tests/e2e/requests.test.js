/** What a widget asks for, by display type, as its browser sends it, in both browsers. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BROWSERS } from './harness.js';
import { openPage, REGISTER, settle, tag } from './pages.js';

const HOUR = 3600;
const START = 1_767_225_600;
const OWN = { org: 'demo', 'base-url': '/', locale: 'en-US', timezone: 'UTC' };
const RANGE = { start: '2026-01-01T00:00:00', end: '2026-01-02T00:00:00' };

const widget = (displayType, query, more = {}) => ({ title: 'A', displayType, widgetType: 'error-events', queries: [{ conditions: 'a:1', ...query }], ...more });
const PATH = '/api/0/organizations/demo';
const stats = (text) => `${PATH}/events-stats/?${text}`;
const events = (text) => `${PATH}/events/?${text}`;
const GROUPED = { aggregates: ['count()'], columns: ['title'], orderby: '-count()' };

/** [what, configuration, attributes, the request, decoded] (Sentry: what its own widgets send). */
const REQUESTS = [
  ...['line', 'area', 'stacked_area', 'bar'].map((type) => [
    `${type} without groups`, widget(type, { aggregates: ['count()', 'p95()'], orderby: '-count()' }), {},
    [stats(`interval=30m&statsPeriod=14d&query=a:1&yAxis=count()&yAxis=p95()&orderby=-count()&referrer=api.dashboards.widget.${type}-chart&partial=1&dataset=errors`)],
  ]),
  ['bars of a mixed dataset are daily', widget('bar', { aggregates: ['count()'] }, { widgetType: 'transaction-like' }), { 'stats-period': '7d' },
    [stats('interval=1d&statsPeriod=7d&query=a:1&yAxis=count()&referrer=api.dashboards.widget.bar-chart&partial=1&dataset=transactions')]],
  ['groups, of one query and one axis, with Other', widget('line', GROUPED, { limit: 3 }), {},
    [stats('interval=30m&statsPeriod=14d&query=a:1&yAxis=count()&topEvents=3&field=title&field=count()&orderby=-count()&referrer=api.dashboards.widget.line-chart&partial=1&dataset=errors')]],
  ['groups of two axes, without Other', widget('area', { ...GROUPED, aggregates: ['count()', 'p95()'] }), {},
    [stats('interval=30m&statsPeriod=14d&query=a:1&yAxis=count()&yAxis=p95()&topEvents=5&field=title&field=count()&field=p95()&orderby=-count()&excludeOther=1&referrer=api.dashboards.widget.area-chart&partial=1&dataset=errors')]],
  ['groups ordered by what is not asked for', widget('line', { ...GROUPED, orderby: '-p95()' }), {},
    [stats('interval=30m&statsPeriod=14d&query=a:1&yAxis=count()&topEvents=5&field=title&field=count()&field=p95()&orderby=-p95()&referrer=api.dashboards.widget.line-chart&partial=1&dataset=errors')]],
  ['groups ordered by an equation', widget('line', { ...GROUPED, orderby: '-equation|count() * 2' }), {},
    [stats('interval=30m&statsPeriod=14d&query=a:1&yAxis=count()&topEvents=5&field=title&field=count()&field=equation|count() * 2&orderby=-equation[0]&referrer=api.dashboards.widget.line-chart&partial=1&dataset=errors')]],
  ['top_n: the last axis, five groups', widget('top_n', { aggregates: ['count()', 'p95()'], columns: ['title'] }, { limit: 3 }), {},
    [stats('interval=30m&statsPeriod=14d&query=a:1&yAxis=p95()&topEvents=5&field=title&field=count()&field=p95()&referrer=api.dashboards.widget.top_n-chart&partial=1&dataset=errors')]],
  ['a big number asks events', widget('big_number', { aggregates: ['count()'] }), {},
    [events('field=count()&statsPeriod=14d&query=a:1&per_page=1&referrer=api.dashboards.bignumberwidget&dataset=errors')]],
  ['a table asks events', widget('table', { fields: ['title', 'count()'], orderby: '-count()' }, { limit: 8 }), {},
    [events('field=title&field=count()&statsPeriod=14d&query=a:1&sort=-count()&per_page=8&referrer=api.dashboards.tablewidget&dataset=errors')]],
  ['a request for each query', { ...widget('line', {}), queries: [{ aggregates: ['count()'], conditions: 'a:1' }, { aggregates: ['count()'], conditions: '' }] }, {},
    ['a:1', ''].map((query) => stats(`interval=30m&statsPeriod=14d&query=${query}&yAxis=count()&referrer=api.dashboards.widget.line-chart&partial=1&dataset=errors`))],
  ['projects, environments, a filter, two moments', widget('line', { aggregates: ['count()'] }), { ...RANGE, project: '1, 2', environment: 'prod,dev', filter: 'b:2' },
    [stats('interval=5m&start=2026-01-01T00:00:00&end=2026-01-02T00:00:00&project=1&project=2&environment=prod&environment=dev&query=(a:1) b:2&yAxis=count()&referrer=api.dashboards.widget.line-chart&partial=1&dataset=errors')]],
  ['params of its own', widget('line', { aggregates: ['count()'] }, { params: { team: [1, 2], interval: '1h' } }), {},
    [/[^&]*statsPeriod=14d.*&team=1&team=2&interval=1h$/]],
];

/** [range, width] by the rule of 66 buckets and the finer ladder. */
const WIDTHS = [['1h', '1m'], ['6h', '5m'], ['24h', '5m'], ['25h', '30m'], ['7d', '30m'], ['14d', '30m'], ['30d', '1h'], ['90d', '4h']];

const value = (hour, factor) => ((hour * 7) % 13) * factor + 1;
const series = (factor, order) => ({
  data: Array.from({ length: 24 }, (_, hour) => [START + hour * HOUR, [{ count: value(hour, factor) }]]),
  order, start: START, end: START + 24 * HOUR, meta: { fields: { 'count()': 'integer' }, units: { 'count()': null } },
});
const ROWS = {
  data: [{ title: 'TypeError: <b>', 'count()': 12345 }, { title: 'ValueError', 'count()': 67 }, { title: '', 'count()': null }],
  meta: { fields: { title: 'string', 'count()': 'integer' }, units: { title: null, 'count()': null } },
};

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    describe('asks', () => {
      let sent;
      before(async () => {
        // All in one page: each says by its organization who it is.
        const tags = REQUESTS.map(([, config, attributes], index) => tag({ ...OWN, ...attributes, org: `o${index}` }, config));
        const widths = WIDTHS.map(([range], index) => tag({ ...OWN, org: `w${index}`, 'stats-period': range }, widget('line', { aggregates: ['count()'] })));
        const { page, requests, problems } = await openPage(browser, REGISTER + tags.join('') + widths.join(''), { api: ({ pathname }) => ({ json: pathname.includes('/events/') ? ROWS : series(1, 0) }) });
        await settle(page);
        await page.close();
        assert.deepEqual(problems, []);
        sent = new Map();
        for (const url of requests) {
          const org = url.split('/')[4];
          sent.set(org, [...(sent.get(org) ?? []), url]);
        }
      });

      for (const [index, [name, , , expected]] of REQUESTS.entries()) {
        it(name, () => {
          const asked = sent.get(`o${index}`).map((url) => decodeURIComponent(url.replaceAll('+', ' ')).replace(`/o${index}/`, '/demo/'));
          if (expected[0] instanceof RegExp) assert.match(asked[0], expected[0]);
          else assert.deepEqual(asked, expected);
        });
      }

      for (const [index, [range, width]] of WIDTHS.entries()) {
        it(`${range} in buckets of ${width}`, () => {
          assert.equal(new URL(sent.get(`w${index}`)[0], 'http://a').searchParams.get('interval'), width);
        });
      }
    });
  });
}
