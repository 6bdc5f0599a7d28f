/** Where things lie in the checkout. Only names: nothing here reads or writes. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that set-up builds; git-ignored. */
export const tools = join(root, '.tools');
export const toolsBin = join(tools, 'bin');
export const toolsLogs = join(tools, 'logs');

/** A Rust toolchain with a wasm32 standard library, present only where rustup could not give one. */
export const toolchain = join(tools, 'toolchain');

export const nodeModules = join(root, 'node_modules');
export const cargoTarget = join(root, 'target');
export const dist = join(root, 'dist');

/** The npm package exactly as published. */
export const packageDir = join(dist, 'package');

/** The documents as pages. */
export const siteDir = join(dist, 'site');

/** The built module and the JavaScript around it, before they go into the package. */
export const wasmDir = join(dist, 'wasm');
/** The same with the names of its functions, for `npm run weight`. */
export const namedWasmDir = join(dist, 'wasm-named');
export const wasmFile = 'events_stats_widget_bg.wasm';
/** What a first chart does not need of it. */
export const lateFile = 'events_stats_widget_late.wasm';
export const glueFile = 'events_stats_widget.js';
