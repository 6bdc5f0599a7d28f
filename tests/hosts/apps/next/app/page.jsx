import { renderSvg } from 'events-stats-widget/inline';
import { EventsStatsChart } from 'events-stats-widget/react';
import answer from '../answer.json';
import { AnswerChart } from './answer-chart.jsx';

/** A server component: a picture drawn on the server, and charts that begin as HTML. */
export default async function Page() {
  const picture = await renderSvg({ displayType: 'area', queries: [{ aggregates: ['count()'] }] }, answer, { width: 600, height: 200, timezone: 'UTC' });
  return (
    <main>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the picture is our own. */}
      <div id="picture" dangerouslySetInnerHTML={{ __html: picture }} />
      <AnswerChart answer={answer} />
      <EventsStatsChart org="demo" baseUrl="http://127.0.0.1:8080/" config={{ title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }] }} />
    </main>
  );
}
