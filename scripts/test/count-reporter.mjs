/** A reporter for Node's test runner that writes nothing but the counts, as JSON. Suites are no tests. */

/** @typedef {import('node:test').EventData.TestPass | import('node:test').EventData.TestFail} Test */
/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

const FILE_NAME = /\.m?js$/;

/** @param {AsyncIterable<any>} events of `node:test/reporters` */
export default async function* countTests(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:pass') countPass(counts, data);
    if (type === 'test:fail') countFail(counts, data);
  }
  yield JSON.stringify(counts);
}

/** @param {Counts} counts @param {Test} test */
function countPass(counts, test) {
  if (isSuite(test) || isFile(test)) return;
  counts[isSkipped(test) ? 'skipped' : 'passed'] += 1;
}

/**
 * A file that fails as a whole (it could not be read, it left work behind) counts; a suite fails with its tests.
 * @param {Counts} counts @param {import('node:test').EventData.TestFail} test
 */
function countFail(counts, test) {
  if (isSkipped(test)) counts.skipped += 1;
  else if (!isSuite(test) || !isSubtestFailure(test)) counts.failed += 1;
}

/** @param {Test} test */
function isSuite(test) {
  return test.details?.type === 'suite';
}

/**
 * Node reports a file that has no test of its own as one passed test, named by its path.
 * @param {Test} test
 */
function isFile(test) {
  return test.nesting === 0 && FILE_NAME.test(test.name) && test.file?.endsWith(test.name);
}

/** @param {Test} test */
function isSkipped(test) {
  return test.skip !== undefined || test.todo !== undefined;
}

/** @param {import('node:test').EventData.TestFail} test */
function isSubtestFailure(test) {
  const error = /** @type {{failureType?: string} | undefined} */ (test.details?.error);
  return error?.failureType === 'subtestsFailed';
}
