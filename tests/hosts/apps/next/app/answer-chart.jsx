'use client';

import { EventsStatsChart } from 'events-stats-widget/react';
import { useEffect, useRef } from 'react';

export function AnswerChart({ answer }) {
  const chart = useRef(null);
  useEffect(() => {
    chart.current.response = answer;
  }, [answer]);
  return <EventsStatsChart ref={chart} config={{ displayType: 'area', queries: [{ aggregates: ['count()'] }] }} />;
}
