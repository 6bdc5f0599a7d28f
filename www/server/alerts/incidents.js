/**
 * Incidents of alert rules, found in the events: one opens with the first window in which a trigger fires, and ends with
 * the first one after it that the rule calls resolved. Windows follow each other without a gap; one that has not ended yet
 * says nothing.
 */
import { Parameters } from '../stats/parameters.js';
import { readStatsRequest, runStats } from '../stats/events-stats.js';

/** @typedef {import('./rules.js').AlertRule} AlertRule */
/**
 * @typedef {object} Incident as Sentry's API has it, times as texts
 * @property {string} id
 * @property {string} identifier
 * @property {string[]} projects
 * @property {AlertRule & {originalAlertRuleId: null}} alertRule
 * @property {10 | 20 | 2} status warning, critical, closed
 * @property {string} title
 * @property {string} dateStarted
 * @property {string} dateDetected
 * @property {string | null} dateClosed
 */

const MINUTE = 60;
/** How far back windows are looked at. */
const PERIOD = '7d';
export const STATUS = /** @type {const} */ ({ closed: 2, warning: 10, critical: 20 });
/** @type {Record<AlertRule['dataset'], string>} */
const DATASETS = { events: 'errors', transactions: 'transactions', events_analytics_platform: 'spans' };

/**
 * @param {AlertRule} rule @param {import('../events/store.js').EventStore} store @param {number} now epoch milliseconds
 * @returns {Promise<Incident[]>} the newest first
 */
export async function incidentsOf(rule, store, now) {
  const values = await valuesOf(rule, store, now);
  return incidentsAmong(rule, values, rule.timeWindow * MINUTE);
}

/** @param {AlertRule} rule @param {import('../events/store.js').EventStore} store @param {number} now @returns {Promise<Array<[start: number, value: number | null]>>} of windows that have ended, by their start in epoch seconds */
async function valuesOf(rule, store, now) {
  const projects = store.projects.filter(({ slug }) => rule.projects.includes(slug));
  const request = readStatsRequest(store, new Parameters({
    yAxis: rule.aggregate, query: rule.query, dataset: DATASETS[rule.dataset], interval: `${rule.timeWindow}m`, statsPeriod: PERIOD,
    project: projects.map(({ id }) => String(id)), ...(rule.environment === null ? {} : { environment: rule.environment }),
  }), now);
  if (!request) return [];
  const { rows } = await runStats(request);
  const ended = rows.filter(({ time }) => (time + rule.timeWindow * MINUTE) * 1000 <= now);
  return ended.map(({ time, a0 }) => [time, typeof a0 === 'number' ? a0 : null]);
}

/**
 * Pure. A window without a value changes nothing.
 * @param {AlertRule} rule @param {Array<[start: number, value: number | null]>} values @param {number} width of a window in seconds
 * @returns {Incident[]}
 */
export function incidentsAmong(rule, values, width) {
  const isPast = (/** @type {number} */ value, /** @type {number} */ threshold) => (rule.thresholdType === 0 ? value > threshold : value < threshold);
  /** @type {Incident[]} */
  const incidents = [];
  /** @type {Incident | null} */
  let open = null;
  for (const [start, value] of values) {
    if (value === null) continue;
    const trigger = rule.triggers.find(({ alertThreshold }) => isPast(value, alertThreshold));
    if (trigger) {
      open ??= begin(incidents, rule, start, width);
      open.status = STATUS[trigger.label];
    // Sentry: without a threshold of its own a rule is resolved where no trigger fires.
    } else if (open && (rule.resolveThreshold === null || !isPast(value, rule.resolveThreshold))) {
      Object.assign(open, { status: STATUS.closed, dateClosed: textOf(start + width) });
      open = null;
    }
  }
  return incidents.reverse();
}

/** @param {Incident[]} incidents @param {AlertRule} rule @param {number} start @param {number} width @returns {Incident} */
function begin(incidents, rule, start, width) {
  // The same incident has the same name whenever it is asked for.
  const identifier = `${rule.id}${start / width}`;
  /** @type {Incident} */
  const incident = {
    id: identifier, identifier, projects: rule.projects, alertRule: { ...rule, originalAlertRuleId: null }, status: STATUS.warning, title: rule.name,
    dateStarted: textOf(start), dateDetected: textOf(start + width), dateClosed: null,
  };
  incidents.push(incident);
  return incident;
}

/** @param {number} seconds */
const textOf = (seconds) => new Date(seconds * 1000).toISOString();
