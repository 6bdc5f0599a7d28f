/**
 * Cuts the module in two: a first piece that draws an ordinary chart, and a late piece with the
 * rest. A late function that the first piece refers to is a jump through a table there, which the
 * late piece fills when it is instantiated; where it is called before, it is asked for. The late
 * piece imports what it uses of the first one from its exports. Why not a tool of others:
 * docs/decisions/pieces.md.
 */
import { createHash } from 'node:crypto';
import binaryen from 'binaryen';

/** The late piece imports everything under this name, the first piece's exports. */
const FIRST = 'm';
/** Takes a place in the table, and gives it back when something stands there, as far as can be. */
const PLACE = 'late place';
/** Asks the page for the late piece, at once. */
const ASK = 'late ask';

/** @typedef {{first: Stretch[], late: Stretch[]}} Memory */
/** @typedef {import('./data.mjs').Stretch} Stretch */
/** @typedef {{name: string, params: number, results: number, isImport: boolean, calls: Set<string>}} Func */

/**
 * @param {Uint8Array} bytes a module with the names of its functions
 * @param {Set<string>} asked functions that are late; those that only they call go with them
 * @param {Memory} memory what each piece sets of it when it is instantiated
 * @param {boolean} names whether the pieces have them, too: to see what weighs how much
 * @returns {{first: Uint8Array, late: Uint8Array, entries: string[], moved: string[]}}
 *   `entries`: those of the late functions, `moved`, that the first piece refers to
 */
export function split(bytes, asked, memory, names) {
  binaryen.setDebugInfo(names);
  const whole = read(bytes);
  const functions = functionsOf(whole);
  const roots = rootsOf(whole);
  whole.dispose();
  const kept = reachable(functions, roots, asked);
  // Everything else is called by late functions alone, or by nobody.
  const late = new Map([...functions].filter(([name, { isImport }]) => !isImport && !kept.has(name)));
  const called = new Set([...kept].flatMap((caller) => [...functions.get(caller)?.calls ?? []]));
  const entries = [...late.keys()].filter((name) => roots.has(name) || called.has(name));
  const shared = [...new Set([...late.values()].flatMap(({ calls }) => [...calls]))].filter((name) => !late.has(name));
  // The first piece of another build has no table of that name: the two do not link.
  const digest = createHash('sha256').update(bytes).update([...late.keys()].join());
  const table = `late:${digest.digest('hex').slice(0, 8)}`;
  return {
    first: firstPiece(bytes, late, entries, shared, memory.first, table),
    late: latePiece(bytes, functions, late, entries, shared, memory.late, table),
    entries,
    moved: [...late.keys()],
  };
}

/** @param {Uint8Array} bytes */
function read(bytes) {
  const module = binaryen.readBinary(bytes);
  // What the pieces are linked by.
  module.setFeatures(module.getFeatures() | binaryen.Features.ReferenceTypes | binaryen.Features.MutableGlobals);
  return module;
}

/**
 * @param {binaryen.Module} module
 * @returns {Map<string, Func>}
 */
function functionsOf(module) {
  const infos = infosOf(module);
  // The text names a function in one spelling wherever it stands, and lists them in their order.
  const texts = module.emitText().split('\n (func ').slice(1);
  const defined = infos.filter(({ base }) => !base);
  const spelled = /^\$(?:"(?:[^"\\]|\\.)*"|\S+)/;
  /** @type {Map<string, string>} */
  const names = new Map();
  const bodies = texts.slice(texts.length - defined.length);
  for (const [index, text] of bodies.entries()) names.set(spelling(text, spelled), defined[index].name);
  const imported = infos.filter(({ base }) => base);
  for (const { name } of imported) names.set(`$${name}`, name).set(`$${JSON.stringify(name)}`, name);
  /** @type {Map<string, Func>} */
  const functions = new Map();
  for (const { name, params, results } of imported) functions.set(name, { name, params, results, isImport: true, calls: new Set() });
  for (const [index, { name, params, results }] of defined.entries()) {
    // A name in the text may hold quotes and brackets of its own.
    const found = bodies[index].matchAll(/\((?:call|return_call|ref\.func) (\$(?:"(?:[^"\\]|\\.)*"|[^\s)]+))/g);
    const calls = new Set(Array.from(found, ([, callee]) => {
      const known = names.get(callee);
      if (known === undefined) throw new Error(`The module's text calls ${callee}, which is none of its functions.`);
      return known;
    }));
    functions.set(name, { name, params, results, isImport: false, calls });
  }
  return functions;
}

/** @param {string} text @param {RegExp} pattern */
function spelling(text, pattern) {
  return pattern.exec(text)?.[0] ?? '';
}

/** What is called from outside or through the table. @param {binaryen.Module} module */
function rootsOf(module) {
  /** @type {Set<string>} */
  const roots = new Set();
  for (let index = 0; index < module.getNumExports(); index += 1) {
    const { kind, value } = binaryen.getExportInfo(module.getExportByIndex(index));
    if (kind === binaryen.ExternalKinds.Function) roots.add(value);
  }
  for (const { data } of segmentsOf(module)) for (const name of data) roots.add(name);
  return roots;
}

/** @param {binaryen.Module} module */
function infosOf(module) {
  return Array.from({ length: module.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)));
}

