/** The component for `require`. */
import type * as own from './react.js' with { 'resolution-mode': 'import' };

export type * from './react.js' with { 'resolution-mode': 'import' };

export const EventsStatsChart: typeof own.EventsStatsChart;
