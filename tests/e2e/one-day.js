/** What tests of charts of one day share: its range, read in English, what is asked by groups, and an answer by the hour. */
import { HOUR, START } from './single-chart.js';

export const OWN = { org: 'demo', 'base-url': '/', locale: 'en-US', timezone: 'UTC', start: '2026-01-01T00:00:00', end: '2026-01-02T00:00:00' };
export const GROUPED = {
  title: 'Errors', displayType: 'line', widgetType: 'error-events', interval: '1h',
  queries: [{ conditions: '', columns: ['title'], aggregates: ['count()'], fields: ['title', 'count()'] }],
};

/**
 * @param {(hour: number) => number | null} value @param {number} [order] of a group among the others
 * @returns {{data: Array<[time: number, buckets: Array<{count: number | null}>]>, order?: number, start: number, end: number}}
 */
export const hourly = (value, order) => ({
  data: Array.from({ length: 24 }, (_, hour) => [START + hour * HOUR, [{ count: value(hour) }]]),
  order, start: START, end: START + 24 * HOUR,
});
