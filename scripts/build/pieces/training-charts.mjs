/**
 * What the training pages show: ordinary charts, and what stands where there is nothing to draw. What
 * only some charts are, and documents, are left to the late piece. What is done with them: `training-use.mjs`.
 */

const START = 1_767_225_600;
const BUCKET_SECONDS = 300;
const BUCKETS = 100;
const HALF_HOUR = 1_800;

/**
 * @typedef {object} Chart
 * @property {object} [config] beside what all have
 * @property {string} [attributes]
 * @property {object | string} answer
 * @property {number} [status]
 * @property {boolean} [isBare] without the attributes of the others
 * @property {boolean} [isOfDashboard] configured by a dashboard
 */

/** @param {number} [order] @param {(bucket: number) => number} [value] */
function series(order, value = (bucket) => Math.round(500 + 400 * Math.sin(bucket / 9 + (order ?? 0)) + ((bucket * 7919) % 31))) {
  return { ...rows(START, BUCKET_SECONDS, BUCKETS, value), ...(order !== undefined && { order }), isMetricsData: false };
}

/** @param {number} start @param {number} seconds @param {number} buckets @param {(bucket: number) => number} value */
function rows(start, seconds, buckets, value) {
  return { data: Array.from({ length: buckets }, (_, bucket) => [start + bucket * seconds, [{ count: value(bucket) }]]), start, end: start + buckets * seconds };
}

/** Up to now: the first bucket is cut by the range, the last may still grow. */
function recent() {
  const last = Math.floor(Date.now() / 1000 / HALF_HOUR) * HALF_HOUR;
  return { ...rows(last - 48 * HALF_HOUR, HALF_HOUR, 49, (bucket) => (bucket * 37) % 50), meta: { fields: { 'count()': 'integer' } } };
}

/** @param {number} count @param {string[]} [more] */
function groups(count, more = []) {
  const names = [...Array.from({ length: count }, (_, index) => `group ${index}`), ...more];
  return Object.fromEntries(names.map((name, order) => [name, series(order)]));
}

const SINGLE = { queries: [{ name: '', aggregates: ['count()'], columns: [], fields: ['count()'], conditions: '', orderby: '' }] };
const TWO_AXES = ['count()', 'p95(transaction.duration)'];
const AXES = { queries: [{ ...SINGLE.queries[0], aggregates: TWO_AXES, fields: TWO_AXES }] };
const DURATIONS = { ...series(1, (bucket) => 100 + bucket * 0.7), meta: { fields: { 'p95(transaction.duration)': 'duration' }, units: { 'p95(transaction.duration)': 'millisecond' } } };

/** @type {Record<string, Chart>} */
const CHARTS = {
  groups: { answer: groups(6) },
  single: { config: { ...SINGLE, title: 'Errors' }, attributes: 'group="pair"', answer: series() },
  area: { config: { displayType: 'area' }, answer: groups(5, ['Other']) },
  loneArea: { config: { ...SINGLE, displayType: 'area' }, answer: series() },
  bar: { config: { ...SINGLE, displayType: 'bar' }, answer: series() },
  top: { config: { displayType: 'top_n' }, answer: groups(5, ['Other']) },
  axes: { config: AXES, attributes: 'group="all"', answer: { 'count()': series(0), 'p95(transaction.duration)': DURATIONS } },
  dark: { config: SINGLE, attributes: 'theme="dark" group="pair"', answer: series() },
  relative: { config: { ...SINGLE, interval: undefined }, attributes: 'start="" end="" stats-period="24h"', answer: series() },
  split: { config: { ...SINGLE, widgetType: 'discover' }, answer: series() },
  mixed: { config: { ...SINGLE, queries: [{ ...SINGLE.queries[0], conditions: 'level:[error,fatal] !title:"a \\"b\\"*" (url:/x OR has:release)' }] }, answer: series() },
  bare: { config: { title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }] }, isBare: true, answer: { ...series(), meta: { fields: { 'count()': 'integer' } } } },
  recent: { config: { title: 'Errors', displayType: 'line', queries: [{ aggregates: ['count()'], conditions: '' }] }, isBare: true, answer: recent() },
  recentBars: { config: { title: 'Errors', displayType: 'bar', queries: [{ aggregates: ['count()'], conditions: '' }] }, isBare: true, answer: recent() },
  recentGroups: { attributes: 'start="" end=""', config: { interval: undefined }, answer: { first: recent(), second: { ...recent(), order: 1 }, Other: { ...recent(), order: 2 } } },
  lone: { config: SINGLE, answer: rows(START, BUCKET_SECONDS, 1, () => 1) },
  columns: {
    config: { queries: [{ name: '', aggregates: ['count()'], columns: ['title', 'release'], fields: ['title', 'release', 'count()'], conditions: '', orderby: '-count()' }] },
    answer: { 'first,1.0': series(0), 'second,2.0': series(1), Other: series(2) },
  },
  bars: { config: { displayType: 'bar', limit: 3 }, answer: groups(3, ['Other']) },
  ofDashboard: { isOfDashboard: true, isBare: true, attributes: 'stats-period="14d" project="1,2" environment="production" filter="level:error" refresh="5" theme="auto" group="all"', answer: series() },
  local: { config: AXES, attributes: 'locale="de" timezone="Europe/Berlin"', answer: { 'count()': series(0), 'p95(transaction.duration)': DURATIONS } },
};

