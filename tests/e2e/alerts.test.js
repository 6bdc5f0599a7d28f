/** Thresholds and open incidents of alert rules, in both browsers: asked for once the chart stands, and no part of its life. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { HOUR, openMarked, START } from './marks.js';

const RULE = {
  id: '7', name: 'Many <b>', dataset: 'events', query: 'a:1', aggregate: 'count()', environment: 'prod', timeWindow: 60, thresholdType: 0, projects: ['shop'],
  triggers: [{ label: 'critical', alertThreshold: 20 }, { label: 'warning', alertThreshold: 10 }],
};
const INCIDENT = { id: '1', status: 20, title: 'Many <b>', alertRule: RULE, dateStarted: new Date((START + 21 * HOUR) * 1000).toISOString() };

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    /** @param {any} t @param {{rules?: any, incidents?: any}} [answers] @param {object} [attributes] */
    async function open(t, { rules = { json: [RULE] }, incidents = { json: [INCIDENT] } } = {}, attributes = {}) {
      const asked = [];
      const opened = await openMarked(t, host.browser, { alerts: '', ...attributes }, (url) => {
        const [, endpoint] = /\/(alert-rules|incidents)\/$/.exec(url.pathname) ?? [];
        if (endpoint === undefined) return undefined;
        asked.push(endpoint + url.search);
        return endpoint === 'incidents' ? incidents : rules;
      });
      return { ...opened, asked };
    }

    it('are those of rules about the same, in pictures too, and go with the attribute', async (t) => {
      const { page, problems, asked, svg, told } = await open(t);
      const marked = await until(svg, (text) => text.includes('Warning: Many'));
      assert.ok(marked.includes('Critical: Many &lt;b&gt;'));
      assert.equal(await told(22), 'Open incident: Many <b>');
      assert.equal(await told(20), '');
      assert.deepEqual(asked, ['alert-rules?project=3&environment=prod&per_page=100', 'incidents?project=3&environment=prod&status=open&expand=original_alert_rule&per_page=100']);
      await page.evaluate(() => document.querySelector('events-stats-widget').removeAttribute('alerts'));
      await until(svg, (text) => !text.includes('Warning: Many'));
      assert.equal(await told(22), '');
      assert.deepEqual(problems, []);
    });

    it('are not asked for where no rule fits, or without the attribute', async (t) => {
      const { asked, svg } = await open(t, { rules: { json: [{ ...RULE, query: 'a:2' }] } });
      await until(() => asked.length, (count) => count > 0);
      assert.ok(!(await svg()).includes('Many'));
      assert.deepEqual(asked, ['alert-rules?project=3&environment=prod&per_page=100']);
      const { asked: none } = await open(t, {}, { alerts: 'false' });
      assert.deepEqual(none, []);
    });

    it('that cannot be had are a note, and the chart stays', async (t) => {
      const { page, notes } = await open(t, { incidents: { status: 403, json: { detail: 'no scope <b>' } } });
      assert.match(await until(notes, (text) => text !== ''), /alerts: .*no scope <b>/);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
    });
  });
}
