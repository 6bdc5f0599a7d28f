/**
 * `npm run gallery`: our charts beside those of uPlot and ECharts with the same data, as pictures in
 * `dist/gallery/`, light and dark, at one and at two device pixels a CSS pixel. To be looked at by people:
 * what is drawn as it should be is for the tests to say. Takes the package as it was built last.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageDir, root } from './lib/paths.mjs';
import { exitWith, StepError } from './lib/run.mjs';
import { setup } from './setup.mjs';

const FOLDER = 'dist/gallery';

try {
  await setup('test');
  if (!existsSync(join(packageDir, 'index.js'))) throw new StepError('Expected a package to draw with and found none: run `npm run build` first.');
  // They import what set-up may have installed a moment ago.
  const [{ build }, { launch, servePages }] = await Promise.all([import('esbuild'), import('../tests/bench/pages.mjs')]);
  mkdirSync(join(root, FOLDER), { recursive: true });
  await build({ entryPoints: [join(root, 'tests/gallery/page.mjs')], outdir: join(root, FOLDER, 'bundle'), bundle: true, format: 'esm', logLevel: 'error' });
  const server = await servePages({ '/package/': 'dist/package', '/modules/': 'node_modules', '/bundle/': `${FOLDER}/bundle`, '/': 'tests/gallery' });
  const browser = await launch();
  try {
    for (const theme of ['light', 'dark']) {
      for (const ratio of [1, 2]) await draw(browser, `${server.url}?theme=${theme}`, `${theme}-${ratio}x.png`, ratio);
    }
  } finally {
    await browser.close();
    server.close();
  }
} catch (error) {
  exitWith(error);
}

/** @param {import('playwright-core').Browser} browser @param {string} url @param {string} name @param {number} deviceScaleFactor */
async function draw(browser, url, name, deviceScaleFactor) {
  const page = await browser.newPage({ deviceScaleFactor, viewport: { width: 1760, height: 900 }, locale: 'en-US', timezoneId: 'UTC' });
  /** @type {Error[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(url);
  await page.waitForFunction(() => 'isDrawn' in globalThis, undefined, { timeout: 60_000 }).catch((error) => Promise.reject(errors[0] ?? error));
  const path = join(root, FOLDER, name);
  await page.screenshot({ path, fullPage: true });
  console.log(path);
  await page.close();
}
