/** Answers of a day's rise and fall, with noise that is the same in every run. */

export const HOUR = 3600;
export const DAY = 24 * HOUR;
/** A Friday, 06:40 UTC. */
export const END = 1_764_312_000;
export const ERRORS = ['TypeError', 'ValueError', 'NetworkError', 'ChunkLoadError', 'TimeoutError', 'Other'];
export const ROUTES = ['POST /api/admin/reindex', 'GET /api/reports/yearly', '/account/orders', 'tasks.send_invoice', '/products/:slug', 'Other'];

/** Makers of answers over one range: a day's rise and fall, and noise. @param {{span: number, step: number}} of */
export function series({ span, step }) {
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

export function table() {
  const cells = [['TypeError', ROUTES[0], 5003, 1912.3], ['ValueError', ROUTES[1], 3071, 822.1], ['NetworkError', ROUTES[2], 2724, 412], ['ChunkLoadError', ROUTES[3], 2150, 96.5], ['TimeoutError', ROUTES[4], 2142, 30_012]];
  return {
    data: cells.map(([type, transaction, count, p95]) => ({ 'error.type': [type], transaction, 'count()': count, 'p95(transaction.duration)': p95 })),
    meta: { fields: { 'error.type': 'array', transaction: 'string', 'count()': 'integer', 'p95(transaction.duration)': 'duration' }, units: { 'p95(transaction.duration)': 'millisecond' } },
  };
}

/** Numbers from 0 to 1, the same for a seed. @param {number} seed */
export function randomOf(seed) {
  let state = (seed * 0x9e37_79b9) >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
