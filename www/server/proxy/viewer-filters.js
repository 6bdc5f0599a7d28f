/**
 * What viewers may narrow a dashboard to, where SENTRY_VIEWER_FILTERS lets them: some of the projects and environments that it
 * shows anyway. Where a dashboard names none, these are the ones that Sentry's own lists name for this token; nothing widens it.
 */

import { ApiError } from '../errors.js';
import { objects } from './json.js';

/** @typedef {import('./widget-requests.js').WidgetRequest} WidgetRequest */
/** @typedef {'project' | 'environment'} Kind */
/** @typedef {{allows: (kind: Kind, asked: string[], widget: WidgetRequest) => boolean}} Narrowing */

/** @type {readonly Kind[]} */
export const KINDS = ['project', 'environment'];

/** Nothing but what a dashboard has. @type {Narrowing} */
export const NO_NARROWING = { allows: () => false };

/** Sentry: all projects that the token sees; none named are those that its owner is a member of. */
const ALL_PROJECTS = '-1';
/** Of projects, a hundred each. */
const MOST_PAGES = 10;

/** @typedef {{id: string, slug: string, name: string, isMember: boolean}} Project */
/** @typedef {{id: string, name: string}} Environment */
/** @typedef {{projects: Project[], environments: Environment[]}} Lists */

/** @param {any} entry @returns {Project} */
const projectOf = ({ id, slug, name, isMember }) => ({ id: String(id ?? ''), slug: String(slug ?? ''), name: String(name ?? slug ?? ''), isMember: isMember === true });

/** @param {any} entry @returns {Environment} */
const environmentOf = ({ id, name }) => ({ id: String(id ?? ''), name: String(name ?? '') });

export class ViewerFilters {
  /** By organization. @type {Map<string, Lists>} */
  #lists = new Map();

  /** @param {import('./upstream.js').Upstream} upstream @param {readonly Kind[]} kinds that may be narrowed @param {(line: string) => void} log */
  constructor(upstream, kinds, log) {
    this.upstream = upstream;
    this.kinds = kinds;
    this.log = log;
  }

  /** Reads the lists; one that cannot be read keeps what was known of it. @param {WidgetRequest[]} known */
  async read(known) {
    if (this.kinds.length === 0) return;
    for (const org of new Set(known.map((widget) => widget.org))) {
      const lists = this.#lists.get(org) ?? { projects: [], environments: [] };
      this.#lists.set(org, lists);
      try {
        if (this.kinds.includes('project')) lists.projects = await this.#projects(org);
        if (this.kinds.includes('environment')) lists.environments = await this.#environments(org, known.filter((widget) => widget.org === org));
      } catch (error) {
        // No longer ours to see.
        if (error instanceof ApiError && [401, 403, 404].includes(error.statusCode)) this.#lists.set(org, { projects: [], environments: [] });
        this.log(`proxy: what viewers may choose of ${org}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  /**
   * Whether these are some of what the widget's dashboard shows.
   * @param {Kind} kind @param {string[]} asked @param {WidgetRequest} widget
   */
  allows(kind, asked, widget) {
    if (!this.kinds.includes(kind) || asked.length === 0) return false;
    const choosable = this.#choosable(kind, widget);
    return asked.every((value) => choosable.has(value));
  }

  /**
   * @param {Kind} kind @param {string} org @param {WidgetRequest[]} known
   * @returns {Array<Project | Environment> | null} what may be chosen on any of its dashboards; null: nothing may
   */
  list(kind, org, known) {
    const own = known.filter((widget) => widget.org === org);
    const lists = this.#lists.get(org);
    if (!this.kinds.includes(kind) || own.length === 0 || lists === undefined) return null;
    const choosable = new Set(own.flatMap((widget) => [...this.#choosable(kind, widget)]));
    return kind === 'project' ? lists.projects.filter(({ id }) => choosable.has(id)) : lists.environments.filter(({ name }) => choosable.has(name));
  }

  /** @param {Kind} kind @param {WidgetRequest} widget @returns {Set<string>} */
  #choosable(kind, { org, projects, environments }) {
    const { projects: listed = [], environments: named = [] } = this.#lists.get(org) ?? {};
    const found = kind === 'environment' ? (environments.length > 0 ? environments : named.map(({ name }) => name))
      : projects.includes(ALL_PROJECTS) ? listed.map(({ id }) => id)
        : projects.length > 0 ? projects : listed.filter(({ isMember }) => isMember).map(({ id }) => id);
    // What stands for all, or for none, is nothing to choose.
    return new Set(found.filter((value) => value !== '' && value !== ALL_PROJECTS));
  }

  /** @param {string} org @returns {Promise<Project[]>} */
  async #projects(org) {
    /** @type {Project[]} */
    const projects = [];
    /** @type {string | null} */
    let cursor = '';
    for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
      const { body, link } = await this.upstream.page(`organizations/${org}/projects/`, new URLSearchParams(cursor ? { cursor } : {}));
      projects.push(...objects(body).map(projectOf).filter(({ id }) => /^[1-9]\d*$/.test(id)));
      cursor = nextOf(link);
    }
    return projects;
  }

  /** Of the projects of each dashboard alone: another's names are nobody's business. @param {string} org @param {WidgetRequest[]} own @returns {Promise<Environment[]>} */
  async #environments(org, own) {
    /** @type {Map<string, Environment>} */
    const byName = new Map();
    for (const scope of new Set(own.map(({ projects }) => new URLSearchParams(projects.map((id) => ['project', id])).toString()))) {
      const { body } = await this.upstream.page(`organizations/${org}/environments/`, new URLSearchParams(scope));
      for (const environment of objects(body).map(environmentOf)) if (environment.name !== '') byName.set(environment.name, environment);
    }
    return [...byName.values()];
  }
}

/** @param {string} link Sentry's header @returns {string | null} the cursor of the next page */
function nextOf(link) {
  const [next] = link.split(',').filter((part) => part.includes('rel="next"') && part.includes('results="true"'));
  return /cursor="([\d:-]+)"/.exec(next ?? '')?.[1] ?? null;
}
