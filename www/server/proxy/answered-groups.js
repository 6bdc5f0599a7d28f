/**
 * The groups that this server has answered, and so may be asked for again by name: a comparison asks for the
 * earlier period of the groups that were found, and for what is left beside them. Any other value is a search of
 * somebody's own (`user.email:a*`), and nobody's chart. Pure, but for what it remembers.
 */
import { conjuncts, joined } from './query-forms.js';

/** Groups kept of one widget, and widgets: those asked for last stay. */
const MAX_GROUPS = 5000;
const MAX_SCOPES = 1000;

/** What stands for no issue among short ids (Sentry). */
const NO_ISSUE = 'unknown';

/** @typedef {import('./query-forms.js').Conjunct} Conjunct */

export class AnsweredGroups {
  /** Groups by what they are groups of, each as the search text that finds it alone and the one that leaves it out. @type {Map<string, {alone: Set<string>, leftOut: Set<string>}>} */
  #scopes = new Map();

  /**
   * @param {string} scope of the widget that asked @param {string[]} columns that were asked for
   * @param {unknown} rows of the answer
   */
  add(scope, columns, rows) {
    if (columns.length === 0 || !Array.isArray(rows)) return;
    const known = this.#scopes.get(scope) ?? { alone: new Set(), leftOut: new Set() };
    this.#scopes.delete(scope);
    keep(this.#scopes.set(scope, known), MAX_SCOPES);
    for (const row of rows) {
      for (const [set, negated] of /** @type {const} */ ([[known.alone, false], [known.leftOut, true]])) {
        const text = groupText(row, columns, negated);
        if (text === null) continue;
        const canonical = joined(conjuncts(text)).text;
        set.delete(canonical);
        keep(set.add(canonical), MAX_GROUPS);
      }
    }
  }

  /** @param {string} scope @param {Conjunct[]} conditions @returns {boolean} whether they pick one or several groups that were answered */
  are(scope, conditions) {
    const { text, kind, parts } = joined(conditions);
    const known = this.#scopes.get(scope)?.alone;
    return known !== undefined && (known.has(text) || (kind === 'or' && parts.every((part) => known.has(part))));
  }

  /** @param {string} scope @param {Conjunct[]} conditions @returns {boolean} whether they leave out such groups, and nothing else */
  areLeftOut(scope, conditions) {
    const { text, kind, parts } = joined(conditions);
    const known = this.#scopes.get(scope)?.leftOut;
    return known !== undefined && (known.has(text) || (kind === 'and' && parts.every((part) => known.has(part))));
  }
}

/** @param {Map<string, unknown> | Set<string>} kept in the order in which they were used @param {number} most */
function keep(kept, most) {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}

/**
 * A row's group as the module writes it into a search; null where the language cannot say it, or not without a wildcard.
 * @param {any} row @param {string[]} columns @param {boolean} negated
 */
function groupText(row, columns, negated) {
  const terms = columns.map((column) => termOf(row, column, negated));
  return terms.includes(null) ? null : `(${terms.join(negated ? ' OR ' : ' AND ')})`;
}

/** @param {any} row @param {string} column @param {boolean} negated @returns {string | null} */
function termOf(row, column, negated) {
  const isIssue = column === 'issue' || column === 'issue.id';
  // An issue is picked by its short id, however the widget names it.
  const named = isIssue && typeof row?.issue === 'string';
  const key = named && row.issue !== NO_ISSUE ? 'issue' : filterKey(column);
  const cell = named ? row.issue : row?.[column];
  // The key of a series shows the last value of a list.
  const value = Array.isArray(cell) ? cell.at(-1) ?? null : cell ?? null;
  if (key === null) return null;
  if (value === null || (named && value === NO_ISSUE)) return `${negated ? '' : '!'}has:${key}`;
  const text = valueText(value);
  return text === null ? null : `${negated ? '!' : ''}${key}:${text}`;
}

/** @param {unknown} value @returns {string | null} */
function valueText(value) {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return /^-?[\d.]+$/.test(String(value)) ? String(value) : null;
  // A backslash at the end or before a star cannot be said but by a wildcard, which finds others as well.
  if (typeof value !== 'string' || value.endsWith('\\') || value.includes('\\*')) return null;
  return `"${value.replaceAll('"', '\\"').replaceAll('*', '\\*')}"`;
}

/** @param {string} column @returns {string | null} */
function filterKey(column) {
  const [, name] = /^(?:tags|flags)\[([^,\]]*)(?:,[^\]]*)?\]$/.exec(column) ?? [];
  if (name !== undefined) return /^[\w.:-]+$/.test(name) ? column : null;
  if (/^[\w.-]+$/.test(column)) return column;
  return /^[\w.:-]+$/.test(column) ? `"${column}"` : null;
}
