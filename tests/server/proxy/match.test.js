/** Which requests are a listed widget's: one line a request, by name of what is wrong with it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnsweredGroups } from '../../../www/server/proxy/answered-groups.js';
import { matchRequest } from '../../../www/server/proxy/match.js';
import { widgetRequests } from '../../../www/server/proxy/widget-requests.js';
import { DASHBOARD } from './dashboard.js';

const KNOWN = widgetRequests('acme', DASHBOARD);
const SCOPE = 'project=1&project=2&environment=prod';

/** Groups as `events` answered them, of the widgets by number. */
const ANSWERED = new AnsweredGroups();
const answer = (widgetId, columns, rows) => ANSWERED.add(KNOWN.find((widget) => widget.widgetId === widgetId && widget.columns.length > 0).scope, columns, rows);
answer('2', ['error.type', 'release'], [
  { 'error.type': 'TypeError', release: 'a b', 'count()': 9 }, { 'error.type': 'x"y', release: null, 'count()': 8 },
  { 'error.type': '5*', release: 'r', 'count()': 7 }, { 'error.type': ['A', 'B'], release: '', 'count()': 6 },
  { 'error.type': 'back\\', release: 'r', 'count()': 5 }, { 'error.type': 'a\\*', release: 'r', 'count()': 4 },
]);
answer('9', ['browser'], [{ browser: 'Firefox' }, { browser: 17.5 }, { browser: true }, { browser: 'x" OR has:user.email OR browser:"y' }]);
answer('11', ['issue.id'], [{ 'issue.id': 1, issue: 'WEB-1' }, { 'issue.id': 0, issue: 'unknown' }]);

const ask = (endpoint, search, { org = 'acme', known = KNOWN } = {}) =>
  matchRequest({ org, endpoint, params: new URLSearchParams(search) }, known, ANSWERED);

const TOP = 'yAxis=count()&field=error.type&field=release&field=count()&topEvents=4&sort=-count()';
const OR = 'level:error OR level:fatal';

