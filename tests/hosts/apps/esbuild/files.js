import { defineElement, init } from 'events-stats-widget/element';
import first from 'events-stats-widget/wasm/events_stats_widget_bg.wasm';
import late from 'events-stats-widget/wasm/events_stats_widget_late.wasm';
import answer from './answer.json';

init(first, late);
defineElement();
const widget = document.querySelector('#answer');
widget.config = { displayType: 'area', queries: [{ aggregates: ['count()'] }] };
widget.response = answer;
