/** The module in two pieces: what ordinary charts run, and all else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from 'binaryen';
import { wasmFile } from '../../lib/paths.mjs';
import { cutData } from './data.mjs';
import { Linking, memoryOf } from './linking.mjs';
import { outline } from './outline.mjs';
import { ranIn } from './probes.mjs';
import { split } from './split.mjs';
import { train } from './training.mjs';

/**
 * @param {string} folder the module and its glue
 * @param {object} options
 * @param {string} options.browserPath
 * @param {boolean} options.names whether the pieces keep the names of functions
 * @param {RegExp} [options.always] the names of functions that stay in the first piece whatever runs
 * @param {string} [options.linked] the module as the linker wrote it; without it, all data stays in the first piece
 */
export async function cutInTwo(folder, { browserPath, names, linked, always }) {
  const bytes = readFileSync(join(folder, wasmFile));
  const marks = await train(folder, browserPath);
  // Functions are told apart by their names until they are cut.
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(bytes);
  const late = outline(module, ranIn(module, marks), { always });
  const whole = memoryOf(bytes);
  const memory = linked ? cutData(whole, module, late, new Linking(readFileSync(linked))) : { first: whole, late: [] };
  const outlined = module.emitBinary();
  module.dispose();
  return split(outlined, late, memory, names);
}
