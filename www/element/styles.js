/**
 * The element's styles, adopted as one constructed sheet by every widget of a page.
 *
 * Pages restyle through the custom properties `--events-stats-*` and the parts
 * `title legend tooltip chip chart table number notice message`; names that begin with `--_` are private.
 */
import FRAME from './styles-frame.css';

/** What is seen while the module is on its way; the rest comes with its pieces. */
let all = FRAME;
/** @type {Set<WeakRef<CSSStyleSheet>>} */
const made = new Set();
/** A sheet serves the document that made it, and no other. @type {WeakMap<Document, CSSStyleSheet>} */
const sheets = new WeakMap();

/**
 * The one sheet of a document, made when first needed (never on import, so that
 * the module also loads where there is no document).
 * @param {Document} document
 * @returns {CSSStyleSheet[]} none for a document that is shown nowhere
 */
export function styleSheets(document) {
  const known = sheets.get(document);
  if (known) return [known];
  const view = document.defaultView;
  if (!view) return [];
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(all);
  sheets.set(document, sheet);
  made.add(new WeakRef(sheet));
  return [sheet];
}

/** @param {WebAssembly.Module} module a piece that has styles, as a section of its own */
export function addStylesOf(module) {
  for (const section of WebAssembly.Module.customSections(module, 'styles')) {
    const text = new TextDecoder().decode(section);
    // Each instance links the late piece anew.
    if (all.includes(text)) continue;
    all += text;
    for (const sheet of made) sheet.deref()?.replaceSync(all);
  }
}
