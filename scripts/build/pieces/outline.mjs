/**
 * Makes functions of their own of the code that a first chart does not run: what it reads of the
 * locals around it become parameters, what it sets and leaves by becomes its result and globals.
 * The module does the same as before.
 */
import binaryen from 'binaryen';
import { bytesOf, childrenOf, definedFunctions, kinds, placesOf, visitAll } from './code.mjs';
import { bit, indexesOf, Liveness, targetsOf } from './liveness.mjs';

/** @typedef {import('./code.mjs').Expression} Expression */
/** @typedef {{expressions: Expression[], replace: (by: Expression) => void}} Region what stands one after the other and did not run */
/** @typedef {{label: string | null, type: number, carrier: number}} Exit where a region leads, `null` for the function's end, with a value in a local */

/** Less than that stays: small branches are taken after all, and a page that takes one waits for the late piece. */
const LEAST_BYTES = 220;
/** More for each local that goes in, and for each that comes back or way it leaves by: that is code in both pieces. */
const [INPUT_BYTES, OUTPUT_BYTES] = [8, 24];
/** A function that takes no more than the jump in its place. */
const SMALL_BYTES = 24;
const DONE = 'cold done';
/** What runs in these depends on how much there was before: all of them stays, once it is called for. */
const ALWAYS = /4rlsf|7raw_vec|9hashbrown|20events_stats_raster/;

/**
 * @param {binaryen.Module} module
 * @param {Map<string, Map<Expression, boolean>>} ran by function
 * @param {{leastBytes?: number, always?: RegExp}} [options] what is smaller, or named so, stays where it is
 * @returns {Set<string>} the functions that do not run, those that are new among them
 */
export function outline(module, ran, { leastBytes = LEAST_BYTES, always } = {}) {
  /** @type {Set<string>} */
  const cold = new Set();
  const globals = new Globals(module);
  for (const info of definedFunctions(module)) {
    const places = ran.get(info.name);
    const body = kinds.Function.getBody(info.pointer);
    if (!places || places.size === 0 || ALWAYS.test(info.name) || always?.test(info.name)) continue;
    if (!places.get(body)) {
      if (bytesOf(body) > SMALL_BYTES) cold.add(info.name);
      continue;
    }
    const regions = regionsOf(body, places);
    if (regions.length === 0) continue;
    const outliner = new Outliner(module, globals, info, leastBytes);
    for (const region of regions) {
      const name = `${info.name} cold ${cold.size}`;
      if (outliner.move(region, name)) cold.add(name);
    }
  }
  return cold;
}

/**
 * The last of a block first, so that the places of the others stay what they are.
 * @param {Expression} body @param {Map<Expression, boolean>} places
 * @returns {Region[]}
 */
function regionsOf(body, places) {
  /** @type {Region[]} */
  const regions = [];
  /** @param {Expression} expression */
  const look = (expression) => {
    const id = binaryen.getExpressionId(expression);
    if (id !== binaryen.BlockId) {
      for (const { child, replace } of placesOf(expression)) {
        if (id === binaryen.IfId && places.get(child) === false) regions.push({ expressions: [child], replace });
        else look(child);
      }
      return;
    }
    let hasRun = true;
    /** @type {Array<{from: number, expressions: Expression[]}>} */
    const runs = [];
    for (const [index, child] of childrenOf(expression).entries()) {
      const ranBefore = hasRun;
      hasRun = places.get(child) ?? hasRun;
      if (hasRun) look(child);
      else if (ranBefore) runs.push({ from: index, expressions: [child] });
      else runs.at(-1)?.expressions.push(child);
    }
    for (const { from, expressions } of runs.reverse()) regions.push({ expressions, replace: (by) => replaceRun(expression, from, expressions.length, by) });
  };
  look(body);
  return regions;
}

/** @param {Expression} block @param {number} from @param {number} length @param {Expression} by */
function replaceRun(block, from, length, by) {
  for (let index = from + length - 1; index > from; index -= 1) kinds.Block.removeChildAt(block, index);
  kinds.Block.setChildAt(block, from, by);
}

