/**
 * What a widget's requests come to: this server's own API is asked, as the page would ask it. Widgets of issues and of release
 * health are asked for as a dashboard's element does it, by its own translation to the endpoints that have them.
 */
import { drawable } from '../../element/dashboard/endpoints/drawable.js';
import { ask as askElsewhere } from '../../element/dashboard/endpoints/index.js';
import { kindOf } from '../../element/dashboard/types.js';
import { ApiError } from '../errors.js';
import { isDrawn } from './request.js';

/** Only the path goes anywhere. */
const ORIGIN = 'http://localhost';

/** @typedef {{org: string, dashboard: any, widget: any}} Subject */

/** @param {any} widget */
const isElsewhere = (widget) => ['issues', 'sessions'].includes(kindOf(widget));

/** @param {any} widget @returns {boolean} whether what it shows can be asked for here */
export const isAsked = (widget) => isElsewhere(widget) || isDrawn(widget.widgetType ?? undefined);

/** @param {Subject} subject @returns {Subject} the widget as one that the module draws */
export function drawnOf({ org, dashboard, widget }) {
  if (!isElsewhere(widget)) return { org, dashboard, widget };
  const body = drawable({ ...dashboard, widgets: [widget] });
  return { org, dashboard: body, widget: body.widgets[0] };
}

/**
 * @param {import('fastify').FastifyInstance} app @param {Subject} subject as the dashboard has it @param {string} path with parameters
 * @returns {Promise<any>} the body
 * @throws {ApiError} the API's refusal
 */
export async function answerOf(app, { dashboard, widget }, path) {
  const call = async (/** @type {string} */ url) => {
    const { pathname, search } = new URL(url);
    const { statusCode, headers, body } = await app.inject({ method: 'GET', url: pathname + search, headers: { host: 'localhost' } });
    const after = headers['retry-after'];
    return new Response(body, { status: statusCode, headers: after === undefined ? {} : { 'retry-after': String(after) } });
  };
  const address = new URL(path, ORIGIN);
  const response = isElsewhere(widget) ? await askElsewhere(JSON.stringify({ ...dashboard, widgets: [widget] }), call, address) : await call(address.href);
  const text = await response.text();
  if (!response.ok) throw refusalOf(response, text);
  return JSON.parse(text);
}

/** @param {Response} response @param {string} body */
function refusalOf({ status, headers }, body) {
  let detail = 'The data of this chart could not be had.';
  try {
    detail = String(JSON.parse(body).detail ?? detail);
  } catch {
    // A refusal that is no JSON has nothing to say here.
  }
  const error = new ApiError(status, detail);
  const after = headers.get('retry-after');
  if (after !== null) error.headers = { 'retry-after': after };
  return error;
}
