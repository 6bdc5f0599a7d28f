/**
 * What wasm-bindgen writes around the module, made smaller. Long names, once in the module and once beside
 * it, become short ones. What loads the module from an address is left out: that is the
 * shell's matter (`www/element/module.js`). So is what only browsers without SIMD need.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glueFile, wasmFile } from '../lib/paths.mjs';
import { StepError } from '../lib/run.mjs';
import { rename } from './wasm-names.mjs';

/** The name by which the module imports everything. */
const IMPORTED_FROM = './events_stats_widget_bg.js';
const RESET = '__wbg_reset_state';

/** @param {string} folder where the module and its glue lie; both are replaced */
export function shrinkGlue(folder) {
  const [wasmPath, gluePath] = [wasmFile, glueFile].map((file) => join(folder, file));
  const imports = withoutNames(withoutFallbacks(asObject(readFileSync(gluePath, 'utf8'))));
  const closures = withShortClosures(withSilentDead(imports.glue));
  const places = new Map(imports.names.map((name, index) => [name, String(index)]));
  const wasm = rename(readFileSync(wasmPath), {
    imported: (name, from) => (from === IMPORTED_FROM ? places.get(name) ?? unexpected(`no import ${name}`) : name),
    exported: (name) => closures.names.get(name) ?? name,
  });
  writeFileSync(wasmPath, wasm);
  writeFileSync(gluePath, closures.glue);
}

/**
 * The imports as a list instead of an object, each as an arrow function; those alike stand together, which
 * compresses better than the order of their names.
 * @param {string} glue
 */
export function withoutNames(glue) {
  const [, before, imports, after] = /^([\s\S]*\n {4}const import0 = )\{\n {8}__proto__: null,\n([\s\S]*?)\n {4}\};\n([\s\S]*)$/.exec(glue) ?? unexpected('the imports');
  const named = imports.replace(/^ +\/\/.*\n/gm, '').split(/\n(?= {8}\w)/).map((entry) => {
    const [, name, value] = /^ {8}(\w+): ([\s\S]*),$/.exec(entry) ?? unexpected('an import');
    return { name, value: asArrow(value) };
  });
  named.sort((one, other) => (one.value < other.value ? -1 : 1));
  const list = named.map(({ value }) => `        ${value},\n`).join('');
  // The last one is of the module that is cut: scripts/build/pieces/split.mjs.
  return { glue: `${before}[\n${list}        () => onMissing(),\n    ];\n${withCatching(after)}`, names: named.map(({ name }) => name) };
}

/** @param {string} value of an import */
function asArrow(value) {
  const arrow = value
    .replace(/^function\(\) \{ return handleError\(function \(([^)]*)\) \{([\s\S]*)\}, arguments\); \}$/, 'catching(($1) => {$2})')
    .replace(/^function\(([^)]*)\) \{/, '($1) => {');
  // An arrow function has neither of its own.
  return /^(catching\()?\(/.test(arrow) && !/\b(this|arguments)\b/.test(arrow) ? arrow : unexpected('an import');
}

/** @param {string} glue */
function withCatching(glue) {
  const handling = /^function handleError\(f, args\) \{\n {4}try \{\n {8}return f\.apply\(this, args\);\n([\s\S]*?\n {4}\}\n)\}\n/m;
  return replaced(glue, handling, 'const catching = (f) => (...args) => {\n    try {\n        return f(...args);\n$1};\n', '`handleError`');
}

/**
 * A timer, listener or answer of an instance that has ended is nobody's matter: its closure does nothing. As
 * wasm-bindgen has it, it throws.
 * @param {string} glue
 */
export function withSilentDead(glue) {
  const thrown = /throw new Error\('Cannot invoke closure from previous WASM instance'\);/g;
  return replaced(glue, thrown, 'return;', 'the closures of earlier instances');
}

/**
 * The exports by which closures are called: as the linker names them, their types and all.
 * @param {string} glue
 */
export function withShortClosures(glue) {
  const called = /\bwasm\.(_R\w*wasm_bindgen7convert8closures\w+)/g;
  const found = [...glue.matchAll(called)].map(([, name]) => name);
  if (found.length === 0) unexpected('the calls of closures');
  const names = new Map([...new Set(found)].map((name, index) => [name, `closure${index}`]));
  return { glue: glue.replace(called, (_, name) => `wasm.${names.get(name)}`), names };
}

/**
 * One object of all functions, which takes less than as many exports; only a compiled module is ever given. Its
 * types are `www/element/wasm/events_stats_widget.d.ts`.
 * @param {string} glue
 */
export function asObject(glue) {
  const exported = /^export function (\w+) ?\(/gm;
  const names = [...glue.matchAll(exported)].map(([, name]) => name);
  const loading = /^async function __wbg_load\([\s\S]*^export \{ initSync, __wbg_init as default \};\n/m;
  if (!names.includes(RESET)) unexpected('how it makes another instance');
  return replaced(glue, loading, `let onMissing = () => {};
export default {
    whenMissing: (ask) => { onMissing = ask; },
    init: async (module) => {
        __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()), module);
    },
    reset: ${RESET},
    exports: () => wasm,
    ${names.filter((name) => name !== RESET).join(', ')},
};
`, 'how it loads the module').replace(exported, 'function $1(');
}

/**
 * Every browser with SIMD has what these stand in for.
 * @param {string} glue
 */
export function withoutFallbacks(glue) {
  const encoding = /^if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?^\}\n/m;
  const registry = /\(typeof FinalizationRegistry === 'undefined'\)\n +\? \{ register: \(\) => \{\}, unregister: \(\) => \{\} \}\n +: /;
  return replaced(replaced(glue, encoding, '', '`encodeInto`'), registry, '', '`FinalizationRegistry`');
}

/** @param {string} glue @param {RegExp} pattern @param {string} by @param {string} what */
function replaced(glue, pattern, by, what) {
  return pattern.test(glue) ? glue.replace(pattern, by) : unexpected(what);
}

/** @param {string} what @returns {never} */
function unexpected(what) {
  throw new StepError(`wasm-bindgen writes ${what} otherwise than scripts/build/glue.mjs expects: look there when its version has changed.`);
}
