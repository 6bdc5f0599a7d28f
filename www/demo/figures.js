/**
 * The figures of the whole page: the widgets' own metrics, as any host can have them through
 * `configure({metrics: {backend}})`, summed up in the foot of the dashboard.
 */
import { configure } from '/package/element.js';

/** So many measurements of a kind are remembered. */
const KEPT = 200;
const EVERY_MS = 500;

const sums = new Map();
const measured = new Map();
let waits = false;

configure({ metrics: { backend: take } });

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
  for (const place of document.querySelectorAll('[data-sum]')) {
    place.textContent = sum(place.dataset.sum).toLocaleString('en-US');
  }
  for (const place of document.querySelectorAll('[data-median]')) {
    const median = medianOf(measured.get(`sentry.widget.${place.dataset.median}`) ?? []);
    place.textContent = median === undefined ? '–' : `${median.toFixed(median < 10 ? 2 : 0)} ms`;
  }
  for (const place of document.querySelectorAll('[data-share]')) {
    const [hits, misses] = place.dataset.share.split(' ').map(sum);
    place.textContent = hits + misses === 0 ? '–' : `${Math.round((100 * hits) / (hits + misses))}%`;
  }
}

function sum(name) {
  return sums.get(`sentry.widget.${name}`) ?? 0;
}

function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
