/**
 * Syntax tree to conditions: settles what each value is by the kind of its key, and
 * says in Sentry's words when it cannot be that. A condition is
 * `{type, key, operator, value}`; `value` is a number, a text as typed (wildcards
 * and escapes still in it), a list of either, or milliseconds for dates. What the
 * database makes of it is sql.js.
 */
import { InvalidSearchQuery } from '../errors.js';
import { isNumeric, TEXT_OPERATOR_KEYS } from './keys.js';
import {
  dateOf, dateSpan, durationOf, matchText, numberOf, percentageOf, relativeDateOf, sizeOf,
} from './values.js';

/**
 * @typedef {import('./parse.js').Leaf} Leaf
 * @typedef {import('./parse.js').Filter} Filter
 * @typedef {import('./parse.js').Aggregate} Aggregate
 */

/** @type {Record<string, string>} */
const NEGATED = { '=': '!=', '<': '>=', '<=': '>', '>': '<=', '>=': '<', IN: 'NOT IN' };
/** @param {boolean} negated @param {string} operator */
const negate = (negated, operator) => (negated ? (NEGATED[operator] ?? '!=') : operator);
/**
 * A key whose value may not be what is compared keeps the negation: what cannot be compared is not "greater" either.
 * @param {string} key @param {boolean} negated @param {string} operator
 */
const negateOn = (key, negated, operator) => {
  const kept = TEXT_OPERATOR_KEYS.has(key) || /^(?:tags|flags)\[.*,number\]$/.test(key);
  return negated && kept && !isEquality(operator) ? `!${operator}` : negate(negated, operator);
};
/** @param {string} operator */
const isEquality = (operator) => operator === '=' || operator === '!=';

/**
 * @typedef {{type: 'filter'|'aggregate', key: string, operator: string, value: any, asksPresence?: boolean}} Condition
 *   `asksPresence`: written as `has:key`
 *
 * @typedef {object} Context
 * @property {(key: string) => string} kindOf
 * @property {(key: string) => boolean} holdsNumbers text keys that compare as numbers (`http.status_code:>=500`)
 * @property {(key: string) => number} scaleOf milliseconds or bytes in one of the key's values
 * @property {(text: string) => string} aggregateKind
 * @property {(text: string) => number} aggregateScale
 * @property {number} now milliseconds of the epoch
 */

/**
 * @param {Leaf} term
 * @param {Context} context
 * @returns {Condition[]} to be joined by AND; none for empty text
 */
export function conditionsOf(term, context) {
  if (term.type === 'text') return freeText(term);
  return [term.type === 'aggregate' ? AGGREGATES[term.form](term, context) : FILTERS[term.form](term, context)].flat();
}

/** @param {Extract<Leaf, {type: 'text'}>} term @returns {Condition[]} */
function freeText({ value, quoted }) {
  const text = quoted ? value : value.replace(/^ +| +$/g, '');
  // `()` is what a missing query leaves behind between the parentheses of a larger one.
  if (text === '' || (!quoted && text === '()')) return [];
  return [{ type: 'filter', key: 'message', operator: '=', value: text }];
}

/** @type {Record<string, (term: Filter, context: Context) => Condition | Condition[]>} */
const FILTERS = {
  date({ key, operator, value }, context) {
    if (context.kindOf(key) === 'date') return filter(key, operator, dateOf(value));
    return plain(key, '=', operator === '=' ? value : operator + value, context);
  },

  exactDate({ key, value }, context) {
    if (context.kindOf(key) !== 'date') return plain(key, '=', value, context);
    const { from, to } = dateSpan(value);
    return [filter(key, '>=', from), filter(key, '<', to)];
  },

  relativeDate({ key, value }, context) {
    if (context.kindOf(key) !== 'date') return plain(key, '=', value, context);
    const bound = relativeDateOf(value, context.now);
    return filter(key, bound.operator, bound.value);
  },

  duration(term, context) {
    const { key, negated, operator, value } = term;
    const kind = context.kindOf(key);
    if (kind === 'duration') return filter(key, negate(negated, operator), durationOf(value) / context.scaleOf(key));
    // 5m is five minutes or five million: the key decides.
    if (isNumeric(kind)) return filter(key, negateOn(key, negated, operator), numberOf(value));
    return pushedBack(term, value.digits + value.unit, context);
  },

  size(term, context) {
    const { key, negated, operator, value } = term;
    if (context.kindOf(key) === 'size') return filter(key, negate(negated, operator), sizeOf(value) / context.scaleOf(key));
    return pushedBack(term, value.digits + value.unit, context);
  },

  boolean({ key, negated, value }, context) {
    const kind = context.kindOf(key);
    if (isNumeric(kind)) {
      const number = Number(value);
      if (Number.isNaN(number)) throw new InvalidSearchQuery('Invalid number');
      return filter(key, negate(negated, '='), number);
    }
    if (kind === 'boolean') return filter(key, '=', /^(?:true|1)$/i.test(value) !== negated);
    return plain(key, negate(negated, '='), value, context);
  },

  numberList({ key, negated, value }, context) {
    const items = fullList(value);
    const operator = negate(negated, 'IN');
    if (isNumeric(context.kindOf(key))) return filter(key, operator, items.map(numberOf));
    return plain(key, operator, items.map(({ digits, suffix }) => digits + suffix), context);
  },

  number(term, context) {
    const { key, negated, operator, value } = term;
    if (isNumeric(context.kindOf(key))) return filter(key, negateOn(key, negated, operator), numberOf(value));
    if (!isEquality(operator) && context.holdsNumbers(key)) {
      return filter(key, negate(negated, operator), numberOf(value));
    }
    const text = value.digits + value.suffix;
    if (TEXT_OPERATOR_KEYS.has(key)) return plain(key, negateOn(key, negated, operator), text, context);
    return pushedBack(term, text, context);
  },

  has({ negated, value }) {
    if (value.key === null) {
      throw new InvalidSearchQuery('Invalid format for "has" search: was expecting a field or tag instead');
    }
    return { ...filter(value.key, negated ? '=' : '!=', ''), asksPresence: true };
  },

  is() {
    throw new InvalidSearchQuery('"is:" queries are not supported in this search.');
  },

  textList({ key, negated, value, match }, context) {
    const items = fullList(value).map((item) => matchText(item, match));
    return plain(key, negate(negated, 'IN'), items, context);
  },

  text(term, context) {
    const { key, negated, match } = term;
    let { operator } = term;
    let value = unquoted(term.value);
    if (value === '' && !term.value.quoted) throw new InvalidSearchQuery(`Empty string after '${key}:'`);
    if (!isEquality(operator) && !TEXT_OPERATOR_KEYS.has(key)) {
      value = operator + value;
      operator = '=';
    }
    return plain(key, negateOn(key, negated, operator), matchText(value, match), context);
  },
};

