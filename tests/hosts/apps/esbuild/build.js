import { cpSync } from 'node:fs';
import { build } from 'esbuild';

const common = { bundle: true, minify: true, outdir: 'dist' };
// One file with the module inside, as a module and as a classic script.
await build({ ...common, entryPoints: ['inline.js'], format: 'esm' });
await build({ ...common, entryPoints: { classic: 'inline.js' }, format: 'iife' });
// The module as files of its own, which esbuild names.
await build({ ...common, entryPoints: ['files.js'], format: 'esm', loader: { '.wasm': 'file' } });
// The module where the package has it: beside the script.
await build({ ...common, entryPoints: ['beside.js', 'element.js'], format: 'esm' });
cpSync('node_modules/events-stats-widget/wasm', 'dist/wasm', { recursive: true });
for (const name of ['inline', 'classic', 'files', 'beside', 'element']) cpSync(`${name}.html`, `dist/${name}.html`);
