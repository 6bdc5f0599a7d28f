/**
 * Spread and correlation of numeric columns, and the newest event. Spread is that of a sample, as in Snuba.
 */
import { numericColumn } from './arguments.js';

/** @param {string} fn @returns {import('./functions.js').FunctionDefinition} */
const spread = (fn) => ({
  args: [numericColumn('column')], type: 'number',
  sql: (v) => ({ sql: `${fn}(CAST(${v.column.sql} AS DOUBLE))`, params: v.column.params }),
});

/** @param {string} fn @returns {import('./functions.js').FunctionDefinition} */
const ofPairs = (fn) => ({
  args: [numericColumn('column1'), numericColumn('column2')], type: 'number',
  sql: (v) => ({
    sql: `${fn}(CAST(${v.column1.sql} AS DOUBLE), CAST(${v.column2.sql} AS DOUBLE))`,
    params: [...v.column1.params, ...v.column2.params],
  }),
});

/** @type {Record<string, import('./functions.js').FunctionDefinition>} */
export const STATISTICAL_FUNCTIONS = {
  stddev: spread('stddev_samp'),
  var: spread('var_samp'),
  cov: ofPairs('covar_samp'),
  corr: ofPairs('corr'),
  latest_event: { type: 'string', sql: () => ({ sql: 'arg_max(id, timestamp)', params: [] }) },
};
