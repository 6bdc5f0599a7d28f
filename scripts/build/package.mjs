/** The npm package exactly as it is published: the element's files around the built module. */
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageDir, root, wasmDir } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';
import { digestOf, isBuiltFrom, markBuiltFrom } from './inputs.mjs';

const ELEMENT = 'www/element';
const LICENCES = ['LICENSE-MIT', 'LICENSE-APACHE'];
const STAMP = `${packageDir}.built-from`;

/** Replaces the folder at once, so that a server that serves it never sees half a package. */
export function assemblePackage() {
  if (!existsSync(join(root, ELEMENT, 'package.json'))) {
    throw new StepError(`The package's manifest is not there: expected ${ELEMENT}/package.json.`);
  }
  const digest = digestOf([ELEMENT, 'dist/wasm/.built-from', ...LICENCES, 'scripts/build/package.mjs']);
  if (existsSync(packageDir) && isBuiltFrom(digest, STAMP)) return;
  const fresh = `${packageDir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  cpSync(join(root, ELEMENT), fresh, { recursive: true });
  cpSync(wasmDir, join(fresh, 'wasm'), { recursive: true, filter: (path) => !basename(path).startsWith('.') });
  for (const name of LICENCES) cpSync(join(root, name), join(fresh, name));
  rmSync(packageDir, { recursive: true, force: true });
  renameSync(fresh, packageDir);
  markBuiltFrom(digest, STAMP);
}
