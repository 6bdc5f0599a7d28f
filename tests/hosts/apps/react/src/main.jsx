import { EventsStatsChart } from 'events-stats-widget/react';
import { StrictMode, useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import answer from '../answer.json';

const config = { title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }] };

function Answer() {
  const chart = useRef(null);
  useEffect(() => {
    chart.current.response = answer;
  }, []);
  return <EventsStatsChart ref={chart} config={{ displayType: 'area', queries: [{ aggregates: ['count()'] }] }} />;
}

createRoot(document.querySelector('#app')).render(
  <StrictMode>
    <Answer />
    <EventsStatsChart org="demo" baseUrl="http://127.0.0.1:8080/" config={config} />
  </StrictMode>,
);
