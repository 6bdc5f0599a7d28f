/**
 * The element's styles, adopted as one constructed sheet by every widget of a page.
 *
 * Pages restyle through the custom properties `--events-stats-*` and the parts
 * `title legend tooltip chip chart table number notice message`; names that begin with `--_` are private.
 */
import FRAME from './styles-frame.css';
import HEAD from './styles-head.css';
import LEGEND from './styles-legend.css';

/** What is seen from the beginning. */
const EARLY = FRAME + HEAD + LEGEND;

/** Of tooltip, panels, tables and numbers, which come with the late piece of the module. */
let late = '';
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
  sheet.replaceSync(EARLY + late);
  sheets.set(document, sheet);
  made.add(new WeakRef(sheet));
  return [sheet];
}

/** @param {string} text the styles of what comes with the late piece */
export function addStyles(text) {
  if (late) return;
  late = text;
  for (const sheet of made) sheet.deref()?.replaceSync(EARLY + late);
}