/** @type {Record<string, (term: Aggregate, context: Context) => Condition>} */
const AGGREGATES = {
  duration(term, context) {
    const kind = context.aggregateKind(aggregateKey(term));
    const scale = context.aggregateScale(aggregateKey(term));
    return aggregate(term, kind === 'duration' ? durationOf(term.value) / scale : numberOf(term.value));
  },
  percentage(term, context) {
    if (context.aggregateKind(aggregateKey(term)) !== 'percentage') throw invalidAggregate(term);
    return aggregate(term, percentageOf(term.value));
  },
  number: (term) => aggregate(term, numberOf(term.value)),
  size: (term, context) => aggregate(term, sizeOf(term.value) / context.aggregateScale(aggregateKey(term))),
  date(term, context) {
    if (context.aggregateKind(aggregateKey(term)) !== 'date') throw invalidAggregate(term);
    return aggregate(term, dateOf(term.value));
  },
  relativeDate(term, context) {
    if (context.aggregateKind(aggregateKey(term)) !== 'date') throw invalidAggregate(term);
    const bound = relativeDateOf(term.value, context.now);
    return { type: 'aggregate', key: aggregateKey(term), operator: bound.operator, value: bound.value };
  },
};

/** @param {string} key @param {string} operator @param {any} value @returns {Condition} */
const filter = (key, operator, value) => ({ type: 'filter', key, operator, value });

/**
 * @returns {Condition} on text; a key of another kind cannot take text
 * @param {string} key @param {string} operator @param {any} value @param {Context} context
 */
function plain(key, operator, value, context) {
  const kind = context.kindOf(key);
  const shown = Array.isArray(value) ? `[${value.map((item) => `'${item}'`).join(', ')}]` : value;
  if (kind === 'date') {
    const example = new Date(context.now).toISOString().slice(0, -2);
    throw new InvalidSearchQuery(
      `${key}: Invalid date: ${shown}. Expected +/-duration (e.g. +1h) or ISO 8601-like (e.g. ${example}).`,
    );
  }
  if (kind === 'boolean') {
    throw new InvalidSearchQuery(`${key}: Invalid boolean: ${shown}. Expected true, 1, false, or 0.`);
  }
  if (isNumeric(kind)) {
    throw new InvalidSearchQuery(
      `${key}: Invalid number: ${shown}. Expected number then optional k, m, or b suffix (e.g. 500k).`,
    );
  }
  return filter(key, operator, value);
}

/** Keys of text take no operator: `url:>5m` looks for the text ">5m". @param {Filter} term @param {string} text @param {Context} context */
function pushedBack({ key, negated, operator }, text, context) {
  return plain(key, negated ? '!=' : '=', isEquality(operator) ? text : operator + text, context);
}

/** @param {{text: string, quoted: boolean}} value */
function unquoted({ text, quoted }) {
  if (quoted) return text;
  if (/(?<!\\)"/.test(text)) {
    throw new InvalidSearchQuery(`Invalid quote at '${text}': quotes must enclose text or be escaped.`);
  }
  return text.replaceAll('\\"', '"');
}

/** @template T @param {Array<T | null>} items @returns {T[]} */
function fullList(items) {
  if (items.includes(null)) throw new InvalidSearchQuery('Lists should not have empty values');
  return /** @type {T[]} */ (items);
}

/** @param {Aggregate} term */
function aggregateKey(term) {
  fullList(term.args);
  return term.key;
}

/** @param {Aggregate} term @param {number} value @returns {Condition} */
function aggregate(term, value) {
  return { type: 'aggregate', key: aggregateKey(term), operator: negate(term.negated, term.operator), value };
}

/** @param {Aggregate} term */
const invalidAggregate = (term) => new InvalidSearchQuery(`Invalid aggregate query condition: ${term.key}`);
