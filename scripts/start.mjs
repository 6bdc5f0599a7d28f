/** `npm start`: sets up what is missing, builds what has changed, serves. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { root } from './lib/paths.mjs';
import { endWithNpm, exitWith, StepError } from './lib/run.mjs';
import { setup } from './setup.mjs';

const server = join(root, 'www/server/main.js');

try {
  endWithNpm();
  await setup('start');
  await build();
  if (!existsSync(server)) throw new StepError(`There is no server: expected ${server}.`);
  // In this process, so that signals and the exit code are the server's own.
  process.argv[1] = server;
  await import(pathToFileURL(server).href);
} catch (error) {
  exitWith(error);
}
