/**
 * How sure the values of trace items are, in Sentry's shape. Sentry keeps a sample of them and scales it up; here all that
 * came are kept, so a bucket with any is sure, and one without says nothing.
 */

/** @typedef {import('../buckets.js').Row} Row with `samples`, how many items it is made of */

/** @param {number|undefined} samples */
const confidenceOf = (samples) => (samples ? 'high' : null);
/** Sentry: a rate of 0 means that nothing came. @param {number|undefined} samples */
const samplingRateOf = (samples) => (samples ? 1 : null);

/** @param {Row} row */
export const accuracyOfRow = ({ samples }) => ({
  sampleCount: samples ?? 0, sampleRate: samplingRateOf(samples), confidence: confidenceOf(samples),
});

/**
 * What a series says beside its buckets.
 * @param {Row[]} rows @param {string} axis as asked for
 */
export const confidenceOfSeries = (rows, axis) => rows.map(({ time, samples }) => [time, [{ [axis]: confidenceOf(samples) }]]);

/** For `meta`. @param {Row[]} rows */
export function accuracyOfSeries(rows) {
  /** @param {(samples: number|undefined) => any} told */
  const list = (told) => rows.map(({ time, samples }) => ({ timestamp: time, value: told(samples) }));
  return {
    dataScanned: 'full',
    accuracy: { confidence: list(confidenceOf), sampleCount: list((samples) => samples ?? 0), samplingRate: list(samplingRateOf) },
  };
}

/**
 * For a table: of its aggregates, row by row.
 * @param {Array<Record<string, any>>} rows @param {string[]} aggregates as asked for
 */
export const confidenceOfTable = (rows, aggregates) =>
  (aggregates.length === 0 ? [] : rows.map(({ samples }) => Object.fromEntries(aggregates.map((name) => [name, confidenceOf(samples)]))));
