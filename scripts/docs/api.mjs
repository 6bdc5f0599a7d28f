/** The page of the package's types, from its declarations and their doc comments. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { slugOf } from './markdown.mjs';

/** What an import leads to, in the order of the page. */
const ENTRIES = [
  { file: 'index.d.ts', names: ['events-stats-widget', 'events-stats-widget/element', 'events-stats-widget/inline'] },
  { file: 'dashboard.d.ts', names: ['events-stats-widget/dashboard'] },
  { file: 'react.d.ts', names: ['events-stats-widget/react'] },
  { file: 'node.d.ts', names: ['events-stats-widget/node'] },
  { file: 'wasm.d.ts', names: ['events-stats-widget/wasm'] },
  { file: 'words/de.d.ts', names: ['events-stats-widget/words/de', 'events-stats-widget/words/ja'] },
  { file: 'data.d.ts', names: [], title: 'In all of them' },
];

/** @typedef {{name: string, type: string, text: string, doc: string, members: Array<{text: string, doc: string}>}} Declaration */

/** @param {string} folder the package @returns {string} Markdown */
export function apiPage(folder) {
  const entries = ENTRIES.map((entry) => ({ ...entry, ...declarations(entry.file, readFileSync(join(folder, entry.file), 'utf8')) }));
  const names = new Set(entries.flatMap(({ found }) => found.map(({ name }) => name)));
  const sections = entries.map(({ names: paths, title, doc, found }) => [
    `## ${title ?? `\`${paths[0]}\``}`,
    paths.length > 1 ? `Also ${paths.slice(1).map((path) => `\`${path}\``).join(' and ')}.` : '',
    doc,
    ...found.map((declaration) => section(declaration, names)),
  ].filter(Boolean).join('\n\n'));
  return ['# Types', 'As the package declares them: made from its `.d.ts` files and the comments in them.', ...sections].join('\n\n');
}

/**
 * What a file of declarations exports, and the comment at its head.
 * @param {string} file @param {string} text
 * @returns {{doc: string, found: Declaration[]}}
 */
export function declarations(file, text) {
  const { program, comments, errors } = parseSync(file, text, { lang: 'dts' });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  /** The comment that ends where this begins. @param {number} start */
  const docOf = (start) => {
    const comment = comments.findLast(({ end, value, type }) => type === 'Block' && value.startsWith('*') && end <= start && !text.slice(end, start).trim());
    return comment ? comment.value.slice(1).replace(/^\s*\* ?/gm, '').trim() : '';
  };
  const part = (/** @type {{start: number, end: number}} */ { start, end }) => text.slice(start, end).replace(/;$/, '');
  const found = program.body.flatMap((/** @type {any} */ statement) => {
    const { declaration } = statement;
    if (statement.type !== 'ExportNamedDeclaration' || !declaration) return [];
    const id = declaration.id ?? declaration.declarations[0].id;
    const { body } = declaration.body ?? {};
    const members = Array.isArray(body) ? body.map((member) => ({ text: part(member), doc: docOf(member.start) })) : [];
    return { name: id.name ?? text.slice(id.start, id.end), type: declaration.type, text: part(declaration), doc: docOf(statement.start), members };
  });
  return { doc: program.body.length > 0 && docOf(program.body[0].start) !== found[0]?.doc ? docOf(program.body[0].start) : '', found };
}

/** @param {Declaration} declaration @param {Set<string>} names of all types that have a heading */
function section({ name, text, doc, members }, names) {
  const head = members.length > 0 ? text.slice(0, text.indexOf('{')).trim() : text;
  const used = [...new Set(text.match(/\b[A-Z]\w+/g))].filter((word) => word !== name && names.has(word));
  return [
    `### ${name}`,
    doc,
    `\`\`\`ts\n${head}\n\`\`\``,
    members.length > 0 ? `| | |\n| --- | --- |\n${members.map((member) => `| ${cell(code(member.text))} | ${cell(member.doc)} |`).join('\n')}` : '',
    used.length > 0 ? `Types in it: ${used.map((word) => `[${word}](#${slugOf(word)})`).join(', ')}.` : '',
  ].filter(Boolean).join('\n\n');
}

/** @param {string} text */
const code = (text) => `\`${text.replace(/\/\*\*.*?\*\//gs, '').replace(/\s+/g, ' ')}\``;
/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
