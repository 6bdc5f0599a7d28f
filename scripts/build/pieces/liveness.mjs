/** Which locals of a function are still read after, and before, each of its expressions. */
import binaryen from 'binaryen';
import { childrenOf, kinds } from './code.mjs';

/** @typedef {import('./code.mjs').Expression} Expression */
/** @typedef {bigint} Locals a bit each */

/** The locals that are read after an expression, before one, and where a label leads. */
export class Liveness {
  /** @param {number} pointer of a function */
  constructor(pointer) {
    /** @type {Map<Expression, Locals>} */
    this.after = new Map();
    /** @type {Map<Expression, Locals>} */
    this.before = new Map();
    /** @type {Map<string, Locals>} */
    this.at = new Map();
    this.#look(kinds.Function.getBody(pointer), 0n);
  }

  /** Backwards. @param {Expression} expression @param {Locals} after @returns {Locals} */
  #look(expression, after) {
    this.after.set(expression, after);
    const before = this.#before(expression, after);
    this.before.set(expression, before);
    return before;
  }

  /** @param {Expression} expression @param {Locals} after @returns {Locals} */
  #before(expression, after) {
    switch (binaryen.getExpressionId(expression)) {
      case binaryen.LocalGetId: return after | bit(kinds.LocalGet.getIndex(expression));
      case binaryen.LocalSetId: return this.#children(expression, after & ~bit(kinds.LocalSet.getIndex(expression)));
      case binaryen.ReturnId: case binaryen.UnreachableId: return this.#children(expression, 0n);
      case binaryen.IfId: return this.#condition(expression, after);
      case binaryen.LoopId: return this.#loop(expression, after);
      case binaryen.BreakId: return this.#children(expression, this.#label(kinds.Break.getName(expression)) | (kinds.Break.getCondition(expression) ? after : 0n));
      case binaryen.SwitchId: return this.#children(expression, targetsOf(expression).reduce((all, name) => all | this.#label(name), 0n));
      case binaryen.BlockId: {
        const name = kinds.Block.getName(expression);
        if (name) this.at.set(name, after);
        return this.#children(expression, after);
      }
      default: return this.#children(expression, after);
    }
  }

  /** @param {Expression} expression @param {Locals} after */
  #children(expression, after) {
    return childrenOf(expression).reduceRight((live, child) => this.#look(child, live), after);
  }

  /** @param {Expression} expression @param {Locals} after */
  #condition(expression, after) {
    const [condition, ...arms] = childrenOf(expression);
    const skipped = arms.length === 1 ? after : 0n;
    return this.#look(condition, arms.reduce((live, arm) => live | this.#look(arm, after), skipped));
  }

  /** Until nothing is added: what is read in its next round is read after this one. @param {Expression} expression @param {Locals} after */
  #loop(expression, after) {
    const name = kinds.Loop.getName(expression);
    for (;;) {
      const known = name ? this.#label(name) : 0n;
      const before = this.#children(expression, after);
      if (!name || (before | known) === known) return before;
      this.at.set(name, before | known);
    }
  }

  /** @param {string} name */
  #label(name) {
    return this.at.get(name) ?? 0n;
  }
}

/** @param {Expression} expression a switch */
export function targetsOf(expression) {
  const names = /** @type {string[]} */ (kinds.Switch.getNames(expression));
  return [...names, kinds.Switch.getDefaultName(expression)];
}

/** @param {number} index */
export function bit(index) {
  return 1n << BigInt(index);
}

/** @param {Locals} locals */
export function indexesOf(locals) {
  const indexes = [];
  for (let index = 0, left = locals; left > 0n; index += 1, left >>= 1n) if (left & 1n) indexes.push(index);
  return indexes;
}
