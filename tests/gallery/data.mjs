/** An answer as the other libraries take it, and what both draw with. */

export const COLORS = {
  light: { series: ['#6a5acd', '#2b9cd8', '#f5a035', '#e8527a', '#26b47f'], other: '#b7bec9', text: '#616b7f', grid: '#edeff3', axis: '#c9cfd8' },
  dark: { series: ['#818cf8', '#38bdf8', '#fbb24c', '#f06a84', '#34d399'], other: '#4b5263', text: '#98a2b3', grid: '#222833', axis: '#3a4250' },
};

/**
 * @param {import('./cases.mjs').Case} shown
 * @param {'light' | 'dark'} theme
 */
export function columnsOf({ response, config }, theme) {
  const groups = response.data ? [[config.queries[0].aggregates[0], response]] : Object.entries(response).sort(([, a], [, b]) => a.order - b.order);
  const { series, other } = COLORS[theme];
  // Two measures cross each other all the time: theirs are colours far apart.
  const apart = new Set(groups.map(([, { meta }]) => Object.values(meta.fields)[0])).size > 1 ? 2 : 1;
  return groups.flatMap(([name, { data, meta }], index) => {
    const column = (key) => data.map(([, [cell]]) => cell[key]);
    const own = { name, isDashed: false, type: Object.values(meta.fields)[0], color: name === 'Other' ? other : series[(index * apart) % series.length], times: data.map(([time]) => time), values: column('count') };
    return 'comparisonCount' in data[0][1][0] ? [own, { ...own, name: 'a week before', color: other, isDashed: true, values: column('comparisonCount') }] : [own];
  });
}

const number = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** @param {number} value @param {string} type */
export function label(value, type) {
  if (value === 0) return '0';
  if (type === 'rate') return `${number.format(value)}/min`;
  if (type !== 'duration') return number.format(value);
  return value >= 1000 ? `${number.format(value / 1000)}s` : `${number.format(value)}ms`;
}

/** What a chart of this height has room for. @param {number} height */
export const roomOf = (height) => ({ isBare: height < 120, divisions: height < 240 ? 3 : 4 });

const STEPS = [1, 2, 2.5, 5, 10, 20];

/**
 * Round steps from zero up, and where the axis ends: a little above the highest value, or at the last of as many steps for
 * each of two axes, so that their lines are the same.
 * @param {number} highest @param {number} divisions @param {boolean} isOneOfTwo
 */
export function scaleOf(highest, divisions, isOneOfTwo) {
  const decade = 10 ** Math.floor(Math.log10(highest / divisions));
  const step = decade * STEPS.find((step) => step * decade * (divisions + (isOneOfTwo ? 0 : 0.4)) >= highest);
  return { step, top: isOneOfTwo ? step * divisions : Math.max(highest * 1.04, step) };
}

/** Of the columns, or of their sums where they are stacked. @param {{values: number[]}[]} columns @param {boolean} isStacked */
export function highestOf(columns, isStacked) {
  const rows = columns[0].values.map((_, index) => columns.map(({ values }) => values[index]));
  return Math.max(...rows.map((row) => (isStacked ? row.reduce((sum, value) => sum + value, 0) : Math.max(...row))));
}

const DAY = 86_400;
const hour = new Intl.DateTimeFormat('en-US', { hour: 'numeric', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });

/** @param {number} seconds */
export const timeLabel = (seconds) => (seconds % DAY === 0 ? day : hour).format(seconds * 1000);
