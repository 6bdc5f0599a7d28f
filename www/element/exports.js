/** Functions of the package that need the module but no element. They work in Node too. */
import { perform } from './engine.js';
import { toBytes } from './response.js';

/** Forgets everything that was kept beyond this page: decisions, answers, ids. @returns {Promise<void>} */
export async function clearStore() {
  await perform((api) => api.clearStore());
}

/**
 * Draws an answer without any element, and without a document.
 * @param {object} config one widget in the shape of Sentry's dashboards API
 * @param {ArrayBuffer | ArrayBufferView | object} response an answer in any events-stats shape
 * @param {{width?: number, height?: number, theme?: string, timezone?: string, locale?: string}} [looks]
 * @returns {Promise<string>} an SVG document
 */
export async function renderSvg(config, response, looks = {}) {
  const given = [JSON.stringify(config), toBytes(response), JSON.stringify(looks)];
  return perform((api) => api.renderSvg(...given));
}
