/**
 * Parsers of the grammars beside them (`*.peggy`). A build compiles them into `dist/server`, under a name that only this
 * text has: compiling takes a third of a second, a good part of a start. Without a build they are compiled here.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The memo table keeps nested parentheses linear: each level may be tried as several things. */
export const OPTIONS = Object.freeze({ cache: true });

/** @param {URL} grammar @returns {URL} where a build puts its parser */
export function compiledUrl(grammar) {
  const hash = createHash('sha256').update(readFileSync(grammar)).digest('hex').slice(0, 16);
  return new URL(`../../dist/server/${basename(grammar.pathname, '.peggy')}-${hash}.js`, import.meta.url);
}

/** @param {URL} grammar @returns {Promise<{parse: (text: string) => any}>} */
export async function parserOf(grammar) {
  const compiled = compiledUrl(grammar);
  if (existsSync(fileURLToPath(compiled))) return import(compiled.href);
  const { default: peggy } = await import('peggy');
  return peggy.generate(readFileSync(grammar, 'utf8'), OPTIONS);
}
