/** What the widgets of a dashboard read of it, where that is to be another than the server has: with what a viewer chose, in types that can be drawn. */
import { withChosen } from './filters.js';
import { fetchFor } from './page-options.js';
import { AS_TABLE } from './types.js';

const DASHBOARD = /\/api\/0\/organizations\/[^/]+\/dashboards\/[^/]+\/$/;

/** @param {any} body of a dashboard */
export const hasTables = (body) => body.widgets.some((/** @type {any} */ widget) => widget?.displayType === AS_TABLE);

/**
 * @param {typeof globalThis.fetch | undefined} own of the dashboard's element
 * @param {import('./filters.js').Chosen} chosen
 * @returns {typeof globalThis.fetch} the same for all widgets, so that they share what they ask
 */
export const widgetFetch = (own, chosen) => async (input, init) => {
  const url = String(input);
  const address = new URL(url, document.baseURI);
  // A bare call, as a page calls its own.
  const call = own ?? fetchFor(address);
  if (!DASHBOARD.test(address.pathname)) return call(url, init);
  // A widget that saves what it is about writes all of them as it has read them; filters are no part of that.
  if (init?.method === 'PUT') return call(url, { ...init, body: typesBack(String(init.body)) });
  const response = await call(url, init);
  if (!response.ok) return response;
  return new Response(seen(await response.text(), chosen), { status: response.status, headers: response.headers });
};

/**
 * What widgets of issues and of release health ask by: it puts their requests to other endpoints, and comes with the first of them.
 * @param {typeof globalThis.fetch | undefined} own @param {string} text of the dashboard with one widget
 * @returns {typeof globalThis.fetch}
 */
export const endpointFetch = (own, text) => async (input, init) => {
  const { ask } = await import('./endpoints/index.js');
  const address = new URL(String(input), document.baseURI);
  return ask(text, own ?? fetchFor(address), address, init);
};

/** Bodies that are no dashboard go on as they are: the widget says what is wrong with them. @param {string} text @param {import('./filters.js').Chosen} chosen */
function seen(text, chosen) {
  try {
    const body = withChosen(JSON.parse(text), chosen);
    return JSON.stringify({ ...body, widgets: body.widgets.map((/** @type {any} */ widget) => (widget?.displayType === AS_TABLE ? { ...widget, displayType: 'table', [AS_TABLE]: true } : widget)) });
  } catch {
    return text;
  }
}

/** @param {string} text of a dashboard that is put */
function typesBack(text) {
  const body = JSON.parse(text);
  return JSON.stringify({ ...body, widgets: body.widgets.map((/** @type {any} */ { [AS_TABLE]: wasOther, ...widget }) => (wasOther ? { ...widget, displayType: AS_TABLE } : widget)) });
}
