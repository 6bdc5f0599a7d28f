/**
 * A comparison asks for the groups that were found, as conditions beside the widget's own search. The endpoint of sessions
 * takes no such condition on a session's state, so groups are picked from its answer instead: by what they are grouped by,
 * which comes to the same.
 */

/** @typedef {(by: Record<string, string>) => boolean} Pick */

/**
 * @param {string} text of a request's search @param {string[]} columns @param {string[]} own searches of the widget
 * @returns {{query: string, pick: Pick | null}}
 */
export function searchOf(text, columns, own) {
  if (own.includes(text)) return { query: text, pick: null };
  const begins = own.map((known) => (known ? `(${known}) AND ` : '')).filter((start) => text.startsWith(start));
  for (const start of begins) {
    const pick = pickOf(text.slice(start.length), columns);
    if (pick) return { query: start.slice(1, -' AND '.length - 1), pick };
  }
  for (let at = text.indexOf(') AND '); at > 0; at = text.indexOf(') AND ', at + 1)) {
    const pick = text.startsWith('(') ? pickOf(text.slice(at + ') AND '.length), columns) : null;
    if (pick) return { query: text.slice(1, at), pick };
  }
  return { query: text, pick: null };
}

const TERM = /(!?)(?:has:([\w.-]+)|([\w.-]+):(?:"((?:\\["*]|[^"*\\])*)"|([\w.-]+)))/y;

/** @param {string} text @param {string[]} columns @returns {Pick | null} null where it is no condition on these columns alone */
export function pickOf(text, columns) {
  let at = 0;
  /** @returns {Pick | null} */
  const one = () => {
    if (text[at] === '(') {
      at += 1;
      return several();
    }
    TERM.lastIndex = at;
    const [found, not, present, key = present, quoted, plain = quoted] = TERM.exec(text) ?? [];
    if (found === undefined || !columns.includes(key)) return null;
    at += found.length;
    const value = plain?.replace(/\\(.)/g, '$1');
    return (by) => (present ? by[key] !== '' : by[key] === value) !== (not === '!');
  };
  /** Conditions in parentheses, joined by one word. @returns {Pick | null} */
  const several = () => {
    /** @type {Pick[]} */
    const parts = [];
    let word;
    for (;;) {
      const part = one();
      if (!part) return null;
      parts.push(part);
      if (text[at] === ')') break;
      const [joined] = /^ (?:AND|OR) /.exec(text.slice(at)) ?? [];
      if (!joined || (word && joined !== word)) return null;
      word = joined;
      at += joined.length;
    }
    at += 1;
    return word === ' OR ' ? (by) => parts.some((part) => part(by)) : (by) => parts.every((part) => part(by));
  };
  const pick = one();
  return at === text.length ? pick : null;
}
