/** Functions of a module as trees: what an expression consists of, and in which places code may run or not. */
import binaryen from 'binaryen';

/** @typedef {number} Expression a pointer of binaryen's */

/** What binaryen has for each kind of expression, and for functions; its types do not tell of it. @type {Record<string, any>} */
export const kinds = binaryen;

/**
 * A place where control may or may not arrive when what stands before it has run.
 * @typedef {object} Unit
 * @property {Expression} expression the first thing that runs there
 * @property {(by: Expression) => void} replace
 */

/** Children in their order of evaluation, of the expressions whose number of children does not vary. @type {Record<string, string[]>} */
const CHILDREN = {
  If: ['Condition', 'IfTrue', 'IfFalse'], Loop: ['Body'], Break: ['Value', 'Condition'], Switch: ['Value', 'Condition'], Return: ['Value'],
  LocalSet: ['Value'], GlobalSet: ['Value'], Drop: ['Value'], Select: ['IfTrue', 'IfFalse', 'Condition'], Unary: ['Value'], Binary: ['Left', 'Right'],
  Load: ['Ptr'], Store: ['Ptr', 'Value'], MemoryGrow: ['Delta'], MemoryCopy: ['Dest', 'Source', 'Size'], MemoryFill: ['Dest', 'Value', 'Size'],
  TableGet: ['Index'], TableSet: ['Index', 'Value'], TableGrow: ['Value', 'Delta'], RefIsNull: ['Value'],
  SIMDExtract: ['Vec'], SIMDReplace: ['Vec', 'Value'], SIMDShuffle: ['Left', 'Right'], SIMDTernary: ['A', 'B', 'C'], SIMDShift: ['Vec', 'Shift'], SIMDLoad: ['Ptr'], SIMDLoadStoreLane: ['Ptr', 'Vec'],
  LocalGet: [], GlobalGet: [], Const: [], Nop: [], Unreachable: [], MemorySize: [], RefNull: [], RefFunc: [], TableSize: [],
};

/** @typedef {{get: (of: Expression) => Expression, set: (of: Expression, child: Expression) => void}} Slot */

/** @type {Map<number, Slot[]>} */
const SLOTS = new Map(Object.entries(CHILDREN).map(([kind, names]) => {
  const { [`${kind}Id`]: id, [kind]: api } = kinds;
  return [id, names.map((name) => ({ get: api[`get${name}`], set: api[`set${name}`] }))];
}));

/** An expression of a kind that no function of ours holds: only bindings that are generated do. */
export class UnknownExpression extends Error {}

/**
 * The places of an expression's children, in their order of evaluation.
 * @param {Expression} expression
 * @returns {Array<{child: Expression, replace: (by: Expression) => void}>}
 */
export function placesOf(expression) {
  const id = binaryen.getExpressionId(expression);
  if (id === binaryen.BlockId) return listed(expression, kinds.Block.getChildren(expression), kinds.Block.setChildAt);
  if (id === binaryen.CallId) return listed(expression, kinds.Call.getOperands(expression), kinds.Call.setOperandAt);
  if (id === binaryen.CallIndirectId) {
    return [
      ...listed(expression, kinds.CallIndirect.getOperands(expression), kinds.CallIndirect.setOperandAt),
      { child: kinds.CallIndirect.getTarget(expression), replace: (by) => kinds.CallIndirect.setTarget(expression, by) },
    ];
  }
  const slots = SLOTS.get(id);
  if (!slots) throw new UnknownExpression(`An expression of kind ${id}`);
  return slots.map(({ get, set }) => ({ child: get(expression), replace: (/** @type {Expression} */ by) => set(expression, by) })).filter(({ child }) => child !== 0);
}

/**
 * @param {Expression} expression @param {Expression[]} children
 * @param {(of: Expression, index: number, child: Expression) => void} set
 */
function listed(expression, children, set) {
  return children.map((child, index) => ({ child, replace: (/** @type {Expression} */ by) => set(expression, index, by) }));
}

/** @param {Expression} expression */
export function childrenOf(expression) {
  return placesOf(expression).map(({ child }) => child);
}

/** What a function consists of, from the outside in. @param {Expression} expression @param {(each: Expression) => void} visit */
export function visitAll(expression, visit) {
  visit(expression);
  for (const child of childrenOf(expression)) visitAll(child, visit);
}

/**
 * The functions of a module that have a body, in its order.
 * @param {binaryen.Module} module
 */
export function definedFunctions(module) {
  return Array.from({ length: module.getNumFunctions() }, (_, index) => {
    const pointer = module.getFunctionByIndex(index);
    return { pointer, ...binaryen.getFunctionInfo(pointer) };
  }).filter(({ base }) => !base);
}

/**
 * The places of a function, the same for the same bytes: its beginning, the arms of conditions, and
 * what follows in a block on something that control may leave or enter. None of a function that
 * holds what is not known here.
 * @param {number} pointer of a function
 * @returns {Unit[]}
 */
export function unitsOf(pointer) {
  const body = kinds.Function.getBody(pointer);
  /** @type {Unit[]} */
  const units = [{ expression: body, replace: (by) => kinds.Function.setBody(pointer, by) }];
  /** @param {Expression} expression @returns {boolean} whether control may leave or enter in it */
  const look = (expression) => {
    const id = binaryen.getExpressionId(expression);
    const places = placesOf(expression);
    let jumps = JUMPING.has(id) || (id === binaryen.BlockId && kinds.Block.getName(expression) !== null);
    let hasJumped = false;
    for (const [index, { child, replace }] of places.entries()) {
      const isPlace = (id === binaryen.IfId && index > 0) || (id === binaryen.BlockId && hasJumped);
      if (isPlace) units.push({ expression: child, replace });
      hasJumped = look(child);
      jumps ||= hasJumped;
    }
    return jumps;
  };
  try {
    look(body);
  } catch (error) {
    if (error instanceof UnknownExpression) return [];
    throw error;
  }
  return units;
}

const JUMPING = new Set([binaryen.BreakId, binaryen.SwitchId, binaryen.ReturnId, binaryen.UnreachableId, binaryen.LoopId]);

/** About how many bytes an expression takes. @param {Expression} expression @returns {number} */
export function bytesOf(expression) {
  return childrenOf(expression).reduce((sum, child) => sum + bytesOf(child), OWN_BYTES.get(binaryen.getExpressionId(expression)) ?? 2);
}

const OWN_BYTES = new Map([
  [binaryen.BlockId, 2], [binaryen.NopId, 0], [binaryen.UnreachableId, 1], [binaryen.DropId, 1], [binaryen.SelectId, 1], [binaryen.ReturnId, 1],
  [binaryen.UnaryId, 1], [binaryen.BinaryId, 1], [binaryen.ConstId, 3], [binaryen.LoadId, 3], [binaryen.StoreId, 3], [binaryen.CallId, 3], [binaryen.CallIndirectId, 4], [binaryen.IfId, 3], [binaryen.LoopId, 3],
]);
