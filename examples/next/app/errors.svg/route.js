import { renderSvg } from 'events-stats-widget/inline';
import { errors } from '../errors.js';

/** Where this server finds the API; a token would be added here, out of browsers' sight. */
const CHARTS_URL = process.env.CHARTS_URL ?? 'http://127.0.0.1:8080/';

const QUESTION = new URLSearchParams({
  dataset: 'errors',
  yAxis: 'count()',
  query: 'level:error',
  statsPeriod: '24h',
  interval: '30m',
});

export async function GET() {
  const answer = await fetch(new URL(`api/0/organizations/demo/events-stats/?${QUESTION}`, CHARTS_URL));
  if (!answer.ok) return new Response(`The API answered with ${answer.status}.`, { status: 502 });
  const picture = await renderSvg(errors, await answer.json(), { width: 800, height: 300, timezone: 'UTC' });
  return new Response(picture, { headers: { 'content-type': 'image/svg+xml' } });
}
