/**
 * Sentry's search language for a DuckDB table: text in, SQL with positional
 * parameters out. The way through: grammar and parse.js (text to syntax tree),
 * conditions.js (tree to typed conditions), boolean.js (AND, OR, parentheses),
 * sql.js (a condition to SQL). Which columns exist is the caller's catalogue.
 */
import { InvalidSearchQuery } from '../errors.js';
import { field as catalogueField } from '../events/catalogue.js';
import { compileTerms } from './boolean.js';
import { checkValue, replaceAliases } from './checks.js';
import { conditionsOf } from './conditions.js';
import { keyKind, valueScale } from './keys.js';
import { parse } from './parse.js';
import { aggregateSql, allOf, filterSql } from './sql.js';
import { VERSION_KEYS } from './versions.js';

export { parse };

/**
 * @typedef {import('./sql.js').Fragment} Fragment
 * @typedef {import('../events/catalogue.js').Field} Field
 *
 * @typedef {object} SearchContext
 * @property {(key: string) => Field|null} [field] a key, as typed, to its column: the catalogue unless given
 * @property {(text: string) => Fragment & {type: string, unit?: string|null}} [aggregates] a function, spelt
 *   `p95(transaction.duration)`, to its SQL; throws for one it does not know. Left out: no
 *   function can be searched for.
 * @property {number} [now] milliseconds of the epoch
 * @property {number} [start] milliseconds; with `end` the range that a `timestamp` condition must touch
 * @property {number} [end]
 * @property {string[]} [projects] slugs that may be named; left out: any
 * @property {string[]} [latestReleases] what `release:latest` stands for
 * @property {ReadonlySet<string>} [spanIds] keys whose values are ids of spans; those of events unless given
 *
 * @param {string} text
 * @param {SearchContext} [context]
 * @returns {{where: Fragment, having: Fragment|null, aggregates: string[]}} `where` is always a
 *   condition (`TRUE` for an empty search); parameters stand in the order of their question
 *   marks; `aggregates` are the functions that `having` uses
 * @throws {import('../errors.js').InvalidSearchQuery} with the text to answer
 */
export const compileSearch = (text, context = {}) => compileParsed(parse(text), context);

/**
 * @param {import('./parse.js').Term[]} terms
 * @param {SearchContext} context
 * @param {(term: import('./parse.js').Leaf) => import('./boolean.js').Split | null} [own] what a term means to the caller alone; null for all others
 * @returns {{where: Fragment, having: Fragment|null, aggregates: string[]}}
 */
export function compileParsed(terms, context, own = () => null) {
  const search = new Search(context);
  const { where, having } = compileTerms(terms, (term) => own(term) ?? search.compile(term));
  return {
    where: allOf(where),
    having: having.length > 0 ? allOf(having) : null,
    aggregates: [...search.aggregates.keys()],
  };
}

/** One search under way: what its keys and functions resolve to. */
class Search {
  /** @param {SearchContext} context */
  constructor(context) {
    this.context = context;
    this.now = context.now ?? Date.now();
    /** @type {Map<string, Fragment & {type: string, unit?: string|null}>} */
    this.aggregates = new Map();
  }

  /** @param {string} key */
  field(key) {
    // The type of a typed tag is no part of its name.
    const name = key.replace(/^tags\[(.*),(?:number|string)\]$/, 'tags[$1]');
    return (this.context.field ?? catalogueField)(name);
  }

  /** @param {string} key */
  kindOf(key) {
    return keyKind(key, this.field(key));
  }

  /** @param {string} key */
  scaleOf(key) {
    return valueScale(this.kindOf(key), this.field(key));
  }

  /** @param {string} key */
  holdsNumbers(key) {
    return Boolean(this.field(key)?.numeric);
  }

  /** @param {string} name */
  aggregate(name) {
    if (!this.context.aggregates) throw new InvalidSearchQuery(`Invalid aggregate query condition: ${name}`);
    const known = this.aggregates.get(name) ?? this.context.aggregates(name);
    this.aggregates.set(name, known);
    return known;
  }

  /** @param {string} name */
  aggregateKind(name) {
    return this.aggregate(name).type;
  }

  /** @param {string} name */
  aggregateScale(name) {
    const { type, unit } = this.aggregate(name);
    return valueScale(type, { unit });
  }

  /** @param {import('./parse.js').Leaf} term */
  compile(term) {
    /** @type {import('./boolean.js').Split} */
    const split = { where: [], having: [] };
    for (const condition of conditionsOf(term, this)) {
      if (condition.type === 'aggregate') {
        split.having.push(aggregateSql(condition, this.aggregate(condition.key)));
      } else split.where.push(this.filter(condition));
    }
    return split;
  }

  /** @param {import('./conditions.js').Condition} condition */
  filter(condition) {
    checkValue(condition, this.context);
    const { type, key, operator, value } = replaceAliases(condition, this.context);
    // Whether there is such a part is asked of the part, what it is of the release.
    const column = VERSION_KEYS.has(key) && value !== '' ? 'release' : key;
    return filterSql({ type, key, operator, value }, this.field(column), this.kindOf(key));
  }
}
