import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import './element';
import type { EventsStatsEventMap, WidgetConfig } from 'events-stats-widget';
import answer from '../answer.json';

@Component({
  selector: 'app-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <events-stats-widget [config]="area" [response]="answer"></events-stats-widget>
    <events-stats-widget org="demo" base-url="http://127.0.0.1:8080/" [config]="config" (events-stats-load)="loaded($event)">The chart is on its way.</events-stats-widget>
  `,
})
class Page {
  protected readonly answer = answer;
  protected readonly area: WidgetConfig = { displayType: 'area', queries: [{ aggregates: ['count()'] }] };
  protected readonly config: WidgetConfig = { title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }] };

  protected loaded(event: EventsStatsEventMap['events-stats-load']): void {
    document.title = `${event.detail.series} series`;
  }
}

bootstrapApplication(Page, { providers: [provideZonelessChangeDetection()] });
