/**
 * A page for an iframe or a wall: one widget, or a whole dashboard in Sentry's grid, and nothing around it.
 */
import { attributes, html } from './html.js';

/** Sentry's grid. */
const COLUMNS = 6;
const MAX_ROWS = 12;

/** @typedef {{org: string, dashboard: Record<string, any>, look: import('./look.js').Look, base?: string}} Shown `base`: where the API is, `/` unless given */

/** @param {Shown} shown @param {any} widget @param {string|null} group */
export const widgetTag = ({ org, dashboard, look, base = '/' }, widget, group) => html`<events-stats-widget${attributes({
  class: placeOf(widget.layout),
  'widget-id': String(widget.id), org, 'dashboard-id': String(dashboard.id), 'base-url': base,
  'stats-period': look.range, refresh: look.refresh, compare: look.compare, theme: look.theme,
  locale: look.locale, timezone: look.timezone, group,
})}></events-stats-widget>`;

/** A place in the grid as classes, since a page of this server has no styles of its own. @param {any} layout @returns {string|null} */
function placeOf(layout) {
  const { x, w, h } = layout ?? {};
  if (![x, w, h].every(Number.isInteger) || x < 0 || w < 1 || h < 1 || x + w > COLUMNS) return null;
  return `x-${x} w-${w} h-${Math.min(h, MAX_ROWS)}`;
}

/** From top to bottom, and from left to right: so they are read, and so they stand on a narrow screen. @param {any[]} widgets */
const inOrder = (widgets) => [...widgets].sort((a, b) => (a.layout?.y ?? Infinity) - (b.layout?.y ?? Infinity) || (a.layout?.x ?? 0) - (b.layout?.x ?? 0));

/**
 * @param {Shown & {title: string, kind: 'one'|'wall', body: unknown, head?: unknown}} page
 * @returns {string}
 */
const pageOf = ({ look, title, kind, body, head = '' }) => html`<!doctype html>
<html lang="${look.locale ?? 'en'}" data-theme="${look.theme}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="${look.theme === 'auto' ? 'light dark' : look.theme}">
  <title>${title}</title>
  ${head}<link rel="icon" href="/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/embed-page.css">
  <link rel="modulepreload" href="/package/index.js">
  <link rel="preload" as="fetch" type="application/wasm" crossorigin href="/package/wasm/events_stats_widget_bg.wasm">
  <script type="module" src="/package/index.js"></script>
</head>
<body class="${kind}">
  ${body}
</body>
</html>
`.text;

/** @param {Shown & {widget: any, head?: unknown}} shown */
export function widgetPage({ widget, ...shown }) {
  return pageOf({ ...shown, title: String(widget.title ?? ''), kind: 'one', body: widgetTag(shown, { ...widget, layout: null }, null) });
}

/** @param {Shown} shown */
export function dashboardPage(shown) {
  const widgets = inOrder(shown.dashboard.widgets);
  // Charts of a wall share the crosshair and the range.
  const body = html`${widgets.map((widget) => html`${widgetTag(shown, widget, 'wall')}\n  `)}`;
  return pageOf({ ...shown, title: String(shown.dashboard.title ?? ''), kind: 'wall', body });
}
