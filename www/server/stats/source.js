/**
 * What a data set is asked by: the table its rows lie in, the fields and functions it knows, and whose rules hold.
 * Errors and transactions lie in one table, spans, logs and trace metrics in one each.
 */
import { InvalidSearchQuery } from '../errors.js';
import { field } from '../events/catalogue.js';
import { traceItemField } from '../events/trace-items/catalogue.js';
import { TRACE_ITEMS } from '../events/trace-items/schema.js';
import { resolveFunction } from './functions.js';
import { resolveTraceItemFunction } from './trace-items/functions.js';

/**
 * @typedef {object} Source
 * @property {string} table
 * @property {import('./arguments.js').FieldOf} field
 * @property {(text: string, seconds: number) => import('./functions.js').ResolvedFunction} functionOf `seconds`: what one
 *   row covers, for rates
 * @property {boolean} holdsTraceItems answered by the rules of Sentry's engine for trace items
 * @property {ReadonlySet<string>} [spanIds] keys of a search whose values are ids of spans; those of events unless given
 */

/** @typedef {import('../events/trace-items/schema.js').TraceItemKind} TraceItemKind */

/** Data sets of trace items, and what they hold. @type {Readonly<Record<string, TraceItemKind>>} */
export const TRACE_ITEM_DATASETS = Object.freeze({ spans: 'span', logs: 'log', tracemetrics: 'metric' });

/** @type {Record<TraceItemKind, ReadonlySet<string>>} */
const SPAN_IDS = {
  span: new Set(['id', 'parent_span', 'transaction.span_id']), log: new Set(['trace.parent_span_id']), metric: new Set(['trace.parent_span_id']),
};

/** @param {import('./arguments.js').FieldOf} fieldOf @returns {Source} */
const eventsSource = (fieldOf) => ({
  table: 'events', field: fieldOf, functionOf: (text, seconds) => resolveFunction(text, seconds, fieldOf), holdsTraceItems: false,
});

/** @param {TraceItemKind} kind @param {import('../events/catalogue.js').UnitOf} [unitOf] @returns {Source} */
function traceItemSource(kind, unitOf) {
  const fieldOf = (/** @type {string} */ name) => traceItemField(kind, name, unitOf);
  return {
    table: TRACE_ITEMS[kind].view, field: fieldOf, holdsTraceItems: true, spanIds: SPAN_IDS[kind],
    functionOf: (text, seconds) => resolveTraceItemFunction(kind, text, seconds, fieldOf),
  };
}

/** Errors and transactions, with the units that are known by name alone. */
export const EVENTS = eventsSource(field);

/** Sessions know few fields, and are counted by functions of their own. @type {Source} */
const SESSIONS = {
  table: 'sessions', holdsTraceItems: false, field,
  functionOf(text) {
    throw new InvalidSearchQuery(`Invalid search filter: ${text}`);
  },
};

/**
 * @param {string} dataset
 * @param {{field: import('./arguments.js').FieldOf, unitOf: import('../events/catalogue.js').UnitOf}} [store] whose units its measurements have
 * @returns {Source}
 */
export function sourceOf(dataset, store) {
  const kind = TRACE_ITEM_DATASETS[dataset];
  if (kind !== undefined) return traceItemSource(kind, store?.unitOf);
  if (dataset === 'sessions') return SESSIONS;
  return store ? eventsSource(store.field) : EVENTS;
}
