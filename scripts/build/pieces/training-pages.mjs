/**
 * Pages that run what the first piece of the module has: ordinary charts as they first appear, are
 * used, refreshed and changed, and what stands where there is nothing to draw. What only some charts
 * are, and documents, are in the late piece.
 */

const START = 1_767_225_600;
const BUCKET_SECONDS = 300;
const BUCKETS = 100;

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
  const data = Array.from({ length: BUCKETS }, (_, bucket) => [START + bucket * BUCKET_SECONDS, [{ count: value(bucket) }]]);
  return { data, ...(order !== undefined && { order }), start: START, end: START + BUCKETS * BUCKET_SECONDS, isMetricsData: false };
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
  single: { config: { ...SINGLE, title: 'Errors' }, answer: series() },
  area: { config: { displayType: 'area' }, answer: groups(5, ['Other']) },
  bar: { config: { ...SINGLE, displayType: 'bar' }, answer: series() },
  top: { config: { displayType: 'top_n' }, answer: groups(5, ['Other']) },
  axes: { config: AXES, attributes: 'group="all"', answer: { 'count()': series(0), 'p95(transaction.duration)': DURATIONS } },
  dark: { config: SINGLE, attributes: 'theme="dark"', answer: series() },
  relative: { config: { ...SINGLE, interval: undefined }, attributes: 'start="" end="" stats-period="24h"', answer: series() },
  split: { config: { ...SINGLE, widgetType: 'discover' }, answer: series() },
  bare: { config: { title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }] }, isBare: true, answer: { ...series(), meta: { fields: { 'count()': 'integer' } } } },
  bars: { config: { displayType: 'bar', limit: 3 }, answer: groups(3, ['Other']) },
  ofDashboard: { isOfDashboard: true, isBare: true, attributes: 'stats-period="14d" project="1,2" environment="production" filter="level:error" refresh="60" theme="auto" group="all"', answer: series() },
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

/** Answers in the forms that servers write them in: numbers of all kinds, gaps, names of all kinds, spaces. */
const VALUES = ['3', '0', 'null', '-2', '1.5', '0.30000000000000004', '1e3', '2.5E-7', '123456789012', '99.99', '7', '12'];
const ROWS = [...VALUES, ...VALUES, ...VALUES].map((value, index) => `[${START + index * BUCKET_SECONDS}, [{"count": ${value}}]]`);
const BODIES = [
  `{"data": [${ROWS.slice(0, 2).join(', ')}]}`,
  `{"data":[${ROWS.join(',')}],"meta":{"fields":{"count()":"integer"},"units":{"count()":null}},"confidence":[{"count()":"high"}]}`,
  JSON.stringify(JSON.parse(`{"data":[${ROWS.join(',')}]}`), null, 2),
  `{"data":[${ROWS.map((row) => row.replace(/"count": [^}]*/, '$&, "comparisonCount": 4')).join(',')}],"start":${START},"end":${START + ROWS.length * BUCKET_SECONDS}}`,
  JSON.stringify({ 'a "quoted" \n name': series(0), 'Ünïcödé 日本 \u0001 \ud83d\ude00': series(1), '': series(2), Other: series(3, (bucket) => bucket * 1e7) }),
  JSON.stringify({ 'count()': series(0), 'failure_rate()': { ...series(1, (bucket) => bucket / 300), meta: { fields: { 'failure_rate()': 'percentage' }, units: {} } } }),
  JSON.stringify({ 'p95()': { ...series(0, (bucket) => bucket * 13.37), meta: { fields: { 'p95()': 'duration' }, units: { 'p95()': 'millisecond' } } } }),
  JSON.stringify({ 'sum(size)': { ...series(0, (bucket) => bucket * 1e6), meta: { fields: { 'sum(size)': 'size' }, units: { 'sum(size)': 'byte' } } } }),
];

