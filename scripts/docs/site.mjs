/** Writes the site: Eleventy over the documents, beside the scripts and the package that its pages run. */
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
// @ts-expect-error It comes without types.
import { Eleventy } from '@11ty/eleventy';
import { build as bundle } from 'esbuild';
import { packageDir, root } from '../lib/paths.mjs';
import { apiPage } from './api.mjs';
import { layout } from './layout.mjs';
import { fileOf, teachDocuments } from './markdown.mjs';
import { menu } from './pages.mjs';

/** Pages of their own, and what they run. */
const PARTS = join(root, 'www/site');
const SCRIPTS = ['playground.js', 'gallery.js'];

/** @param {string} folder */
export async function writeSite(folder) {
  rmSync(folder, { recursive: true, force: true });
  const files = await writePages(folder);
  await bundle({ entryPoints: SCRIPTS.map((name) => join(PARTS, name)), outdir: folder, bundle: true, format: 'esm', external: ['./package/*'], logLevel: 'error' });
  const copies = [
    ...['inline.js', 'LICENSE-MIT', 'LICENSE-APACHE', 'LICENSES.txt'].map((name) => [join(packageDir, name), `package/${name}`]),
    [join(PARTS, 'site.css'), 'site.css'],
    [join(root, 'www/demo/icon.svg'), 'icon.svg'],
    ...files.map((path) => [join(root, path), fileOf(path)]),
  ];
  for (const [from, to] of copies) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(from, join(folder, to));
  }
}

/** @param {string} folder @returns {Promise<string[]>} the files that they lead to */
async function writePages(folder) {
  const groups = menu();
  const pages = groups.flatMap((group) => group.pages);
  const fileBySource = new Map(pages.flatMap(({ source, file }) => (source ? [[source, file]] : [])));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  /** @type {Set<string>} */
  const files = new Set();
  // Eleventy takes paths from where the command was called.
  const [input, output] = [PARTS, folder].map((path) => relative(process.cwd(), path));
  const eleventy = new Eleventy(input, output, {
    quietMode: true,
    configPath: false,
    config: (/** @type {any} */ config) => {
      config.setTemplateFormats(['md']);
      config.setUseGitIgnore(false);
      config.amendLibrary('md', (/** @type {any} */ md) => teachDocuments(md, fileBySource, files));
      // What a document holds between braces is its own: Markdown and nothing else.
      config.addGlobalData('templateEngineOverride', 'md');
      for (const { source, file } of pages) {
        if (source) config.addTemplate(`${file}.md`, readFileSync(join(root, source), 'utf8'), { permalink: file, source });
      }
      config.addTemplate('api.html.md', apiPage(packageDir), { permalink: 'api.html', source: 'api.html' });
      config.addTransform('layout', /** @this {any} @param {string} content */ function around(content) {
        const own = pages.find(({ file }) => file === basename(this.page.outputPath));
        if (!own) return content;
        return layout({ content, own: { ...own, script: SCRIPTS.find((name) => own.file === name.replace('.js', '.html')) }, menu: groups, version });
      });
    },
  });
  await eleventy.write();
  return [...files];
}