/** endpoint, search without project and environment, widget that asks it */
const PASSED = [
  // A chart with one axis, in every spelling of nothing.
  ['events-stats', 'yAxis=count()', '1'],
  ['events-stats', 'yAxis=count()&query=', '1'],
  ['events-stats', '', '1'],
  ['events-stats', 'yAxis=count()&dataset=metricsEnhanced', '1'],
  ['events-stats', 'yAxis=count()&statsPeriod=14d&interval=1h&referrer=x&partial=1&utc=false&orderby=', '1'],
  ['events-stats', 'yAxis=count()&start=2026-01-01T00:00:00&end=2026-01-02T00:00:00', '1'],
  ['events-stats', 'yAxis=count()&dashboardWidgetId=1', '1'],
  // Its split, with and without the empty parentheses; its comparison.
  ['events-stats', 'yAxis=count()&query=!event.type:transaction', '1'],
  ['events-stats', 'yAxis=count()&query=event.type:transaction', '1'],
  ['events-stats', 'yAxis=count()&query=() AND !event.type:transaction&dataset=discover', '1'],
  ['events-stats', 'yAxis=count()&dataset=errors', '1'],
  ['events-stats', 'yAxis=count()&dataset=transactions', '1'],
  ['events-stats', 'yAxis=count()&comparisonDelta=86400', '1'],
  // Top events, several queries of one widget, the total that Other follows from.
  ['events-stats', `${TOP}&query=${OR}`, '2'],
  ['events-stats', `${TOP}&query=${OR}&excludeOther=1`, '2'],
  ['events-stats', `yAxis=count()&field=count()&field=release&field=error.type&topEvents=2&orderby=-count&query=${OR}`, '2'],
  ['events-stats', `${TOP}&query=(${OR}) AND !event.type:transaction&dataset=discover`, '2'],
  ['events-stats', `yAxis=count()&query=${OR}`, '2'],
  ['events-stats', `yAxis=count()&query=( level:"error"   or level:fatal )`, '2'],
  // The groups that were answered, for an earlier period: one, several, and everything beside them.
  ['events-stats', `${TOP}&query=(${OR}) AND ((error.type:"TypeError" AND release:"a b") OR (error.type:"x\\"y" AND !has:release))`, '2'],
  ['events-stats', `${TOP}&query=(${OR}) AND !event.type:transaction AND (error.type:TypeError AND release:"a b")`, '2'],
  ['events-stats', `${TOP}&query=(${OR}) AND (error.type:"5\\*" AND release:"r")`, '2'],
  ['events-stats', `${TOP}&query=(${OR}) AND (error.type:"B" AND release:"")`, '2'],
  ['events-stats', `yAxis=count()&query=(${OR}) AND ((!error.type:"TypeError" OR !release:"a b") AND (!error.type:"x\\"y" OR has:release))`, '2'],
  ['events-stats', `${TOP}&query=(${OR}) AND (!error.type:"TypeError" OR !release:"a b")`, '2'],
  ['events', `field=error.type&field=release&field=count()&sort=-count()&per_page=1&query=(${OR}) AND (error.type:"TypeError" AND release:"a b")`, '2'],
  ['events-stats', 'yAxis=epm()&query=(c:d) AND (browser:"Firefox" OR browser:17.5 OR browser:true)&field=browser&field=epm()&field=last_seen()&topEvents=3&orderby=-last_seen()&excludeOther=1', '9'],
  ['events-stats', 'yAxis=epm()&query=(c:d) AND browser:"x\\" OR has:user.email OR browser:\\"y"&field=browser&field=epm()&topEvents=1&orderby=-last_seen()', '9'],
  ['events-stats', 'yAxis=epm()&query=(c:d) AND (!browser:"Firefox" AND !browser:17.5)', '9'],
  ['events', `field=error.type&field=release&field=count()&sort=-count()&per_page=4&query=${OR}`, '2'],
  // Several axes; the comparison of one of them.
  ['events-stats', 'yAxis=p50(transaction.duration)&yAxis=p95(transaction.duration)&yAxis=equation|count() / 2&query=transaction:/a&dataset=metricsEnhanced', '3'],
  ['events-stats', 'yAxis=p95(transaction.duration)&query=transaction:/a&dataset=transactions&comparisonDelta=3600', '3'],
  ['events-stats', 'yAxis=p50(transaction.duration)&yAxis=p95(transaction.duration)&yAxis=equation|count() / 2&query=(transaction:/a) AND event.type:transaction&orderby=-equation[0]', '3'],
  // Table, big number, top_n with its last axis, spans through the newer endpoint.
  ['events', 'field=title&field=count()&sort=-count&per_page=10&query=error.handled:0&dataset=errors', '4'],
  ['events', 'field=count()&query=level:fatal&dataset=errors', '5'],
  ['events', 'field=count()&query=(level:fatal) AND !event.type:transaction', '5'],
  // The sparkline of a number: the one aggregate that it shows.
  ['events-stats', 'yAxis=count()&query=level:fatal&dataset=errors', '5'],
  ['events', 'field=count()&field=count_unique(user)&query=n:m&dataset=errors', '16'],
  ['events-stats', 'yAxis=count_unique(user)&query=n:m&dataset=errors', '16'],
  ['events-stats', 'yAxis=p95(transaction.duration)&field=transaction&field=count()&field=p95(transaction.duration)&topEvents=5&orderby=-p95(transaction.duration)&dataset=metricsEnhanced', '6'],
  ['events-timeseries', 'yAxis=count(span.duration)&groupBy=span.op&topEvents=5&sort=-count(span.duration)&query=span.op:db&dataset=spans', '8'],
  ['events-stats', 'yAxis=eps()&query=a:b', '9'],
  ['events-stats', 'yAxis=epm()&query=c:d&field=browser&field=epm()&field=last_seen()&topEvents=5&orderby=-last_seen()', '9'],
  ['events-stats', 'yAxis=count()&field=url&field=count()&field=equation|count() * 2&topEvents=5&orderby=-equation[0]&excludeOther=1&dataset=errors&query=e:f', '10'],
  ['events', 'field=transaction&field=p95(transaction.duration)&sort=-p95(transaction.duration)&per_page=5&dataset=transactions', '6'],
  ['events-stats', 'yAxis=count()&field=issue.id&field=count()&topEvents=2&orderby=-count()&excludeOther=1&dataset=errors&query=(g:h) AND (issue:"WEB-1" OR !has:issue.id)', '11'],
  ['releases/stats', 'statsPeriod=14d', '1'],
];

