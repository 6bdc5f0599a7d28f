/**
 * The figures of the whole page: the widgets' own metrics, as any host can have them through
 * `configure({metrics: {backend}})`, summed up in the foot of the dashboard.
 */
import { configure } from '/package/index.js';

/** So many measurements of a kind are remembered. */
const KEPT = 200;
const EVERY_MS = 500;

/** @type {Map<string, number>} */
const sums = new Map();
/** @type {Map<string, number[]>} */
const measured = new Map();
let waits = false;

configure({ metrics: { backend: take } });

/** @param {import('/package/index.js').Metric} metric */
function take({ name, type, value, tags }) {
  const key = name === 'sentry.widget.stage.duration' ? `${name} ${tags.stage}` : name;
  if (type === 'counter') {
    sums.set(key, (sums.get(key) ?? 0) + value);
  } else {
    const kept = measured.get(key) ?? [];
    kept.push(value);
    if (kept.length > KEPT) kept.shift();
    measured.set(key, kept);
  }
  if (waits) return;
  waits = true;
  setTimeout(show, EVERY_MS);
}

function show() {
  waits = false;
  for (const place of placesOf('sum')) {
    place.textContent = sum(place.dataset.sum ?? '').toLocaleString('en-US');
  }
  for (const place of placesOf('median')) {
    const median = medianOf(measured.get(`sentry.widget.${place.dataset.median}`) ?? []);
    place.textContent = median === undefined ? '–' : `${median.toFixed(median < 10 ? 2 : 0)} ms`;
  }
  for (const place of placesOf('share')) {
    const [hits, misses] = (place.dataset.share ?? '').split(' ').map(sum);
    place.textContent = hits + misses === 0 ? '–' : `${Math.round((100 * hits) / (hits + misses))}%`;
  }
}

/** @param {string} kind @returns {NodeListOf<HTMLElement>} */
function placesOf(kind) {
  return document.querySelectorAll(`[data-${kind}]`);
}

/** @param {string} name */
function sum(name) {
  return sums.get(`sentry.widget.${name}`) ?? 0;
}

/** @param {number[]} values */
function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
