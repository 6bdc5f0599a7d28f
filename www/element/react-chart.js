'use client';
/**
 * The element for React 18 and 19: attributes by camel-cased props, and what React 18, or rendering on a server, does not
 * hand to an element (objects, events). The configuration is an attribute in what a server renders, so that the chart is
 * there before the page is hydrated.
 */
import 'events-stats-widget';
import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';

/** @typedef {Record<string, any>} Props */

/** Their handlers are `onLoad` and so on. */
const EVENTS = ['load', 'error', 'split', 'range', 'series', 'select', 'metric'];
const HANDLERS = EVENTS.map((event) => `on${event[0].toUpperCase()}${event.slice(1)}`);
const NO_ATTRIBUTES = ['range', 'response', 'fetch', 'config', 'children', 'className', ...HANDLERS];

// React complains of layout effects on a server.
const useClientEffect = globalThis.document ? useLayoutEffect : useEffect;

export const EventsStatsChart = forwardRef(function EventsStatsChart(/** @type {Props} */ props, ref) {
  const element = useRef(/** @type {any} */ (null));
  const latest = useRef(props);
  const { range, response, fetch } = props;
  useImperativeHandle(ref, () => element.current, []);
  useClientEffect(() => { latest.current = props; });
  // The same range anew would end the viewer's zoom, and an object in JSX is another one at each rendering.
  useClientEffect(() => { element.current.range = range; }, [JSON.stringify(range)]);
  useClientEffect(() => { element.current.response = response; }, [response]);
  useClientEffect(() => { element.current.fetch = fetch; }, [fetch]);
  useClientEffect(() => {
    const listening = new AbortController();
    EVENTS.forEach((event, index) => {
      const tell = (/** @type {Event} */ happened) => latest.current[HANDLERS[index]]?.(happened);
      element.current.addEventListener(`events-stats-${event}`, tell, listening);
    });
    return () => listening.abort();
  }, []);
  return createElement('events-stats-widget', { ...attributesOf(props), ref: element }, props.children);
});

/** @param {Props} props */
function attributesOf(props) {
  const { className, config } = props;
  const own = Object.entries(props).filter(([name]) => !NO_ATTRIBUTES.includes(name));
  return {
    ...Object.fromEntries(own.map(([name, value]) => [attributeOf(name), textOf(name, value)])),
    // Before React 19 `className` would be an attribute of that name.
    class: className,
    // In small letters React 19 would set the property, which takes no text.
    Config: config ? JSON.stringify(config) : undefined,
  };
}

/** What is React's own (`data-…`, `aria-…`, `onClick`) stays as it is. @param {string} name */
function attributeOf(name) {
  return /^on[A-Z]|-/.test(name) ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Before React 19 an element's attributes are texts, `false` among them. @param {string} name @param {unknown} value */
function textOf(name, value) {
  if (typeof value !== 'boolean' || name.includes('-')) return value;
  return value ? '' : undefined;
}
