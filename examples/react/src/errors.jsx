import { EventsStatsChart } from 'events-stats-widget/react';
import { useState } from 'react';

const PERIODS = ['1h', '24h', '7d'];

const config = {
  title: 'Errors by release',
  displayType: 'area',
  widgetType: 'error-events',
  limit: 5,
  queries: [{ aggregates: ['count()'], columns: ['release'], conditions: 'level:error', orderby: '-count()' }],
};

export function Errors() {
  const [statsPeriod, setStatsPeriod] = useState('24h');
  const [message, setMessage] = useState('Loading');
  return (
    <>
      <p>
        {PERIODS.map((period) => (
          <button key={period} type="button" aria-pressed={period === statsPeriod} onClick={() => setStatsPeriod(period)}>
            {period}
          </button>
        ))}
      </p>
      <EventsStatsChart
        org="demo"
        baseUrl="http://127.0.0.1:8080/"
        config={config}
        range={{ statsPeriod }}
        refresh={60}
        onLoad={({ detail }) => setMessage(`${detail.series} series`)}
        onError={({ detail }) => setMessage(detail.message)}
      >
        The chart is on its way.
      </EventsStatsChart>
      <p role="status">{message}</p>
    </>
  );
}
