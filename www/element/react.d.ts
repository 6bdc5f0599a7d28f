/** The element as a component of React 18 or 19. */
import type { CSSProperties, ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from 'react';
import type { EventsStatsEventMap, EventsStatsWidget, TimeRange, WidgetConfig } from './index.js';

export interface EventsStatsChartProps extends Omit<HTMLAttributes<EventsStatsWidget>, 'onLoad' | 'onError'> {
  widgetId?: string | number;
  org?: string | number;
  dashboardId?: string | number;
  baseUrl?: string;
  /** Ids or slugs with commas between them. */
  project?: string | number;
  environment?: string;
  /** Search text, added to every query. */
  filter?: string;
  statsPeriod?: string;
  start?: string;
  end?: string;
  /** Seconds; 0 for off. */
  refresh?: string | number;
  /** `previous`, or an offset such as `1w`. */
  compare?: string;
  theme?: 'auto' | 'light' | 'dark';
  timezone?: string;
  locale?: string;
  group?: string;
  groupTooltip?: boolean;
  pinchRange?: boolean;
  /** Plain data: it is written as JSON. */
  config?: WidgetConfig;
  range?: TimeRange | null;
  /** Shown without any request. */
  response?: EventsStatsWidget['response'];
  fetch?: EventsStatsWidget['fetch'];
  onLoad?: (event: EventsStatsEventMap['events-stats-load']) => void;
  onError?: (event: EventsStatsEventMap['events-stats-error']) => void;
  onSplit?: (event: EventsStatsEventMap['events-stats-split']) => void;
  onRange?: (event: EventsStatsEventMap['events-stats-range']) => void;
  onSeries?: (event: EventsStatsEventMap['events-stats-series']) => void;
  onMetric?: (event: EventsStatsEventMap['events-stats-metric']) => void;
  style?: CSSProperties;
}

/** Its `ref` is the element. Registers the element when it is imported, and renders on a server. */
export const EventsStatsChart: ForwardRefExoticComponent<EventsStatsChartProps & RefAttributes<EventsStatsWidget>>;
