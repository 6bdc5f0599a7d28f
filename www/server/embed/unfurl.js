/**
 * What lets a chat or a wiki show a link as a picture or a frame: OpenGraph tags of a page, and oEmbed 1.0.
 */
import { ApiError, ParseError } from '../errors.js';
import { originOf } from '../http/origin.js';
import { escaped, html } from './html.js';

/** The size that chats show without cutting. */
const PICTURE = { width: 1200, height: 630 };
const FRAME = { width: 640, height: 360 };

/** @param {string} page address of a page @param {string} picture address of its picture, without parameters */
const pictureOf = (page, picture) => {
  const url = new URL(picture, page);
  const { searchParams: asked } = new URL(page);
  for (const name of ['theme', 'range', 'locale', 'timezone']) if (asked.has(name)) url.searchParams.set(name, asked.get(name) ?? '');
  return sized(url.href);
};

/** @typedef {{title: string, picture: string|null, alt: string}} Unfurled `picture` is a path, `alt` what it shows */

/** @param {string} page its whole address @param {string|null} image the picture's @param {string} title @param {string} [alt] what the picture shows */
export const pictureTags = (page, image, title, alt = title) => html`<meta property="og:title" content="${title}">
  <meta property="og:type" content="website">
  <meta property="og:url" content="${page}">
  ${image === null ? '' : html`<meta property="og:image" content="${sized(image)}">
  <meta property="og:image:width" content="${PICTURE.width}">
  <meta property="og:image:height" content="${PICTURE.height}">
  <meta property="og:image:type" content="image/png">
  <meta property="og:image:alt" content="${alt}">
  <meta name="twitter:card" content="summary_large_image">
  `}`;

/** @param {string} image */
function sized(image) {
  const url = new URL(image);
  for (const [name, value] of Object.entries(PICTURE)) url.searchParams.set(name, String(value));
  return url.href;
}

/** @param {Unfurled & {page: string}} shown `page` is its whole address */
export function unfurlTags({ page, title, picture, alt }) {
  const { origin } = new URL(page);
  const image = picture === null ? null : pictureOf(page, origin + picture);
  return html`${pictureTags(page, image, title, alt)}<link rel="alternate" type="application/json+oembed" href="${origin}/oembed?url=${encodeURIComponent(page)}" title="${title}">
  `;
}

/** @param {unknown} text @param {number} usual @param {string} name */
function most(text, usual, name) {
  if (text === undefined) return usual;
  if (!/^\d{1,5}$/.test(String(text)) || Number(text) < 1) throw new ParseError(`${name}: expected a number of pixels, found ${JSON.stringify(String(text).slice(0, 40))}.`);
  return Math.min(usual, Number(text));
}

/**
 * `GET /oembed?url=PAGE&maxwidth=&maxheight=&format=json`
 * @param {(url: URL) => Unfurled} shownAt throws where this server has no such page
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const oembedRoute = (shownAt) => async (app) => {
  app.get('/oembed', async (request) => {
    const { url, maxwidth, maxheight, format = 'json' } = /** @type {Record<string, unknown>} */ (request.query);
    // The status that oEmbed has for it.
    if (format === 'xml') throw new ApiError(501, 'This server answers oEmbed as JSON alone.');
    if (format !== 'json') throw new ParseError('format: expected `json`.');
    const page = typeof url === 'string' && URL.canParse(url) ? new URL(url) : null;
    if (page === null || page.origin !== originOf(request)) throw new ParseError('url: expected the address of a page of this server.');
    const { title, picture } = shownAt(page);
    const width = most(maxwidth, FRAME.width, 'maxwidth');
    const height = most(maxheight, FRAME.height, 'maxheight');
    return {
      version: '1.0', type: 'rich', title, width, height, cache_age: 300,
      html: `<iframe src="${escaped(page.href)}" width="${width}" height="${height}" title="${escaped(title)}" frameborder="0"></iframe>`,
      ...(picture === null ? {} : { thumbnail_url: pictureOf(page.href, page.origin + picture), thumbnail_width: PICTURE.width, thumbnail_height: PICTURE.height }),
    };
  });
};
