/** What tests of marks that a server knows of share: a chart of a day by the hour, and what it tells of an hour. */
import { openPage, REGISTER, settle, SIZED, tag } from './pages.js';

export const HOUR = 3600;
export const START = 1_767_225_600;
const OWN = { org: 'demo', 'base-url': '/', locale: 'en-US', timezone: 'UTC', project: '3', environment: 'prod', start: '2026-01-01T00:00:00', end: '2026-01-02T00:00:00' };
const CONFIG = { title: 'Errors', displayType: 'line', widgetType: 'error-events', interval: '1h', queries: [{ conditions: 'a:1', aggregates: ['count()'], fields: ['count()'] }] };
const BODY = { data: Array.from({ length: 24 }, (_, hour) => [START + hour * HOUR, [{ count: hour }]]), start: START, end: START + 24 * HOUR };

/**
 * @param {any} t @param {any} browser @param {object} attributes
 * @param {(url: URL) => any} marks answers what is asked beside the data; undefined for the data itself
 */
export async function openMarked(t, browser, attributes, marks) {
  const { page, problems } = await openPage(browser, SIZED + REGISTER + tag({ ...OWN, ...attributes }, CONFIG), { api: (url) => marks(url) ?? { json: BODY } });
  t.after(() => page.close());
  await settle(page);
  const svg = () => page.evaluate(() => document.querySelector('events-stats-widget').toSvg());
  const told = async (/** @type {number} */ hour) => page.evaluate(async (hour) => {
    const widget = document.querySelector('events-stats-widget');
    const press = (key) => widget.shadowRoot.querySelector('.chart').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    press('Home');
    for (let at = 0; at < hour; at += 1) press('ArrowRight');
    widget.flush();
    return widget.shadowRoot.querySelector('.annotations')?.textContent ?? '';
  }, hour);
  const notes = () => page.evaluate(() => document.querySelector('events-stats-widget').shadowRoot.querySelector('.notes-panel')?.textContent ?? '');
  return { page, problems, svg, told, notes };
}
