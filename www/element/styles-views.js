/** Styles of what stands where a chart would: the table and the big number. */
export const VIEWS = `
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
`;
