/**
 * What a widget of issues or of release health asks, put to the endpoint that has it. The widget is told of as one that it
 * knows how to draw, so it asks `events` and `events-stats`; the answers of `issues` and `sessions` are put into their shapes.
 */
import { eventsBody, isFunction, statsBody } from './bodies.js';
import { drawable, ownSearches } from './drawable.js';
import { searchOf } from './group-search.js';
import { issueParams, issueRows } from './issues.js';
import { groupsOf, isSessions, sessionRequests } from './sessions.js';

const PATH = /^(.*\/api\/0\/organizations\/[^/]+\/)(events|events-stats|dashboards\/[^/]+)\/$/;

/**
 * @typedef {(url: string, init?: RequestInit) => Promise<Response>} Call
 * @typedef {import('./sessions.js').Asked} Asked
 */

/**
 * @param {string} text of a dashboard, within which the widget asks, with this widget alone
 * @param {Call} call
 * @param {URL} address what the widget asks
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export async function ask(text, call, address, init) {
  const [, place, endpoint] = PATH.exec(address.pathname) ?? [];
  const body = JSON.parse(text);
  const [{ widgetType, displayType }] = body.widgets;
  if (!endpoint) return call(address.href, init);
  if (endpoint.startsWith('dashboards/')) return Response.json(drawable(body));
  const to = (/** @type {string} */ name, /** @type {URLSearchParams} */ params) => call(`${address.origin}${place}${name}/?${params}`, init);
  const params = address.searchParams;
  const fields = params.getAll('field');
  if (widgetType === 'issue') return read([await to('issues', issueParams(params))], ([issues]) => (Array.isArray(issues) ? eventsBody(issueRows(issues, fields), fields) : undefined));
  const isTable = endpoint === 'events';
  /** @type {Asked} */
  const asked = {
    fields: isTable ? fields.filter(isFunction) : params.getAll('yAxis'), columns: fields.filter((field) => !isFunction(field)),
    sort: params.get(isTable ? 'sort' : 'orderby') ?? '', limit: Number(params.get(isTable ? 'per_page' : 'topEvents') ?? 1),
    hasSeries: !isTable, ...searchOf(params.get('query') ?? '', fields, ownSearches(body)),
  };
  const responses = await Promise.all(sessionRequests(params, asked).map((request) => to('sessions', request)));
  const slugs = asked.columns.includes('project') ? await slugsOf(() => to('projects', new URLSearchParams())) : new Map();
  return read(responses, (bodies) => {
    if (!bodies.every(isSessions)) return undefined;
    const found = groupsOf(bodies, asked, slugs);
    if (!isTable) return statsBody(found, asked);
    // A number has no group, and so a row of its own even where there is nothing.
    const groups = displayType === 'big_number' && found.groups.length === 0 ? [{ by: {}, totals: {}, series: {} }] : found.groups;
    return eventsBody(groups.map(({ by, totals }) => ({ ...by, ...totals })), fields);
  });
}

/**
 * An answer that is a refusal, or is not what was asked for, goes on as it is: the widget says what is wrong with it.
 * @param {Response[]} responses @param {(bodies: any[]) => object | undefined} translate
 */
async function read(responses, translate) {
  const refused = responses.find(({ ok }) => !ok);
  if (refused) return refused;
  const texts = await Promise.all(responses.map((response) => response.text()));
  const [{ status, headers }] = responses;
  let body;
  try {
    body = translate(texts.map((text) => JSON.parse(text)));
  } catch {
    // What is no JSON is told by its own text.
  }
  return new Response(body ? JSON.stringify(body) : texts[0], { status, headers });
}

/** Sessions know a project by its id alone. @param {() => Promise<Response>} call @returns {Promise<Map<string, string>>} empty where the list may not be read */
async function slugsOf(call) {
  try {
    const response = await call();
    const projects = response.ok ? await response.json() : [];
    return new Map(projects.map((/** @type {any} */ { id, slug }) => [String(id), String(slug)]));
  } catch {
    return new Map();
  }
}