/** @type {Record<string, Chart>} */
const OTHERS = {
  empty: { config: SINGLE, answer: { data: [], meta: {} } },
  refused: { config: SINGLE, answer: { detail: 'You do not have permission to perform this action.' }, status: 403 },
  failing: { config: SINGLE, answer: { detail: 'Internal Error' }, status: 500 },
  broken: { config: SINGLE, answer: '{"data": [[1767225600, [{"count": 1e' },
  signedOut: { config: SINGLE, answer: { detail: 'Authentication credentials were not provided.' }, status: 401 },
  unknown: { config: SINGLE, answer: { detail: 'The requested resource does not exist' }, status: 404 },
  rejected: { config: SINGLE, answer: { detail: 'Invalid query.' }, status: 400 },
  limited: { config: SINGLE, answer: { detail: 'You are attempting to use this endpoint too frequently.' }, status: 429 },
  unexplained: { config: SINGLE, answer: {}, status: 403 },
  coded: { config: SINGLE, answer: { detail: { code: 'sudo-required', message: 'Account verification required.' } }, status: 401 },
  listed: { config: SINGLE, answer: { query: ['This field is required.'], non_field_errors: ['Invalid.'] }, status: 400 },
  page: { config: SINGLE, answer: '<html><body>Bad Gateway</body></html>', status: 502 },
  silent: { config: SINGLE, answer: '', status: 503 },
  wrong: { config: { displayType: 'lines' }, answer: series() },
};

/** What waits for the late piece, and says so where it is refused. @type {Record<string, Chart>} */
const LATE = {
  compared: { config: SINGLE, attributes: 'compare="previous"', answer: series() },
  table: {
    isBare: true,
    config: { title: 'Errors', displayType: 'table', queries: [{ aggregates: ['count()'], columns: ['title'], fields: ['title', 'count()'], conditions: '' }] },
    answer: { data: [{ title: 'Error', 'count()': 3 }], meta: { fields: { title: 'string', 'count()': 'integer' } } },
  },
  number: { config: { ...SINGLE, displayType: 'big_number' }, answer: { data: [{ 'count()': 3 }], meta: { fields: { 'count()': 'integer' } } } },
};

const VALUES = ['3', '0', 'null', '-2', '1.5', '0.30000000000000004', '1e3', '2.5E-7', '123456789012', '99.99', '7', '12'];
const ROWS = [...VALUES, ...VALUES, ...VALUES].map((value, index) => `[${START + index * BUCKET_SECONDS}, [{"count": ${value}}]]`);
/** Answers in the forms that servers write them in: numbers of all kinds, gaps, names of all kinds, spaces. */
export const BODIES = [
  ...['count()', 'p95(transaction.duration)'].map((axis) => JSON.stringify({ [axis]: series(0), Other: series(1) })),
  `{"data": [${ROWS.slice(0, 2).join(', ')}]}`,
  `{"data":[${ROWS.join(',')}],"meta":{"fields":{"count()":"integer"},"units":{"count()":null}},"confidence":[{"count()":"high"}]}`,
  JSON.stringify(JSON.parse(`{"data":[${ROWS.join(',')}]}`), null, 2),
  JSON.stringify({ 'a "quoted" \n name': series(0), 'Ünïcödé 日本 \u0001 \ud83d\ude00': series(1), '': series(2), Other: series(3, (bucket) => bucket * 1e7) }),
  JSON.stringify({ 'count()': series(0), 'failure_rate()': { ...series(1, (bucket) => bucket / 300), meta: { fields: { 'failure_rate()': 'percentage' }, units: {} } } }),
  JSON.stringify({ 'p95()': { ...series(0, (bucket) => bucket * 13.37), meta: { fields: { 'p95()': 'duration' }, units: { 'p95()': 'millisecond' } } } }),
  JSON.stringify({ 'sum(size)': { ...series(0, (bucket) => bucket * 1e6), meta: { fields: { 'sum(size)': 'size' }, units: { 'sum(size)': 'byte' } } } }),
];

