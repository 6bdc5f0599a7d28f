/**
 * The types of all JavaScript, as TypeScript reads them from JSDoc (`checkJs`): strictly for what is
 * shipped and for the scripts, more loosely for tests (see the two `tsconfig.json`).
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodeModules, root } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';

/**
 * Each is a folder with a `tsconfig.json`, and the folders that it answers for: what it imports from
 * elsewhere is held to the rules of its own project.
 * @typedef {{folder: string, own: string[]}} Project
 * @type {Project[]}
 */
const PROJECTS = [{ folder: '.', own: ['scripts', 'www'] }, { folder: 'tests', own: ['tests'] }];

/**
 * Folders that still have errors: none. Should one be taken in that has, whoever mends it takes its line
 * out; one that has no errors left and stands here is reported, so that it cannot fall back.
 * @type {string[]}
 */
export const NOT_YET_CHECKED = [];

/**
 * @typedef {object} Verdict
 * @property {string[]} errors in folders that are checked, as TypeScript words them
 * @property {string[]} mended folders of the list that have no errors left
 */

/** @returns {Verdict} */
export function checkTypes() {
  return judgeTypes(PROJECTS.flatMap(({ folder, own }) => ownErrors(runTsc(folder), own)), NOT_YET_CHECKED);
}

/**
 * The errors of some folders, and those that name no file; one that takes several lines stays whole.
 * @param {string} output what `tsc` printed: a line that begins with spaces goes on with the error before it
 * @param {string[]} own
 */
export function ownErrors(output, own) {
  const errors = output.trim().split(/\n(?! )/).filter(Boolean);
  return errors.filter((error) => !isOfFile(error) || own.some((folder) => error.startsWith(`${folder}/`)));
}

/**
 * @param {string[]} errors
 * @param {string[]} notYet
 * @returns {Verdict}
 */
export function judgeTypes(errors, notYet) {
  const folderOf = (/** @type {string} */ error) => notYet.find((folder) => error.startsWith(`${folder}/`));
  const failing = new Set(errors.map(folderOf));
  return { errors: errors.filter((error) => !folderOf(error)), mended: notYet.filter((folder) => !failing.has(folder)) };
}

/** @param {string} error */
function isOfFile(error) {
  return /^[^ ]+\(\d+,\d+\): /.test(error);
}

/** @param {string} project */
function runTsc(project) {
  const tsc = join(nodeModules, 'typescript/bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '--project', project, '--pretty', 'false'], { cwd: root, encoding: 'utf8' });
  // 1 and 2 mean errors in the sources: those are on standard output.
  if (status === 0 || ((status === 1 || status === 2) && stdout.trim())) return stdout;
  throw new StepError(`tsc ended with ${status}: ${stderr.trim()}`);
}
