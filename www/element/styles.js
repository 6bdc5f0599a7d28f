/**
 * The element's styles, adopted as one constructed sheet by every widget of a page.
 *
 * Pages restyle through the custom properties `--events-stats-*` and the parts
 * `title legend tooltip chip chart table number notice message`; names that begin with `--_` are private.
 */
import FRAME from './styles-frame.css';
import LEGEND from './styles-legend.css';
import PANELS from './styles-panels.css';
import VIEWS from './styles-views.css';

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
  sheet.replaceSync(FRAME + PANELS + VIEWS + LEGEND);
  sheets.set(document, sheet);
  return [sheet];
}
