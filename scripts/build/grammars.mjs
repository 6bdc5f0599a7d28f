/** The server's grammars as parsers, so that a start does not compile them, nor needs what does. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compiledUrl, OPTIONS } from '../../www/server/grammar.js';
import { dist, root } from '../lib/paths.mjs';
import { digestOf, isBuiltFrom, markBuiltFrom } from './inputs.mjs';

const SERVER = 'www/server';
const FOLDER = join(dist, 'server');
const STAMP = `${FOLDER}.built-from`;

export async function compileGrammars() {
  const grammars = readdirSync(join(root, SERVER), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.peggy')).map((path) => join(SERVER, path));
  const digest = digestOf([...grammars, `${SERVER}/grammar.js`, 'scripts/build/grammars.mjs', 'package-lock.json']);
  if (existsSync(FOLDER) && isBuiltFrom(digest, STAMP)) return;
  // Set-up may have installed it a moment ago.
  const { default: peggy } = await import('peggy');
  rmSync(FOLDER, { recursive: true, force: true });
  for (const path of grammars) {
    const grammar = pathToFileURL(join(root, path));
    const file = fileURLToPath(compiledUrl(grammar));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, peggy.generate(readFileSync(grammar, 'utf8'), { ...OPTIONS, output: 'source', format: 'es' }));
  }
  markBuiltFrom(digest, STAMP);
}
