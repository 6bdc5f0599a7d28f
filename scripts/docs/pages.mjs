/** Which documents become pages of the site, under which name, and where the menu has them. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../lib/paths.mjs';

/**
 * @typedef {object} Page
 * @property {string} file of the site; all lie in one folder, so that a page leads to another under any address
 * @property {string} title in the menu
 * @property {string} [source] the document, from the checkout's root; without one the page is one of `www/site`
 */

/** @param {string} source @param {string} title @param {string} [file] @returns {Page} */
const document = (source, title, file = `${basename(source, '.md').toLowerCase()}.html`) => ({ source, title, file });

/** Made when they are asked for: a document that is added is on the site without more. @returns {Array<{name: string, pages: Page[]}>} */
export function menu() {
  return [
    { name: 'Use', pages: [document('README.md', 'Overview', 'index.html'), ...folder('docs'), document('src/metrics/README.md', 'Metrics', 'metrics.html'), document('examples/README.md', 'Examples', 'examples.html')] },
    { name: 'See', pages: [{ file: 'playground.html', title: 'Playground' }, { file: 'gallery.html', title: 'Gallery' }, { file: 'api.html', title: 'Types' }] },
    { name: 'The server', pages: [document('www/server/README.md', 'Settings and addresses', 'server.html')] },
    { name: 'The project', pages: [document('CHANGELOG.md', 'Changes'), document('CONTRIBUTING.md', 'Contributing'), document('ARCHITECTURE.md', 'Architecture'), document('tests/README.md', 'Tests', 'tests.html')] },
    { name: 'Decisions', pages: folder('docs/decisions') },
    { name: 'Examples', pages: readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort(byOrder).map((name) => document(`examples/${name}/README.md`, TITLES[`example-${name}`] ?? titleOf(name), `example-${name}.html`)) },
  ];
}

/** Where a file's name says it less well; in the order in which the menu has them. @type {Record<string, string>} */
const TITLES = {
  element: 'The element', dashboard: 'A whole dashboard', options: 'Options and functions', comparison: 'Earlier periods', split: 'Errors or transactions', errors: 'Errors and their cures',
  frameworks: 'Frameworks and bundlers', rust: 'Rust programs', deploy: 'On a machine of yours', sentry: 'What of Sentry is here', speed: 'How speed is measured',
  json: 'JSON', page: 'A page', 'status-page': 'A status page', 'email-picture': 'A picture in an e-mail', 'example-rust': 'A Rust program',
};
const ORDER = Object.keys(TITLES);
/** @param {string} name */
const titleOf = (name) => TITLES[name] ?? name[0].toUpperCase() + name.slice(1);
/** What has no place there comes last. @param {string} one @param {string} other */
const byOrder = (one, other) => (ORDER.indexOf(one) >>> 0) - (ORDER.indexOf(other) >>> 0) || (one < other ? -1 : 1);

/** @param {string} path @returns {Page[]} */
function folder(path) {
  const names = readdirSync(join(root, path)).filter((name) => name.endsWith('.md')).map((name) => basename(name, '.md')).sort(byOrder);
  const prefix = path === 'docs' ? '' : `${basename(path).replace(/s$/, '')}-`;
  return names.map((name) => document(`${path}/${name}.md`, titleOf(name), `${prefix}${name}.html`));
}