for (const [endpoint, search, widgetId] of PASSED) {
  test(`passes ${endpoint}?${search}`, () => {
    const verdict = ask(endpoint, `${SCOPE}&${search.replaceAll('+', '%2B')}`);
    assert.ok(verdict.allowed, JSON.stringify(verdict));
    assert.equal(verdict.widget.widgetId, widgetId);
  });
}

/** endpoint, whole search, what the reason has to name */
/** @type {Array<[endpoint: string, search: string, reason: RegExp]>} */
const REFUSED = [
  ['events-stats', 'yAxis=count()', /project, environment/],
  ['events-stats', 'yAxis=count()&project=1&environment=prod', /this project$/],
  ['events-stats', 'yAxis=count()&project=-1&environment=prod', /this project$/],
  ['events-stats', 'yAxis=count()&project=1&project=2&project=3&environment=prod', /this project$/],
  ['events-stats', 'yAxis=count()&project=1&project=2', /this environment$/],
  ['events-stats', 'yAxis=count()&project=1&project=2&environment=staging', /this environment$/],
  ['events-stats', `${SCOPE}&yAxis=count_unique(user.email)`, /yAxis/],
  ['events-stats', `${SCOPE}&yAxis=count()&yAxis=p50(transaction.duration)`, /yAxis/],
  ['events-stats', `${SCOPE}&yAxis=p50(transaction.duration)&query=transaction:/a&dataset=transactions`, /yAxis/],
  ['events-stats', `${SCOPE}&yAxis=count()&query=n:m&dataset=errors`, /this (query|yAxis)$/],
  ['events-stats', `${SCOPE}&yAxis=count()&query=user.email:a@b.example`, /this query$/],
  ['events-stats', `${SCOPE}&yAxis=count()&query=level:error`, /this query$/],
  ['events-stats', `${SCOPE}&yAxis=count()&query=(level:error OR level:fatal) OR has:user.email`, /this query$/],
  ['events-stats', `${SCOPE}&yAxis=count()&query=level:error OR level:fatal AND !event.type:transaction`, /this query$/],
  ['events-stats', `${SCOPE}&yAxis=count()&query=(level:error) OR (level:fatal) OR event.type:transaction`, /this query$/],
  ['events-stats', `${SCOPE}&yAxis=count()&query=level:error level:fatal`, /this query$/],
  ['events-stats', `${SCOPE}&${TOP}&query=(${OR}) AND (user.email:a@b.example)`, /this query$/],
  ['events-stats', `${SCOPE}&${TOP}&query=(${OR}) AND (error.type:A OR user.email:b)`, /this query$/],
  ['events-stats', `${SCOPE}&${TOP}&query=(${OR}) AND count():>1`, /this query$/],
  ['events-stats', `${SCOPE}&yAxis=count()&dataset=spans`, /dataset/],
  ['events-stats', `${SCOPE}&yAxis=count()&dataset=issuePlatform`, /dataset/],
  ['events', `${SCOPE}&field=count()&query=level:fatal`, /dataset|query/],
  ['events-stats', `${SCOPE}&yAxis=p50(transaction.duration)&query=transaction:/a&dataset=errors&comparisonDelta=1`, /dataset/],
  ['events-stats', `${SCOPE}&${TOP.replace('topEvents=4', 'topEvents=5')}&query=${OR}`, /this topEvents$/],
  ['events-stats', `${SCOPE}&${TOP.replace('topEvents=4', 'topEvents=0')}&query=${OR}`, /this topEvents$/],
  ['events-stats', `${SCOPE}&${TOP.replace('&topEvents=4', '')}&query=${OR}`, /this topEvents$/],
  ['events-stats', `${SCOPE}&yAxis=count()&topEvents=3`, /this topEvents$/],
  ['events-stats', `${SCOPE}&${TOP.replace('field=release', 'field=user.email')}&query=${OR}`, /this field$/],
  ['events-stats', `${SCOPE}&${TOP}&field=user.email&query=${OR}`, /this field$/],
  ['events-stats', `${SCOPE}&${TOP.replace('sort=-count()', 'sort=count()')}&query=${OR}`, /this sort$/],
  ['events-stats', `${SCOPE}&${TOP}&sort=-user.email&query=${OR}`, /this sort$/],
  ['events-stats', `${SCOPE}&yAxis=count()&sort=-count()`, /this sort$/],
  ['events-stats', `${SCOPE}&yAxis=count()&query=&query=user.email:x`, /query is given more than once/],
  ['events-stats', `${SCOPE}&yAxis=count()&dataset=discover&dataset=spans`, /dataset is given more than once/],
  ['events-stats', `${SCOPE}&yAxis=count()&team=1`, /no widget sends team/],
  ['events-stats', `${SCOPE}&yAxis=count()&expand=owners`, /no widget sends expand/],
  ['events-stats', `${SCOPE}&yAxis=count()&dashboardWidgetId=99`, /dashboardWidgetId/],
  ['events', `${SCOPE}&field=title&field=user.email&sort=-count&query=error.handled:0&dataset=errors`, /this field/],
  ['events', `${SCOPE}&field=id&field=timestamp`, /field/],
  // Searches of somebody's own among a widget's groups.
  ...[
    'error.type:a*', 'error.type:"a*" AND release:"r"', 'error.type:TypeError', 'release:"a b"', '!has:release', 'has:error.type', '!error.type:TypeError',
    'error.type:TypeErro AND release:"a b"', 'error.type:"TypeError" AND release:"r"', 'error.type:[TypeError,B] AND release:"a b"', 'error.type:>A AND release:"a b"',
    'error.type:"TypeError" AND release:"a b" AND release:a*', '(error.type:"TypeError" AND release:"a b") OR (error.type:A* AND release:"r")',
    '(error.type:"TypeError" AND release:"a b") OR release:"r"', '(!error.type:"TypeError" OR !release:"a b") AND !release:b*', '!error.type:"TypeError" AND !release:"a b"',
    'error.type:"TypeError" OR release:"a b"', '(!error.type:"TypeError" OR !release:"a b") AND (error.type:"x\\"y" AND !has:release)', 'error.type:"back\\\\*" AND release:"r"',
    'error.type:"back\\" AND release:"r"', 'error.type:"a\\\\*" AND release:"r"', 'error.type:"5*" AND release:"r"', 'error.type:"*" AND release:"*"', 'browser:"Firefox"',
    'error.type:\uf00dContains\uf00d"TypeError" AND release:"a b"', '(error.type:"A" AND release:"")', 'error.type:"TypeError" AND release:"a b" AND count():>1',
  ].map((search) => /** @type {[string, string, RegExp]} */ (['events-stats', `${SCOPE}&${TOP}&query=(${OR}) AND (${search})`, /this query$/])),
  ['events', `${SCOPE}&field=error.type&field=release&field=count()&sort=-count()&per_page=4&query=(${OR}) AND (!error.type:"TypeError" OR !release:"a b")`, /this query$/],
  ['events-stats', `${SCOPE}&yAxis=count()&field=url&field=count()&topEvents=5&orderby=-equation[0]&dataset=errors&query=(e:f) AND url:a*`, /this query$/],
  ['events-stats', `${SCOPE}&yAxis=count()&field=url&field=count()&topEvents=5&orderby=-equation[0]&dataset=errors&query=(e:f) AND url:"a"`, /this query$/],
  // Page after page all groups could be read.
  ['events', `${SCOPE}&field=title&field=count()&sort=-count&per_page=10&cursor=0:10:0&query=error.handled:0&dataset=errors`, /no widget sends cursor/],
  ['events', `${SCOPE}&field=title&field=count()&sort=-count&per_page=11&query=error.handled:0&dataset=errors`, /this per_page$/],
  ['events', `${SCOPE}&field=title&field=count()&sort=-count&per_page=010&per_page=1&query=error.handled:0&dataset=errors`, /per_page is given more than once/],
  ['events', `${SCOPE}&field=title&field=count()&sort=-count&per_page=0&query=error.handled:0&dataset=errors`, /this per_page$/],
  ['events', `${SCOPE}&field=title&field=count()&sort=-count&query=error.handled:0&dataset=errors`, /this per_page$/],
  ['events', `${SCOPE}&field=title&field=count()&sort=-count&noPagination=1&query=error.handled:0&dataset=errors`, /no widget sends noPagination/],
  ['events', `${SCOPE}&field=title&field=count()&per_page=10&query=error.handled:0&dataset=errors&sort=-timestamp`, /this sort$/],
  ['events', `${SCOPE}&yAxis=count()&field=count()&query=level:fatal&dataset=errors`, /yAxis/],
  ['releases/stats', `${SCOPE}&query=x`, /this query$/],
  ['releases/stats', 'statsPeriod=14d', /project, environment/],
  ['events-facets', SCOPE, /no widget asks events-facets/],
  ['constructor', SCOPE, /no widget asks/],
];

