/** Alert rules and their incidents: what of the events makes one, and what the endpoints answer. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { incidentsAmong } from '../../www/server/alerts/incidents.js';
import { readableIncidents, readableRules } from '../../www/server/proxy/alerts.js';
import { matchRequest } from '../../www/server/proxy/match.js';
import { widgetRequests } from '../../www/server/proxy/widget-requests.js';
import { NOW, serve } from './harness.js';

const HOUR = 3600;
const RULE = /** @type {any} */ ({
  id: '7', name: 'Many', dataset: 'events', eventTypes: ['error'], query: '', aggregate: 'count()', environment: null, timeWindow: 60, thresholdType: 0, resolveThreshold: null, projects: ['web'],
  triggers: [{ id: '1', label: 'critical', alertThreshold: 20 }, { id: '2', label: 'warning', alertThreshold: 10 }],
});

/** Hours in which incidents began and ended, and their status. @param {object} rule @param {Array<number | null>} values of hours */
function among(rule, values) {
  const hourOf = (/** @type {string | null} */ text) => (text === null ? null : Date.parse(text) / 1000 / HOUR);
  const found = incidentsAmong({ ...RULE, ...rule }, values.map((value, hour) => [hour * HOUR, value]), HOUR);
  return found.map(({ dateStarted, dateClosed, status }) => [hourOf(dateStarted), hourOf(dateClosed), status]);
}

describe('an incident', () => {
  test('opens with the first window past a threshold and ends with the first that is not', () => {
    assert.deepEqual(among({}, [1, 10, 11, 25, 12, 10, 3, 21]), [[7, null, 20], [2, 6, 2]]);
    assert.deepEqual(among({}, [1, 2, 3]), []);
    assert.deepEqual(among({}, [1, 25, 12]), [[1, null, 10]], 'what it is now');
  });

  test('ends by the rule\'s own threshold where it has one', () => {
    assert.deepEqual(among({ resolveThreshold: 5 }, [11, 8, 6, 5, 1]), [[0, 4, 2]]);
  });

  test('of too little opens below', () => {
    const triggers = [{ label: 'critical', alertThreshold: 1 }, { label: 'warning', alertThreshold: 3 }];
    assert.deepEqual(among({ thresholdType: 1, triggers }, [5, 2, 0, 3]), [[1, 4, 2]]);
  });

  test('is not changed by a window without a value', () => {
    assert.deepEqual(among({}, [11, null, null, 12]), [[0, null, 10]]);
    assert.deepEqual(among({}, [null, 5]), []);
  });
});

describe('the endpoints', () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  const before8 = NOW - 8 * HOUR * 1000;
  before(async () => {
    const projects = ['storefront', 'checkout-api'];
    // Failures in the third of eight hours and in the last that has ended, and none between.
    server = await serve([2, 4, 7].flatMap((hour) => Array.from({ length: 40 }, (_, index) => ({
      'event.type': 'transaction', project: projects[index % 2], timestamp: new Date(Math.floor(before8 / (HOUR * 1000)) * HOUR * 1000 + hour * HOUR * 1000 + index * 1000).toISOString(), transaction: '/a', 'transaction.duration': 5, 'transaction.status': index % 4 === 0 && hour !== 4 ? 'internal_error' : 'ok',
    }))));
  });
  after(() => server.close());

  test('name the rules of the projects', async () => {
    const { status, body, headers } = await server.get('alert-rules', {});
    assert.equal(status, 200);
    assert.deepEqual(body.map(({ name }) => name), ['Too many errors', 'Requests fail', 'Slow for users', 'Traces fail']);
    assert.match(headers.get('link') ?? '', /results="false"/);
    assert.equal((await server.get('alert-rules', { per_page: 1 })).body.length, 1);
    assert.equal((await server.get('alert-rules', { project: 99 })).status, 403);
  });

  test('find incidents in the events, the newest first, by their state', async () => {
    const rule = async (/** @type {Record<string, any>} */ query) => (await server.get('incidents', { alertRule: 2, ...query })).body;
    const all = await rule({});
    assert.equal(all.length, 2, JSON.stringify(all));
    assert.ok(all[0].dateStarted > all[1].dateStarted);
    assert.deepEqual(all.map(({ title, alertRule, projects }) => [title, alertRule.id, projects]), all.map(() => ['Requests fail', '2', ['storefront', 'checkout-api']]));
    const open = await rule({ status: 'open' });
    assert.deepEqual(open, all.filter(({ dateClosed }) => dateClosed === null));
    assert.deepEqual(await rule({ status: 'closed' }), all.filter(({ dateClosed }) => dateClosed !== null));
    assert.deepEqual(await rule({ environment: 'nowhere' }), { detail: 'The requested resource does not exist' });
  });
});

