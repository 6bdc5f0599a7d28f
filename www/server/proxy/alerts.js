/**
 * Alert rules and incidents in front of a real Sentry: what a widget asks for, and of the answers only rules about what a
 * listed widget shows, by the keys that it reads. Sentry's own name who made a rule, with their address, and whom it tells.
 * Pure.
 */
import { objects, pick } from './json.js';
import { beyond, conjuncts } from './query-forms.js';

/** @typedef {import('./widget-requests.js').WidgetRequest} WidgetRequest */

const SCOPE = ['project', 'environment'];
/** @type {Record<string, {single: Set<string>, several: Set<string>}>} */
export const ALERT_NAMES = {
  'alert-rules': { single: new Set(['per_page']), several: new Set(SCOPE) },
  incidents: { single: new Set(['per_page', 'status', 'expand']), several: new Set(SCOPE) },
};
const WANTED = { per_page: '100', status: 'open', expand: 'original_alert_rule' };

/** @param {{params: URLSearchParams}} request */
export const alertDifferences = ({ params }) => Object.entries(WANTED).filter(([name, value]) => params.has(name) && params.get(name) !== value).map(([name]) => name);

const RULE_KEYS = [
  'id', 'originalAlertRuleId', 'name', 'dataset', 'eventTypes', 'query', 'aggregate', 'environment', 'timeWindow', 'thresholdType', 'resolveThreshold',
  'comparisonDelta', 'detectionType', 'projects',
];
const INCIDENT_KEYS = ['id', 'status', 'title', 'dateStarted', 'dateClosed', 'projects'];
const TRIGGER_KEYS = ['label', 'alertThreshold'];

/** @param {any} rule */
const readableRule = (rule) => ({ ...pick(rule, RULE_KEYS), triggers: objects(rule.triggers).map((trigger) => pick(trigger, TRIGGER_KEYS)) });

/** A rule names its types of events beside its search, a widget within it. @param {import('./query-forms.js').Conjunct[]} query */
const withoutType = (query) => query.filter(({ node }) => !(node.kind === 'leaf' && 'key' in node.term && node.term.key === 'event.type'));

/** @param {any} rule @param {WidgetRequest[]} known */
function isShown(rule, known) {
  if (rule === null || typeof rule !== 'object') return false;
  const query = withoutType(conjuncts(String(rule.query ?? '')));
  return known.some((widget) => {
    const own = withoutType(widget.query);
    return widget.axes.includes(rule.aggregate) && own.length === query.length && beyond(query, own)?.length === 0;
  });
}

/** @param {any} body of `GET alert-rules/` @param {WidgetRequest[]} known of the organization */
export const readableRules = (body, known) => objects(body).filter((rule) => isShown(rule, known)).map(readableRule);

/** @param {any} body of `GET incidents/` @param {WidgetRequest[]} known of the organization */
export const readableIncidents = (body, known) => objects(body).filter(({ alertRule }) => isShown(alertRule, known))
  .map((incident) => ({ ...pick(incident, INCIDENT_KEYS), alertRule: readableRule(incident.alertRule) }));
