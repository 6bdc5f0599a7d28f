/**
 * Builds `dist/package/`, the npm package as it is published. `npm run build` from the command
 * line; the other commands call `build` themselves. Does nothing twice.
 */
import { assemblePackage } from './build/package.mjs';
import { checkSizes } from './build/sizes.mjs';
import { buildWasm } from './build/wasm.mjs';
import { packageDir, wasmDir } from './lib/paths.mjs';
import { exitWith, isProgram } from './lib/run.mjs';
import { setup } from './setup.mjs';

export async function build() {
  await buildWasm();
  assemblePackage();
}

if (isProgram(import.meta.url)) {
  try {
    await setup('start');
    await build();
    console.log(`The package is in ${packageDir}.`);
    checkSizes(wasmDir);
  } catch (error) {
    exitWith(error);
  }
}
