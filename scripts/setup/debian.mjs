/** Debian packages: the only part of set-up that needs root, and the only one outside the checkout. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { outputOf, runWithProgress, StepError } from '../lib/run.mjs';
import { findProgram } from './host.mjs';

const APT_LISTS = '/var/lib/apt/lists';
const LOCK_TRIES = 40;
const LOCK_WAIT_MS = 15_000;

/** @type {Promise<void> | undefined} */
let updated;

/**
 * Installs packages, waiting for another apt that is at work. Never removes a package for them.
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  const prefix = rootPrefix(packages);
  // Lists may be there and yet be old, or lack the security updates, where the newer compiler is.
  updated ??= apt(prefix, ['update']);
  await updated;
  await apt(prefix, ['install', '-y', '--no-install-recommends', '--no-remove', ...packages]);
}

/**
 * Whether apt knows these packages (its lists may be absent on a new machine: then nobody knows).
 * @param {string[]} packages
 */
export function packagesMayExist(packages) {
  if (!findProgram('apt-get')) return false;
  if (!hasPackageLists()) return true;
  const known = outputOf('apt-cache', ['show', '--no-all-versions', ...packages]);
  return known !== null && packages.every((name) => new RegExp(`^Package: ${name}$`, 'm').test(known));
}

/** @param {string} name */
export function installedVersion(name) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is dpkg's own.
  return outputOf('dpkg-query', ['-W', '-f', '${Version}', name]);
}

/**
 * Unpacks a part of a package into a folder of the checkout: no root, nothing installed.
 * @param {string} name
 * @param {string} version
 * @param {string} part a pattern of tar, such as './usr/share/*'
 * @param {string} folder made anew
 */
export async function extractPackage(name, version, part, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const script = 'cd "$1" && apt-get download "$2" && dpkg-deb --fsys-tarfile *.deb | tar -x --wildcards "$3"';
  await runWithProgress(`unpacking ${name}`, 'sh', ['-c', script, 'sh', folder, `${name}=${version}`, part]);
}

/** @param {string[]} packages */
function rootPrefix(packages) {
  const byHand = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!findProgram('apt-get')) {
    throw new StepError(`This machine has no apt-get. Install what these Debian packages hold, then run this again:\n    ${packages.join(' ')}`);
  }
  if (process.getuid?.() === 0) return [];
  if (outputOf('sudo', ['-n', 'true']) !== null) return ['sudo', '-n'];
  throw new StepError(`Debian packages are needed and only root may install them. Run this, then try again:\n    sudo ${byHand}`);
}

/** @param {string[]} prefix @param {string[]} args */
async function apt(prefix, args) {
  const command = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=600', ...args];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runWithProgress(`apt-get ${args[0]}`, command[0], command.slice(1));
    } catch (error) {
      // DPkg::Lock::Timeout does not cover the lists and the archives folder.
      if (!/Could not get lock|Unable to lock/.test(String(error)) || attempt === LOCK_TRIES) throw error;
      console.log('  apt-get is in use by another process: waiting');
      await new Promise((resolve) => setTimeout(resolve, LOCK_WAIT_MS));
    }
  }
}

function hasPackageLists() {
  try {
    return readdirSync(APT_LISTS).some((name) => name.includes('_Packages'));
  } catch {
    return false;
  }
}
