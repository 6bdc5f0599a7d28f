/** uPlot, set with care: a gradient under a lone series, stacks by sums and bands with hairlines, few round ticks, axes as wide as their texts. */
import uPlot from 'uplot';
import { COLORS, columnsOf, highestOf, label, roomOf, scaleOf, timeLabel } from './data.mjs';

const FONT = '11px ui-sans-serif, system-ui, sans-serif';

export function draw(host, shown, theme) {
  const columns = columnsOf(shown, theme);
  const { text, grid, axis } = COLORS[theme];
  const { displayType } = shown.config;
  const { isBare, divisions } = roomOf(shown.height ?? 300);
  const [isArea, isBar] = [['area', 'top_n'].includes(displayType), displayType === 'bar'];
  const isStacked = isArea || isBar;
  const sums = [];
  for (const { values } of columns) sums.push(isStacked && sums.length > 0 ? values.map((value, index) => value + sums.at(-1)[index]) : values);
  // Bars stand one before the other: the highest sums come first.
  const order = columns.map((_, index) => index);
  if (isBar) order.reverse();
  const gradient = (color) => (chart) => {
    const fade = chart.ctx.createLinearGradient(0, chart.bbox.top, 0, chart.bbox.top + chart.bbox.height);
    fade.addColorStop(0, `${color}66`);
    fade.addColorStop(1, `${color}05`);
    return fade;
  };
  const fill = (color) => (isBar ? color : isArea && columns.length > 1 ? `${color}cc` : isArea || (columns.length === 1) ? gradient(color) : undefined);
  const types = [...new Set(columns.map(({ type }) => type))];
  const scales = types.map((type) => scaleOf(highestOf(columns.filter((column) => column.type === type), isStacked), divisions, types.length > 1));
  const widest = (chart, texts) => {
    chart.ctx.font = FONT;
    return Math.ceil(Math.max(0, ...(texts ?? []).map((text) => chart.ctx.measureText(text).width))) + 8;
  };
  const values = types.map((type, index) => ({
    scale: type, side: index === 0 ? 3 : 1, show: !isBare, stroke: text, font: FONT, size: widest, gap: 6, ticks: { show: false },
    splits: () => Array.from({ length: Math.floor(scales[index].top / scales[index].step) + 1 }, (_, line) => line * scales[index].step),
    grid: index === 0 ? { stroke: grid, width: 1 } : { show: false }, values: (_, splits) => splits.map((value) => label(value, type)),
  }));
  new uPlot(/** @type {any} */ ({
    width: host.clientWidth, height: host.clientHeight, padding: isBare ? [2, 0, 2, 0] : [8, types.length > 1 ? 0 : 12, 0, 0], legend: { show: false }, cursor: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    scales: Object.fromEntries(types.map((type, index) => [type, { range: () => [0, scales[index].top] }])),
    axes: [{
      show: !isBare, stroke: text, font: FONT, size: 24, gap: 6, space: 76, grid: { show: false }, ticks: { show: false }, border: { show: true, stroke: axis, width: 1 },
      values: (_, splits) => splits.map(timeLabel),
    }, ...values],
    series: [{}, ...order.map((index) => {
      const { name, color, type, isDashed } = columns[index];
      const bars = isBar ? { paths: uPlot.paths.bars({ size: [0.8, 60] }) } : {};
      return { label: name, scale: type, stroke: color, width: isBar ? 0 : isStacked && columns.length > 1 ? 1 : 1.5, dash: isDashed ? [4, 4] : [], points: { show: false }, fill: isDashed ? undefined : fill(color), ...bars };
    })],
    ...(isArea ? { bands: columns.slice(1).map((_, index) => ({ series: [index + 2, index + 1] })) } : {}),
  }), /** @type {any} */ ([columns[0].times, ...order.map((index) => sums[index])]), host);
}
