/**
 * The listed dashboards as they are now: read at start, and again every few minutes.
 */
import { ApiError } from '../errors.js';
import { readableDashboard } from './readable-dashboard.js';
import { widgetRequests } from './widget-requests.js';

export class Dashboards {
  /** @type {import('./widget-requests.js').WidgetRequest[]} */
  known = [];

  /**
   * @param {import('./upstream.js').Upstream} upstream
   * @param {import('./settings.js').DashboardName[]} names
   * @param {(line: string) => void} log
   * @param {{health?: import('../operations/health.js').Health, alsoRead?: (known: import('./widget-requests.js').WidgetRequest[]) => Promise<void>}} [options] `alsoRead` follows each reading
   */
  constructor(upstream, names, log, { health, alsoRead } = {}) {
    this.health = health;
    this.alsoRead = alsoRead;
    this.upstream = upstream;
    this.names = names;
    this.log = log;
    /** Dashboards by `org/id`. @type {Map<string, import('./widget-requests.js').WidgetRequest[]>} */
    this.requests = new Map();
    /** The same, to be shown. @type {Map<string, Record<string, any>>} */
    this.shown = new Map();
  }

  /**
   * Reads every dashboard; one that cannot be read keeps what was known of it.
   * @returns {Promise<Error[]>} what went wrong, one a dashboard
   */
  async read() {
    /** @type {Error[]} */
    const problems = [];
    for (const name of await this.#places(problems)) {
      try {
        const dashboard = await this.upstream.json(`organizations/${name.org}/dashboards/${name.id}/`);
        this.requests.set(`${name.org}/${name.id}`, widgetRequests(name.org, dashboard));
        this.shown.set(`${name.org}/${name.id}`, readableDashboard(dashboard));
      } catch (error) {
        problems.push(new Error(`dashboard ${name.org}/${name.id}: ${reasonOf(error)}`));
        // Gone or no longer ours to see: its widgets may not ask any more.
        if (error instanceof ApiError && [401, 403, 404].includes(error.statusCode)) {
          this.requests.delete(`${name.org}/${name.id}`);
          this.shown.delete(`${name.org}/${name.id}`);
        }
      }
    }
    this.known = [...this.requests.values()].flat();
    await this.alsoRead?.(this.known);
    this.health?.set('sentry', problems[0]?.message ?? null);
    return problems;
  }

  /** @param {string} org @param {string} id @returns {boolean} whether that dashboard is on the list and was read */
  has(org, id) {
    return this.requests.has(`${org}/${id}`);
  }

  /** @param {string} org @param {string} id @returns {Record<string, any>|null} what a widget reads of it */
  find(org, id) {
    return this.shown.get(`${org}/${id}`) ?? null;
  }

  /** @returns {import('../embed/catalogue.js').Listed[]} those that were read, in the order of the list */
  all() {
    return [...this.shown].map(([name, dashboard]) => ({ org: name.slice(0, name.indexOf('/')), dashboard }));
  }

  /** Reads again every so many milliseconds. @returns {() => void} stops it @param {number} every */
  keepFresh(every) {
    const timer = setInterval(async () => {
      for (const problem of await this.read()) this.log(`proxy: ${problem.message}`);
    }, every);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** A number alone belongs to one of the organizations the token sees. @param {Error[]} problems @returns {Promise<Array<{org: string, id: string}>>} */
  async #places(problems) {
    const placed = this.names.flatMap(({ org, id }) => (org === null ? [] : [{ org, id }]));
    const numbers = this.names.filter(({ org }) => org === null);
    if (numbers.length === 0) return placed;
    try {
      const organizations = await this.upstream.json('organizations/');
      for (const { slug } of organizations.filter((/** @type {{slug?: string} | null} */ entry) => /^[a-z0-9_-]+$/i.test(entry?.slug ?? ''))) {
        const dashboards = await this.upstream.json(`organizations/${slug}/dashboards/`);
        const ids = new Set(dashboards.map((/** @type {{id: unknown}} */ { id }) => String(id)));
        placed.push(...numbers.filter(({ id }) => ids.has(id)).map(({ id }) => ({ org: slug, id })));
      }
    } catch (error) {
      problems.push(new Error(`finding the organization of a dashboard given as a number: ${reasonOf(error)}`));
    }
    return placed;
  }
}

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error ? error.message : String(error));
