/** ECharts, set with care: a gradient under a lone series, few round ticks, and a bare line where there is room for no more. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { COLORS, columnsOf, highestOf, label, roomOf, scaleOf, timeLabel } from './data.mjs';

echarts.use([BarChart, LineChart, GridComponent, CanvasRenderer]);

const FONT = { fontSize: 11, fontFamily: 'ui-sans-serif, system-ui, sans-serif' };

export function draw(host, shown, theme) {
  const columns = columnsOf(shown, theme);
  const { text, grid, axis } = COLORS[theme];
  const { displayType } = shown.config;
  const { isBare, divisions } = roomOf(shown.height ?? 300);
  const [isArea, isBar] = [['area', 'top_n'].includes(displayType), displayType === 'bar'];
  const types = [...new Set(columns.map(({ type }) => type))];
  const gradient = (color) => new echarts.graphic.LinearGradient(0, 0, 0, 1, [{ offset: 0, color: `${color}59` }, { offset: 1, color: `${color}08` }]);
  const fill = (color) => (columns.length > 1 ? { color, opacity: 0.75 } : { color: gradient(color) });
  const values = (type, index) => {
    const { step, top } = scaleOf(highestOf(columns.filter((column) => column.type === type), isArea || isBar), divisions, types.length > 1);
    return { type: 'value', show: !isBare, min: 0, max: top, interval: step, axisLabel: { ...FONT, color: text, showMaxLabel: types.length > 1, formatter: (value) => label(value, type) }, splitLine: { show: index === 0, showMaxLine: types.length > 1, lineStyle: { color: grid } } };
  };
  const chart = echarts.init(host, null, { renderer: 'canvas', devicePixelRatio });
  chart.setOption({
    animation: false, useUTC: true, grid: isBare ? { left: 0, right: 0, top: 2, bottom: 2 } : { left: 2, right: types.length > 1 ? 2 : 10, top: 8, bottom: 2, containLabel: true },
    xAxis: {
      type: 'time', show: !isBare, splitNumber: divisions > 3 ? 6 : 3, axisLine: { lineStyle: { color: axis } }, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: { ...FONT, color: text, hideOverlap: true, formatter: (milliseconds) => timeLabel(milliseconds / 1000) },
    },
    yAxis: /** @type {any} */ (types.map(values)),
    series: /** @type {any} */ (columns.map(({ name, color, type, times, values, isDashed }) => ({
      name, type: isBar ? 'bar' : 'line', stack: isArea || isBar ? 'all' : undefined, showSymbol: false, color, barCategoryGap: '18%',
      yAxisIndex: types.indexOf(type), data: values.map((value, index) => [times[index] * 1000, value]),
      lineStyle: { width: isArea && columns.length > 1 ? 1 : 1.75, type: isDashed ? [4, 4] : 'solid', cap: 'round', join: 'round' },
      ...((isArea || columns.length === 1) && !isDashed ? { areaStyle: fill(color) } : {}),
    }))),
  });
}
