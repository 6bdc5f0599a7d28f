/** Styles of the words about series: legend, changes, tooltip. */
export const LEGEND = `
.legend {
  display: flex;
  flex-wrap: wrap;
  gap: 2px 4px;
  /* Three whole lines, and less where that would leave no room for the chart. */
  max-block-size: min(70px, 30%);
  margin: 0 -6px;
  padding: 0;
  list-style: none;
  overflow: auto;
  scrollbar-width: thin;
  /* A shade at the edge that hides something: the covers scroll with the entries, the shades stay. */
  background:
    linear-gradient(var(--_background) 50%, transparent) top / 100% 12px no-repeat local,
    linear-gradient(transparent, var(--_background) 50%) bottom / 100% 12px no-repeat local,
    linear-gradient(var(--_border), transparent) top / 100% 5px no-repeat scroll,
    linear-gradient(transparent, var(--_border)) bottom / 100% 5px no-repeat scroll;
}
.legend:empty { display: none; }
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
.entry[aria-pressed="false"]::before { background: none; box-shadow: inset 0 0 0 1.5px var(--_muted); }
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
.entry::before, .tooltip .row::before {
  content: "";
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
  align-items: center;
  margin: 0;
  padding: 0 12px 7px;
  list-style: none;
}
/* One grid: rows that are subgrids take twice as long to lay out, at each move of a pointer. */
.tooltip .row { display: contents; }
.tooltip .row::before { grid-column: 1; }
.tooltip .row[data-nearest] .name { font-weight: 600; }
.tooltip .name { max-inline-size: 44ch; padding-inline-start: 8px; }
.tooltip .value { color: var(--_text); padding-inline-start: 20px; text-align: end; }
.tooltip .earlier { padding-inline-start: 10px; text-align: end; }
.tooltip .earlier::before { content: "\\2190\\A0"; }
.tooltip .delta { padding-inline-start: 12px; justify-content: end; }
.tooltip .when, .tooltip .against { display: block; margin: 0; padding: 0 12px; color: var(--_muted); text-align: center; }
.tooltip .when { padding-block: 5px 6px; border-block-start: 1px solid var(--_border); }
.tooltip .against { margin-block-start: -5px; padding-block-end: 6px; }
`;
