/**
 * The functions of the first piece that the late one imports: without a name for each, which is hard to compress.
 * They stand in a table of the first piece, in the order in which the late one imports them, and all have
 * the same name there: whoever links the two gives one after the other (`www/element/pieces.js`). It is done last, when
 * the functions of both pieces have their places.
 */
import { exportBytes, exportsOf, importedCounts, importsOf, KINDS, longer, NOTHING, numberBytes, readerAt, SECTIONS, withSections } from '../../lib/wasm-reader.mjs';
import { rename } from '../wasm-names.mjs';

/** What is for the late piece begins with a figure. */
const IS_SHARED = /^\d/;
/** The table, in the exports of the first piece. */
const TABLE = 'shared';
/** Each of its functions, in the imports of the late one. */
const NEXT = 'next';

const FUNCREF = 0x70;
/** An element segment that names its table, at an offset, of functions. */
const SEGMENT_WITH_TABLE = 2;
const FUNCTIONS = 0;
const [I32_CONST, END] = [0x41, 0x0b];

/**
 * Where a function stands in the first piece, by the name under which the late one imports it.
 * @param {Uint8Array} first @returns {(name: string) => number}
 */
export function sharedPlaces(first) {
  const places = new Map(exportsOf(first).map(({ name, index }) => [name, index]));
  return (name) => places.get(name) ?? 0;
}

/**
 * @param {Uint8Array} first @param {Uint8Array} late as `split` makes them, and whatever has ordered them since
 * @returns {{first: Uint8Array, late: Uint8Array}}
 */
export function withSharedTable(first, late) {
  const placeOf = sharedPlaces(first);
  const shared = importsOf(late).filter(({ name, kind }) => kind === KINDS.function && IS_SHARED.test(name)).map(({ name }) => placeOf(name));
  const table = importedCounts(first).tables + (readerAt(first, SECTIONS.table)?.number() ?? 0);
  const exports = [...exportsOf(first).filter(({ name }) => !IS_SHARED.test(name)), { name: TABLE, kind: KINDS.table, index: table }];
  const size = numberBytes(shared.length);
  const segment = [SEGMENT_WITH_TABLE, ...numberBytes(table), I32_CONST, 0, END, FUNCTIONS, ...size, ...shared.flatMap(numberBytes)];
  return {
    first: withSections(first, {
      [SECTIONS.table]: (content) => longer(content, [[FUNCREF, 1, ...size, ...size]]),
      [SECTIONS.export]: () => longer(NOTHING, exports.map(exportBytes)),
      [SECTIONS.element]: (content) => longer(content, [segment]),
    }),
    late: rename(late, { imported: (name) => (IS_SHARED.test(name) ? NEXT : name), exported: (name) => name }),
  };
}
