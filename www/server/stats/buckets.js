/**
 * Buckets of a range: where they begin, how gaps are filled, which rows past the end count.
 * Two fills, as in Sentry: the query's, which leaves rows without values, and the answer's.
 * All times are epoch seconds.
 */

/**
 * @typedef {{time: number, [alias: string]: any}} Row
 * @typedef {{start: number, end: number, rollup: number, realEnd: number, zerofill: boolean}} Buckets
 *   `start` and `end` aligned to the rollup; `realEnd` as asked for
 */

/**
 * Aligned bounds. When they are exactly one bucket apart the end moves by a second,
 * so that the bucket which holds the end is part of the answer.
 * Without zerofill nothing is filled, so nothing is aligned
 * (Sentry: withoutZerofill, for charts that join their points).
 * @param {import('./date-range.js').Range} range @param {number} rollup @param {boolean} [zerofill]
 * @returns {Buckets}
 */
export function bucketsOf(range, rollup, zerofill = true) {
  const from = Math.floor(range.start / 1000);
  const to = Math.floor(range.end / 1000);
  if (!zerofill) return { start: from, end: to, rollup, realEnd: to, zerofill };
  const start = Math.floor(from / rollup) * rollup;
  const end = Math.floor(to / rollup) * rollup;
  return { start, end: end - start === rollup ? end + 1 : end, rollup, realEnd: to, zerofill };
}

/**
 * The query's fill: one row for every bucket that the range touches.
 * @param {Row[]} rows sorted by time @param {Buckets} buckets
 * @returns {Row[]}
 */
export function fillRows(rows, { start, rollup, realEnd, zerofill }) {
  if (!zerofill) return rows;
  const byTime = new Map(rows.map((row) => [row.time, row]));
  const filled = [];
  for (let time = start; time <= realEnd; time += rollup) {
    filled.push(byTime.get(time) ?? { time });
  }
  return filled;
}

/**
 * The answer's fill: `[time, values]` for every bucket up to the aligned end, empty lists for gaps,
 * then what lies behind it: up to the aligned end, or with `partial` up to the real one.
 * @template T
 * @param {Array<[number, T[]]>} data sorted by time
 * @param {Buckets} buckets
 * @param {boolean} partial
 * @returns {Array<[number, T[]]>}
 */
export function fillData(data, { start, end, rollup, realEnd, zerofill }, partial) {
  if (!zerofill) return data;
  /** @type {Array<[number, T[]]>} */
  const filled = [];
  let next = 0;
  for (let time = start; time < end; time += rollup) {
    while (next < data.length && data[next][0] < time) filled.push(data[next++]);
    if (next < data.length && data[next][0] === time) filled.push(data[next++]);
    else filled.push([time, []]);
  }
  const limit = partial ? realEnd : end;
  return filled.concat(data.slice(next).filter(([time]) => time < limit));
}
