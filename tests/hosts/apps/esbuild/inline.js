import 'events-stats-widget/inline';
import answer from './answer.json';

const widget = document.querySelector('#answer');
widget.config = { displayType: 'area', queries: [{ aggregates: ['count()'] }] };
widget.response = answer;
