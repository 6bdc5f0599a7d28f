/**
 * What wasm-bindgen writes around the module, made smaller. Imports get numbers in place of names, which end in
 * sixteen random digits each, twice: in the module and beside it. What loads the module from an address is left
 * out: that is the shell's matter (`www/element/module.js`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glueFile, wasmFile } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';
import { renameImports } from './wasm-imports.mjs';

/** The name by which the module imports everything. */
const IMPORTED_FROM = './events_stats_widget_bg.js';

/** @param {string} folder where the module and its glue lie; both are replaced */
export function shrinkGlue(folder) {
  const [wasmPath, gluePath] = [wasmFile, glueFile].map((file) => join(folder, file));
  const { glue, names } = withoutNames(withoutLoading(readFileSync(gluePath, 'utf8')));
  const places = new Map(names.map((name, index) => [name, String(index)]));
  const wasm = renameImports(readFileSync(wasmPath), IMPORTED_FROM, (name) => {
    const place = places.get(name);
    if (place === undefined) throw new StepError(`The module imports ${name}, which its glue does not have.`);
    return place;
  });
  writeFileSync(wasmPath, wasm);
  writeFileSync(gluePath, glue);
}

/**
 * The imports as a list instead of an object, each as an arrow function.
 * @param {string} glue
 */
export function withoutNames(glue) {
  const [, before, imports, after] = /^([\s\S]*\n {4}const import0 = )\{\n {8}__proto__: null,\n([\s\S]*?)\n {4}\};\n([\s\S]*)$/.exec(glue) ?? unexpected('the imports');
  const names = [...imports.matchAll(/^ {8}(\w+): /gm)].map(([, name]) => name);
  const list = imports
    .replace(/^ +\/\/.*\n/gm, '')
    .replace(/^ {8}\w+: function\(\) \{ return handleError\(function \(([^)]*)\) \{/gm, '        catching(($1) => {')
    .replace(/^ {8}\}, arguments\); \},$/gm, '        }),')
    .replace(/^ {8}\w+: function\(([^)]*)\) \{/gm, '        ($1) => {');
  // An arrow function has neither of its own.
  if (/\b(this|arguments)\b|^ {8}\w+: /m.test(list)) unexpected('an import');
  return { glue: `${before}[\n${list}\n    ];\n${withCatching(after)}`, names };
}

/** @param {string} glue */
function withCatching(glue) {
  const handling = /^function handleError\(f, args\) \{\n {4}try \{\n {8}return f\.apply\(this, args\);\n([\s\S]*?\n {4}\}\n)\}\n/m;
  if (!handling.test(glue)) unexpected('`handleError`');
  return glue.replace(handling, 'const catching = (f) => (...args) => {\n    try {\n        return f(...args);\n$1};\n');
}

/**
 * Only a compiled module is ever given.
 * @param {string} glue
 */
export function withoutLoading(glue) {
  const from = glue.search(/^async function __wbg_load\(/m);
  const to = glue.search(/^export \{ initSync, __wbg_init as default \};\n/m);
  if (from === -1 || to < from) unexpected('how it loads the module');
  return `${glue.slice(0, from)}function initSync() {
    return wasm;
}

async function __wbg_init({ module_or_path: module }) {
    return __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()), module);
}

${glue.slice(to)}`;
}

/** @param {string} what @returns {never} */
function unexpected(what) {
  throw new StepError(`wasm-bindgen writes ${what} otherwise than scripts/build/glue.mjs expects: look there when its version has changed.`);
}
