/** Starting other programs: quietly with progress, or with their output streamed through. */
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, toolsLogs } from './paths.mjs';

const PROGRESS_EVERY_MS = 10_000;
const TAIL_LINES = 40;
const PARENT_CHECK_MS = 500;

/** A failure that is already explained: printed without a stack. */
export class StepError extends Error {}

/**
 * Whether a module is the program that was started, and not imported by it.
 * @param {string} moduleUrl
 */
export function isProgram(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(moduleUrl));
}

/**
 * Prints a `StepError` plainly and anything else with its stack; then ends with 1.
 * @param {unknown} error
 */
export function exitWith(error) {
  console.error(error instanceof StepError ? `\n${error.message}` : error);
  process.exit(1);
}

/** npm, when a signal ends it, leaves its script behind with the port taken: whoever stops npm means the server. */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), PARENT_CHECK_MS).unref();
}

/**
 * What a program prints, trimmed; null when it cannot be started or fails.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function outputOf(command, args, env = process.env) {
  const result = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return result.status === 0 ? result.stdout.trim() : null;
}

/** @param {number} start of `performance.now()` */
export function secondsSince(start) {
  return Math.round((performance.now() - start) / 1000);
}

/**
 * Runs a long step without its noise: a line now and then with the seconds gone by and the
 * program's latest words, its last lines when it fails. The whole output goes to a log file.
 * @param {string} label names the step in progress lines
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, timeoutMs?: number}} [options]
 */
export async function runWithProgress(label, command, args, { env = process.env, timeoutMs } = {}) {
  mkdirSync(toolsLogs, { recursive: true });
  const logPath = join(toolsLogs, `${label.replace(/[^\w.-]+/g, '-')}.log`);
  const log = createWriteStream(logPath);
  const start = performance.now();
  /** @type {string[]} */
  const tail = [];
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
  for (const stream of [child.stdout, child.stderr]) {
    eachLine(stream, (line) => {
      log.write(`${line}\n`);
      if (line.trim()) tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
    });
  }
  const ticker = setInterval(() => {
    console.log(`  ${label}: ${secondsSince(start)} s  ${(tail.at(-1) ?? '').trim().slice(0, 90)}`);
  }, PROGRESS_EVERY_MS);
  const outcome = await outcomeOf(child);
  clearInterval(ticker);
  log.end();
  if (outcome !== 0) {
    throw new StepError(
      `${label} failed (${outcome}) after ${secondsSince(start)} s: ${command} ${args.join(' ')}\n` +
        `${tail.map((line) => `    ${line}`).join('\n')}\n  whole output: ${logPath}`,
    );
  }
}

/**
 * Runs a program whose output is shown as it comes; `onLine` sees each line of standard output
 * and of standard error. Resolves with the exit code, or with why there is none.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, onLine?: (line: string) => void}} [options]
 */
export async function runStreaming(command, args, { env = process.env, onLine } = {}) {
  console.log(`\n$ ${[command, ...args].join(' ').replaceAll(`${root}/`, '')}`);
  if (!onLine) return outcomeOf(spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }));
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const { from, to } of [{ from: child.stdout, to: process.stdout }, { from: child.stderr, to: process.stderr }]) {
    eachLine(from, (line) => {
      to.write(`${line}\n`);
      onLine(line);
    });
  }
  return outcomeOf(child);
}

/**
 * Resolves when the program has ended and its output is read: its exit code, signal or error.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | string>}
 */
function outcomeOf(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
}

/** @param {import('node:stream').Readable} stream @param {(line: string) => void} onLine */
function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (/** @type {string} */ text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => rest && onLine(rest));
}
