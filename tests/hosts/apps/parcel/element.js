import { defineElement, init } from 'events-stats-widget/element';
import { lateUrl, moduleUrl } from 'events-stats-widget/wasm';
import answer from './answer.json';

init(moduleUrl, lateUrl);
defineElement();
const widget = document.querySelector('#answer');
widget.config = { displayType: 'area', queries: [{ aggregates: ['count()'] }] };
widget.response = answer;
