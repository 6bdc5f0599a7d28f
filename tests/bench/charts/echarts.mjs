/** ECharts, of its parts only those that are needed, fed as it is quickest: one array for all series. */
import { BarChart, LineChart } from 'echarts/charts';
import { DatasetComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { COLORS, columnsOf, HEIGHT, LINE, WIDTH } from './look.mjs';

echarts.use([BarChart, LineChart, DatasetComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

function sourceOf(bytes) {
  const { names, rows } = columnsOf(bytes);
  const width = names.length + 1;
  const source = new Float64Array(rows[0].length * width);
  for (const [index, [time]] of rows[0].entries()) source[index * width] = time * 1000;
  for (const [series, list] of rows.entries()) {
    for (let index = 0; index < list.length; index += 1) source[index * width + series + 1] = list[index][1][0].count;
  }
  return { names, source };
}

export function mount(host, bytes, { form }) {
  const { names, source } = sourceOf(bytes);
  const chart = echarts.init(host, null, { renderer: 'canvas', width: WIDTH, height: HEIGHT, devicePixelRatio });
  const shapes = {
    // Sampling is by series: in a stack it would put spikes of one at the place of another.
    line: { type: 'line', sampling: 'lttb' },
    area: { type: 'line', stack: 'all', areaStyle: { opacity: 0.7 } },
    bar: { type: 'bar', stack: 'all' },
  };
  chart.setOption({
    animation: false, color: COLORS, legend: { type: 'scroll', top: 0 }, grid: { left: 60, right: 10, top: 40, bottom: 30 },
    tooltip: { trigger: 'axis', transitionDuration: 0, axisPointer: { type: 'line', animation: false } },
    xAxis: { type: 'time' }, yAxis: { type: 'value' },
    dataset: { source, dimensions: ['time', ...names.map((_, index) => `series ${index}`)] },
    series: /** @type {any} */ (names.map((name, index) => ({
      ...shapes[form], name, encode: { x: 'time', y: `series ${index}` }, showSymbol: false, silent: true,
      lineStyle: { width: LINE }, emphasis: { disabled: true },
    }))),
  });
  return chart;
}

export const refresh = (chart, bytes) => chart.setOption({ dataset: { source: sourceOf(bytes).source } });
export const unmount = (chart) => chart.dispose();
export const moveEvent = 'mousemove';
export const hoverTarget = (chart) => chart.getDom().querySelector('canvas');
export const valuesText = (chart) => [...chart.getDom().children].slice(1).map((child) => child.textContent).join(' ');
