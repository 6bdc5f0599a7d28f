/** The npm packages of package-lock.json. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, root } from '../lib/paths.mjs';
import { runWithProgress } from '../lib/run.mjs';

/** How `node_modules` differs from the lock file, or null. npm itself writes down what it installed. */
export function nodeModulesMissing() {
  const installedPath = join(nodeModules, '.package-lock.json');
  if (!existsSync(installedPath)) return 'not installed';
  return lockDifference(packagesOf(join(root, 'package-lock.json')), packagesOf(installedPath));
}

/**
 * The first difference in words, or null.
 * @param {Record<string, {version: string, optional?: boolean}>} wanted
 * @param {Record<string, {version: string}>} installed
 */
export function lockDifference(wanted, installed) {
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    // Optional packages for other processors and systems are in the lock file only.
    if (installed[path]?.version !== version && !(optional && !installed[path])) return `${path} is not at ${version}`;
  }
  const extra = Object.keys(installed).find((path) => !wanted[path]);
  return extra ? `${extra} is no longer wanted` : null;
}

export function installNodeModules() {
  return runWithProgress('npm ci', 'npm', ['ci', '--no-audit', '--no-fund'], { env: { ...process.env, CI: 'true' } });
}

/**
 * @param {string} lockPath
 * @returns {Record<string, {version: string, optional?: boolean}>}
 */
function packagesOf(lockPath) {
  const { packages } = JSON.parse(readFileSync(lockPath, 'utf8'));
  return Object.fromEntries(Object.entries(packages).filter(([path]) => path.startsWith('node_modules/')));
}
