/**
 * The wasm32 standard library: from rustup where it can download one, else built once from the
 * source that Debian ships with its own compiler. Compilers accept only a library of exactly their
 * version, hence a toolchain of its own, in the checkout, used through `RUSTUP_TOOLCHAIN`.
 */
import {
  copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { toolchain, tools } from '../lib/paths.mjs';
import { outputOf, runWithProgress, StepError } from '../lib/run.mjs';
import { extractPackage, installedVersion, installPackages, packagesMayExist } from './debian.mjs';
import { findProgram, parseVersion, plainEnv, rustFacts } from './host.mjs';

export const WASM_TARGET = 'wasm32-unknown-unknown';
export const DEBIAN_RUST = ['rustc-web', 'cargo-web'];

/** Unpacked in the checkout: installing its 45,000 files takes dpkg minutes, and we need a tenth of them once. */
export const DEBIAN_RUST_SOURCE = 'rust-web-src';

const DEBIAN_RUSTC = '/usr/bin/rustc';
const DEBIAN_CARGO = '/usr/bin/cargo';
const DEBIAN_RUSTLIB = '/usr/lib/rustlib';
const RUSTUP_LIMIT_MS = 5 * 60_000;

/** Raise it when the layout below changes: existing checkouts then build theirs anew. */
const RECIPE = 1;

export function rustupHasWasm() {
  return existsSync(join(rustFacts().sysroot, 'lib/rustlib', WASM_TARGET, 'lib'));
}

/** Why the toolchain cannot be used as it is, or null. */
export function wasmTargetMissing() {
  if (rustupHasWasm() || toolchainIsWhole()) return null;
  return existsSync(toolchain) ? 'the toolchain in .tools is not of the installed compiler' : 'not installed';
}

export async function installWasmTarget() {
  if (await addByRustup()) return;
  if (![DEBIAN_RUSTC, DEBIAN_CARGO].every((path) => existsSync(path))) await installPackages(DEBIAN_RUST);
  const scratch = join(tools, 'std-build');
  const library = await unpackLibrary(join(scratch, 'source'));
  await buildStandardLibrary(library, join(scratch, 'target'));
  assembleToolchain(join(scratch, 'target', WASM_TARGET, 'dist/deps'));
  rmSync(scratch, { recursive: true, force: true });
}

async function addByRustup() {
  if (!findProgram('rustup')) return false;
  try {
    await runWithProgress('rustup target add', 'rustup', ['target', 'add', WASM_TARGET], {
      env: plainEnv(), timeoutMs: RUSTUP_LIMIT_MS,
    });
    return rustupHasWasm();
  } catch (error) {
    if (!packagesMayExist(DEBIAN_RUST)) throw error;
    console.log("  rustup cannot download the target here: Debian's compiler and library source are used instead");
    return false;
  }
}

/**
 * The library's source at exactly the compiler's version.
 * @param {string} folder
 */
async function unpackLibrary(folder) {
  const unpack = () => extractPackage(DEBIAN_RUST_SOURCE, installedVersion(DEBIAN_RUST[0]) ?? '', './usr/src/*/library', folder);
  try {
    await unpack();
  } catch {
    // The archive no longer has the source of a compiler installed long ago: both must be brought up to date.
    await installPackages(DEBIAN_RUST);
    await unpack();
  }
  const [rust] = readdirSync(join(folder, 'usr/src'));
  const library = join(folder, 'usr/src', rust, 'library');
  if (!existsSync(join(library, 'vendor'))) {
    throw new StepError(`${DEBIAN_RUST_SOURCE} holds no library/vendor: is rustc ${debianRust().release} too old?`);
  }
  return library;
}

/**
 * The flags are those of rustc's own bootstrap for the library it ships.
 * @param {string} library @param {string} targetDir
 */
function buildStandardLibrary(library, targetDir) {
  const env = {
    ...plainEnv(),
    RUSTC: DEBIAN_RUSTC,
    RUSTC_BOOTSTRAP: '1',
    CARGO_ENCODED_RUSTFLAGS: [
      '-Zforce-unstable-if-unmarked', '-Cembed-bitcode=yes',
      // Panic messages name their place: not one on this machine.
      `--remap-path-prefix=${library}=/rustc/library`,
    ].join('\x1f'),
    CARGO_TARGET_DIR: targetDir,
  };
  return runWithProgress('wasm32 standard library', DEBIAN_CARGO, [
    '--config', 'source.crates-io.replace-with="vendored"',
    '--config', `source.vendored.directory="${join(library, 'vendor')}"`,
    'build', '-Zavoid-dev-deps', '--offline', '--manifest-path', join(library, 'sysroot/Cargo.toml'),
    '--target', WASM_TARGET, '--profile', 'dist', '--features', 'compiler-builtins-mem,panic-unwind',
  ], { env });
}

/**
 * A folder that rustup takes for a toolchain: wrappers that name it as sysroot, two standard libraries, a linker.
 * @param {string} builtLibraries
 */
function assembleToolchain(builtLibraries) {
  const fresh = `${toolchain}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const { host } = debianRust();
  const wasmLib = join(fresh, 'lib/rustlib', WASM_TARGET, 'lib');
  const hostDir = join(fresh, 'lib/rustlib', host);
  for (const folder of [wasmLib, join(hostDir, 'bin'), join(fresh, 'bin')]) mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(builtLibraries)) {
    if (name.endsWith('.rlib')) copyFileSync(join(builtLibraries, name), join(wasmLib, name));
  }
  symlinkSync(join(DEBIAN_RUSTLIB, host, 'lib'), join(hostDir, 'lib'));
  symlinkSync(linker(), join(hostDir, 'bin/rust-lld'));
  symlinkSync(DEBIAN_CARGO, join(fresh, 'bin/cargo'));
  writeWrapper(fresh, 'rustc', 'exec /usr/bin/rustc --sysroot "$sysroot" "$@"');
  writeWrapper(fresh, 'rustdoc', 'exec /usr/bin/rustdoc --sysroot "$sysroot" "$@"');
  writeWrapper(fresh, 'cargo-clippy', 'SYSROOT="$sysroot" exec /usr/bin/cargo-clippy "$@"');
  writeFileSync(join(fresh, 'built-from'), stamp());
  rmSync(toolchain, { recursive: true, force: true });
  renameSync(fresh, toolchain);
}

/**
 * rustup starts these by their full path, so the sysroot follows from the script's own name.
 * @param {string} folder @param {string} name @param {string} command
 */
function writeWrapper(folder, name, command) {
  const script = `#!/bin/sh\nsysroot="\${0%/bin/${name}}"\n${command}\n`;
  writeFileSync(join(folder, 'bin', name), script, { mode: 0o755 });
}

/** rustup's own linker: Debian ships none that is as new as the compiler. */
function linker() {
  const { sysroot, host } = rustFacts();
  const ours = join(sysroot, 'lib/rustlib', host, 'bin/rust-lld');
  const found = existsSync(ours) ? ours : findProgram('rust-lld', 'wasm-ld');
  if (!found) throw new StepError(`No linker for WebAssembly: neither ${ours} nor rust-lld or wasm-ld on the path.`);
  return found;
}

function toolchainIsWhole() {
  const builtFrom = join(toolchain, 'built-from');
  if (!existsSync(builtFrom) || readFileSync(builtFrom, 'utf8') !== stamp()) return false;
  return existsSync(join(toolchain, 'lib/rustlib', debianRust().host, 'bin/rust-lld'));
}

function stamp() {
  const { host, release, commit } = debianRust();
  return `recipe ${RECIPE}, rustc ${release} ${commit} for ${host}\n`;
}

function debianRust() {
  return parseVersion(outputOf(DEBIAN_RUSTC, ['-vV']) ?? '');
}
