import { renderSvg } from 'events-stats-widget/inline';
import answer from '../../answer.json';

export async function GET() {
  const picture = await renderSvg({ displayType: 'area', queries: [{ aggregates: ['count()'] }] }, answer, { width: 600, height: 200, timezone: 'UTC' });
  return new Response(picture, { headers: { 'content-type': 'image/svg+xml' } });
}