/** @param {ReturnType<typeof ask>} verdict */
function refusal(verdict) {
  assert.ok(verdict.allowed === false);
  return verdict.reason;
}

for (const [endpoint, search, reason] of REFUSED) {
  test(`refuses ${endpoint}?${search}`, () => {
    assert.match(refusal(ask(endpoint, search)), reason);
  });
}

test('another organization has no widgets here', () => {
  assert.match(refusal(ask('events-stats', `${SCOPE}&yAxis=count()`, { org: 'other' })), /organization/);
});

test("a dashboard's own release filter is part of every query", () => {
  const filtered = widgetRequests('acme', { ...DASHBOARD, filters: { release: ['a@1', 'b@2'] } });
  const passes = (query) => ask('events-stats', `${SCOPE}&yAxis=count()&query=${query}`, { known: filtered }).allowed;
  assert.equal(passes('release:["a@1","b@2"]'), true);
  assert.equal(passes('(level:error OR level:fatal) release:["a@1","b@2"]'), true);
  assert.equal(passes(''), false);
  assert.equal(passes('level:error OR level:fatal'), false);
  assert.equal(passes('release:["a@1"]'), false);
  const one = widgetRequests('acme', { ...DASHBOARD, filters: { release: ['a@1'] } });
  assert.equal(ask('events-stats', `${SCOPE}&yAxis=count()&query=release:"a@1"`, { known: one }).allowed, true);
});

