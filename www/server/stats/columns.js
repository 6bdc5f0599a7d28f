/**
 * A column as asked for (field, function or equation) -> what to select, its alias, type and unit.
 */
import { InvalidSearchQuery } from '../errors.js';
import { field } from '../events/catalogue.js';
import { isEquation, resolveEquation, stripEquation } from './equation.js';
import { isFunction, resolveFunction } from './functions.js';

/**
 * @typedef {import('../events/catalogue.js').Fragment & {
 *   text: string,
 *   kind: 'group'|'aggregate'|'equation',
 *   alias: string,
 *   type: string,
 *   unit: string|null,
 *   isArray: boolean,
 *   only: Array<'transaction'|'error'>,
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

/** @param {string} text @param {import('./arguments.js').FieldOf} fieldOf @returns {Column} */
function resolveField(text, fieldOf) {
  const found = fieldOf(text);
  if (!found) throw new InvalidSearchQuery('Field names cannot be empty');
  return {
    text, kind: 'group', alias: aliasOfField(found), field: found, sql: found.sql, params: found.params,
    type: found.type, unit: found.unit, isArray: found.isArray, only: found.only ? [found.only] : [],
  };
}

/** @param {string} text @param {number} seconds @param {import('./arguments.js').FieldOf} fieldOf @returns {Column} */
function resolveCall(text, seconds, fieldOf) {
  const resolved = resolveFunction(text, seconds, fieldOf);
  return {
    ...resolved, text, kind: resolved.groups ? 'group' : 'aggregate', isArray: false, field: null,
  };
}

/** Resolves the columns of one request in order, since equations are named by their place. */
export class ColumnResolver {
  /** @param {number} seconds what one row covers, for rates @param {import('./arguments.js').FieldOf} [fieldOf] */
  constructor(seconds, fieldOf = field) {
    this.seconds = seconds;
    this.fieldOf = fieldOf;
    /** @type {string[]} */
    this.equations = [];
  }

  /** @param {string} text @returns {Column} */
  resolve(text) {
    if (isEquation(text)) return this.#equation(text);
    return isFunction(text) ? resolveCall(text, this.seconds, this.fieldOf) : resolveField(text, this.fieldOf);
  }

  /** @param {string} text @returns {Column} */
  #equation(text) {
    const body = stripEquation(text);
    const { sql, params, aggregate, only } = resolveEquation(body, this.seconds, this.fieldOf);
    if (!this.equations.includes(body)) this.equations.push(body);
    return {
      text, kind: aggregate ? 'equation' : 'group', alias: `equation[${this.equations.indexOf(body)}]`,
      sql, params, type: 'number', unit: null, isArray: false, only, field: null,
    };
  }
}

/** @param {Column} column */
export const isAggregate = (column) => column.kind !== 'group';

/**
 * The axes of a timeseries; each has to be an aggregate.
 * @param {string[]} texts @param {number} seconds @param {import('./arguments.js').FieldOf} [fieldOf]
 * @returns {Column[]}
 */
export function resolveAxes(texts, seconds, fieldOf = field) {
  const resolver = new ColumnResolver(seconds, fieldOf);
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
