/** What people and pages do with the charts of the training pages. */
import { BODIES, COMPARED_BODY } from './training-charts.mjs';

const KEYS = ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'PageDown', 'PageUp', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter', 'ArrowLeft', 'Escape'];

/** Back to where it began. @type {Array<Parameters<Page['emulateMedia']>[0]>} */
const LOOKS = [{ colorScheme: 'dark' }, { forcedColors: 'active' }, { forcedColors: 'none' }, { media: 'print' }, { media: 'screen', colorScheme: 'light' }];

const RETRY_MS = 2_500;

/** @typedef {import('playwright-core').Page} Page */

/** By its address, what is done in a page once its widgets have settled. @type {Record<string, (page: Page) => Promise<unknown>>} */
export const USES = {
  '/first': async () => {},
  '/charts': async (page) => {
    await byHand(page);
    for (const look of LOOKS) {
      await page.emulateMedia(look);
      await settled(page);
    }
    await page.evaluate(byPage, BODIES);
  },
  '/configured': async () => {},
  '/others': async (page) => {
    // Until the first are tried again by themselves.
    await page.waitForTimeout(RETRY_MS);
    await page.evaluate(retry);
  },
  '/refused': (page) => page.evaluate(byPage, [...BODIES, COMPARED_BODY]),
};

/** Pointer and keys at each chart, and its legend. @param {Page} page */
async function byHand(page) {
  for (const widget of await page.locator('events-stats-widget').all()) {
    await widget.scrollIntoViewIfNeeded();
    const box = await widget.locator('[part~=chart]').boundingBox();
    if (!box) continue;
    // Above the lines: to point at one of several is not what everybody does.
    const y = box.y + box.height * 0.06;
    const at = (/** @type {number} */ share) => page.mouse.move(box.x + box.width * share, y, { steps: 3 });
    for (const share of [0.2, 0.5, 0.8]) await at(share);
    // A zoom, and back; a tooltip that stays, and goes.
    await page.mouse.down();
    await at(0.9);
    await page.mouse.up();
    await settled(page);
    await page.mouse.dblclick(box.x + box.width / 2, y);
    await settled(page);
    for (const share of [0.4, 0.6]) await page.mouse.click(box.x + box.width * share, y);
    await widget.evaluate(touch);
    await widget.evaluate(({ shadowRoot }) => shadowRoot?.querySelector(/** @type {'div'} */ ('[part~=chart]'))?.focus());
    for (const key of KEYS) await page.keyboard.press(key);
    await settled(page);
    await widget.evaluate(press);
    await page.mouse.move(0, 0);
  }
}

/** @param {Page} page */
export function settled(page) {
  return page.evaluate(async () => {
    await customElements.whenDefined('events-stats-widget');
    await Promise.all([.../** @type {NodeListOf<any>} */ (document.querySelectorAll('events-stats-widget'))].map((widget) => widget.settled()));
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  });
}

/** Runs in the page. @param {Element} widget */
function touch({ shadowRoot }) {
  const chart = shadowRoot?.querySelector('[part~=chart]');
  if (!chart) return;
  const { x, y, width, height } = chart.getBoundingClientRect();
  for (const [kind, share] of /** @type {Array<[string, number]>} */ ([['pointerdown', 0.4], ['pointermove', 0.5], ['pointerup', 0.5], ['pointerdown', 0.6], ['pointercancel', 0.6]])) {
    chart.dispatchEvent(new PointerEvent(kind, {
      bubbles: true, composed: true, cancelable: true, pointerId: 9, pointerType: 'touch', isPrimary: true, buttons: 1, clientX: x + width * share, clientY: y + height / 2,
    }));
  }
}

/** Runs in the page: what it leads to is in the late piece, as all that hands do. @param {Element} widget */
function press({ shadowRoot }) {
  shadowRoot?.querySelector(/** @type {'button'} */ ('.legend button'))?.click();
}

/** Runs in the page: what its own script and the browser do. @param {string[]} bodies */
async function byPage(bodies) {
  const widgets = /** @type {any[]} */ ([...document.querySelectorAll('events-stats-widget')]);
  const all = (/** @type {(widget: any) => unknown} */ work) => Promise.all(widgets.map(async (widget) => {
    await work(widget);
    await widget.settled();
  }));
  await all((widget) => widget.refresh());
  await all((widget) => { widget.style.inlineSize = '400px'; });
  await all((widget) => widget.setAttribute('theme', 'dark'));
  await all((widget) => widget.setAttribute('stats-period', '7d'));
  await all((widget) => { widget.range = { statsPeriod: '1h' }; });
  await all(({ shadowRoot }) => { for (const button of shadowRoot.querySelectorAll('.opener, .retry')) button.click(); });
  await all((widget) => document.body.append(widget));
  for (const kind of ['beforeprint', 'afterprint', 'online', 'pagehide', 'pageshow']) window.dispatchEvent(new Event(kind));
  document.dispatchEvent(new Event('visibilitychange'));
  for (const body of bodies) {
    await all((widget) => {
      widget.response = new TextEncoder().encode(body);
      widget.flush();
    });
  }
  await all((widget) => { widget.config = { ...widget.config, title: 'Another' }; });
  for (const widget of widgets) widget.remove();
}

/** Runs in the page. */
async function retry() {
  const widgets = /** @type {any[]} */ ([...document.querySelectorAll('events-stats-widget')]);
  for (const { shadowRoot } of widgets) shadowRoot.querySelector('.retry')?.click();
  await Promise.all(widgets.map((widget) => widget.settled()));
}
