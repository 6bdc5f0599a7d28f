/** ECharts, set with care. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { COLORS, columnsOf, label } from './data.mjs';

echarts.use([BarChart, LineChart, GridComponent, CanvasRenderer]);

export function draw(host, shown, theme) {
  const columns = columnsOf(shown, theme);
  const { text, grid, axis } = COLORS[theme];
  const { displayType } = shown.config;
  const [isArea, isBar] = [['area', 'top_n'].includes(displayType), displayType === 'bar'];
  const types = [...new Set(columns.map(({ type }) => type))];
  const gradient = (color) => new echarts.graphic.LinearGradient(0, 0, 0, 1, [{ offset: 0, color: `${color}59` }, { offset: 1, color: `${color}08` }]);
  const fill = (color) => (columns.length > 1 ? { color, opacity: 0.75 } : { color: gradient(color) });
  const chart = echarts.init(host, null, { renderer: 'canvas', devicePixelRatio });
  chart.setOption({
    animation: false, useUTC: true, grid: { left: 4, right: types.length > 1 ? 4 : 12, top: 10, bottom: 2, containLabel: true },
    xAxis: { type: 'time', axisLine: { lineStyle: { color: axis } }, axisTick: { show: false }, axisLabel: { color: text, fontSize: 11, hideOverlap: true }, splitLine: { show: false } },
    yAxis: types.map((type, index) => ({ type: 'value', axisLabel: { color: text, fontSize: 11, formatter: (value) => label(value, type) }, splitLine: { show: index === 0, lineStyle: { color: grid } } })),
    series: /** @type {any} */ (columns.map(({ name, color, type, times, values, isDashed }) => ({
      name, type: isBar ? 'bar' : 'line', stack: isArea || isBar ? 'all' : undefined, showSymbol: false, color, barCategoryGap: '18%',
      yAxisIndex: types.indexOf(type), data: values.map((value, index) => [times[index] * 1000, value]),
      lineStyle: { width: isArea && columns.length > 1 ? 1 : 1.75, type: isDashed ? 'dashed' : 'solid', cap: 'round', join: 'round' },
      ...((isArea || columns.length === 1) && !isDashed ? { areaStyle: fill(color) } : {}),
    }))),
  });
}
