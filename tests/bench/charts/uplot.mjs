/** uPlot with its legend, which also shows the values under the pointer. Stacked as its documentation does it: sums and bands. */
import uPlot from 'uplot';
import { COLORS, columnsOf, HEIGHT, LINE, WIDTH } from './look.mjs';

function dataOf(bytes, form) {
  const { names, rows } = columnsOf(bytes);
  const times = rows[0].map(([time]) => time);
  const columns = [];
  for (const list of rows) {
    const below = form === 'line' ? undefined : columns.at(-1);
    columns.push(below ? list.map(([, [{ count }]], index) => below[index] + count) : list.map(([, [{ count }]]) => count));
  }
  // Bars stand one before the other: the highest sums come first.
  if (form === 'bar') return { names: names.reverse(), data: [times, ...columns.reverse()] };
  return { names, data: [times, ...columns] };
}

export function mount(host, bytes, { form, group }) {
  const { names, data } = dataOf(bytes, form);
  const colors = form === 'bar' ? COLORS.slice(0, names.length).reverse() : COLORS;
  const fill = (index) => (form === 'line' ? undefined : form === 'bar' ? colors[index] : `${colors[index]}b0`);
  const chart = new uPlot(/** @type {any} */ ({
    width: WIDTH, height: HEIGHT, axes: [{}, { size: 60 }],
    cursor: group ? { sync: { key: group } } : {},
    series: [{}, ...names.map((label, index) => ({
      label, stroke: colors[index], width: form === 'bar' ? 0 : LINE, points: { show: false }, fill: fill(index),
      ...(form === 'bar' ? { paths: uPlot.paths.bars({ size: [1, 100] }) } : {}),
    }))],
    ...(form === 'area' ? { bands: names.slice(1).map((_, index) => ({ series: [index + 2, index + 1] })) } : {}),
  }), /** @type {any} */ (data), host);
  return { chart, form };
}

export const refresh = ({ chart, form }, bytes) => chart.setData(dataOf(bytes, form).data);
export const unmount = ({ chart }) => chart.destroy();
export const moveEvent = 'mousemove';
export const hoverTarget = ({ chart }) => chart.over;
export const valuesText = ({ chart }) => chart.root.querySelector('.u-legend').textContent;
