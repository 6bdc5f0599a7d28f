/** Which room of the crate a function belongs to, by its name. */

const CRATE = 'events_stats_widget';
/** A room with rooms of its own. */
const EDGE = 'web';
/** What the page calls, under the name by which it does, and what stands between it and Rust. */
const SHIMS = '(shims)';

/** A compiler's mark after a crate, and that of the older scheme at the end. */
const MARKS = /\[[0-9a-f]{6,}\]|::h[0-9a-f]{16}$/g;
/** What may stand before a type's path. */
const BEFORE = /^(?:<|&|\*|\(|\[|'\w+ |mut |const |dyn |for<[^>]*> )+/;

/** @param {string} name as the linker writes it */
export function withoutMarks(name) {
  return name.replace(MARKS, '').replaceAll(`${CRATE}::`, '');
}

/**
 * Code of others stands in parentheses with its crate; what is generic, with the crate that wrote it.
 * @param {string} name
 */
export function roomOf(name) {
  const path = name.replace(MARKS, '');
  // Of `<u8 as core::fmt::Display>::fmt` the trait tells more than the type.
  const owner = /^[\w]+::/.test(path.replace(BEFORE, '')) ? path.replace(BEFORE, '') : path.replace(/^.*? as /, '');
  const segments = /^\w+(?:::\w+)*/.exec(owner.replace(BEFORE, ''))?.[0].split('::') ?? [];
  if (segments.length < 2) return SHIMS;
  if (segments[0] !== CRATE) return `(${segments[0]})`;
  const isModule = (/** @type {string | undefined} */ segment) => segment !== undefined && /^[a-z]/.test(segment);
  if (!isModule(segments[1])) return '(root)';
  return segments[1] === EDGE && isModule(segments[2]) ? `${EDGE}/${segments[2]}` : segments[1];
}
