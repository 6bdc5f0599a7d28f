/** What all charts have in common: size, width of line, colours, names cut as dashboards cut them. */
export const WIDTH = 800;
export const HEIGHT = 300;
export const LINE = 1.5;
export const COLORS = ['#444674', '#895289', '#d6567f', '#f38150', '#f2b712', '#2ba185', '#3c74dd', '#a35488', '#e1567c', '#6c5fc7', '#9586a5'];

const MOST_LETTERS = 24;

/**
 * An answer's bytes as columns, by the way that every page has: text, objects, arrays.
 * @param {Uint8Array} bytes
 */
export function columnsOf(bytes) {
  const groups = JSON.parse(new TextDecoder().decode(bytes));
  const names = Object.keys(groups).sort((a, b) => groups[a].order - groups[b].order);
  return {
    names: names.map((name) => (name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name)),
    rows: names.map((name) => groups[name].data),
  };
}