/** With earlier values beside its own: what they show is in the late piece. */
export const COMPARED_BODY = `{"data":[${ROWS.map((row) => row.replace(/"count": [^}]*/, '$&, "comparisonCount": 4')).join(',')}],"start":${START},"end":${START + ROWS.length * BUCKET_SECONDS}}`;

/** Elements that are not, or wrongly, configured. */
const WRONG = [
  '', 'widget-id="1"', 'widget-id="1" org="o"', 'widget-id="99" org="o" base-url="/single/" dashboard-id="1"',
  'widget-id="1" org="o" base-url="/unknown/" dashboard-id="1"', 'org="o" base-url="/single/" refresh="often" start="yesterday"',
].map((attributes) => `<events-stats-widget ${attributes}></events-stats-widget>`);
const BROKEN = '<events-stats-widget org="o" base-url="/single/"><script type="application/json">{"title": </script></events-stats-widget>';

/** As pages set them. */
const OPTIONS = { org: 'o', baseUrl: '/single/', concurrency: 4, timeoutMs: 20_000, retry: 2, palette: ['#2f52c2', '#df545d'], cache: { maxBytes: 8_000_000 }, words: { noData: 'Nothing here' } };
const CONFIGURED = `<script type="module">import { configure } from '/package/index.js'; configure(${JSON.stringify(OPTIONS)});</script>
  <events-stats-widget><script type="application/json">${JSON.stringify(configOf(SINGLE))}</script></events-stats-widget>`;

/**
 * Each by its address: which charts it has, and how often, what stands before them, and whether the late piece is refused or never comes.
 * @type {Record<string, {charts: Record<string, Chart>, times?: number, before?: string, isRefused?: boolean}>}
 */
export const PAGES = {
  '/first': { charts: { groups: CHARTS.groups } },
  '/charts': { charts: CHARTS },
  '/configured': { charts: {}, before: CONFIGURED },
  '/others': { charts: OTHERS, before: [...WRONG, BROKEN].join('') },
  // Twice what is the same shares its requests.
  '/refused': { charts: { ...CHARTS, ...OTHERS, ...LATE }, times: 2, isRefused: true },
};

/** @param {string} name of a page */
export function pageOf(name) {
  const { charts, times = 1, before = '' } = PAGES[name];
  return `<!doctype html><meta charset="utf-8"><style>events-stats-widget { display: block; block-size: 300px }</style><script type="module" src="/package/index.js"></script>
    ${before}
    ${Object.entries(charts).map(([chart, given]) => elementOf(chart, given).repeat(times)).join('\n')}`;
}

/** @param {string} name @param {Chart} chart */
function elementOf(name, { config, attributes = '', isBare = false, isOfDashboard = false }) {
  const iso = (/** @type {number} */ seconds) => new Date(seconds * 1000).toISOString();
  const range = isBare ? '' : `start="${iso(START)}" end="${iso(START + BUCKETS * BUCKET_SECONDS)}"`;
  const inside = isOfDashboard ? '' : `<script type="application/json">${JSON.stringify(isBare ? config : configOf(config))}</script>`;
  // Of an attribute that stands twice, the first counts.
  return `<events-stats-widget org="o" base-url="/${name}/" ${attributes} ${range} ${isOfDashboard ? 'dashboard-id="1"' : ''} widget-id="1">${inside}</events-stats-widget>`;
}

/** @param {object} [more] */
function configOf(more) {
  return {
    id: '1', title: '', displayType: 'line', limit: 6, interval: '5m',
    queries: [{ name: '', aggregates: ['count()'], columns: ['group'], fields: ['group', 'count()'], conditions: '', orderby: '-count()' }],
    ...more,
  };
}

/** What the API answers. @param {string} path @returns {Required<Pick<Chart, 'answer' | 'status'>>} */
export function answerTo(path) {
  const { answer, status = 200 } = { ...CHARTS, ...OTHERS, ...LATE }[path.split('/')[1]];
  if (path.includes('/dashboards/')) return { answer: { id: '1', title: 'D', widgets: [configOf(SINGLE)] }, status };
  return { answer, status };
}
