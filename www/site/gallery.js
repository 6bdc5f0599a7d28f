/** Each chart of the gallery, as `tests/gallery/cases.mjs` has them. */
import { cases } from '../../tests/gallery/cases.mjs';

const place = /** @type {HTMLElement} */ (document.querySelector('.gallery'));
// Beside the page, and not of the bundle.
const shell = './package/inline.js';
await import(shell);
for (const { name, config, response, range, attributes = {}, height = 300, width } of cases()) {
  const heading = document.createElement('h2');
  heading.id = name.replaceAll(/\W+/g, '-');
  heading.textContent = name[0].toUpperCase() + name.slice(1);
  const element = /** @type {any} */ (document.createElement('events-stats-widget'));
  element.style.blockSize = `${height}px`;
  if (width) element.style.maxInlineSize = `${width}px`;
  for (const [key, value] of Object.entries({ 'widget-id': '1', org: 'acme', timezone: 'UTC', ...attributes })) element.setAttribute(key, value);
  Object.assign(element, { config, range, response });
  const item = document.createElement('section');
  item.append(heading, element);
  place.append(item);
}