/** Carry what a function gives back beside its result: the caller reads them at once. */
class Globals {
  /** @type {Set<string>} */
  #made = new Set();

  /** @param {binaryen.Module} module */
  constructor(module) {
    this.module = module;
    this.zeros = new Map([
      [binaryen.i32, () => module.i32.const(0)], [binaryen.i64, () => module.i64.const(0n)],
      [binaryen.f32, () => module.f32.const(0)], [binaryen.f64, () => module.f64.const(0)],
    ]);
  }

  /** @param {number} type */
  canCarry(type) {
    return this.zeros.has(type);
  }

  /** @param {number} type @param {number} index */
  name(type, index) {
    const name = `cold ${type} ${index}`;
    const zero = this.zeros.get(type);
    if (zero && !this.#made.has(name)) {
      this.#made.add(name);
      this.module.addGlobal(name, type, true, zero());
    }
    return name;
  }

  /** Which way a function has left its code. */
  get exit() {
    return this.name(binaryen.i32, -1);
  }
}

/** Moves regions out of one function. */
class Outliner {
  /** @param {binaryen.Module} module @param {Globals} globals @param {ReturnType<typeof definedFunctions>[number]} info @param {number} leastBytes */
  constructor(module, globals, { pointer, params, results, vars }, leastBytes) {
    this.leastBytes = leastBytes;
    this.module = module;
    this.globals = globals;
    this.results = results;
    this.types = [...binaryen.expandType(params), ...vars];
    this.liveness = new Liveness(pointer);
    /** @type {Map<string, number>} */
    this.labels = new Map();
    visitAll(kinds.Function.getBody(pointer), (expression) => {
      const name = labelOf(expression);
      if (name) this.labels.set(name, binaryen.getExpressionId(expression) === binaryen.BlockId ? carriedType(binaryen.getExpressionType(expression)) : binaryen.none);
    });
  }

  /** @param {Region} region @param {string} name of the function that is made @returns {boolean} false where it is not worth it */
  move({ expressions, replace }, name) {
    const { read, set, exits, returns } = this.#uses(expressions);
    const type = binaryen.getExpressionType(expressions[expressions.length - 1]);
    const falls = type !== binaryen.unreachable;
    const after = (falls ? this.liveness.after.get(expressions[expressions.length - 1]) ?? 0n : 0n);
    const live = exits.reduce((all, label) => all | (this.liveness.at.get(label) ?? 0n), after);
    const outputs = indexesOf(set & live);
    const inputs = indexesOf((this.liveness.before.get(expressions[0]) ?? 0n) & (read | set & live));
    const bytes = expressions.reduce((sum, expression) => sum + bytesOf(expression), 0);
    if (bytes <= this.leastBytes + INPUT_BYTES * inputs.length + OUTPUT_BYTES * (outputs.length + exits.length + returns)) return false;
    const locals = new Locals(inputs, this.types, indexesOf(read | set));
    const value = carriedType(type);
    /** @type {Exit[]} */
    const ways = exits.map((label) => ({ label, type: this.labels.get(label) ?? binaryen.none, carrier: -1 }));
    if (returns > 0) ways.push({ label: null, type: this.results, carrier: -1 });
    const carried = [...outputs.map((index) => this.types[index]), ...[value, ...ways.map(({ type }) => type)].filter((type) => type !== binaryen.none)];
    if (!carried.every((type) => this.globals.canCarry(type))) return false;
    for (const way of ways) if (way.type !== binaryen.none) way.carrier = locals.add(way.type);
    const valueCarrier = value === binaryen.none ? -1 : locals.add(value);
    const carriers = [...outputs.map((index) => ({ from: locals.place(index), to: index, type: this.types[index] })),
      ...(valueCarrier < 0 ? [] : [{ from: valueCarrier, to: -1, type: value }]),
      ...ways.filter(({ carrier }) => carrier >= 0).map(({ carrier, type }) => ({ from: carrier, to: -1, type }))];
    const slots = new Map(carriers.map(({ from, type }, index) => [from, this.globals.name(type, index)]));
    // The first thing that is carried is the result, where the caller may put it into its place.
    const [result] = carriers.filter(({ to }, index) => index === 0 && (to >= 0 || (carriers.length === 1 && ways.length + Number(falls) === 1)));
    const { module } = this;
    const given = inputs.map((index) => module.local.get(index, this.types[index]));
    const called = module.call(name, given, result?.type ?? binaryen.none);
    replace(this.#caller(called, { carriers, result, slots, ways, falls, valueCarrier }, type));
    this.#define(name, inputs, locals, expressions, { carriers, result, slots, ways, falls, valueCarrier });
    return true;
  }

  /** @param {Expression[]} expressions */
  #uses(expressions) {
    let [read, set, returns] = [0n, 0n, 0];
    /** @type {Set<string>} */
    const own = new Set();
    /** @type {Set<string>} */
    const targets = new Set();
    for (const each of expressions) {
      visitAll(each, (expression) => {
        const id = binaryen.getExpressionId(expression);
        if (id === binaryen.LocalGetId) read |= bit(kinds.LocalGet.getIndex(expression));
        else if (id === binaryen.LocalSetId) set |= bit(kinds.LocalSet.getIndex(expression));
        else if (id === binaryen.ReturnId) returns += 1;
        else if (id === binaryen.BreakId) targets.add(kinds.Break.getName(expression));
        else if (id === binaryen.SwitchId) for (const target of targetsOf(expression)) targets.add(target);
        const label = labelOf(expression);
        if (label) own.add(label);
      });
    }
    return { read, set, returns, exits: [...targets].filter((target) => !own.has(target)) };
  }

