/** Styles of what the head opens: its buttons, the panels of notes, dataset and comparison, the inspector. */
export const PANELS = `
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
.copy-status { color: var(--_muted); }
.copied { flex: none; margin-block-start: 8px; block-size: 96px; border: 1px solid var(--_border); background: none; color: inherit; font: 11px/15px ui-monospace, monospace; resize: none; }
.report { min-block-size: 0; margin-block-start: 8px; border-radius: 4px; overflow: auto; }
.report h4 { margin: 10px 0 3px; font: 600 12px/18px var(--_font); }
.report section:first-child h4 { margin-block-start: 0; }
.report dl { display: grid; grid-template-columns: fit-content(50%) minmax(0, 1fr); gap: 2px 14px; margin: 0; font-size: 12px; line-height: 17px; }
.report dl > div { display: contents; }
.report dt { color: var(--_muted); }
.report dd { margin: 0; font-variant-numeric: tabular-nums; }
`;
