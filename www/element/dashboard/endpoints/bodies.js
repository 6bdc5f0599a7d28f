/** Rows and groups in the shapes of `events` and `events-stats`. */

/** @typedef {import('./sessions.js').Asked} Asked @typedef {import('./sessions.js').Found} Found */

/** @type {Record<string, string>} */
const TYPES = {
  events: 'integer', count: 'integer', users: 'integer', userCount: 'integer', lifetimeEvents: 'integer', lifetimeCount: 'integer', lifetimeUsers: 'integer', lifetimeUserCount: 'integer',
  firstSeen: 'date', lastSeen: 'date', isHandled: 'boolean', isBookmarked: 'boolean', isSubscribed: 'boolean',
};

/** @param {string} field */
export const isFunction = (field) => field.includes('(');

/** @param {string} field */
const typeOf = (field) => (Object.hasOwn(TYPES, field) ? TYPES[field] : isFunction(field) ? (field.includes('rate(') ? 'percentage' : 'integer') : 'string');

/** @param {string[]} fields */
const metaOf = (fields) => ({
  fields: Object.fromEntries(fields.map((field) => [field, typeOf(field)])), units: Object.fromEntries(fields.map((field) => [field, null])),
});

/** @param {Array<Record<string, any>>} rows @param {string[]} fields */
export const eventsBody = (rows, fields) => ({
  data: rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field] ?? null]))), meta: metaOf(fields),
});

/** Where there is nothing, nothing was counted, and a rate has no value. @param {string} field */
const nothing = (field) => (typeOf(field) === 'integer' ? 0 : null);

/** @param {Found} found @param {Asked} asked */
export function statsBody({ intervals, groups }, { fields, columns }) {
  const times = intervals.map((time) => Date.parse(time) / 1000);
  const meta = metaOf(fields);
  const [start, width] = [times[0] ?? 0, times.length > 1 ? times[1] - times[0] : 3600];
  const bounds = { start, end: (times.at(-1) ?? start) + width, meta };
  /** @param {Record<string, Array<number | null>>} series @param {string} field @param {number} order */
  const one = (series, field, order) => ({ data: times.map((time, index) => [time, [{ count: series[field]?.[index] ?? nothing(field) }]]), order, ...bounds });
  /** @param {Record<string, Array<number | null>>} series @param {number} [rank] of a group */
  const axes = (series, rank) => (fields.length === 1 ? one(series, fields[0], rank ?? 0)
    : { ...Object.fromEntries(fields.map((field, index) => [field, one(series, field, index)])), ...(rank === undefined ? {} : { order: rank }) });
  if (columns.length === 0) return axes(groups[0]?.series ?? {});
  return Object.fromEntries(groups.map(({ by, series }, rank) => [columns.map((column) => by[column]).join(','), axes(series, rank)]));
}