/** @param {binaryen.Module} module */
function segmentsOf(module) {
  return Array.from({ length: module.getNumElementSegments() }, (_, index) => binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(index)));
}

/** What runs without any late function. @param {Map<string, Func>} functions @param {Set<string>} roots @param {Set<string>} late */
function reachable(functions, roots, late) {
  const kept = new Set([...roots].filter((name) => !late.has(name)));
  for (const name of kept) {
    for (const callee of functions.get(name)?.calls ?? []) if (!late.has(callee)) kept.add(callee);
  }
  return kept;
}

/**
 * @param {Uint8Array} bytes
 * @param {Map<string, Func>} late
 * @param {string[]} entries late functions that this piece refers to
 * @param {string[]} shared functions that the late piece calls
 * @param {Stretch[]} memory
 * @param {string} table
 */
function firstPiece(bytes, late, entries, shared, memory, table) {
  const module = read(bytes);
  setMemory(module, memory);
  for (const name of late.keys()) module.removeFunction(name);
  module.addTable('late', entries.length, entries.length);
  module.addTableExport('late', table);
  addPlace(module);
  for (const [slot, name] of entries.entries()) {
    const { params, results } = /** @type {Func} */ (late.get(name));
    const given = binaryen.expandType(params).map((type, index) => module.local.get(index, type));
    module.addFunction(name, params, results, [], module.call_indirect('late', module.call(PLACE, [module.i32.const(slot)], binaryen.i32), given, params, results));
  }
  for (const [index, name] of shared.entries()) module.addFunctionExport(name, exportName(index));
  for (const [index, name] of globalsOf(module).entries()) module.addGlobalExport(name, `g${index}`);
  for (const [index, name] of tablesOf(module).entries()) if (name !== 'late') module.addTableExport(name, `t${index}`);
  return written(module);
}

/** @param {binaryen.Module} module @param {Stretch[]} memory */
function setMemory(module, memory) {
  const { initial, max } = module.getMemoryInfo();
  module.setMemory(initial, max ?? -1, null, memory.map(({ address, bytes }) => ({ offset: module.i32.const(address), data: bytes })));
}

/** @param {binaryen.Module} module */
function addPlace(module) {
  const imported = infosOf(module).filter(({ module: from }) => from);
  // The imports are a list, and the last of it is this one: scripts/build/glue.mjs.
  const [last] = imported.sort((one, other) => Number(other.base) - Number(one.base));
  module.addFunctionImport(ASK, /** @type {string} */ (last.module), String(Number(last.base) + 1), binaryen.none, binaryen.none);
  const place = () => module.local.get(0, binaryen.i32);
  module.addFunction(PLACE, binaryen.i32, binaryen.i32, [], module.block(null, [
    module.if(module.ref.is_null(module.table.get('late', place(), binaryen.funcref)), module.call(ASK, [], binaryen.none)),
    place(),
  ], binaryen.i32));
}

/**
 * @param {Uint8Array} bytes
 * @param {Map<string, Func>} functions
 * @param {Map<string, Func>} late
 * @param {string[]} entries
 * @param {string[]} shared
 * @param {Stretch[]} memory
 * @param {string} table
 */
function latePiece(bytes, functions, late, entries, shared, memory, table) {
  const module = read(bytes);
  for (const name of exportsOf(module)) module.removeExport(name);
  for (const { name } of segmentsOf(module)) module.removeElementSegment(name);
  for (const name of functions.keys()) if (!late.has(name)) module.removeFunction(name);
  for (const [index, name] of shared.entries()) {
    const { params, results } = /** @type {Func} */ (functions.get(name));
    module.addFunctionImport(name, FIRST, exportName(index), params, results);
  }
  for (const [index, name] of globalsOf(module).entries()) {
    const { type, mutable } = binaryen.getGlobalInfo(module.getGlobal(name));
    module.addGlobalImport(name, FIRST, `g${index}`, type, mutable);
  }
  for (const [index, name] of tablesOf(module).entries()) module.addTableImport(name, FIRST, `t${index}`);
  setMemory(module, memory);
  module.addMemoryImport('0', FIRST, 'memory');
  module.addTable('late', entries.length, entries.length);
  module.addTableImport('late', FIRST, table);
  module.addActiveElementSegment('late', 'late', entries, module.i32.const(0));
  return written(module);
}

/** @param {binaryen.Module} module */
function exportsOf(module) {
  return Array.from({ length: module.getNumExports() }, (_, index) => binaryen.getExportInfo(module.getExportByIndex(index)).name);
}

/** @param {binaryen.Module} module */
function globalsOf(module) {
  return Array.from({ length: module.getNumGlobals() }, (_, index) => binaryen.getGlobalInfo(module.getGlobalByIndex(index)).name);
}

/** @param {binaryen.Module} module */
function tablesOf(module) {
  return Array.from({ length: module.getNumTables() }, (_, index) => binaryen.getTableInfo(module.getTableByIndex(index)).name);
}

/** Begins with a figure, which no export of the bindings does. @param {number} index */
function exportName(index) {
  return `${index % 10}${Math.floor(index / 10).toString(36)}`;
}

/** @param {binaryen.Module} module */
function written(module) {
  if (!module.validate()) throw new Error('The module that was cut is not valid.');
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
