/**
 * `/` in front of a real Sentry: the first listed dashboard, the others by name, and how a widget is put elsewhere.
 */
import { standsAlone } from '../../element/dashboard/types.js';
import { hasPicture } from '../chart/document.js';
import { originOf } from '../http/origin.js';
import { attributes, html } from './html.js';
import { dashboardTag } from './page.js';
import { picturePath, sendPage } from './routes.js';

const LOOK = /** @type {import('./look.js').Look} */ ({ theme: 'auto', refresh: '60' });

/** @typedef {import('./catalogue.js').Listed} Listed */
/** @typedef {{command: string|null, editable?: string}} Told `command` makes a share link, null: there are none; `editable`: the filters that a viewer may change */

/** @param {Listed} listed @returns {string} path of its page */
export const pathOf = ({ org, dashboard }) => `/embed/${[org, dashboard.id].map(encodeURIComponent).join('/')}`;

/** @param {string} origin @param {string} file @param {import('./html.js').Html} tag */
const tagOf = (origin, file, tag) => `<script type="module" src="${origin}/package/${file}.js"></script>\n${tag.text}`;

/**
 * It goes into a shell: only what is a plain word there.
 * @param {string|null} command null: there are no share links @param {string[]} parts @returns {Array<[string, string]>}
 */
const shareOf = (command, [org, dashboard, ...widget]) => (command !== null && [org, dashboard, ...widget].every((part) => /^[\w-]+$/.test(part))
  ? [['Share link', [command, `${org}/${dashboard}`, ...widget, '--days 30'].join(' ')]] : []);

/** @param {string} src @param {string} title @param {string} height */
const frameOf = (src, title, height) => html`<iframe${attributes({ src, width: '640', height, title })}></iframe>`.text;

/** @param {Listed} listed @param {string} origin @param {string|null} command @returns {string[][]} names and texts */
function waysOfDashboard({ org, dashboard }, origin, command) {
  const tag = html`<events-stats-dashboard${attributes({ 'dashboard-id': String(dashboard.id), org, 'base-url': `${origin}/` })}>The charts are on their way.</events-stats-dashboard>`;
  return [
    ['Tag', tagOf(origin, 'dashboard', tag)],
    ['Frame', frameOf(origin + pathOf({ org, dashboard }), String(dashboard.title ?? ''), '640')],
    ...shareOf(command, [org, String(dashboard.id)]),
  ];
}

/** @param {Listed} listed @param {any} widget @param {string} origin @param {string|null} command @returns {string[][]} names and texts */
function waysOfWidget({ org, dashboard }, widget, origin, command) {
  const [id, widgetId, title] = [String(dashboard.id), String(widget.id), String(widget.title ?? '')];
  const named = attributes({ 'widget-id': widgetId, org, 'dashboard-id': id, 'base-url': `${origin}/` });
  const [file, tag] = standsAlone(widget)
    ? ['index', html`<events-stats-widget${named}>The chart is on its way.</events-stats-widget>`] : ['dashboard', html`<events-stats-dashboard${named} kiosk>The chart is on its way.</events-stats-dashboard>`];
  return [
    ['Tag', tagOf(origin, file, tag)],
    ['Frame', frameOf(`${origin}${pathOf({ org, dashboard })}/${encodeURIComponent(widgetId)}`, title, '320')],
    ...(hasPicture(widget) ? [['Picture', origin + picturePath({ org, dashboard: id, widget: widgetId })]] : []),
    ...shareOf(command, [org, id, widgetId]),
  ];
}

/** @param {unknown} title @param {string[][]} ways */
const detailsOf = (title, ways) => html`<details>
    <summary>${title}</summary>
    <dl>${ways.map(([name, text]) => html`<dt>${name} <button type="button" hidden>Copy</button></dt><dd><pre>${text}</pre></dd>`)}</dl>
  </details>
  `;

/** @param {Listed} listed @param {string} origin @param {Told} told */
const dashboardPart = (listed, origin, { command, editable }) => html`<main>
  ${dashboardTag({ ...listed, look: LOOK, isKiosk: false, editable })}
  <section class="elsewhere">
  <h2>Show it elsewhere</h2>
  ${detailsOf(html`The whole dashboard <a href="${pathOf(listed)}">as a page</a>`, waysOfDashboard(listed, origin, command))}
  ${listed.dashboard.widgets.map((/** @type {any} */ widget) => detailsOf(widget.title ?? '', waysOfWidget(listed, widget, origin, command)))}
  </section>
  </main>`;

/** @param {Listed[]} all @param {string} origin @param {Told} told */
function overviewPage(all, origin, told) {
  const [first, ...others] = all;
  const link = (/** @type {Listed} */ listed) => html`<a href="${pathOf(listed)}">${listed.dashboard.title ?? ''}</a> <small>${listed.org}/${listed.dashboard.id}</small>`;
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${first?.dashboard.title ?? 'Charts'}</title>
  <link rel="icon" href="/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/overview.css">
  <link rel="modulepreload" href="/package/index.js">
  <script type="module" src="/package/dashboard.js"></script>
  <script type="module" src="/overview.js"></script>
</head>
<body>
  ${first === undefined ? html`<h1>No dashboard</h1><p>No dashboard of SENTRY_DASHBOARDS can be read now; the server's log says why.</p>` : dashboardPart(first, origin, told)}
  ${others.length === 0 ? '' : html`<h2>Other dashboards</h2>
  <ul>${others.map((listed) => html`<li>${link(listed)}</li>`)}</ul>`}
</body>
</html>
`.text;
}

/**
 * @param {{all: () => Listed[]} & Told} options
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const overviewRoute = ({ all, ...told }) => async (app) => {
  app.get('/', async (request, reply) => sendPage(reply, overviewPage(all(), originOf(request), told), "'self'"));
};
