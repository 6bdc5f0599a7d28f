/** Chart.js with what its documentation advises for speed. Its time scale needs a further library: a linear one with times as labels is quicker. */
import { BarController, BarElement, Chart, Decimation, Filler, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import { COLORS, columnsOf, HEIGHT, LINE, WIDTH } from './look.mjs';

Chart.register(BarController, BarElement, Decimation, Filler, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit' });

function dataOf(bytes) {
  const { names, rows } = columnsOf(bytes);
  return { names, sets: rows.map((list) => list.map(([time, [{ count }]]) => ({ x: time * 1000, y: count }))) };
}

export function mount(host, bytes, { form }) {
  const { names, sets } = dataOf(bytes);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  Object.assign(canvas.style, { width: `${WIDTH}px`, height: `${HEIGHT}px` });
  host.append(canvas);
  const isStacked = form !== 'line';
  const [first, last] = [sets[0][0].x, sets[0].at(-1).x];
  return new Chart(canvas, /** @type {any} */ ({
    type: form === 'bar' ? 'bar' : 'line',
    data: {
      datasets: names.map((label, index) => ({
        label, data: sets[index], borderColor: COLORS[index], backgroundColor: `${COLORS[index]}${isStacked ? 'b0' : ''}`,
        borderWidth: form === 'bar' ? 0 : LINE, pointRadius: 0, fill: form === 'area' ? (index > 0 ? '-1' : 'origin') : false,
      })),
    },
    options: {
      responsive: false, animation: false, parsing: false, normalized: true, spanGaps: true, devicePixelRatio,
      interaction: { mode: 'index', axis: 'x', intersect: false },
      plugins: { decimation: { enabled: form !== 'bar', algorithm: 'min-max' }, legend: { display: true } },
      scales: {
        x: { type: 'linear', stacked: form === 'bar', min: first, max: last, ticks: { maxRotation: 0, callback: (value) => clock.format(value) } },
        y: { type: 'linear', stacked: isStacked },
      },
    },
  }));
}

export function refresh(chart, bytes) {
  const { sets } = dataOf(bytes);
  sets.forEach((set, index) => { chart.data.datasets[index].data = set; });
  chart.update('none');
}

export const unmount = (chart) => chart.destroy();
export const moveEvent = 'mousemove';
export const hoverTarget = (chart) => chart.canvas;
export const valuesText = (chart) => (chart.tooltip.body ?? []).map(({ lines }) => lines.join()).join(' ');
