import { configure, EventsStatsError, renderSvg, type EventsStatsWidget, type WidgetConfig } from 'events-stats-widget';
import { defineElement, init } from 'events-stats-widget/element';
import { renderSvg as renderHere } from 'events-stats-widget/inline';
import { renderSvg as renderInNode } from 'events-stats-widget/node';
import { EventsStatsChart } from 'events-stats-widget/react';
import { lateUrl, moduleUrl } from 'events-stats-widget/wasm';

const config: WidgetConfig = { title: 'Errors', displayType: 'line', queries: [{ aggregates: ['count()'] }] };

init(moduleUrl, lateUrl);
defineElement('my-chart');
configure({ baseUrl: 'https://charts.example.com/', org: 'acme' });

const widget: EventsStatsWidget = document.createElement('events-stats-widget');
widget.config = config;
widget.addEventListener('events-stats-load', (event) => console.log(event.detail.series.toFixed()));
widget.addEventListener('events-stats-error', ({ detail }) => console.log(detail.code, detail.message.trim()));

export const pictures: Promise<string>[] = [renderSvg, renderHere, renderInNode].map((render) => render(config, { data: [] }, { width: 400 }));
export const isOurs = (error: unknown): boolean => error instanceof EventsStatsError && error.code === 'config';
export const component = <EventsStatsChart config={config} refresh={60} onLoad={(event) => console.log(event.detail.series)} />;
export const element = <events-stats-widget config={config} theme="dark" />;

// @ts-expect-error: there is no such theme.
export const wrong = <EventsStatsChart theme="pink" />;
