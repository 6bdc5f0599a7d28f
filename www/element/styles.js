/**
 * The element's styles, adopted as one constructed sheet by every widget of a page.
 *
 * Pages restyle through the custom properties `--events-stats-*` and the parts
 * `title legend tooltip chart table number notice message`; names that begin with `--_` are private.
 */
import { LEGEND } from './styles-legend.js';
import { PANELS } from './styles-panels.js';
import { VIEWS } from './styles-views.js';

/** Colours, the widget's box, its head, the chart's place, and what is said in place of a chart. */
const FRAME = `
:host {
  --_background: var(--events-stats-background, light-dark(#ffffff, #14181f));
  --_raised: var(--events-stats-raised, light-dark(#ffffff, #1d232d));
  --_text: var(--events-stats-text, light-dark(#1d2430, #e6e9ef));
  --_muted: var(--events-stats-muted, light-dark(#616b7f, #98a2b3));
  --_border: var(--events-stats-border, light-dark(#e4e7ec, #272d38));
  --_grid: var(--events-stats-grid, light-dark(#edeff3, #222833));
  --_axis: var(--events-stats-axis, light-dark(#c9cfd8, #3a4250));
  --_crosshair: var(--events-stats-crosshair, light-dark(#7d8798, #788398));
  --_accent: var(--events-stats-accent, light-dark(#4f46e5, #8b8cf8));
  --_on-accent: light-dark(#ffffff, #10131a);
  --_error: var(--events-stats-error, light-dark(#c4320a, #f97066));
  --_warning: var(--events-stats-warning, light-dark(#b54708, #fdb022));
  --_better: var(--events-stats-better, light-dark(#067647, #47cd89));
  --_worse: var(--events-stats-worse, light-dark(#b42318, #f97066));
  --_shadow: 0 1px 2px light-dark(rgb(16 24 40 / 6%), rgb(0 0 0 / 40%)), 0 10px 28px light-dark(rgb(16 24 40 / 14%), rgb(0 0 0 / 50%));
  --_font: var(--events-stats-font, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  --_axis-font-size: var(--events-stats-axis-font-size, 11px);
  color-scheme: light dark;
  display: block;
  box-sizing: border-box;
  block-size: var(--events-stats-height, 300px);
  min-inline-size: 0;
  contain: layout style;
}
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }

.widget {
  /* Spacing, case and style of the page's text would be inherited; only these may be. */
  all: initial;
  color-scheme: inherit;
  visibility: inherit;
  pointer-events: inherit;
  display: flex;
  flex-direction: column;
  gap: 10px;
  box-sizing: border-box;
  block-size: 100%;
  padding: var(--events-stats-padding, 14px 16px 12px);
  border: 1px solid var(--_border);
  border-radius: var(--events-stats-radius, 10px);
  background: var(--_background);
  color: var(--_text);
  font: 400 13px/1.4 var(--_font);
  text-align: start;
  overflow: hidden;
}
/* Set while the page is printed: paper is light, whatever the page. */
.widget[data-printing] { color-scheme: light; }
@media print {
  :host { break-inside: avoid; }
  .widget { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .canvas { object-fit: contain; object-position: 0 0; }
}
.widget[data-inline] { block-size: var(--events-stats-height, 300px); }
.head {
  display: flex;
  align-items: center;
  gap: 8px;
  min-block-size: 22px;
  container-type: inline-size;
}
.title {
  flex: 0 1 auto;
  margin: 0;
  margin-inline-end: auto;
  font: 600 14px/22px var(--_font);
  letter-spacing: -0.005em;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.notice {
  flex: none;
  display: flex;
  align-items: center;
  gap: 8px;
  margin: -3px -4px 0;
  padding: 3px 4px 3px 9px;
  border-radius: 6px;
  background: color-mix(in srgb, var(--_warning) 11%, var(--_background));
  font: 400 12px/17px var(--_font);
}
.notice::before { content: "\\26A0\\FE0E"; flex: none; color: var(--_warning); }
.notice .status {
  flex: 1;
  min-inline-size: 0;
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
  overflow-wrap: anywhere;
}
.notice .retry { margin: 0; padding: 1px 9px; }
.notice[data-passing] { position: absolute; z-index: 1; align-self: flex-end; max-inline-size: 100%; margin: 25px 0 0; pointer-events: none; }
/* Empty, it stays where words that appear in it are read out. */
.notice[data-quiet] { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; padding: 0; overflow: hidden; }

.body {
  position: relative;
  flex: 1 1 0;
  min-block-size: 0;
}
.chart {
  position: absolute;
  inset: 0;
  outline: none;
  border-radius: 4px;
  touch-action: pan-y;
  user-select: none;
  -webkit-user-select: none;
}
.chart:focus-visible { outline: 2px solid var(--_accent); outline-offset: 3px; }
.canvas {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  display: block;
  transition: opacity .15s linear;
}
.widget[data-state="loading"] .canvas { opacity: .45; }

[hidden] { display: none !important; }
/* The colours of the canvas, where they can be read all at once. */
.probe {
  color: var(--_text);
  background-color: var(--_background);
  border: 0 solid;
  border-color: var(--_muted) var(--_grid) var(--_axis) var(--_crosshair);
  outline-color: light-dark(#ffffff, #000000);
}
.message {
  position: absolute;
  inset: 0;
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: 6px;
  padding: 8px 16px;
  text-align: center;
  text-wrap: balance;
}
.message .what { margin: 0; font-weight: 600; }
.message .why { margin: 0; max-inline-size: 56ch; color: var(--_muted); overflow-wrap: anywhere; overflow: auto; }
.widget[data-state="error"] .what { color: var(--_error); }
.retry {
  flex: none;
  margin-block-start: 4px;
  padding: 4px 12px;
  border: 1px solid var(--_border);
  border-radius: 6px;
  background: var(--_raised);
  color: inherit;
  font: 500 12px/18px var(--_font);
  cursor: pointer;
}
.retry:hover { border-color: var(--_muted); }
.retry:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
.spinner {
  inline-size: 22px;
  block-size: 22px;
  border: 2.5px solid var(--_border);
  border-block-start-color: var(--_accent);
  border-radius: 50%;
  animation: turn .8s linear infinite;
}
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) {
  .spinner { animation-duration: 3s; }
  .canvas { transition: none; }
}
.readout {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (forced-colors: active) {
  .entry::before, .row::before { forced-color-adjust: none; }
}
@media print {
  .widget { break-inside: avoid; }
  .retry { display: none; }
}
`;

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
