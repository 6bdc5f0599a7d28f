/** Answers that once stopped the charts of a page, or the page: `tests/fixtures/hostile`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { startDrawer } from './drawer.mjs';

const fixture = (name) => JSON.parse(readFileSync(join(root, 'tests/fixtures/hostile', `${name}.json`), 'utf8'));
const CONFIG = { title: 't', displayType: 'line', widgetType: 'error-events', interval: '5m', queries: [{ aggregates: ['count()'] }] };
const DAY = 86_400;
const START = 1_767_225_600;

let drawer;
before(async () => { drawer = await startDrawer(); });
after(() => drawer?.stop());

const draw = async (name) => {
  const { config, looks, body } = fixture(name);
  return drawer.draw(config, new TextEncoder().encode(body), looks);
};
const isDrawn = ({ svg, error }) => {
  assert.equal(error, undefined);
  assert.match(svg, /^<svg .*<path /s);
};

for (const name of ['trap-capacity-overflow', 'span-of-2-to-the-32', 'end-in-milliseconds', 'end-of-1e15']) {
  test(`${name}: it is drawn by its rows`, async () => isDrawn(await draw(name)));
}

test('slow-far-future-with-zone: no row can be read, and that is said', async () => {
  const { error } = await draw('slow-far-future-with-zone');
  assert.equal(error.code, 'decode');
  assert.match(error.message, /a time in whole seconds from 1900 to 2286, found the number `106033536000`/);
});

test('end out of bounds changes nothing of the picture', async () => {
  const body = { data: [[START, [{ count: 1 }]], [START + 300, [{ count: 3 }]]], start: START };
  const looks = { timezone: 'Europe/Berlin', locale: 'en-GB' };
  const { svg } = await drawer.draw(CONFIG, body, looks);
  for (const end of [1_767_312_000_000, 999_999_999_999_999, -1e15, 1e300]) {
    assert.equal((await drawer.draw(CONFIG, { ...body, end }, looks)).svg, svg, `${end}`);
  }
});

test('rows at every distance that 32 bits cut off', async () => {
  for (const power of [31, 32, 33]) {
    for (const more of [-1, 0, 1, 299, 300, 301]) {
      const far = 2 ** power + more;
      const data = [0, 1, 300, far, far + 300].map((time) => [time, [{ count: 1 }]]);
      isDrawn(await drawer.draw(CONFIG, { data }, { timezone: 'America/New_York' }));
    }
  }
});

test('series that share no time', async () => {
  const groups = Object.fromEntries(Array.from({ length: 3_000 }, (_, group) => [`g${group}`, {
    order: group,
    data: Array.from({ length: 40 }, (_, row) => [START + row * DAY + group, [{ count: 1 }]]),
  }]));
  const config = { ...CONFIG, displayType: 'area', limit: 5, queries: [{ aggregates: ['count()'], columns: ['a'] }] };
  isDrawn(await drawer.draw(config, groups));
});

test('rows that cannot be read at all are an error and no empty chart', async () => {
  const rows = (row) => ({ data: Array.from({ length: 5 }, (_, index) => row(START + index * 300)) });
  for (const [body, words] of /** @type {Array<[object | string, RegExp]>} */ ([
    [rows((time) => [time * 1000, [{ count: 1 }]]), /a time in whole seconds .*, found the number `1767225600000`/],
    [rows((time) => [new Date(time * 1000).toISOString(), [{ count: 1 }]]), /a time in whole seconds .*, found the string `2026-01-01/],
    [rows((time) => [time, [{ count: '1' }]]), /a number or null, found the string `1`/],
    [JSON.stringify(rows((time) => [time, [{ count: 77 }]])).replaceAll('77', '1e999'), /a number or null, found the number `1e999`/],
  ])) {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const { error, svg } = await drawer.draw(CONFIG, bytes);
    assert.equal(svg, undefined);
    assert.equal(error.code, 'decode');
    assert.match(error.message, words);
  }
  const some = rows((time) => [time, [{ count: 1 }]]);
  some.data[2][0] *= 1000;
  isDrawn(await drawer.draw(CONFIG, some));
});

test('wrong arguments are refused by name, never answered with nothing', async () => {
  const { renderSvg } = await import(join(root, 'dist/package/node.js'));
  const body = { data: [[START, [{ count: 1 }]]] };
  const cycle = {};
  cycle.self = cycle;
  const deep = Array.from({ length: 50_000 }).reduce((inner) => [inner], []);
  const given = [
    [], [undefined, body], [null, body], [7, body], ['', body], [Symbol('a'), body], [cycle, body], [{ big: 1n }, body],
    [deep, body], [() => {}, body],
    [CONFIG], [CONFIG, null], [CONFIG, 'text'], [CONFIG, Symbol('a')], [CONFIG, cycle], [CONFIG, { toJSON() {} }],
    [CONFIG, body, cycle], [CONFIG, body, Symbol('a')], [CONFIG, body, () => {}], [CONFIG, body, { get theme() { throw new Error('no'); } }],
    [CONFIG, body, { timezone: 'Mars/Base' }], [CONFIG, body, { width: 1e9 }],
  ];
  for (const [index, one] of given.entries()) {
    await assert.rejects(renderSvg(...one), (error) => {
      assert.ok(error instanceof Error, `${index}`);
      assert.equal(error.name, 'EventsStatsError', `${index}: ${error}`);
      assert.ok(['config', 'decode'].includes(/** @type {any} */ (error).code), `${index}: ${error}`);
      return true;
    }, `${index}`);
  }
});
