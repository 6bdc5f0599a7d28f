/** A chart of ours, and another library's in a card of the same look. */
import { columnsOf, roomOf } from './data.mjs';

/** @typedef {'light' | 'dark'} Theme */

/**
 * @param {{width?: number, height?: number, attributes?: Record<string, string>, theme: Theme, [property: string]: any}} given what is no attribute is a property
 * @returns {any} an element that is in no document yet
 */
export function widgetOf({ width = 562, height = 300, attributes = {}, theme, ...properties }) {
  const element = document.createElement('events-stats-widget');
  element.style.cssText = `inline-size: ${width}px; block-size: ${height}px`;
  for (const [name, value] of Object.entries({ 'widget-id': '1', org: 'acme', timezone: 'UTC', locale: 'en-US', theme, ...attributes })) element.setAttribute(name, value);
  return Object.assign(element, properties);
}

/**
 * Puts it into the place, since a plot is drawn as large as it stands there.
 * @param {Element} place @param {import('./cases.mjs').Case} shown @param {Theme} theme
 * @param {(plot: HTMLElement, shown: import('./cases.mjs').Case, theme: Theme) => void} draw
 */
export function putPeer(place, shown, theme, draw) {
  const { config, width = 562, height = 300 } = shown;
  const card = document.createElement('section');
  card.className = roomOf(height).isBare ? 'card low' : 'card';
  card.style.cssText = `inline-size: ${width}px; block-size: ${height}px`;
  const [title, plot, legend] = ['h2', 'div', 'div'].map((name) => document.createElement(name));
  title.textContent = config.title;
  plot.className = 'plot';
  legend.className = 'legend';
  card.append(title, plot, legend);
  place.append(card);
  // Before the plot is measured: the legend takes its room first.
  const columns = columnsOf(shown, theme);
  if (columns.length > 1 && height > 240) legend.append(...columns.map(entryOf));
  draw(plot, shown, theme);
  return card;
}

/** @param {{name: string, color: string}} of */
function entryOf({ name, color }) {
  const entry = document.createElement('span');
  entry.textContent = name;
  entry.style.setProperty('--color', color);
  return entry;
}
