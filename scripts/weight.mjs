/**
 * `npm run weight`: what the module weighs, room by room, and how much of that ran until the first chart stood.
 * Prints the table and writes it, with the largest functions, to `dist/bench/weight.md`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWasm } from './build/wasm.mjs';
import { build } from './build.mjs';
import { dist, namedWasmDir } from './lib/paths.mjs';
import { exitWith, StepError } from './lib/run.mjs';
import { setup } from './setup.mjs';
import { roomOf, withoutMarks } from './weight/rooms.mjs';
import { sectionsOf } from './lib/wasm-reader.mjs';
import { functionsOf } from './weight/wasm-file.mjs';

const LARGEST = 60;
const SECTION_NAMES = ['custom', 'types', 'imports', 'functions', 'tables', 'memory', 'globals', 'exports', 'start', 'elements', 'code', 'data', 'data count', 'tags'];

/**
 * @typedef {{name: string, room: string, bytes: number, piece: string, hasRun: boolean}} Weighed
 */

try {
  await setup('test');
  await build();
  await buildWasm({ names: true });
  const pieces = readdirSync(namedWasmDir).filter((file) => file.endsWith('.wasm')).map((piece) => ({ piece, bytes: readFileSync(join(namedWasmDir, piece)) }));
  // It imports what set-up may have installed a moment ago.
  const { ranUntilFirstChart } = await import('./weight/runs.mjs');
  const ran = await ranUntilFirstChart(pieces);
  const listed = pieces.flatMap(({ piece, bytes }) => functionsOf(bytes).map(({ name, bytes }, index) => ({ name, bytes, piece, hasRun: ran.has(`${piece} ${index}`) })));
  if (!listed.some(({ name }) => name)) throw new StepError('The module has lost the names of its functions.');
  const names = readable(listed.map(({ name }) => name));
  const functions = listed.map((each, index) => ({ ...each, name: withoutMarks(names[index]), room: roomOf(names[index]) }));
  const text = [
    ...pieces.flatMap(({ piece, bytes }) => table(['', 'bytes'], sectionRows(bytes), `## Sections of ${piece}`)),
    ...table(['room', 'bytes', 'ran'], roomRows(functions), '## Functions by room, and what ran until the first chart stood'),
  ].join('\n');
  const largest = table(['bytes', 'ran', 'function'], largestRows(functions), '## The largest functions').join('\n');
  const folder = join(dist, 'bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'weight.md'), `# Weight\n\n${text}\n${largest}`);
  console.log(`\n${text}\nWritten with the largest functions to dist/bench/weight.md.`);
} catch (error) {
  exitWith(error);
}

/** Names as Rust has them, of those that the linker has. @param {string[]} names */
function readable(names) {
  const { status, stdout } = spawnSync('c++filt', ['-s', 'rust'], { input: names.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new StepError('The names of functions cannot be read without c++filt, which comes with the C compiler (binutils).');
  return stdout.split('\n');
}

/** @param {Uint8Array} bytes @returns {Array<[string, number]>} */
function sectionRows(bytes) {
  // Names are no part of what is shipped.
  const shipped = sectionsOf(bytes).filter(({ id }) => id !== 0);
  return shipped.map(({ id, from, until }) => [SECTION_NAMES[id] ?? `section ${id}`, until - from]);
}

/** @param {Weighed[]} functions @returns {Array<[string, number, number]>} */
function roomRows(functions) {
  /** @type {Map<string, [string, number, number]>} */
  const rooms = new Map();
  for (const { room, bytes, hasRun } of functions) {
    const row = rooms.get(room) ?? [room, 0, 0];
    rooms.set(room, [room, row[1] + bytes, row[2] + (hasRun ? bytes : 0)]);
  }
  const rows = [...rooms.values()].sort((a, b) => b[1] - a[1]);
  const sum = (/** @type {1 | 2} */ column) => rows.reduce((total, row) => total + row[column], 0);
  return [...rows, ['all', sum(1), sum(2)]];
}

/** @param {Weighed[]} functions @returns {Array<[number, string, string]>} */
function largestRows(functions) {
  const sorted = [...functions].sort((a, b) => b.bytes - a.bytes).slice(0, LARGEST);
  return sorted.map(({ name, bytes, hasRun }) => [bytes, hasRun ? 'yes' : '', `\`${name}\``]);
}

/** @param {string[]} headings @param {Array<Array<string | number>>} rows @param {string} title */
function table(headings, rows, title) {
  const line = (/** @type {Array<string | number>} */ cells) => `| ${cells.join(' | ')} |`;
  return [title, '', line(headings), line(headings.map(() => '---')), ...rows.map(line), ''];
}
