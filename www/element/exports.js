/** Functions of the package that need the module but no element. They work in Node too. */
import { call, callSoon, performLate } from './engine.js';
import { weigh } from './memory.js';
import { isList } from './errors.js';
import { checkedMetric } from './metric.js';
import { toBytes, toJson } from './response.js';

/** Forgets everything that was kept beyond this page: decisions and answers. @returns {Promise<void>} */
export async function clearStore() {
  await performLate((api) => api.clearStore());
}

/**
 * Draws an answer without any element, and without a document.
 * @param {object} config one widget in the shape of Sentry's dashboards API
 * @param {ArrayBuffer | ArrayBufferView | object} response an answer in any events-stats shape; of several queries a list, one of each
 * @param {{width?: number, height?: number, theme?: string, timezone?: string, locale?: string, org?: string}} [looks]
 * @returns {Promise<string>} an SVG document
 */
export async function renderSvg(config, response, looks = {}) {
  const [json, answers, how] = [toJson('config', config), (isList(response) ? response : [response]).map(toBytes), toJson('looks', looks)];
  const svg = await performLate((api) => api.renderSvg(json, answers, how));
  weigh();
  return svg;
}

/** What a metrics backend `memory` has kept, oldest first. @returns {object[]} */
export function metrics() {
  return call((api) => api.metrics()) ?? [];
}

/**
 * Records a metric of the page's own, by the rules and to the backends of `configure({metrics})`.
 * It neither loads the module nor waits for it: until it runs, the first thousand are held.
 * @param {string} name
 * @param {number} [value]
 * @param {{type?: string, unit?: string, tags?: object, instance?: string, sampleRate?: number}} [options]
 */
export function recordMetric(name, value = 1, options = {}) {
  const given = checkedMetric(name, value, options);
  callSoon((api) => api.recordMetric(...given));
}
