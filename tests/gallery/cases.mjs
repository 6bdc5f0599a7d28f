/** The charts of the gallery: a configuration, an answer that is the same in every run, and how large. */
import { DAY, ERRORS, HOUR, ROUTES, series, table } from './answers.mjs';

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
