/**
 * The made-up organization: its projects, routes, errors, users' machines and customers, with their weights.
 * Some names are hostile on purpose (commas, quotes, emoji, right-to-left, very long, empty):
 * a chart that survives these survives a person's own.
 */

export const PROJECTS = Object.freeze([
  { id: 1, slug: 'storefront', prefix: 'STOREFRONT', platform: 'javascript' },
  { id: 2, slug: 'checkout-api', prefix: 'CHECKOUT-API', platform: 'python' },
]);

/**
 * `weight` is a share of all transactions in thousandths, `base` the median duration in milliseconds.
 * The last routes of each project are the slow and the rare ones.
 */
export const ROUTES = Object.freeze([
  { project: 1, name: '/', op: 'pageload', method: 'GET', base: 900, weight: 130 },
  { project: 1, name: '/products/:slug', op: 'pageload', method: 'GET', base: 1100, weight: 150 },
  { project: 1, name: '/cart', op: 'navigation', method: 'GET', base: 420, weight: 70 },
  { project: 1, name: '/checkout', op: 'navigation', method: 'GET', base: 640, weight: 50 },
  { project: 1, name: '/search', op: 'navigation', method: 'GET', base: 380, weight: 60 },
  { project: 1, name: '/account/orders', op: 'pageload', method: 'GET', base: 1500, weight: 20 },
  { project: 1, name: '/café/menü, "today"', op: 'navigation', method: 'GET', base: 300, weight: 8 },
  { project: 1, name: '/ar/عربة-التسوق', op: 'pageload', method: 'GET', base: 1250, weight: 10 },
  { project: 2, name: 'GET /api/products', op: 'http.server', method: 'GET', base: 85, weight: 190 },
  { project: 2, name: 'GET /api/cart', op: 'http.server', method: 'GET', base: 45, weight: 110 },
  { project: 2, name: 'POST /api/orders', op: 'http.server', method: 'POST', base: 260, weight: 60 },
  { project: 2, name: 'POST /api/payments', op: 'http.server', method: 'POST', base: 540, weight: 50 },
  { project: 2, name: 'GET /api/recommendations', op: 'http.server', method: 'GET', base: 700, weight: 40 },
  { project: 2, name: 'tasks.send_invoice', op: 'queue.process', method: '', base: 1800, weight: 30 },
  { project: 2, name: 'GET /api/reports/yearly', op: 'http.server', method: 'GET', base: 7200, weight: 4 },
  { project: 2, name: 'POST /api/admin/reindex', op: 'http.server', method: 'POST', base: 21000, weight: 1 },
]);

const LONG_NAME = `AggregateError(${'while loading the chunk of the product configurator, '.repeat(7)}and so on)`;

/** `weight` is a share of all errors in thousandths; `handled` the share of them that was handled. */
export const ERRORS = Object.freeze([
  { project: 1, type: 'TypeError', value: "Cannot read properties of undefined (reading 'price')", handled: 0.1, weight: 210 },
  { project: 1, type: 'ChunkLoadError', value: 'Loading chunk 7 failed.', handled: 0.4, weight: 90 },
  { project: 1, type: 'NetworkError', value: 'Failed to fetch, offline?', handled: 0.9, weight: 120 },
  { project: 1, type: 'Error, with a comma', value: 'one, two, three', handled: 0.5, weight: 35 },
  { project: 1, type: 'He said "no"', value: 'quotes "inside" and \'around\'', handled: 0.5, weight: 25 },
  { project: 1, type: '🔥 BurningCartError', value: 'the cart is on fire 🛒🔥', handled: 0.2, weight: 40 },
  { project: 1, type: 'خطأ في الاتصال', value: 'انقطع الاتصال بالخادم', handled: 0.6, weight: 30 },
  { project: 1, type: LONG_NAME, value: 'a name that fits in no legend', handled: 0.3, weight: 15 },
  { project: 1, type: '', value: 'an error without a type', handled: 0.7, weight: 20 },
  { project: 1, type: 'Other', value: 'a group that is called as the rest is', handled: 0.5, weight: 10 },
  { project: 2, type: 'ValueError', value: 'invalid literal for int() with base 10', handled: 0.3, weight: 130 },
  { project: 2, type: 'TimeoutError', value: 'payment provider did not answer within 10 s', handled: 0.8, weight: 95 },
  { project: 2, type: 'IntegrityError', value: 'duplicate key value violates unique constraint', handled: 0.2, weight: 70 },
  { project: 2, type: 'KeyError', value: "'shipping_address'", handled: 0.1, weight: 60 },
  { project: 2, type: 'OutOfStock', value: 'SKU 4711 is out of stock', handled: 0.95, weight: 50 },
]);

export const BROWSERS = Object.freeze([
  { name: 'Chrome 143.0', os: 'Windows 11', weight: 330 },
  { name: 'Chrome 143.0', os: 'Android 16', weight: 250 },
  { name: 'Safari 26.1', os: 'iOS 26.1', weight: 200 },
  { name: 'Firefox 146.0', os: 'Linux', weight: 90 },
  { name: 'Safari 26.1', os: 'macOS 26.1', weight: 80 },
  { name: 'Edge 143.0', os: 'Windows 11', weight: 50 },
]);

export const CUSTOMERS = Object.freeze([
  { name: 'Acme', weight: 400 },
  { name: 'Globex, Inc.', weight: 200 },
  { name: 'O\'Reilly & "Sons"', weight: 120 },
  { name: '株式会社サクラ', weight: 100 },
  { name: 'شركة النور', weight: 80 },
  { name: '🦄 Unicorn Ltd', weight: 60 },
  { name: '', weight: 40 },
]);

export const ENVIRONMENTS = Object.freeze([
  { name: 'production', weight: 830 },
  { name: 'staging', weight: 120 },
  { name: 'development', weight: 40 },
  { name: null, weight: 10 },
]);

export const USERS = 4000;

/** The n-th user: how Sentry names them, id, email and address. @param {number} n */
export function userAt(n) {
  return [`id:${n}`, String(n), `user${n}@example.com`, `10.${n % 7}.${n >> 8}.${n % 256}`];
}
