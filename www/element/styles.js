/**
 * The element's styles, adopted as one constructed sheet by every widget of a page.
 *
 * Pages restyle through the custom properties `--events-stats-*` and the parts
 * `title legend tooltip chart table message`; names that begin with `--_` are private.
 */
const css = `
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
/* Empty, it stays where words that appear in it are read out. */
.notice[data-quiet] { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; padding: 0; overflow: hidden; }

.opener {
  flex: none;
  display: inline-flex;
  align-items: center;
  gap: 5px;
  padding: 0 7px;
  border: 1px solid var(--_border);
  border-radius: 6px;
  background: none;
  color: var(--_muted);
  font: 500 11.5px/20px var(--_font);
  white-space: nowrap;
  cursor: pointer;
}
.opener:hover { color: var(--_text); border-color: var(--_muted); }
.opener:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
.dataset::after {
  content: "";
  inline-size: 4px;
  block-size: 4px;
  margin-block-start: -3px;
  border: solid currentColor;
  border-width: 0 1.5px 1.5px 0;
  transform: rotate(45deg);
}
@container (max-width: 260px) {
  .compared .label { display: none; }
}
.dash {
  flex: none;
  inline-size: 13px;
  block-size: 0;
  border-block-start: 2px dashed var(--_series, currentColor);
}
.opener .warning::before { content: "\\26A0\\FE0E"; color: var(--_warning); font-size: 12px; }
.panel {
  position: fixed;
  inset: 0 auto auto 0;
  box-sizing: border-box;
  inline-size: max-content;
  max-inline-size: min(340px, calc(100vw - 16px));
  max-block-size: min(320px, calc(100vh - 16px));
  margin: 0;
  padding: 10px 12px;
  border: 1px solid var(--_border);
  border-radius: 8px;
  background: var(--_raised);
  color: var(--_text);
  box-shadow: var(--_shadow);
  font: 400 12.5px/18px var(--_font);
  text-align: start;
  overflow: auto;
  overflow-wrap: anywhere;
}
.panel ul { display: grid; gap: 6px; margin: 0; padding: 0; list-style: none; }
.panel li + li { padding-block-start: 6px; border-block-start: 1px solid var(--_border); }
.panel .reason { margin: 0; color: var(--_muted); }
.panel .reason + .sides { margin-block-start: 9px; }
.sides { display: flex; }
.side {
  flex: 1;
  padding: 0 12px;
  border: 1px solid var(--_border);
  background: none;
  color: inherit;
  font: 500 12px/26px var(--_font);
  cursor: pointer;
}
.side:first-child { border-start-start-radius: 6px; border-end-start-radius: 6px; }
.side:last-child { margin-inline-start: -1px; border-start-end-radius: 6px; border-end-end-radius: 6px; }
.side:hover { background: var(--_grid); }
.side[aria-pressed="true"] { border-color: var(--_accent); background: var(--_accent); color: var(--_on-accent); }
.anew {
  margin-block-start: 9px;
  padding: 0;
  border: 0;
  background: none;
  color: var(--_muted);
  font: inherit;
  text-decoration: underline;
  cursor: pointer;
}
.anew:hover { color: inherit; }
.side:focus-visible, .anew:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }

.inspector { padding: 0 5px; border-color: transparent; }
.inspector::before { content: "\\22EF"; font-size: 16px; }
.inspector-panel { inline-size: min(560px, calc(100vw - 16px)); max-inline-size: none; max-block-size: min(480px, calc(100vh - 16px)); }
.inspector-panel:popover-open { display: flex; flex-direction: column; }
.actions { display: flex; align-items: center; gap: 8px; }
.action {
  padding: 0 10px;
  border: 1px solid var(--_border);
  border-radius: 6px;
  background: none;
  color: inherit;
  font: 500 12px/24px var(--_font);
  cursor: pointer;
}
.action:hover { background: var(--_grid); }
.action:focus-visible, .report:focus-visible, .copied:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
.said { color: var(--_muted); }
.copied { flex: none; margin-block-start: 8px; block-size: 96px; border: 1px solid var(--_border); background: none; color: inherit; font: 11px/15px ui-monospace, monospace; resize: none; }
.report { min-block-size: 0; margin-block-start: 8px; border-radius: 4px; overflow: auto; }
.report h4 { margin: 10px 0 3px; font: 600 12px/18px var(--_font); }
.report section:first-child h4 { margin-block-start: 0; }
.report dl { display: grid; grid-template-columns: fit-content(50%) minmax(0, 1fr); gap: 2px 14px; margin: 0; font-size: 12px; line-height: 17px; }
.report dl > div { display: contents; }
.report dt { color: var(--_muted); }
.report dd { margin: 0; font-variant-numeric: tabular-nums; }

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

.rows-and-columns {
  position: absolute;
  inset: 0 -6px;
  container-type: inline-size;
  overflow: auto;
  scrollbar-width: thin;
}
.rows-and-columns:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; border-radius: 4px; }
.table {
  inline-size: 100%;
  border-collapse: separate;
  border-spacing: 0;
  font: 400 12.5px/18px var(--_font);
}
.table th {
  position: sticky;
  inset-block-start: 0;
  padding: 0;
  border-block-end: 1px solid var(--_border);
  background: var(--_background);
  font-weight: 500;
  text-align: start;
  white-space: nowrap;
}
.table td {
  padding: 5px 6px;
  border-block-end: 1px solid var(--_grid);
  white-space: nowrap;
}
.cell {
  display: inline-block;
  max-inline-size: max(13ch, (100cqi - var(--_numbers, 0) * 15ch) / var(--_texts, 1) - 12px);
  overflow: hidden;
  text-overflow: ellipsis;
  vertical-align: bottom;
  unicode-bidi: plaintext;
}
.table tr:last-child td { border-block-end: 0; }
.table tbody tr:hover td { background: var(--_grid); }
.table [data-number] {
  text-align: end;
  font-variant-numeric: tabular-nums;
}
.table a { color: var(--_accent); text-decoration: none; }
.table a:hover { text-decoration: underline; }
.table a:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; border-radius: 2px; }
.table .delta { margin-inline-start: 8px; font-size: 11.5px; }
/* Changes stand below one another, and so do the numbers before them. */
.table [data-number] .delta { min-inline-size: 72px; justify-content: end; }
.table:has([data-number] .delta) td[data-number] .cell:only-child { margin-inline-end: 80px; }
.sort {
  inline-size: 100%;
  max-inline-size: 18ch;
  overflow: hidden;
  text-overflow: ellipsis;
  padding: 2px 6px 5px;
  border: 0;
  background: none;
  color: var(--_muted);
  font: inherit;
  text-align: inherit;
  cursor: pointer;
}
.sort:hover { color: var(--_text); }
.sort:focus-visible { outline: 2px solid var(--_accent); outline-offset: -2px; border-radius: 4px; }
.sort::after { content: " \\25B2"; margin-inline-start: 3px; font-size: 8px; visibility: hidden; }
[aria-sort="ascending"] .sort::after { visibility: visible; }
[aria-sort="descending"] .sort::after { content: " \\25BC"; visibility: visible; }
th:not([aria-sort="none"]) .sort { color: var(--_text); }

.number {
  position: absolute;
  inset: 0;
  display: flex;
  flex-direction: column;
  justify-content: center;
  container-type: size;
  overflow: hidden;
}
.figure {
  margin: 0;
  /* A digit is a little over half as wide as it is high. */
  font: 600 clamp(18px, min(42cqb, 130cqi / var(--_length, 5)), 88px)/1.1 var(--_font);
  font-variant-numeric: tabular-nums;
  letter-spacing: -0.02em;
  white-space: nowrap;
}
.figure[data-text] {
  font-size: clamp(14px, 16cqb, 32px);
  letter-spacing: 0;
  white-space: normal;
  overflow-wrap: anywhere;
}
.level {
  display: flex;
  align-items: center;
  gap: 6px;
  margin: 0;
  color: var(--_muted);
  font: 500 clamp(12px, 8cqb, 15px)/1.5 var(--_font);
}
.level::before {
  content: "";
  inline-size: .7em;
  block-size: .7em;
  border-radius: 50%;
  background: var(--_level);
}
.level[data-level="Good"] { --_level: #2ba185; }
.level[data-level="Meh"] { --_level: #ebc000; }
.level[data-level="Poor"] { --_level: #f55459; }
.number .against {
  display: flex;
  align-items: baseline;
  gap: 8px;
  margin: 0;
  flex-wrap: wrap;
  font: 500 clamp(12px, min(10cqb, 8cqi), 18px)/1.5 var(--_font);
}

.legend {
  display: flex;
  flex-wrap: wrap;
  gap: 2px 4px;
  /* Whole lines, so that none is cut in half. */
  max-block-size: 70px;
  margin: 0 -6px;
  padding: 0;
  list-style: none;
  overflow: auto;
  scrollbar-width: thin;
}
.legend:empty { display: none; }
[hidden] { display: none !important; }
.entry {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  max-inline-size: 100%;
  padding: 2px 6px;
  border: 0;
  border-radius: 5px;
  background: none;
  color: inherit;
  font: 400 12px/18px var(--_font);
  text-align: start;
  cursor: pointer;
}
.entry:hover { background: var(--_grid); }
.entry:focus-visible { outline: 2px solid var(--_accent); outline-offset: -2px; }
.entry[aria-pressed="false"] { color: var(--_muted); }
.entry[aria-pressed="false"] .name { text-decoration: line-through; }
.entry[aria-pressed="false"] .swatch { background: none; box-shadow: inset 0 0 0 1.5px var(--_muted); }
.legend li { display: inline-flex; max-inline-size: 100%; }
.legend .entry { flex: 0 1 auto; min-inline-size: 0; }
.show-earlier {
  flex: none;
  display: inline-flex;
  align-items: center;
  align-self: center;
  block-size: 14px;
  margin-inline-end: 4px;
  padding: 0 4px;
  border: 1px solid var(--_border);
  border-radius: 4px;
  background: none;
  cursor: pointer;
}
.show-earlier .dash { inline-size: 14px; border-block-start-width: 1.5px; }
.show-earlier:hover { border-color: var(--_muted); }
.show-earlier[aria-pressed="true"] { border-color: var(--_series); background: var(--_grid); }
.show-earlier:focus-visible { outline: 2px solid var(--_accent); outline-offset: -2px; }
.swatch {
  flex: none;
  inline-size: 10px;
  block-size: 10px;
  border-radius: 3px;
  background: var(--_series, var(--_muted));
}
.name {
  min-inline-size: 0;
  max-inline-size: 28ch;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
  unicode-bidi: plaintext;
}
.value {
  flex: none;
  color: var(--_muted);
  font-variant-numeric: tabular-nums;
}
.earlier { flex: none; color: var(--_muted); font-variant-numeric: tabular-nums; }
.earlier:empty { display: none; }
.delta { display: inline-flex; align-items: baseline; gap: 3px; flex: none; color: var(--_muted); font-variant-numeric: tabular-nums; white-space: nowrap; }
.delta .arrow { font-size: .75em; }
.delta[data-change="better"] { color: var(--_better); }
/* Heavier, too: whoever sees no colour sees what is worse all the same. */
.delta[data-change="worse"] { color: var(--_worse); font-weight: 600; }

.tooltip {
  position: fixed;
  inset: 0 auto auto 0;
  box-sizing: border-box;
  max-inline-size: min(460px, calc(100vw - 24px));
  margin: 0;
  padding: 8px 0 0;
  border: 1px solid var(--_border);
  border-radius: 8px;
  background: var(--_raised);
  color: var(--_text);
  box-shadow: var(--_shadow);
  font: 400 12px/18px var(--_font);
  text-align: start;
  pointer-events: none;
  overflow: hidden;
}
.tooltip .rows {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr) repeat(3, auto);
  gap: 1px 0;
  margin: 0;
  padding: 0 12px 7px;
  list-style: none;
}
.tooltip .row { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; }
.tooltip .row[data-nearest] .name { font-weight: 600; }
.tooltip .name { max-inline-size: 44ch; padding-inline-start: 8px; }
.tooltip .value { color: var(--_text); padding-inline-start: 20px; text-align: end; }
.tooltip .earlier { padding-inline-start: 10px; text-align: end; }
.tooltip .earlier::before { content: "\\2190\\A0"; }
.tooltip .delta { padding-inline-start: 12px; justify-content: end; }
.tooltip .when, .tooltip .against { display: block; margin: 0; padding: 0 12px; color: var(--_muted); text-align: center; }
.tooltip .when { padding-block: 5px 6px; border-block-start: 1px solid var(--_border); }
.tooltip .against { margin-block-start: -5px; padding-block-end: 6px; }

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
  .swatch { forced-color-adjust: none; }
}
@media print {
  .widget { break-inside: avoid; }
  .retry { display: none; }
}
`;

let sheet;

/**
 * The one sheet of this page, made when first needed (never on import, so that
 * the module also loads where there is no document).
 * @returns {CSSStyleSheet}
 */
export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
