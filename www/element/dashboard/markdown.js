/**
 * Markdown as elements. It is never written as HTML and read again: what markdown-it finds in a text is made one by one, of
 * the kinds below alone, and the text's own HTML stays text.
 */
import MarkdownIt from 'markdown-it';
import { make } from '../make.js';

const markdown = new MarkdownIt({ html: false, linkify: true });

/** What markdown-it makes, all of it. */
const TAGS = new Set(['p', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'strong', 'em', 's', 'hr', 'br', 'table', 'thead', 'tbody', 'tr', 'th', 'td']);
/** A tile's own heading is of the third level. */
const LEVELS = 3;
const LINKS = /^(?:https?:\/\/|mailto:)/i;

/** @typedef {ReturnType<typeof markdown.parse>[number]} Token */

/** @param {string} text @returns {Node[]} */
export function elementsOf(text) {
  const top = make('div');
  /** @type {HTMLElement[]} */
  const open = [top];
  for (const token of flat(markdown.parse(text, {}))) {
    const parent = /** @type {HTMLElement} */ (open.at(-1));
    if (token.nesting < 0) open.pop();
    else if (token.type === 'text') parent.append(token.content);
    else if (token.type === 'softbreak') parent.append('\n');
    else if (token.type === 'image') parent.append(linkTo(attribute(token, 'src'), token.content || attribute(token, 'src')));
    else {
      // A paragraph of a close list is none.
      const element = token.hidden ? parent : elementOf(token);
      if (!token.hidden) parent.append(element);
      if (token.nesting > 0) open.push(element);
    }
  }
  return [...top.childNodes];
}

/** @param {Token[]} tokens @returns {Token[]} with what stands in each line among them */
const flat = (tokens) => tokens.flatMap((token) => (token.type === 'inline' ? token.children ?? [] : [token]));

/** @param {Token} token */
function elementOf({ tag, content, type, ...token }) {
  if (tag === 'a') return linkTo(attribute(token, 'href'), '');
  if (type === 'fence' || type === 'code_block') {
    const block = make('pre');
    block.append(make('code', {}, content.replace(/\n$/, '')));
    return block;
  }
  const [, level] = /^h([1-6])$/.exec(tag) ?? [];
  const element = make(level ? `h${Math.min(6, Number(level) + LEVELS)}` : TAGS.has(tag) ? tag : 'span', {}, content);
  const start = attribute(token, 'start');
  if (tag === 'ol' && start) element.setAttribute('start', start);
  const [, side] = /^text-align:(left|right|center)$/.exec(attribute(token, 'style')) ?? [];
  if (side) element.style.textAlign = side;
  return element;
}

/** Of another page, in a window of its own, which cannot reach back; no picture is fetched from anywhere. @param {string} href @param {string} text */
function linkTo(href, text) {
  if (!LINKS.test(href)) return make('span', {}, text);
  return make('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);
}

/** @param {Pick<Token, 'attrs'>} token @param {string} name */
const attribute = ({ attrs }, name) => String(attrs?.find(([own]) => own === name)?.[1] ?? '');
