/** What a viewer chose, in the page's own address, under Sentry's names: a reload and a link come back to it. */

const RANGE = 'statsPeriod';
/** @type {Record<import('./filters.js').Kind, string>} */
const NAMES = { project: 'project', environment: 'environment', release: 'release', filter: 'globalFilter' };

/** @returns {string | null} null for none, and for what is no range */
export function rangeInAddress() {
  const period = new URL(location.href).searchParams.get(RANGE);
  return period && /^\d+[smhdw]$/.test(period) ? period : null;
}

/** @param {string} period empty for the dashboard's own */
export const keepRange = (period) => keep((params) => {
  if (period) params.set(RANGE, period);
  else params.delete(RANGE);
});

/** @param {import('./filters.js').Kind[]} kinds that may be chosen @returns {import('./filters.js').Chosen} */
export function filtersInAddress(kinds) {
  const { searchParams } = new URL(location.href);
  return Object.fromEntries(kinds.filter((kind) => searchParams.has(NAMES[kind])).map((kind) => [kind, searchParams.getAll(NAMES[kind]).filter(Boolean)]));
}

/** @param {import('./filters.js').Chosen} chosen */
export const keepFilters = (chosen) => keep((params) => {
  for (const [kind, name] of Object.entries(NAMES)) {
    params.delete(name);
    const values = chosen[/** @type {keyof typeof NAMES} */ (kind)];
    // None at all is chosen, too.
    for (const value of values?.length === 0 ? [''] : values ?? []) params.append(name, value);
  }
});

/** @param {(params: URLSearchParams) => void} change */
function keep(change) {
  const address = new URL(location.href);
  change(address.searchParams);
  history.replaceState(history.state, '', address);
}