test('a global filter is for widgets of one kind', () => {
  const known = widgetRequests('acme', { ...DASHBOARD, filters: { globalFilter: [{ dataset: 'error-events', value: 'os:"a b"' }] } });
  const passes = (search) => ask('events', `${SCOPE}&field=count()&dataset=errors&query=${search}`, { known }).allowed;
  assert.equal(passes('(level:fatal) os:"a b"'), true);
  assert.equal(passes('level:fatal'), false);
  assert.equal(ask('events-stats', `${SCOPE}&yAxis=count()`, { known }).allowed, true);
});

test('a query this grammar cannot read is passed on when it is the same text', () => {
  const odd = structuredClone(DASHBOARD);
  odd.widgets[0].queries[0].conditions = 'level:(error';
  const known = widgetRequests('acme', odd);
  assert.equal(ask('events-stats', `${SCOPE}&yAxis=count()&query=level:(error`, { known }).allowed, true);
  assert.equal(ask('events-stats', `${SCOPE}&yAxis=count()&query=level:(fatal`, { known }).allowed, false);
  assert.equal(ask('events-stats', `${SCOPE}&yAxis=count()&query=`, { known }).allowed, false);
});

test('a dashboard with gaps asks nothing instead of failing', () => {
  for (const broken of [{}, { widgets: null }, { widgets: [{ id: 1 }] }, { widgets: [{ id: 1, queries: [{}] }] }]) {
    assert.doesNotThrow(() => widgetRequests('acme', broken));
  }
});

test('a filter with an OR is one condition beside the others', () => {
  const known = widgetRequests('acme', { ...DASHBOARD, filters: { globalFilter: [{ value: 'os:a OR os:b' }, { value: 'browser:c' }] } });
  const { allowed } = ask('events', `field=count()&query=(level:fatal) (os:a OR os:b) browser:c&dataset=errors&${SCOPE}`, { known });
  assert.equal(allowed, true);
  // Without the parentheses it would ask for every event of one side.
  for (const query of ['(level:fatal) os:a OR os:b browser:c', '(level:fatal) OR os:a OR os:b browser:c', 'os:a OR os:b', '(level:fatal) (os:a OR os:b)']) {
    assert.equal(ask('events', `field=count()&query=${query}&dataset=errors&${SCOPE}`, { known }).allowed, false, query);
  }
});
