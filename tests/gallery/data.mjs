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
  return groups.flatMap(([name, { data, meta }], index) => {
    const column = (key) => data.map(([, [cell]]) => cell[key]);
    const own = { name, isDashed: false, type: Object.values(meta.fields)[0], color: name === 'Other' ? other : series[index % series.length], times: data.map(([time]) => time), values: column('count') };
    return 'comparisonCount' in data[0][1][0] ? [own, { ...own, name: 'a week before', color: other, isDashed: true, values: column('comparisonCount') }] : [own];
  });
}

const number = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** @param {number} value @param {string} type */
export function label(value, type) {
  if (type === 'rate') return `${number.format(value)}/min`;
  if (type !== 'duration') return number.format(value);
  return value >= 1000 ? `${number.format(value / 1000)}s` : `${number.format(value)}ms`;
}
