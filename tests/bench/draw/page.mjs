/** What runs in the page: the contestants, each from the same bytes to forced pixels. */
import { init } from '/package/index.js';

const WIDTH = 800;
const HEIGHT = 300;
/** The widget's own width of line; the others also run with the hairline that canvases stroke fastest. */
const LINE = 1.5;
const START = 1_767_225_600;
const stage = document.querySelector('#stage');
const colors = ['#2f52c2', '#df545d', '#4bbe8e', '#ae6bc6', '#8f392f', '#e6a23c', '#7f4391', '#1c8fa8', '#c2437e', '#6a8f2f', '#999999'];

/** Rasterizing waits until pixels are asked for. */
function force(root) {
  for (const canvas of root.querySelectorAll('canvas')) canvas.getContext('2d').getImageData(0, 0, 1, 1);
}

/** An answer with top events, as the server sends it. */
function answer({ series, buckets, kind }, seed) {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const groups = {};
  for (let group = 0; group < series; group++) {
    const data = [];
    for (let bucket = 0; bucket < buckets; bucket++) {
      const base = 500 + 400 * Math.sin((bucket / buckets) * 12 + group);
      let value = base * (1 + 0.06 * (random() - 0.5));
      if (kind === 'noisy') value = random() < 0.03 ? 0 : base * (0.5 + random()) * (random() < 0.02 ? 2 : 1);
      data.push([START + bucket * 300, [{ count: Math.round(value) }]]);
    }
    groups[`group ${group}`] = { data, order: group, start: START, end: START + buckets * 300, isMetricsData: false };
  }
  return new TextEncoder().encode(JSON.stringify(groups));
}

function columns(bytes) {
  const groups = JSON.parse(new TextDecoder().decode(bytes));
  const list = Object.values(groups).sort((a, b) => a.order - b.order);
  const times = list[0].data.map(([time]) => time);
  return { times, values: list.map(({ data }) => data.map(([, cells]) => cells[0].count)) };
}

const ours = {
  async mount(bytes, { series, buckets }) {
    const element = document.createElement('events-stats-widget');
    element.setAttribute('widget-id', '1');
    element.config = {
      id: '1', title: '', displayType: 'line', limit: series, interval: '5m',
      queries: [{ name: '', aggregates: ['count()'], columns: ['group'], fields: ['group', 'count()'], conditions: '', orderby: '-count()' }],
    };
    element.range = { start: new Date(START * 1000).toISOString(), end: new Date((START + buckets * 300) * 1000).toISOString() };
    element.response = bytes;
    stage.append(element);
    for (let turn = 0; turn < 50 && !element.shadowRoot.querySelector('canvas'); turn++) await null;
    element.flush();
    force(element.shadowRoot);
    if (element.state !== 'ready') throw new Error(`the widget is ${element.state}: ${element.error?.message}`);
    return element;
  },
  update(element, bytes) {
    element.response = bytes;
    element.flush();
    force(element.shadowRoot);
  },
  unmount: (element) => element.remove(),
};

const uPlotAt = (width) => ({
  async mount(bytes) {
    const { times, values } = columns(bytes);
    const series = [{}, ...values.map((_, index) => ({ stroke: colors[index], width, points: { show: false } }))];
    const chart = new uPlot({ width: WIDTH, height: HEIGHT, legend: { show: false }, cursor: { show: false }, series }, [times, ...values], stage);
    // uPlot draws in a microtask.
    await null;
    force(stage);
    return chart;
  },
  async update(chart, bytes) {
    const { times, values } = columns(bytes);
    chart.setData([times, ...values]);
    await null;
    force(stage);
  },
  unmount: (chart) => chart.destroy(),
});

const echartsWith = (sampling) => {
  const option = (bytes) => {
    const { times, values } = columns(bytes);
    return {
      animation: false, color: colors, grid: { left: 40, right: 8, top: 10, bottom: 24 },
      xAxis: { type: 'time' }, yAxis: { type: 'value' },
      series: values.map((list) => ({ type: 'line', showSymbol: false, silent: true, sampling, lineStyle: { width: LINE }, data: list.map((value, index) => [times[index] * 1000, value]) })),
    };
  };
  return {
    mount(bytes) {
      const box = stage.appendChild(document.createElement('div'));
      const chart = echarts.init(box, null, { width: WIDTH, height: HEIGHT, devicePixelRatio });
      chart.setOption(option(bytes));
      chart.getZr().flush();
      force(box);
      return { chart, box };
    },
    update({ chart, box }, bytes) {
      chart.setOption(option(bytes));
      chart.getZr().flush();
      force(box);
    },
    unmount({ chart, box }) {
      chart.dispose();
      box.remove();
    },
  };
};

const contestants = { ours, 'uPlot': uPlotAt(LINE), 'uPlot, 1 px': uPlotAt(1), 'ECharts': echartsWith(undefined), 'ECharts, lttb': echartsWith('lttb') };
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

globalThis.measure = async (task) => {
  await init();
  const [first, second] = [answer(task, 1), answer(task, 2)];
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, { mount: [], update: [] }]));
  for (let round = -4; round < task.rounds; round++) {
    for (const [name, contestant] of Object.entries(contestants)) {
      const began = performance.now();
      const chart = await contestant.mount(first.slice(), task);
      const mounted = performance.now();
      const bytes = second.slice();
      const prepared = performance.now();
      await contestant.update(chart, bytes);
      const updated = performance.now();
      await contestant.unmount(chart);
      if (round >= 0) {
        times[name].mount.push(mounted - began);
        times[name].update.push(updated - prepared);
      }
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, { mount, update }]) => [name, { mount: median(mount), update: median(update) }]));
};
