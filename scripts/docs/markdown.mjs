/** Markdown as the documents have it, to the HTML of a page. */
import { existsSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { root } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';

/** Pages that are made of HTML. */
const OWN = 'www/site/';

/** As the hosts of repositories make them: documents link to headings by these. @param {string} text */
export const slugOf = (text) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

/**
 * Headings that can be linked to, links from page to page, tables and code that scroll.
 * @param {any} md a markdown-it
 * @param {Map<string, string>} pages file of the site by document
 * @param {Set<string>} files that pages lead to and that are no pages; filled here, as paths of the checkout
 */
export function teachDocuments(md, pages, files) {
  // Eleventy leaves this out: its templates are indented. Documents are no templates.
  md.enable('code');
  md.core.ruler.push('documents', (/** @type {any} */ state) => {
    const { source } = state.env;
    const html = state.tokens.flatMap((/** @type {any} */ token) => [token, ...token.children ?? []]).find((/** @type {any} */ { type }) => type.startsWith('html_'));
    if (html && !source.startsWith(OWN)) throw new StepError(`${source} has HTML outside of code, which a page would run: ${html.content}`);
    /** @type {Map<string, number>} */
    const slugs = new Map();
    state.tokens.forEach((/** @type {any} */ token, /** @type {number} */ index) => {
      if (token.type === 'heading_open') {
        const text = (state.tokens[index + 1].children ?? []).map((/** @type {any} */ { content }) => content).join('');
        const slug = slugOf(text);
        const count = slugs.get(slug) ?? 0;
        slugs.set(slug, count + 1);
        token.attrSet('id', count ? `${slug}-${count}` : slug);
      }
      for (const child of token.children ?? []) {
        if (child.type === 'link_open') child.attrSet('href', target(String(child.attrGet('href')), source));
        if (child.type === 'image') child.attrSet('src', target(String(child.attrGet('src')), source));
      }
    });
    state.tokens = withoutEmptyHeads(state.tokens);
  });
  // What is wider than the page scrolls by itself, by keys as well.
  md.renderer.rules.table_open = () => '<div class="scroll" tabindex="0"><table>\n';
  md.renderer.rules.table_close = () => '</table></div>\n';
  const { fence, code_block: block } = md.renderer.rules;
  for (const [name, rule] of Object.entries({ fence, code_block: block })) {
    md.renderer.rules[name] = (/** @type {any[]} */ ...given) => rule(...given).replace(/^<pre/, '<pre tabindex="0"');
  }

  /** @param {string} href @param {string} source */
  function target(href, source) {
    if (/^[a-z]+:/.test(href) || href.startsWith('#')) return href;
    const [path, fragment] = href.split('#');
    const found = posix.join(posix.dirname(source), path);
    const page = pages.get(found);
    if (page) return page + (fragment ? `#${fragment}` : '');
    if (!existsSync(join(root, found))) throw new StepError(`${source} leads to ${href}, which is not there.`);
    files.add(found);
    return fileOf(found);
  }
}

/** Where the site has a file that is no page: a source as text, which browsers show. @param {string} path */
export function fileOf(path) {
  return /\.(png|svg)$/.test(path) ? `files/${basename(path)}` : `files/${path.replaceAll('/', '-')}.txt`;
}

/** A table of two columns that needs no words over them is written with empty ones. @param {any[]} tokens */
function withoutEmptyHeads(tokens) {
  return tokens.filter((token, index) => {
    const start = tokens.slice(0, index + 1).findLastIndex(({ type }) => type === 'thead_open');
    const end = tokens.findIndex(({ type }, at) => at > start && type === 'thead_close');
    return start < 0 || index > end || tokens.slice(start, end).some(({ type, content }) => type === 'inline' && content.trim());
  });
}
