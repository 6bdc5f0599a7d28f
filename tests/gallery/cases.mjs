/** The charts of the gallery: a configuration, an answer that is the same in every run, and how large. */

const HOUR = 3600;
const DAY = 24 * HOUR;
/** A Friday, 06:40 UTC. */
const END = 1_764_312_000;
const ERRORS = ['TypeError', 'ValueError', 'NetworkError', 'ChunkLoadError', 'TimeoutError', 'Other'];
const ROUTES = ['POST /api/admin/reindex', 'GET /api/reports/yearly', '/account/orders', 'tasks.send_invoice', '/products/:slug', 'Other'];

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {any} config
 * @property {any} response
 * @property {{start: string, end: string}} range
 * @property {Record<string, string>} [attributes]
 * @property {number} [width]
 * @property {number} [height]
 * @property {boolean} [isAlone] no other library draws such a thing
 */

/** @returns {Case[]} */
export function cases() {
  const day = series({ span: DAY, step: 300 });
  const half = series({ span: DAY, step: 1800 });
  const fortnight = series({ span: 14 * DAY, step: HOUR });
  const week = series({ span: 7 * DAY, step: 900 });
  return [
    chart('line one series', 'line', 'Throughput', half.plain('epm()', 75, 'rate'), half.range),
    chart('line one series, two weeks', 'line', 'Throughput', fortnight.plain('epm()', 75, 'rate'), fortnight.range),
    chart('line six', 'line', 'Top transactions by p95', half.groups('p95()', ROUTES, [30_000, 12_000, 4500, 3200, 3000, 1600], 'duration', 0.5), half.range, 'transaction'),
    chart('area single', 'area', 'Errors', day.plain('count()', 75, 'integer'), day.range),
    chart('stack', 'area', 'Errors by type', day.groups('count()', ERRORS, [30, 20, 18, 14, 13, 50], 'integer', 0.25), day.range, 'error.type'),
    chart('dense stack', 'area', 'Slow routes', week.groups('p95()', ROUTES, [30_000, 12_000, 4500, 3200, 3000, 1600], 'duration', 1.4), week.range, 'transaction'),
    chart('bars stacked', 'bar', 'Errors by type', series({ span: DAY, step: HOUR }).groups('count()', ERRORS, [330, 210, 180, 140, 130, 500], 'integer', 0.1), day.range, 'error.type'),
    chart('top 5 and Other, two weeks', 'top_n', 'Errors by type', fortnight.groups('count()', ERRORS, [330, 210, 180, 140, 130, 500], 'integer', 0.05), fortnight.range, 'error.type'),
    chart('two axes', 'line', 'Throughput and p95', { 'count()': { ...half.plain('count()', 1600, 'integer'), order: 0 }, 'p95(transaction.duration)': { ...half.plain('p95()', 820, 'duration', 2), order: 1 } }, half.range, undefined, ['count()', 'p95(transaction.duration)']),
    { ...chart('compare', 'line', 'Errors', half.compared('count()', 75), half.range), attributes: { compare: '1w' } },
    { ...chart('big number', 'big_number', 'Users affected', { data: [{ 'count_unique(user)': 393.9184 }], meta: { fields: { 'count_unique(user)': 'integer' }, units: {} } }, day.range, undefined, ['count_unique(user)']), isAlone: true, height: 160 },
    { ...chart('table', 'table', 'Top errors', table(), day.range, undefined, ['count()', 'p95(transaction.duration)'], ['error.type', 'transaction']), isAlone: true },
    { ...chart('sparkline', 'line', 'Throughput', half.plain('epm()', 75, 'rate'), half.range), width: 200, height: 80 },
    { ...chart('small', 'area', 'Errors by type', half.groups('count()', ERRORS, [30, 20, 18, 14, 13, 50], 'integer', 0.2), half.range, 'error.type'), width: 320, height: 200 },
  ];
}

/** @returns {Case} */
function chart(name, displayType, title, response, range, group = undefined, aggregates = undefined, columns = group ? [group] : []) {
  const found = aggregates ?? [aggregateOf(response)];
  return {
    name, response, range,
    config: { id: '1', title, displayType, limit: 5, queries: [{ name: '', aggregates: found, columns, fields: [...columns, ...found], conditions: '', orderby: `-${found[0]}` }] },
  };
}

/** The aggregate that an answer's meta names. */
function aggregateOf(response) {
  const { meta } = response.data ? response : Object.values(response)[0];
  return Object.keys(meta.fields)[0];
}

/** Makers of answers over one range: a day's rise and fall, and noise. @param {{span: number, step: number}} of */
function series({ span, step }) {
  const start = END - span - (END % step);
  const end = start + span;
  const times = Array.from({ length: span / step }, (_, index) => start + index * step);
  const value = (random, level, noise) => (time) => {
    const hour = ((time % DAY) / DAY) * 2 * Math.PI;
    const weekday = [0, 6].includes(new Date(time * 1000).getUTCDay()) ? 0.55 : 1;
    return Math.max(0, level * weekday * (0.6 - 0.42 * Math.cos(hour - 0.8)) * (1 + noise * (random() + random() - 1)));
  };
  const rows = (make, type) => times.map((time) => [time, [{ count: type === 'integer' ? Math.round(make(time)) : make(time) }]]);
  const meta = (aggregate, type) => ({ fields: { [aggregate]: type }, units: { [aggregate]: { duration: 'millisecond', rate: '1/minute' }[type] ?? null }, isMetricsData: false });
  const plain = (aggregate, level, type, seed = 1) => ({ data: rows(value(randomOf(seed), level, 0.12), type), start, end, meta: meta(aggregate, type) });
  return {
    range: { start: new Date(start * 1000).toISOString(), end: new Date(end * 1000).toISOString() },
    plain,
    /** With the numbers of a week before, as a server brings them along. */
    compared: (aggregate, level) => {
      const [now, then] = [value(randomOf(3), level, 0.15), value(randomOf(4), level * 0.94, 0.15)];
      return { data: times.map((time) => [time, [{ count: Math.round(now(time)), comparisonCount: Math.round(then(time)) }]]), start, end, meta: meta(aggregate, 'integer') };
    },
    groups: (aggregate, names, levels, type, noise) => Object.fromEntries(names.map((name, order) => [
      name, { data: rows(value(randomOf(order + 7), levels[order], noise), type), start, end, order, meta: meta(aggregate, type) },
    ])),
  };
}

function table() {
  const cells = [['TypeError', ROUTES[0], 5003, 1912.3], ['ValueError', ROUTES[1], 3071, 822.1], ['NetworkError', ROUTES[2], 2724, 412], ['ChunkLoadError', ROUTES[3], 2150, 96.5], ['TimeoutError', ROUTES[4], 2142, 30_012]];
  return {
    data: cells.map(([type, transaction, count, p95]) => ({ 'error.type': [type], transaction, 'count()': count, 'p95(transaction.duration)': p95 })),
    meta: { fields: { 'error.type': 'array', transaction: 'string', 'count()': 'integer', 'p95(transaction.duration)': 'duration' }, units: { 'p95(transaction.duration)': 'millisecond' } },
  };
}

/** Numbers from 0 to 1, the same for a seed. @param {number} seed */
function randomOf(seed) {
  let state = (seed * 0x9e37_79b9) >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
