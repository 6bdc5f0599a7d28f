/** How many tests passed, failed and were skipped, and how that is read from what runners print. */

export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  /** @param {Partial<Pick<Tally, 'passed' | 'failed' | 'skipped'>>} other */
  add({ passed = 0, failed = 0, skipped = 0 }) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
    return this;
  }

  get total() {
    return this.passed + this.failed + this.skipped;
  }

  toString() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}

const RUST_RESULT = /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored;/;

/**
 * The closing line of libtest and of wasm-bindgen-test-runner, or null.
 * @param {string} line
 */
export function readRustResult(line) {
  const match = RUST_RESULT.exec(line);
  if (!match) return null;
  const [passed, failed, skipped] = match.slice(1).map(Number);
  return { passed, failed, skipped };
}
