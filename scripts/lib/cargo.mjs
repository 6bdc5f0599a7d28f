/** Environments in which cargo works for the host, and for wasm32. */
import { delimiter } from 'node:path';
import { plainEnv } from '../setup/host.mjs';
import { rustupHasWasm, WASM_TARGET } from '../setup/wasm-target.mjs';
import { cargoTarget, toolchain, toolsBin } from './paths.mjs';

export { WASM_TARGET };

/**
 * For the host: rustup's toolchain.
 * @returns {NodeJS.ProcessEnv}
 */
export function hostCargoEnv() {
  return { ...plainEnv(), CARGO_TARGET_DIR: cargoTarget };
}

/** For wasm32: rustup's toolchain where it has the target, else ours; the tools of set-up come first on the path. */
export function wasmCargoEnv() {
  const env = hostCargoEnv();
  env.PATH = `${toolsBin}${delimiter}${env.PATH}`;
  if (!rustupHasWasm()) env.RUSTUP_TOOLCHAIN = toolchain;
  return env;
}
