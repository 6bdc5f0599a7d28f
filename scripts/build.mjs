/**
 * Builds `dist/package/`, the npm package as it is published, and what the server has compiled ahead. `npm run build` from the command
 * line, which fails over the size budget; the other commands call `build` themselves, and have
 * no reason to stop there. Does nothing twice.
 */
import { compileGrammars } from './build/grammars.mjs';
import { assemblePackage } from './build/package.mjs';
import { packServer } from './build/server-package.mjs';
import { reportSizes } from './build/sizes.mjs';
import { buildWasm } from './build/wasm.mjs';
import { packageDir } from './lib/paths.mjs';
import { exitWith, isProgram } from './lib/run.mjs';
import { setup } from './setup.mjs';

/** @param {import('./build/wasm.mjs').WasmOptions} [options] */
export async function build(options) {
  await buildWasm(options);
  await assemblePackage();
  await compileGrammars();
}

if (isProgram(import.meta.url)) {
  try {
    await setup('build');
    await build();
    console.log(`The package is in ${packageDir}, the server with it in ${packServer()}.`);
    const isOver = reportSizes(packageDir).length > 0;
    process.exitCode = isOver && !process.argv.includes('--any-size') ? 1 : 0;
  } catch (error) {
    exitWith(error);
  }
}
