/**
 * The range of one widget: what the page chose, and the stretch of it that the viewer zoomed
 * into, which can be taken back.
 */
import { describe, wrongValue } from './errors.js';

/** @typedef {{statsPeriod?: string, start?: string | Date, end?: string | Date}} Range */

const MEMBERS = { statsPeriod: 'stats-period', start: 'start', end: 'end' };

export class ShownRange {
  /** @type {Range | undefined} */
  #now;
  /** Before the viewer zoomed. @type {{range: Range | undefined} | null} */
  #before = null;

  get now() { return this.#now; }

  /** The page chooses. @param {Range | null | undefined} range @returns {boolean} whether it is another */
  choose(range) {
    this.#before = null;
    return this.#replace(range ?? undefined);
  }

  /** The viewer looks closer. @param {Range} range */
  zoom(range) {
    this.#before ??= { range: this.#now };
    return this.#replace(range);
  }

  /** Back to where the viewer began. */
  unzoom() {
    if (!this.#before) return false;
    const { range } = this.#before;
    this.#before = null;
    return this.#replace(range);
  }

  /** How to go back to what is now. @returns {() => void} */
  keep() {
    const [now, before] = [this.#now, this.#before];
    return () => { [this.#now, this.#before] = [now, before]; };
  }

  /** What stands in place of the three attributes, together; nothing where there is no choice. */
  attributes() {
    if (this.#now === undefined) return {};
    if (isNone(this.#now)) {
      throw wrongValue('range', '{statsPeriod} or {start, end}', describe(this.#now));
    }
    const texts = textsOf(this.#now);
    return Object.fromEntries(Object.entries(MEMBERS).map(([name, attribute]) => [attribute, texts[name] ?? undefined]));
  }

  /** All three as texts or null, for an event. */
  detail() { return textsOf(this.#now); }

  #replace(range) {
    const was = keyOf(this.#now);
    this.#now = range;
    return was !== keyOf(range);
  }
}

/** What is no range has no texts either, but it is not the same as none. */
function keyOf(range) {
  return JSON.stringify([range !== undefined && isNone(range), textsOf(range)]);
}

function isNone(range) {
  return typeof range !== 'object' || Object.keys(MEMBERS).every((name) => isAbsent(range[name]));
}

function textsOf(range) {
  return Object.fromEntries(Object.keys(MEMBERS).map((name) => [name, textOf(range?.[name])]));
}

/** A moment as text; what is none is told as it is, and found wrong. */
function textOf(value) {
  if (isAbsent(value)) return null;
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : String(value);
}

function isAbsent(value) {
  return value === undefined || value === null;
}
