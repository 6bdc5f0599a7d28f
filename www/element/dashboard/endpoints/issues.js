/** Issues as rows of a table: Sentry's columns of its issue widgets from its list of groups. */

/** @typedef {Record<string, any>} Issue */

const PASSED_ON = ['statsPeriod', 'start', 'end', 'project', 'environment', 'query'];

/** @param {URLSearchParams} params of `events` @returns {URLSearchParams} of `issues` */
export function issueParams(params) {
  const passed = new URLSearchParams([...params].filter(([name]) => PASSED_ON.includes(name)));
  // Without one Sentry looks for unresolved issues.
  if (!passed.has('query')) passed.set('query', '');
  passed.set('sort', params.get('sort') || 'date');
  passed.set('limit', params.get('per_page') ?? '5');
  return passed;
}

/** What is counted within the search, where the server counts that beside the whole. @param {Issue} issue @param {'count' | 'userCount'} name */
const counted = ({ filtered, ...issue }, name) => numberOf(filtered?.[name] ?? issue[name]);

/** Sentry writes counts of events as texts. @param {unknown} value */
const numberOf = (value) => (value === null || value === undefined || Number.isNaN(Number(value)) ? null : Number(value));

/** @type {Record<string, (issue: Issue) => unknown>} */
const COLUMNS = {
  issue: ({ shortId }) => shortId,
  'issue.id': ({ id }) => id,
  assignee: ({ assignedTo }) => assignedTo?.name,
  project: ({ project }) => project?.slug,
  platform: ({ platform, project }) => platform || project?.platform,
  events: (issue) => counted(issue, 'count'),
  count: (issue) => counted(issue, 'count'),
  users: (issue) => counted(issue, 'userCount'),
  userCount: (issue) => counted(issue, 'userCount'),
  lifetimeEvents: ({ lifetime }) => numberOf(lifetime?.count),
  lifetimeCount: ({ lifetime }) => numberOf(lifetime?.count),
  lifetimeUsers: ({ lifetime }) => numberOf(lifetime?.userCount),
  lifetimeUserCount: ({ lifetime }) => numberOf(lifetime?.userCount),
  isHandled: ({ isUnhandled }) => (typeof isUnhandled === 'boolean' ? !isUnhandled : null),
  links: ({ annotations }) => linksOf(annotations),
};

/** One link is its address, which a table makes a link of; several are their names. @param {unknown} annotations */
function linksOf(annotations) {
  const links = (Array.isArray(annotations) ? annotations : []).map((link) => {
    // Older servers wrote them as HTML.
    const [, url, displayName] = typeof link === 'string' ? /^<a href="([^"]*)"[^>]*>([^<]*)/.exec(link) ?? [] : ['', link?.url, link?.displayName];
    return { url, displayName };
  });
  return links.length === 1 ? links[0].url : links.map(({ displayName }) => displayName).join(', ') || null;
}

/** @param {unknown} value */
const plain = (value) => (['string', 'number', 'boolean'].includes(typeof value) ? value : null);

/** @param {unknown[]} issues @param {string[]} fields @returns {Array<Record<string, any>>} */
export const issueRows = (issues, fields) => issues.filter((issue) => typeof issue === 'object' && issue !== null).map((/** @type {any} */ issue) =>
  Object.fromEntries(fields.map((field) => [field, plain(Object.hasOwn(COLUMNS, field) ? COLUMNS[field](issue) : issue[field])])));
