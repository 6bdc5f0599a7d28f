/** Marks for releases, in both browsers: asked for once the chart stands, and no part of its life. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSERS, until, useBrowser } from './harness.js';
import { HOUR, openMarked, START } from './marks.js';

const release = (hour) => ({ version: `shop@1.${hour}.0`, date: new Date((START + hour * HOUR) * 1000 + 60_000).toISOString() });

for (const [browserName, launch] of Object.entries(BROWSERS)) {
  describe(browserName, () => {
    const host = useBrowser(launch);

    async function open(t, releases, attributes = {}) {
      const asked = [];
      const opened = await openMarked(t, host.browser, { releases: '', ...attributes }, (url) => {
        if (!url.pathname.endsWith('/releases/stats/')) return undefined;
        asked.push(url);
        return releases;
      });
      return { ...opened, asked };
    }

    it('are asked for within the range, projects and environments of the widget, and told in the tooltip', async (t) => {
      const { problems, asked, told } = await open(t, { json: [release(3), release(9)] });
      assert.equal(await until(() => told(3), (text) => text !== ''), 'Release 1.3.0');
      assert.equal(await told(9), 'Release 1.9.0');
      assert.equal(await told(4), '');
      assert.equal(asked.length, 1);
      assert.equal(asked[0].pathname, '/api/0/organizations/demo/releases/stats/');
      assert.equal(asked[0].search, '?start=2026-01-01T00%3A00%3A00&end=2026-01-02T00%3A00%3A00&project=3&environment=prod');
      assert.deepEqual(problems, []);
    });

    it('stand in pictures, too, and go with the attribute', async (t) => {
      const { page, svg, told } = await open(t, { json: [release(3), release(9)] });
      await until(() => told(3), (text) => text !== '');
      const marked = await svg();
      await page.evaluate(() => document.querySelector('events-stats-widget').removeAttribute('releases'));
      const plain = await until(svg, (text) => text !== marked);
      assert.ok(plain.length < marked.length);
      assert.equal(await told(3), '');
    });

    it('are not asked for without the attribute', async (t) => {
      const { asked, told } = await open(t, { json: [release(3)] }, { releases: 'false' });
      assert.equal(await told(3), '');
      assert.deepEqual(asked, []);
    });

    it('that cannot be had are a note, and the chart stays', async (t) => {
      const { page, notes } = await open(t, { status: 403, json: { detail: 'no scope <b>' } });
      assert.match(await until(notes, (text) => text !== ''), /releases: .*no scope <b>/);
      assert.equal(await page.evaluate(() => document.querySelector('events-stats-widget').state), 'ready');
    });
  });
}
