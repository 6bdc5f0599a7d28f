/**
 * What is passed on of a body, by the endpoint that it came from. Pure.
 */
import { readableIncidents, readableRules } from './alerts.js';
import { readableIssues } from './readable-issues.js';

/** @typedef {import('./widget-requests.js').WidgetRequest} WidgetRequest */
/** @typedef {(body: any, widget: WidgetRequest, known: WidgetRequest[]) => object[]} Cut a list, read as JSON, for the widget that asks, among those that are known */

/** @type {Record<string, Cut>} */
const CUTS = {
  issues: (body, { columns }) => readableIssues(body, columns),
  'alert-rules': (body, _, known) => readableRules(body, known),
  incidents: (body, _, known) => readableIncidents(body, known),
};

/**
 * @param {string} endpoint @param {WidgetRequest} widget @param {WidgetRequest[]} known of its organization
 * @returns {((body: any) => object[]) | null} null: all of it is passed on
 */
export const cutOf = (endpoint, widget, known) => (Object.hasOwn(CUTS, endpoint) ? (body) => CUTS[endpoint](body, widget, known) : null);
