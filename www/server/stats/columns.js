/**
 * A column as asked for (field, function or equation) -> what to select, its alias, type and unit.
 */
import { InvalidSearchQuery } from '../errors.js';
import { isEquation, resolveEquation, stripEquation } from './equation.js';
import { isFunction } from './functions.js';
import { EVENTS } from './source.js';

/** @typedef {import('./source.js').Source} Source */

/**
 * @typedef {import('../events/catalogue.js').Fragment & {
 *   text: string,
 *   kind: 'group'|'aggregate'|'equation',
 *   alias: string,
 *   type: string,
 *   unit: string|null,
 *   isArray: boolean,
 *   only: Array<'transaction'|'error'>,
 *   metrics: import('./trace-items/trace-metric.js').TraceMetric[],
 *   field: import('../events/catalogue.js').Field|null,
 * }} Column
 * `alias` is the name in meta and in the order of a series' key; `text` is the spelling of the request.
 */

/** Sentry: names that stand for a function. */
const AXIS_ALIASES = { user_count: 'count_unique(user)', event_count: 'count()' };

/** @param {string} text */
export const resolveAxisAlias = (text) =>
  (Object.hasOwn(AXIS_ALIASES, text) ? AXIS_ALIASES[/** @type {keyof typeof AXIS_ALIASES} */ (text)] : text);

/** Tags carry a prefix in the order of keys; `tags[x]`, `issue` and `project.name` go by their translated names. */
/** @param {import('../events/catalogue.js').Field} column */
function aliasOfField(column) {
  if (column.name === 'issue') return 'issue.id';
  if (column.isTag && !column.name.startsWith('tags[')) return `tags_${column.name}`;
  return column.name;
}

/** @param {string} text @param {Source} source @returns {Column} */
function resolveField(text, source) {
  const found = source.field(text);
  if (!found) throw new InvalidSearchQuery('Field names cannot be empty');
  return {
    text, kind: 'group', alias: aliasOfField(found), field: found, sql: found.sql, params: found.params,
    type: found.type, unit: found.unit, isArray: found.isArray, only: found.only ? [found.only] : [], metrics: [],
  };
}

/** @param {string} text @param {number} seconds @param {Source} source @returns {Column} */
function resolveCall(text, seconds, source) {
  const resolved = source.functionOf(text, seconds);
  return {
    ...resolved, text, kind: resolved.groups ? 'group' : 'aggregate', isArray: false, field: null,
  };
}

/** Resolves the columns of one request in order, since equations are named by their place. */
export class ColumnResolver {
  /** @param {number} seconds what one row covers, for rates @param {Source} [source] */
  constructor(seconds, source = EVENTS) {
    this.seconds = seconds;
    this.source = source;
    /** @type {string[]} */
    this.equations = [];
  }

  /** @param {string} text @returns {Column} */
  resolve(text) {
    if (isEquation(text)) return this.#equation(text);
    return isFunction(text) ? resolveCall(text, this.seconds, this.source) : resolveField(text, this.source);
  }

  /** @param {string} text @returns {Column} */
  #equation(text) {
    const body = stripEquation(text);
    const { sql, params, aggregate, only, metrics } = resolveEquation(body, this.seconds, this.source);
    if (!this.equations.includes(body)) this.equations.push(body);
    return {
      text, kind: aggregate ? 'equation' : 'group', alias: `equation[${this.equations.indexOf(body)}]`,
      sql, params, type: 'number', unit: null, isArray: false, only, metrics, field: null,
    };
  }
}

/** @param {Column} column */
export const isAggregate = (column) => column.kind !== 'group';

/**
 * The axes of a timeseries; each has to be an aggregate.
 * @param {string[]} texts @param {number} seconds @param {Source} [source]
 * @returns {Column[]}
 */
export function resolveAxes(texts, seconds, source = EVENTS) {
  const resolver = new ColumnResolver(seconds, source);
  return texts.map((text) => {
    const column = resolver.resolve(resolveAxisAlias(text));
    if (!isAggregate(column) && isEquation(text)) {
      throw new InvalidSearchQuery('Only equations on aggregate functions are supported');
    }
    if (!isAggregate(column)) {
      throw new InvalidSearchQuery(`Cannot query a timeseries without a Y-Axis: ${text} is not an aggregate`);
    }
    return { ...column, text };
  });
}
