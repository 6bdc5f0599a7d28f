/**
 * The key of a series of top events: the group's values, joined by commas, in the order of the aliases.
 * Sentry's own (create_result_key) escapes nothing, so two groups may make one key: `a,b` and `c`, `a` and `b,c`, or two
 * lists that end alike. Those, and no others, are written as JSON.
 */
import { dateText } from './date-text.js';

export const OTHER_KEY = 'Other';

/** @param {number} value @param {import('./columns.js').Column} column */
function numberText(value, column) {
  const isFloat = column.field?.name.startsWith('measurements.') || column.kind === 'equation';
  return isFloat && Number.isInteger(value) ? `${value}.0` : String(value);
}

/**
 * Sentry's own values: the short id of an issue, the name of a status, error.handled as 1, 0 or nothing.
 * @param {string|undefined} name @param {any} value @param {ReadonlyMap<number, string>} shortIds
 * @returns {string|null} null when the field is none of them
 */
function specialText(name, value, shortIds) {
  if (name === 'issue' || name === 'issue.id') return shortIds.get(value) ?? 'unknown';
  if (name === 'transaction.status') return value ?? 'unknown';
  if (name === 'error.handled') return value === null ? '' : String(Number(value));
  if (name === 'error.unhandled') return String(Number(value ?? false));
  return null;
}

/**
 * @param {any} value @param {import('./columns.js').Column} column
 * @param {ReadonlyMap<number, string>} shortIds
 * @returns {string}
 */
export function valueText(value, column, shortIds) {
  const special = specialText(column.field?.name, value, shortIds);
  if (special !== null) return special;
  if (Array.isArray(value)) return value.at(-1) ?? '';
  // Snuba has no missing tags, only empty ones.
  if (value === null) return column.isArray || column.field?.isTag ? '' : 'None';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? numberText(value, column) : String(value);
}

/** In the order of the aliases, of trace items as asked for. @param {Record<string, any>} row @param {import('./columns.js').Column[]} groups @param {boolean} asAsked */
function partsOf(row, groups, asAsked) {
  const parts = groups.map((column, index) => ({ column, value: row[`g${index}`] }));
  return asAsked ? parts : parts.sort((a, b) => (a.column.alias < b.column.alias ? -1 : Number(a.column.alias > b.column.alias)));
}

/** What tells a row from all others. @param {Record<string, any>} row @param {import('./columns.js').Column[]} groups @param {boolean} [asAsked] */
export const identityOf = (row, groups, asAsked = false) => partsOf(row, groups, asAsked).map(({ value }) => JSON.stringify(value)).join(',');

/**
 * The keys of the top groups, each of its own, by `identityOf` a row.
 * @param {Array<Record<string, any>>} rows
 * @param {import('./columns.js').Column[]} groups
 * @param {ReadonlyMap<number, string>} shortIds
 * @param {boolean} [asAsked] in the order of the request, as Sentry does for trace items
 * @returns {Map<string, string>}
 */
export function distinctKeys(rows, groups, shortIds, asAsked = false) {
  const plain = rows.map((row) => [identityOf(row, groups, asAsked), resultKey(row, groups, shortIds, asAsked)]);
  /** @type {Map<string, number>} */
  const uses = new Map([[OTHER_KEY, 1]]);
  for (const [, key] of plain) uses.set(key, (uses.get(key) ?? 0) + 1);
  const keys = new Map(plain.map(([identity, key]) => [identity, uses.get(key) === 1 ? key : identity]));
  // A group whose own value looks like the JSON of two others: then all are written so.
  return new Set(keys.values()).size === keys.size ? keys : new Map(plain.map(([identity]) => [identity, identity]));
}

/**
 * @param {Record<string, any>} row with `g0`, `g1`...
 * @param {import('./columns.js').Column[]} groups
 * @param {ReadonlyMap<number, string>} shortIds
 * @param {boolean} [asAsked]
 */
export function resultKey(row, groups, shortIds, asAsked = false) {
  const parts = partsOf(row, groups, asAsked);
  const key = parts.map(({ column, value }) => valueText(value, column, shortIds)).join(',');
  return key === OTHER_KEY && groups.length > 0 ? `${OTHER_KEY} (${groups[0].text})` : key;
}
