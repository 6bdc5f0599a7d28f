import { EventsStatsChart } from 'events-stats-widget/react';
import { errors } from './errors.js';

/** A server component: the chart begins as HTML, and draws before the page is hydrated. */
export default function Page() {
  return (
    <main>
      <EventsStatsChart org="demo" baseUrl="http://127.0.0.1:8080/" statsPeriod="24h" refresh={60} config={errors}>
        The chart is on its way.
      </EventsStatsChart>
      <p>
        <a href="/errors.svg">The same as a picture</a>
      </p>
    </main>
  );
}
