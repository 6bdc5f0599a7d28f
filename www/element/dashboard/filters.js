/** What all widgets of a dashboard ask within: as its body has it, and with what a viewer chose in its place. */

/** What a viewer may choose, where the page lets them. */
export const KINDS = /** @type {const} */ (['project', 'environment', 'release', 'filter']);

/**
 * @typedef {(typeof KINDS)[number]} Kind
 * @typedef {Partial<Record<Kind, string[]>>} Chosen in place of the dashboard's own; an empty list is none at all
 */

/** @param {any} body of a dashboard @returns {Record<Kind, string[]>} */
export const ownValues = ({ projects, environment, filters }) => ({
  project: listOf(projects), environment: listOf(environment), release: listOf(filters?.release),
  filter: listOf(globalOf(filters).map((filter) => filter?.value)),
});

/** Filters that nobody chooses here, by name. @param {any} body @returns {Array<[name: string, values: string[]]>} */
export function otherFilters({ filters }) {
  const { globalFilter: _, release: __, ...others } = filters ?? {};
  return Object.entries(others).map(([name, values]) => [name, listOf(values)]);
}

/** @param {any} body of a dashboard @param {Chosen} chosen */
export const withChosen = (body, { project, environment, release, filter }) => ({
  ...body,
  ...(project && { projects: project }),
  ...(environment && { environment }),
  filters: { ...body.filters, ...(release && { release }), ...(filter && { globalFilter: globalFilters(filter, globalOf(body.filters)) }) },
});

/**
 * Each of Sentry's is about one data set: an edited one stays with the data set of the one that had its key, and a new one is for all.
 * @param {string[]} texts @param {any[]} own
 */
function globalFilters(texts, own) {
  const left = [...own];
  return texts.map((value) => {
    const isLike = (/** @type {(text: string) => string} */ part) => left.findIndex((filter) => part(textOf(filter?.value)) === part(value));
    const same = isLike((text) => text);
    const at = same < 0 ? isLike(keyOf) : same;
    return at < 0 ? { value } : { ...left.splice(at, 1)[0], value };
  });
}

/** @param {string} text of a search */
const keyOf = (text) => /^[!(]*([^:\s]+):/.exec(text)?.[1] ?? text;

/** @param {any} filters @returns {any[]} */
export const globalOf = (filters) => (Array.isArray(filters?.globalFilter) ? filters.globalFilter : []);

/** @param {unknown} values @returns {string[]} */
export const listOf = (values) => (Array.isArray(values) ? values.map(textOf).filter(Boolean) : []);

/** @param {unknown} value */
export const textOf = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');
