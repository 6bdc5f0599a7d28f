/** What stands in the grid where there is no chart: a widget's text, or what a widget is that is not drawn here. */
import { make } from '../make.js';
import { textOf } from './filters.js';

/** A text that nobody reads to its end takes no time either. */
const MOST_TEXT = 65_536;

/**
 * @typedef {object} Tiled
 * @property {any} widget of the dashboard's body
 * @property {'text' | import('./words.js').Word} kind
 * @property {(name: import('./words.js').Word) => string} word
 * @property {string | null} address of the dashboard in Sentry, where it is known
 */

/** @param {Tiled} tiled @returns {{element: HTMLElement, done: Promise<void>}} `done` once its text stands as it is meant */
export function tileOf({ widget, kind, word, address }) {
  const title = textOf(widget.title);
  const body = make('div', { class: 'body' });
  const element = make('div', { class: `tile ${kind === 'text' ? 'text' : 'other'}`, part: 'tile', role: 'group', 'aria-label': title || word(kind) });
  if (title) element.append(make('h3', { title }, title));
  element.append(body);
  if (kind === 'text') return { element, done: showText(body, textOf(widget.description).slice(0, MOST_TEXT), word) };
  const description = textOf(widget.description);
  body.append(make('p', { class: 'kind' }, word(kind)), ...(description ? [make('p', {}, description)] : []), make('p', { class: 'only' }, word('only')));
  if (address) body.append(make('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, word('openInSentry')));
  return { element, done: Promise.resolve() };
}

/** @param {HTMLElement} body @param {string} text in Markdown @param {Tiled['word']} word */
async function showText(body, text, word) {
  body.textContent = text || word('emptyText');
  body.classList.add('plain');
  if (!text) return;
  // It scrolls, so keys have to get there.
  body.tabIndex = 0;
  try {
    const { elementsOf } = await import('./markdown.js');
    body.replaceChildren(...elementsOf(text));
    body.classList.remove('plain');
  } catch (error) {
    // The words themselves are there.
    console.warn(error instanceof Error ? error.message : error);
  }
}
