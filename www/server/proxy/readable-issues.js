/**
 * A list of issues cut to what a widget's columns show. Sentry's own names whom an issue is assigned to with their address,
 * and who has seen it. Pure.
 */

/** Keys of an issue that a column reads, beside one that is called as the column is. @type {Record<string, string[]>} */
const READ = {
  issue: ['shortId'], 'issue.id': ['id'], events: ['count'], count: ['count'], users: ['userCount'], userCount: ['userCount'], isHandled: ['isUnhandled'],
  lifetimeEvents: [], lifetimeCount: [], lifetimeUsers: [], lifetimeUserCount: [], assignee: [], project: [], links: [],
};
/** Columns whose key is their own name. */
const OWN = new Set(['title', 'culprit', 'status', 'substatus', 'level', 'platform', 'type', 'firstSeen', 'lastSeen', 'isBookmarked', 'isSubscribed', 'priority']);
const EVENTS = ['events', 'count', 'lifetimeEvents', 'lifetimeCount'];
const USERS = ['users', 'userCount', 'lifetimeUsers', 'lifetimeUserCount'];

/** @param {any} counts @param {string[]} columns */
const countsOf = (counts, columns) => (counts === null || typeof counts !== 'object' ? null : {
  ...(columns.some((column) => EVENTS.includes(column)) ? { count: counts.count } : {}),
  ...(columns.some((column) => USERS.includes(column)) ? { userCount: counts.userCount } : {}),
});

/** A person without a name goes by an address, which is nobody else's business. @param {any} assigned */
const assigneeOf = (assigned) => (typeof assigned?.name === 'string' && !assigned.name.includes('@') ? { name: assigned.name } : null);

/** @param {any} issue @param {string[]} columns of the widget @returns {Record<string, any>} */
function readableIssue(issue, columns) {
  const names = columns.flatMap((column) => (Object.hasOwn(READ, column) ? READ[column] : OWN.has(column) ? [column] : []));
  const has = (/** @type {string[]} */ ...some) => some.some((column) => columns.includes(column));
  const plain = names.filter((name) => ['string', 'number', 'boolean'].includes(typeof issue?.[name])).map((name) => [name, issue[name]]);
  return {
    ...Object.fromEntries(plain),
    ...(has('assignee') ? { assignedTo: assigneeOf(issue?.assignedTo) } : {}),
    ...(has('project', 'platform') ? { project: { ...(has('project') ? { slug: issue?.project?.slug } : {}), ...(has('platform') ? { platform: issue?.project?.platform } : {}) } } : {}),
    ...(has('links') ? { annotations: issue?.annotations } : {}),
    ...(has('events', 'count', 'users', 'userCount') ? { filtered: countsOf(issue?.filtered, columns) } : {}),
    ...(has('lifetimeEvents', 'lifetimeCount', 'lifetimeUsers', 'lifetimeUserCount') ? { lifetime: countsOf(issue?.lifetime, columns) } : {}),
  };
}

/** @param {any} issues the body of `GET issues/` @param {string[]} columns of the widget */
export const readableIssues = (issues, columns) => (Array.isArray(issues) ? issues.map((issue) => readableIssue(issue, columns)) : []);
