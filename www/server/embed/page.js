/**
 * A page for an iframe or a wall: one widget, or a whole dashboard in Sentry's grid, and nothing around it.
 */
import { standsAlone } from '../../element/dashboard/types.js';
import { attributes, html } from './html.js';

/** @typedef {{org: string, dashboard: Record<string, any>, look: import('./look.js').Look, base?: string, editable?: string}} Shown `base`: where the API is, `/` unless given; `editable`: the filters that a viewer may change */

/** @param {Shown} shown @returns {Record<string, string|null|undefined>} attributes of a widget or a dashboard */
const attributesOf = ({ org, dashboard, look, base = '/' }) => ({
  org, 'dashboard-id': String(dashboard.id), 'base-url': base,
  'stats-period': look.range, refresh: look.refresh, compare: look.compare, theme: look.theme,
  sparkline: look.sparkline === '1' ? '' : undefined, locale: look.locale, timezone: look.timezone,
});

/** @param {Shown & {isKiosk: boolean, widgetId?: string}} shown `widgetId`: of the one widget that is shown alone */
export const dashboardTag = ({ isKiosk, widgetId, ...shown }) => html`<events-stats-dashboard${attributes({
  'widget-id': widgetId, ...attributesOf(shown), ...(isKiosk ? { kiosk: '' } : { 'in-address': '', 'editable-filters': shown.editable }),
})}></events-stats-dashboard>`;

/**
 * @param {Shown & {title: string, kind: 'one'|'wall', script: 'index'|'dashboard', body: unknown, head?: unknown}} page
 * @returns {string}
 */
const pageOf = ({ look, title, kind, script, body, head = '' }) => html`<!doctype html>
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
  <script type="module" src="/package/${script}.js"></script>
</head>
<body class="${kind}">
  ${body}
</body>
</html>
`.text;

/** What its own element does not draw, a dashboard's does: its script comes with such a widget alone. @param {Shown & {widget: any, head?: unknown}} shown */
export function widgetPage({ widget, ...shown }) {
  const [widgetId, title] = [String(widget.id), String(widget.title ?? '')];
  if (!standsAlone(widget)) return pageOf({ ...shown, title, kind: 'one', script: 'dashboard', body: dashboardTag({ ...shown, widgetId, isKiosk: true }) });
  const body = html`<events-stats-widget${attributes({ 'widget-id': widgetId, ...attributesOf(shown) })}></events-stats-widget>`;
  return pageOf({ ...shown, title, kind: 'one', script: 'index', body });
}

/** @param {Shown & {head?: unknown}} shown */
export const dashboardPage = (shown) => pageOf({ ...shown, title: String(shown.dashboard.title ?? ''), kind: 'wall', script: 'dashboard', body: dashboardTag({ ...shown, isKiosk: shown.look.controls !== '1' }) });
