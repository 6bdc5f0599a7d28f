/** The element as a component of React 18 or 19. */
import type { ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from 'react';
import type { EventsStatsAttributes, EventsStatsProperties } from './frameworks.js';
import type { EventsStatsEventMap, EventsStatsWidget, WidgetConfig } from './index.js';

type CamelCase<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<CamelCase<Rest>>}` : Name;

type Attributes = { [Name in keyof EventsStatsAttributes as CamelCase<Name>]?: EventsStatsAttributes[Name] };
interface Properties extends Omit<EventsStatsProperties, keyof EventsStatsAttributes | 'config'> {
  /** Plain data: it is written as JSON. */
  config?: WidgetConfig;
}
type Listeners = {
  [Name in keyof EventsStatsEventMap as Name extends `events-stats-${infer Event}` ? `on${Capitalize<Event>}` : never]?:
    (event: EventsStatsEventMap[Name]) => void;
};

/** The element's attributes and properties in camel case, and its events as `onLoad`, `onError` and so on. */
export interface EventsStatsChartProps
  extends Omit<HTMLAttributes<EventsStatsWidget>, keyof Attributes | keyof Listeners>, Attributes, Properties, Listeners {}

/** Its `ref` is the element. Registers the element when it is imported, and renders on a server. */
export const EventsStatsChart: ForwardRefExoticComponent<EventsStatsChartProps & RefAttributes<EventsStatsWidget>>;
