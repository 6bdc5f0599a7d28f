/**
 * Bucket widths, relative ranges and buckets: the arithmetic by itself.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bucketsOf, fillData, fillRows } from '../../www/server/stats/buckets.js';
import { parseDateTime, parsePeriod, rangeOf } from '../../www/server/stats/date-range.js';
import { Parameters } from '../../www/server/stats/parameters.js';
import { rollupOf } from '../../www/server/stats/rollup.js';
import { NOW } from './harness.js';

const HOUR = 3600;
const DAY = 86_400;

/** @param {number} seconds */
const range = (seconds) => ({ start: NOW - seconds * 1000, end: NOW });

describe('rollup', () => {
  /** @type {Array<[string|undefined, number, number, number]>} interval, range, top events, seconds */
  const cases = [
    ['1h', DAY, 0, HOUR], ['5m', DAY, 0, 300], ['90', DAY, 0, 90], ['1w', 90 * DAY, 0, 7 * DAY], ['2d', HOUR, 0, 2 * DAY],
    ['abc', DAY, 0, HOUR], ['1y', DAY, 0, HOUR], ['', DAY, 0, HOUR], ['-5m', DAY, 0, HOUR], ['1.5h', DAY, 0, HOUR],
    ['0d', DAY, 0, 300], ['0', 2 * DAY, 0, HOUR],
    ['1s', DAY, 0, 300], ['1s', 7200, 0, 1], ['1s', 7200, 2, 300], ['1s', 1999, 5, 1], ['1s', 10_000, 0, 1], ['1s', 10_001, 0, 300],
    [undefined, 90 * DAY, 0, DAY], [undefined, 60 * DAY, 0, DAY], [undefined, 60 * DAY - 1, 0, 4 * HOUR], [undefined, 30 * DAY, 0, 4 * HOUR],
    [undefined, 30 * DAY - 1, 0, HOUR], [undefined, DAY + 1, 0, HOUR], [undefined, DAY, 0, 300], [undefined, HOUR + 1, 0, 300],
    [undefined, HOUR, 0, 900], [undefined, 60, 0, 900],
  ];
  for (const [interval, seconds, topEvents, expected] of cases) {
    test(`${interval} over ${seconds} s${topEvents ? ` for ${topEvents}` : ''} is ${expected}`, () => {
      assert.equal(rollupOf(interval, range(seconds), topEvents), expected);
    });
  }
});

describe('ranges', () => {
  const ask = (/** @type {Record<string, string>} */ query) => rangeOf(new Parameters(query), NOW, 1);

  test('an hour is taken as it is, more is moved to a grid of the organization', () => {
    assert.deepEqual(ask({ statsPeriod: '1h' }), range(HOUR));
    const day = ask({ statsPeriod: '24h' });
    assert.equal(new Date(day.start).toISOString(), '2026-01-14T14:23:01.000Z');
    assert.equal(new Date(day.end).toISOString(), '2026-01-15T14:24:01.000Z');
    const month = ask({ statsPeriod: '30d' });
    assert.equal(new Date(month.start).toISOString(), '2025-12-16T14:15:01.000Z');
    assert.equal(new Date(month.end).toISOString(), '2026-01-15T14:30:01.000Z');
  });

  test('absolute ends are not moved; without any it is 90 days', () => {
    assert.deepEqual(ask({ start: '2026-01-14T10:00:07', end: '2026-01-15T10:00:09Z' }), {
      start: Date.UTC(2026, 0, 14, 10, 0, 7), end: Date.UTC(2026, 0, 15, 10, 0, 9),
    });
    assert.deepEqual(ask({}), range(90 * DAY));
    assert.deepEqual(ask({ statsPeriodStart: '2d', statsPeriodEnd: '1d' }), { start: NOW - 2 * DAY * 1000, end: NOW - DAY * 1000 });
  });

  test('periods', () => {
    assert.deepEqual(['1', '2s', '3m', '4h', '5d', '6w', '1y', 'x', '1 h', '-1h'].map(parsePeriod),
      [1, 2, 180, 14_400, 432_000, 3_628_800, null, null, null, null]);
  });

  test('times', () => {
    const expected = Date.UTC(2026, 0, 14, 10, 0, 0);
    for (const text of ['2026-01-14T10:00:00', '2026-01-14 10:00:00', '2026-01-14T10:00', '2026-01-14T10:00:00Z',
      '2026-01-14T12:00:00+02:00', '2026-01-14T12:00:00+0200', '2026-01-14T10:00:00.000000', '2026-01-14 10:00:00 00:00']) {
      assert.equal(parseDateTime(text), expected, text);
    }
    for (const text of ['', 'now', '2026-13-01', '2026-02-29', '2026-01-14T25:00:00', '14.01.2026', '1768384800']) {
      assert.equal(parseDateTime(text), null, text);
    }
    assert.equal(parseDateTime('2028-02-29'), Date.UTC(2028, 1, 29));
  });
});

describe('buckets', () => {
  const buckets = bucketsOf({ start: 90_000, end: 250_000 }, 60);

  test('bounds are floored, and a single bucket ends a second later', () => {
    assert.deepEqual([buckets.start, buckets.end, buckets.realEnd], [60, 240, 250]);
    assert.equal(bucketsOf({ start: 60_000, end: 130_000 }, 60).end, 121);
    assert.equal(bucketsOf({ start: 60_000, end: 70_000 }, 60).end, 60);
  });

  test("the query's fill goes through the bucket of the end", () => {
    assert.deepEqual(fillRows([{ time: 120, a0: 5 }], buckets), [{ time: 60 }, { time: 120, a0: 5 }, { time: 180 }, { time: 240 }]);
  });

  test("the answer's fill leaves lists for gaps, keeps rows between, and the last with partial", () => {
    /** @type {Array<[number, string[]]>} */
    const data = [[60, ['a']], [90, ['between']], [180, ['c']], [240, ['last']], [300, ['past']]];
    assert.deepEqual(fillData(data, buckets, false), [[60, ['a']], [90, ['between']], [120, []], [180, ['c']]]);
    assert.deepEqual(fillData(data, buckets, true), [[60, ['a']], [90, ['between']], [120, []], [180, ['c']], [240, ['last']]]);
  });
});
