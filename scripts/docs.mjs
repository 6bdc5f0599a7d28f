/**
 * `npm run docs`: the README, `docs/` and the other documents as a site in `dist/site/`, with the gallery, the
 * types of the package, and a page to paste an answer and see its chart. Takes the package as it was built last.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageDir, siteDir } from './lib/paths.mjs';
import { exitWith, isProgram, StepError } from './lib/run.mjs';
import { setup } from './setup.mjs';

/** @param {string} [folder] where it is written; what lies there is replaced */
export async function buildDocs(folder = siteDir) {
  if (!existsSync(join(packageDir, 'inline.js'))) throw new StepError('Expected a package for the pages that draw, and found none: run `npm run build` first.');
  // It imports what set-up may have installed a moment ago.
  const { writeSite } = await import('./docs/site.mjs');
  await writeSite(folder);
}

if (isProgram(import.meta.url)) {
  try {
    const hasPictures = process.argv.includes('--pictures');
    await setup(hasPictures ? 'build' : 'docs');
    if (hasPictures) console.log(await (await import('./docs/pictures.mjs')).drawPictures());
    await buildDocs();
    console.log(`The site is in ${siteDir}: any server of files shows it.`);
  } catch (error) {
    exitWith(error);
  }
}
