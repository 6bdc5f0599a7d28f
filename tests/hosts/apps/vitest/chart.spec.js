import { renderSvg } from 'events-stats-widget';
import { expect, test } from 'vitest';
import answer from './answer.json';

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
