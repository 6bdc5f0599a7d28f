import { configure, EventsStatsError, renderSvg, type EventsStatsWidget, type WidgetConfig } from 'events-stats-widget';
import { defineDashboard, type EventsStatsDashboard } from 'events-stats-widget/dashboard';
import { defineElement, init } from 'events-stats-widget/element';
import { renderSvg as renderHere } from 'events-stats-widget/inline';
import { renderSvg as renderInNode } from 'events-stats-widget/node';
import { EventsStatsChart } from 'events-stats-widget/react';
import { lateUrl, moduleUrl } from 'events-stats-widget/wasm';
import { dashboardWords, words } from 'events-stats-widget/words/de';

const config: WidgetConfig = { title: 'Errors', displayType: 'line', queries: [{ aggregates: ['count()'] }] };

init(moduleUrl, lateUrl);
defineElement('my-chart');
configure({ baseUrl: 'https://charts.example.com/', org: 'acme', words });
defineDashboard();

const widget: EventsStatsWidget = document.createElement('events-stats-widget');
widget.config = config;
widget.addEventListener('events-stats-load', (event) => console.log(event.detail.series.toFixed()));
widget.addEventListener('events-stats-error', ({ detail }) => console.log(detail.code, detail.message.trim()));
document.addEventListener('events-stats-metric', ({ detail }) => console.log(detail.name.trim()));
document.addEventListener('events-stats-filters', ({ detail }) => console.log(detail.release.join()));
const dashboard: EventsStatsDashboard = document.createElement('events-stats-dashboard');
dashboard.words = dashboardWords;

export const pictures: Promise<string>[] = [renderSvg, renderHere, renderInNode].map((render) => render(config, { data: [] }, { width: 400 }));
export const isOurs = (error: unknown): boolean => error instanceof EventsStatsError && error.code === 'config';
export const component = <EventsStatsChart config={config} refresh={60} onLoad={(event) => console.log(event.detail.series)} />;
export const element = <events-stats-widget config={config} theme="dark" />;
export const wall = <events-stats-dashboard dashboard-id="1" rotate={30} kiosk onevents-stats-filters={({ detail }) => console.log(detail.release.join())} />;

// @ts-expect-error: there is no such theme.
export const wrong = <EventsStatsChart theme="pink" />;
