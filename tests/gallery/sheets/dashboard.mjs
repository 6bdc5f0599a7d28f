/** A dashboard with every type of widget, those that are no charts among them. */
import { KINDS } from '../states.mjs';
import { END, DAY } from '../answers.mjs';

const TEXT = '# On call\n\nAsk **payments** first. See the [handbook](https://example.com/handbook).\n\n1. Look at *errors by type*\n2. Look at the slow routes\n\n| Team | Channel |\n| --- | --- |\n| Payments | `#pay` |\n| Search | `#find` |\n\n> Nothing is rolled back without a word.';
const query = (/** @type {string[]} */ aggregates, /** @type {string[]} */ columns = [], more = {}) => [{ name: '', aggregates, columns, fields: [...columns, ...aggregates], conditions: '', orderby: '', ...more }];
const OTHERS = [
  { title: 'On call', displayType: 'text', description: TEXT, queries: [] },
  { title: 'Errors by type', displayType: 'categorical_bar', widgetType: 'error-events', limit: 20, queries: query(['count()'], ['error.type']) },
  { title: 'Unresolved issues', displayType: 'table', widgetType: 'issue', queries: query([], ['issue', 'title', 'assignee', 'lastSeen', 'events', 'users'], { conditions: 'is:unresolved' }) },
  { title: 'Crash-free sessions', displayType: 'line', widgetType: 'metrics', queries: query(['crash_free_rate(session)']) },
  { title: 'Where time goes', displayType: 'heatmap', widgetType: 'spans', queries: query(['count()']) },
  { title: 'Performance score', displayType: 'wheel', widgetType: 'spans', queries: query(['count()']) },
  { title: 'Newest span', displayType: 'details', widgetType: 'spans', queries: query(['count()']) },
  { title: 'From a later version', displayType: 'new_type', widgetType: 'spans', queries: query(['count()']) },
];
const ISSUES = [['TypeError: x is undefined', 'SHOP-1', 5021, 392], ['ChunkLoadError: Loading chunk 7 failed', 'SHOP-2', 912, 88], ['TimeoutError', 'API-9', 97, 12]].map(([title, shortId, count, userCount], index) => ({
  id: String(index + 1), title, shortId, count: String(count), userCount, status: 'unresolved', level: 'error', type: 'error', permalink: `https://example.com/issues/${index + 1}/`, metadata: {}, project: { id: '1', slug: 'shop' },
  assignedTo: index === 0 ? { type: 'user', id: '1', name: 'Ada', email: 'ada@example.com' } : null, firstSeen: new Date((END - 9 * DAY) * 1000).toISOString(), lastSeen: new Date((END - 600 * (index + 1)) * 1000).toISOString(),
}));

/** @param {HTMLElement} main @param {{theme: import('../card.mjs').Theme}} options */
export async function draw(main, { theme }) {
  // Imported where it runs: the bundle is not to hold the package.
  const script = '/package/dashboard.js';
  await import(script);
  const widgets = [...KINDS.map(({ config }) => config), ...OTHERS].map((config, index) => ({ ...config, id: String(index + 1), layout: { x: (index % 3) * 2, y: 2 * Math.floor(index / 3), w: 2, h: 2, minH: 2 } }));
  const element = /** @type {any} */ (document.createElement('events-stats-dashboard'));
  const given = { 'dashboard-id': '7', org: 'acme', 'base-url': '/', timezone: 'UTC', locale: 'en-US', theme, start: new Date((END - 2400 - DAY) * 1000).toISOString(), end: new Date((END - 2400) * 1000).toISOString() };
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.style.inlineSize = '1560px';
  element.fetch = async (/** @type {string} */ address) => new Response(JSON.stringify(answer(new URL(address, location.href), widgets)), { headers: { 'content-type': 'application/json' } });
  main.append(element);
  await element.settled();
}

/** @param {URL} url @param {any[]} widgets */
function answer({ pathname, searchParams }, widgets) {
  if (pathname.includes('/dashboards/')) return { id: '7', title: 'Everything', widgets, projects: [], environment: [], filters: {} };
  if (pathname.endsWith('/issues/')) return ISSUES;
  if (pathname.endsWith('/sessions/')) return sessions(searchParams.getAll('field'));
  if (!/\/events(-stats)?\/$/.test(pathname)) return [];
  const [aggregates, fields] = [searchParams.getAll('yAxis'), searchParams.getAll('field')];
  const isLike = (/** @type {any} */ { config: { queries: [{ aggregates: [first], columns }] } }) => (aggregates[0] ?? fields.find((field) => field.includes('('))) === first && columns.every((/** @type {string} */ column) => fields.includes(column));
  const isTable = pathname.endsWith('/events/');
  if (isTable && fields.length === 2) return { data: [['TypeError', 9516], ['ValueError', 5948], ['NetworkError', 5180], ['Other', 14_115]].map(([type, count]) => ({ [fields[0]]: type, [fields[1]]: count })), meta: { fields: { [fields[0]]: 'string', [fields[1]]: 'integer' }, units: {} } };
  return KINDS.find((kind) => isLike(kind) && (kind.level === undefined) === isTable && (aggregates.length < 2 || kind.name === 'two-axes') && (Boolean(searchParams.get('topEvents')) === kind.config.queries[0].columns.length > 0 || isTable))?.body;
}

/** @param {string[]} fields */
function sessions(fields) {
  const from = END - 2400 - DAY;
  const intervals = Array.from({ length: 24 }, (_, hour) => new Date((from + hour * 3600) * 1000).toISOString());
  const values = (/** @type {string} */ field) => intervals.map((_, hour) => (field.includes('rate') ? 0.99 + 0.005 * Math.sin(hour / 3) : 900 + 40 * hour));
  return {
    start: intervals[0], end: new Date((END - 2400) * 1000).toISOString(), query: '', intervals,
    groups: [{ by: {}, totals: Object.fromEntries(fields.map((field) => [field, values(field)[0]])), series: Object.fromEntries(fields.map((field) => [field, values(field)])) }],
  };
}