describe('in front of a real Sentry', () => {
  const dashboard = {
    id: '5', projects: ['1'], environment: [], filters: {},
    widgets: [{ id: '1', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], columns: [], conditions: 'event.type:error level:fatal' }] }],
  };
  const known = widgetRequests('acme', dashboard);
  const ask = (/** @type {string} */ endpoint, /** @type {string} */ search) => matchRequest({ org: 'acme', endpoint, params: new URLSearchParams(search) }, known);

  test('what a widget asks is passed on, and nothing else', () => {
    for (const [endpoint, search] of [['alert-rules', 'project=1&per_page=100'], ['incidents', 'project=1&status=open&expand=original_alert_rule&per_page=100']]) {
      assert.ok(ask(endpoint, search).allowed, search);
    }
    for (const [endpoint, search, reason] of /** @type {Array<[string, string, RegExp]>} */ ([
      ['alert-rules', 'per_page=100', /project/], ['alert-rules', 'project=2', /project/], ['alert-rules', 'project=1&project=2', /project/], ['alert-rules', 'project=1&environment=x', /environment/],
      ['alert-rules', 'project=1&per_page=99', /per_page/], ['alert-rules', 'project=1&cursor=0:100:0', /cursor/], ['alert-rules', 'project=1&status=open', /status/], ['alert-rules', 'project=1&expand=latestIncident', /expand/],
      ['incidents', 'project=1&status=closed', /status/], ['incidents', 'project=1&expand=activities', /expand/], ['incidents', 'project=1&expand=original_alert_rule&expand=seen_by', /expand/],
      ['incidents', 'project=1&alertRule=3', /alertRule/], ['incidents', 'project=1&title=a', /title/], ['incidents', 'project=1&team=3', /team/],
    ])) {
      const verdict = ask(endpoint, search);
      assert.ok('reason' in verdict && reason.test(verdict.reason), `${endpoint}?${search}: ${JSON.stringify(verdict)}`);
    }
  });

  test('a rule is cut to what is drawn, and one about anything else is left out', () => {
    const rule = { ...RULE, query: 'level:fatal', createdBy: { email: 'a@x.example' }, owner: 'user:1', triggers: [{ id: '1', label: 'critical', alertThreshold: 3, actions: [{ targetIdentifier: '#ops' }] }] };
    const read = JSON.stringify(readableRules([rule, { ...rule, query: 'level:error' }, { ...rule, aggregate: 'count_unique(user)' }, null, 3], known));
    assert.equal(JSON.parse(read).length, 1);
    assert.deepEqual(JSON.parse(read)[0].triggers, [{ label: 'critical', alertThreshold: 3 }]);
    assert.ok(!/x\.example|user:1|#ops/.test(read), read);
    const incident = { id: '1', title: 'Many', status: 20, dateStarted: 'x', seenBy: [{ email: 'b@x.example' }], alertRule: rule };
    const told = JSON.stringify(readableIncidents([incident, { ...incident, alertRule: { ...rule, query: '' } }, { ...incident, alertRule: null }], known));
    assert.equal(JSON.parse(told).length, 1);
    assert.ok(!/x\.example/.test(told) && told.includes('"alertRule":{'), told);
  });
});
