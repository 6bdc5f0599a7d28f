/**
 * The flow of `sessions`: one query for the buckets and totals of all groups, since users of a total are no sum of buckets.
 */
import { STATUSES } from '../../events/sessions/schema.js';
import { allOf, NO_SEARCH, scopeCondition } from '../scope.js';
import { fieldsOf, MEASURES, nothingOf } from './fields.js';
import { GROUP_COLUMNS, RELEASE_TIME, STATUS } from './request.js';
import { sessionSearch } from './search.js';

/** @typedef {import('./request.js').SessionsRequest} SessionsRequest */
/** @typedef {{by: Record<string, string | number>, release: string | null, total: Record<string, any>, buckets: Map<number, Record<string, any>>}} Counted a group as the database has it */

/** @param {number} time epoch milliseconds */
const iso = (time) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/**
 * @param {SessionsRequest} request @param {{limit: number | null, offset: number}} page
 * @returns {Promise<{body: object, more: boolean}>}
 */
export async function readSessions(request, page) {
  const { scope, interval, groupBy } = request;
  const { where, only } = sessionSearch(scope);
  const fields = fieldsOf(request.fields, { byStatus: groupBy.includes(STATUS), only });
  const { start, end } = scope.range;
  /** @type {number[]} */
  const times = [];
  for (let time = start; time < end; time += interval * 1000) times.push(time);
  const counted = ordered(await count(request, where), request, fields, await releaseTimes(request));
  const limit = Math.min(page.limit ?? request.limit, request.limit);
  const shown = counted.slice(page.offset, page.offset + limit);
  const groups = shown.flatMap((group) => groupsOf(group, request, fields, times));
  const body = { start: iso(start), end: iso(end), query: scope.query, intervals: times.map(iso), groups };
  return { body, more: counted.length > page.offset + limit };
}

/** @param {SessionsRequest} request @param {import('../../search/index.js').Fragment} where @returns {Promise<Counted[]>} */
async function count({ scope, interval, groupBy }, where) {
  const columns = groupBy.filter((column) => column !== STATUS).map((column) => GROUP_COLUMNS[column]);
  const condition = allOf([scopeCondition(scope, NO_SEARCH, []), where]);
  const keys = columns.map((_, index) => `g${index}`);
  const measures = Object.entries(MEASURES).map(([alias, sql]) => `${sql} AS ${alias}`);
  const rows = await scope.store.database.query(
    `SELECT ${[...keys, 'bucket', 'grouping(bucket) AS is_total', ...measures].join(', ')} FROM (
       SELECT ${['status', 'mechanism', '"user"', '(epoch_ms(timestamp) // CAST(? AS BIGINT)) * CAST(? AS BIGINT) AS bucket', ...columns.map((column, index) => `${column} AS g${index}`)].join(', ')}
       FROM ${scope.source.table} WHERE ${condition.sql})
     GROUP BY GROUPING SETS ((${keys.join(', ')}), (${[...keys, 'bucket'].join(', ')}))`,
    [interval * 1000, interval * 1000, ...condition.params],
  );
  /** @type {Map<string, Counted>} */
  const groups = new Map();
  for (const row of rows) {
    const values = keys.map((key) => row[key]);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { by: byOf(groupBy, values), release: values[columns.indexOf('release')] ?? null, total: row, buckets: new Map() };
    groups.set(key, group);
    if (Number(row.is_total) === 1) group.total = row;
    else group.buckets.set(Number(row.bucket), row);
  }
  return [...groups.values()];
}

/** What a session does not have is left out. @param {string[]} groupBy @param {any[]} values */
const byOf = (groupBy, values) => Object.fromEntries(
  groupBy.filter((column) => column !== STATUS).map((column, index) => [column, values[index]]).filter(([, value]) => value !== null && value !== ''),
);

/** When each release had its first session, where that is asked. @param {SessionsRequest} request @returns {Promise<Map<string, number>>} */
async function releaseTimes({ scope, order }) {
  if (order?.field !== RELEASE_TIME) return new Map();
  const rows = await scope.store.database.query(`SELECT release, epoch_ms(min(timestamp)) AS time FROM ${scope.source.table} WHERE release IS NOT NULL GROUP BY release`, []);
  return new Map(rows.map(({ release, time }) => [release, Number(time)]));
}

/** Without an order the largest come first: by `sum(session)` where that is asked, else by the first field. @param {Counted[]} groups @param {SessionsRequest} request @param {Map<string, import('./fields.js').Field>} fields @param {Map<string, number>} releases */
function ordered(groups, { order, fields: names }, fields, releases) {
  const field = order?.field ?? (names.includes('sum(session)') ? 'sum(session)' : names[0]);
  const sign = order?.descending ?? true ? -1 : 1;
  const rankOf = (/** @type {Counted} */ group) => (field === RELEASE_TIME ? releases.get(group.release ?? '') ?? null : fields.get(field)?.all(group.total) ?? null);
  const keyOf = (/** @type {Counted} */ { by }) => JSON.stringify(by);
  return groups.map((group) => ({ group, value: rankOf(group), key: keyOf(group) })).sort((a, b) => {
    if (a.value !== b.value) return a.value === null ? 1 : b.value === null ? -1 : sign * (a.value - b.value);
    return a.key < b.key ? -1 : Number(a.key > b.key);
  }).map(({ group }) => group);
}

/**
 * A group as it is answered; by state, one for each of them.
 * @param {Counted} group @param {SessionsRequest} request @param {Map<string, import('./fields.js').Field>} fields @param {number[]} times
 */
function groupsOf({ by, total, buckets }, { groupBy, hasTotals, hasSeries }, fields, times) {
  return (groupBy.includes(STATUS) ? STATUSES : [null]).map((status) => {
    const cell = (/** @type {import('./fields.js').Field} */ field, /** @type {Record<string, any> | undefined} */ row) => (
      row === undefined ? nothingOf(field) : status === null ? field.all(row) : field.byStatus?.[status](row) ?? null);
    const each = (/** @type {(field: import('./fields.js').Field) => any} */ value) => Object.fromEntries([...fields].map(([name, field]) => [name, value(field)]));
    return {
      by: status === null ? by : { ...by, [STATUS]: status },
      ...(hasTotals ? { totals: each((field) => cell(field, total)) } : {}),
      ...(hasSeries ? { series: each((field) => times.map((time) => cell(field, buckets.get(time)))) } : {}),
    };
  });
}
