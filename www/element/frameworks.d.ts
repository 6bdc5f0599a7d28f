/**
 * `<events-stats-widget>` and `<events-stats-dashboard>` in the JSX and the templates of frameworks. Each block extends the types of one framework; where
 * that is not installed there is nothing to extend, and the compiler is not to mind.
 */
import type { AxisRange } from './data.js';
import type { EventsStatsDashboard, EventsStatsDashboardEventMap } from './dashboard.js';
import type { EventsStatsEventMap, EventsStatsWidget } from './index.js';

/** The element's own attributes. */
export interface EventsStatsAttributes {
  'widget-id'?: string | number;
  org?: string | number;
  'dashboard-id'?: string | number;
  'base-url'?: string;
  /** Ids or slugs with commas between them. */
  project?: string | number;
  environment?: string;
  /** Search text, added to every query. */
  filter?: string;
  'stats-period'?: string;
  start?: string;
  end?: string;
  /** A bucket width such as `1h`. */
  interval?: string;
  /** Seconds; 0 for off. */
  refresh?: string | number;
  /** `previous`, or an offset such as `1w`. */
  compare?: string;
  theme?: 'auto' | 'light' | 'dark';
  timezone?: string;
  locale?: string;
  group?: string;
  'group-tooltip'?: boolean | '';
  sparkline?: boolean | '';
  releases?: boolean | '';
  alerts?: boolean | '';
  'axis-range'?: AxisRange;
  legend?: 'table';
  'pinch-range'?: boolean | '';
  menu?: string;
}

/** Attributes, and properties under the names that most frameworks set them by. */
export interface EventsStatsProperties extends EventsStatsAttributes {
  /** An object where the framework sets properties, the same as JSON where it sets attributes. */
  config?: EventsStatsWidget['config'] | string;
  range?: EventsStatsWidget['range'];
  response?: EventsStatsWidget['response'];
  fetch?: EventsStatsWidget['fetch'];
}

/** Of a dashboard: what all of its widgets are told, and how it is shown. */
export interface EventsStatsDashboardAttributes extends Omit<EventsStatsAttributes, 'widget-id' | 'group'> {
  /** One of its widgets alone, in all the room that the element has: for those that only a dashboard draws. */
  'widget-id'?: string | number;
  /** Seconds that each of several dashboards (a comma list of ids) is shown. */
  rotate?: string | number;
  /** No head, and rows that share the element's height. */
  kiosk?: boolean | '';
  /** Which filters the viewer may change: some of `project environment release filter`. */
  'editable-filters'?: string;
  /** Where Sentry itself is, so that what is not drawn leads there. */
  'sentry-url'?: string;
  /** The range and the filters that the viewer chooses are kept in the page's address. */
  'in-address'?: boolean | '';
  fetch?: EventsStatsDashboard['fetch'];
}

export type EventsStatsListeners<Prefix extends string, Events = EventsStatsEventMap> = {
  [Name in keyof Events & string as `${Prefix}${Name}`]?: (event: Events[Name]) => void;
};

/** A dashboard's own, and those of its widgets, which bubble through it. */
type DashboardEvents = EventsStatsEventMap & EventsStatsDashboardEventMap;

interface PlainTag extends EventsStatsProperties, EventsStatsListeners<'on'> {}
interface PlainDashboardTag extends EventsStatsDashboardAttributes, EventsStatsListeners<'on', DashboardEvents> {}

/** Solid sets properties; attributes that are no text of the template need `attr:`. */
type SolidTag = EventsStatsAttributes & EventsStatsListeners<'on:'>
  & { [Name in keyof EventsStatsAttributes as `attr:${Name}`]?: EventsStatsAttributes[Name] }
  & { [Name in 'config' | 'range' | 'response' | 'fetch' as Name | `prop:${Name}`]?: EventsStatsProperties[Name] };

type SolidDashboardTag = EventsStatsDashboardAttributes & EventsStatsListeners<'on:', DashboardEvents>
  & { [Name in Exclude<keyof EventsStatsDashboardAttributes, 'fetch'> as `attr:${Name}`]?: EventsStatsDashboardAttributes[Name] }
  & { 'prop:fetch'?: EventsStatsDashboard['fetch'] };

/** `events-stats-load` is listened to as `onEventsStatsLoad`. */
type VueTag = EventsStatsProperties & VueListeners<EventsStatsEventMap>;
type VueDashboardTag = EventsStatsDashboardAttributes & VueListeners<DashboardEvents>;
type VueListeners<Events> = {
  [Name in keyof Events as Name extends `events-stats-${infer Event}` ? `onEventsStats${Capitalize<Event>}` : never]?:
    (event: Events[Name]) => void;
};

// @ts-ignore React 18 and 19
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      // @ts-ignore
      'events-stats-widget': DetailedHTMLProps<HTMLAttributes<EventsStatsWidget>, EventsStatsWidget> & PlainTag & { class?: string };
      // @ts-ignore
      'events-stats-dashboard': DetailedHTMLProps<HTMLAttributes<EventsStatsDashboard>, EventsStatsDashboard> & PlainDashboardTag & { class?: string };
    }
  }
}

// @ts-ignore Preact
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      // @ts-ignore
      'events-stats-widget': HTMLAttributes<EventsStatsWidget> & PlainTag;
      // @ts-ignore
      'events-stats-dashboard': HTMLAttributes<EventsStatsDashboard> & PlainDashboardTag;
    }
  }
}

// @ts-ignore Solid
declare module 'solid-js/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      // @ts-ignore
      'events-stats-widget': HTMLAttributes<EventsStatsWidget> & SolidTag;
      // @ts-ignore
      'events-stats-dashboard': HTMLAttributes<EventsStatsDashboard> & SolidDashboardTag;
    }
  }
}

// @ts-ignore Vue
declare module 'vue' {
  interface GlobalComponents {
    // @ts-ignore
    'events-stats-widget': new () => { $props: VueTag & import('vue').HTMLAttributes & import('vue').ReservedProps };
    // @ts-ignore
    'events-stats-dashboard': new () => { $props: VueDashboardTag & import('vue').HTMLAttributes & import('vue').ReservedProps };
  }
}

// @ts-ignore Svelte
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    // @ts-ignore
    'events-stats-widget': HTMLAttributes<EventsStatsWidget> & PlainTag;
    // @ts-ignore
    'events-stats-dashboard': HTMLAttributes<EventsStatsDashboard> & PlainDashboardTag;
  }
}
