/**
 * What a shared page may ask of the API: its own dashboard, cut to what is shared, and what its widgets ask over the
 * ranges of the share. Pure, but for the groups it remembers.
 */
import { ALERT_NAMES } from '../proxy/alerts.js';
import { AnsweredGroups } from '../proxy/answered-groups.js';
import { cutOf } from '../proxy/cuts.js';
import { matchRequest } from '../proxy/match.js';
import { readableDashboard } from '../proxy/readable-dashboard.js';
import { isAggregate, widgetRequests } from '../proxy/widget-requests.js';

const PATH = /^api\/0\/organizations\/([a-zA-Z0-9_.-]+)\/(events-stats|events-timeseries|events|releases\/stats|issues|sessions|alert-rules|incidents|dashboards\/([a-zA-Z0-9_.-]+))\/?$/;
const UNITS = /** @type {Record<string, number>} */ ({ m: 60, h: 3600, d: 86_400, w: 604_800, M: 31 * 86_400, y: 366 * 86_400 });
/** Buckets are whole, and clocks differ. */
const SLACK = 2 * 86_400;

/** @typedef {import('./tokens.js').Share} Share */

/** @param {string} period @returns {number} seconds */
const secondsOf = (period) => Number.parseInt(period, 10) * (UNITS[period.at(-1) ?? ''] ?? 0);

/** @param {Record<string, any>} dashboard @param {Share} share what of it is shared @returns {Record<string, any>} */
export const sharedPart = (dashboard, { widget }) => ({
  ...dashboard, widgets: dashboard.widgets.filter((/** @type {any} */ one) => widget === null || String(one.id) === widget),
});

/** @param {string | null} text @returns {number} milliseconds; NaN for none */
const moment = (text) => Date.parse(/Z$|[+-]\d\d:?\d\d$/.test(text ?? '') ? text ?? '' : `${text}Z`);

/** @param {URLSearchParams} params @param {Share} share @param {number} now @returns {boolean} whether it is about a range of the share, or the period that it is compared with */
function isInRange(params, { ranges, compare }, now) {
  if (params.has('statsPeriodStart') || params.has('statsPeriodEnd')) return false;
  const period = params.get('statsPeriod');
  if (period !== null) return ranges.includes(period) && !params.has('start') && !params.has('end');
  const longest = Math.max(...ranges.map(secondsOf));
  const offset = compare === null ? 0 : compare === 'previous' ? longest : secondsOf(compare);
  const [start, end] = [moment(params.get('start')), moment(params.get('end'))];
  return start >= now - (longest + offset + SLACK) * 1000 && end <= now + SLACK * 1000 && end - start <= (longest + SLACK) * 1000;
}

export class SharedRequests {
  #answered = new AnsweredGroups();

  /** @param {() => number} [now] milliseconds of the epoch */
  constructor(now = Date.now) {
    this.now = now;
  }

  /**
   * @param {Share} share @param {Record<string, any>} dashboard cut to what is shared
   * @param {string} path below the share @param {URLSearchParams} params
   * @returns {{dashboard: Record<string, any>}|{url: string, note: (body: string) => void, cut: ((body: string) => string) | null}|null} null: that is not shared; `cut`: what is passed on of the body
   */
  judge(share, dashboard, path, params) {
    const [, org, endpoint, id] = PATH.exec(path) ?? [];
    if (org !== share.org) return null;
    if (id !== undefined) return id === share.dashboard && [...params.keys()].length === 0 ? { dashboard: readableDashboard(dashboard) } : null;
    // Rules, and what is open now, have no range.
    if (!Object.hasOwn(ALERT_NAMES, endpoint) && !isInRange(params, share, this.now())) return null;
    const known = widgetRequests(org, dashboard);
    const verdict = matchRequest({ org, endpoint, params }, known, this.#answered);
    if (!verdict.allowed) return null;
    const passed = new URLSearchParams(params);
    passed.delete('dashboardWidgetId');
    const columns = params.getAll('field').filter((field) => !isAggregate(field));
    const note = (/** @type {string} */ body) => {
      if (endpoint === 'events') this.#answered.add(verdict.widget.scope, columns, JSON.parse(body)?.data);
    };
    const cut = cutOf(endpoint, verdict.widget, known);
    return { url: `/api/0/organizations/${org}/${endpoint}/?${passed}`, note, cut: cut && ((body) => JSON.stringify(cut(JSON.parse(body)))) };
  }
}
