/** The blocks of code in the documents that users follow, and which kind each is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import markdownIt from 'markdown-it';
import { root } from '../../scripts/lib/paths.mjs';

const below = (/** @type {string} */ folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);

export const DOCUMENTS = [
  'README.md', ...below('docs'), 'www/element/README.md', 'www/server/README.md', 'www/server/PACKAGE.md', 'src/metrics/README.md', 'examples/README.md',
  ...readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => `examples/${name}/README.md`),
];

/**
 * What tells a kind, in this order.
 * @type {Array<[kind: string, is: (text: string, language: string) => boolean]>}
 */
const KINDS = [
  ['rust', (_, language) => language === 'rust'],
  ['styles', (_, language) => language === 'css'],
  ['react', (text) => text.includes('events-stats-widget/react')],
  ['solid', (text) => text.includes('prop:config')],
  ['svelte', (_, language) => language === 'jsx'],
  ['vue', (text) => text.includes(':config="')],
  ['angular', (text) => text.includes('[config]="')],
  ['node', (text, language) => language === 'js' && text.includes('require(')],
  ['script', (_, language) => language === 'js'],
  ['addresses', (text) => /^<(iframe|a) /.test(text)],
  ['page', (text) => text.startsWith('<')],
  ['policy', (text) => text.startsWith('default-src')],
  ['settings', (text) => text.trim().split('\n').every((line) => /^[A-Z_]+=[^\n]*$/.test(line) && !/ (npm|npx|node) /.test(line))],
  ['unit', (text) => text.startsWith('[Service]')],
  ['proxy', (text) => /\{$/m.test(text)],
  ['commands', () => true],
];

/** @typedef {{document: string, line: number, kind: string, text: string}} Block */

/** @param {string} document @returns {Block[]} */
export function blocksOf(document) {
  const tokens = markdownIt().parse(readFileSync(join(root, document), 'utf8'), {});
  return tokens.filter(({ type }) => type === 'fence' || type === 'code_block').map(({ content, info, map }) => {
    const lines = content.split('\n');
    const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
    const text = lines.map((line) => line.slice(indent)).join('\n');
    return { document, line: map[0] + 1, text, kind: KINDS.find(([, is]) => is(text, info))[0] };
  });
}
