/** One widget with an instance of its own, which asks the bench's server over HTTP, as any widget does. */
import { configure, defineElement } from '/package/element.js';

const START = 1_767_225_600;

/** @param {{metrics: object, series: number, buckets: number}} task */
globalThis.prepare = async ({ metrics, series, buckets }) => {
  configure({ metrics, cache: false });
  defineElement();
  const widget = document.createElement('events-stats-widget');
  widget.setAttribute('widget-id', '1');
  // What the server is to answer with.
  widget.setAttribute('org', `${series}x${buckets}`);
  widget.config = {
    title: '', displayType: 'line', limit: series, interval: '5m', widgetType: 'error-events',
    queries: [{ aggregates: ['count()'], columns: ['group'], fields: ['group', 'count()'], conditions: '', orderby: '-count()' }],
  };
  widget.range = { start: new Date(START * 1000).toISOString(), end: new Date((START + buckets * 300) * 1000).toISOString() };
  document.body.append(widget);
  await widget.settled();
  if (widget.state !== 'ready') throw new Error(`the widget is ${widget.state}: ${widget.error?.message}`);

  /** One refresh, until its pixels are there. */
  globalThis.refresh = async () => {
    const loaded = new Promise((resolve) => widget.addEventListener('events-stats-load', resolve, { once: true }));
    void widget.refresh();
    await loaded;
    widget.flush();
    for (const canvas of widget.shadowRoot.querySelectorAll('canvas')) canvas.getContext('2d').getImageData(0, 0, 1, 1);
  };
};
