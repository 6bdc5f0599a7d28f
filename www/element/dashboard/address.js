/** The range that a viewer chose, in the page's own address, under Sentry's name for it: a reload and a link come back to it. */

const NAME = 'statsPeriod';

/** @returns {string | null} null for none, and for what is no range */
export function rangeInAddress() {
  const period = new URL(location.href).searchParams.get(NAME);
  return period && /^\d+[smhdw]$/.test(period) ? period : null;
}

/** @param {string} period empty for the dashboard's own */
export function keepInAddress(period) {
  const address = new URL(location.href);
  if (period) address.searchParams.set(NAME, period);
  else address.searchParams.delete(NAME);
  history.replaceState(history.state, '', address);
}
