/**
 * `npm run gallery`: charts as pictures in `dist/gallery/`, light and dark, to be looked at by people (what is drawn as it
 * should be is for the tests to say). Ours beside those of uPlot and ECharts with the same data, at one and at two device
 * pixels a CSS pixel; and every display type in every state and size. Takes the package as it was built last.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDir, root } from './lib/paths.mjs';
import { exitWith, StepError } from './lib/run.mjs';
import { setup } from './setup.mjs';

const FOLDER = 'dist/gallery';
/** Decides on which side of a pair ours stands: the same in every run. */
const SEED = 29;
const THEMES = ['light', 'dark'];
/** Charts that are out of sight are not drawn: none is. */
const TALL = { width: 2400, height: 6000 };

/** What each word behind the command draws. @type {Record<string, (draw: Draw) => Promise<void>>} */
const MODES = { beside, states, open, dashboard, pairs };

/** @typedef {(name: string, options: Record<string, string>, deviceScaleFactor?: number) => Promise<void>} Draw */

try {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MODES);
  const unknown = chosen.find((name) => !(name in MODES));
  if (unknown) throw new StepError(`There are no pictures "${unknown}": expected ${Object.keys(MODES).join(', ')}.`);
  await setup('test');
  if (!existsSync(join(packageDir, 'index.js'))) throw new StepError('Expected a package to draw with and found none: run `npm run build` first.');
  // They import what set-up may have installed a moment ago.
  const [{ build }, { launch, servePages }] = await Promise.all([import('esbuild'), import('../tests/bench/pages.mjs')]);
  mkdirSync(join(root, FOLDER), { recursive: true });
  await build({ entryPoints: [join(root, 'tests/gallery/page.mjs')], outdir: join(root, FOLDER, 'bundle'), bundle: true, format: 'esm', logLevel: 'error' });
  const server = await servePages({ '/package/': 'dist/package', '/modules/': 'node_modules', '/bundle/': `${FOLDER}/bundle`, '/': 'tests/gallery' });
  const browser = await launch();
  try {
    for (const name of chosen) await MODES[name]((...of) => draw(browser, server.url, ...of));
  } finally {
    await browser.close();
    server.close();
  }
} catch (error) {
  exitWith(error);
}

/** Ours beside other libraries'. @param {Draw} draw */
async function beside(draw) {
  for (const theme of THEMES) {
    for (const ratio of [1, 2]) await draw(`${theme}-${ratio}x.png`, { sheet: 'beside', theme }, ratio);
  }
}

/** A picture for each display type, with all of its states at all sizes. @param {Draw} draw */
async function states(draw) {
  const { KINDS } = await import('../tests/gallery/states.mjs');
  for (const theme of THEMES) {
    for (const { name } of KINDS) await draw(`states-${name}-${theme}.png`, { sheet: 'states', theme, kind: name });
  }
}

/** Tooltips, menus and panels. @param {Draw} draw */
async function open(draw) {
  const { PANELS } = await import('../tests/gallery/sheets/open.mjs');
  for (const theme of THEMES) {
    for (const panel of Object.keys(PANELS)) await draw(`open-${panel}-${theme}.png`, { sheet: 'open', theme, panel });
  }
}

/** What a dashboard draws besides. @param {Draw} draw */
async function dashboard(draw) {
  for (const theme of THEMES) await draw(`dashboard-${theme}.png`, { sheet: 'dashboard', theme });
}

/**
 * Pairs for people who are to say which one they like better, and a file that says which one is ours.
 * @param {Draw} draw
 */
async function pairs(draw) {
  const { cases } = await import('../tests/gallery/cases.mjs');
  const { randomOf } = await import('../tests/gallery/answers.mjs');
  const random = randomOf(SEED);
  const charts = cases().filter(({ isAlone }) => !isAlone);
  const folder = join(root, FOLDER, 'pairs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  /** @type {Record<string, {case: string, peer: string, ours: string}>} */
  const key = {};
  for (const [row, theme] of THEMES.entries()) {
    // As often on the one side as on the other, in an order that cannot be guessed.
    const sides = charts.map((_, index) => ({ side: index % 2 ? 'left' : 'right', place: random() })).sort((a, b) => a.place - b.place);
    for (const [index, { name }] of charts.entries()) {
      const of = { case: name, peer: ['echarts', 'uplot'][(index + row) % 2], ours: sides[index].side };
      const file = `${theme}-${String(index + 1).padStart(2, '0')}.png`;
      await draw(`pairs/${file}`, { sheet: 'pairs', theme, name, peer: of.peer, ours: of.ours }, 2);
      key[file] = of;
    }
  }
  writeFileSync(join(folder, 'key.json'), `${JSON.stringify(key, null, 2)}\n`);
}

/**
 * @param {import('playwright-core').Browser} browser @param {string} address
 * @param {string} name @param {Record<string, string>} options of the page @param {number} [deviceScaleFactor]
 */
async function draw(browser, address, name, options, deviceScaleFactor = 1) {
  const page = await browser.newPage({ deviceScaleFactor, viewport: TALL, locale: 'en-US', timezoneId: 'UTC' });
  /** @type {Error[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(`${address}?${new URLSearchParams(options)}`);
  await page.waitForFunction(() => 'finish' in globalThis, undefined, { timeout: 60_000 }).catch((error) => Promise.reject(errors[0] ?? error));
  const size = await page.locator('main').evaluate((main) => ({ width: Math.ceil(main.getBoundingClientRect().width), height: Math.ceil(main.getBoundingClientRect().height) }));
  await page.setViewportSize(size);
  await page.evaluate(() => /** @type {any} */ (globalThis).finish());
  const path = join(root, FOLDER, name);
  await page.screenshot({ path });
  console.log(path);
  await page.close();
}
