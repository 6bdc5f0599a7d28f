/**
 * `/s/TOKEN` shows what a share link names, `/s/TOKEN/api/0/...` is what its page asks; `POST /api/share` makes one for
 * whoever holds the admin key.
 */
import { hasPicture } from '../chart/document.js';
import { Documents, FRESH } from '../chart/documents.js';
import { TYPES, readPictureLook } from '../chart/routes.js';
import { ApiError, notFound } from '../errors.js';
import { dashboardOf, widgetOf } from '../embed/catalogue.js';
import { readLook } from '../embed/look.js';
import { dashboardPage, widgetPage } from '../embed/page.js';
import { sendPage } from '../embed/routes.js';
import { originOf } from '../http/origin.js';
import { pictureTags } from '../embed/unfurl.js';
import { sendWithEtag } from '../http/etag.js';
import { SharedRequests, sharedPart } from './requests.js';
import { noShares, openShare, readWish, signShare } from './tokens.js';

const PASSED_HEADERS = /^(?:content-type|retry-after|x-sentry-rate-limit-[a-z]+)$/;

/**
 * @typedef {object} ShareOptions
 * @property {Uint8Array|null} secret null: there are no shares
 * @property {import('./revoked.js').RevokedShares} revoked
 */

/** @param {import('./tokens.js').Share} share @param {string} [range] as asked for @returns {string} */
function rangeOf({ ranges }, range = ranges[0]) {
  if (ranges.includes(range)) return range;
  throw new ApiError(403, `range: expected one of this link's, ${ranges.join(', ')}, found ${JSON.stringify(range)}.`);
}

/** @param {import('./tokens.js').Share} share @param {Record<string, unknown>} query @returns {import('../embed/look.js').Look} */
function lookOf(share, query) {
  const { compare } = share;
  const look = readLook(query);
  const range = rangeOf(share, look.range);
  if (look.compare !== undefined && look.compare !== compare) throw new ApiError(403, 'compare: this link compares with nothing else than it was made for.');
  return { ...look, range, compare: compare ?? undefined };
}

/**
 * @param {ShareOptions & {catalogue: import('../embed/catalogue.js').Catalogue, admin: import('../http/admin.js').Admin, ancestors: string, modulePath?: string, now?: () => number}} options
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const shareRoutes = ({ secret, revoked, catalogue, admin, ancestors, modulePath, now = Date.now }) => async (app) => {
  const requests = new SharedRequests(now);
  const documents = modulePath === undefined ? null : new Documents(app, modulePath, now);

  /** @param {import('./tokens.js').Share} share @param {Record<string, any>} dashboard cut to what is shared */
  const subjectOf = ({ org, dashboard: id, widget }, dashboard) => ({ org, ...widgetOf({ find: () => dashboard }, org, id, String(widget)) });

  app.get('/s/*', async (request, reply) => {
    if (secret === null) throw noShares();
    const { pathname, searchParams } = new URL(request.raw.url ?? '', 'http://localhost');
    const [, token, rest] = /^\/s\/([\w.-]+)(?:\/(.*))?$/.exec(pathname) ?? [];
    if (token === undefined) throw notFound('There is no such share link.');
    const share = await openShare(secret, token, (id) => revoked.has(id), now());
    const dashboard = sharedPart(dashboardOf(catalogue, share.org, share.dashboard), share);
    if (!rest) {
      const shown = { org: share.org, dashboard, look: lookOf(share, /** @type {Record<string, unknown>} */ (request.query)), base: `/s/${token}/` };
      const address = `${originOf(request)}/s/${token}`;
      if (share.widget === null) return sendPage(reply, dashboardPage({ ...shown, head: pictureTags(address, null, String(dashboard.title ?? '')) }), ancestors);
      const { widget } = subjectOf(share, dashboard);
      const image = documents !== null && hasPicture(widget) ? `${address}/chart.png?range=${shown.look.range}` : null;
      const head = pictureTags(address, image, String(widget.title ?? ''));
      return sendPage(reply, widgetPage({ ...shown, widget, head }), ancestors);
    }
    const [, type] = /^chart\.(svg|png|csv)$/.exec(rest) ?? [];
    if (type !== undefined && share.widget !== null && documents !== null) {
      const look = readPictureLook(/** @type {Record<string, unknown>} */ (request.query));
      const document = await documents.get(subjectOf(share, dashboard), /** @type {'svg'|'png'|'csv'} */ (type), { ...look, range: rangeOf(share, look.range) });
      return sendWithEtag(request, reply.type(TYPES[type]), document, `private, max-age=${FRESH}`);
    }
    const asked = requests.judge(share, dashboard, rest, searchParams);
    if (asked === null) throw new ApiError(403, 'This link does not share that.');
    if ('dashboard' in asked) return sendWithEtag(request, reply.type('application/json; charset=utf-8'), JSON.stringify(asked.dashboard));
    const answer = await app.inject({ method: 'GET', url: asked.url, headers: { host: 'localhost' } });
    if (answer.statusCode === 200) asked.note(answer.body);
    const headers = Object.entries(answer.headers).filter(([name]) => PASSED_HEADERS.test(name));
    const sent = answer.statusCode === 200 && asked.cut ? asked.cut(answer.body) : answer.rawPayload;
    return reply.code(answer.statusCode).headers(Object.fromEntries(headers)).send(sent);
  });

  const holdsKey = async (/** @type {import('fastify').FastifyRequest} */ request) => {
    if (!admin.holdsKey(request)) throw admin.refusal();
  };

  app.post('/api/share', { onRequest: holdsKey, bodyLimit: 10_000 }, async (request, reply) => {
    if (secret === null) throw noShares();
    const wish = readWish(request.body);
    if (wish.widget === null) dashboardOf(catalogue, wish.org, wish.dashboard);
    else widgetOf(catalogue, wish.org, wish.dashboard, wish.widget);
    const { token, id, expires } = await signShare(secret, wish, now());
    return reply.code(201).header('cache-control', 'no-store').send({ url: `${originOf(request)}/s/${token}`, id, expires: expires.toISOString() });
  });
};
