/**
 * An answer as comma-separated values (RFC 4180), in the form of the module's own: times in ISO 8601, an empty cell for
 * no value, and an apostrophe before what a spreadsheet would run as a formula.
 */

/** @param {unknown} value @returns {string} */
function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {unknown[][]} rows */
const lines = (rows) => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/** @param {any} value @returns {boolean} */
const isSeries = (value) => Array.isArray(value?.data);

/**
 * One axis, several, groups, or groups of several axes: the series by name, in their order.
 * @param {any} answer @param {string} before what stands before each name: an alias, or an alias and a group
 * @returns {Array<[name: string, data: any[]]>}
 */
function seriesOf(answer, before) {
  return Object.entries(answer ?? {})
    .filter(([, value]) => value !== null && typeof value === 'object' && !Array.isArray(value))
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap(([name, value]) => (isSeries(value) ? [/** @type {[string, any[]]} */ ([joined(before, ' : ', name), value.data])] : seriesOf(value, joined(before, ' > ', name))));
}

/** @param {string} before may be empty @param {string} separator @param {string} name */
const joined = (before, separator, name) => (before === '' ? name : before + separator + name);

/** @param {Array<{answer: any, alias?: string, axis: string}>} answers of events-stats, one a query; `axis` is the name of a lone series */
export function chartCsv(answers) {
  const series = answers.flatMap(({ answer, alias = '', axis }) => seriesOf(isSeries(answer) ? { [axis]: answer } : answer, alias));
  const values = series.map(([, data]) => new Map(data.map(([time, [bucket]]) => [time, bucket?.count])));
  const times = [...new Set(values.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
  return lines([
    ['time', ...series.map(([name]) => name)],
    ...times.map((time) => [new Date(time * 1000).toISOString().replace('.000', ''), ...values.map((column) => column.get(time))]),
  ]);
}

/** @param {any} answer of events @param {string[]} fields */
export function tableCsv(answer, fields) {
  const rows = Array.isArray(answer?.data) ? answer.data : [];
  return lines([fields, ...rows.map((/** @type {any} */ row) => fields.map((field) => row[field]))]);
}
