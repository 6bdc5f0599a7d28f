const { renderSvg } = require('events-stats-widget');
const { EventsStatsChart } = require('events-stats-widget/react');
const { act, createElement } = require('react');
const { createRoot } = require('react-dom/client');
const answer = require('./answer.json');

test('the tag is registered and settles, and says that it cannot draw here', async () => {
  const widget = document.createElement('events-stats-widget');
  widget.config = { displayType: 'area', queries: [{ aggregates: ['count()'] }] };
  document.body.append(widget);
  expect(await widget.settled()).toEqual({ drawn: false });
  expect(widget.state).toBe('error');
  expect(widget.error.code).toBe('no_canvas');
});

test('a picture of an answer is drawn', async () => {
  const picture = await renderSvg({ displayType: 'area', queries: [{ aggregates: ['count()'] }] }, answer, { width: 400, height: 200 });
  expect(picture).toMatch(/^<svg/);
});

test('the component renders the tag', async () => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const main = document.body.appendChild(document.createElement('main'));
  await act(() => createRoot(main).render(createElement(EventsStatsChart, { widgetId: 42, theme: 'dark' })));
  expect(main.innerHTML).toContain('<events-stats-widget widget-id="42" theme="dark"');
});
