/**
 * Values of table cells as Sentry's `events` endpoint writes them.
 */
import { dateText } from './date-text.js';

/** @param {any} value @param {import('./columns.js').Column} column @param {ReadonlyMap<number, string>} shortIds */
export function cellOf(value, column, shortIds) {
  const name = column.field?.name;
  if (name === 'issue') return shortIds.get(value) ?? 'unknown';
  if (name === 'transaction.status') return value ?? 'unknown';
  if (value instanceof Date) return dateText(value);
  if (name === 'error.handled' || name === 'error.unhandled') return value === null ? null : Number(value);
  if (value === null && column.isArray) return [];
  if (Number.isNaN(value)) return 0;
  return value === Infinity || value === -Infinity ? null : value;
}
