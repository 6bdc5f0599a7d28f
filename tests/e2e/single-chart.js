/** One chart in a blank page of the server, and an answer for it. */
import { PATIENCE_MS } from './harness.js';

export const HOUR = 3600;
export const START = 1_767_225_600;
export const BODY = {
  data: Array.from({ length: 24 }, (_, hour) => [START + hour * HOUR, [{ count: (hour * 7) % 13 }]]),
  start: START,
  end: START + 24 * HOUR,
  meta: { fields: { count: 'integer' }, units: { count: null } },
};
export const CONFIG = {
  id: '7',
  title: 'Given by the page',
  displayType: 'line',
  interval: '1h',
  widgetType: 'error-events',
  queries: [{ aggregates: ['count()'], columns: [], fields: ['count()'], conditions: '', orderby: '' }],
};

/**
 * A page of the server with the package loaded and one widget in it.
 * @param {any} browser @param {string} url of the server, with a slash at its end
 * @param {{attributes?: Record<string, string>, config?: object, response?: object, failure?: string}} [given]
 */
export async function openChart(browser, url, { attributes = {}, ...properties } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${url}blank.html`);
  await page.evaluate(
    async ([attributes, properties]) => {
      await import('/package/index.js');
      const widget = document.createElement('events-stats-widget');
      for (const [key, value] of Object.entries(attributes)) widget.setAttribute(key, value);
      window.seen = [];
      for (const event of ['load', 'error']) {
        widget.addEventListener(`events-stats-${event}`, () => window.seen.push(event));
      }
      const failures = {
        'an Error': () => Promise.reject(new Error('no way')),
        'a text': () => Promise.reject('no way'),
        nothing: () => Promise.reject(),
        'an exception': () => {
          throw new TypeError('no way');
        },
        'no promise': () => 5,
      };
      const { failure, ...given } = properties;
      if (failure) widget.fetch = failures[failure];
      Object.assign(widget, given);
      document.body.append(widget);
      await widget.settled();
      window.widget = widget;
    },
    [attributes, properties],
  );
  return page;
}
