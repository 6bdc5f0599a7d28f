import 'events-stats-widget';
import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import answer from '../answer.json';

function Page() {
  const [config] = createSignal({ title: 'Errors', displayType: 'line', widgetType: 'error-events', queries: [{ aggregates: ['count()'], conditions: '' }] });
  const [id] = createSignal('1');
  const loaded = (event) => { document.title = `${event.detail.series} series`; };
  return (
    <>
      <events-stats-widget prop:config={{ displayType: 'area', queries: [{ aggregates: ['count()'] }] }} prop:response={answer} />
      <events-stats-widget org="demo" base-url="http://127.0.0.1:8080/" attr:widget-id={id()} prop:config={config()} on:events-stats-load={loaded}>
        The chart is on its way.
      </events-stats-widget>
    </>
  );
}

render(() => <Page />, document.querySelector('#app'));
