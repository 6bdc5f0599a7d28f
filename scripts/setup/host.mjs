/** Facts about this machine, asked once: processor, Rust, programs on the path. */
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root, toolchain } from '../lib/paths.mjs';
import { outputOf, StepError } from '../lib/run.mjs';

/** The caller's environment, with rustup's folder on the path and without settings that would bend our builds. */
export function plainEnv() {
  const env = { ...process.env };
  const cargoBin = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin');
  if (!env.PATH?.split(delimiter).includes(cargoBin)) env.PATH = `${cargoBin}${delimiter}${env.PATH ?? ''}`;
  if (env.RUSTUP_TOOLCHAIN === toolchain) delete env.RUSTUP_TOOLCHAIN;
  for (const name of ['RUSTFLAGS', 'CARGO_ENCODED_RUSTFLAGS', 'CARGO_BUILD_TARGET', 'CARGO_TARGET_DIR']) delete env[name];
  return env;
}

/**
 * The full path of a program, or null.
 * @param {string[]} names first that is found wins
 */
export function findProgram(...names) {
  for (const name of names) {
    for (const folder of (plainEnv().PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return null;
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @type {ReturnType<typeof askRust> | undefined} */
let rust;

/** The compiler that rustup runs in this checkout: `{sysroot, host, release, commit}`. */
export function rustFacts() {
  rust ??= askRust();
  return rust;
}

function askRust() {
  const sysroot = outputOf('rustc', ['--print', 'sysroot'], plainEnv());
  const version = outputOf('rustc', ['-vV'], plainEnv());
  if (!sysroot || !version) {
    throw new StepError(
      `Rust was not found: "rustc -vV" does not run in ${root}.\n` +
        'Install Rust with rustup (https://rustup.rs), then run this again.',
    );
  }
  return { sysroot, ...parseVersion(version) };
}

/** @param {string} text what `rustc -vV` prints */
export function parseVersion(text) {
  const field = (/** @type {string} */ name) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return { host: field('host'), release: field('release'), commit: field('commit-hash') };
}