/** Runs in the page once its widgets have settled. */
const CHANGE = `
  const widgets = [...document.querySelectorAll('events-stats-widget')];
  const all = (work) => Promise.all(widgets.map(work));
  await all((widget) => widget.refresh());
  for (const widget of widgets) widget.style.inlineSize = '400px';
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  for (const widget of widgets) widget.setAttribute('theme', 'dark');
  for (const { shadowRoot } of widgets) {
    const chart = shadowRoot.querySelector('[part~=chart]');
    if (!chart) continue;
    const { x, y, width, height } = chart.getBoundingClientRect();
    const at = (kind, share, more = {}) => chart.dispatchEvent(new PointerEvent(kind, {
      bubbles: true, composed: true, cancelable: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, clientX: x + width * share, clientY: y + height * 0.6, ...more,
    }));
    for (const share of [0.3, 0.5, 0.7, 0.9, 0.5]) {
      at('pointermove', share);
      await new Promise(requestAnimationFrame);
    }
    at('pointerdown', 0.3, { buttons: 1 });
    for (const share of [0.4, 0.6]) at('pointermove', share, { buttons: 1 });
    at('pointerup', 0.6);
    at('dblclick', 0.5);
    at('pointerdown', 0.5, { buttons: 1 });
    at('pointerup', 0.5);
    at('click', 0.5);
    at('pointerleave', 1.2);
    for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel']) at(kind, 0.4, { pointerType: 'touch', pointerId: 2, buttons: 1 });
    chart.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'PageUp', 'PageDown', 'Enter', 'Escape']) chart.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    for (const key of ['ArrowRight', 'ArrowRight']) chart.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: true, bubbles: true, composed: true, cancelable: true }));
    chart.blur();
    for (const button of shadowRoot.querySelectorAll('.legend button')) for (let times = 0; times < 2; times += 1) button.click();
  }
  for (const widget of widgets) widget.setAttribute('stats-period', '7d');
  await all((widget) => widget.settled());
  for (const widget of widgets) widget.range = { statsPeriod: '1h' };
  await all((widget) => widget.settled());
  const rest = () => new Promise((resolve) => { setTimeout(resolve, 50); });
  for (const { shadowRoot } of widgets) {
    for (const opener of shadowRoot.querySelectorAll('.opener')) {
      opener.click();
      await rest();
    }
    shadowRoot.querySelector('.status button, .retry')?.click();
  }
  await all((widget) => widget.settled());
  for (const widget of widgets) document.body.append(widget);
  for (const kind of ['beforeprint', 'afterprint', 'online', 'visibilitychange']) window.dispatchEvent(new Event(kind));
  await all((widget) => widget.settled());
  for (const widget of widgets) {
    for (const key of ['count()', 'p95(transaction.duration)']) {
      widget.response = { [key]: SERIES, Other: { ...SERIES, order: 1 } };
      widget.flush();
      await widget.settled();
    }
  }
  for (const widget of widgets.slice(1)) widget.remove();
  const [last] = widgets;
  for (const body of BODIES) {
    last.response = new TextEncoder().encode(body);
    last.flush();
    await last.settled();
  }
  last.config = { ...last.config, title: 'Another' };
  await last.settled();
`.replace('BODIES', JSON.stringify(BODIES)).replaceAll('SERIES', JSON.stringify(series(0)));

const RETRY = `
  const widgets = [...document.querySelectorAll('events-stats-widget')];
  for (const widget of widgets) widget.shadowRoot.querySelector('.status button')?.click();
  await Promise.all(widgets.map((widget) => widget.settled()));
`;

/**
 * Each by its address: which charts it has, what is done with them, and whether the late piece is refused or never comes.
 * @type {Record<string, {charts: Record<string, Chart>, change?: string, isRefused?: boolean}>}
 */
export const PAGES = {
  '/first': { charts: { groups: CHARTS.groups } },
  '/charts': { charts: CHARTS, change: CHANGE },
  '/others': { charts: OTHERS, change: RETRY },
  '/refused': { charts: { ...CHARTS, ...OTHERS, ...LATE }, change: CHANGE, isRefused: true },
};

/** Twice what is the same shares its requests. @param {string} name of a page */
export function pageOf(name) {
  return `<!doctype html><meta charset="utf-8"><style>events-stats-widget { display: block; block-size: 300px }</style><script type="module" src="/package/index.js"></script>
    ${Object.entries(PAGES[name].charts).map(([chart, given]) => elementOf(chart, given).repeat(name === '/first' ? 1 : 2)).join('\n')}`;
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
