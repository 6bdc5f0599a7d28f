/** `npm run lint`: the rules (Biome) and the types (TypeScript) of all JavaScript. Needs the npm packages alone. */
import { join } from 'node:path';
import { nodeModules } from './lib/paths.mjs';
import { exitWith, runStreaming } from './lib/run.mjs';
import { checkTypes, NOT_YET_CHECKED } from './lint/types.mjs';

try {
  const biome = await runStreaming(process.execPath, [join(nodeModules, '@biomejs/biome/bin/biome'), 'lint', '--error-on-warnings']);
  const { errors, mended } = checkTypes();
  for (const error of errors) console.error(error);
  for (const folder of mended) {
    console.error(`${folder} has no errors of types any more: take it out of NOT_YET_CHECKED in scripts/lint/types.mjs.`);
  }
  const passedOver = NOT_YET_CHECKED.length > 0 ? `, ${NOT_YET_CHECKED.join(', ')} not yet checked` : '';
  console.log(`Types: ${errors.length} errors${passedOver}.`);
  process.exitCode = biome === 0 && errors.length + mended.length === 0 ? 0 : 1;
} catch (error) {
  exitWith(error);
}