  /**
   * What stands in the place of the code: the call, what it gives back, and the way it leaves.
   * @param {Expression} called @param {Moved} moved @param {number} whole the type of the code
   */
  #caller(called, { carriers, result, slots, ways, falls, valueCarrier }, whole) {
    const { module, globals } = this;
    /** @param {number} carrier @param {number} type */
    const carried = (carrier, type) => (result?.from === carrier ? called : module.global.get(/** @type {string} */ (slots.get(carrier)), type));
    const isUsedInPlace = result !== undefined && result.to < 0;
    /** @type {Expression[]} */
    const list = result && !isUsedInPlace ? [module.local.set(result.to, called)] : [];
    if (!result) list.push(called);
    for (const { from, to, type } of carriers) if (to >= 0 && from !== result?.from) list.push(module.local.set(to, module.global.get(/** @type {string} */ (slots.get(from)), type)));
    const jump = (/** @type {Exit} */ { label, type, carrier }) => {
      const value = carrier >= 0 ? carried(carrier, type) : undefined;
      return label === null ? module.return(value) : module.br(label, undefined, value);
    };
    for (const [index, way] of ways.entries()) {
      if (!falls && index === ways.length - 1) {
        list.push(jump(way));
        continue;
      }
      const exit = module.global.get(globals.exit, binaryen.i32);
      const taken = falls && ways.length === 1 ? exit : module.i32.eq(exit, module.i32.const(index + 1));
      list.push(way.label !== null && way.carrier < 0 ? module.br_if(way.label, taken) : module.if(taken, jump(way)));
    }
    if (valueCarrier >= 0) list.push(carried(valueCarrier, carriers.find(({ from }) => from === valueCarrier)?.type ?? binaryen.none));
    else if (!falls && ways.length === 0) list.push(module.unreachable());
    return list.length === 1 ? list[0] : module.block(null, list, whole);
  }

  /**
   * @param {string} name @param {number[]} inputs @param {Locals} locals @param {Expression[]} expressions @param {Moved} moved
   */
  #define(name, inputs, locals, expressions, { carriers, result, slots, ways, falls, valueCarrier }) {
    const { module, globals } = this;
    const isTold = ways.length + Number(falls) > 1;
    /** @param {number} index of the way that is taken */
    const leave = (index) => [...(isTold ? [module.global.set(globals.exit, module.i32.const(index))] : []), module.br(DONE)];
    const end = ways.findIndex(({ label }) => label === null);
    const parts = expressions.map((expression) => this.#rewritten(expression, locals, (value) => module.block(null, [
      ...(value ? [module.local.set(ways[end].carrier, value)] : []), ...leave(end + 1),
    ])));
    let list = parts;
    if (valueCarrier >= 0) list = [...parts.slice(0, -1), module.local.set(valueCarrier, parts[parts.length - 1])];
    if (falls) list.push(...leave(0));
    for (const [index, { label, type, carrier }] of ways.entries()) {
      if (label === null) continue;
      const landing = module.block(label, list, type);
      list = [carrier >= 0 ? module.local.set(carrier, landing) : landing, ...leave(index + 1)];
    }
    const body = [module.block(DONE, list, isReached(falls, ways) ? binaryen.none : binaryen.unreachable)];
    if (isReached(falls, ways)) {
      for (const { from, type } of carriers) if (from !== result?.from) body.push(module.global.set(/** @type {string} */ (slots.get(from)), module.local.get(from, type)));
      if (result) body.push(module.local.get(result.from, result.type));
    }
    module.addFunction(name, binaryen.createType(inputs.map((index) => this.types[index])), result?.type ?? binaryen.none, locals.vars, module.block(null, body, isReached(falls, ways) ? result?.type ?? binaryen.none : binaryen.unreachable));
  }

  /**
   * With the locals of the new function, and another way out instead of its end.
   * @param {Expression} expression @param {Locals} locals @param {(value: Expression) => Expression} leave
   * @returns {Expression}
   */
  #rewritten(expression, locals, leave) {
    for (const { child, replace } of placesOf(expression)) {
      const by = this.#rewritten(child, locals, leave);
      if (by !== child) replace(by);
    }
    const id = binaryen.getExpressionId(expression);
    if (id === binaryen.LocalGetId) kinds.LocalGet.setIndex(expression, locals.place(kinds.LocalGet.getIndex(expression)));
    if (id === binaryen.LocalSetId) kinds.LocalSet.setIndex(expression, locals.place(kinds.LocalSet.getIndex(expression)));
    return id === binaryen.ReturnId ? leave(kinds.Return.getValue(expression)) : expression;
  }
}

