/** The server's grammars after a build: compiled ahead, and nothing at a start needs what compiles them. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import peggy from 'peggy';
import { compiledUrl, OPTIONS } from '../../www/server/grammar.js';

const SERVER = new URL('../../www/server/', import.meta.url);
const SAMPLES = {
  'search/grammar.peggy': ['level:error OR (user.email:*@example.com AND !count():>5m)', 'a:[b, "c d"] text "more', ''],
  'stats/equation.peggy': ['count() / (p95(transaction.duration) - 2.5)', ' title ', '1 ÷ 0', '1 +', '((('],
};

test('a build compiles each grammar, to what it says now', async () => {
  const grammars = (await readdir(SERVER, { recursive: true })).filter((path) => path.endsWith('.peggy')).sort();
  assert.deepEqual(grammars, Object.keys(SAMPLES));
  for (const path of grammars) {
    const grammar = new URL(path, SERVER);
    const [built, fresh] = [await import(compiledUrl(grammar).href), peggy.generate(await readFile(grammar, 'utf8'), OPTIONS)];
    for (const text of SAMPLES[path]) assert.deepEqual(outcomeOf(built, text), outcomeOf(fresh, text), `${path}: ${text}`);
  }
});

function outcomeOf(parser, text) {
  try {
    return parser.parse(text);
  } catch ({ message }) {
    return { message };
  }
}
