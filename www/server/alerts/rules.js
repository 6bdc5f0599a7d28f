/**
 * Metric alert rules of the made-up organization, as Sentry's API has them. Other data has those of them whose projects it
 * knows.
 */

/**
 * @typedef {object} AlertRule what of Sentry's own is read here
 * @property {string} id
 * @property {string} name
 * @property {'events' | 'transactions' | 'events_analytics_platform'} dataset
 * @property {string[]} eventTypes
 * @property {string} query
 * @property {string} aggregate
 * @property {string | null} environment
 * @property {number} timeWindow minutes
 * @property {0 | 1} thresholdType 0: above, 1: below
 * @property {number | null} resolveThreshold
 * @property {string[]} projects
 * @property {Array<{id: string, label: 'critical' | 'warning', alertThreshold: number}>} triggers the worst first
 */

const BOTH = ['storefront', 'checkout-api'];

/** @type {AlertRule[]} */
const RULES = [
  rule('1', 'Too many errors', { dataset: 'events', eventTypes: ['error', 'default'], aggregate: 'count()', timeWindow: 60, triggers: [['critical', 2600], ['warning', 1500]] }),
  rule('2', 'Requests fail', { dataset: 'transactions', eventTypes: ['transaction'], aggregate: 'failure_rate()', timeWindow: 30, triggers: [['critical', 0.06], ['warning', 0.035]] }),
  rule('3', 'Slow for users', { dataset: 'transactions', eventTypes: ['transaction'], aggregate: 'apdex(300)', timeWindow: 60, thresholdType: 1, triggers: [['critical', 0.5], ['warning', 0.6]] }),
  rule('4', 'Traces fail', { dataset: 'events_analytics_platform', eventTypes: ['trace_item_span'], query: 'is_transaction:true', aggregate: 'failure_rate()', timeWindow: 60, triggers: [['critical', 0.08]] }),
];

/**
 * @param {string} id @param {string} name
 * @param {Pick<AlertRule, 'dataset' | 'eventTypes' | 'aggregate' | 'timeWindow'> & Partial<Pick<AlertRule, 'query' | 'thresholdType'>> & {triggers: Array<[label: 'critical' | 'warning', threshold: number]>}} of
 * @returns {AlertRule}
 */
function rule(id, name, { triggers, ...of }) {
  return {
    id, name, query: '', environment: null, thresholdType: 0, resolveThreshold: null, projects: BOTH, ...of,
    triggers: triggers.map(([label, alertThreshold], index) => ({ id: `${id}${index}`, label, alertThreshold })),
  };
}

/** @param {import('../events/store.js').EventStore} store @param {ReadonlyArray<{slug: string}>} projects those asked for @returns {AlertRule[]} of any of them */
export function rulesOf(store, projects) {
  const known = new Set(store.projects.map(({ slug }) => slug));
  const asked = new Set(projects.map(({ slug }) => slug));
  return RULES.filter((rule) => rule.projects.every((slug) => known.has(slug)) && rule.projects.some((slug) => asked.has(slug)));
}
