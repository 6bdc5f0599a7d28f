/**
 * The range of one widget: what the page chose, and the stretches of it that the viewer zoomed
 * into one after the other, which can be taken back.
 */
import { describe, wrongValue } from './errors.js';

/** @typedef {{statsPeriod?: string, start?: string | Date, end?: string | Date}} Range */

/** @type {Record<'statsPeriod' | 'start' | 'end', string>} */
export const MEMBERS = { statsPeriod: 'stats-period', start: 'start', end: 'end' };
const NAMES = /** @type {Array<keyof typeof MEMBERS>} */ (Object.keys(MEMBERS));

export class ShownRange {
  /** @type {Range | undefined} */
  #now;
  /** Before each zoom of the viewer. @type {Array<Range | undefined>} */
  #before = [];

  get now() { return this.#now; }

  /** The page chooses. @param {Range | null | undefined} range @returns {boolean} whether it is another */
  choose(range) {
    this.#before = [];
    return this.#replace(range ?? undefined);
  }

  /** The viewer looks closer. @param {Range} range */
  zoom(range) {
    const before = this.#now;
    const isOther = this.#replace(range);
    if (isOther) this.#before = [...this.#before, before];
    return isOther;
  }

  /** Back to where the viewer was before the last zoom. */
  unzoom() {
    if (this.#before.length === 0) return false;
    const before = this.#before.at(-1);
    this.#before = this.#before.slice(0, -1);
    return this.#replace(before);
  }

  /** How to go back to what is now. @returns {() => void} */
  keep() {
    const [now, before] = [this.#now, this.#before];
    return () => { [this.#now, this.#before] = [now, before]; };
  }

  /** What stands in place of the three attributes, together, and whether it is a zoom; nothing where there is no choice. */
  attributes() {
    if (this.#now === undefined) return {};
    if (isNone(this.#now)) {
      throw wrongValue('range', '{statsPeriod} or {start, end}', describe(this.#now));
    }
    const texts = textsOf(this.#now);
    const attributes = NAMES.map((name) => [MEMBERS[name], texts[name] ?? undefined]);
    return { ...Object.fromEntries(attributes), zoom: this.zooms > 0 ? '' : undefined };
  }

  /** How many zooms can be taken back. */
  get zooms() { return this.#before.length; }

  /** All three as texts or null, and the number of zooms, for an event. */
  detail() { return { ...textsOf(this.#now), zooms: this.zooms }; }

  /** @param {Range | undefined} range */
  #replace(range) {
    const was = keyOf(this.#now);
    this.#now = range;
    return was !== keyOf(range);
  }
}

/** What is no range has no texts either, but it is not the same as none. @param {Range | undefined} range */
function keyOf(range) {
  return JSON.stringify([range !== undefined && isNone(range), textsOf(range)]);
}

/** @param {Range} range */
function isNone(range) {
  return typeof range !== 'object' || NAMES.every((name) => isAbsent(range[name]));
}

/** @param {Range | undefined} range */
function textsOf(range) {
  const { statsPeriod, start, end } = range ?? {};
  return { statsPeriod: textOf(statsPeriod), start: textOf(start), end: textOf(end) };
}

/** A moment as text; what is none is told as it is, and found wrong. @param {unknown} value */
function textOf(value) {
  if (isAbsent(value)) return null;
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : String(value);
}

/** @param {unknown} value */
function isAbsent(value) {
  return value === undefined || value === null;
}
