/**
 * A date as Python's isoformat() writes it in UTC: without a fraction when there is none, else with six digits.
 * Sentry's keys and table cells carry dates in this form.
 */

/** @param {Date} date */
export function dateText(date) {
  const [seconds, fraction] = date.toISOString().slice(0, -1).split('.');
  return fraction === '000' ? `${seconds}+00:00` : `${seconds}.${fraction}000+00:00`;
}
