/** What a bench hands to the report: a file of figures in `dist/bench/figures/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { LIBRARIES } from './charts.mjs';
import { median } from './median.mjs';

export const FIGURES = join(root, 'dist/bench/figures');

/**
 * @typedef {object} Result
 * @property {Record<string, string>} browsers versions by name
 * @property {Record<string, Record<string, number>>} figures by browser and a goal's id
 * @property {Row[]} rows what was measured, for whoever asks why
 *
 * @typedef {{browser: string, what: string, unit: string, values: Record<string, number>}} Row
 */

/** Collects a bench's samples and writes its result. */
export class Figures {
  /** @type {Result} */
  result = { browsers: {}, figures: {}, rows: [] };
  /** @type {Map<string, {browser: string, what: string, unit: string, samples: Record<string, number[]>}>} */
  #samples = new Map();

  /** @param {string} bench */
  constructor(bench) {
    this.bench = bench;
  }

  /** @param {string} browser @param {string} what @param {string} library @param {number[]} samples in milliseconds */
  add(browser, what, library, samples, unit = 'ms') {
    const key = `${browser} ${what}`;
    if (!this.#samples.has(key)) this.#samples.set(key, { browser, what, unit, samples: {} });
    const { samples: kept } = this.#samples.get(key);
    kept[library] = [...(kept[library] ?? []), ...samples];
  }

  /** The medians of all libraries; none where nothing was measured. @param {string} browser @param {string} what @returns {Record<string, number>} */
  medians(browser, what) {
    const samples = this.#samples.get(`${browser} ${what}`)?.samples ?? {};
    const measured = Object.values(LIBRARIES).filter((library) => library in samples);
    return Object.fromEntries(measured.map((library) => [library, median(samples[library])]));
  }

  /** @param {string} browser @param {string} id of a goal @param {number} value */
  set(browser, id, value) {
    this.result.figures[browser] = { ...this.result.figures[browser], [id]: value };
  }

  /** Prints what was measured, and keeps it for the report. */
  write() {
    for (const [, { browser, what, unit }] of this.#samples) {
      const values = this.medians(browser, what);
      this.result.rows.push({ browser, what, unit, values });
      const words = Object.entries(values).map(([library, value]) => `${library} ${value.toFixed(2)}${library === 'ours' || !values.ours ? '' : ` (${(value / values.ours).toFixed(1)}x)`}`);
      console.log(`  ${browser.padEnd(9)} ${what.padEnd(34)} ${words.join(', ')} ${unit}`);
    }
    mkdirSync(FIGURES, { recursive: true });
    writeFileSync(join(FIGURES, `${this.bench}.json`), `${JSON.stringify(this.result, null, 2)}\n`);
  }
}
