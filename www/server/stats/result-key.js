/**
 * The key of a series of top events: the group's values, joined by commas, in the order of the aliases.
 * Nothing is escaped, so a key cannot be taken apart again. Sentry: create_result_key.
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
  if (value === null) return column.isArray ? '' : 'None';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? numberText(value, column) : String(value);
}

/**
 * @param {Record<string, any>} row with `g0`, `g1`...
 * @param {import('./columns.js').Column[]} groups
 * @param {ReadonlyMap<number, string>} shortIds
 */
export function resultKey(row, groups, shortIds) {
  const parts = groups.map((column, index) => ({ column, value: row[`g${index}`] }));
  parts.sort((a, b) => (a.column.alias < b.column.alias ? -1 : Number(a.column.alias > b.column.alias)));
  const key = parts.map(({ column, value }) => valueText(value, column, shortIds)).join(',');
  return key === OTHER_KEY && groups.length > 0 ? `${OTHER_KEY} (${groups[0].text})` : key;
}
