/**
 * `/` in front of a real Sentry: the first listed dashboard, the others by name, and how a widget is put elsewhere.
 */
import { attributes, html } from './html.js';
import { widgetTag } from './page.js';
import { hasPicture, picturePath, sendPage } from './routes.js';
import { originOf } from './unfurl.js';

const LOOK = /** @type {import('./look.js').Look} */ ({ theme: 'auto', refresh: '60' });

/** @typedef {import('./catalogue.js').Listed} Listed */

/** @param {Listed} listed @returns {string} path of its page */
export const pathOf = ({ org, dashboard }) => `/embed/${[org, dashboard.id].map(encodeURIComponent).join('/')}`;

/** @param {Listed} listed @param {any} widget @param {string} origin @param {boolean} canShare */
function waysOf({ org, dashboard }, widget, origin, canShare) {
  const [id, widgetId, title] = [String(dashboard.id), String(widget.id), String(widget.title ?? '')];
  const page = `${origin}${pathOf({ org, dashboard })}/${encodeURIComponent(widgetId)}`;
  const tag = html`<events-stats-widget${attributes({ 'widget-id': widgetId, org, 'dashboard-id': id, 'base-url': `${origin}/` })}></events-stats-widget>`;
  return [
    ['Tag', `<script type="module" src="${origin}/package/index.js"></script>\n${tag.text}`],
    ['Frame', html`<iframe${attributes({ src: page, width: '640', height: '320', title })}></iframe>`.text],
    ...(hasPicture(widget) ? [['Picture', origin + picturePath({ org, dashboard: id, widget: widgetId })]] : []),
    // It goes into a shell: only what is a plain word there.
    ...(canShare && [org, id, widgetId].every((part) => /^[\w-]+$/.test(part)) ? [['Share link', `npm run share -- ${org}/${id} ${widgetId} --days 30`]] : []),
  ];
}

/** @param {Listed} listed @param {string} origin @param {boolean} canShare */
const widgetsOf = (listed, origin, canShare) => html`<ul class="widgets">
  ${listed.dashboard.widgets.map((/** @type {any} */ widget) => html`<li>
    ${widgetTag({ ...listed, look: LOOK }, { ...widget, layout: null }, 'overview')}
    <details>
      <summary>Embed <span>${widget.title ?? ''}</span></summary>
      <dl>${waysOf(listed, widget, origin, canShare).map(([name, text]) => html`<dt>${name}</dt><dd><pre>${text}</pre></dd>`)}</dl>
    </details>
  </li>
  `)}</ul>`;

/** @param {Listed[]} all @param {string} origin @param {boolean} canShare */
function overviewPage(all, origin, canShare) {
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
  <script type="module" src="/package/index.js"></script>
</head>
<body>
  ${first === undefined ? html`<h1>No dashboard</h1><p>No dashboard of SENTRY_DASHBOARDS can be read now; the server's log says why.</p>` : html`<h1>${link(first)}</h1>
  ${widgetsOf(first, origin, canShare)}`}
  ${others.length === 0 ? '' : html`<h2>Other dashboards</h2>
  <ul>${others.map((listed) => html`<li>${link(listed)}</li>`)}</ul>`}
</body>
</html>
`.text;
}

/**
 * @param {{all: () => Listed[], canShare: boolean}} options
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const overviewRoute = ({ all, canShare }) => async (app) => {
  app.get('/', async (request, reply) => sendPage(reply, overviewPage(all(), originOf(request), canShare), "'self'"));
};