/**
 * @typedef {object} Moved
 * @property {Array<{from: number, to: number, type: number}>} carriers locals of the new function, and of the old one, or -1 for a value
 * @property {{from: number, to: number, type: number} | undefined} result the one that is the function's result
 * @property {Map<number, string>} slots the globals of the carriers
 * @property {Exit[]} ways
 * @property {boolean} falls whether it may come to its end
 * @property {number} valueCarrier
 */

/** The locals of a new function: its parameters, and what else is used in it. */
class Locals {
  /** @param {number[]} inputs @param {number[]} types of the old one's @param {number[]} used */
  constructor(inputs, types, used) {
    this.inputs = inputs.length;
    const others = used.filter((index) => !inputs.includes(index));
    this.places = new Map([...inputs, ...others].map((index, place) => [index, place]));
    this.vars = others.map((index) => types[index]);
  }

  /** @param {number} index of the old one's */
  place(index) {
    return /** @type {number} */ (this.places.get(index));
  }

  /** @param {number} type @returns {number} the index of a further one */
  add(type) {
    this.vars.push(type);
    return this.inputs + this.vars.length - 1;
  }
}

/** @param {boolean} falls @param {Exit[]} ways */
function isReached(falls, ways) {
  return falls || ways.length > 0;
}

/** @param {number} type */
function carriedType(type) {
  return type === binaryen.unreachable ? binaryen.none : type;
}

/** @param {Expression} expression @returns {string | null} */
function labelOf(expression) {
  const id = binaryen.getExpressionId(expression);
  if (id === binaryen.BlockId) return kinds.Block.getName(expression);
  return id === binaryen.LoopId ? kinds.Loop.getName(expression) : null;
}
