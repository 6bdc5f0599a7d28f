/** What surrounds the content of every page of the site. */
import { escaped } from '../../www/server/embed/html.js';

/** `'none'` for connections: what is pasted into the playground leaves the page neither by mistake nor on purpose. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; connect-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/**
 * @param {object} given
 * @param {string} given.content HTML
 * @param {{file: string, title: string, script?: string}} given.own
 * @param {ReturnType<typeof import('./pages.mjs').menu>} given.menu
 * @param {string} given.version
 */
export function layout({ content, own, menu, version }) {
  const title = own.file === 'index.html' ? 'events-stats-widget' : `${own.title} · events-stats-widget`;
  const groups = menu.map(({ name, pages }) => `<h2>${escaped(name)}</h2>\n<ul>${pages.map((page) => entry(page, own, content)).join('')}</ul>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="site.css">
${own.script ? `<script type="module" src="${own.script}"></script>\n` : ''}</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><a class="home" href="index.html"><img src="icon.svg" width="24" height="24" alt="">events-stats-widget <small>${escaped(version)}</small></a><a class="to-menu" href="#menu">Menu</a></header>
<nav id="menu" aria-label="Pages">
${groups.join('\n')}
</nav>
<main id="content">
${content}
</main>
</body>
</html>
`;
}

/** @param {import('./pages.mjs').Page} page @param {{file: string}} own @param {string} content */
function entry(page, own, content) {
  const isOwn = page.file === own.file;
  const inside = isOwn ? [...content.matchAll(/<h2 id="([^"]*)">(.*?)<\/h2>/g)].map(([, id, text]) => `<li><a href="#${id}">${text.replace(/<[^>]*>/g, '')}</a></li>`) : [];
  return `<li><a href="${page.file}"${isOwn ? ' aria-current="page"' : ''}>${escaped(page.title)}</a>${inside.length > 1 ? `<ul>${inside.join('')}</ul>` : ''}</li>`;
}
