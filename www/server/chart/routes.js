/**
 * `/chart/ORG/DASHBOARD/WIDGET.svg`, `.png`, `.csv`: a widget as a document, for whatever shows no frame.
 */
import { ParseError, notFound } from '../errors.js';
import { LOOK_RULES, readByRules } from '../embed/look.js';
import { widgetOf } from '../embed/catalogue.js';
import { sendWithEtag } from '../http/etag.js';
import { Documents, FRESH } from './documents.js';

const MAX_PIXELS = 8_000_000;

/** @param {string} expected @param {number} least @param {number} most */
const number = (expected, least, most) => ({ expected, takes: (/** @type {string} */ text) => /^\d+(?:\.\d)?$/.test(text) && Number(text) >= least && Number(text) <= most });

const { theme, range, locale, timezone } = LOOK_RULES;
const PICTURE_RULES = {
  theme, range, locale, timezone,
  width: number('pixels from 100 to 2000', 100, 2000), height: number('pixels from 60 to 1500', 60, 1500), scale: number('a number from 1 to 3', 1, 3),
};

export const TYPES = /** @type {Record<string, string>} */ ({ svg: 'image/svg+xml; charset=utf-8', png: 'image/png', csv: 'text/csv; charset=utf-8' });

/** @param {Record<string, unknown>} query @returns {import('./document.js').PictureLook} */
export function readPictureLook(query) {
  const { width = '800', height = '300', scale = '1', ...rest } = readByRules(query, PICTURE_RULES);
  const look = { theme: 'light', ...rest, width: Math.round(Number(width)), height: Math.round(Number(height)), scale: Number(scale) };
  if (look.width * look.height * look.scale ** 2 > MAX_PIXELS) throw new ParseError(`width, height and scale: expected at most ${MAX_PIXELS} pixels in all.`);
  return look;
}

/**
 * @param {{catalogue: import('../embed/catalogue.js').Catalogue, modulePath: string, isOpen: boolean, now?: () => number}} options `modulePath`
 *   of the built package for Node; `isOpen`: pages of other origins may show the pictures
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const chartRoutes = ({ catalogue, modulePath, isOpen, now = Date.now }) => async (app) => {
  const documents = new Documents(app, modulePath, now);

  app.get('/chart/:org/:dashboard/:file', async (request, reply) => {
    const { org, dashboard: id, file } = /** @type {Record<string, string>} */ (request.params);
    const [, widgetId, type] = /^(.+)\.(svg|png|csv)$/.exec(file) ?? [];
    if (type === undefined) throw notFound('Expected WIDGET.svg, WIDGET.png or WIDGET.csv.');
    const look = readPictureLook(/** @type {Record<string, unknown>} */ (request.query));
    const subject = { org, ...widgetOf(catalogue, org, id, widgetId) };
    const document = await documents.get(subject, /** @type {import('./documents.js').DocumentType} */ (type), look);
    // A picture stands where a frame may.
    if (isOpen) reply.header('cross-origin-resource-policy', 'cross-origin');
    return sendWithEtag(request, reply.type(TYPES[type]), document, `private, max-age=${FRESH}`);
  });
};
