/**
 * The proxy's settings from the environment, checked before anything starts.
 */
import { isLoopback } from '../http/host-check.js';
import { KINDS } from './viewer-filters.js';

/** @typedef {{org: string|null, id: string}} DashboardName `org` null: any organization of the token */

/**
 * @typedef {object} ProxySettings
 * @property {string} url where Sentry is, without a slash at the end
 * @property {string} token
 * @property {DashboardName[]} dashboards whose widgets may ask
 * @property {{fresh: number, concurrency: number, budget: number}} limits of what is asked of Sentry: milliseconds that
 *   an answer is fresh, requests at once, requests a minute
 * @property {boolean} open passes on every GET
 * @property {boolean} savesSplit lets Sentry save what a mixed widget is about
 * @property {import('./viewer-filters.js').Kind[]} viewerFilters what viewers may narrow of a dashboard's filters
 */

/**
 * @param {Record<string, string|undefined>} env SENTRY_URL, SENTRY_AUTH_TOKEN, SENTRY_DASHBOARDS
 *   (`acme/1,acme/42` or addresses of dashboards), SENTRY_INSECURE, SENTRY_SAVE_SPLIT, SENTRY_VIEWER_FILTERS (`project,environment`),
 *   SENTRY_FRESH_SECONDS, SENTRY_CONCURRENCY, SENTRY_BUDGET, PROXY_OPEN
 * @param {string} listenHost the address the server listens on
 * @returns {ProxySettings|null} null: no SENTRY_URL, no proxy
 * @throws {Error} naming the variable, never its value when that is the token
 */
export function readProxySettings(env, listenHost) {
  if (!env.SENTRY_URL) return null;
  const url = sentryUrl(env.SENTRY_URL, env.SENTRY_INSECURE === '1');
  const token = env.SENTRY_AUTH_TOKEN?.trim() ?? '';
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Error('SENTRY_AUTH_TOKEN: expected a token of printable characters without spaces beside SENTRY_URL.');
  }
  const open = env.PROXY_OPEN === '1';
  if (open && !isLoopback(listenHost)) {
    throw new Error(`PROXY_OPEN=1 passes on whatever is asked with your token, so it is for a loopback address only; found ${listenHost}.`);
  }
  const dashboards = (env.SENTRY_DASHBOARDS ?? '').split(',').map((entry) => entry.trim()).filter(Boolean).map(dashboardName);
  if (dashboards.length === 0 && !open) {
    throw new Error('SENTRY_DASHBOARDS: expected the dashboards whose widgets may ask, such as acme/1,acme/42.');
  }
  const limits = {
    fresh: wholeNumber(env, 'SENTRY_FRESH_SECONDS', { usual: 30, least: 0 }) * 1000,
    concurrency: wholeNumber(env, 'SENTRY_CONCURRENCY', { usual: 8, least: 1 }),
    budget: wholeNumber(env, 'SENTRY_BUDGET', { usual: 600, least: 1 }),
  };
  return { url, token, dashboards, open, limits, savesSplit: env.SENTRY_SAVE_SPLIT === '1', viewerFilters: viewerFilters(env.SENTRY_VIEWER_FILTERS ?? '') };
}

/** @param {string} text @returns {import('./viewer-filters.js').Kind[]} */
function viewerFilters(text) {
  const names = text.split(',').map((name) => name.trim()).filter(Boolean);
  const wrong = names.find((name) => !KINDS.some((kind) => kind === name));
  if (wrong !== undefined) throw new Error(`SENTRY_VIEWER_FILTERS: expected some of ${KINDS.join(',')}, found ${JSON.stringify(wrong)}.`);
  return KINDS.filter((kind) => names.includes(kind));
}

/** @param {Record<string, string|undefined>} env @param {string} name @param {{usual: number, least: number}} range */
function wholeNumber(env, name, { usual, least }) {
  const text = env[name];
  if (!text) return usual;
  const value = Number(text);
  if (/^\d{1,6}$/.test(text) && value >= least) return value;
  throw new Error(`${name}: expected a whole number from ${least} to 999999, found ${JSON.stringify(text)}.`);
}

/** @param {string} text @param {boolean} mayBePlain */
function sentryUrl(text, mayBePlain) {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (!plain) throw new Error('SENTRY_URL: expected an address such as https://sentry.io, without credentials or a query.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !mayBePlain) {
    throw new Error(`SENTRY_URL: expected https, since the token would cross the network as it is, found http://${url.host}. SENTRY_INSECURE=1 allows it.`);
  }
  return url.href.replace(/\/+$/, '');
}

const SLUG = '([a-z0-9][a-z0-9_-]*)';
const FORMS = [
  new RegExp(`^${SLUG}/(\\d+)$`, 'i'),
  new RegExp(`^https?://[^/]+/organizations/${SLUG}/dashboards?/(\\d+)/?(?:[?#].*)?$`, 'i'),
  new RegExp(`^https?://${SLUG}\\.[^/]+/dashboards?/(\\d+)/?(?:[?#].*)?$`, 'i'),
];

/** @param {string} entry @returns {DashboardName} */
function dashboardName(entry) {
  if (/^\d+$/.test(entry)) return { org: null, id: entry };
  for (const form of FORMS) {
    const [, org, id] = form.exec(entry) ?? [];
    if (id !== undefined) return { org: org.toLowerCase(), id };
  }
  throw new Error(`SENTRY_DASHBOARDS: expected ORGANIZATION/ID or a dashboard's address, found ${JSON.stringify(entry)}.`);
}
