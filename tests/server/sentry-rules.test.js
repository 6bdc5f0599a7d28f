/** Rules that people missed in Sentry, as they say them; those of the chart itself stand with their charts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, DAY_AGO, iso, serve, values } from './harness.js';

const RANGE = { start: at(0), end: at(2), interval: '1h', project: -1, dataset: 'errors' };

/** @param {any} t @param {Iterable<Record<string, unknown>>} events */
async function opened(t, events) {
  const server = await serve(events);
  t.after(() => server.close());
  return server;
}

test('tag values with commas keep groups apart', async (t) => {
  const of = (/** @type {string} */ a, /** @type {string} */ b, /** @type {number} */ count) => Array.from({ length: count }, () => ({ timestamp: at(0, 5), 'tags.a': a, 'tags.b': b }));
  const server = await opened(t, [...of('x,y', 'z', 3), ...of('x', 'y,z', 2), ...of('x', 'y', 1)]);
  const { body } = await server.stats({ ...RANGE, field: ['a', 'b', 'count()'], yAxis: 'count()', topEvents: 5, orderby: '-count()' });
  const sums = Object.entries(body).map(([key, series]) => [key, values(series).reduce((sum, count) => sum + (count ?? 0), 0)]);
  assert.deepEqual(sums, [['"x,y","z"', 3], ['"x","y,z"', 2], ['x,y', 1]]);
});

test('release.stage, release.build, release.package and release.version mean releases', async (t) => {
  const releases = ['shop@1.2.3+45', 'shop@1.10.0+46', 'till@2.0.0'];
  const server = await opened(t, releases.map((release) => ({ timestamp: at(0, 5), release, environment: 'prod', message: release })));
  for (const [query, expected] of /** @type {Array<[string, string[]]>} */ ([
    ['release.version:1.2.3', [releases[0]]], ['release.version:>=1.10', releases.slice(1)], ['release.build:46', [releases[1]]],
    ['release.package:till', [releases[2]]], ['release.stage:adopted', releases], ['!release.package:shop', [releases[2]]],
  ])) {
    const { status, body } = await server.get('events', { ...RANGE, field: ['release', 'count()'], query, sort: 'release', per_page: 10 });
    assert.equal(status, 200, `${query}: ${JSON.stringify(body)}`);
    assert.deepEqual(body.data.map(({ release }) => release).sort(), [...expected].sort(), query);
  }
});

test('grouped queries are never cut at a row limit by time', async (t) => {
  // A group in each of 900 minutes: whoever cut rows by time would lose the oldest or the newest of them.
  const [groups, minutes] = [10, 900];
  const events = Array.from({ length: groups * minutes }, (_, index) => ({ timestamp: iso(DAY_AGO + Math.floor(index / groups) * 60_000), 'tags.shop': `s${index % groups}` }));
  const server = await opened(t, events);
  const { body } = await server.stats({ ...RANGE, end: at(15), interval: '1m', field: ['shop', 'count()'], yAxis: 'count()', topEvents: groups, orderby: '-count()' });
  assert.equal(Object.keys(body).length, groups);
  for (const series of Object.values(body)) assert.deepEqual(values(series), Array.from({ length: minutes }, () => 1));
});

test('a filter with an OR is one condition beside the others', async (t) => {
  const server = await opened(t, ['a', 'b', 'c'].flatMap((shop) => ['error', 'fatal'].map((level) => ({ timestamp: at(0, 5), 'tags.shop': shop, level }))));
  const { body } = await server.get('events', { ...RANGE, field: ['count()'], query: '(level:fatal) (shop:a OR shop:b)', per_page: 1 });
  assert.equal(body.data[0]['count()'], 2);
});
