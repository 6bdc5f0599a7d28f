/**
 * Dashboards as data: the demo's come from `demo.json`; what is changed is kept in a file of the data folder.
 * Not here: routes (`../api/dashboards.js`), the split that decides a widget's type (`../stats/split.js`).
 */
import { readFile } from 'node:fs/promises';
import { replaceFile } from './replace-file.js';

const DEMO = new URL('./demo.json', import.meta.url);
const KEPT_FROM_BODY = ['title', 'projects', 'environment', 'period', 'start', 'end', 'utc', 'filters', 'expired'];

/** @typedef {Record<string, any> & {id: string, title: string, widgets: Array<Record<string, any>>}} Dashboard */

/** A file of dashboards that cannot be read as such. A person's own, so it is not set aside by itself. */
export class DashboardFileError extends Error {
  /** @param {URL|string} path @param {string} reason */
  constructor(path, reason) {
    super(`${path} cannot be read as dashboards: ${reason}. Mend it, or move it away to start with the dashboards of the demo.`);
    this.name = 'DashboardFileError';
  }
}

/** @param {any} list @returns {string|null} what is not as this server writes it */
function problemOf(list) {
  if (!Array.isArray(list)) return 'expected a list of dashboards';
  const at = list.findIndex((dashboard) => typeof dashboard?.id !== 'string' || typeof dashboard.title !== 'string'
    || !Array.isArray(dashboard.widgets) || !dashboard.widgets.every((/** @type {any} */ widget) => Array.isArray(widget?.queries)));
  return at < 0 ? null : `expected id, title and widgets with queries in entry ${at + 1}`;
}

/** @param {URL|string} path @returns {Promise<string|null>} null: there is no such file */
async function textOf(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOENT') return null;
    throw new DashboardFileError(path, message);
  }
}

/** @param {URL|string} path @returns {Promise<Dashboard[]|null>} */
async function read(path) {
  const text = await textOf(path);
  if (text === null) return null;
  if (text.trim() === '') throw new DashboardFileError(path, 'it is empty');
  let list;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new DashboardFileError(path, /** @type {Error} */ (error).message);
  }
  const problem = problemOf(list);
  if (problem !== null) throw new DashboardFileError(path, problem);
  return list;
}

/** A layout keeps what places a widget, and nothing of the page that drew it. @param {any} widget */
function widgetOf({ layout, ...widget }) {
  if (!layout) return layout === undefined ? widget : { ...widget, layout };
  const { x, y, w, h, minH } = layout;
  return { ...widget, layout: { x, y, w, h, minH } };
}

/**
 * A query with an id is changed and may move, any other is new; those that are not named go.
 * @param {any[]|undefined} queries @param {any[]} old
 */
function mergeQueries(queries, old) {
  if (!queries) return old;
  const kept = old.map((query, index) => ({ ...query, id: query.id ?? String(index + 1) }));
  let lastId = Math.max(0, ...kept.map(({ id }) => Number(id)));
  return queries.map(({ id, ...query }) => {
    const known = id === undefined ? undefined : kept.find((one) => one.id === String(id));
    if (known) return { ...known, ...query };
    lastId += 1;
    return { ...query, id: String(lastId) };
  });
}

/**
 * A type that a person chose replaces what was inferred; one that comes as the outcome of a split stays that.
 * @param {any} widget as put @param {boolean} chosen it has another type than before
 */
function splitAfter({ discoverWidgetSplit: split, widgetType, datasetSource }, chosen) {
  if (split && split === widgetType) return { discoverWidgetSplit: split, datasetSource: datasetSource ?? 'user' };
  return chosen ? { discoverWidgetSplit: null, datasetSource: 'user' } : {};
}

export class Dashboards {
  /** @param {Dashboard[]} list @param {string|null} path null: kept in memory alone */
  constructor(list, path) {
    this.list = list;
    this.path = path;
    /** Writes go one after the other. */
    this.writing = Promise.resolve();
  }

  /** @param {string|null} [path] @returns {Promise<Dashboards>} */
  static async open(path = null) {
    const kept = path === null ? null : await read(path);
    return new Dashboards(kept ?? /** @type {Dashboard[]} */ (await read(DEMO)), path);
  }

  /** @param {string} id */
  find(id) {
    return this.list.find((dashboard) => dashboard.id === id) ?? null;
  }

  /** @param {string} id */
  findWidget(id) {
    return this.list.flatMap(({ widgets }) => widgets).find((widget) => widget.id === id) ?? null;
  }

  /** @param {string} id @param {import('../stats/split.js').Decision} outcome */
  async saveSplit(id, { decision, source }) {
    const widget = this.findWidget(id);
    if (!widget || widget.discoverWidgetSplit === decision) return;
    Object.assign(widget, { discoverWidgetSplit: decision, widgetType: decision, datasetSource: source });
    await this.#write();
  }

  /**
   * @param {Dashboard} dashboard @param {Record<string, any>} body checked by `validate.js`
   */
  async update(dashboard, body) {
    for (const name of KEPT_FROM_BODY) {
      if (body[name] !== undefined) dashboard[name] = body[name];
    }
    if (body.widgets) {
      const known = new Map(dashboard.widgets.map((widget) => [widget.id, widget]));
      dashboard.widgets = body.widgets.map((/** @type {any} */ widget) => this.#merge(widget, known));
    }
    await this.#write();
  }

  /** A widget with a known id is changed, any other is new. @param {any} widget @param {Map<string, any>} known */
  #merge(widget, known) {
    const old = widget.id === undefined ? undefined : known.get(String(widget.id));
    if (!old) return { ...widgetOf(widget), id: this.#nextWidgetId() };
    const chosen = widget.widgetType !== undefined && widget.widgetType !== old.widgetType;
    return {
      ...old, ...widgetOf(widget), ...splitAfter(widget, chosen), id: old.id, queries: mergeQueries(widget.queries, old.queries),
    };
  }

  #nextWidgetId() {
    const ids = this.list.flatMap(({ widgets }) => widgets.map(({ id }) => Number(id)));
    this.lastId = Math.max(this.lastId ?? 0, ...ids) + 1;
    return String(this.lastId);
  }

  async #write() {
    const { path } = this;
    if (path === null) return;
    const text = `${JSON.stringify(this.list, null, 2)}\n`;
    this.writing = this.writing.catch(() => {}).then(() => replaceFile(path, text));
    await this.writing;
  }
}
