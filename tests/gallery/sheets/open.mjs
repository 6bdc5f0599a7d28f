/** A chart with one of its panels open, as a viewer opens it. */
import { widgetOf } from '../card.mjs';
import { givenOf, KINDS, STATES } from '../states.mjs';

const press = (/** @type {any} */ element, /** @type {string[]} */ ...keys) => {
  for (const key of keys) element.shadowRoot.querySelector('.chart').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
};
const click = (/** @type {string} */ selector) => (/** @type {any} */ element) => element.shadowRoot.querySelector(selector).click();
const middle = ['Home', ...Array.from({ length: 22 }, () => 'ArrowRight')];

/** Which chart in which state, and how it is opened. @type {Record<string, {kind: string, state?: string, open: (element: any) => void}>} */
export const PANELS = {
  tooltip: { kind: 'stacked-area', open: (element) => press(element, ...middle) },
  'tooltip-of-one': { kind: 'line', state: 'compared', open: (element) => press(element, ...middle) },
  'tooltip-of-lines': { kind: 'lines-of-groups', open: (element) => press(element, ...middle, 'ArrowUp', 'ArrowUp') },
  'tooltip-of-marks': { kind: 'line', state: 'marks: annotations, releases, alerts', open: (element) => press(element, ...middle, 'ArrowRight', 'ArrowRight', 'ArrowRight') },
  'tooltip-pinned': { kind: 'stacked-bars', open: (element) => press(element, ...middle, 'Enter') },
  menu: { kind: 'line', open: click('.dots') },
  comparison: { kind: 'stacked-area', state: 'compared', open: click('.compared') },
  dataset: { kind: 'line', state: 'errors or transactions', open: click('.dataset') },
  notes: { kind: 'line', state: 'one of two queries failed', open: click('.notes') },
  data: { kind: 'stacked-area', open: (element) => press(element, 't') },
  hidden: { kind: 'stacked-area', open: click('.legend .entry') },
};

/** @param {HTMLElement} main @param {{theme: import('../card.mjs').Theme, panel: string}} options */
export async function draw(main, { theme, panel }) {
  const { kind: kindName, state: stateName = 'normal', open } = PANELS[panel];
  const kind = KINDS.find(({ name }) => name === kindName);
  const element = widgetOf({ theme, ...givenOf(kind, STATES.find(({ name }) => name === stateName)) });
  main.append(element);
  await element.settled();
  // What pointers and keys do comes after the first picture, with what an export needs.
  await element.toCsv().catch(() => {});
  open(element);
  element.flush();
  await new Promise((resolve) => setTimeout(resolve, 500));
}
