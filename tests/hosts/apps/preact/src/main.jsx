import 'events-stats-widget';
import { render } from 'preact';
import answer from '../answer.json';

const config = { title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }] };

render(
  <>
    <events-stats-widget config={{ displayType: 'area', queries: [{ aggregates: ['count()'] }] }} response={answer} />
    <events-stats-widget org="demo" base-url="http://127.0.0.1:8080/" config={config} />
  </>,
  document.querySelector('#app'),
);
