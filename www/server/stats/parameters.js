/**
 * Reads request parameters the way Sentry's server does and refuses them in its words.
 * Not here: time ranges (`date-range.js`), interval (`rollup.js`), search text (`../search`).
 */
import { ParseError, notFound, permissionDenied } from '../errors.js';

/** Sentry: "Most number of events for the top-n graph". */
export const MAX_TOP_EVENTS = 10;
/** Sentry: the most columns a table query may select. */
export const MAX_FIELDS = 20;
const INTEGER = /^\s*[+-]?\d+(?:_\d+)*\s*$/;

/** What this server can answer, by Sentry's labels. */
export const DATASETS = Object.freeze(
  ['discover', 'errors', 'metricsEnhanced', 'metrics', 'logs', 'ourlogs', 'spans', 'tracemetrics', 'transactions'],
);
/** Sentry: names of before, and what they are called now. */
const FORMER_NAMES = new Map([['ourlogs', 'logs']]);

/** One request's parameters; a repeated one counts with its last value unless all are asked for. */
export class Parameters {
  /** @param {Record<string, string|string[]|undefined>} query */
  constructor(query) {
    this.query = query;
  }

  /** @param {string} name */
  has(name) {
    return this.query[name] !== undefined;
  }

  /** @param {string} name @returns {string[]} */
  all(name) {
    const value = this.query[name];
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [value];
  }

  /** @param {string} name @returns {string|undefined} */
  last(name) {
    return this.all(name).at(-1);
  }

  /** A flag is on for exactly one spelling. @param {string} name @param {string} [on] */
  flag(name, on = '1') {
    return this.last(name) === on;
  }
}

/** Python's int(): optional sign, digits, white space around. @param {string} text @returns {number|null} */
export function parseInteger(text) {
  if (!INTEGER.test(text)) return null;
  const value = Number(text.trim().replaceAll('_', ''));
  return Number.isSafeInteger(value) ? value : null;
}

/** @param {Parameters} params @returns {number} 0 when top events are not asked for */
export function topEventsOf(params) {
  if (!params.has('topEvents')) return 0;
  const limit = parseInteger(params.last('topEvents') ?? '');
  if (limit === null) throw new ParseError('topEvents must be an integer');
  if (limit > MAX_TOP_EVENTS) {
    throw new ParseError(`Can only get up to ${MAX_TOP_EVENTS} top events`);
  }
  if (limit <= 0) throw new ParseError('topEvents needs to be at least 1');
  return limit;
}

/** @param {Parameters} params @returns {number|null} seconds; null when not given */
export function comparisonDeltaOf(params) {
  if (!params.has('comparisonDelta')) return null;
  const delta = parseInteger(params.last('comparisonDelta') ?? '');
  if (delta === null) throw new ParseError('comparisonDelta must be an integer');
  return delta;
}

/** By the name it has now. @param {Parameters} params */
export function datasetOf(params) {
  const dataset = params.last('dataset') ?? 'discover';
  if (!DATASETS.includes(dataset)) {
    throw new ParseError(`dataset must be one of: ${DATASETS.join(', ')}`);
  }
  return FORMER_NAMES.get(dataset) ?? dataset;
}

/** Checked for its text alone: this server keeps no on-demand metrics. @param {Parameters} params */
export function checkOnDemandType(params) {
  if (!params.flag('useOnDemandMetrics', 'true')) return;
  const types = ['simple_query', 'dynamic_query'];
  const type = params.last('onDemandType');
  if (type !== undefined && !types.includes(type)) {
    throw new ParseError(`Metric type must be one of: ${types.join(',')}`);
  }
}

/** @param {string[]} fields */
function checkCount(fields) {
  if (fields.length <= MAX_FIELDS) return fields;
  throw new ParseError(`You can view up to ${MAX_FIELDS} fields at a time. Please delete some and try again.`);
}

/** @param {Parameters} params @returns {string[]} */
export const fieldsOf = (params) => checkCount(params.all('field').filter((field) => field !== ''));

/** @param {Parameters} params @returns {string[]} `count()` when none is named */
export function axesOf(params) {
  const axes = checkCount(params.all('yAxis').filter((axis) => axis !== ''));
  return axes.length > 0 ? axes : ['count()'];
}

/** `sort`, or the deprecated `orderby` when it is absent. @param {Parameters} params */
export function sortOf(params) {
  const sort = params.all('sort').filter((text) => text !== '');
  return checkCount(sort.length > 0 ? sort : params.all('orderby').filter((text) => text !== ''));
}

/**
 * The projects asked for. An empty list means that there are none at all.
 * @param {Parameters} params
 * @param {ReadonlyArray<{id: number, slug: string}>} projects all that exist
 */
export function projectsOf(params, projects) {
  const ids = params.all('project').map((text) => {
    const id = parseInteger(text);
    if (id === null) throw new ParseError('Invalid project parameter. Values must be numbers.');
    return id;
  });
  if (ids.length === 0 || ids.includes(-1)) return projects;
  const wanted = projects.filter(({ id }) => ids.includes(id));
  if (new Set(ids).size !== wanted.length) throw permissionDenied();
  return wanted;
}

/**
 * The environments asked for; the empty name stands for events without one.
 * @param {Parameters} params
 * @param {ReadonlySet<string>} known
 */
export function environmentsOf(params, known) {
  const names = [...new Set(params.all('environment'))];
  if (names.some((name) => name !== '' && !known.has(name))) throw notFound();
  return names;
}
