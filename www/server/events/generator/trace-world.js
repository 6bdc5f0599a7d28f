/**
 * What the made-up organization's transactions are made of: their spans, and what they log and measure.
 * `share` is a span's share of the one it lies in; a run takes between half of it and all of it.
 */
import { ROUTES } from './world.js';

/**
 * @typedef {object} SpanTemplate
 * @property {string} op
 * @property {string} description
 * @property {number} share
 * @property {boolean} [fails] it is what fails when its transaction does
 * @property {SpanTemplate[]} [inside] which hold no further ones
 */

/** @param {string} op @param {string} description @param {number} share @param {Partial<SpanTemplate>} [more] @returns {SpanTemplate} */
const span = (op, description, share, more = {}) => ({ op, description, share, ...more });

/** @param {string} call @param {string} part */
const PAGE = (call, part) => [
  span('browser.request', 'GET https://shop.example/', 0.2),
  span('resource.script', 'https://shop.example/static/app.js', 0.22),
  span('resource.css', 'https://shop.example/static/app.css', 0.06),
  span('resource.img', 'https://shop.example/static/hero.webp', 0.1),
  span('http.client', call, 0.24, { fails: true }),
  span('ui.react.render', part, 0.14, { inside: [span('ui.react.mount', '<Price>', 0.3)] }),
];

/** @param {string} call @param {string} part */
const VIEW = (call, part) => [
  span('http.client', call, 0.5, { fails: true }),
  span('ui.react.render', part, 0.3, { inside: [span('ui.react.mount', '<Price>', 0.3)] }),
];

/** @param {string} key @param {string[]} statements */
const API = (key, statements) => [
  span('middleware', 'authenticate', 0.1, { inside: [span('cache.get', 'session:*', 0.5)] }),
  span('cache.get', key, 0.06),
  ...statements.map((statement, index) => span('db', statement, 0.56 / statements.length, { fails: index === 0 })),
  span('serialize', 'json', 0.12),
];

/** The spans of each route's transactions. @type {Readonly<Record<string, SpanTemplate[]>>} */
export const SPANS = Object.freeze({
  '/': PAGE('GET /api/products', '<Home>'),
  '/products/:slug': PAGE('GET /api/products', '<Product>'),
  '/cart': VIEW('GET /api/cart', '<Cart>'),
  '/checkout': VIEW('POST /api/orders', '<Checkout>'),
  '/search': VIEW('GET /api/products', '<Results>'),
  '/account/orders': PAGE('GET /api/orders', '<Orders>'),
  '/café/menü, "today"': VIEW('GET /api/products', '<Menü, "today">'),
  '/ar/عربة-التسوق': PAGE('GET /api/cart', '<عربة-التسوق>'),
  'GET /api/products': API('products:*', ['SELECT * FROM product WHERE category = %s', 'SELECT count(*) FROM review WHERE product_id IN (%s)']),
  'GET /api/cart': API('cart:*', ['SELECT * FROM cart_item WHERE cart_id = %s']),
  'POST /api/orders': API('stock:*', ['INSERT INTO "order" VALUES (%s)', 'UPDATE stock SET reserved = reserved + %s WHERE sku = %s']),
  'POST /api/payments': [
    span('middleware', 'authenticate', 0.05),
    span('http.client', 'POST https://pay.example/charges', 0.7, { fails: true }),
    span('db', 'UPDATE "order" SET paid = true WHERE id = %s', 0.1),
    span('queue.publish', 'tasks.send_invoice', 0.05),
  ],
  'GET /api/recommendations': [
    span('cache.get', 'recommendations:*', 0.05),
    span('ai.run', 'rank products', 0.6, { inside: [span('db', 'SELECT sku FROM purchase WHERE user_id = %s', 0.3, { fails: true })] }),
    span('cache.put', 'recommendations:*', 0.05),
    span('serialize', 'json', 0.1),
  ],
  'tasks.send_invoice': [
    span('db', 'SELECT * FROM "order" WHERE id = %s', 0.15),
    span('template.render', 'invoice.html', 0.35),
    span('http.client', 'POST https://mail.example/messages', 0.4, { fails: true }),
  ],
  'GET /api/reports/yearly': [
    span('db', 'SELECT date_trunc(%s, created), sum(total) FROM "order" GROUP BY 1', 0.8, { fails: true }),
    span('serialize', 'csv', 0.15),
  ],
  'POST /api/admin/reindex': [
    span('db', 'SELECT * FROM product', 0.2),
    span('http.client', 'POST https://search.internal/_bulk', 0.7, { fails: true }),
  ],
});

/**
 * One row for each span of a route; the transaction itself is its first.
 * @typedef {object} SpanRow
 * @property {string} route
 * @property {number} place
 * @property {number|null} parent its place
 * @property {string|null} op null: the transaction's own
 * @property {string|null} description
 * @property {number} share of the transaction
 * @property {Array<{place: number, share: number}>} inside what lies right below it, with its share of this span
 * @property {boolean} fails
 */

/** @param {string} route @returns {SpanRow[]} */
function rowsOf(route) {
  /** @type {SpanRow[]} */
  const rows = [{ route, place: 0, parent: null, op: null, description: null, share: 1, inside: [], fails: true }];
  /** @param {SpanTemplate[]} templates @param {SpanRow} parent */
  const add = (templates, parent) => {
    for (const { op, description, share, fails = false, inside = [] } of templates) {
      const place = rows.length;
      /** @type {SpanRow} */
      const row = { route, place, parent: parent.place, op, description, share: parent.share * share, inside: [], fails };
      rows.push(row);
      parent.inside.push({ place, share });
      add(inside, row);
    }
  };
  add(SPANS[route], rows[0]);
  return rows;
}

/** All spans of all routes. @type {ReadonlyArray<SpanRow>} */
export const SPAN_ROWS = Object.freeze(ROUTES.flatMap(({ name }) => rowsOf(name)));
