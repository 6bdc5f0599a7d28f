/** Goals beside figures: printed, written to `dist/bench/` as JSON, Markdown and a drawing, and judged. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { nodeModules, packageDir, root } from '../../scripts/lib/paths.mjs';
import { outputOf } from '../../scripts/lib/run.mjs';
import { FIGURES } from './figures.mjs';
import { GOALS, isMet, reached } from './goals.mjs';

const FOLDER = join(root, 'dist/bench');
/** In which the goals are judged. */
const JUDGE = 'Chromium';
const PEERS = ['uplot', 'echarts', 'chart.js'];

/**
 * @typedef {import('./goals.mjs').Goal} Goal
 * @typedef {import('./figures.mjs').Result} Result
 * @typedef {{goal: Goal, figure: number | undefined, others: Record<string, number>, isMet: boolean}} Verdict
 */

/** Figures of an earlier run must not stand for one that failed. */
export function forgetFigures() {
  rmSync(FIGURES, { recursive: true, force: true });
}

/**
 * Judges what these benches measured. One that left no figures misses all its goals.
 * @param {string[]} benches
 * @returns {string[]} goals that are missed, in words
 */
export function report(benches) {
  const goals = GOALS.filter(({ bench }) => benches.includes(bench));
  if (goals.length === 0) return [];
  const results = benches.map((bench) => join(FIGURES, `${bench}.json`)).filter(existsSync).map((path) => /** @type {Result} */ (JSON.parse(readFileSync(path, 'utf8'))));
  const verdicts = judge(goals, results);
  const about = conditions(results);
  mkdirSync(FOLDER, { recursive: true });
  const rows = results.flatMap((result) => result.rows);
  const figures = verdicts.map(({ goal, figure, others, isMet }) => ({ ...goal, figure: figure ?? null, others, isMet }));
  writeFileSync(join(FOLDER, 'results.json'), `${JSON.stringify({ ...about, goals: figures, rows }, null, 2)}\n`);
  writeFileSync(join(FOLDER, 'results.md'), markdown(about, verdicts, rows));
  writeFileSync(join(FOLDER, 'results.svg'), drawing(verdicts));
  console.log(`\n${table(verdicts)}\n\nWritten to dist/bench: results.json, results.md, results.svg.`);
  return verdicts.filter((verdict) => !verdict.isMet).map(({ goal, figure }) => `${goal.what}: ${inWords(figure, goal)}, the goal is ${goalInWords(goal)}`);
}

/** @param {Goal[]} goals @param {Result[]} results @returns {Verdict[]} */
export function judge(goals, results) {
  return goals.map((goal) => {
    const measured = results.flatMap((result) => Object.entries(result.figures)).flatMap(([browser, figures]) => (goal.id in figures ? [{ browser, figure: figures[goal.id] }] : []));
    const figure = measured.find(({ browser }) => browser === JUDGE)?.figure;
    const others = Object.fromEntries(measured.filter(({ browser }) => browser !== JUDGE).map(({ browser, figure }) => [browser, figure]));
    return { goal, figure, others, isMet: isMet(goal, figure) };
  });
}

/** Versions and machine: a figure says nothing without them. @param {Result[]} results */
function conditions(results) {
  const version = (/** @type {string} */ folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  return {
    when: new Date().toISOString(),
    commit: outputOf('git', ['describe', '--always', '--dirty']) ?? 'unknown',
    versions: {
      'events-stats-widget': version(packageDir),
      ...Object.assign({}, ...results.map(({ browsers }) => browsers)),
      ...Object.fromEntries(PEERS.map((name) => [name, version(join(nodeModules, name))])),
      node: process.versions.node,
    },
    machine: { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), load: Math.round(loadavg()[2] * 10) / 10 },
  };
}

/** @param {number | undefined} figure @param {Goal} goal */
function inWords(figure, { unit }) {
  if (figure === undefined) return 'not measured';
  const digits = unit === 'requests' || unit === 'deep' ? 0 : figure >= 100 ? 0 : figure >= 10 ? 1 : 2;
  return `${figure.toFixed(digits)}${unit === 'times' ? 'x' : ` ${unit}`}`;
}

/** @param {Goal} goal */
function goalInWords(goal) {
  return `${goal.is} ${goal.goal}${goal.unit === 'times' ? 'x' : ` ${goal.unit}`}${goal.next === undefined ? '' : `, then ${goal.next}`}`;
}

/** @param {Verdict} verdict */
const cells = ({ goal, figure, others, isMet }) => [
  goal.what, goalInWords(goal), inWords(figure, goal), isMet ? 'met' : 'MISSED',
  Object.entries(others).map(([browser, value]) => `${browser} ${inWords(value, goal)}`).join(', '),
];

const HEADINGS = ['', 'goal', JUDGE, '', 'others'];

/** @param {Verdict[]} verdicts */
function table(verdicts) {
  const lines = [HEADINGS, ...verdicts.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}

/**
 * @param {ReturnType<typeof conditions>} about
 * @param {Verdict[]} verdicts
 * @param {Result['rows']} rows
 */
function markdown({ when, commit, versions, machine }, verdicts, rows) {
  const row = (/** @type {string[]} */ line) => `| ${line.join(' | ')} |`;
  const rule = (/** @type {string[]} */ line) => row(line.map(() => '---'));
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))].sort((a, b) => Number(b === 'ours') - Number(a === 'ours'));
  const measured = ['browser', 'what', ...columns, ''];
  const number = (/** @type {number | undefined} */ value) => (value === undefined ? '' : value.toFixed(2));
  return `${[
    '# Bench', '',
    `${when}, commit ${commit}. ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}. ${machine.cores} cores of ${machine.processor}, ${machine.memoryGiB} GiB, load ${machine.load} in the last quarter of an hour.`, '',
    `${verdicts.filter((verdict) => verdict.isMet).length} of ${verdicts.length} goals are met.`, '',
    row(HEADINGS), rule(HEADINGS), ...verdicts.map((verdict) => row(cells(verdict))), '',
    '## Medians', '',
    row(measured), rule(measured), ...rows.map(({ browser, what, unit, values }) => row([browser, what, ...columns.map((name) => number(values[name])), unit])),
  ].join('\n')}\n`;
}

const ROW = 22;
const LABELS = 380;
const SCALE = 220;
/** Bars end there: twice what the goal asks. */
const MOST = 2;

/** A bar a goal: how much of it is reached, the goal a line through all. @param {Verdict[]} verdicts */
export function drawing(verdicts) {
  const height = verdicts.length * ROW + 50;
  const width = LABELS + MOST * SCALE + 170;
  const bars = verdicts.map((verdict, index) => {
    const { goal, figure } = verdict;
    const top = 30 + index * ROW;
    const share = figure === undefined ? 0 : Math.min(MOST, reached(goal, figure));
    return `<text x="${LABELS - 8}" y="${top + 14}" text-anchor="end">${escaped(goal.what)}</text>`
      + `<rect x="${LABELS}" y="${top + 3}" width="${(share * SCALE).toFixed(1)}" height="${ROW - 6}" fill="${verdict.isMet ? '#2ba185' : '#d6567f'}"/>`
      + `<text x="${LABELS + MOST * SCALE + 10}" y="${top + 14}">${escaped(`${inWords(figure, goal)} (${goal.is} ${goal.goal})`)}</text>`;
  });
  const line = LABELS + SCALE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>
${bars.join('\n')}
<line x1="${line}" y1="24" x2="${line}" y2="${height - 16}" stroke="#000" stroke-dasharray="4 3"/>
<text x="${line}" y="18" text-anchor="middle">goal</text>
</svg>
`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
