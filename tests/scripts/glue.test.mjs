/** What becomes of the module's imports, and of what is written around it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asObject, withoutFallbacks, withoutNames, withShortClosures, withSilentDead } from '../../scripts/build/glue.mjs';
import { rename } from '../../scripts/build/wasm-names.mjs';

const text = (/** @type {string} */ words) => [words.length, ...Buffer.from(words)];
const HEADER = [0, 97, 115, 109, 1, 0, 0, 0];
const TYPES = [1, 4, 1, 0x60, 0, 0];
const IMPORTS = [
  ...text('mine'), ...text('first'), 0, 0,
  ...text('page'), ...text('memory'), 2, 1, 1, 2,
  ...text('page'), ...text('table'), 1, 0x70, 0, 3,
  ...text('page'), ...text('global'), 3, 0x7f, 1,
  ...text('mine'), ...text('second'), 0, 0,
  ...text('other'), ...text('first'), 0, 0,
];
const MODULE = Uint8Array.of(...HEADER, ...TYPES, 2, IMPORTS.length + 1, 6, ...IMPORTS, 3, 2, 1, 0, 7, 7, 1, ...text('run'), 0, 3, 10, 4, 1, 2, 0, 11);

const LONG = 'x'.repeat(200);

test('imports of one module and an export get other names, all else stays', () => {
  const before = new WebAssembly.Module(MODULE);
  const renamed = new WebAssembly.Module(rename(MODULE, { imported: (name, from) => (from === 'mine' ? name + LONG : name), exported: (name) => name + LONG }));
  const imports = WebAssembly.Module.imports(before);
  assert.equal(imports.length, 6);
  assert.deepEqual(WebAssembly.Module.imports(renamed), imports.map((one) => (one.module === 'mine' ? { ...one, name: one.name + LONG } : one)));
  assert.deepEqual(WebAssembly.Module.exports(renamed), [{ name: `run${LONG}`, kind: 'function' }]);
});

test('where every name stays, so does every byte', () => {
  const same = (/** @type {string} */ name) => name;
  for (const module of [MODULE, Uint8Array.of(...HEADER, ...TYPES)]) {
    assert.deepEqual([...rename(module, { imported: same, exported: same })], [...module]);
  }
});

const GLUE = `function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_now_0123456789abcdef: function() {
            const ret = Date.now();
            return ret;
        },
        __wbg_parse_fedcba9876543210: function() { return handleError(function (arg0, arg1) {
            const ret = JSON.parse(getStringFromWasm0(arg0, arg1));
            return ret;
        }, arguments); },
    };
    return { "./events_stats_widget_bg.js": import0 };
}
function handleError(f, args) {
    try {
        return f.apply(this, args);
    } catch (e) {
        caught.push(e);
    }
}
`;

test('imports become a list in which each still does what it did', () => {
  const { glue, names } = withoutNames(GLUE);
  assert.deepEqual(names, ['__wbg_now_0123456789abcdef', '__wbg_parse_fedcba9876543210'], 'in the order of the list');
  /** @type {Error[]} */
  const caught = [];
  const imports = new Function('caught', 'getStringFromWasm0', `${glue}; return __wbg_get_imports()["./events_stats_widget_bg.js"];`)(caught, (/** @type {string[]} */ ...parts) => parts.join(''));
  assert.equal(typeof imports[0](), 'number');
  assert.deepEqual([imports[1]('[1', ',2]'), caught.length], [[1, 2], 0]);
  assert.deepEqual([imports[1]('[1', ''), caught.length], [undefined, 1]);
});

test('closures are called by short names', () => {
  const [one, other] = ['', '_26'].map((more) => `_RINvNvNtNtCs0_12wasm_bindgen7convert8closuress1_1__6invokeNtB8_7JsValueuKb1_ECs1_19events_stats_widget${more}`);
  const { glue, names } = withShortClosures(`function ${one}(a) { wasm.${one}(a); }\nfunction ${other}(a) { wasm.${other}(a); }`);
  assert.deepEqual([...names], [[one, 'closure0'], [other, 'closure1']]);
  assert.match(glue, /wasm\.closure0\(a\); \}\n.*wasm\.closure1\(a\);/);
});

test('what a newer generator writes otherwise ends the build', () => {
  const newer = [
    () => withoutNames(GLUE.replace('__proto__: null,', '')),
    () => withoutNames(GLUE.replace('f.apply(this, args)', 'f(...args)')),
    () => withoutNames(GLUE.replace('Date.now()', 'this.now()')),
    () => asObject(GLUE),
    () => withoutFallbacks(GLUE),
    () => withShortClosures(GLUE),
  ];
  for (const shrink of newer) assert.throws(shrink, /otherwise than scripts\/build\/glue\.mjs expects/);
});

test('a closure of an instance that has ended does nothing, and a version that writes it otherwise ends the build', () => {
  const made = "const real = (...args) => {\n    if (state.instance !== id) {\n        throw new Error('Cannot invoke closure from previous WASM instance');\n    }\n    return f(...args);\n};\n";
  assert.equal(withSilentDead(made + made).match(/\{\n {8}return;\n {4}\}/g)?.length, 2);
  assert.throws(() => withSilentDead('throw new Error();'), /the closures of earlier instances/);
});
